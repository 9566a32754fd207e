//! A terminal that keeps its hands off what is typed, also while the line editor is not reading.
//!
//! The line editor hands the terminal back whenever it stops, and it stops each time the window moves. A
//! terminal that makes lines of what comes in that moment obeys a Backspace or a Ctrl-U itself, for a line
//! that it does not have, and the key is lost. It knows nothing of answers.

#[cfg(unix)]
pub(super) use self::unix::{Quiet, suspend};

#[cfg(unix)]
mod unix {
    use std::io;

    use nix::sys::signal::{Signal, kill};
    use nix::sys::termios::{InputFlags, LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
    use nix::unistd::Pid;

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
