//! The interview as a state machine: events in, next move out, both closed enums.
//!
//! Pure: time and chance are in the events and in the plan. It knows nothing of terminals or files.

use crate::arc::{Part, Parts};
use crate::bank::{Gap, Question};
use crate::judge::{Judgement, Standing, Verdict};

/// The three clocks of one answer or reply, kept apart, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Times {
    /// From the question's appearance to the first key of the answer.
    pub think: f64,
    /// From the first key to handing in.
    pub wall: f64,
    /// What saying these words would take at the speaking rate.
    pub speaking: f64,
}

/// What came back from the person for something that was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An answer or reply was handed in.
    HandedIn {
        /// The words, exactly as typed.
        text: String,
        /// Its three clocks.
        times: Times,
    },
    /// The person dropped this answer, or skipped this probe.
    Dropped,
    /// Input ended: no more answers will come.
    Closed,
}

/// What the interviewer does next.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Move {
    /// Ask the question itself.
    Ask(Question),
    /// Ask a follow-up.
    Probe(Asked),
    /// The candidate has no story: help, then the same question again.
    Help,
    /// The question is over: show the debrief.
    Debrief(Box<Outcome>),
}

/// A probe as it was asked, its slots filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The part that it asks for.
    pub part: Part,
    /// Why it was chosen.
    pub gap: Gap,
    /// The words.
    pub words: String,
}

/// One probe with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What was asked.
    pub asked: Asked,
    /// The reply; empty when declined.
    pub reply: String,
    /// Its clocks.
    pub times: Times,
    /// What the judge says of it; `None` when declined or dropped.
    pub judgement: Option<Judgement>,
}

/// Everything about one question that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: String,
    /// Its clocks.
    pub times: Times,
    /// The unprompted verdict.
    pub verdict: Verdict,
    /// The probes in order.
    pub exchanges: Vec<Exchange>,
    /// The standing of each part after the probes.
    pub after: Parts<Standing>,
}
