//! The story shelf: stories as things of their own, with what each was used for.
//!
//! Pure: files are handed in as text, sessions as digests. It knows nothing of screens or folders.
//!
//! - [`Story`]: a name and, when it was written down, its text; `file.rs` has the TOML.
//! - [`Shelf`]: all of them, with companies, questions and best verdicts from the logs.
//! - [`overlap`]: whether two texts tell the same story.

mod file;
mod overlap;
mod shelf;

pub use file::{FORMAT, MOST_BYTES, ReadStory, decode, encode, renamed, stem};
pub use overlap::{SAME, overlap};
pub use shelf::{Shelf, Shelved, Use};

use crate::session::When;

/// The most characters of a name.
pub const LONGEST_NAME: usize = 60;

/// A story of the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// What the person calls it; what logs refer to.
    pub name: String,
    /// When it came onto the shelf.
    pub added: When,
    /// Its words, when they were written down.
    pub text: Option<String>,
}

/// A name as it is kept: on one line, without white space at its ends; `None` when nothing is left
/// or it is longer than [`LONGEST_NAME`].
pub fn name(words: &str) -> Option<String> {
    let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = crate::text::printable(&name);
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    (fits && name.chars().any(char::is_alphanumeric)).then_some(name)
}

/// What makes two names the same: their letters and digits, in any case.
pub fn key(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_line_and_its_key_its_letters() {
        assert_eq!(name("  privacy\n review  slip "), Some("privacy review slip".to_owned()));
        assert_eq!(name(" — "), None);
        assert_eq!(name(&"long ".repeat(20)), None);
        assert_eq!(key("Privacy-Review, slip!"), key("privacy review slip"));
        assert_ne!(key("the hire"), key("the hires"));
    }
}
