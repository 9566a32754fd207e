//! What the model sees of a text: for each sentence a bag of hashed n-grams and a few plain numbers.
//!
//! Pure and part of the model's format: a change here changes [`super::VERSION`].
//!
//! Four families, each for a reason:
//!
//! - **words**: runs of one to three words. What the sentence says; the workhorse of text
//!   classification since Wang and Manning (2012).
//! - **shape**: runs of two to five words in which content words are replaced by their kind (`<ed>`,
//!   `<ing>`, `<n>`, …) and closed-class words kept. *How* it is said: `I never <ed>`, `we <ed> every <x>`.
//!   The idea is that of stylometry, where function words tell authors apart whatever the topic.
//! - **letters**: runs of three to five letters within a word, edges marked, so that words never met in training
//!   still resemble their relatives (Bojanowski et al. 2017).
//! - **plain**: where the sentence stands, under which heading, whether it is a bullet, and what was
//!   asked when the text is a reply.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::lexicon::{Shape, heading_class};
use super::words::{Facts, Words};
use crate::arc::Part;
use crate::text::{Span, pieces, sentences};

/// Number of plain features of a sentence.
pub const PLAIN: usize = 9 + HEADINGS + 6;

/// The plain feature that says that a sentence is nothing but a heading.
pub const ALONE: usize = 4;

/// Kinds of heading that are told apart; see `heading_class` in the lexicon.
pub const HEADINGS: usize = 9;

/// One sentence as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Where it stands in the text.
    pub span: Span,
    /// Hashed n-grams of words and of shapes with their weights; a hash may occur more than once.
    pub runs: Vec<(u32, f32)>,
    /// The words whose letters are looked into, each as often as it stands here, by their places among the words
    /// of who cut the text.
    pub(super) spelled: Vec<u32>,
    /// Their n-grams, in a sentence of [`extract`]; a reader keeps them with its words.
    letters: Vec<Arc<[u32]>>,
    /// The weight of each n-gram of letters.
    pub letters_weight: f32,
    /// The plain features.
    pub plain: [f32; PLAIN],
    /// Number of words.
    pub words: usize,
}

impl Sentence {
    /// All the n-grams with their weights, family by family, of a sentence of [`extract`].
    pub fn grams(&self) -> impl Iterator<Item = (u32, f32)> {
        let letters = self.letters.iter().flat_map(|letters| letters.iter().copied());
        self.runs.iter().copied().chain(letters.map(|gram| (gram, self.letters_weight)))
    }
}

/// The families of n-grams, first byte of what is hashed.
const WORDS: u8 = b'w';
const SHAPES: u8 = b's';
const LETTERS: u8 = b'c';

/// Tokens of a sentence beyond which no more n-grams are taken: what matters of a sentence is said
/// by then, and a megabyte without a space stays linear.
const MOST_TOKENS: usize = 80;

/// The sentences of a text with their features. `reply_to` is the part that was asked for, when the
/// text is a reply to a probe.
pub fn extract(text: &str, reply_to: Option<Part>) -> Vec<Sentence> {
    let mut words = Words::default();
    let mut sentences = extract_with(&mut words, text, reply_to);
    for Sentence { spelled, letters, .. } in &mut sentences {
        letters.extend(spelled.iter().map(|place| Arc::clone(words.letters(*place))));
    }
    sentences
}

/// The same, for a reader who has met words before.
pub(super) fn extract_with(known: &mut Words, text: &str, reply_to: Option<Part>) -> Vec<Sentence> {
    let spans = sentences(text);
    let n = spans.len();
    let mut heading: u16 = 0;
    let mut out = Vec::with_capacity(n);
    for (i, span) in spans.into_iter().enumerate() {
        let raw = span.of(text);
        let starts_line = span.start == 0
            || text[..span.start].trim_end_matches([' ', '\t', '"', '“']).ends_with('\n');
        let layout = Layout::of(raw, starts_line);
        if let Some(classes) = layout.heading {
            heading = classes;
        }
        let tokens = tokenise(layout.body, known);
        let mut plain = [0.0; PLAIN];
        plain[0] = if n > 1 { i as f32 / (n - 1) as f32 } else { 0.5 };
        plain[1] = f32::from(i == 0);
        plain[2] = f32::from(i + 1 == n);
        plain[3] = (n as f32).ln() / 3.0;
        plain[ALONE] = f32::from(layout.alone);
        plain[5] = f32::from(layout.bullet);
        // A break after each sentence is how people type at a prompt and says nothing.
        plain[6] = f32::from(starts_paragraph(&text[..span.start]));
        plain[7] = (tokens.len() as f32 + 1.0).ln() / 4.0;
        plain[8] = f32::from(raw.ends_with('?'));
        for (class, place) in plain[9..9 + HEADINGS].iter_mut().enumerate() {
            *place = f32::from(heading & (1 << class) != 0);
        }
        if let Some(part) = reply_to {
            plain[9 + HEADINGS] = 1.0;
            plain[10 + HEADINGS + part as usize] = 1.0;
        }
        let words = crate::text::words(raw);
        let (runs, spelled, letters_weight) = grams(&tokens, known);
        let letters = Vec::new();
        out.push(Sentence { span, runs, spelled, letters, letters_weight, plain, words });
    }
    out
}

/// Whether what follows `before` begins a paragraph: the text, or after an empty line.
fn starts_paragraph(before: &str) -> bool {
    let mut breaks =
        before.chars().rev().take_while(|c| c.is_whitespace() || matches!(c, '"' | '“'));
    before.trim().is_empty() || breaks.by_ref().filter(|c| *c == '\n').nth(1).is_some()
}

/// A sentence without its list mark and heading.
struct Layout<'t> {
    body: &'t str,
    /// Classes of the heading that begins here, as bits; `None` when no heading begins here.
    heading: Option<u16>,
    /// The sentence is nothing but a heading.
    alone: bool,
    bullet: bool,
}

impl<'t> Layout<'t> {
    fn of(raw: &'t str, starts_line: bool) -> Self {
        let mut body = raw.trim_start_matches(['"', '“', '\'', ' ']);
        let hash = body.starts_with('#');
        let mut bullet = false;
        if starts_line {
            let bare =
                body.trim_start_matches(['-', '*', '•', '–', '—', '·', '#', '>', '+', '▪', '◦']);
            let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
            let numbered = digits.len() < bare.len() && digits.starts_with(['.', ')']);
            bullet = (bare.len() < body.len() && bare.starts_with([' ', '*', '_'])) || numbered;
            body = if numbered { &digits[1..] } else { bare };
        }
        body = body.trim_matches(['*', '_', ' ', '"', '“', '”', '`']);
        if let Some((found, rest)) = star_mark(body, starts_line) {
            return Self { body: rest, heading: Some(found), alone: rest.is_empty(), bullet };
        }
        // No heading has ten words.
        let count = if starts_line { body.split_whitespace().take(10).count() } else { 0 };
        let ends = body.ends_with(['.', '!', '?', '…', ',', ';', ')']);
        let colon = body.ends_with(':');
        if starts_line
            && count > 0
            && (count <= 9 && (hash || colon) || (count <= 6 && !ends && !bullet))
        {
            return Self { body, heading: Some(classes(body)), alone: true, bullet };
        }
        if starts_line
            && let Some((head, rest)) = body.split_once(':')
            && head.split_whitespace().take(7).count() <= 6
            && !rest.trim().is_empty()
        {
            let found = classes(head);
            if found != 0 || !bullet {
                let body = rest.trim_matches(['*', '_', ' ', '"', '“', '”', '`']);
                return Self { body, heading: Some(found), alone: false, bullet };
            }
        }
        Self { body, heading: None, alone: false, bullet }
    }
}

/// The classes of a mark that begins a sentence, and what follows it: "(S) I was …" wherever it stands, and
/// "A - I told them …" where a line begins. People who prepare an answer mark its parts so.
fn star_mark(body: &str, starts_line: bool) -> Option<(u16, &str)> {
    let (mark, rest) = match body.strip_prefix(['(', '[']) {
        Some(inner) => inner.split_once([')', ']'])?,
        None if starts_line => body.split_once(" - ").or_else(|| body.split_once(" – "))?,
        None => return None,
    };
    let mark = mark.trim_matches(['*', '_', ' ']);
    let found = classes(mark);
    let rest = rest.trim_start_matches([':', '-', '–', '*', '_', ' ']);
    (found != 0 && mark.split_whitespace().count() <= 2).then_some((found, rest))
}

fn classes(heading: &str) -> u16 {
    heading
        .unicode_words()
        .filter_map(|w| heading_class(&w.to_lowercase()))
        .fold(0, |bits, class| bits | 1 << class)
}

struct Token<'t> {
    piece: &'t str,
    word: Facts,
    shape: Shape,
}

impl Token<'_> {
    /// The word in lower case; from the text itself where it can be, which was read just now.
    fn text<'w>(&'w self, known: &'w Words) -> &'w str {
        if self.word.same { self.piece } else { known.text(self.word.place) }
    }
}

fn tokenise<'t>(text: &'t str, known: &mut Words) -> Vec<Token<'t>> {
    let mut tokens = Vec::with_capacity(MOST_TOKENS.min(text.len() / 3 + 1));
    pieces(text, |piece| {
        let word = known.word(piece);
        // At the beginning of a sentence every word is capitalised.
        let shape = if tokens.is_empty() { word.shape } else { word.shape_inside };
        tokens.push(Token { piece, word, shape });
        tokens.len() < MOST_TOKENS
    });
    tokens
}

type Runs = Vec<(u32, f32)>;

fn grams(tokens: &[Token<'_>], known: &Words) -> (Runs, Vec<u32>, f32) {
    let mut runs_of = Vec::with_capacity(7 * tokens.len() + 8);
    let mut framed: Vec<&str> = Vec::with_capacity(tokens.len() + 2);
    framed.push("^");
    framed.extend(tokens.iter().map(|token| token.text(known)));
    framed.push("$");
    runs(&mut runs_of, WORDS, &framed, 1, 3);
    for (to, token) in framed[1..].iter_mut().zip(tokens) {
        *to = token.shape.word(to);
    }
    runs(&mut runs_of, SHAPES, &framed, 2, 5);
    let (mut spelled, mut count) = (Vec::with_capacity(tokens.len()), 0);
    for token in tokens.iter().filter(|token| token.shape.has_letters()) {
        spelled.push(token.word.place);
        count += token.word.letters as usize;
    }
    (runs_of, spelled, even(count))
}

/// The weight of each of `count` n-grams of one family, so that the family has length one whatever the
/// length of the sentence.
fn even(count: usize) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The most words that a run has.
const LONGEST_RUN: usize = 5;

/// The runs of `least` to `most` words, hashed, run by run from each word; all have the same weight.
///
/// Each word is fed at once to all the runs that it may belong to: their hashes do not wait for one another.
fn runs(out: &mut Runs, family: u8, words: &[&str], least: usize, most: usize) {
    let beginning_at = |word: usize| (words.len() - word).min(most).saturating_sub(least - 1);
    let count = (0..words.len()).map(beginning_at).sum();
    let from = out.len();
    out.resize(from + count, (0, even(count)));
    // The runs that began at this word, at the one before it, and so on; and the next place of each.
    let mut hashes = [Hash::new(family).0; LONGEST_RUN];
    let mut places = [from; LONGEST_RUN];
    let mut next = from;
    for (word, text) in words.iter().enumerate() {
        hashes = behind(Hash::new(family).0, hashes);
        places = behind(next, places);
        next += beginning_at(word);
        for byte in text.bytes() {
            hashes = fed(hashes, byte);
        }
        hashes = fed(hashes, b' ');
        for length in least..=most.min(word + 1) {
            out[places[length - 1]].0 = Hash(hashes[length - 1]).finish();
            places[length - 1] += 1;
        }
    }
}

/// What there is for each run that is open, after one more was opened.
fn behind<T>(newest: T, [a, b, c, d, _]: [T; LONGEST_RUN]) -> [T; LONGEST_RUN] {
    [newest, a, b, c, d]
}

/// Several hashes, each with one more byte.
fn fed([a, b, c, d, e]: [u64; LONGEST_RUN], byte: u8) -> [u64; LONGEST_RUN] {
    let fed = |hash| Hash(hash).with(byte).0;
    [fed(a), fed(b), fed(c), fed(d), fed(e)]
}

/// The hashed runs of three to five letters of a word, its edges marked.
pub(super) fn letters(word: &str) -> Arc<[u32]> {
    let mut edged: Vec<char> = Vec::with_capacity(word.len() + 2);
    edged.push('<');
    edged.extend(word.chars());
    edged.push('>');
    let mut out = Vec::with_capacity(3 * edged.len());
    let mut bytes = [0; 4];
    for start in 0..edged.len() {
        let mut hash = Hash::new(LETTERS);
        for (length, c) in (1..=5).zip(&edged[start..]) {
            hash.add(c.encode_utf8(&mut bytes).as_bytes());
            if length >= 3 {
                out.push(hash.finish());
            }
        }
    }
    out.into()
}

/// FNV-1a (Fowler, Noll, Vo), folded to 32 bits. Part of the model's format, hence here and not a crate's.
struct Hash(u64);

impl Hash {
    fn new(family: u8) -> Self {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        hash.add(&[family]);
        hash
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            *self = self.with(*byte);
        }
    }

    #[inline]
    fn with(&self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    fn finish(&self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_colours_the_sentences_under_it_until_the_next() {
        let text = "Situation:\nI led the move.\nLearning: ask early\nThat is all.";
        let found = extract(text, None);
        let head = |i: usize| -> Vec<usize> {
            (0..HEADINGS).filter(|h| found[i].plain[9 + h] == 1.0).collect()
        };
        assert_eq!(found.len(), 4);
        assert_eq!(head(0), head(1));
        assert_eq!(head(2), head(3));
        assert!(!head(1).is_empty() && !head(2).is_empty() && head(1) != head(2));
    }

    #[test]
    fn what_was_asked_is_seen_only_in_a_reply() {
        let alone = extract("That being right is not enough.", None);
        let reply = extract("That being right is not enough.", Some(Part::Learning));
        assert!(alone[0].grams().eq(reply[0].grams()));
        assert_ne!(alone[0].plain, reply[0].plain);
    }

    #[test]
    fn a_run_is_hashed_as_its_words_one_after_the_other() {
        let words = ["^", "i", "never", "<ed>", "the", "<x>", "$"];
        for n in 2..=words.len() {
            let words = &words[..n];
            let mut found = Vec::new();
            runs(&mut found, SHAPES, words, 2, 5);
            let mut plainly = Vec::new();
            for start in 0..n {
                let mut hash = Hash::new(SHAPES);
                for (length, word) in (1..=5).zip(&words[start..]) {
                    hash.add(format!("{word} ").as_bytes());
                    plainly.extend((length >= 2).then(|| hash.finish()));
                }
            }
            assert_eq!(found.iter().map(|gram| gram.0).collect::<Vec<_>>(), plainly);
        }
    }

    #[test]
    fn each_family_has_length_one() {
        let found = extract("I never asked the people who ran it.", None);
        let square: f32 = found[0].grams().map(|g| g.1 * g.1).sum();
        assert!((square - 3.0).abs() < 1e-3, "{square}");
    }
}
