//! The model: a small network over the features of an answer's sentences.
//!
//! Pure arithmetic on `f32`, in a fixed order and with `libm` for the transcendental functions, so that
//! the same weights and text give the same verdict on every platform.
//!
//! An answer is read in four steps. Each sentence's n-grams are summed into a vector (a "bag", after
//! Joulin et al. 2017) and, beside it, into ten direct scores (the "wide" half of Cheng et al. 2016, which
//! remembers exact phrases). Each sentence then looks at its neighbours and at the mean of the whole answer,
//! and once more at what is told before it and after it. Last, for each part, the sentences that speak for it
//! most are gathered (attention, after Yang et al. 2016) and two questions are decided: is the part there at
//! all, and is it strong. The ten scores of a sentence are the evidence that is shown.
//!
//! The inner loops name their vectors themselves, since a release for size leaves them to nobody else. No
//! product is fused with its sum, so that a machine with wider vectors gives the same bits.

#![allow(clippy::needless_range_loop, reason = "indices as in the formulas")]

use wide::{f32x4, f32x8, f32x16};

use super::features::{PLAIN, Sentence};
use crate::arc::{Flag, Part, Reason};

/// Sentence scores: for each part, whether the sentence at least gestures at it (0–4) and whether it
/// tells it (5–9), as log-odds.
pub const SCORES: usize = 10;
/// Width of a sentence's vector.
pub const BAG: usize = 48;
/// Width of a row of the n-gram table.
pub const ROW: usize = BAG + SCORES;
/// Width of what a sentence takes from its neighbours.
pub const CONTEXT: usize = 32;
/// Width of the story around a sentence: the best score of each kind before it, then after it.
pub const AROUND: usize = 2 * SCORES;
/// Width of what a sentence takes from the story around it.
pub const STATE: usize = 24;
/// Log-odds that are lower count as this, and so does a place with no sentence before or after it.
pub const LOWEST: f32 = -4.0;
/// Width of a sentence in its context.
pub const SEEN: usize = BAG + CONTEXT;
/// Numbers that describe the whole answer: best and summed score of each kind, and its lengths.
pub const WHOLE: usize = 2 * SCORES + 4;
/// What the decision about one part sees: gathered sentences, their mean, the whole.
pub const GATHERED: usize = 2 * SEEN + WHOLE;
/// Decisions: for each part "there at all" and "strong"; six flags; then the weak reasons of [`REASONS`].
pub const DECISIONS: usize = 16 + REASONS.len();
/// The weak reasons that are decided, each for its part. Where a part has two reasons, one decision is
/// enough: the other reason is `vague`. Learning has one reason and no decision.
pub const REASONS: [(Part, Reason); 6] = [
    (Part::Failure, Reason::Safe),
    (Part::Failure, Reason::Vague),
    (Part::Failure, Reason::Disowned),
    (Part::Diagnosis, Reason::Outward),
    (Part::Action, Reason::Passive),
    (Part::Improvement, Reason::Intended),
];

/// Which gathering decision `d` looks at: its part's, or the sixth, which is for the flags. Blame is read off
/// the sentences that give the cause, and stakes off those that tell the failure.
pub const fn looks_at(d: usize) -> usize {
    const BLAME: usize = Flag::Blame as usize;
    const NO_STAKES: usize = Flag::NoStakes as usize;
    match d {
        0..10 => d / 2,
        10..16 => match d - 10 {
            BLAME => Part::Diagnosis as usize,
            NO_STAKES => Part::Failure as usize,
            _ => 5,
        },
        _ => REASONS[d - 16].0 as usize,
    }
}

/// The n-gram table, however it is kept.
pub trait Rows {
    /// Adds to `to` the weighted rows of the n-grams of `sentence`, which is number `i` of its answer.
    fn add(&self, i: usize, sentence: &Sentence, to: &mut [f32; ROW]);
}

/// The dense weights, in one run of numbers so that they can be stored, trained and compared as such.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense(pub Vec<f32>);

/// One block of the dense weights.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    at: usize,
    rows: usize,
    columns: usize,
}

impl Block {
    const fn after(self, rows: usize, columns: usize) -> Self {
        Self { at: self.end(), rows, columns }
    }
    /// The first rows of a block, and the others.
    const fn split(self, rows: usize) -> (Self, Self) {
        let first = Self { rows, ..self };
        (first, first.after(self.rows - rows, self.columns))
    }
    const fn end(self) -> usize {
        self.at + self.rows * self.columns
    }
}

/// Plain features → row.
pub const FROM_PLAIN: Block = Block { at: 0, rows: PLAIN, columns: ROW };
/// Bias of the row.
pub const ROW_BIAS: Block = FROM_PLAIN.after(1, ROW);
/// Sentence → context: itself, the one before, the one after, the mean.
pub const TO_CONTEXT: [Block; 4] = {
    let a = ROW_BIAS.after(BAG, CONTEXT);
    let b = a.after(BAG, CONTEXT);
    let c = b.after(BAG, CONTEXT);
    [a, b, c, c.after(BAG, CONTEXT)]
};
/// Bias of the context.
pub const CONTEXT_BIAS: Block = TO_CONTEXT[3].after(1, CONTEXT);
/// Sentence in context → scores.
pub const TO_SCORES: Block = CONTEXT_BIAS.after(SEEN, SCORES);
/// Sentence in context and the story around it → state.
pub const TO_STATE: Block = TO_SCORES.after(SEEN + AROUND, STATE);
/// Bias of the state.
pub const STATE_BIAS: Block = TO_STATE.after(1, STATE);
/// State → scores.
pub const FROM_STATE: Block = STATE_BIAS.after(STATE, SCORES);
/// Gathered → decisions about a part, two for each; for flags the mean alone is gathered.
pub const TO_DECISIONS: Block = FROM_STATE.after(DECISIONS, GATHERED);
/// Bias of the decisions.
pub const DECISION_BIAS: Block = TO_DECISIONS.after(1, DECISIONS);
/// How many dense weights there are.
pub const DENSE: usize = DECISION_BIAS.end();

/// One row of a block.
pub fn row(dense: &[f32], block: Block, row: usize) -> &[f32] {
    &dense[block.at + row * block.columns..][..block.columns]
}

/// One row of a block, to be changed.
pub fn row_mut(dense: &mut [f32], block: Block, row: usize) -> &mut [f32] {
    &mut dense[block.at + row * block.columns..][..block.columns]
}

/// `to += a * x`, element by element, as far as the shorter of the two goes.
pub fn axpy(a: f32, x: &[f32], to: &mut [f32]) {
    let n = x.len().min(to.len());
    let (x16, x) = x[..n].as_chunks();
    let (to16, to) = to[..n].as_chunks_mut();
    let factor = sixteen(a);
    for (t, x) in to16.iter_mut().zip(x16) {
        *t = (f32x16::new(*t) + factor * f32x16::new(*x)).to_array();
    }
    let (x4, x) = x.as_chunks();
    let (to4, to) = to.as_chunks_mut();
    let factor = f32x4::new([a, a, a, a]);
    for (t, x) in to4.iter_mut().zip(x4) {
        *t = (f32x4::new(*t) + factor * f32x4::new(*x)).to_array();
    }
    for (t, x) in to.iter_mut().zip(x) {
        *t += a * x;
    }
}

/// The inner product, summed in eight lanes: vectors in a fixed order.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    let (a8, a) = a[..n].as_chunks::<8>();
    let (b8, b) = b[..n].as_chunks::<8>();
    let mut lanes = f32x8::ZERO;
    for (x, y) in a8.iter().zip(b8) {
        lanes += f32x8::new(*x) * f32x8::new(*y);
    }
    let tail: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
    lanes.to_array().iter().sum::<f32>() + tail
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

/// Everything computed on the way, kept for the trainer and for the evidence.
#[derive(Debug, Clone, Default)]
pub struct Pass {
    /// Sentence vectors after the rectifier.
    pub bags: Vec<[f32; BAG]>,
    /// Mean of `bags`.
    pub mean_bag: Vec<f32>,
    /// Sentences in context.
    pub seen: Vec<[f32; SEEN]>,
    /// Sentence scores as they are at first, of a sentence and its neighbours.
    pub first: Vec<[f32; SCORES]>,
    /// The best of these before each sentence and after it, by a quarter.
    pub around: Vec<[f32; AROUND]>,
    /// The sentences that have them; `None` where none is above [`LOWEST`].
    pub around_at: Vec<[Option<usize>; AROUND]>,
    /// What each sentence takes from the story around it, after the rectifier.
    pub state: Vec<[f32; STATE]>,
    /// Sentence scores in the end.
    pub scores: Vec<[f32; SCORES]>,
    /// Attention of each part over the sentences.
    pub attention: Vec<[f32; 5]>,
    /// For each score, the sentence that holds the best.
    pub best: [usize; SCORES],
    /// For each score, how the sum is spread over the sentences.
    pub spread: Vec<[f32; SCORES]>,
    /// What the decisions saw, by [`looks_at`].
    pub gathered: Vec<Vec<f32>>,
    /// The decisions, as log-odds.
    pub decisions: [f32; DECISIONS],
}

/// Which units are left out, by the trainer; [`NoDrop`] in use.
pub trait Drop {
    /// The factor for unit `unit` of kind `kind` of sentence `sentence`: 0 or the inverse of the keep rate.
    fn keep(&mut self, kind: u8, sentence: usize, unit: usize) -> f32;
}

/// Keeps every unit.
pub struct NoDrop;
impl Drop for NoDrop {
    fn keep(&mut self, _: u8, _: usize, _: usize) -> f32 {
        1.0
    }
}

/// Runs the network over an answer of at least one sentence.
pub fn run(
    rows: &impl Rows,
    dense: &[f32],
    answer: &[Sentence],
    reply: bool,
    drop: &mut impl Drop,
) -> Pass {
    let n = answer.len();
    let mut pass = Pass {
        bags: Vec::with_capacity(n),
        seen: Vec::with_capacity(n),
        scores: Vec::with_capacity(n),
        state: Vec::with_capacity(n),
        gathered: Vec::with_capacity(6),
        ..Pass::default()
    };
    let mut direct = Vec::with_capacity(n);
    for (i, sentence) in answer.iter().enumerate() {
        let mut sum = [0.0; ROW];
        sum.copy_from_slice(row(dense, ROW_BIAS, 0));
        rows.add(i, sentence, &mut sum);
        for (f, value) in sentence.plain.iter().enumerate().filter(|(_, v)| **v != 0.0) {
            axpy(*value, row(dense, FROM_PLAIN, f), &mut sum);
        }
        let mut bag = [0.0; BAG];
        for (u, (b, s)) in bag.iter_mut().zip(&sum).enumerate() {
            *b = s.max(0.0) * drop.keep(0, i, u);
        }
        let mut wide = [0.0; SCORES];
        wide.copy_from_slice(&sum[BAG..]);
        pass.bags.push(bag);
        direct.push(wide);
    }
    pass.mean_bag = vec![0.0; BAG];
    for bag in &pass.bags {
        axpy(1.0 / n as f32, bag, &mut pass.mean_bag);
    }
    let mut shared = [0.0; CONTEXT];
    shared.copy_from_slice(row(dense, CONTEXT_BIAS, 0));
    through(dense, TO_CONTEXT[3], &pass.mean_bag, &mut shared);
    for i in 0..n {
        let mut context = shared;
        through(dense, TO_CONTEXT[0], &pass.bags[i], &mut context);
        if i > 0 {
            through(dense, TO_CONTEXT[1], &pass.bags[i - 1], &mut context);
        }
        if i + 1 < n {
            through(dense, TO_CONTEXT[2], &pass.bags[i + 1], &mut context);
        }
        for (u, c) in context.iter_mut().enumerate() {
            *c = c.max(0.0) * drop.keep(1, i, u);
        }
        let mut seen = [0.0; SEEN];
        seen[..BAG].copy_from_slice(&pass.bags[i]);
        seen[BAG..].copy_from_slice(&context);
        let mut scores = direct[i];
        through(dense, TO_SCORES, &seen, &mut scores);
        pass.seen.push(seen);
        pass.scores.push(scores);
    }
    look_around(dense, &mut pass, drop);
    gather(dense, answer, reply, &mut pass);
    pass
}

/// Lets each sentence see what is told before it and after it: "I rebuilt it" is work on the project while
/// nothing has gone wrong yet, and a repair afterwards.
fn look_around(dense: &[f32], pass: &mut Pass, drop: &mut impl Drop) {
    let n = pass.scores.len();
    pass.first = pass.scores.clone();
    pass.around = vec![[0.0; AROUND]; n];
    pass.around_at = vec![[None; AROUND]; n];
    for kind in 0..AROUND {
        let score = kind % SCORES;
        let (mut best, mut at) = (LOWEST, None);
        for step in 0..n {
            let i = if kind < SCORES { step } else { n - 1 - step };
            (pass.around[i][kind], pass.around_at[i][kind]) = (best / 4.0, at);
            if pass.first[i][score] > best {
                (best, at) = (pass.first[i][score], Some(i));
            }
        }
    }
    let (seen_rows, around_rows) = TO_STATE.split(SEEN);
    for i in 0..n {
        let mut state = [0.0; STATE];
        state.copy_from_slice(row(dense, STATE_BIAS, 0));
        through(dense, seen_rows, &pass.seen[i], &mut state);
        through(dense, around_rows, &pass.around[i], &mut state);
        for (u, s) in state.iter_mut().enumerate() {
            *s = s.max(0.0) * drop.keep(2, i, u);
        }
        through(dense, FROM_STATE, &state, &mut pass.scores[i]);
        pass.state.push(state);
    }
}

/// Adds what `from` gives through a block. A product with zero costs less than to ask whether it is one.
///
/// The columns are taken in strips whose sums stay in registers; each column is still summed row by row.
fn through<const N: usize>(dense: &[f32], block: Block, from: &[f32], to: &mut [f32; N]) {
    let rows = dense[block.at..block.end()].as_chunks::<N>().0;
    let mut at = 0;
    while N - at >= 16 {
        let mut sum = f32x16::new(columns(to, at));
        for (a, row) in from.iter().zip(rows) {
            sum += sixteen(*a) * f32x16::new(columns(row, at));
        }
        to[at..at + 16].copy_from_slice(sum.as_array());
        at += 16;
    }
    if N - at >= 8 {
        let mut sum = f32x8::new(columns(to, at));
        for (a, row) in from.iter().zip(rows) {
            sum += eight(*a) * f32x8::new(columns(row, at));
        }
        to[at..at + 8].copy_from_slice(sum.as_array());
        at += 8;
    }
    for (column, to) in to.iter_mut().enumerate().skip(at) {
        *to = from.iter().zip(rows).fold(*to, |sum, (a, row)| sum + a * row[column]);
    }
}

/// `W` columns of a row, from `at` on, which is a multiple of `W`.
fn columns<const N: usize, const W: usize>(row: &[f32; N], at: usize) -> [f32; W] {
    row.as_chunks::<W>().0[at / W]
}

/// One number in each lane. By way of four, since the compiler makes a loop of an array that repeats one number
/// more often.
pub(super) fn eight(a: f32) -> f32x8 {
    let [a, b, c, d] = f32x4::new([a, a, a, a]).to_array();
    f32x8::new([a, b, c, d, a, b, c, d])
}

pub(super) fn sixteen(a: f32) -> f32x16 {
    let [a, b, c, d] = f32x4::new([a, a, a, a]).to_array();
    f32x16::new([a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d])
}

fn gather(dense: &[f32], answer: &[Sentence], reply: bool, pass: &mut Pass) {
    let n = answer.len();
    let mut whole = [0.0; WHOLE];
    pass.spread = vec![[0.0; SCORES]; n];
    for j in 0..SCORES {
        let best = (0..n).fold(0, |b, i| if pass.scores[i][j] > pass.scores[b][j] { i } else { b });
        let top = pass.scores[best][j];
        let mut sum = 0.0;
        for i in 0..n {
            let e = libm::expf(pass.scores[i][j] - top);
            pass.spread[i][j] = e;
            sum += e;
        }
        for spread in &mut pass.spread {
            spread[j] /= sum;
        }
        pass.best[j] = best;
        whole[j] = top / 4.0;
        whole[SCORES + j] = (top + libm::logf(sum)) / 4.0;
    }
    let words: usize = answer.iter().map(|s| s.words).sum();
    whole[2 * SCORES] = libm::logf(words as f32 + 1.0) / 6.0;
    whole[2 * SCORES + 1] = libm::logf(n as f32) / 3.0;
    whole[2 * SCORES + 2] = f32::from(reply);
    whole[2 * SCORES + 3] = libm::fabsf(libm::logf((words as f32 + 1.0) / 180.0)) / 3.0;

    let mut mean = [0.0; SEEN];
    for seen in &pass.seen {
        axpy(1.0 / n as f32, seen, &mut mean);
    }
    pass.attention = vec![[0.0; 5]; n];
    for part in 0..5 {
        let speaks = |i: usize| pass.scores[i][part] + pass.scores[i][5 + part];
        let top = (0..n).map(speaks).fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for i in 0..n {
            let e = libm::expf(speaks(i) - top);
            pass.attention[i][part] = e;
            sum += e;
        }
        let mut gathered = vec![0.0; GATHERED];
        for i in 0..n {
            pass.attention[i][part] /= sum;
            axpy(pass.attention[i][part], &pass.seen[i], &mut gathered[..SEEN]);
        }
        gathered[SEEN..2 * SEEN].copy_from_slice(&mean);
        gathered[2 * SEEN..].copy_from_slice(&whole);
        pass.gathered.push(gathered);
    }
    let mut for_flags = vec![0.0; GATHERED];
    for_flags[SEEN..2 * SEEN].copy_from_slice(&mean);
    for_flags[2 * SEEN..].copy_from_slice(&whole);
    pass.gathered.push(for_flags);
    let bias = row(dense, DECISION_BIAS, 0);
    for (d, decision) in pass.decisions.iter_mut().enumerate() {
        let seen = &pass.gathered[looks_at(d)];
        *decision = bias[d] + dot(row(dense, TO_DECISIONS, d), seen);
    }
}
