//! TOML in; the good entries of a log out, and the rest as numbered problems.
//!
//! A log may have been cut off at any byte, edited by hand, written by a newer program, or be no log
//! at all. Nothing that is whole is lost to what is not.

mod keys;

use self::keys::{Chunk, Seed};
pub(super) use self::keys::{CorrectionKeys, CutKeys, Head, TurnKeys};
use super::When;
use super::record::{Entry, Header, Session, is_id};
use crate::arc::Level;
use crate::bank::{Problem, Severity};
use crate::text::printable;

/// The format of the logs that are written; all up to it can be read.
pub const FORMAT: i64 = 1;

/// The most characters that are said of one problem.
const LONGEST_PROBLEM: usize = 300;

/// What could be read of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The session; `None` when the text is no log, or one of a newer format.
    pub session: Option<Session>,
    /// What could not be read, in the order of the lines.
    pub problems: Vec<Problem>,
}

/// Reads a log or a draft. `path` is what problems call it; when its last component is an id with the
/// ending `.toml` or `.draft`, that id is the session's.
pub fn decode(path: &str, text: &str) -> Decoded {
    let mut reader = Reader { path, problems: Vec::new() };
    let session = reader.session(text.trim_start_matches('\u{feff}'));
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.line);
    Decoded { session, problems }
}

/// Where the entries begin: the lines that start with `[[`.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = vec![0];
    if text.starts_with("[[") {
        starts.push(0);
    }
    starts.extend(text.match_indices("\n[[").map(|(at, _)| at + 1));
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut line = 1;
    let mut out = Vec::with_capacity(starts.len());
    for (&start, end) in starts.iter().zip(ends) {
        let chunk = text.get(start..end).unwrap_or("");
        // An entry of which no more than the first bracket reached the disk.
        let whole = chunk.strip_suffix('\n').unwrap_or(chunk).strip_suffix("\n[");
        out.push((line, whole.unwrap_or(chunk)));
        line += chunk.matches('\n').count();
    }
    out
}

struct Reader<'a> {
    path: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn session(&mut self, text: &str) -> Option<Session> {
        let chunks = chunks(text);
        let (head, rest) = chunks.split_first()?;
        if text.trim().is_empty() {
            self.problem(
                1,
                Severity::Note,
                "the log is empty",
                "Delete it, or leave it: it counts for nothing.",
            );
            return None;
        }
        let mut entries = Vec::new();
        let problems_before = self.problems.len();
        let text = head.1;
        let head = self.head(text, !rest.is_empty())?;
        if text.lines().any(|line| line.trim_start().starts_with("[[")) {
            // Somebody indented the line that the first entry begins with.
            self.entries(1, text, rest.is_empty(), &mut entries);
        }
        for (at, (line, chunk)) in rest.iter().enumerate() {
            let last = at + 1 == rest.len();
            self.entries(*line, chunk, last, &mut entries);
        }
        let first = entries.iter().find_map(|entry| match entry {
            Entry::Turn(turn) => Some(turn.at),
            _ => None,
        });
        if head.format.is_none() && entries.is_empty() {
            self.problems.truncate(problems_before);
            self.problem(
                1,
                Severity::Dropped,
                "this is no session log: it has neither a `format` nor a turn that can be read",
                "Move it out of the folder of the sessions.",
            );
            return None;
        }
        Some(Session { header: self.header(head, first), entries })
    }

    /// The head of a log, key by key when it is not whole; `None` for a newer format.
    fn head(&mut self, text: &str, followed: bool) -> Option<Head> {
        let head = match toml::from_str::<Head>(text) {
            Ok(head) => head,
            Err(error) => {
                let line = line_of(text, error.span());
                let what = format!("the head of the log is not whole: {}", said(&error));
                let fix = if followed {
                    "What of it could be read is used, and the turns are kept. Mend the line."
                } else {
                    "It was cut off before the first turn. What of it could be read is used."
                };
                self.problem(line, Severity::Kept, &what, fix);
                Head::by_lines(text)
            }
        };
        if let Some(format) = head.format.filter(|format| !(1..=FORMAT).contains(format)) {
            let what =
                format!("the log has format {format}, and this program reads up to {FORMAT}");
            let fix = "Use a newer mockloop to read it. The file is left as it is.";
            self.problem(1, Severity::Dropped, &what, fix);
            return None;
        }
        Some(head)
    }

    fn header(&mut self, head: Head, first: Option<When>) -> Header {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.strip_suffix(".toml").or_else(|| name.strip_suffix(".draft"));
        let stem = stem.filter(|stem| is_id(stem));
        let id = head.id.as_ref().filter(|id| is_id(id));
        if let (Some(stem), Some(id)) = (stem, id)
            && stem != id
        {
            let what = format!("the log calls itself `{id}` and its file `{stem}`");
            self.problem(1, Severity::Note, &what, "The name of the file counts.");
        }
        let lacks = head.lacks();
        if !lacks.is_empty() {
            let what = format!("the head of the log has no {}", lacks.join(", "));
            self.problem(1, Severity::Note, &what, "Usual values stand in for what is missing.");
        }
        let id =
            stem.map(str::to_owned).or_else(|| id.cloned()).unwrap_or_else(|| "unnamed".to_owned());
        let started = head.started.or_else(|| from_id(&id)).or(first);
        Header {
            started: started.unwrap_or_else(When::epoch),
            id,
            program: head.program.unwrap_or_default(),
            judge: head.judge.unwrap_or_default(),
            verb: head.verb.unwrap_or_default(),
            company: head.company,
            level: head.level.unwrap_or(Level::Senior),
            seed: head.seed.map_or(0, |Seed(seed)| seed),
            rate: head.rate.unwrap_or(crate::text::SPEAKING_RATE),
            band: head.band.unwrap_or([120, 180]),
        }
    }

    /// Reads the entries of one chunk: one, unless somebody indented the `[[` of the next.
    fn entries(&mut self, line: usize, chunk: &str, last: bool, entries: &mut Vec<Entry>) {
        let read = match toml::from_str::<Chunk>(chunk) {
            Ok(read) => read,
            Err(error) => {
                let at = line + line_of(chunk, error.span()) - 1;
                let cut = last && !chunk.ends_with('\n');
                let what = if cut {
                    format!("the last entry was cut off ({})", said(&error))
                } else {
                    format!("this entry is not whole: {}", said(&error))
                };
                let fix = if cut {
                    "Everything before it is kept, and what was typed of it is still in the file."
                } else {
                    "It is left out, and all others are kept. Mend the line to have it back."
                };
                return self.problem(at, Severity::Dropped, &what, fix);
            }
        };
        let count = entries.len();
        let mut bad = Vec::new();
        let mut keep = |entry: Result<Entry, String>| match entry {
            Ok(entry) => entries.push(entry),
            Err(what) => bad.push(what),
        };
        read.turn.into_iter().for_each(|turn| keep(turn.entry()));
        read.correction.into_iter().for_each(|correction| keep(correction.entry()));
        read.exclusion.into_iter().for_each(|exclusion| keep(Ok(Entry::Exclusion(exclusion))));
        read.guess.into_iter().for_each(|guess| keep(Ok(Entry::Guess(guess))));
        read.story.into_iter().for_each(|naming| keep(Ok(Entry::Story(naming))));
        read.cut.into_iter().for_each(|cut| keep(Ok(Entry::Cut(cut.turn))));
        let none = entries.len() == count && bad.is_empty();
        for what in bad {
            self.problem(
                line,
                Severity::Dropped,
                &what,
                "It is left out, and all others are kept.",
            );
        }
        if none {
            let name: String = chunk.lines().next().unwrap_or("").chars().take(40).collect();
            let what = format!("`{name}` is nothing that this program knows");
            self.problem(
                line,
                Severity::Note,
                &what,
                "It is passed over; a newer mockloop may know it.",
            );
        }
    }

    fn problem(&mut self, line: usize, severity: Severity, what: &str, fix: &str) {
        self.problems.push(Problem {
            path: self.path.to_owned(),
            line,
            severity,
            // A log may quote anything, at any length.
            what: printable(what).chars().take(LONGEST_PROBLEM).collect(),
            fix: fix.to_owned(),
        });
    }
}

/// The moment that an id begins with, taken as UTC.
fn from_id(id: &str) -> Option<When> {
    let digits = id.get(..17)?;
    let at = chrono::NaiveDateTime::parse_from_str(digits, "%Y-%m-%d-%H%M%S").ok()?;
    Some(When::new(at.and_utc().fixed_offset()))
}

/// The line of a text, counted from 1, that an error points at.
fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    let end = span.map_or(0, |span| span.start).min(text.len());
    text.as_bytes().iter().take(end).filter(|&&b| b == b'\n').count() + 1
}

/// What the TOML reader found, on one line, as a clause.
fn said(error: &toml::de::Error) -> String {
    let said = error.message().lines().map(str::trim).collect::<Vec<_>>().join("; ");
    match said.strip_suffix('?').and_then(|s| s.rsplit_once("; ")) {
        Some((what, hint)) => format!("{what} ({hint}?)"),
        None => said,
    }
}
