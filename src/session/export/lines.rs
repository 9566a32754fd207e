//! JSON Lines: a line for the head of a session, then one for each of its entries, in order.
//!
//! Every line names its session. What is reckoned from the rest (`unprompted`, `after`, `counts`, the
//! `company` of a probe) is there for whoever asks questions of the lines, and is not read back.

use std::mem;

use serde::{Deserialize, Serialize};

use crate::arc::{Flag, Grade, Parts};
use crate::judge::Shares;
use crate::session::read::{CorrectionKeys, CutKeys, Head, TurnKeys};
use crate::session::record::{
    Entry, Exclusion, Guess, Header, Kind, Naming, Says, Session, ShownPart, Turn, is_id,
};
use crate::session::{FORMAT, When};
use crate::text::json;

/// A session as lines, each with its line break.
///
/// # Errors
/// When serde knows no JSON for it, which no session that was read from a log can bring about.
pub fn to_lines(session: &Session) -> Result<String, serde_json::Error> {
    let id = session.header.id.as_str();
    let mut out = String::new();
    let mut line = |value: String| {
        out.push_str(&value);
        out.push('\n');
    };
    line(json(&Out::Session { format: FORMAT, header: &session.header })?);
    let excluded = session.excluded();
    let mut source = None;
    for entry in &session.entries {
        let value = match entry {
            Entry::Turn(turn) => {
                if let Kind::Question { company, question, .. } = &turn.kind {
                    source = Some((company.as_str(), question.as_str()));
                }
                let reckoned = Reckoned::of(session, turn, excluded);
                json(&Out::Turn {
                    session: id,
                    turn: Box::new(TurnOut::of(turn, source, reckoned)),
                })?
            }
            Entry::Correction(c) => {
                let (says, part, flag, sentences) = match &c.says {
                    Says::Told(part, sentences) => {
                        ("told", Some(*part), None, Some(sentences.as_slice()))
                    }
                    Says::Missed(part) => ("missed", Some(*part), None, None),
                    Says::Wrong(flag) => ("wrong", None, Some(*flag), None),
                };
                let (turn, at) = (c.turn, c.at);
                json(&Out::Correction { session: id, turn, at, says, part, flag, sentences })?
            }
            Entry::Exclusion(exclusion) => json(&Out::Exclusion { session: id, exclusion })?,
            Entry::Guess(guess) => json(&Out::Guess { session: id, guess })?,
            Entry::Story(naming) => json(&Out::Story { session: id, naming })?,
            Entry::Cut(turn) => json(&Out::Cut { session: id, turn: *turn, by: "time" })?,
        };
        line(value);
    }
    Ok(out)
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Out<'a> {
    Session {
        format: i64,
        #[serde(flatten)]
        header: &'a Header,
    },
    Turn {
        session: &'a str,
        #[serde(flatten)]
        turn: Box<TurnOut<'a>>,
    },
    Correction {
        session: &'a str,
        turn: u32,
        at: When,
        says: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<crate::arc::Part>,
        #[serde(skip_serializing_if = "Option::is_none")]
        flag: Option<Flag>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sentences: Option<&'a [String]>,
    },
    Exclusion {
        session: &'a str,
        #[serde(flatten)]
        exclusion: &'a Exclusion,
    },
    Guess {
        session: &'a str,
        #[serde(flatten)]
        guess: &'a Guess,
    },
    Story {
        session: &'a str,
        #[serde(flatten)]
        naming: &'a Naming,
    },
    Cut {
        session: &'a str,
        turn: u32,
        by: &'a str,
    },
}

/// A turn with all its fields, under the names that logs use.
#[derive(Serialize)]
struct TurnOut<'a> {
    number: u32,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<crate::arc::Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<crate::bank::Gap>,
    asked: &'a str,
    words: &'a str,
    at: When,
    think: f64,
    wall: f64,
    speaking: f64,
    judge: &'a str,
    #[serde(flatten)]
    parts: Option<&'a Parts<ShownPart>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<&'a [Flag]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shares: Option<Shares>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<&'a ShownPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<serde_json::Map<String, serde_json::Value>>,
    outcome: super::super::Ending,
    #[serde(flatten)]
    reckoned: Option<Reckoned>,
}

/// What follows from the log and is given for convenience.
#[derive(Serialize)]
struct Reckoned {
    /// Whether figures count it: there is an answer, and the session is not left out.
    counts: bool,
    /// Each part before any probe, the person's word over the judge's.
    unprompted: Parts<Grade>,
    /// Each part after the probes.
    after: Parts<Grade>,
}

impl Reckoned {
    fn of(session: &Session, turn: &Turn, excluded: bool) -> Option<Self> {
        let attempt = session.attempts().find(|attempt| std::ptr::eq(attempt.question, turn))?;
        Some(Self {
            counts: attempt.counts() && !excluded,
            unprompted: attempt.unprompted().map(|_, standing| standing.grade),
            after: attempt.after().map(|_, standing| standing.grade),
        })
    }
}

impl<'a> TurnOut<'a> {
    fn of(turn: &'a Turn, source: Option<(&'a str, &'a str)>, reckoned: Option<Reckoned>) -> Self {
        let mut out = Self {
            number: turn.number,
            kind: "question",
            company: source.map(|(company, _)| company),
            question: source.map(|(_, question)| question),
            part: None,
            gap: None,
            asked: &turn.asked,
            words: &turn.words,
            at: turn.at,
            think: turn.times.think,
            wall: turn.times.wall,
            speaking: turn.times.speaking,
            judge: &turn.judge,
            parts: None,
            flags: None,
            shares: None,
            notice: None,
            judged: None,
            also: None,
            outcome: turn.outcome,
            reckoned,
        };
        match &turn.kind {
            Kind::Question { shown, .. } => {
                if let Some(shown) = shown {
                    out.parts = Some(&shown.parts);
                    out.flags = Some(&shown.flags);
                    out.shares = Some(shown.shares);
                    out.notice = shown.notice.as_deref();
                }
            }
            Kind::Probe { part, gap, shown, also } => {
                out.kind = "probe";
                out.part = Some(*part);
                out.gap = Some(*gap);
                out.judged = shown.as_ref();
                let of = |(part, shown): &(crate::arc::Part, ShownPart)| {
                    Some((part.id().to_owned(), serde_json::to_value(shown).ok()?))
                };
                out.also = (!also.is_empty()).then(|| also.iter().filter_map(of).collect());
            }
        }
        out
    }
}

/// Why a line cannot be taken, without its number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// It is not JSON of this kind.
    #[error("it is no line of an export: {0}")]
    Unreadable(String),
    /// It is of a format that this program does not know.
    #[error("it has format {0}, and this program reads up to {FORMAT}")]
    Newer(i64),
    /// Its session's head did not come before it.
    #[error("it belongs to session `{0}`, whose head does not stand before it")]
    Stray(String),
    /// It names its session in a way that could not be a file.
    #[error("`{0}` can be no session's id")]
    Id(String),
}

/// Puts sessions together again, line by line; holds one at a time.
#[derive(Debug, Default)]
pub struct Importer {
    session: Option<Session>,
    /// Whether a line of the session could not be taken: half a session would pass for a whole one.
    broken: bool,
    /// Whether the head before these lines could not be taken, so that they are passed over.
    headless: bool,
}

/// What came of a line.
#[derive(Debug, Default, PartialEq)]
pub struct Taken {
    /// The session before, when this line begins another and all of its lines could be taken.
    pub whole: Option<Session>,
    /// Why the line could not be taken.
    pub bad: Option<BadLine>,
}

impl Importer {
    /// Takes a line; an empty one is fine.
    pub fn line(&mut self, line: &str) -> Taken {
        if line.trim().is_empty() {
            return Taken::default();
        }
        let entry = match serde_json::from_str(line) {
            Ok(In::Session(head)) => {
                let whole = self.end();
                let (session, bad) = match begin(head) {
                    Ok(header) => (Some(Session { header, entries: Vec::new() }), None),
                    Err(bad) => (None, Some(bad)),
                };
                self.headless = bad.is_some();
                self.session = session;
                return Taken { whole, bad };
            }
            Ok(entry) => entry.entry(),
            Err(error) => Err(BadLine::Unreadable(error.to_string())),
        };
        let bad = entry.and_then(|(id, entry)| self.add(&id, entry)).err();
        self.broken |= bad.is_some();
        Taken { whole: None, bad }
    }

    /// The last session, when all lines are in.
    pub fn end(&mut self) -> Option<Session> {
        let broken = mem::take(&mut self.broken);
        self.session.take().filter(|_| !broken)
    }

    fn add(&mut self, id: &str, entry: Entry) -> Result<(), BadLine> {
        match &mut self.session {
            Some(session) if session.header.id == id => {
                session.entries.push(entry);
                Ok(())
            }
            None if self.headless => Ok(()),
            _ => Err(BadLine::Stray(id.to_owned())),
        }
    }
}

fn begin(head: Head) -> Result<Header, BadLine> {
    let format = head.format.unwrap_or(FORMAT);
    if !(1..=FORMAT).contains(&format) {
        return Err(BadLine::Newer(format));
    }
    let lacks = head.lacks().join(", ");
    let whole = || {
        Some(Header {
            id: head.id?,
            started: head.started?,
            program: head.program?,
            judge: head.judge?,
            verb: head.verb?,
            company: head.company,
            level: head.level?,
            seed: head.seed?.0,
            rate: head.rate?,
            band: head.band?,
        })
    };
    let header = whole().ok_or_else(|| BadLine::Unreadable(format!("the head has no {lacks}")))?;
    if is_id(&header.id) { Ok(header) } else { Err(BadLine::Id(header.id)) }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum In {
    Session(Head),
    Turn(Box<Of<TurnKeys>>),
    Correction(Of<CorrectionKeys>),
    Exclusion(Of<Exclusion>),
    Guess(Of<Guess>),
    Story(Of<Naming>),
    Cut(Of<CutKeys>),
}

#[derive(Deserialize)]
struct Of<T> {
    session: String,
    #[serde(flatten)]
    entry: T,
}

impl In {
    /// The session's id and the entry.
    fn entry(self) -> Result<(String, Entry), BadLine> {
        Ok(match self {
            In::Session(_) => return Err(BadLine::Unreadable("it is a head".to_owned())),
            In::Turn(of) => (of.session, of.entry.entry().map_err(BadLine::Unreadable)?),
            In::Correction(of) => (of.session, of.entry.entry().map_err(BadLine::Unreadable)?),
            In::Exclusion(of) => (of.session, Entry::Exclusion(of.entry)),
            In::Guess(of) => (of.session, Entry::Guess(of.entry)),
            In::Story(of) => (of.session, Entry::Story(of.entry)),
            In::Cut(of) => (of.session, Entry::Cut(of.entry.turn)),
        })
    }
}
