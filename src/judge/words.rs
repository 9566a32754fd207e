//! The words that a reader has met, each with what its letters say.
//!
//! A handful of words makes up most of any text (Zipf 1935), so that lower case, shape and the n-grams of
//! letters are found once for each and not at every place where it stands. What is remembered changes no
//! verdict, only how fast it comes. Knows nothing of networks.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::features::letters;
use super::lexicon::{Shape, shape_of};

/// A word that is longer, in characters, counts by its beginning.
const LONGEST_WORD: usize = 40;

/// At most this many words are remembered, which takes some ten megabytes when it comes to that. A session
/// has a few hundred different words, thousands of answers by many people have some twenty thousand.
const MOST_WORDS: usize = 16_384;

/// One word, number or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case with straight quotes; `0` for any number.
    pub text: Box<str>,
    /// Its shape at the beginning of a sentence.
    pub shape: Shape,
    /// Its shape elsewhere, where a capital tells a name.
    pub shape_inside: Shape,
    /// The hashed n-grams of its letters; none for numbers and marks.
    pub letters: Box<[u32]>,
    /// Its place among the words of its reader; `None` when there was no more room for it.
    pub place: Option<usize>,
}

impl Word {
    fn new(piece: &str) -> Self {
        let mut text = String::with_capacity(piece.len().min(4 * LONGEST_WORD));
        for c in piece.chars().take(LONGEST_WORD) {
            match c {
                '’' | '‘' => text.push('\''),
                '“' | '”' => text.push('"'),
                c => text.extend(c.to_lowercase()),
            }
        }
        let shape = shape_of(&text, false);
        let capital = piece.starts_with(char::is_uppercase);
        let shape_inside = if capital { shape_of(&text, true) } else { shape };
        if shape == Shape::Number {
            text.replace_range(.., "0");
        }
        let letters = if shape.has_letters() { letters(&text) } else { Box::default() };
        Self { text: text.into(), shape, shape_inside, letters, place: None }
    }
}

/// The words that a reader has met.
#[derive(Debug)]
pub struct Words {
    /// By a hash that costs less than to compare two words; whoever finds words that collide slows only themselves.
    met: HashMap<Box<str>, Arc<Word>, BuildHasherDefault<FxHasher>>,
    room: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self::with_room(MOST_WORDS)
    }
}

impl Words {
    /// No words yet, and room for so many.
    pub fn with_room(room: usize) -> Self {
        Self { met: HashMap::default(), room }
    }

    /// The word that `piece` of a text is.
    pub fn word(&mut self, piece: &str) -> Arc<Word> {
        if let Some(word) = self.met.get(piece) {
            return Arc::clone(word);
        }
        let mut word = Word::new(piece);
        // A word that long is not met again.
        let room = self.met.len() < self.room && piece.len() <= 4 * LONGEST_WORD;
        word.place = room.then_some(self.met.len());
        let word = Arc::new(word);
        if room {
            self.met.insert(piece.into(), Arc::clone(&word));
        }
        word
    }

    /// Forgets everything once there is no more room; says whether it did. Between answers only.
    pub fn make_room(&mut self) -> bool {
        let full = self.met.len() >= self.room;
        if full {
            self.met.clear();
        }
        full
    }
}
