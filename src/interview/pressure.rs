//! The clock of pressure mode: when an answer is interrupted, and when probes are cut.
//!
//! It knows nothing of clocks; seconds are arguments.

use super::{Judge, Times};
use crate::arc::Grade;
use crate::text::words;

/// How many words of context an interviewer sits through before the failure: about fifty seconds.
pub const INTERRUPT_AFTER: usize = 120;

/// What has to be left of the budget for another probe to be worth asking, in seconds: some ten to
/// think and half a minute to say or type two sentences.
pub(super) const PROBE_NEEDS: f64 = 40.0;

/// The lines with which an interviewer cuts in.
const LINES: [&str; 4] = [
    "Sorry to cut in. I have the background; what went wrong?",
    "Let me stop you for a second. Where's the failure in this?",
    "I'm with you on the setting. Take me to the moment it went wrong.",
    "Quick pause: in one sentence, what was it that failed?",
];

/// The line with which the interviewer cuts in on an answer that is still being given; `None` while
/// there is no need. `seed` picks the line.
///
/// The rule: [`INTERRUPT_AFTER`] words or more, and no failure stated yet.
pub fn interrupt(text_so_far: &str, judge: &impl Judge, seed: u64) -> Option<&'static str> {
    if words(text_so_far) < INTERRUPT_AFTER {
        return None;
    }
    let verdict = judge.answer(text_so_far);
    let failure = &verdict.parts.failure;
    // A gesture that the judge itself is not sure of has not been heard as a failure either.
    let stated =
        failure.grade == Grade::Strong || failure.grade == Grade::Weak && !failure.unsure();
    let context = verdict.notice.is_none() && !stated;
    let at = usize::try_from(seed % LINES.len() as u64).unwrap_or(0);
    context.then(|| LINES[at])
}

/// The interruption of one answer while it is typed: weighed as it grows, spoken once.
#[derive(Debug, Clone, Copy)]
pub struct Interruption {
    seed: u64,
    /// How many words there were when it was last weighed; `None` once it was spoken.
    weighed: Option<usize>,
}

impl Interruption {
    /// For an answer that is about to begin; `seed` picks the line.
    pub const fn new(seed: u64) -> Self {
        Self { seed, weighed: Some(0) }
    }

    /// The line to cut in with now, if it is time. May be called at every key: the judge is only asked
    /// when some words have been added.
    pub fn weigh(&mut self, text_so_far: &str, judge: &impl Judge) -> Option<&'static str> {
        const STEP: usize = 5;
        let count = words(text_so_far);
        if count < INTERRUPT_AFTER || count < self.weighed?.saturating_add(STEP) {
            return None;
        }
        self.weighed = Some(count);
        let line = interrupt(text_so_far, judge, self.seed)?;
        self.weighed = None;
        Some(line)
    }
}

/// The seconds of the budget that an answer or reply took.
pub(super) fn taken(times: Times) -> f64 {
    // A clock that was set back takes nothing.
    [times.think, times.wall].into_iter().filter(|s| s.is_finite() && *s > 0.0).sum()
}
