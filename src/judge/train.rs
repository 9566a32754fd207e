//! The trainer: labelled answers in, weights out. Deterministic for a seed.
//!
//! Stochastic gradient descent with Adam (Kingma and Ba 2015); gradients by hand, checked against finite
//! differences in a test. Several losses at once: the labels of each sentence, the grades of each part,
//! the flags.

mod examples;
mod gradient;
#[cfg(test)]
mod tests;

pub use examples::{Example, examples};
use gradient::{Gradient, backward};

use rand::{RngExt as _, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::features::Sentence;
use super::net::*;

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Makes the run repeatable.
    pub seed: u64,
    /// Passes over the corpus.
    pub epochs: usize,
    /// Step size at its highest.
    pub rate: f32,
    /// Share of units left out while training.
    pub drop: f32,
    /// Share of n-grams left out while training.
    pub drop_grams: f32,
    /// Weight of the answer-level loss against the sentence-level one.
    pub answer_weight: f32,
    /// Pull of the weights towards zero, decoupled (Loshchilov and Hutter 2019).
    pub decay: f32,
    /// Answers to a step.
    pub batch: usize,
    /// Weight of answers written to be balanced or tricky (voices `t…` and `x…`) against natural ones.
    pub balanced_weight: f32,
    /// Weight of answers written before anybody knew how they would be graded (voices `h…`).
    pub blind_weight: f32,
    /// An n-gram must occur in this many sentences.
    pub least: u32,
    /// At most this many n-grams.
    pub most: usize,
    /// How many networks are trained, with seeds that follow each other; their log-odds are averaged.
    pub networks: u64,
    /// How far targets are moved from 0 and 1, so that the networks do not grow too sure.
    pub smooth: f32,
    /// Weight of the loss of the sentence scores as they are at first.
    pub deep: f32,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 11,
            epochs: 9,
            rate: 4e-3,
            drop: 0.3,
            drop_grams: 0.45,
            answer_weight: 2.0,
            decay: 0.02,
            batch: 16,
            balanced_weight: 2.5,
            blind_weight: 2.0,
            least: 3,
            most: 28_500,
            networks: 2,
            smooth: 0.0,
            deep: 0.5,
        }
    }
}

impl Recipe {
    /// The weight of a whole answer of the voice that has this name: its first letter tells how it was written.
    fn weight(&self, voice: &str) -> f32 {
        match voice.as_bytes().first() {
            Some(b't' | b'x') => self.balanced_weight,
            Some(b'h') => self.blind_weight,
            _ => 1.0,
        }
    }
}

/// The n-gram table while it is trained: sorted hashes and one row for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Sorted.
    pub grams: Vec<u32>,
    /// [`ROW`] numbers for each.
    pub rows: Vec<f32>,
}

impl Rows for Table {
    fn add(&self, _: usize, sentence: &Sentence, to: &mut [f32; ROW]) {
        for (gram, weight) in sentence.grams() {
            if let Ok(at) = self.grams.binary_search(&gram) {
                axpy(weight, &self.rows[at * ROW..][..ROW], to);
            }
        }
    }
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The n-gram table.
    pub table: Table,
    /// The dense weights.
    pub dense: Dense,
}

/// The n-grams worth a row: those that occur in at least [`Recipe::least`] sentences, and of these the ones
/// that tell most about any sentence label (the largest chi-squared of the ten).
fn choose(examples: &[Example], recipe: &Recipe) -> Vec<u32> {
    let mut seen: std::collections::HashMap<u32, [f32; SCORES + 1]> =
        std::collections::HashMap::new();
    let mut totals = [0.0_f32; SCORES];
    let mut n = 0.0_f32;
    for example in examples.iter() {
        for (sentence, holds) in example.sentences.iter().zip(&example.holds) {
            let mut grams: Vec<u32> = sentence.grams().map(|g| g.0).collect();
            grams.sort_unstable();
            grams.dedup();
            let labelled = f32::from(example.holds_weight > 0.0);
            for gram in grams {
                let counts = seen.entry(gram).or_default();
                counts[SCORES] += 1.0;
                axpy(labelled, holds, &mut counts[..SCORES]);
            }
            axpy(labelled, holds, &mut totals);
            n += 1.0;
        }
    }
    let mut ranked: Vec<(f32, u32)> = seen
        .into_iter()
        .filter(|(_, c)| c[SCORES] >= recipe.least as f32)
        .map(|(gram, c)| {
            let of = c[SCORES];
            let chi = (0..SCORES).map(|j| {
                let expected = of * totals[j] / n;
                (c[j] - expected).powi(2) / (expected * (1.0 - totals[j] / n) + 0.5)
            });
            (chi.fold(0.0, f32::max), gram)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(recipe.most);
    let mut grams: Vec<u32> = ranked.into_iter().map(|(_, gram)| gram).collect();
    grams.sort_unstable();
    grams
}

/// Trains a model.
pub fn train(
    examples: &[Example],
    recipe: &Recipe,
    mut watch: impl FnMut(usize, f32, &Model),
) -> Model {
    let mut rng = ChaCha8Rng::seed_from_u64(recipe.seed);
    let grams = choose(examples, recipe);
    // N-grams become rows once, before the passes.
    let indexed: Vec<Vec<Vec<(usize, f32)>>> = examples
        .iter()
        .map(|e| {
            let known = |s: &Sentence| -> Vec<(usize, f32)> {
                let found = s.grams().filter_map(|(g, w)| Some((grams.binary_search(&g).ok()?, w)));
                found.collect()
            };
            e.sentences.iter().map(known).collect()
        })
        .collect();
    let mut model = start(grams, &mut rng);
    let mut adam = Adam::new(&model);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let steps = (recipe.epochs * examples.len().div_ceil(recipe.batch)) as f32;
    let mut step = 0.0_f32;
    for epoch in 0..recipe.epochs {
        order.shuffle(&mut rng);
        let mut total = 0.0;
        for batch in order.chunks(recipe.batch) {
            let mut gradient =
                Gradient { dense: vec![0.0; DENSE], rows: std::collections::BTreeMap::new() };
            for &e in batch {
                total +=
                    backward(&model, &examples[e], &indexed[e], recipe, &mut rng, &mut gradient);
            }
            step += 1.0;
            let rate =
                recipe.rate * (step / 50.0).min(1.0) * (1.0 - step / (steps + 1.0)).powf(0.8);
            adam.step(&mut model, &gradient, 1.0 / batch.len() as f32, rate, recipe.decay);
        }
        watch(epoch, total / examples.len() as f32, &model);
    }
    model
}

fn start(grams: Vec<u32>, rng: &mut ChaCha8Rng) -> Model {
    let mut uniform = |n: usize, most: f32| -> Vec<f32> {
        (0..n).map(|_| (rng.random::<f32>() * 2.0 - 1.0) * most).collect()
    };
    let mut rows = uniform(grams.len() * ROW, 0.25);
    for row in rows.chunks_exact_mut(ROW) {
        row[BAG..].fill(0.0);
    }
    let mut dense = uniform(DENSE, 0.12);
    row_mut(&mut dense, ROW_BIAS, 0).fill(0.02);
    row_mut(&mut dense, ROW_BIAS, 0)[BAG..].fill(-1.0);
    row_mut(&mut dense, DECISION_BIAS, 0).fill(0.0);
    Model { table: Table { grams, rows }, dense: Dense(dense) }
}

/// Adam with decoupled decay; rows of the table are only touched when an n-gram of theirs was met.
struct Adam {
    dense: Vec<(f32, f32)>,
    rows: Vec<(f32, f32)>,
    t: i32,
}

impl Adam {
    fn new(model: &Model) -> Self {
        Self {
            dense: vec![(0.0, 0.0); DENSE],
            rows: vec![(0.0, 0.0); model.table.rows.len()],
            t: 0,
        }
    }

    fn step(&mut self, model: &mut Model, gradient: &Gradient, scale: f32, rate: f32, decay: f32) {
        self.t += 1;
        let fix1 = 1.0 - 0.9_f32.powi(self.t);
        let fix2 = 1.0 - 0.999_f32.powi(self.t);
        let update = |w: &mut f32, m: &mut (f32, f32), g: f32| {
            m.0 = 0.9 * m.0 + 0.1 * g;
            m.1 = 0.999 * m.1 + 0.001 * g * g;
            *w -= rate * ((m.0 / fix1) / ((m.1 / fix2).sqrt() + 1e-8) + decay * *w);
        };
        for ((w, m), g) in model.dense.0.iter_mut().zip(&mut self.dense).zip(&gradient.dense) {
            update(w, m, g * scale);
        }
        for (at, d) in &gradient.rows {
            let span = at * ROW..(at + 1) * ROW;
            let of = model.table.rows[span.clone()].iter_mut().zip(&mut self.rows[span]);
            for ((w, m), g) in of.zip(d) {
                update(w, m, g * scale);
            }
        }
    }
}
