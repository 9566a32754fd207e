//! The interview as a state machine: events in, next move out, both closed enums.
//!
//! Pure: time and chance are in the events and in the plan, and the judge is an argument, so a test
//! drives a whole interview in microseconds. It knows nothing of terminals or files.
//!
//! - [`Interview`]: the machine. [`Plan`] is what it starts from.
//! - `gaps.rs`: which gap is asked first. `reply.rs`: what is a dodge, and what is a refusal.
//!   `heard.rs`: whether a reply tells what was asked, and what else it tells.
//! - [`Outcome`]: everything about one question that is over; the facts that a log keeps.
//! - [`compare`]: what changed against another attempt.
//! - [`Correction`], [`Corrected`]: the person's word against the judge's.
//! - [`Debrief`]: what is said at the end, as values.

#[cfg(test)]
pub(crate) mod cast;
mod compare;
mod corrections;
mod debrief;
mod gaps;
mod heard;
mod help;
mod machine;
mod plan;
mod pressure;
mod quotes;
mod reply;
#[cfg(test)]
mod replying;
#[cfg(test)]
pub(crate) mod scripted;
#[cfg(test)]
mod tests;

pub use compare::{Change, Comparison, Pair, compare};
pub use corrections::{Corrected, Correction, CorrectionError, Numbered, Said};
pub use debrief::{
    Body, Break, Debrief, Evidence, Finding, Length, Told, TraitFinding, Weakness, advice,
};
pub use gaps::{Next, Situation, next};
pub use help::{ADVICE, PROMPTS};
pub use machine::Interview;
pub use plan::{Band, Judge, Mode, Plan, Trained};
pub use pressure::{INTERRUPT_AFTER, Interruption, interrupt};
pub use reply::{Reply, dodges, refuses};

use crate::arc::{Level, Part, Parts};
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
    /// To [`Move::Guess`]: the parts that the person thinks they told.
    Guessed(Parts<bool>),
    /// The person dropped this answer, or skipped this probe or the guess.
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
    /// The candidate has no story: show help ([`PROMPTS`], [`ADVICE`]), then ask the same question again.
    Help(Question),
    /// Ask which parts the person thinks they told; a guess, or dropping it, goes on.
    Guess,
    /// Ask a follow-up.
    Probe(Asked),
    /// The question is over: show the debrief.
    Debrief(Box<Outcome>),
    /// The question is over and there is nothing to say about it: the answer was dropped, or input
    /// ended before one was handed in.
    Ended,
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
    /// The reply, exactly as typed; empty when skipped.
    pub reply: String,
    /// Its clocks.
    pub times: Times,
    /// What the judge says of it for the part that was asked; `None` when there was nothing to judge
    /// (a skip, an empty line, the question echoed, the same sentence again).
    pub judgement: Option<Judgement>,
    /// What it surely told of other parts that were still open.
    pub also: Vec<(Part, Judgement)>,
    /// Whether the interviewer moved on without an answer: the push was dodged too, or the probe skipped.
    pub declined: bool,
}

/// Where each part stands after the probes: what the answer told, and what each reply added.
pub fn after(verdict: &Verdict, exchanges: &[Exchange]) -> Parts<Standing> {
    let mut after = Standing::unprompted(verdict);
    for exchange in exchanges {
        let asked = exchange.judgement.as_ref().map(|judgement| (exchange.asked.part, judgement));
        let also = exchange.also.iter().map(|(part, judgement)| (*part, judgement));
        for (part, judgement) in asked.into_iter().chain(also) {
            after[part] = after[part].fold(judgement);
        }
    }
    after
}

/// Everything about one question that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The id of the bank that asked: `amazon`.
    pub company: String,
    /// The level that the candidate interviews for.
    pub level: Level,
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: String,
    /// Its clocks.
    pub times: Times,
    /// The unprompted verdict, as the judge gave it.
    pub verdict: Verdict,
    /// Whether help was given before this answer.
    pub helped: bool,
    /// What the person thought they had told, when they were asked.
    pub guess: Option<Parts<bool>>,
    /// The probes in order.
    pub exchanges: Vec<Exchange>,
    /// The standing of each part after the probes, as the judge sees it.
    pub after: Parts<Standing>,
    /// Whether probes were left out because the time was up.
    pub cut_short: bool,
}

impl Outcome {
    /// How many probes it took; a push belongs to the probe before it.
    pub fn probes(&self) -> usize {
        self.exchanges.iter().filter(|e| e.asked.gap != Gap::Push).count()
    }

    /// How many probes were declined.
    pub fn declined(&self) -> usize {
        self.exchanges.iter().filter(|e| e.declined).count()
    }

    /// Whether there is an answer to speak of: the judge could read it, and it is no refusal.
    pub fn told(&self) -> bool {
        self.verdict.notice.is_none() && !self.verdict.has(crate::arc::Flag::NoAnswer)
    }
}
