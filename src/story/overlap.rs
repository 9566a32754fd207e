//! Whether two texts tell the same story: by the words that stand in both.

use std::collections::HashSet;

use crate::text::tokens;

/// From this overlap on, two answers are taken for the same story.
///
/// Of 180,000 pairs of different stories in the judge's corpus one in ten thousand reaches 0.39; half
/// of them stay under 0.08.
pub const SAME: f64 = 0.4;

/// Words shorter than this stand in every story.
const SHORTEST: usize = 5;

/// Fewer different words than this say nothing.
const FEWEST: usize = 8;

/// How much of the shorter text's longer words stand in the other, 0 to 1; 0 when there are too few of
/// them to tell.
pub fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (stems(one), stems(other));
    let fewer = one.len().min(other.len());
    if fewer < FEWEST {
        return 0.0;
    }
    one.intersection(&other).count() as f64 / fewer as f64
}

/// The different longer words and the numbers of a text, without their commonest endings.
fn stems(text: &str) -> HashSet<String> {
    tokens(text)
        .filter(|word| word.chars().count() >= SHORTEST || word.chars().any(|c| c.is_ascii_digit()))
        .map(|word| {
            let word = word.to_lowercase();
            let bare = ["ing", "ed", "es", "s"].iter().find_map(|ending| word.strip_suffix(ending));
            bare.filter(|bare| bare.len() >= 3).map(str::to_owned).unwrap_or(word)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "In May I shipped a billing migration on a Friday and we charged 2,300 customers \
        twice. I had assumed the staging data was current and never checked its date. That night I \
        stopped the job, reversed every charge and wrote to each customer myself.";
    const SHORT: &str = "On a Friday I shipped a migration of our billing that charged 2,300 customers \
        twice, because I assumed that staging was current. I reversed the charges that night.";
    const OTHER: &str = "I hired a tech lead whom two of my panel had doubts about, since I wanted the \
        team to be complete before the review. He left after four months, and two engineers with him.";

    #[test]
    fn a_story_told_again_in_other_words_is_the_same_and_another_is_not() {
        assert!(overlap(LONG, SHORT) >= SAME, "{}", overlap(LONG, SHORT));
        assert!(overlap(LONG, OTHER) < 0.2, "{}", overlap(LONG, OTHER));
        assert_eq!(overlap(LONG, LONG), 1.0);
        assert_eq!(overlap("We failed.", "We failed."), 0.0, "too little to tell");
    }
}
