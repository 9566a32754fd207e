//! The judge: answer in, verdict out. Pure and deterministic.
//!
//! It decides which parts of the arc an answer really has, shows the sentences that earned each
//! grade, and says how sure it is. It knows nothing of companies, probes' wordings, screens or files.

pub mod corpus;
pub mod evaluate;
pub mod features;
mod lexicon;
pub mod net;
pub mod train;
mod verdict;

pub use verdict::{Judgement, Shares, Standing, Verdict};

use crate::arc::{Grade, Part, Parts};
use crate::text::{sentences, words};

/// The judge's version, as each turn of a log keeps it. Changes whenever a verdict could.
pub const VERSION: &str = "0";

/// Below this confidence the judge is unsure, and a probe should fit either way.
pub const UNSURE: f32 = 0.65;

/// Judges a whole answer.
pub fn judge(answer: &str) -> Verdict {
    let _ = sentences(answer);
    Verdict {
        parts: Parts::from_fn(|_| Judgement::missing(0.5)),
        flags: Vec::new(),
        shares: Shares::default(),
        words: words(answer),
        notice: None,
    }
}

/// Judges a reply to a probe for `part`, knowing that it was asked, and the first answer if there is one.
pub fn judge_reply(part: Part, reply: &str, answer: Option<&str>) -> Judgement {
    let _ = (part, answer);
    Judgement {
        grade: if words(reply) > 4 { Grade::Strong } else { Grade::Missing },
        reason: None,
        evidence: sentences(reply),
        confidence: 0.5,
    }
}
