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
    pub place: Option<u32>,
    /// Whether it stands in the text as it stands in `text`.
    pub same: bool,
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
        let same = text == piece;
        Self { text: text.into(), shape, shape_inside, letters, place: None, same }
    }
}

/// Words by how they stand in a text. The hash costs less than to compare two words; whoever makes up words that
/// collide slows only themselves.
type Met<K> = HashMap<K, Arc<Word>, BuildHasherDefault<FxHasher>>;

/// The words that a reader has met.
#[derive(Debug)]
pub struct Words {
    /// Nearly all words: the key is the word itself, so that no other memory is looked into to compare it.
    short: Met<u128>,
    long: Met<Box<str>>,
    room: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self::with_room(MOST_WORDS)
    }
}

/// A word of at most 15 bytes as a number, its length in the last byte.
fn short(piece: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let [text @ .., length] = &mut bytes;
    text.get_mut(..piece.len())?.copy_from_slice(piece.as_bytes());
    *length = piece.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

impl Words {
    /// No words yet, and room for so many.
    pub fn with_room(room: usize) -> Self {
        Self { short: Met::default(), long: Met::default(), room }
    }

    /// The word that `piece` of a text is.
    pub fn word(&mut self, piece: &str) -> Arc<Word> {
        let key = short(piece);
        let met = match key {
            Some(key) => self.short.get(&key),
            None => self.long.get(piece),
        };
        if let Some(word) = met {
            return Arc::clone(word);
        }
        let mut word = Word::new(piece);
        // A word that long is not met again.
        let room = self.met() < self.room && piece.len() <= 4 * LONGEST_WORD;
        word.place = room.then_some(self.met() as u32);
        let word = Arc::new(word);
        match key {
            _ if !room => None,
            Some(key) => self.short.insert(key, Arc::clone(&word)),
            None => self.long.insert(piece.into(), Arc::clone(&word)),
        };
        word
    }

    /// How many words were met, and have their places.
    fn met(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Forgets everything once there is no more room; says whether it did. Between answers only.
    pub fn make_room(&mut self) -> bool {
        let full = self.met() >= self.room;
        if full {
            self.short.clear();
            self.long.clear();
        }
        full
    }
}
