//! `export`: sessions for other programs and for people, one after the other.

use std::path::Path;
use std::sync::Arc;

use super::exit::{Exit, Trouble};
use super::grammar::{Export, Format};
use super::pace::Pace;
use super::practice::{Practice, shown};
use crate::judge::corpus::{self, Voice};
use crate::review::Filter;
use crate::session::export::{HEADINGS, to_lines, to_markdown, to_rows};
use crate::session::{Session, labelled_of};
use crate::shell::Files;
use crate::text::printable;

/// How many bytes are gathered before they are written to a file and synced.
const PIECE: usize = 1 << 20;

impl Practice<'_> {
    /// `export`
    pub(super) fn export(&mut self, export: &Export) -> Result<Exit, Trouble> {
        let filter = self.filter(&export.wanted)?;
        let mut ids = match &export.session {
            Some(which) => vec![self.find(which)?],
            None => self.store.ids()?,
        };
        // Oldest first: what comes later is added at the end.
        ids.reverse();
        let mut sink = Sink::new(export.path.as_deref(), self.out.files());
        let mut taught = Voice { format: corpus::FORMAT, ..Voice::default() };
        if export.format == Format::Csv {
            sink.put(self, &format!("{}\n", HEADINGS.join(",")))?;
        }
        let (mut written, mut wrong) = (0, 0);
        let mut pace = Pace::default();
        for (at, id) in ids.iter().enumerate() {
            // Lines that go by on the screen show how far it is.
            if export.path.is_some() || !self.out.is_seen() {
                self.pace(&mut pace, || {
                    format!("exporting: {at} of {} sessions, Ctrl-C stops", ids.len())
                });
            }
            if filter.rules_out(id) {
                continue;
            }
            let read = self.store.read(id)?;
            wrong += usize::from(read.problems.iter().any(crate::bank::Problem::fails));
            let Some(session) = read.session else { continue };
            if !is_meant(&filter, &session) {
                continue;
            }
            if export.corrections {
                let answers = labelled_of(&session);
                written += usize::from(!answers.is_empty());
                taught.answers.extend(answers);
                continue;
            }
            let text = match export.format {
                Format::Jsonl => to_lines(&session).map_err(|error| impossible(id, &error))?,
                Format::Csv => to_rows(&session).map_err(|error| impossible(id, &error))?,
                Format::Markdown => to_markdown(&session),
            };
            sink.put(self, &text)?;
            written += 1;
        }
        self.hush(&mut pace);
        if export.corrections && written > 0 {
            let text = toml::to_string(&taught)
                .map_err(|error| Trouble::wrong(format!("no TOML for the corrections: {error}")))?;
            // It is a text like any other in it that a terminal would obey.
            let text = if export.path.is_none() { printable(&text) } else { text };
            self.hush(&mut pace);
            sink.put(self, &text)?;
        }
        if !export.corrections || written > 0 {
            sink.flush()?;
        }
        if wrong > 0 {
            let logs = if wrong == 1 { "1 log".to_owned() } else { format!("{wrong} logs") };
            self.notice(&format!(
                "{logs} could not be read whole; what could be was exported. `sessions check` says why."
            ))?;
        }
        let sessions = match written {
            1 => "1 session".to_owned(),
            n => format!("{n} sessions"),
        };
        if export.corrections && written == 0 {
            self.notice(
                "Nothing was set right in any of them, so nothing was written. `told`, `missed` and \
                 `wrong` do that.",
            )?;
        } else if let Some(path) = &export.path {
            self.remark(&format!("{sessions} written to {}, readable by you alone.", shown(path)))?;
            self.warn_of_version_control(path)?;
        } else if written == 0 {
            self.notice("No session is like that; nothing was written.")?;
        }
        Ok(Exit::Fine)
    }
}

impl Practice<'_> {
    /// Says so when stories were written where they could end up in a commit.
    pub(super) fn warn_of_version_control(&mut self, path: &Path) -> Result<(), Trouble> {
        let Some(tree) = versioned(path, &*self.out.files()) else { return Ok(()) };
        self.notice(&format!(
            "{} lies in {tree}, which is under version control: keep it out of a commit.",
            shown(path)
        ))
    }
}

/// Whether any attempt of a session is meant; every session is when nothing is said.
fn is_meant(filter: &Filter, session: &Session) -> bool {
    let digest = crate::session::Digest::of(session);
    let found = |attempt: &&crate::session::AttemptDigest| {
        let search = filter.search.as_ref();
        search.is_none_or(|search| search.finds_in(session, attempt.number))
    };
    filter.is_open() || filter.of(&digest).any(|attempt| found(&attempt))
}

fn impossible(id: &str, error: &dyn std::error::Error) -> Trouble {
    Trouble::wrong(format!("session {id} could not be written: {error}"))
}

/// The nearest folder above a file that is under version control.
fn versioned(path: &Path, files: &dyn Files) -> Option<String> {
    let whole = std::path::absolute(path).ok()?;
    let tree = whole.ancestors().skip(1).find(|folder| {
        [".git", ".hg", ".svn", ".jj"].iter().any(|name| files.is_folder(&folder.join(name)))
    });
    tree.map(shown)
}

/// Standard output, or a file that grows by pieces.
struct Sink<'a> {
    path: Option<&'a Path>,
    files: Arc<dyn Files>,
    waiting: String,
    begun: bool,
}

impl<'a> Sink<'a> {
    fn new(path: Option<&'a Path>, files: Arc<dyn Files>) -> Self {
        Self { path, files, waiting: String::new(), begun: false }
    }

    fn put(&mut self, practice: &mut Practice<'_>, text: &str) -> Result<(), Trouble> {
        if self.path.is_none() {
            return Ok(practice.out.write(text)?);
        }
        self.waiting.push_str(text);
        // The file is made at once, so that a name that is taken is met before any work.
        if self.waiting.len() >= PIECE || !self.begun { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Trouble> {
        let Some(path) = self.path else { return Ok(()) };
        let bytes = self.waiting.as_bytes();
        let done = if self.begun {
            self.files.append(path, bytes)
        } else {
            self.files.create(path, bytes)
        };
        done.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Trouble::wrong(format!(
                "{} is there already; nothing was overwritten. Choose another name.",
                shown(path)
            )),
            _ => Trouble::wrong(format!(
                "could not write {}: {error}. Is its folder there, and yours?",
                shown(path)
            )),
        })?;
        self.begun = true;
        self.waiting.clear();
        Ok(())
    }
}
