//! Long work says how far it is: one line on standard error, when that is a terminal.

use std::io::{self, IsTerminal as _, Write as _};

/// Shows `words` in the place of what was shown before; nothing takes the line away.
pub(super) fn show(words: &str) {
    let mut err = io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    let words = crate::text::printable(&words.replace('\n', " "));
    // Nobody who closed standard error wants to hear of it. The line is erased to its end: the words
    // may be fewer than before.
    let _ = write!(err, "\r{words}\u{1b}[K");
    let _ = err.flush();
}
