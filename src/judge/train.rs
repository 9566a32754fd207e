//! The trainer: labelled answers in, weights out. Deterministic for a seed.
//!
//! Stochastic gradient descent with Adam (Kingma and Ba 2015); gradients by hand, checked against finite
//! differences in a test. Several losses at once: the labels of each sentence, the grades of each part,
//! the flags.

#![allow(clippy::needless_range_loop, reason = "indices as in the formulas")]

use rand::{RngExt as _, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::corpus::{Hold, PartGrade, Voice};
use super::features::{Sentence, extract};
use super::net::*;
use crate::arc::{Flag, Grade, Part};

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
    /// Weight of answers written to be balanced and tricky (voices `t…`) against natural ones.
    pub balanced_weight: f32,
    /// An n-gram must occur in this many sentences.
    pub least: u32,
    /// At most this many n-grams.
    pub most: usize,
    /// How many networks are trained, with seeds that follow each other; their log-odds are averaged.
    pub networks: u64,
    /// How far targets are moved from 0 and 1, so that the networks do not grow too sure.
    pub smooth: f32,
    /// Whether the networks are trained once more on the training and validation splits together, when the
    /// calibration has been found on the second. Leave it out while choosing a recipe.
    pub whole: bool,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 10,
            rate: 4e-3,
            drop: 0.45,
            drop_grams: 0.45,
            answer_weight: 2.0,
            decay: 0.02,
            batch: 16,
            balanced_weight: 1.2,
            least: 3,
            most: 15_000,
            networks: 2,
            smooth: 0.0,
            whole: true,
        }
    }
}

/// One thing to learn from: a whole answer, a reply, or a single sentence.
#[derive(Debug, Clone)]
pub struct Example {
    /// What the model sees.
    pub sentences: Vec<Sentence>,
    /// Whether it is a reply to a probe.
    pub reply: bool,
    /// Targets of each sentence's scores.
    pub holds: Vec<[f32; SCORES]>,
    /// Weight of the sentence targets; 0 where there are none.
    pub holds_weight: f32,
    /// Targets of the decisions; `None` where there is none.
    pub decisions: [Option<f32>; DECISIONS],
    /// Weight of the whole.
    pub weight: f32,
}

/// The examples of a voice. `natural` says whether its rates are those of life.
pub fn examples(voice: &Voice, natural: bool, recipe: &Recipe) -> Vec<Example> {
    let mut out = Vec::new();
    let weight = if natural { 1.0 } else { recipe.balanced_weight };
    for answer in &voice.answers {
        let (text, spans) = answer.text();
        let sentences = extract(&text, None);
        if sentences.is_empty() {
            continue;
        }
        let holds = sentences.iter().map(|s| {
            let mut targets = [0.0; SCORES];
            for part in Part::ALL {
                let hold = answer.hold_in(&spans, s.span, *part);
                targets[*part as usize] = f32::from(hold.is_some());
                targets[5 + *part as usize] = f32::from(hold == Some(Hold::Tells));
            }
            targets
        });
        let holds = holds.collect();
        let mut decisions = [None; DECISIONS];
        for (part, graded) in answer.parts.iter() {
            decisions[2 * part as usize] = Some(f32::from(graded.grade as u8 > 0));
            decisions[2 * part as usize + 1] = Some(f32::from(graded.grade as u8 > 1));
        }
        for (f, flag) in Flag::ALL.iter().enumerate() {
            decisions[10 + f] = Some(f32::from(answer.flags.contains(flag)));
        }
        for (part, graded) in answer.parts.iter() {
            reasons(part, *graded, &mut decisions);
        }
        out.push(Example { sentences, reply: false, holds, holds_weight: 1.0, decisions, weight });
        for reply in &answer.replies {
            let sentences = extract(&reply.text, Some(reply.part));
            if sentences.is_empty() {
                continue;
            }
            let mut decisions = [None; DECISIONS];
            decisions[2 * reply.part as usize] = Some(f32::from(reply.grade.grade as u8 > 0));
            decisions[2 * reply.part as usize + 1] = Some(f32::from(reply.grade.grade as u8 > 1));
            reasons(reply.part, reply.grade, &mut decisions);
            let holds = vec![[0.0; SCORES]; sentences.len()];
            out.push(Example {
                sentences,
                reply: true,
                holds,
                holds_weight: 0.0,
                decisions,
                weight,
            });
        }
    }
    for single in &voice.singles {
        let (Some(label), Some(words)) = (single.first(), single.get(1)) else { continue };
        let Ok(labels) = label.parse::<super::corpus::Labels>() else { continue };
        let sentences: Vec<_> = extract(words, None).into_iter().take(1).collect();
        if sentences.is_empty() {
            continue;
        }
        let mut targets = [0.0; SCORES];
        for part in Part::ALL {
            let hold = labels.hold(*part);
            targets[*part as usize] = f32::from(hold.is_some());
            let tells = hold == Some(Hold::Tells) && single.get(2).is_none_or(String::is_empty);
            targets[5 + *part as usize] = f32::from(tells);
        }
        out.push(Example {
            sentences,
            reply: false,
            holds: vec![targets],
            holds_weight: 1.0,
            decisions: [None; DECISIONS],
            weight: 0.7,
        });
    }
    out
}

/// Sets the targets of the weak reasons; none where the part is not weak or no reason was given.
fn reasons(part: Part, graded: PartGrade, decisions: &mut [Option<f32>; DECISIONS]) {
    let (Grade::Weak, Some(reason)) = (graded.grade, graded.reason) else { return };
    for (r, _) in REASONS.iter().enumerate().filter(|(_, (p, _))| *p == part) {
        decisions[16 + r] = Some(f32::from(REASONS[r].1 == reason));
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

struct Mask<'r> {
    rng: &'r mut ChaCha8Rng,
    rate: f32,
    drawn: std::collections::HashMap<(u8, usize, usize), f32>,
}

impl Drop for Mask<'_> {
    fn keep(&mut self, kind: u8, sentence: usize, unit: usize) -> f32 {
        let keep = if self.rng.random::<f32>() < self.rate { 0.0 } else { 1.0 / (1.0 - self.rate) };
        self.drawn.insert((kind, sentence, unit), keep);
        keep
    }
}

/// Gradients of one batch.
struct Gradient {
    dense: Vec<f32>,
    rows: std::collections::BTreeMap<usize, [f32; ROW]>,
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

/// Loss and gradient of a binary target under log-odds `x`.
fn logistic(x: f32, target: f32) -> (f32, f32) {
    let loss = x.max(0.0) - x * target + libm::log1pf(libm::expf(-libm::fabsf(x)));
    (loss, sigmoid(x) - target)
}

fn smoothed(target: f32, recipe: &Recipe) -> f32 {
    target + recipe.smooth * (0.5 - target)
}

struct Indexed<'a> {
    rows: &'a [f32],
    grams: &'a [Vec<(usize, f32)>],
}

impl Rows for Indexed<'_> {
    fn add(&self, i: usize, _: &Sentence, to: &mut [f32; ROW]) {
        for (at, weight) in &self.grams[i] {
            axpy(*weight, &self.rows[at * ROW..][..ROW], to);
        }
    }
}

fn backward(
    model: &Model,
    example: &Example,
    indexed: &[Vec<(usize, f32)>],
    recipe: &Recipe,
    rng: &mut ChaCha8Rng,
    gradient: &mut Gradient,
) -> f32 {
    let dense = &model.dense.0;
    let n = example.sentences.len();
    // Leave some n-grams out, anew each time.
    let kept: Vec<Vec<(usize, f32)>> = indexed
        .iter()
        .map(|s| {
            let scale = 1.0 / (1.0 - recipe.drop_grams);
            let grams = s.iter().filter(|_| rng.random::<f32>() >= recipe.drop_grams);
            grams.map(|(at, w)| (*at, w * scale)).collect()
        })
        .collect();
    let rows = Indexed { rows: &model.table.rows, grams: &kept };
    let mut mask = Mask { rng, rate: recipe.drop, drawn: std::collections::HashMap::new() };
    let pass = run(&rows, dense, &example.sentences, example.reply, &mut mask);
    let drawn = mask.drawn;

    let mut loss = 0.0;
    let mut d_scores = vec![[0.0_f32; SCORES]; n];
    let mut d_seen = vec![[0.0_f32; SEEN]; n];
    if example.holds_weight > 0.0 {
        let scale = example.weight * example.holds_weight / (n as f32).sqrt();
        for i in 0..n {
            for j in 0..SCORES {
                let (l, d) = logistic(pass.scores[i][j], smoothed(example.holds[i][j], recipe));
                loss += l * scale;
                d_scores[i][j] += d * scale;
            }
        }
    }
    // Decisions.
    let mut d_gathered = vec![vec![0.0_f32; GATHERED]; 6];
    for d in 0..DECISIONS {
        let Some(target) = example.decisions[d] else { continue };
        let scale = example.weight * if d < 10 { recipe.answer_weight } else { 1.0 };
        let (l, g) = logistic(pass.decisions[d], smoothed(target, recipe));
        loss += l * scale;
        let g = g * scale;
        let which = looks_at(d);
        axpy(g, &pass.gathered[which], row_mut(&mut gradient.dense, TO_DECISIONS, d));
        row_mut(&mut gradient.dense, DECISION_BIAS, 0)[d] += g;
        axpy(g, row(dense, TO_DECISIONS, d), &mut d_gathered[which]);
    }
    let mut d_mean = [0.0_f32; SEEN];
    let mut d_whole = [0.0_f32; WHOLE];
    for g in &d_gathered {
        axpy(1.0, &g[SEEN..2 * SEEN], &mut d_mean);
        axpy(1.0, &g[2 * SEEN..], &mut d_whole);
    }
    for part in 0..5 {
        let g = &d_gathered[part][..SEEN];
        let along: Vec<f32> = (0..n).map(|i| dot(g, &pass.seen[i])).collect();
        let mean: f32 = (0..n).map(|i| pass.attention[i][part] * along[i]).sum();
        for i in 0..n {
            let a = pass.attention[i][part];
            axpy(a, g, &mut d_seen[i]);
            let ds = a * (along[i] - mean);
            d_scores[i][part] += ds;
            d_scores[i][5 + part] += ds;
        }
    }
    for j in 0..SCORES {
        d_scores[pass.best[j]][j] += d_whole[j] / 4.0;
        for i in 0..n {
            d_scores[i][j] += d_whole[SCORES + j] / 4.0 * pass.spread[i][j];
        }
    }
    for d in &mut d_seen {
        axpy(1.0 / n as f32, &d_mean, d);
    }
    // Scores → sentence in context.
    for i in 0..n {
        for r in 0..SEEN {
            let w = row(dense, TO_SCORES, r);
            d_seen[i][r] += dot(w, &d_scores[i]);
            axpy(pass.seen[i][r], &d_scores[i], row_mut(&mut gradient.dense, TO_SCORES, r));
        }
    }
    // Context → bags.
    let mut d_bags = vec![[0.0_f32; BAG]; n];
    let mut d_mean_bag = [0.0_f32; BAG];
    for i in 0..n {
        axpy(1.0, &d_seen[i][..BAG], &mut d_bags[i]);
        let mut d_context = [0.0_f32; CONTEXT];
        for u in 0..CONTEXT {
            if pass.seen[i][BAG + u] > 0.0 {
                d_context[u] = d_seen[i][BAG + u] * drawn[&(1, i, u)];
            }
        }
        axpy(1.0, &d_context, row_mut(&mut gradient.dense, CONTEXT_BIAS, 0));
        back(
            dense,
            TO_CONTEXT[3],
            &pass.mean_bag,
            &d_context,
            &mut d_mean_bag,
            &mut gradient.dense,
        );
        back(dense, TO_CONTEXT[0], &pass.bags[i], &d_context, &mut d_bags[i], &mut gradient.dense);
        if i > 0 {
            let (before, _) = d_bags.split_at_mut(i);
            back(
                dense,
                TO_CONTEXT[1],
                &pass.bags[i - 1],
                &d_context,
                &mut before[i - 1],
                &mut gradient.dense,
            );
        }
        if i + 1 < n {
            back(
                dense,
                TO_CONTEXT[2],
                &pass.bags[i + 1],
                &d_context,
                &mut d_bags[i + 1],
                &mut gradient.dense,
            );
        }
    }
    // Bags → rows and plain features.
    for i in 0..n {
        axpy(1.0 / n as f32, &d_mean_bag, &mut d_bags[i]);
        let mut d_row = [0.0_f32; ROW];
        for u in 0..BAG {
            if pass.bags[i][u] > 0.0 {
                d_row[u] = d_bags[i][u] * drawn[&(0, i, u)];
            }
        }
        d_row[BAG..].copy_from_slice(&d_scores[i]);
        axpy(1.0, &d_row, row_mut(&mut gradient.dense, ROW_BIAS, 0));
        for (f, value) in example.sentences[i].plain.iter().enumerate().filter(|(_, v)| **v != 0.0)
        {
            axpy(*value, &d_row, row_mut(&mut gradient.dense, FROM_PLAIN, f));
        }
        for (at, weight) in &kept[i] {
            axpy(*weight, &d_row, gradient.rows.entry(*at).or_insert([0.0; ROW]));
        }
    }
    loss
}

fn back(
    dense: &[f32],
    block: Block,
    from: &[f32],
    d_to: &[f32],
    d_from: &mut [f32],
    gradient: &mut [f32],
) {
    for r in 0..from.len() {
        d_from[r] += dot(row(dense, block, r), d_to);
        if from[r] != 0.0 {
            axpy(from[r], d_to, row_mut(gradient, block, r));
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Example {
        let text = "I never asked. We lost the client. I called them the same day.";
        let sentences = extract(text, None);
        let mut decisions = [None; DECISIONS];
        for (d, target) in decisions.iter_mut().enumerate() {
            *target = (d % 3 != 0).then_some((d % 2) as f32);
        }
        let holds = (0..sentences.len())
            .map(|i| std::array::from_fn(|j| f32::from(u8::from((i + j) % 3 == 0))))
            .collect();
        Example { sentences, reply: false, holds, holds_weight: 1.0, decisions, weight: 1.3 }
    }

    /// Every gradient is compared with the slope that a small step in each direction shows.
    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let recipe =
            Recipe { drop: 0.0, drop_grams: 0.0, least: 1, smooth: 0.1, ..Recipe::default() };
        let examples = [example()];
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let grams = choose(&examples, &recipe);
        let index = |s: &Sentence| -> Vec<(usize, f32)> {
            s.grams().filter_map(|(g, w)| Some((grams.binary_search(&g).ok()?, w))).collect()
        };
        let indexed: Vec<_> = examples[0].sentences.iter().map(index).collect();
        let model = start(grams.clone(), &mut rng);
        let empty =
            || Gradient { dense: vec![0.0; DENSE], rows: std::collections::BTreeMap::new() };
        let mut gradient = empty();
        backward(&model, &examples[0], &indexed, &recipe, &mut rng, &mut gradient);
        let mut slope = |change: &dyn Fn(&mut Model, f32)| {
            let mut at = |step: f32| {
                let mut moved = model.clone();
                change(&mut moved, step);
                f64::from(backward(&moved, &examples[0], &indexed, &recipe, &mut rng, &mut empty()))
            };
            (at(4e-3) - at(-4e-3)) / 8e-3
        };
        let mut checked = 0;
        for at in (0..DENSE).step_by(37) {
            let seen = slope(&|m, step| m.dense.0[at] += step);
            let told = f64::from(gradient.dense[at]);
            assert!((seen - told).abs() < 0.02 + 0.05 * seen.abs(), "dense {at}: {seen} {told}");
            checked += usize::from(seen.abs() > 1e-3);
        }
        for (row, d) in gradient.rows.iter().step_by(29) {
            let seen = slope(&|m, step| m.table.rows[row * ROW + BAG + 3] += step);
            assert!((seen - f64::from(d[BAG + 3])).abs() < 0.02, "row {row}");
        }
        assert!(checked > 40, "only {checked} weights moved the loss");
    }

    #[test]
    fn training_is_repeatable_and_learns() {
        let recipe = Recipe {
            epochs: 150,
            least: 1,
            drop: 0.1,
            drop_grams: 0.0,
            batch: 1,
            ..Recipe::default()
        };
        let examples = [example()];
        let mut losses = Vec::new();
        let one = train(&examples, &recipe, |_, loss, _| losses.push(loss));
        let two = train(&examples, &recipe, |_, _, _| {});
        assert_eq!(one, two);
        assert!(losses[149] < 0.5 * losses[0], "{losses:?}");
    }
}
