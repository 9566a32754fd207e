//! What lists and figures need of a session: no text, so that years of practice fit into memory.
//!
//! [`Digest::of`] makes it of a whole session and says what is right; [`scan`](super::scan) makes the
//! same of the log's bytes, faster. It knows nothing of TOML or files.

use super::record::{Session, Turn};
use super::{Attempt, When};
use crate::arc::{Flag, Grade, Level, Part, Parts};
use crate::interview::Times;
use crate::text::speaking_seconds;

/// What lists and figures need of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The session's id.
    pub id: String,
    /// When it began.
    pub started: When,
    /// The level that was claimed.
    pub level: Level,
    /// The target band of an answer, in seconds of speech: from, to.
    pub band: [u32; 2],
    /// Whether the person has left it out of all figures.
    pub excluded: bool,
    /// Its attempts, in order.
    pub attempts: Vec<AttemptDigest>,
}

/// What lists and figures need of a question with its probes.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptDigest {
    /// Its place among the session's attempts, counted from 1.
    pub number: usize,
    /// The id of the bank that asked.
    pub company: String,
    /// The id of the question.
    pub question: String,
    /// When the answer was handed in.
    pub at: When,
    /// The three clocks of the answer.
    pub times: Times,
    /// How many words the answer has, reckoned from its speaking time.
    pub words: usize,
    /// Each part before any probe, the person's word over the judge's.
    pub unprompted: Parts<Grade>,
    /// Each part after the probes.
    pub after: Parts<Grade>,
    /// The flags that stand.
    pub flags: Vec<Flag>,
    /// How many probes it took.
    pub probes: usize,
    /// Whether there is an answer that says anything about the candidate.
    pub counts: bool,
    /// The name of the story that it told, when it was given one.
    pub story: Option<String>,
}

impl Digest {
    /// What lists and figures need of this session.
    pub fn of(session: &Session) -> Self {
        let header = &session.header;
        Self {
            id: header.id.clone(),
            started: header.started,
            level: header.level,
            band: header.band,
            excluded: session.excluded(),
            attempts: session.attempts().map(|a| AttemptDigest::of(&a, header.rate)).collect(),
        }
    }
}

impl AttemptDigest {
    fn of(attempt: &Attempt<'_>, rate: u32) -> Self {
        let question: &Turn = attempt.question;
        Self {
            number: attempt.number,
            company: attempt.company.to_owned(),
            question: attempt.id.to_owned(),
            at: question.at,
            times: question.times,
            words: words_in(question.times.speaking, rate),
            unprompted: attempt.unprompted().map(|_, standing| standing.grade),
            after: attempt.after().map(|_, standing| standing.grade),
            flags: attempt.flags(),
            probes: attempt.probes_needed(),
            counts: attempt.counts(),
            story: attempt.story().map(str::to_owned),
        }
    }

    /// What saying the answer takes at another rate, in seconds.
    pub fn speaking(&self, rate: u32) -> f64 {
        speaking_seconds(self.words, rate)
    }

    /// How many of the five parts were told without being asked.
    pub fn told(&self) -> usize {
        Part::ALL.iter().filter(|&&part| self.unprompted[part] == Grade::Strong).count()
    }
}

/// The words that take so many seconds at this rate.
pub(super) fn words_in(speaking: f64, rate: u32) -> usize {
    // A negative or endless time saturates to an end of the range.
    (speaking * f64::from(rate) / 60.0).round() as usize
}
