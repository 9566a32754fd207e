//! What a session is, as a log keeps it: raw facts and the verdict as it was shown.
//!
//! Trends are never stored; they are computed from these values. It knows nothing of TOML or files.

use serde::{Deserialize, Serialize};

use super::When;
use crate::arc::{Flag, Grade, Level, Part, Parts, Reason};
use crate::bank::Gap;
use crate::interview::Times;
use crate::judge::{Judgement, Shares, Standing, Verdict};
use crate::text::{Span, sentences};

/// The facts of a session that hold for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Unique in its home, and the stem of its file's name: `2026-11-27-044512-amazon-7f3a`.
    pub id: String,
    /// When it began.
    pub started: When,
    /// The version of the program that ran it.
    pub program: String,
    /// The version of the judge at its start; each turn keeps its own.
    pub judge: String,
    /// The verb that began it: `ask`, `drill`, …
    pub verb: String,
    /// The company that was asked for; `None` when any would do.
    pub company: Option<String>,
    /// The level that was claimed.
    pub level: Level,
    /// The seed of its draws.
    pub seed: u64,
    /// The speaking rate in words a minute that its speaking times were reckoned with.
    pub rate: u32,
    /// The target band of an answer, in seconds of speech: from, to.
    pub band: [u32; 2],
}

/// One thing that was appended to a log.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every entry is a turn: a box would save nothing"
)]
pub enum Entry {
    /// A question or a probe, with what came back.
    Turn(Turn),
    /// The person's word against the judge's.
    Correction(Correction),
    /// Leaves the session out of all figures, or takes it in again.
    Exclusion(Exclusion),
    /// What the person thought they had told, before they saw the verdict.
    Guess(Guess),
    /// The name of the story that an answer told.
    Story(Naming),
}

/// A question or a probe, with what came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Counted from 1 in its session; corrections, guesses and names refer to it.
    pub number: u32,
    /// What was asked for.
    pub kind: Kind,
    /// The words that were asked.
    pub asked: String,
    /// The words that were typed, exactly.
    pub words: String,
    /// When they were handed in.
    pub at: When,
    /// The three clocks.
    pub times: Times,
    /// The version of the judge that judged it.
    pub judge: String,
    /// How it ended.
    pub outcome: Ending,
}

/// What a turn asked for, and what the judge said of what came back.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a session holds a few turns: a box would save nothing"
)]
pub enum Kind {
    /// A question of a bank.
    Question {
        /// The id of the bank.
        company: String,
        /// The id of the question.
        question: String,
        /// The verdict as it was shown; `None` when nothing was handed in.
        shown: Option<Shown>,
    },
    /// A follow-up on the question before it.
    Probe {
        /// The part that it asked for.
        part: Part,
        /// Why it was asked.
        gap: Gap,
        /// The judgement of the reply; `None` when there was none.
        shown: Option<ShownPart>,
    },
}

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// Something was handed in and judged.
    Answered,
    /// The person had nothing to say to it, or dodged it twice.
    Declined,
    /// The person dropped it; what had been typed by then is kept all the same.
    Dropped,
}

impl Ending {
    /// The word that logs use.
    pub const fn id(self) -> &'static str {
        match self {
            Ending::Answered => "answered",
            Ending::Declined => "declined",
            Ending::Dropped => "dropped",
        }
    }
}

/// A judgement as it was shown, its evidence as sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownPart {
    /// The grade.
    pub grade: Grade,
    /// Why it was weak, when it was.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// How sure the judge was, 0 to 1.
    pub confidence: f32,
    /// The sentences that earned the grade, as they were typed.
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A verdict as it was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Part by part.
    pub parts: Parts<ShownPart>,
    /// What was true of the whole.
    pub flags: Vec<Flag>,
    /// Where the words went.
    pub shares: Shares,
    /// Why nothing could be judged, when it could not.
    pub notice: Option<String>,
}

/// The person's word against the judge's. Both are kept; review and progress count the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The turn that it is about.
    pub turn: u32,
    /// When it was said.
    pub at: When,
    /// What was said.
    pub says: Says,
}

/// What a person can say against a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// "I told this part", with the sentence that does it, when they name one.
    Told(Part, Option<String>),
    /// "I did not tell this part."
    Missed(Part),
    /// "This flag is wrong."
    Wrong(Flag),
}

/// Leaves a session out of all figures, or takes it in again; the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// When it was said.
    pub at: When,
    /// Whether it is out.
    pub excluded: bool,
}

/// What the person thought they had told, before they saw the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The turn that it is about.
    pub turn: u32,
    /// The parts that they thought were there.
    pub parts: Vec<Part>,
}

/// The name of the story that an answer told; the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// The turn whose answer told it.
    pub turn: u32,
    /// When it was named.
    pub at: When,
    /// The story's name.
    pub story: String,
}

/// A session as its log tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What holds for all of it.
    pub header: Header,
    /// What was appended, in order.
    pub entries: Vec<Entry>,
}

/// A question and the probes that followed it: the unit of every figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt<'a> {
    /// The session that it is part of.
    pub session: &'a Session,
    /// Its place among the session's attempts, counted from 1.
    pub number: usize,
    /// The question.
    pub question: &'a Turn,
    /// The company and the id of the question.
    pub asked_by: (&'a str, &'a str),
    /// The verdict on the answer as it was shown.
    pub shown: Option<&'a Shown>,
}

impl Session {
    /// Its turns, in order.
    pub fn turns(&self) -> impl DoubleEndedIterator<Item = &Turn> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Turn(turn) => Some(turn),
            _ => None,
        })
    }

    /// The number for the next turn.
    pub fn next_number(&self) -> u32 {
        self.turns().map(|turn| turn.number).max().unwrap_or(0).saturating_add(1)
    }

    /// Its attempts, in order. Probes before the first question belong to none.
    pub fn attempts(&self) -> impl Iterator<Item = Attempt<'_>> {
        self.turns()
            .filter_map(|turn| match &turn.kind {
                Kind::Question { company, question, shown } => {
                    Some((turn, (company.as_str(), question.as_str()), shown.as_ref()))
                }
                Kind::Probe { .. } => None,
            })
            .zip(1..)
            .map(|((question, asked_by, shown), number)| Attempt {
                session: self,
                number,
                question,
                asked_by,
                shown,
            })
    }

    /// Whether the person has left it out of all figures.
    pub fn excluded(&self) -> bool {
        self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Exclusion(exclusion) => Some(exclusion.excluded),
            _ => None,
        }) == Some(true)
    }

    /// What the person said against the verdict of a turn, in order.
    pub fn corrections(&self, turn: u32) -> impl Iterator<Item = &Correction> {
        self.entries.iter().filter_map(move |entry| match entry {
            Entry::Correction(correction) if correction.turn == turn => Some(correction),
            _ => None,
        })
    }
}

impl<'a> Attempt<'a> {
    /// The probes that followed, in order.
    pub fn probes(&self) -> impl Iterator<Item = &'a Turn> {
        let number = self.question.number;
        self.session
            .turns()
            .skip_while(move |turn| turn.number != number)
            .skip(1)
            .take_while(|turn| matches!(turn.kind, Kind::Probe { .. }))
    }

    /// Whether it says anything about the candidate: something was handed in that is an answer.
    ///
    /// "I can't think of one" is met with help and not with a grade, so it counts for nothing.
    pub fn counts(&self) -> bool {
        self.shown.is_some_and(|shown| shown.notice.is_none() && !self.has(shown, Flag::NoAnswer))
    }

    /// Where each part stands before any probe, the person's word over the judge's.
    pub fn unprompted(&self) -> Parts<Standing> {
        let mut parts = match self.shown {
            Some(shown) => shown.parts.map(|_, part| part.standing()),
            None => Parts::from_fn(|_| Standing { grade: Grade::Missing, reason: None }),
        };
        for correction in self.session.corrections(self.question.number) {
            match correction.says {
                Says::Told(part, _) => {
                    parts[part] = Standing { grade: Grade::Strong, reason: None };
                }
                Says::Missed(part) => {
                    parts[part] = Standing { grade: Grade::Missing, reason: None };
                }
                Says::Wrong(_) => {}
            }
        }
        parts
    }

    /// Where each part stands after the probes, the person's word over the judge's.
    pub fn after(&self) -> Parts<Standing> {
        let mut parts = self.unprompted();
        for turn in self.probes() {
            if let Kind::Probe { part, shown: Some(shown), .. } = &turn.kind {
                let mut reply = shown.standing();
                for correction in self.session.corrections(turn.number) {
                    match correction.says {
                        Says::Told(told, _) if told == *part => {
                            reply = Standing { grade: Grade::Strong, reason: None };
                        }
                        Says::Missed(missed) if missed == *part => {
                            reply = Standing { grade: Grade::Missing, reason: None };
                        }
                        _ => {}
                    }
                }
                if reply.grade > parts[*part].grade {
                    parts[*part] = reply;
                }
            }
        }
        parts
    }

    /// The flags, without those that the person called wrong.
    pub fn flags(&self) -> Vec<Flag> {
        self.shown.map_or_else(Vec::new, |shown| {
            shown.flags.iter().copied().filter(|&flag| self.has(shown, flag)).collect()
        })
    }

    /// The name of the story that it told, when it was given one.
    pub fn story(&self) -> Option<&'a str> {
        let number = self.question.number;
        self.session.entries.iter().rev().find_map(|entry| match entry {
            Entry::Story(naming) if naming.turn == number => Some(naming.story.as_str()),
            _ => None,
        })
    }

    fn has(&self, shown: &Shown, flag: Flag) -> bool {
        shown.flags.contains(&flag)
            && !self
                .session
                .corrections(self.question.number)
                .any(|correction| correction.says == Says::Wrong(flag))
    }
}

impl ShownPart {
    /// What a log keeps of a judgement of `text`.
    pub fn of(judgement: &Judgement, text: &str) -> Self {
        Self {
            grade: judgement.grade,
            reason: judgement.reason,
            confidence: thousandths(judgement.confidence),
            evidence: judgement.evidence.iter().map(|span| span.of(text).to_owned()).collect(),
        }
    }

    /// Grade and reason alone.
    pub fn standing(&self) -> Standing {
        Standing { grade: self.grade, reason: self.reason }
    }

    /// The judgement again, its evidence as spans of the same text; a sentence that the text does
    /// not hold (the log was edited) is left out.
    pub fn judgement(&self, text: &str) -> Judgement {
        let spans = sentences(text);
        let find = |sentence: &String| {
            let whole = spans.iter().copied().find(|span| span.of(text) == sentence);
            whole.or_else(|| Span::find(text, sentence)).filter(|span| span.end > span.start)
        };
        Judgement {
            grade: self.grade,
            reason: self.reason,
            evidence: self.evidence.iter().filter_map(find).collect(),
            confidence: self.confidence,
        }
    }
}

impl Shown {
    /// What a log keeps of a verdict on `text`.
    pub fn of(verdict: &Verdict, text: &str) -> Self {
        Self {
            parts: verdict.parts.map(|_, judgement| ShownPart::of(judgement, text)),
            flags: verdict.flags.clone(),
            shares: Shares {
                context: thousandths(verdict.shares.context),
                parts: verdict.shares.parts.map(|_, &share| thousandths(share)),
            },
            notice: verdict.notice.clone(),
        }
    }

    /// The verdict again, its evidence as spans of the same text.
    pub fn verdict(&self, text: &str) -> Verdict {
        Verdict {
            parts: self.parts.map(|_, part| part.judgement(text)),
            flags: self.flags.clone(),
            shares: self.shares,
            words: crate::text::words(text),
            notice: self.notice.clone(),
        }
    }
}

/// A share or a confidence as people read it; more digits would claim a precision that there is not.
fn thousandths(share: f32) -> f32 {
    if share.is_finite() { (share * 1000.0).round() / 1000.0 } else { 0.0 }
}

/// The id of a session: when it began, what it was about, and four digits of chance that keep two
/// terminals apart which begin in the same second.
pub fn session_id(started: When, about: &str, chance: u16) -> String {
    let about: String = about
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .take(40)
        .collect();
    let about = if about.is_empty() { "any" } else { &about };
    format!("{}-{about}-{chance:04x}", started.moment().format("%Y-%m-%d-%H%M%S"))
}

/// Whether `word` can be a session's id: nothing that could leave the folder of the sessions.
pub fn is_id(word: &str) -> bool {
    (1..=120).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !word.starts_with('-')
}
