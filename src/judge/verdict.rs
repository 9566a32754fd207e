//! What the judge says of an answer, and how replies are folded into it.

use serde::{Deserialize, Serialize};

use crate::arc::{Flag, Grade, Parts, Reason};
use crate::text::Span;

/// What the judge says of one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// How well the part's job is done.
    pub grade: Grade,
    /// Why it is weak; only for [`Grade::Weak`].
    pub reason: Option<Reason>,
    /// The sentences that earned the grade, as spans of the text that was judged; empty when missing.
    pub evidence: Vec<Span>,
    /// The calibrated probability that a careful reader would give the same grade, 0 to 1.
    pub confidence: f32,
}

impl Judgement {
    /// Nothing does this part's job.
    pub fn missing(confidence: f32) -> Self {
        Self { grade: Grade::Missing, reason: None, evidence: Vec::new(), confidence }
    }

    /// Whether the judge is too unsure for the grade to be told as a finding.
    pub fn unsure(&self) -> bool {
        self.confidence < super::UNSURE
    }
}

/// The share of an answer's words spent on each part and on everything else; the six sum to 1 (or
/// are all 0 for an answer without words). A sentence that does two jobs is split evenly.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Shares {
    /// Words that do no part's job.
    pub context: f32,
    /// Words on each part.
    #[serde(flatten)]
    pub parts: Parts<f32>,
}

/// Everything that the judge says of one answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Part by part.
    pub parts: Parts<Judgement>,
    /// What is true of the whole, in the order of [`Flag::ALL`].
    pub flags: Vec<Flag>,
    /// Where the words went.
    pub shares: Shares,
    /// Number of words.
    pub words: usize,
    /// Why nothing could be judged ("This does not look like English …"), when it could not.
    pub notice: Option<String>,
}

impl Verdict {
    /// Whether the flag was raised.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}

/// Where one part stands after the answer and any replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The best grade so far.
    pub grade: Grade,
    /// Why it is weak, when it is.
    pub reason: Option<Reason>,
}

impl Standing {
    /// The standing of each part before any probe.
    pub fn unprompted(verdict: &Verdict) -> Parts<Standing> {
        verdict.parts.map(|_, j| Standing { grade: j.grade, reason: j.reason })
    }

    /// Folds a reply in: what it adds counts, what it lacks takes nothing away.
    #[must_use]
    pub fn fold(self, reply: &Judgement) -> Self {
        if reply.grade > self.grade {
            Self { grade: reply.grade, reason: reply.reason }
        } else {
            self
        }
    }
}
