//! The index: how many sessions there are and the digests of the newer ones, in one file, so that a home of
//! many years opens as fast as a new one. Small homes have none.
//!
//! It is never the only copy of anything, may be deleted at any moment, and is made again by itself when
//! a prompt ends. Whatever is odd about it, it is as if it were not there. Only the prompt and what looks
//! at the same things go by it; what reads all sessions looks at the folder itself.
//!
//! # Why it cannot be out of date
//!
//! A folder has two times: one of what it holds, which anybody can set, and one of any change at all,
//! which the system alone sets, to the moment. Whatever comes into the folder, goes or gets another name
//! sets both to now. So an index that notes both would be true as long as they are the same, but for
//! one thing: clocks tick, and a change within the tick in which they were noted would leave them as
//! they are. Therefore, in this order ([`Store::index`]):
//!
//! 1. The old index goes.
//! 2. The time `m` of what the folder holds is read and set a little back, to `t`, by less than a
//!    millisecond that chance decides. Read again it must be `t` to the nanosecond. A file system that
//!    keeps times more coarsely has no index; some of those do not note changes that other systems
//!    make. Nor has one where trying out whether the folder can be written changes its times.
//! 3. The folder is listed, and the logs are read.
//! 4. Both times must still be those of step 2, or no index is written, and again after it was
//!    written, or it goes.
//!
//! A change before step 2 is in the list. A change after it, be it in the same tick, sets the time to
//! the moment, which is not before `m` and so is never `t`. If the clock is set back in between, the
//! moment would have to be `t` to the nanosecond, and the time of any change the same tick as well.
//! Who sets the first time by hand to `t`, as what restores a backup does, moves the second.
//!
//! A log has the same two times, its size, and the number of its file. A digest is noted only if the
//! last change of its log was two seconds before step 2, by the same clock, and read after the log's times
//! were; so a change that the times do not show would have to lie in a tick that is long over.
//!
//! `forget` removes the index before the log and once more after it. Of a process that writes one at the
//! same time: if it writes before the second removal, its index is removed; if after it, the
//! log was gone before its last look at the folder's times, and it removes the index itself.

use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::listing::{is_recent, newest_first};
use super::{Draft, Glance, Stamp, Store, StoreError};
use crate::bank::Problem;
use crate::session::{Digest, is_id, note, noted};

/// The folder of the index, in that of the sessions: writing in it leaves the other's times alone.
pub(super) const FOLDER: &str = ".index";

/// Its file.
const FILE: &str = "start";

/// When an index is made, and of what.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// How many sessions make it worth its while.
    worth: usize,
    /// How long a log must have been left alone for its digest to be noted, in nanoseconds.
    ripe: i64,
}

/// A thousand sessions are listed in half a millisecond. Two seconds are the longest tick of a clock of
/// files that is still in use.
const LIMITS: Limits = Limits { worth: 1000, ripe: 2_000_000_000 };

/// The first line: what it is, and by whom it can be read. The number is that of the lines of digests
/// and of this file's form.
const HEAD: &str = concat!(
    "mockloop ",
    env!("CARGO_PKG_VERSION"),
    " index 1: made of the logs beside it; it may be deleted at any time.\n"
);

/// The digests that an index holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Noted {
    /// The stamp of the folder, if all of the glance is the index's own.
    folder: Option<Stamp>,
    /// The whole text, of which each digest is a line.
    text: String,
    /// Where the id of each log is whose digest is noted, newest first; its stamp; where its digest is.
    digests: Vec<(Range<usize>, Stamp, Range<usize>)>,
}

/// What an index says.
#[derive(Debug, PartialEq)]
struct Index {
    /// The day since which it holds the sessions.
    first: String,
    glance: Glance,
}

impl Noted {
    /// The digest of a log, if it has a stamp now that is the one that was noted.
    fn digest(&self, id: &str, stamp: impl FnOnce() -> Option<Stamp>) -> Option<Digest> {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        let at = self.digests.binary_search_by(|(other, ..)| newest_first(text(other), id)).ok()?;
        let (_, then, line) = self.digests.get(at)?;
        (stamp()? == *then).then(|| noted(text(line))).flatten().filter(|digest| digest.id == id)
    }
}

impl Store {
    /// What a prompt wants to know of the folder and its sessions since the day `first`: from the index if
    /// there is one that fits. Removes what does not, and what [`Store::look`] removes.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn glance(&self, first: &str) -> Result<Glance, StoreError> {
        let glance = self.by_index(first)?;
        let _ = self.files.sweep_of(&self.folder, &glance.others);
        if glance.noted.folder.is_none() && glance.others.iter().any(|name| name == FOLDER) {
            let _ = self.remove_index();
        }
        Ok(glance)
    }

    fn by_index(&self, first: &str) -> Result<Glance, StoreError> {
        let Some(Index { first: since, mut glance }) = self.indexed() else {
            return Ok(self.listing()?.glance(first));
        };
        let now = self.files.stamp(&self.folder).ok();
        if now.is_some() && now == glance.noted.folder && since.as_str() <= first {
            glance.recent.retain(|id| is_recent(id, first));
            return Ok(glance);
        }
        // The logs may be as they were all the same.
        let noted = Noted { folder: None, ..glance.noted };
        Ok(Glance { noted, ..self.listing()?.glance(first) })
    }

    /// The drafts that were left, oldest first, and what could not be read of them.
    pub fn drafts_seen(&self, glance: &Glance) -> (Vec<Draft>, Vec<Problem>) {
        self.drafts_in(&glance.others)
    }

    /// The digests of the newer sessions, newest first, as [`Store::digests`] gives them; the logs of those
    /// that the index holds are not read.
    pub fn recent(&self, glance: &Glance) -> Vec<Digest> {
        let (noted, ids) = (&glance.noted, &glance.recent);
        let find = |id: &String| noted.digest(id, || self.files.stamp(&self.log_path(id)).ok());
        let mut found: Vec<Option<Digest>> = ids.iter().map(find).collect();
        let pairs = found.iter().zip(ids).filter(|(digest, _)| digest.is_none());
        let unknown: Vec<String> = pairs.map(|(_, id)| id.clone()).collect();
        let read = self.digests(&unknown);
        // One that no index can hold would have every prompt make another.
        let holds = |digest: &Digest| {
            self.files.stamp(&self.log_path(&digest.id)).is_ok() && note(digest).is_some()
        };
        if noted.folder.is_some() && read.iter().any(holds) {
            glance.fell_short.set(true);
        }
        let mut read = read.into_iter().peekable();
        for (digest, id) in found.iter_mut().zip(ids).filter(|(digest, _)| digest.is_none()) {
            *digest = read.next_if(|digest| digest.id == *id);
        }
        found.into_iter().flatten().collect()
    }

    /// Makes the index anew if the home is large and `before`, what a prompt began with, would have had
    /// use for another: of the sessions since the day `first`. `chance` is any number.
    ///
    /// Of what fails nobody hears: then there is no index.
    pub fn index(&self, before: &Glance, first: &str, chance: u64) {
        self.index_within(LIMITS, before, first, chance);
    }

    fn index_within(&self, limits: Limits, before: &Glance, first: &str, chance: u64) {
        if before.count < limits.worth {
            return;
        }
        // Where there are no stamps there is no index; nor is a folder that has gone made for one.
        let Ok(now) = self.files.stamp(&self.folder) else { return };
        if before.noted.folder == Some(now) && !before.fell_short.get() {
            return;
        }
        if !self.make_index(limits.ripe, &before.noted, first, chance).is_ok_and(|made| made) {
            let _ = self.remove_index();
        }
    }

    /// Says whether there is an index now.
    fn make_index(&self, ripe: i64, noted: &Noted, first: &str, chance: u64) -> io::Result<bool> {
        let files = &*self.files;
        self.remove_index()?;
        files.make_folder(&self.index_folder())?;
        let then =
            files.stamp(&self.folder)?.modified.saturating_sub(1 + (chance % 999_999) as i64);
        files.set_modified(&self.folder, then)?;
        files.try_out(&self.folder)?;
        let folder = files.stamp(&self.folder)?;
        if folder.modified != then {
            return Ok(false);
        }
        let Ok(listing) = self.listing() else { return Ok(false) };
        let glance = Glance { noted: noted.clone(), ..listing.glance(first) };
        let ripe = |stamp: &Stamp| stamp.changed <= folder.changed.saturating_sub(ripe);
        let stamp = |id: &String| files.stamp(&self.log_path(id)).ok().filter(ripe);
        let stamps: Vec<Option<Stamp>> = glance.recent.iter().map(stamp).collect();
        let mut digests = self.recent(&glance).into_iter().peekable();
        let mut lines = Vec::new();
        for (id, stamp) in glance.recent.iter().zip(stamps) {
            let digest = digests.next_if(|digest| digest.id == *id);
            lines.push((id.as_str(), stamp.zip(digest.as_ref().and_then(note))));
        }
        let Some(bytes) = encode(folder, first, &glance, &lines) else { return Ok(false) };
        if files.stamp(&self.folder)? != folder {
            return Ok(false);
        }
        files.jot(&self.index_folder().join(FILE), &bytes)?;
        Ok(files.stamp(&self.folder)? == folder)
    }

    /// Removes the index with all that was half written of it; what is no folder is none of ours.
    pub(super) fn remove_index(&self) -> io::Result<()> {
        let folder = self.index_folder();
        if self.files.is_folder(&folder) { self.files.remove_folder(&folder) } else { Ok(()) }
    }

    pub(super) fn index_folder(&self) -> PathBuf {
        self.folder.join(FOLDER)
    }

    /// What the index says, if there is one that can be read; whether it fits is another question.
    fn indexed(&self) -> Option<Index> {
        let (folder, file) = (self.index_folder(), self.index_folder().join(FILE));
        let leads_out = |path: &Path| self.files.leads_out(path);
        let bytes = self.files.read(&file).ok()?;
        decode(&bytes).filter(|_| !leads_out(&folder) && !leads_out(&file))
    }
}

/// The whole file; `None` where names are no bytes. `lines` are the newer sessions.
fn encode(
    folder: Stamp,
    first: &str,
    glance: &Glance,
    lines: &[(&str, Option<(Stamp, String)>)],
) -> Option<Vec<u8>> {
    let mut others = Vec::new();
    for name in &glance.others {
        others.extend_from_slice(bytes_of(name)?);
        others.push(0);
    }
    let mut body =
        format!("{} {} {} {first}\n", written(folder), glance.count, others.len()).into_bytes();
    body.extend(others);
    for (id, digest) in lines {
        let digest = digest.as_ref().map(|(stamp, line)| format!(" {} {line}", written(*stamp)));
        body.extend(format!("{id}{}\n", digest.unwrap_or_default()).into_bytes());
    }
    let sum = format!("{:016x} {}\n", checksum(&body), body.len());
    Some([HEAD.as_bytes(), sum.as_bytes(), &body].concat())
}

/// What a whole file says; `None` for anything else.
fn decode(bytes: &[u8]) -> Option<Index> {
    let rest = bytes.strip_prefix(HEAD.as_bytes())?;
    let (sum, body) = line(rest)?;
    if sum != format!("{:016x} {}", checksum(body), body.len()) {
        return None;
    }
    let (head, rest) = line(body)?;
    let mut fields = head.split(' ');
    let folder = stamp(&mut fields)?;
    let count = fields.next()?.parse().ok()?;
    let (others, rest) = rest.split_at_checked(fields.next()?.parse().ok()?)?;
    let first = fields.next()?.to_owned();
    let text = std::str::from_utf8(rest).ok()?.to_owned();
    let (mut recent, mut digests) = (Vec::new(), Vec::new());
    let mut end = 0;
    for line in text.lines() {
        let start = end;
        let (id, noted) = line.split_once(' ').unwrap_or((line, ""));
        // Whoever forged it, nothing leads out of the folder.
        if !is_id(id) {
            return None;
        }
        recent.push(id.to_owned());
        end += line.len();
        if !noted.is_empty() {
            let mut fields = noted.splitn(5, ' ');
            let stamp = stamp(&mut fields)?;
            let digest = fields.next()?;
            digests.push((start..start + id.len(), stamp, end - digest.len()..end));
        }
        end += 1;
    }
    let noted = Noted { folder: Some(folder), text, digests };
    let glance = Glance { count, recent, others: names_of(others)?, noted, ..Glance::default() };
    Some(Index { first, glance })
}

/// A line of text without its line break, and what follows.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (line, rest) = bytes.split_at_checked(memchr::memchr(b'\n', bytes)?)?;
    Some((std::str::from_utf8(line).ok()?, rest.get(1..)?))
}

fn written(stamp: Stamp) -> String {
    format!("{} {} {} {}", stamp.size, stamp.modified, stamp.changed, stamp.number)
}

fn stamp<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Stamp> {
    Some(Stamp {
        size: fields.next()?.parse().ok()?,
        modified: fields.next()?.parse().ok()?,
        changed: fields.next()?.parse().ok()?,
        number: fields.next()?.parse().ok()?,
    })
}

/// A number that is another one whenever a few bytes are. It keeps out what was torn, not what was forged.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
    let words = words.iter().chain(std::iter::once(&last)).map(|word| u64::from_le_bytes(*word));
    words.fold(bytes.len() as u64, |sum, word| {
        // Each step can be undone, so that one other word cannot give the same sum. The number is 2⁶⁴ over
        // the golden ratio, and odd.
        (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

#[cfg(unix)]
fn bytes_of(name: &OsString) -> Option<&[u8]> {
    Some(std::os::unix::ffi::OsStrExt::as_bytes(name.as_os_str()))
}

#[cfg(not(unix))]
fn bytes_of(_: &OsString) -> Option<&[u8]> {
    None
}

/// The names that end in a zero each.
#[cfg(unix)]
fn names_of(bytes: &[u8]) -> Option<Vec<OsString>> {
    use std::os::unix::ffi::OsStringExt as _;
    let names = bytes.split_inclusive(|&byte| byte == 0);
    names.map(|name| Some(OsString::from_vec(name.strip_suffix(&[0])?.to_vec()))).collect()
}

#[cfg(not(unix))]
fn names_of(_: &[u8]) -> Option<Vec<OsString>> {
    None
}

#[cfg(test)]
mod tests;
