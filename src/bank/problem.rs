//! What is wrong with a bank, where, and what to do about it.

use std::fmt;

use serde::Serialize;

/// How much a problem takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; `banks check` still passes.
    Note,
    /// The item is used as it stands, and ought to be mended; `banks check` fails.
    Kept,
    /// The item is not used; `banks check` fails.
    Dropped,
}

/// One thing that is wrong with a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, as its reader was told to call it.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What became of the item.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What to do about it: a whole sentence.
    pub fix: String,
}

impl Problem {
    /// Whether `banks check` fails on it.
    pub fn fails(&self) -> bool {
        self.severity != Severity::Note
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}. {}", self.path, self.line, self.what, self.fix)
    }
}
