//! What a session is, as a log keeps it: raw facts and the verdict as it was shown.
//!
//! Trends are never stored; they are computed from these values. It knows nothing of TOML or files.

use serde::{Deserialize, Serialize};

use super::When;
use crate::arc::{Flag, Grade, Level, Part, Parts, Reason};
use crate::bank::{Gap, Question};
use crate::interview::{self, Exchange, Outcome, Times};
use crate::judge::{Judgement, Shares, Standing, Verdict};
use crate::text::{Span, sentences};

/// The verb of sessions whose answers are exercises in length: they answer no question of an interview,
/// so they count for no figure.
pub const LADDER: &str = "ladder";

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
    /// Probes were left out because the time was up, after the turn of this number.
    Cut(u32),
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
        /// The judgement of the reply; `None` when there was nothing to judge.
        shown: Option<ShownPart>,
        /// What the reply told of other parts, in the order of the arc.
        also: Vec<(Part, ShownPart)>,
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
    /// The turn of the question that it is about, even when a reply is meant.
    pub turn: u32,
    /// When it was said.
    pub at: When,
    /// What was said.
    pub says: Says,
}

/// What a person can say against a verdict: [`interview::Correction`] with the sentences themselves,
/// which keep their meaning when a newer program numbers them otherwise.
///
/// [`interview::Correction`]: crate::interview::Correction
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// "I told this part: here", with the sentences of the answer or of replies that do it.
    Told(Part, Vec<String>),
    /// "I did not tell this part."
    Missed(Part),
    /// "This flag is wrong."
    Wrong(Flag),
}

impl Says {
    /// What a log keeps of a correction of `outcome`.
    pub fn of(correction: &interview::Correction, outcome: &Outcome) -> Self {
        match correction {
            interview::Correction::Told(part, numbers) => {
                let all = outcome.sentences();
                let named = all.iter().filter(|sentence| numbers.contains(&sentence.number));
                Says::Told(*part, named.map(|sentence| sentence.text.to_owned()).collect())
            }
            interview::Correction::Missed(part) => Says::Missed(*part),
            interview::Correction::Wrong(flag) => Says::Wrong(*flag),
        }
    }
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
    /// The story's name; empty when it was taken off the shelf.
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

impl Turn {
    /// The turn of an answer that was handed in and judged.
    pub fn answer(
        number: u32,
        at: When,
        (company, question): (&str, &Question),
        (words, times): (&str, Times),
        verdict: &Verdict,
    ) -> Self {
        let mut turn = Self::dropped(number, at, (company, question), (words, times));
        if let Kind::Question { shown, .. } = &mut turn.kind {
            *shown = Some(Shown::of(verdict, words));
        }
        Self { outcome: Ending::Answered, ..turn }
    }

    /// The turn of a question whose answer is not over, or was dropped; what had been typed is kept.
    pub fn dropped(
        number: u32,
        at: When,
        (company, question): (&str, &Question),
        (words, times): (&str, Times),
    ) -> Self {
        Self {
            number,
            kind: Kind::Question {
                company: company.to_owned(),
                question: question.id.clone(),
                shown: None,
            },
            asked: question.words.clone(),
            words: words.to_owned(),
            at,
            times: times.logged(),
            judge: crate::judge::version(),
            outcome: Ending::Dropped,
        }
    }

    /// The turn of a probe with what came of it.
    pub fn reply(number: u32, at: When, exchange: &Exchange) -> Self {
        let Exchange { asked, reply, times, judgement, also, declined } = exchange;
        let mut also: Vec<_> =
            also.iter().map(|(part, j)| (*part, ShownPart::of(j, reply))).collect();
        also.sort_by_key(|(part, _)| *part);
        Self {
            number,
            kind: Kind::Probe {
                part: asked.part,
                gap: asked.gap,
                shown: judgement.as_ref().map(|j| ShownPart::of(j, reply)),
                also,
            },
            asked: asked.words.clone(),
            words: reply.clone(),
            at,
            times: times.logged(),
            judge: crate::judge::version(),
            outcome: if *declined { Ending::Declined } else { Ending::Answered },
        }
    }
}

impl Times {
    /// To the millisecond: what a log keeps. Seconds that no clock gives become 0.
    fn logged(self) -> Self {
        let kept =
            |s: f64| if s.is_finite() { (s.max(0.0) * 1000.0).round() / 1000.0 } else { 0.0 };
        Self { think: kept(self.think), wall: kept(self.wall), speaking: kept(self.speaking) }
    }
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

/// The day that an id begins with, if it begins with one: `2026-11-27`.
pub fn day_of(id: &str) -> Option<&str> {
    let day = id.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    shaped.then_some(day)
}

/// Whether `word` can be a session's id: nothing that could leave the folder of the sessions.
pub fn is_id(word: &str) -> bool {
    (1..=120).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !word.starts_with('-')
}
