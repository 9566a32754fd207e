//! The judge: answer in, verdict out. Pure and deterministic.
//!
//! It decides which parts of the arc an answer really has, shows the sentences that earned each
//! grade, and says how sure it is. It knows nothing of companies, probes' wordings, screens or files.
//!
//! The way of an answer: [`features`] cuts it into sentences and n-grams, a [`reader`] runs the network of [`net`]
//! over them with the weights of a [`model`], `decide` turns the probabilities into a [`Verdict`]. For
//! maintainers: [`corpus`] reads labelled answers, [`train`] makes weights of them, [`evaluate`] measures.

pub mod corpus;
mod decide;
pub mod evaluate;
pub mod features;
mod lexicon;
pub mod model;
pub mod net;
pub mod reader;
pub mod train;
mod verdict;
mod words;

pub use reader::Reader;
pub use verdict::{Judgement, Shares, Standing, Verdict};

use std::cell::RefCell;

use crate::arc::Part;
use crate::text::Span;

/// The version of the judge's rules, as each turn of a log keeps it together with the checksum of the
/// weights; see [`version`].
pub const VERSION: &str = "4";

/// Rules and weights in one word: `3-8f3a0c2d`. Changes whenever a verdict could.
pub fn version() -> String {
    format!("{VERSION}-{:08x}", model::embedded_checksum())
}

/// Below this confidence the judge is unsure, and a probe should fit either way.
pub const UNSURE: f32 = 0.65;

/// The longest answer that is judged, in bytes; what follows is not read. A spoken answer of an hour
/// has some 50,000 bytes.
pub const LONGEST: usize = 200_000;

thread_local! {
    /// The reader of this thread. What it remembers of earlier answers makes the next verdict quicker and
    /// never another one.
    static READER: RefCell<Reader<'static>> = RefCell::new(Reader::new(model::embedded()));
}

/// Judges a whole answer.
///
/// Linear in the length of the answer, of which at most [`LONGEST`] bytes are read.
pub fn judge(answer: &str) -> Verdict {
    READER.with_borrow_mut(|reader| decide::judge(reader, cut(answer)).0)
}

/// Judges with other weights than the embedded ones: for the trainer.
pub fn judge_with(model: &model::Model<'_>, answer: &str) -> Verdict {
    decide::judge(&mut Reader::new(model), cut(answer)).0
}

/// Judges a reply to a probe for `part`, knowing that it was asked.
///
/// The first answer, when it is given, keeps a reply that only repeats it from counting.
pub fn judge_reply(part: Part, reply: &str, answer: Option<&str>) -> Judgement {
    READER.with_borrow_mut(|reader| replied(reader, part, reply, answer))
}

/// Judges a reply with other weights than the embedded ones: for the trainer.
pub fn judge_reply_with(
    model: &model::Model<'_>,
    part: Part,
    reply: &str,
    answer: Option<&str>,
) -> Judgement {
    replied(&mut Reader::new(model), part, reply, answer)
}

fn replied(reader: &mut Reader<'_>, part: Part, reply: &str, answer: Option<&str>) -> Judgement {
    let reply = cut(reply);
    if answer.is_some_and(|a| !a.trim().is_empty() && a.trim() == reply.trim()) {
        return Judgement::missing(1.0);
    }
    decide::judge_reply(reader, part, reply)
}

/// The sentences of an answer, each with the parts that it tells: none for a part that is missing, and
/// at least the evidence for one that is not.
pub fn marks(answer: &str) -> Vec<(Span, Vec<Part>)> {
    READER.with_borrow_mut(|reader| decide::judge(reader, cut(answer)).1)
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}
