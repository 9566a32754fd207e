//! The trainer: gradients against finite differences, and the same run twice.

use super::*;
use crate::judge::features::extract;

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
    let recipe = Recipe { drop: 0.0, drop_grams: 0.0, least: 1, smooth: 0.1, ..Recipe::default() };
    let examples = [example()];
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let grams = choose(&examples, &recipe);
    let index = |s: &Sentence| -> Vec<(usize, f32)> {
        s.grams().filter_map(|(g, w)| Some((grams.binary_search(&g).ok()?, w))).collect()
    };
    let indexed: Vec<_> = examples[0].sentences.iter().map(index).collect();
    let model = start(grams.clone(), &mut rng);
    let empty = || Gradient { dense: vec![0.0; DENSE], rows: std::collections::BTreeMap::new() };
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
    let recipe =
        Recipe { epochs: 150, least: 1, drop: 0.1, drop_grams: 0.0, batch: 1, ..Recipe::default() };
    let examples = [example()];
    let mut losses = Vec::new();
    let one = train(&examples, &recipe, |_, loss, _| losses.push(loss));
    let two = train(&examples, &recipe, |_, _, _| {});
    assert_eq!(one, two);
    assert!(losses[149] < 0.5 * losses[0], "{losses:?}");
}
