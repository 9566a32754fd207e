//! What the folder of the sessions holds, by its names alone: one look at the disk, passed on to all
//! who want to know. No file is opened for it, and nothing of it is kept.

use std::ffi::OsString;
use std::path::Path;

use super::EXAMPLE;
use super::files::ends;
use crate::session::is_id;

/// The names in the folder of the sessions, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub(super) names: Vec<OsString>,
}

impl Listing {
    /// How many sessions there are.
    pub fn count(&self) -> usize {
        self.sessions().count()
    }

    /// The ids of all sessions, newest first.
    pub fn ids(&self) -> Vec<String> {
        self.ids_where(|_| true)
    }

    /// The ids of those sessions for which `keep` says so, newest first.
    pub fn ids_where(&self, keep: impl Fn(&str) -> bool) -> Vec<String> {
        let mut ids: Vec<String> =
            self.sessions().filter(|id| keep(id)).map(str::to_owned).collect();
        // Names without a date come last.
        let dated = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
        ids.sort_unstable_by(|a, b| dated(b).cmp(&dated(a)).then_with(|| b.cmp(a)));
        ids
    }

    /// The names that end so, by name.
    pub(super) fn ending(&self, ending: &str) -> Vec<&Path> {
        let mut found: Vec<&Path> =
            self.names.iter().filter(|name| ends(name, ending)).map(Path::new).collect();
        found.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        found
    }

    fn sessions(&self) -> impl Iterator<Item = &str> {
        let stems = self.names.iter().filter_map(|name| name.to_str()?.strip_suffix(".toml"));
        stems.filter(|id| is_id(id) && *id != EXAMPLE)
    }
}
