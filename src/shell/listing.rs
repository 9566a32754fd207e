//! What the folder of the sessions holds, by its names alone: one look at the disk, passed on to all
//! who want to know. No file is opened for it.

use std::cell::Cell;
use std::cmp::Ordering;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::EXAMPLE;
use super::files::ends;
use super::index::Noted;
use crate::session::{day_of, is_id};

/// The names in the folder of the sessions, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The ids of the sessions, a line break after each: ten thousand strings would take their time.
    ids: String,
    /// All other names.
    pub(super) others: Vec<OsString>,
}

/// What a prompt wants to know of the folder of the sessions, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// How many sessions there are.
    pub(super) count: usize,
    /// The ids of the newer ones, and of those whose names tell no day, newest first.
    pub(super) recent: Vec<String>,
    /// All names that are no sessions'.
    pub(super) others: Vec<OsString>,
    /// The digests that the index holds.
    pub(super) noted: Noted,
    /// Whether a log had to be read although the index fits, and another would hold its digest.
    pub(super) fell_short: Cell<bool>,
}

impl Glance {
    /// How many sessions there are.
    pub fn count(&self) -> usize {
        self.count
    }
}

impl Listing {
    /// Takes up a name.
    pub(super) fn add(&mut self, name: &OsStr) {
        match name.to_str().and_then(|name| name.strip_suffix(".toml")) {
            Some(id) if is_id(id) && id != EXAMPLE => {
                self.ids.push_str(id);
                self.ids.push('\n');
            }
            _ => self.others.push(name.to_owned()),
        }
    }

    /// The ids of all sessions, newest first.
    pub fn ids(&self) -> Vec<String> {
        self.ids_where(|_| true)
    }

    /// The ids of those sessions for which `keep` says so, newest first.
    pub fn ids_where(&self, keep: impl Fn(&str) -> bool) -> Vec<String> {
        let mut ids: Vec<String> =
            self.ids.lines().filter(|id| keep(id)).map(str::to_owned).collect();
        ids.sort_unstable_by(|a, b| newest_first(a, b));
        ids
    }

    /// What a prompt wants to know, of the sessions since the day `first`.
    pub fn glance(self, first: &str) -> Glance {
        Glance {
            count: self.ids.lines().count(),
            recent: self.ids_where(|id| is_recent(id, first)),
            others: self.others,
            ..Glance::default()
        }
    }
}

/// Whether the name of a session does not say that it is from before a day, which is written as names begin.
pub(super) fn is_recent(id: &str, first: &str) -> bool {
    day_of(id).is_none_or(|day| day >= first)
}

/// The order of ids: names without a date come last.
pub(super) fn newest_first(a: &str, b: &str) -> Ordering {
    let dated = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
    dated(b).cmp(&dated(a)).then_with(|| b.cmp(a))
}

/// Those of the names that end so, by name.
pub(super) fn ending<'n>(names: &'n [OsString], ending: &str) -> Vec<&'n Path> {
    let mut found: Vec<&Path> =
        names.iter().filter(|name| ends(name, ending)).map(Path::new).collect();
    found.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    found
}
