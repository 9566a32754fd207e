//! The words that a reader has met, each with what its letters say.
//!
//! A handful of words makes up most of any text (Zipf 1935), so that lower case, shape and the n-grams of
//! letters are found once for each and not at every place where it stands. What is remembered changes no
//! verdict, only how fast it comes. Knows nothing of networks.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::features::letters;
use super::lexicon::{Shape, shape_of};

/// A word that is longer, in characters, counts by its beginning.
const LONGEST_WORD: usize = 40;

/// At most this many words are remembered, which takes some fourteen megabytes when it comes to that. A session
/// has a few hundred different words, thousands of answers by many people have some twenty thousand.
const MOST_WORDS: usize = 16_384;

/// What is asked of a word wherever it stands.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Its place among the words of its reader, until the next text.
    pub place: u32,
    /// How many n-grams its letters have; none for numbers and marks.
    pub letters: u32,
    /// Its shape at the beginning of a sentence.
    pub shape: Shape,
    /// Its shape elsewhere, where a capital tells a name.
    pub shape_inside: Shape,
    /// Whether its text is what stands in the text.
    pub same: bool,
}

/// What is seldom asked of one word, number or mark.
#[derive(Debug)]
struct Word {
    /// In lower case with straight quotes; `0` for any number.
    text: Box<str>,
    letters: Arc<[u32]>,
}

/// Makes the acquaintance of a word that is to have this place.
fn meet(piece: &str, place: usize) -> (Facts, Word) {
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
    if shape.has_letters() {
        spell_alike(&mut text);
    }
    let letters = if shape.has_letters() { letters(&text) } else { Arc::default() };
    let (place, same) = (place as u32, text == piece);
    let facts = Facts { place, letters: letters.len() as u32, shape, shape_inside, same };
    (facts, Word { text: text.into(), letters })
}

/// Spells the words that British and American writers spell differently in one way, the American: the corpus
/// holds both, and each teaches the other. Words that merely look like them ("promise") change as well, the
/// same wherever they stand, which does no harm: nobody is shown these spellings.
fn spell_alike(word: &mut String) {
    const LEAST: usize = 6;
    if word.len() < LEAST || !word.is_ascii() {
        return;
    }
    for ending in ["e", "ed", "es", "er", "ers", "ing", "ation", "ations"] {
        if let Some(stem) = word.strip_suffix(ending)
            && (stem.ends_with("is") || stem.ends_with("ys"))
        {
            let at = stem.len() - 1;
            word.replace_range(at..=at, "z");
            break;
        }
    }
    if let Some(at) = word.rfind("our").filter(|at| *at > 1) {
        word.replace_range(at..at + 3, "or");
    }
}

/// The words that a reader has met.
///
/// A text asks for one at every step, mostly for one of the few that are everywhere. Those were met first: they lie
/// side by side in `facts`, and the index is as small as it can be, so that both stay in the processor's caches.
#[derive(Debug)]
pub struct Words {
    /// The places of words of at most 15 bytes, nearly all there are, by a hash that costs less than to compare
    /// two words; whoever makes up words that collide slows only themselves.
    short: HashTable<u16>,
    long: HashMap<Box<str>, u16>,
    /// For each place the key of a short word.
    facts: Vec<(u128, Facts)>,
    /// The words themselves, by their places.
    words: Vec<Word>,
    room: usize,
    /// Words of this text for which there was no room; their places are behind all others.
    more: Vec<Word>,
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
    /// No words yet, and room for so many, at most [`MOST_WORDS`].
    pub fn with_room(room: usize) -> Self {
        Self {
            short: HashTable::new(),
            long: HashMap::new(),
            facts: Vec::new(),
            words: Vec::new(),
            room: room.min(MOST_WORDS),
            more: Vec::new(),
        }
    }

    /// The word that `piece` of a text is.
    pub fn word(&mut self, piece: &str) -> Facts {
        let key = short(piece);
        let hash = FxBuildHasher.hash_one(key.unwrap_or_default());
        let met = match key {
            Some(key) => self.short.find(hash, |place| self.facts[usize::from(*place)].0 == key),
            None => self.long.get(piece),
        };
        if let Some(place) = met {
            return self.facts[usize::from(*place)].1;
        }
        // A word that long is not met again.
        if self.words.len() >= self.room || piece.len() > 4 * LONGEST_WORD {
            let (facts, word) = meet(piece, self.room + self.more.len());
            self.more.push(word);
            return facts;
        }
        let place = self.words.len() as u16;
        let (facts, word) = meet(piece, place.into());
        self.facts.push((key.unwrap_or_default(), facts));
        self.words.push(word);
        if key.is_some() {
            let hash = |place: &u16| FxBuildHasher.hash_one(self.facts[usize::from(*place)].0);
            self.short.insert_unique(hash(&place), place, hash);
        } else {
            self.long.insert(piece.into(), place);
        }
        facts
    }

    fn at(&self, place: u32) -> &Word {
        let place = place as usize;
        self.words.get(place).unwrap_or_else(|| &self.more[place - self.room])
    }

    /// The text of the word at a place, in lower case with straight quotes; `0` for any number.
    pub fn text(&self, place: u32) -> &str {
        &self.at(place).text
    }

    /// The hashed n-grams of the letters of the word at a place.
    pub fn letters(&self, place: u32) -> &Arc<[u32]> {
        &self.at(place).letters
    }

    /// Whether the word at a place will have that place in the next text too.
    pub fn remembers(&self, place: u32) -> bool {
        (place as usize) < self.words.len()
    }

    /// For a new text. Forgets everything once there is no more room, and says whether it did.
    pub fn make_room(&mut self) -> bool {
        self.more.clear();
        let full = self.words.len() >= self.room;
        if full {
            *self = Self::with_room(self.room);
        }
        full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_whether_there_is_room_for_it_or_not() {
        let long = format!("{}É", "Straße".repeat(9));
        let pieces =
            ["The", "the", "didn’t", "Didn't", "2,300", "—", "responsibilities", &long, "the"];
        let (mut roomy, mut full) = (Words::default(), Words::with_room(1));
        for piece in pieces {
            let (a, b) = (roomy.word(piece), full.word(piece));
            assert_eq!((a.shape, a.shape_inside), (b.shape, b.shape_inside), "{piece}");
            assert_eq!((a.letters, a.same), (b.letters, b.same), "{piece}");
            assert_eq!(roomy.text(a.place), full.text(b.place), "{piece}");
            assert_eq!(roomy.letters(a.place), full.letters(b.place), "{piece}");
            assert_eq!(roomy.text(a.place) == piece, a.same, "{piece}");
        }
        assert_eq!(roomy.word("the").place, 1);
        assert!(roomy.remembers(1) && !full.remembers(1));
        assert!(full.make_room() && !roomy.make_room());
    }
}
