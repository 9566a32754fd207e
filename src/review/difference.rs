//! Two texts, word by word. Lines and spaces do not count.

use similar::{Algorithm, ChangeTag, TextDiff};

/// Texts with more words than this together are not compared word by word: the time would grow with
/// the product of what differs, and nobody reads it.
pub const MOST_WORDS: usize = 6000;

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Kept(String),
    /// In the earlier one only.
    Gone(String),
    /// In the later one only.
    New(String),
}

/// The runs of words that two texts share and do not share; `None` when they are too long.
pub fn difference(then: &str, now: &str) -> Option<Vec<Change>> {
    let (then, now): (Vec<&str>, Vec<&str>) =
        (then.split_whitespace().collect(), now.split_whitespace().collect());
    if then.len() + now.len() > MOST_WORDS {
        return None;
    }
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(&then, &now);
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => runs.push((change.tag(), vec![change.value()])),
        }
    }
    let change = |(tag, words): (ChangeTag, Vec<&str>)| {
        let words = words.join(" ");
        match tag {
            ChangeTag::Equal => Change::Kept(words),
            ChangeTag::Delete => Change::Gone(words),
            ChangeTag::Insert => Change::New(words),
        }
    };
    Some(runs.into_iter().map(change).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_kept_dropped_and_added_is_told_in_runs() {
        let changes = difference(
            "We slipped six weeks. It was hard.",
            "We slipped\nsix weeks, and a client left.",
        );
        assert_eq!(
            changes.unwrap(),
            [
                Change::Kept("We slipped six".into()),
                Change::Gone("weeks. It was hard.".into()),
                Change::New("weeks, and a client left.".into()),
            ]
        );
    }

    #[test]
    fn very_long_texts_are_not_compared() {
        assert_eq!(difference(&"word ".repeat(MOST_WORDS), "one"), None);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off(then in "[a-d ]{0,60}", now in "[a-d ]{0,60}") {
            let changes = difference(&then, &now).unwrap();
            let read = |old: bool| {
                let words = changes.iter().filter_map(|change| match change {
                    Change::Kept(words) => Some(words.as_str()),
                    Change::Gone(words) => old.then_some(words.as_str()),
                    Change::New(words) => (!old).then_some(words.as_str()),
                });
                words.collect::<Vec<_>>().join(" ")
            };
            let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(read(true), bare(&then));
            prop_assert_eq!(read(false), bare(&now));
        }
    }
}
