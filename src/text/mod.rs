//! Text as the rest of the program sees it: spans on sentence edges, words, speaking time, and what
//! may reach a terminal.
//!
//! Pure. It knows nothing of the arc.

mod json;
mod pieces;
mod printable;
mod sentences;

pub use json::json;
pub use pieces::pieces;
pub use printable::{harmless, printable};
pub use sentences::{MAX_SENTENCE_WORDS, sentences};

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A run of bytes of one text, always on character boundaries of the text that it was made for.
///
/// Spans are made by [`sentences`] only, so that slicing the same text with them cannot panic;
/// [`Span::of`] is forgiving for any other text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The words of `text` that this span covers; empty when the span is not one of `text`'s.
    pub fn of(self, text: &str) -> &str {
        text.get(Range::from(self)).unwrap_or("")
    }

    /// The span of the first place where `part` occurs in `text`.
    pub fn find(text: &str, part: &str) -> Option<Self> {
        let start = text.find(part)?;
        Some(Self { start, end: start + part.len() })
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// How many words a person would say: runs between white space that hold a letter or a digit.
pub fn words(text: &str) -> usize {
    let (mut found, mut counted) = (0, false);
    let mut see = |counts: bool, space: bool| {
        // Without a branch: in prose it would be guessed wrong at every other word.
        found += usize::from(counts & !counted);
        counted = counts | (counted & !space);
    };
    if text.is_ascii() {
        text.bytes()
            .for_each(|b| see(b.is_ascii_alphanumeric(), matches!(b, b' ' | b'\t'..=b'\r')));
    } else {
        text.chars().for_each(|c| see(c.is_alphanumeric(), c.is_whitespace()));
    }
    found
}

/// The word tokens of `text`, as the Unicode standard (UAX #29) cuts them, without punctuation.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    pieces(text, |piece| {
        if piece.contains(char::is_alphanumeric) {
            tokens.push(piece);
        }
        true
    });
    tokens.into_iter()
}

/// Seconds that it takes to say `words` words at `rate` words a minute.
pub fn speaking_seconds(words: usize, rate: u32) -> f64 {
    words as f64 * 60.0 / f64::from(rate.max(1))
}

/// The rate of a prepared answer in conversation, in words a minute.
///
/// English conversation runs at 120–160 words a minute (National Center for Voice and Speech gives
/// about 150 for American English); 140 allows for the pauses of somebody who thinks.
pub const SPEAKING_RATE: u32 = 140;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_dash_is_not_a_word_and_a_contraction_is_one() {
        assert_eq!(words("I didn't — really — check 3 times."), 6);
    }

    proptest! {
        #[test]
        fn words_are_runs_that_hold_a_letter_or_a_digit(text in "[a-z0-9 .,\n\t\u{b}\u{1c}é\u{a0}—]{0,40}") {
            let said = text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
            prop_assert_eq!(words(&text), said.count());
        }
    }

    #[test]
    fn speaking_time_is_words_over_rate() {
        assert_eq!(speaking_seconds(140, 140), 60.0);
        assert_eq!(speaking_seconds(70, 140), 30.0);
        assert!(speaking_seconds(70, 0).is_finite());
    }

    #[test]
    fn a_span_of_another_text_is_empty_rather_than_a_panic() {
        let span = Span { start: 1, end: 3 };
        assert_eq!(span.of("é"), "");
        assert_eq!(span.of("abcd"), "bc");
    }
}
