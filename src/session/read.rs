//! TOML in; the good entries of a log out, and the rest as numbered problems.
//!
//! A log may have been cut off at any byte, edited by hand, written by a newer program, or be no log
//! at all. Nothing that is whole is lost to what is not.

use serde::Deserialize;

use super::When;
use super::measure::{judged, passed, shares};
use super::record::{
    Correction, Ending, Entry, Exclusion, Guess, Header, Kind, Naming, Says, Session, Shown,
    ShownPart, Turn, is_id,
};
use crate::arc::{Flag, Level, Part, Parts};
use crate::bank::{Gap, Problem, Severity};
use crate::interview::Times;
use crate::judge::Shares;
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

/// The head as it stands; every key may be missing from a log that was edited or cut off.
#[derive(Deserialize, Default)]
pub(super) struct Head {
    pub(super) format: Option<i64>,
    pub(super) id: Option<String>,
    pub(super) started: Option<When>,
    pub(super) program: Option<String>,
    pub(super) judge: Option<String>,
    pub(super) verb: Option<String>,
    pub(super) company: Option<String>,
    pub(super) level: Option<Level>,
    pub(super) seed: Option<Seed>,
    pub(super) rate: Option<u32>,
    pub(super) band: Option<[u32; 2]>,
}

impl Head {
    /// The keys that every head should have and that this one lacks.
    pub(super) fn lacks(&self) -> Vec<&'static str> {
        let keys = [
            (self.format.is_some(), "`format`"),
            (self.id.is_some(), "`id`"),
            (self.started.is_some(), "`started`"),
            (self.program.is_some(), "`program`"),
            (self.judge.is_some(), "`judge`"),
            (self.verb.is_some(), "`verb`"),
            (self.level.is_some(), "`level`"),
            (self.seed.is_some(), "`seed`"),
            (self.rate.is_some(), "`rate`"),
            (self.band.is_some(), "`band`"),
        ];
        keys.into_iter().filter(|(there, _)| !there).map(|(_, key)| key).collect()
    }

    /// Each line that is a good key on its own.
    fn by_lines(text: &str) -> Self {
        text.lines().filter_map(|line| toml::from_str::<Head>(line).ok()).fold(
            Head::default(),
            |all, one| Head {
                format: all.format.or(one.format),
                id: all.id.or(one.id),
                started: all.started.or(one.started),
                program: all.program.or(one.program),
                judge: all.judge.or(one.judge),
                verb: all.verb.or(one.verb),
                company: all.company.or(one.company),
                level: all.level.or(one.level),
                seed: all.seed.or(one.seed),
                rate: all.rate.or(one.rate),
                band: all.band.or(one.band),
            },
        )
    }
}

/// A seed, as an integer or, beyond TOML's range, as a string.
pub(super) struct Seed(pub(super) u64);

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u64),
            Words(String),
        }
        match Either::deserialize(deserializer)? {
            Either::Number(seed) => Ok(Self(seed)),
            Either::Words(words) => words.parse().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    turn: Vec<TurnKeys>,
    #[serde(default)]
    correction: Vec<CorrectionKeys>,
    #[serde(default)]
    exclusion: Vec<Exclusion>,
    #[serde(default)]
    guess: Vec<Guess>,
    #[serde(default)]
    story: Vec<Naming>,
    #[serde(default)]
    cut: Vec<CutKeys>,
}

#[derive(Deserialize)]
pub(super) struct CutKeys {
    pub(super) turn: u32,
    #[expect(dead_code, reason = "only read to tell a whole entry from one that was cut off")]
    by: String,
}

/// What a reply told of other parts.
#[derive(Deserialize, Default)]
struct AlsoKeys {
    failure: Option<ShownPart>,
    diagnosis: Option<ShownPart>,
    action: Option<ShownPart>,
    learning: Option<ShownPart>,
    improvement: Option<ShownPart>,
}

impl AlsoKeys {
    fn in_order(self) -> Vec<(Part, ShownPart)> {
        let parts = [self.failure, self.diagnosis, self.action, self.learning, self.improvement];
        Part::ALL
            .iter()
            .copied()
            .zip(parts)
            .filter_map(|(p, shown)| Some((p, judged(shown?))))
            .collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindKey {
    Question,
    Probe,
}

/// A turn as its keys stand; which of them must be there depends on its kind.
#[derive(Deserialize)]
pub(super) struct TurnKeys {
    number: u32,
    kind: KindKey,
    company: Option<String>,
    question: Option<String>,
    part: Option<Part>,
    gap: Option<Gap>,
    asked: String,
    words: String,
    at: When,
    think: f64,
    wall: f64,
    speaking: f64,
    judge: String,
    failure: Option<ShownPart>,
    diagnosis: Option<ShownPart>,
    action: Option<ShownPart>,
    learning: Option<ShownPart>,
    improvement: Option<ShownPart>,
    flags: Option<Vec<Flag>>,
    shares: Option<Shares>,
    notice: Option<String>,
    judged: Option<ShownPart>,
    #[serde(default)]
    also: AlsoKeys,
    outcome: Ending,
}

impl TurnKeys {
    pub(super) fn entry(self) -> Result<Entry, String> {
        let number = self.number;
        let lacks = move |key: &str| format!("turn {number} has no `{key}`");
        let part = |seen: Option<ShownPart>, key| seen.map(judged).ok_or_else(|| lacks(key));
        let kind = match self.kind {
            KindKey::Question => {
                let parts = [
                    self.failure.is_some(),
                    self.diagnosis.is_some(),
                    self.action.is_some(),
                    self.learning.is_some(),
                    self.improvement.is_some(),
                ];
                // All five or none: a verdict with a hole in it is no verdict.
                let shown = if parts.contains(&true) {
                    Some(Shown {
                        parts: Parts {
                            failure: part(self.failure, "failure")?,
                            diagnosis: part(self.diagnosis, "diagnosis")?,
                            action: part(self.action, "action")?,
                            learning: part(self.learning, "learning")?,
                            improvement: part(self.improvement, "improvement")?,
                        },
                        flags: self.flags.unwrap_or_default(),
                        shares: self.shares.map(shares).unwrap_or_default(),
                        notice: self.notice,
                    })
                } else {
                    None
                };
                Kind::Question {
                    company: self.company.ok_or_else(|| lacks("company"))?,
                    question: self.question.ok_or_else(|| lacks("question"))?,
                    shown,
                }
            }
            KindKey::Probe => Kind::Probe {
                part: self.part.ok_or_else(|| lacks("part"))?,
                gap: self.gap.ok_or_else(|| lacks("gap"))?,
                shown: self.judged.map(judged),
                also: self.also.in_order(),
            },
        };
        Ok(Entry::Turn(Turn {
            number,
            kind,
            asked: self.asked,
            words: self.words,
            at: self.at,
            times: Times {
                think: passed(self.think),
                wall: passed(self.wall),
                speaking: passed(self.speaking),
            },
            judge: self.judge,
            outcome: self.outcome,
        }))
    }
}

#[derive(Deserialize)]
pub(super) struct CorrectionKeys {
    turn: u32,
    at: When,
    part: Option<Part>,
    flag: Option<Flag>,
    #[serde(default)]
    sentences: Vec<String>,
    says: SaysKey,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SaysKey {
    Told,
    Missed,
    Wrong,
}

impl CorrectionKeys {
    pub(super) fn entry(self) -> Result<Entry, String> {
        let part = || self.part.ok_or("the correction has no `part`");
        let says = match self.says {
            SaysKey::Told => Says::Told(part()?, self.sentences),
            SaysKey::Missed => Says::Missed(part()?),
            SaysKey::Wrong => Says::Wrong(self.flag.ok_or("the correction has no `flag`")?),
        };
        Ok(Entry::Correction(Correction { turn: self.turn, at: self.at, says }))
    }
}
