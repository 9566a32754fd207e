//! A terminal that keeps its hands off what is typed, also while the line editor is not reading.
//!
//! The line editor hands the terminal back whenever it stops, and it stops each time the window moves. A
//! terminal that makes lines of what comes in that moment obeys a Backspace or a Ctrl-U itself, for a line
//! that it does not have, and the key is lost. It knows nothing of answers.

#[cfg(unix)]
pub(in super::super) use self::unix::Unseen;
#[cfg(unix)]
pub(super) use self::unix::{Quiet, suspend};

#[cfg(unix)]
mod unix {
    use std::io;

    use nix::sys::signal::{Signal, kill, raise};
    use nix::sys::termios::{
        InputFlags, LocalFlags, SetArg, SpecialCharacterIndices, Termios, tcgetattr, tcsetattr,
    };
    use nix::unistd::{self, Pid};

    const CTRL_C: u8 = 3;

    /// Quiet until it is dropped.
    pub(in super::super) struct Quiet {
        /// How the terminal was; none when it cannot say.
        before: Option<Termios>,
    }

    impl Quiet {
        /// From now on each key stays what it is.
        pub(in super::super) fn new() -> Self {
            let quiet = Self { before: tcgetattr(io::stdin()).ok() };
            quiet.on();
            quiet
        }

        /// Quiet again, after [`Quiet::off`].
        pub(in super::super) fn on(&self) {
            if let Some(mut modes) = self.before.clone() {
                modes.local_flags -=
                    LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::IEXTEN | LocalFlags::ISIG;
                modes.input_flags -= InputFlags::ICRNL | InputFlags::IXON;
                // A terminal that is gone is found out about by whoever reads from it.
                let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, &modes);
            }
        }

        /// As it was, for another program.
        pub(in super::super) fn off(&self) {
            if let Some(before) = &self.before {
                let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, before);
            }
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            self.off();
        }
    }

    /// While it lives, what is typed is not seen, and can be asked for without waiting.
    pub(in super::super::super) struct Unseen {
        before: Option<Termios>,
    }

    impl Unseen {
        /// From now on.
        pub(in super::super::super) fn new() -> Self {
            let before = tcgetattr(io::stdin()).ok();
            if let Some(mut modes) = before.clone() {
                modes.local_flags -= LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG;
                // A read gives what there is, be it nothing.
                modes.control_chars[SpecialCharacterIndices::VMIN as usize] = 0;
                modes.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
                let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, &modes);
            }
            Self { before }
        }

        /// Whether Enter was pressed since the last time; whatever else was typed is gone as well. Ctrl-C
        /// ends the process as it always does, but with the terminal as it was.
        pub(in super::super::super) fn entered(&self) -> bool {
            let mut keys = [0; 64];
            let read = match self.before {
                Some(_) => unistd::read(io::stdin(), &mut keys).unwrap_or(0),
                None => 0,
            };
            let typed = keys.get(..read).unwrap_or_default();
            if typed.contains(&CTRL_C) {
                self.restore();
                let _ = raise(Signal::SIGINT);
            }
            typed.iter().any(|key| matches!(key, b'\n' | b'\r'))
        }

        fn restore(&self) {
            if let Some(before) = &self.before {
                let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, before);
            }
        }
    }

    impl Drop for Unseen {
        fn drop(&mut self) {
            self.restore();
        }
    }

    /// Stops this process until somebody has it go on, as Ctrl-Z does. Where nobody could, the system
    /// lets it run.
    pub(in super::super) fn suspend() {
        let _ = kill(Pid::from_raw(0), Signal::SIGTSTP);
    }
}

#[cfg(not(unix))]
pub(super) struct Quiet;

#[cfg(not(unix))]
impl Quiet {
    pub(super) fn new() -> Self {
        Self
    }
    pub(super) fn on(&self) {}
    pub(super) fn off(&self) {}
}

#[cfg(not(unix))]
pub(super) fn suspend() {}

#[cfg(not(unix))]
pub(in super::super) struct Unseen;

#[cfg(not(unix))]
impl Unseen {
    pub(in super::super) fn new() -> Self {
        Self
    }
    pub(in super::super) fn entered(&self) -> bool {
        false
    }
}
