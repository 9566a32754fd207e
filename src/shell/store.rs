//! The store: where sessions and drafts are kept, one file each, in the folder of the sessions.
//!
//! A log is made with its first entry and only ever appended to; a draft is the log format too, with
//! one turn that is not over. It knows the disk by [`Files`] alone, and nothing of screens.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compose::FILE as EDITED;
use super::listing::ending;
use super::{Files, Listing};
use crate::bank::{Problem, Severity};
use crate::session::{
    Decoded, Digest, Entry, Header, Session, Turn, decode, encode, encode_entry, encode_header,
    is_id, scan, session_id,
};

/// The id of the worked example that a checkout carries; it is nobody's session.
pub const EXAMPLE: &str = "example";

/// Why a link is not followed.
pub const LEADS_OUT: &str = "it is a link that leads out of this folder, and is not followed";

/// What is being done when something is to be gone.
const DELETING: &str = "could not delete";

/// The sessions of a home.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) files: Arc<dyn Files>,
    pub(super) folder: PathBuf,
}

/// A session that is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// The head of the session; its id is settled with the first entry that is kept.
    pub header: Header,
    /// Whether the file is there.
    begun: bool,
}

/// A draft that was found: what was being typed when a session ended without notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The head of the session that it belongs to.
    pub header: Header,
    /// The turn as it stood: what was asked, the words so far, the seconds so far.
    pub turn: Turn,
    /// Its file.
    pub path: PathBuf,
}

/// Something could not be kept or fetched: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{doing} {}: {source}. {}", .path.display(), hint(.doing, .source))]
pub struct StoreError {
    /// What was being done, as the begin of a sentence: "could not add to".
    pub doing: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// What a person can do about an error of the system.
fn hint(doing: &str, error: &io::Error) -> &'static str {
    match error.kind() {
        // Nothing that was typed waits to be saved then.
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            if doing == DELETING =>
        {
            "Make the folder writable for you, and try again."
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "Free some space and try again, or save it elsewhere with `save PATH`."
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Make the folder writable for you, or choose another one with `--home DIR`; \
             `save PATH` saves this session elsewhere."
        }
        io::ErrorKind::NotFound => {
            "Was it moved, or is its disk away? `review` lists the sessions that there are, and `save PATH` \
             saves elsewhere what could not be kept."
        }
        io::ErrorKind::AlreadyExists => "Nothing was overwritten. Choose another name.",
        io::ErrorKind::InvalidInput => "`review` lists the sessions that there are.",
        _ => "Try again, or save it elsewhere with `save PATH`.",
    }
}

impl Store {
    /// The store in this folder; touches nothing yet.
    pub fn new(files: Arc<dyn Files>, folder: impl Into<PathBuf>) -> Self {
        Self { files, folder: folder.into() }
    }

    /// The folder of the sessions.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a session's log.
    pub fn log_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.toml"))
    }

    /// The file of a session's draft.
    pub fn draft_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.draft"))
    }

    /// The folder in which an answer of a session lies while the person's own editor has it.
    pub fn editing(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.edit"))
    }

    /// Begins a session: gives it an id that no session of this home has. `header.id` is what it is
    /// about, a company or a verb; `chance` gives the digits that keep two terminals apart.
    ///
    /// Nothing is written before there is something to keep, so that a session in which nothing was
    /// handed in leaves nothing behind.
    pub fn begin(&self, mut header: Header, mut chance: impl FnMut() -> u16) -> Log {
        let about = header.id;
        // With 65,536 ids in a second the first is free, but for a home that is full of them.
        header.id = session_id(header.started, &about, chance());
        for _ in 0..64 {
            if self.files.read(&self.log_path(&header.id)).is_err() {
                break;
            }
            header.id = session_id(header.started, &about, chance());
        }
        Log { header, begun: false }
    }

    /// Goes on with a session that was begun before, for what a draft held.
    pub fn resume(&self, header: Header) -> Log {
        let begun = self.files.read(&self.log_path(&header.id)).is_ok();
        Log { header, begun }
    }

    /// Adds an entry to a session; when this returns it is on the disk.
    ///
    /// # Errors
    /// When it may not be on the disk. It can be tried again: half an entry does no harm.
    pub fn append(&self, log: &mut Log, entry: &Entry) -> Result<(), StoreError> {
        if log.begun {
            return self.append_to(&log.header.id, entry);
        }
        for spare in 0.. {
            let path = self.log_path(&log.header.id);
            let whole = encode_header(&log.header) + &encode_entry(entry);
            match self.files.create(&path, whole.as_bytes()) {
                // Another terminal has begun a session with the same digits since.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && spare < 64 => {
                    log.header.id.push(char::from(b'a' + (spare % 26) as u8));
                }
                done => {
                    done.map_err(failed("could not begin the log", &path))?;
                    log.begun = true;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Adds an entry to a past session.
    ///
    /// # Errors
    /// When there is no such session, or the entry may not be on the disk.
    pub fn append_to(&self, id: &str, entry: &Entry) -> Result<(), StoreError> {
        let path = self.checked(id)?;
        let bytes = encode_entry(entry);
        self.files.append(&path, bytes.as_bytes()).map_err(failed("could not add to", &path))
    }

    /// Keeps a whole session under its own id: what an import brings.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when there is a session with this id; nothing is overwritten.
    pub fn keep(&self, session: &Session) -> Result<(), StoreError> {
        let path = self.checked(&session.header.id)?;
        self.files
            .create(&path, encode(session).as_bytes())
            .map_err(failed("could not write", &path))
    }

    /// Writes a session to any place, for the owner alone; never over something that is there.
    ///
    /// # Errors
    /// When it may not be there whole.
    pub fn save_elsewhere(&self, session: &Session, path: &Path) -> Result<(), StoreError> {
        self.files.create(path, encode(session).as_bytes()).map_err(failed("could not write", path))
    }

    /// What a draft of this turn is made of, for [`Store::draft_path`].
    pub fn draft(header: &Header, turn: &Turn) -> Vec<u8> {
        let entries = vec![Entry::Turn(turn.clone())];
        encode(&Session { header: header.clone(), entries }).into_bytes()
    }

    /// The drafts that were left, oldest first, and what could not be read of them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn drafts(&self) -> Result<(Vec<Draft>, Vec<Problem>), StoreError> {
        Ok(self.drafts_in(&self.listing()?.others))
    }

    /// The same, of the names in the folder.
    pub(super) fn drafts_in(&self, names: &[OsString]) -> (Vec<Draft>, Vec<Problem>) {
        let mut drafts = Vec::new();
        let mut problems = Vec::new();
        for path in self.paths(names, "draft") {
            // Another terminal is at it.
            if self.files.is_held(&path) {
                continue;
            }
            if self.files.leads_out(&path) {
                continue;
            }
            let Ok(bytes) = self.files.read(&path) else { continue };
            let read = decode(&path.display().to_string(), &String::from_utf8_lossy(&bytes));
            problems.extend(read.problems);
            let Some(session) = read.session else { continue };
            let header = session.header;
            let last = session.entries.into_iter().rev().find_map(|entry| match entry {
                Entry::Turn(turn) => Some(turn),
                _ => None,
            });
            let Some(turn) = last else { continue };
            if self.is_in_the_log(&header.id, &turn) {
                // The program was ended between the log and the draft. What cannot be removed now can
                // be next time.
                let _ = self.files.remove(&path);
                continue;
            }
            // The program was ended while the person's editor had the answer: that is the newest.
            let edited = self.files.read(&self.editing(&header.id).join(EDITED)).ok();
            let edited = edited.map(|bytes| String::from_utf8_lossy(&bytes).trim_end().to_owned());
            let words = edited.filter(|text| !text.is_empty()).unwrap_or(turn.words);
            drafts.push(Draft { header, turn: Turn { words, ..turn }, path });
        }
        (drafts, problems)
    }

    /// Whether what a draft holds was handed in or dropped since.
    fn is_in_the_log(&self, id: &str, draft: &Turn) -> bool {
        let log = self.read(id).ok().and_then(|read| read.session);
        log.is_some_and(|log| {
            let begins = |turn: &Turn| turn.words.starts_with(draft.words.trim_end());
            log.turns().any(|turn| turn.number == draft.number && begins(turn))
        })
    }

    /// Drops a draft that was found, also when somebody has given its file another name.
    ///
    /// # Errors
    /// When it is still there.
    pub fn drop_found(&self, draft: &Draft) -> Result<(), StoreError> {
        self.drop_draft(&draft.header.id)?;
        self.files.remove(&draft.path).map_err(failed(DELETING, &draft.path))
    }

    /// Drops the draft of a session; one that is not there is fine.
    ///
    /// # Errors
    /// When it is still there.
    pub fn drop_draft(&self, id: &str) -> Result<(), StoreError> {
        let folder = self.editing(id);
        self.files.remove_folder(&folder).map_err(failed(DELETING, &folder))?;
        let path = self.draft_path(id);
        self.files.remove(&path).map_err(failed(DELETING, &path))
    }

    /// The ids of all sessions, newest first, by their names alone: no file is opened.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.listing()?.ids())
    }

    /// The names in the folder, for whoever wants to know more than one thing of them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn listing(&self) -> Result<Listing, StoreError> {
        let mut listing = Listing::default();
        let told = self.files.names(&self.folder, &mut |name| listing.add(name));
        told.map_err(failed("could not list", &self.folder))?;
        Ok(listing)
    }

    /// The same, and removes what a process that was killed was about to put in the place of a file.
    /// What cannot be removed now can be next time.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn look(&self) -> Result<Listing, StoreError> {
        let listing = self.listing()?;
        let _ = self.files.sweep_of(&self.folder, &listing.others);
        Ok(listing)
    }

    /// The digests of sessions, in the order given; those of which nothing can be read are left out.
    /// Logs are read by as many threads as the machine has, one log in memory for each.
    pub fn digests(&self, ids: &[String]) -> Vec<Digest> {
        // A thread costs more than a few dozen logs do.
        const WORTH_A_THREAD: usize = 64;
        let threads = match ids.len() {
            // To ask how many there are takes the system a while too.
            0..=WORTH_A_THREAD => 1,
            _ => std::thread::available_parallelism().map_or(1, usize::from),
        };
        let share = ids.len().div_ceil(threads).max(WORTH_A_THREAD);
        let one = |ids: &[String]| ids.iter().filter_map(|id| self.digest(id)).collect::<Vec<_>>();
        std::thread::scope(|scope| {
            let mut chunks = ids.chunks(share);
            let first = chunks.next().unwrap_or(&[]);
            let others: Vec<_> = chunks.map(|ids| (ids, scope.spawn(move || one(ids)))).collect();
            let mut digests = one(first);
            for (ids, other) in others {
                // A thread that died of a bug would take its share of the figures with it.
                digests.extend(other.join().unwrap_or_else(|_| one(ids)));
            }
            digests
        })
    }

    /// The digest of a session: the fast way when its log stands as it was written.
    fn digest(&self, id: &str) -> Option<Digest> {
        let path = self.log_path(id);
        let bytes = self.files.read(&path).ok().filter(|_| !self.files.leads_out(&path))?;
        let log = std::str::from_utf8(&bytes).ok();
        log.and_then(|log| scan(id, log))
            .or_else(|| Some(Digest::of(&self.read(id).ok()?.session?)))
    }

    /// The log of a session as it stands; what is not UTF-8 in it becomes `�`.
    ///
    /// # Errors
    /// When there is none with this id, or its file cannot be read.
    pub fn log(&self, id: &str) -> Result<String, StoreError> {
        let path = self.checked(id)?;
        let bytes = self.files.read(&path).map_err(failed("could not read", &path))?;
        Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// What can be read of a session.
    ///
    /// # Errors
    /// When there is none with this id, or its file cannot be read.
    pub fn read(&self, id: &str) -> Result<Decoded, StoreError> {
        let path = self.checked(id)?;
        let bytes = self.files.read(&path).map_err(failed("could not read", &path))?;
        let label = path.display().to_string();
        Ok(match String::from_utf8(bytes) {
            Ok(text) => decode(&label, &text),
            Err(error) => {
                // What is not Unicode becomes a sign of its own, and the rest is kept.
                let valid = error.utf8_error().valid_up_to();
                let line = error.as_bytes().iter().take(valid).filter(|&&b| b == b'\n').count() + 1;
                let mut read = decode(&label, &String::from_utf8_lossy(error.as_bytes()));
                read.problems.push(Problem {
                    path: label,
                    line,
                    severity: Severity::Kept,
                    what: "there are bytes here that are not UTF-8".into(),
                    fix: "They are shown as �; the file is left as it is.".into(),
                });
                read
            }
        })
    }

    /// Deletes every trace of a session: its draft, its log, what was half written of either, the index,
    /// and the lines of `history` that name it or are told to be traces of it.
    ///
    /// # Errors
    /// When there is none with this id, or something of it may still be there. It can be tried again:
    /// the log, which says that there is a session, goes last.
    pub fn forget(
        &self,
        id: &str,
        history: &Path,
        is_trace: impl Fn(&str) -> bool,
    ) -> Result<(), StoreError> {
        let path = self.checked(id)?;
        self.files.read(&path).map_err(failed("could not find", &path))?;
        let index = self.index_folder();
        self.remove_index().map_err(failed(DELETING, &index))?;
        self.drop_draft(id)?;
        self.strike(history, |line| line.contains(id) || is_trace(line))?;
        self.files.sweep(&self.folder).map_err(failed("could not sweep", &self.folder))?;
        self.files.remove(&path).map_err(failed(DELETING, &path))?;
        // Another terminal may have been at making one.
        self.remove_index().map_err(failed(DELETING, &index))
    }

    /// Takes the lines that are traces out of the lines that were typed at the prompt.
    fn strike(&self, history: &Path, is_trace: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        let bytes = match self.files.read(history) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed("could not read", history)(error)),
        };
        let kept: Vec<u8> = bytes
            .split_inclusive(|&b| b == b'\n')
            .filter(|line| !is_trace(&String::from_utf8_lossy(line)))
            .flatten()
            .copied()
            .collect();
        if kept.len() == bytes.len() {
            return Ok(());
        }
        self.files.replace(history, &kept).map_err(failed("could not write", history))
    }

    /// The files of the folder that end like logs and whose names can be no id: no session of a home.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn strangers(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut paths = self.paths(&self.listing()?.others, "toml");
        paths.retain(|path| !path.file_stem().and_then(|stem| stem.to_str()).is_some_and(is_id));
        Ok(paths)
    }

    /// The paths of the names that end so, by name.
    fn paths(&self, names: &[OsString], end: &str) -> Vec<PathBuf> {
        ending(names, end).into_iter().map(|name| self.folder.join(name)).collect()
    }

    /// The path of a session's log; an id or a link that would leave the folder is refused.
    fn checked(&self, id: &str) -> Result<PathBuf, StoreError> {
        let path = self.log_path(id);
        let why = match is_id(id) {
            true if !self.files.leads_out(&path) => return Ok(path),
            true => LEADS_OUT,
            false => "this can be no session's id",
        };
        let source = io::Error::new(io::ErrorKind::InvalidInput, why);
        Err(failed("could not use", &path)(source))
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError { doing, path, source }
}

#[cfg(test)]
mod tests;
