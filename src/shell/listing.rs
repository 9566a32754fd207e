//! What the folder of the sessions holds, by its names alone: one look at the disk, passed on to all
//! who want to know. No file is opened for it.

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::EXAMPLE;
use super::files::ends;
use super::index::{FOLDER, Noted};
use crate::session::is_id;

/// The names in the folder of the sessions, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The ids of the sessions, a line break after each: ten thousand strings would take their time.
    pub(super) ids: String,
    /// All other names.
    pub(super) others: Vec<OsString>,
    /// What the index says of this folder.
    pub(super) noted: Noted,
    /// Whether a log had to be read that an index would have spared.
    pub(super) fell_short: Cell<bool>,
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

    /// How many sessions there are.
    pub fn count(&self) -> usize {
        memchr::memchr_iter(b'\n', self.ids.as_bytes()).count()
    }

    /// The ids of all sessions, newest first.
    pub fn ids(&self) -> Vec<String> {
        self.ids_where(|_| true)
    }

    /// The ids of those sessions for which `keep` says so, newest first.
    pub fn ids_where(&self, keep: impl Fn(&str) -> bool) -> Vec<String> {
        // An index may say anything: what is no id could lead out of the folder.
        let mut ids: Vec<String> =
            self.lines().filter(|id| keep(id) && is_id(id)).map(str::to_owned).collect();
        // Names without a date come last.
        let dated = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
        ids.sort_unstable_by(|a, b| dated(b).cmp(&dated(a)).then_with(|| b.cmp(a)));
        ids
    }

    /// The names that end so, by name; none of them is a session's.
    pub(super) fn ending(&self, ending: &str) -> Vec<&Path> {
        let mut found: Vec<&Path> =
            self.others.iter().filter(|name| ends(name, ending)).map(Path::new).collect();
        found.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        found
    }

    /// Whether there is an index that did not fit.
    pub(super) fn has_old_index(&self) -> bool {
        !self.noted.fits() && self.others.iter().any(|name| name == FOLDER)
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        memchr::memchr_iter(b'\n', self.ids.as_bytes()).filter_map(move |end| {
            let id = self.ids.get(start..end);
            start = end + 1;
            id
        })
    }
}
