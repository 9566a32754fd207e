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

/// What two texts share and do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Runs of words, in order.
    pub runs: Vec<Change>,
    /// How many words both have.
    pub shared: usize,
    /// How many words the longer one has.
    pub longest: usize,
}

impl Difference {
    /// Whether the runs can be read as one text: at least two words in five are shared. With less,
    /// they are a patchwork, and the two texts whole say more.
    pub fn is_readable(&self) -> bool {
        self.shared * 5 >= self.longest * 2
    }
}

/// The runs of words that two texts share and do not share; `None` when they are too long.
pub fn difference(then: &str, now: &str) -> Option<Difference> {
    let (then, now): (Vec<&str>, Vec<&str>) =
        (then.split_whitespace().collect(), now.split_whitespace().collect());
    if then.len() + now.len() > MOST_WORDS {
        return None;
    }
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(&then, &now);
    let mut shared = 0;
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        shared += usize::from(change.tag() == ChangeTag::Equal);
        match runs.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => runs.push((change.tag(), vec![change.value()])),
        }
    }
    let runs = without_crumbs(runs).into_iter().map(|(tag, words)| {
        let words = words.join(" ");
        match tag {
            ChangeTag::Equal => Change::Kept(words),
            ChangeTag::Delete => Change::Gone(words),
            ChangeTag::Insert => Change::New(words),
        }
    });
    Some(Difference { runs: runs.collect(), shared, longest: then.len().max(now.len()) })
}

/// A word or two that are the same between two changes are chance, and a text of them cannot be read:
/// they go with the changes around them.
fn without_crumbs(runs: Vec<(ChangeTag, Vec<&str>)>) -> Vec<(ChangeTag, Vec<&str>)> {
    let mut out: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let last = runs.len().saturating_sub(1);
    for (at, (tag, words)) in runs.into_iter().enumerate() {
        match tag {
            ChangeTag::Delete => gone.extend(words),
            ChangeTag::Insert => new.extend(words),
            ChangeTag::Equal if words.len() < 3 && at > 0 && at < last => {
                gone.extend_from_slice(&words);
                new.extend(words);
            }
            ChangeTag::Equal => {
                flush(&mut out, &mut gone, &mut new);
                out.push((tag, words));
            }
        }
    }
    flush(&mut out, &mut gone, &mut new);
    out
}

fn flush<'a>(
    out: &mut Vec<(ChangeTag, Vec<&'a str>)>,
    gone: &mut Vec<&'a str>,
    new: &mut Vec<&'a str>,
) {
    for (tag, words) in [(ChangeTag::Delete, gone), (ChangeTag::Insert, new)] {
        if !words.is_empty() {
            out.push((tag, std::mem::take(words)));
        }
    }
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
        let changes = changes.unwrap();
        assert!(!changes.is_readable());
        assert_eq!(
            changes.runs,
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
            let changes = difference(&then, &now).unwrap().runs;
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
