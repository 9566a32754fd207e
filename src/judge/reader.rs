//! A reader runs the networks of a model over answers, and remembers the words that it has met.
//!
//! The sum of the rows of a word's letters is most of the work at every place where the word stands, and the
//! same at each, so that it is kept. A sum is made in the same order whether it was kept or not: what a
//! reader has read before changes no bit of what it says next.

use wide::f32x16;

use super::features::{Sentence, extract_with};
use super::lexicon::Shape;
use super::model::{LANES, Model, summed};
use super::net::{DECISIONS, NoDrop, ROW, Rows, SCORES, axpy, run, sigmoid, sixteen};
use super::words::Words;
use crate::arc::Part;

/// What the networks say of an answer, calibrated.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Scores of each sentence, as probabilities.
    pub scores: Vec<[f32; SCORES]>,
    /// The decisions, as probabilities.
    pub decisions: [f32; DECISIONS],
}

/// Reads answers with one model.
#[derive(Debug)]
pub struct Reader<'w> {
    model: &'w Model<'w>,
    words: Words,
    /// For each place of `words` the summed rows of its letters, a sum for each network, one after the other.
    letters: Vec<[f32; LANES]>,
    /// For each place of `words` whether the rows were summed yet.
    summed: Vec<bool>,
}

impl<'w> Reader<'w> {
    /// A reader who has met no word yet.
    pub fn new(model: &'w Model<'w>) -> Self {
        Self { model, words: Words::default(), letters: Vec::new(), summed: Vec::new() }
    }

    /// The sentences of a text; `reply_to` is the part that was asked for, when it is a reply.
    pub fn sentences(&mut self, text: &str, reply_to: Option<Part>) -> Vec<Sentence> {
        if self.words.make_room() {
            self.letters.clear();
            self.summed.clear();
        }
        extract_with(&mut self.words, text, reply_to)
    }

    /// Whether a token of a text is an English function word.
    pub fn is_function_word(&mut self, token: &str) -> bool {
        self.words.word(token).shape == Shape::Closed
    }

    /// Reads an answer of at least one sentence, as this reader cut it last: places change when it forgets.
    pub fn read(&mut self, answer: &[Sentence], reply: bool) -> Reading {
        let networks = self.model.networks();
        let mut sums = vec![[0.0_f32; LANES]; networks * answer.len()];
        let (mut known, mut rows) = (Vec::new(), Vec::new());
        for (sentence, sums) in answer.iter().zip(sums.chunks_exact_mut(networks)) {
            self.model.find(&sentence.runs, &mut known);
            self.model.add(&known, &mut rows, sums);
            self.add_letters(sentence, sums);
        }
        let mut scores = vec![[0.0_f32; SCORES]; answer.len()];
        let mut decisions = [0.0_f32; DECISIONS];
        let share = 1.0 / networks as f32;
        for network in 0..networks {
            let rows = Summed { sums: &sums, network, networks };
            let pass = run(&rows, self.model.dense(network), answer, reply, &mut NoDrop);
            for (to, from) in scores.iter_mut().zip(&pass.scores) {
                axpy(share, from, to);
            }
            axpy(share, &pass.decisions, &mut decisions);
        }
        for score in scores.iter_mut().flatten() {
            *score = sigmoid(*score);
        }
        for (d, decision) in decisions.iter_mut().enumerate() {
            let (factor, shift) = self.model.calibration(d);
            *decision = sigmoid(factor * *decision + shift);
        }
        Reading { scores, decisions }
    }

    /// Adds the weighted rows of the letters of a sentence, word by word.
    fn add_letters(&mut self, sentence: &Sentence, to: &mut [[f32; LANES]]) {
        let networks = self.model.networks();
        // The sums of words that are not remembered.
        let mut fresh = Vec::new();
        for place in &sentence.spelled {
            let at = *place as usize;
            if !self.words.remembers(*place) {
                fresh.resize(fresh.len() + networks, [0.0; LANES]);
                let at = fresh.len() - networks;
                sum_letters(self.model, self.words.letters(*place), &mut fresh[at..]);
            } else if !self.summed.get(at).is_some_and(|summed| *summed) {
                let places = self.summed.len().max(at + 1);
                self.summed.resize(places, false);
                self.letters.resize(places * networks, [0.0; LANES]);
                self.summed[at] = true;
                let sums = &mut self.letters[at * networks..][..networks];
                sum_letters(self.model, self.words.letters(*place), sums);
            }
        }
        let mut fresh = fresh.chunks_exact(networks);
        let sums_of = |place: &u32| match self.words.remembers(*place) {
            true => &self.letters[*place as usize * networks..][..networks],
            false => fresh.next().unwrap_or_default(),
        };
        let words: Vec<&[[f32; LANES]]> = sentence.spelled.iter().map(sums_of).collect();
        let weight = sixteen(sentence.letters_weight);
        for (network, to) in to.iter_mut().enumerate() {
            // A part of the width at a time, which stays in registers for all the words.
            for (part, to) in to.as_chunks_mut().0.iter_mut().enumerate() {
                let mut sum = f32x16::new(*to);
                for word in &words {
                    sum += weight * f32x16::new(word[network].as_chunks().0[part]);
                }
                *to = sum.to_array();
            }
        }
    }
}

/// Adds the rows of the letters of a word.
fn sum_letters(model: &Model<'_>, letters: &[u32], sums: &mut [[f32; LANES]]) {
    let letters: Vec<_> = letters.iter().map(|gram| (*gram, 1.0)).collect();
    let mut known = Vec::new();
    model.find(&letters, &mut known);
    model.add(&known, &mut Vec::new(), sums);
}

/// The summed rows of each sentence, those of the networks side by side.
struct Summed<'s> {
    sums: &'s [[f32; LANES]],
    network: usize,
    networks: usize,
}

impl Rows for Summed<'_> {
    fn add(&self, sentence: usize, _: &Sentence, to: &mut [f32; ROW]) {
        let (first, others) = summed(&self.sums[sentence * self.networks + self.network]);
        let (to_first, to_others) = to.split_at_mut(first.len());
        axpy(1.0, first, to_first);
        axpy(1.0, others, to_others);
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::embedded;
    use super::*;

    const STORY: &str = "I shipped the change without asking. Maria never checked it; we lost 2,300 orders. \
        I told everybody the same night and we check every change now, twice.";

    #[test]
    fn what_was_read_before_changes_no_bit() {
        let mut fresh = Reader::new(embedded());
        let sentences = fresh.sentences(STORY, None);
        let first = fresh.read(&sentences, false);
        const ROOM: usize = 40;
        let mut read = Reader { words: Words::with_room(ROOM), ..Reader::new(embedded()) };
        for i in 0..2 * ROOM {
            let text = format!("Word{i} told Maria and never checked.");
            let sentences = read.sentences(&text, None);
            read.read(&sentences, false);
            if i % 7 == 0 {
                let sentences = read.sentences(STORY, None);
                assert_eq!(read.read(&sentences, false), first, "after {i} words");
            }
        }
        // One answer with more words than there is room for.
        let many: String = (0..2 * ROOM).map(|i| format!("w{i} ")).collect();
        let sentences = read.sentences(&format!("{many}. {STORY}"), None);
        assert!(read.read(&sentences, false).scores.len() > 3);
        let sentences = read.sentences(STORY, None);
        assert_eq!(read.read(&sentences, false), first);
    }
}
