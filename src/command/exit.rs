//! How a run ends: the exit codes, decided here and nowhere else, and what went wrong.

use std::io;
use std::process::ExitCode;

use crate::arc::UnknownWord;
use crate::shell::{HomeError, StoreError};

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All was done; also when input ended or nobody reads any more.
    Fine,
    /// Something that was looked for is wrong or not there: a bank with mistakes, a line that cannot
    /// be read, a session that there is not; or something could not be kept.
    Wrong,
    /// The command was not understood.
    Usage,
}

impl Exit {
    /// The code that a process ends with.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Wrong => 1,
            Exit::Usage => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a verb could not be done.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Nobody reads any more: no reason to complain.
    Gone,
    /// What is wrong and what to do about it, in sentences.
    Said(String, Exit),
}

impl Trouble {
    /// Something is wrong that the person can mend.
    pub(super) fn wrong(words: impl Into<String>) -> Self {
        Trouble::Said(words.into(), Exit::Wrong)
    }

    /// The command was not understood.
    pub(super) fn usage(words: impl Into<String>) -> Self {
        Trouble::Said(words.into(), Exit::Usage)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Trouble::Gone,
            _ => Trouble::wrong(format!("the terminal or the pipe gave up: {error}")),
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Trouble::wrong(error.to_string())
    }
}

impl From<HomeError> for Trouble {
    fn from(error: HomeError) -> Self {
        Trouble::wrong(error.to_string())
    }
}

impl From<UnknownWord> for Trouble {
    fn from(error: UnknownWord) -> Self {
        Trouble::usage(error.to_string())
    }
}
