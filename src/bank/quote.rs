//! The candidate's own sentence, trimmed to what an interviewer would say back.
//!
//! It knows nothing of parts, banks or screens.

use crate::text::printable;

/// The longest quote, in words. What somebody can say back from memory in one breath.
const MAX_WORDS: usize = 16;

/// The shortest quote, in words: less is no clause.
const MIN_WORDS: usize = 3;

/// A sentence of the candidate's, cut at a clause border to what an interviewer would say back;
/// `None` when nothing in it can be quoted well.
pub fn quotable(sentence: &str) -> Option<String> {
    let clean = printable(&sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    let clean = clean.trim_end_matches(['.', '!', '?', '…', ',', ';', ':']);
    let words = clean.split(' ').count();
    let plain = !clean.contains(['"', '“', '”', '\u{fffd}']);
    (plain && (MIN_WORDS..=MAX_WORDS).contains(&words)).then(|| clean.to_owned())
}
