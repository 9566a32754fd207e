//! Which attempts are meant: by company, by what became of a part, by day, by words.

use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use crate::arc::{Grade, Part, UnknownWord};
use crate::session::{AttemptDigest, Digest, Session};
use crate::text::tokens;

/// Which attempts are meant; all conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The id of the bank that asked.
    pub company: Option<String>,
    /// What became of parts, before any probe.
    pub parts: Vec<Condition>,
    /// The first day.
    pub since: Option<NaiveDate>,
    /// Words that question, answer or replies hold.
    pub search: Option<Search>,
}

/// What must have become of a part: `improvement=missing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The part.
    pub part: Part,
    /// Its grade before any probe.
    pub grade: Grade,
}

/// Words that are no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCondition {
    /// There is no `=` in it.
    #[error("`{0}` should be a part and a grade, like improvement=missing")]
    Shape(String),
    /// The part or the grade is unknown.
    #[error(transparent)]
    Word(#[from] UnknownWord),
}

impl FromStr for Condition {
    type Err = BadCondition;

    fn from_str(words: &str) -> Result<Self, BadCondition> {
        let (part, grade) =
            words.split_once('=').ok_or_else(|| BadCondition::Shape(words.to_owned()))?;
        // The words of the screen are as good as those of the logs.
        let shown = |given: &str| {
            Grade::ALL.iter().copied().find(|grade| grade.shown() == given.trim().to_lowercase())
        };
        Ok(Self { part: part.parse()?, grade: shown(grade).map_or_else(|| grade.parse(), Ok)? })
    }
}

impl Filter {
    /// Whether every attempt is meant.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an attempt is meant, as far as its digest tells; the words are not looked at.
    pub fn meets(&self, attempt: &AttemptDigest) -> bool {
        self.company.as_ref().is_none_or(|company| *company == attempt.company)
            && self.parts.iter().all(|c| attempt.unprompted[c.part] == c.grade)
            && (self.parts.is_empty() || attempt.counts)
            && self.since.is_none_or(|day| attempt.at.moment().date_naive() >= day)
    }

    /// The attempts of a session that are meant, as far as its digest tells.
    pub fn of<'a>(&'a self, digest: &'a Digest) -> impl Iterator<Item = &'a AttemptDigest> {
        digest.attempts.iter().filter(|attempt| self.meets(attempt))
    }

    /// The day before which no session that matters began: the last question of a long one may have been
    /// asked the day after.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.since.map(|since| since.pred_opt().unwrap_or(since))
    }

    /// Whether a session with this id can be left unread: its name says that it is too old.
    pub fn rules_out(&self, id: &str) -> bool {
        let Some(first) = self.first_day() else { return false };
        let first = (first.year(), first.month(), first.day());
        id.get(..10).and_then(digits).is_some_and(|day| day < first)
    }
}

/// Year, month and day of a name that begins with them. Ten thousand names are looked at for one
/// line, so it is not asked whether there is such a day.
fn digits(day: &str) -> Option<(i32, u32, u32)> {
    let (year, rest) = day.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let lengths = (year.len(), month.len(), day.len()) == (4, 2, 2);
    lengths.then_some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Whole words in a row, in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// What to look for; `None` when there is no word in it.
    pub fn new(words: &str) -> Option<Self> {
        let words: Vec<String> = tokens(words).map(str::to_lowercase).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether `text` holds the words in a row.
    pub fn finds(&self, text: &str) -> bool {
        let mut recent: Vec<String> = Vec::with_capacity(self.words.len());
        tokens(text).any(|token| {
            if recent.len() == self.words.len() {
                recent.remove(0);
            }
            recent.push(token.to_lowercase());
            recent == self.words
        })
    }

    /// Whether a log can be left unread: one of the words is nowhere in it. Says no when in doubt.
    pub fn rules_out(&self, log: &str) -> bool {
        // Only plain letters stand in a log as they stand in the text, in either case.
        let longest = self.words.iter().filter(|w| w.bytes().all(|b| b.is_ascii_alphanumeric()));
        let Some(longest) = longest.max_by_key(|word| word.len()) else { return false };
        memchr::memmem::find(log.to_ascii_lowercase().as_bytes(), longest.as_bytes()).is_none()
    }

    /// Whether the question, the answer or a reply of the attempt with this number holds the words.
    pub fn finds_in(&self, session: &Session, number: usize) -> bool {
        session.attempts().filter(|attempt| attempt.number == number).any(|attempt| {
            std::iter::once(attempt.question)
                .chain(attempt.probes())
                .any(|turn| self.finds(&turn.asked) || self.finds(&turn.words))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_in_a_row_are_found_in_any_case() {
        let search = Search::new("privacy review").unwrap();
        assert!(search.finds("We skipped the Privacy\nReview, twice."));
        assert!(!search.finds("The review of privacy"));
        assert!(!search.finds("privacy reviews"));
        assert!(!search.finds("privacy"));
        assert!(Search::new("Größe").unwrap().finds("die GRÖSSE? die größe"));
        assert_eq!(Search::new(" — "), None);
        assert!(Search::new("a a b").unwrap().finds("a a a b"));
    }

    #[test]
    fn a_log_is_only_ruled_out_when_a_word_is_nowhere_in_it() {
        let search = Search::new("Privacy review").unwrap();
        assert!(search.rules_out("words = \"\"\"\nnothing\"\"\""));
        assert!(!search.rules_out("the PRIVACY thing"));
        assert!(!Search::new("didn't").unwrap().rules_out("x"));
    }

    #[test]
    fn a_condition_is_a_part_and_a_grade() {
        let missing = Condition { part: Part::Improvement, grade: Grade::Missing };
        assert_eq!("improvement=missing".parse(), Ok(missing));
        assert_eq!("improvement = not there".parse(), Ok(missing));
        let said = |words: &str| words.parse::<Condition>().unwrap_err().to_string();
        assert_eq!(
            said("improvment=weak"),
            "unknown part `improvment`; did you mean `improvement`?"
        );
        assert_eq!(
            said("learning"),
            "`learning` should be a part and a grade, like improvement=missing"
        );
        assert!(said("learning=week").contains("did you mean `weak`?"));
    }

    #[test]
    fn names_tell_which_logs_are_too_old() {
        let filter = Filter { since: NaiveDate::from_ymd_opt(2026, 11, 20), ..Filter::default() };
        assert!(filter.rules_out("2026-11-18-235959-amazon-0000"));
        assert!(!filter.rules_out("2026-11-19-235959-amazon-0000"));
        assert!(!filter.rules_out("notes"));
        assert_eq!(filter.first_day().map(|day| day.to_string()).as_deref(), Some("2026-11-19"));
    }
}
