//! One example's loss and the gradient of it, by hand, the network's steps taken backwards.

#![allow(clippy::needless_range_loop, reason = "indices as in the formulas")]

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::{Example, Model, Recipe};
use crate::judge::features::Sentence;
use crate::judge::net::*;

pub(super) struct Mask<'r> {
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
pub(super) struct Gradient {
    pub(super) dense: Vec<f32>,
    pub(super) rows: std::collections::BTreeMap<usize, [f32; ROW]>,
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

pub(super) fn backward(
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
    // Scores → state → the scores at first, and the sentence in context.
    let mut d_first = d_scores.clone();
    for i in 0..n {
        let mut d_state = [0.0_f32; STATE];
        for u in 0..STATE {
            let w = row(dense, FROM_STATE, u);
            if pass.state[i][u] > 0.0 {
                d_state[u] = dot(w, &d_scores[i]) * drawn[&(2, i, u)];
                axpy(pass.state[i][u], &d_scores[i], row_mut(&mut gradient.dense, FROM_STATE, u));
            }
        }
        axpy(1.0, &d_state, row_mut(&mut gradient.dense, STATE_BIAS, 0));
        for r in 0..SEEN {
            d_seen[i][r] += dot(row(dense, TO_STATE, r), &d_state);
            axpy(pass.seen[i][r], &d_state, row_mut(&mut gradient.dense, TO_STATE, r));
        }
        for r in 0..AROUND {
            axpy(pass.around[i][r], &d_state, row_mut(&mut gradient.dense, TO_STATE, SEEN + r));
            if let Some(at) = pass.around_at[i][r] {
                d_first[at][r % SCORES] += dot(row(dense, TO_STATE, SEEN + r), &d_state) / 4.0;
            }
        }
        if example.holds_weight > 0.0 && recipe.deep > 0.0 {
            let scale = recipe.deep * example.weight * example.holds_weight / (n as f32).sqrt();
            for j in 0..SCORES {
                let (l, d) = logistic(pass.first[i][j], smoothed(example.holds[i][j], recipe));
                loss += l * scale;
                d_first[i][j] += d * scale;
            }
        }
    }
    let d_scores = d_first;
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
