//! Leaving in a hurry: after a panic, a SIGTERM or a closed terminal the terminal is itself again,
//! the draft is on the disk, and the person is told where.
//!
//! It knows nothing of what a draft holds.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::Pen;

/// What has to be saved before the process may end.
static UNSAVED: Mutex<Option<(Pen, PathBuf)>> = Mutex::new(None);

/// From now on `pen` is flushed before the process ends, however it ends short of SIGKILL.
pub(super) fn save_first(pen: &Pen, path: PathBuf) {
    *UNSAVED.lock().unwrap_or_else(PoisonError::into_inner) = Some((pen.clone(), path));
}

/// Puts the terminal right and saves the draft; returns where, when there is one.
fn hurry() -> Option<PathBuf> {
    restore();
    // A thread that died while it held this must not keep the others from leaving.
    let unsaved = UNSAVED.try_lock().ok()?.clone()?;
    unsaved.0.flush();
    unsaved.1.exists().then_some(unsaved.1)
}

/// Watches for the ends that give notice. Called once, before any other thread is started.
pub(super) fn watch() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let kept = hurry();
        usual(info);
        last_words("mockloop has stopped because of a mistake of its own, sorry.");
        if let Some(path) = kept {
            last_words(&format!("What you were typing is kept in {}.", path.display()));
        }
    }));
    signals();
}

fn last_words(words: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{words}");
}

#[cfg(unix)]
use self::unix::{restore, signals};
#[cfg(unix)]
mod unix {
    use std::fs::OpenOptions;
    use std::io::{self, Write as _};
    use std::sync::{Mutex, OnceLock};
    use std::thread;

    use nix::sys::signal::{SigSet, Signal, raise};
    use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};

    use super::{hurry, last_words};

    /// How the terminal was when the program began.
    static BEFORE: OnceLock<Mutex<Termios>> = OnceLock::new();

    pub(super) fn restore() {
        let Some(before) = BEFORE.get().and_then(|before| before.try_lock().ok()) else { return };
        let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, &before);
        // Standard output may be locked by the thread that is being left.
        if let Ok(mut terminal) = OpenOptions::new().write(true).open("/dev/tty") {
            // Bracketed paste off, cursor on, no colour, a new line.
            let _ = terminal.write_all(b"\x1b[?2004l\x1b[?2026l\x1b[?25h\x1b[0m\r\n");
        }
    }

    pub(super) fn signals() {
        if let Ok(before) = tcgetattr(io::stdin()) {
            let _ = BEFORE.set(Mutex::new(before));
        }
        let mut ends = SigSet::empty();
        ends.add(Signal::SIGTERM);
        ends.add(Signal::SIGHUP);
        // Blocked in every thread that is started after this one, so that only the watcher gets them.
        if ends.thread_block().is_err() {
            return;
        }
        let watcher = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            // Whoever runs the program decides when an interrupt ends it.
            let mut interrupt = SigSet::empty();
            interrupt.add(Signal::SIGINT);
            let _ = interrupt.thread_block();
            let Ok(signal) = ends.wait() else { return };
            if let Some(path) = hurry() {
                last_words(&format!("What you were typing is kept in {}.", path.display()));
            }
            // Dies of the signal, as whoever sent it expects.
            let _ = ends.thread_unblock();
            let _ = raise(signal);
            // Under nohup the signal is ignored and does not end us; the terminal is given back by
            // now, so that there is nothing to go on with.
            std::process::exit(128 + signal as i32);
        });
        if watcher.is_err() {
            let _ = ends.thread_unblock();
        }
    }
}

#[cfg(not(unix))]
fn restore() {}
#[cfg(not(unix))]
fn signals() {}
