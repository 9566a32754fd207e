//! The vocabulary of the five-part arc: parts, grades, weak reasons, flags, traits, levels.
//!
//! Everything else speaks in these words. It knows nothing of text, banks, screens or files.

use std::fmt;
use std::ops::{Index, IndexMut};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A word that names none of a closed set; carries the nearest known word, if one is near.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} `{word}`; {}", hint(.nearest, .known))]
pub struct UnknownWord {
    /// What was looked for: `part`, `grade`, `flag`, `level`, …
    pub kind: &'static str,
    /// The word as it was given.
    pub word: String,
    /// The nearest known word, when one is near enough to be meant.
    pub nearest: Option<String>,
    /// All the known words, comma-separated.
    pub known: String,
}

fn hint(nearest: &Option<String>, known: &str) -> String {
    match nearest {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("known: {known}"),
    }
}

impl UnknownWord {
    /// Builds the error for `word` against the words that are `known`.
    pub fn new<'a>(
        kind: &'static str,
        word: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        Self {
            kind,
            word: word.to_owned(),
            nearest: nearest(word, known.clone()).map(str::to_owned),
            known: known.into_iter().collect::<Vec<_>>().join(", "),
        }
    }
}

/// The known word nearest to `word`, or `None` when none is near enough to have been meant.
///
/// Near means a Damerau–Levenshtein distance of at most a third of the word's length (at least
/// one): what clap and cargo use as the border between a typo and another word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&word, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= most || (word.len() >= 3 && k.starts_with(&word)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

macro_rules! words {
    ($type:ident, $kind:literal, $($variant:ident => $id:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in the order of the guideline.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];
            /// The word that banks, logs and JSON use.
            pub const fn id(self) -> &'static str {
                match self { $($type::$variant => $id),+ }
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.id()) }
        }
        impl FromStr for $type {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                let given = word.trim();
                Self::ALL.iter().copied().find(|v| v.id().eq_ignore_ascii_case(given))
                    .ok_or_else(|| UnknownWord::new($kind, given, Self::ALL.iter().map(|v| v.id())))
            }
        }
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.id())
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = String::deserialize(d)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// One of the five jobs that a complete answer does, in the order of the arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What went wrong, what it cost, and that it was the speaker's.
    Failure,
    /// The speaker's own decision, assumption or omission that made it preventable.
    Diagnosis,
    /// What the speaker did about it once they realised, inside the incident.
    Action,
    /// What the speaker understands now that they did not before.
    Learning,
    /// Conduct that has changed since, told as fact.
    Improvement,
}
words!(Part, "part", Failure => "failure", Diagnosis => "diagnosis", Action => "action",
    Learning => "learning", Improvement => "improvement");

/// What interviewers screen for through the five parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// You own it: failure, diagnosis, learning.
    Humility,
    /// You act, learn, change: action, improvement.
    Agency,
}
words!(Trait, "trait", Humility => "humility", Agency => "agency");

impl Part {
    /// The trait that this part shows.
    pub const fn shows(self) -> Trait {
        match self {
            Part::Failure | Part::Diagnosis | Part::Learning => Trait::Humility,
            Part::Action | Part::Improvement => Trait::Agency,
        }
    }

    /// The part's full name, as a heading: "Honest failure".
    pub const fn title(self) -> &'static str {
        match self {
            Part::Failure => "Honest failure",
            Part::Diagnosis => "Clear diagnosis",
            Part::Action => "Decisive action",
            Part::Learning => "Extracted learning",
            Part::Improvement => "Demonstrated improvement",
        }
    }

    /// The reasons for which this part may be graded weak.
    pub const fn reasons(self) -> &'static [Reason] {
        match self {
            Part::Failure => &[Reason::Safe, Reason::Vague, Reason::Disowned],
            Part::Diagnosis => &[Reason::Outward, Reason::Vague],
            Part::Action => &[Reason::Passive, Reason::Vague],
            Part::Learning => &[Reason::Platitude],
            Part::Improvement => &[Reason::Intended, Reason::Vague],
        }
    }
}

/// How well a part's job is done. Ordered: missing < weak < strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// No sentence does this job: an interviewer would have to ask. On screen: "not there".
    Missing,
    /// Something gestures at it, but an interviewer would still probe. On screen: "thin".
    Weak,
    /// The job is done: an interviewer would move on. On screen: "there".
    Strong,
}
words!(Grade, "grade", Missing => "missing", Weak => "weak", Strong => "strong");

impl Grade {
    /// The word that the person sees.
    pub const fn shown(self) -> &'static str {
        match self {
            Grade::Missing => "not there",
            Grade::Weak => "thin",
            Grade::Strong => "there",
        }
    }

    /// The one-column mark beside the word; never the only signal.
    pub const fn mark(self) -> char {
        match self {
            Grade::Missing => '○',
            Grade::Weak => '◐',
            Grade::Strong => '●',
        }
    }
}

/// Why a part is weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Failure: trivial, a humblebrag, or recovered at no cost.
    Safe,
    /// Failure, diagnosis, action, improvement: said, but with nothing specific behind it.
    Vague,
    /// Failure: told only as bad luck, as others' doing, or as "we" throughout.
    Disowned,
    /// Diagnosis: the cause named is other people or circumstances.
    Outward,
    /// Action: others or "we" did it, or it just got fixed.
    Passive,
    /// Learning: a maxim that anyone could say, tied to nothing in the story.
    Platitude,
    /// Improvement: only what the speaker will or would do.
    Intended,
}
words!(Reason, "reason", Safe => "safe", Vague => "vague", Disowned => "disowned",
    Outward => "outward", Passive => "passive", Platitude => "platitude", Intended => "intended");

/// Something true of the whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Points at other people or circumstances and does not turn back to the speaker.
    Blame,
    /// "We" throughout: nobody could say what the speaker did or decided.
    We,
    /// The bulk retells what happened; diagnosis, learning and improvement get little room.
    BlowByBlow,
    /// The answer itself dates the failure to more than two years ago.
    Stale,
    /// Nothing of weight was at risk, for the level that the speaker claims.
    NoStakes,
    /// Not an answer: a refusal, off-topic, gibberish. All five parts are then missing.
    NoAnswer,
}
words!(Flag, "flag", Blame => "blame", We => "we", BlowByBlow => "blow-by-blow",
    Stale => "stale", NoStakes => "no-stakes", NoAnswer => "no-answer");

/// The seniority that the candidate interviews for; it sets the stakes expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Individual contributor, some years in.
    Mid,
    /// Senior individual contributor.
    Senior,
    /// Staff or above.
    Staff,
    /// Manages people.
    Manager,
}
words!(Level, "level", Mid => "mid", Senior => "senior", Staff => "staff", Manager => "manager");

/// One value for each of the five parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Parts<T> {
    /// For [`Part::Failure`].
    pub failure: T,
    /// For [`Part::Diagnosis`].
    pub diagnosis: T,
    /// For [`Part::Action`].
    pub action: T,
    /// For [`Part::Learning`].
    pub learning: T,
    /// For [`Part::Improvement`].
    pub improvement: T,
}

impl<T> Parts<T> {
    /// Fills the five places from a function of the part.
    pub fn from_fn(mut f: impl FnMut(Part) -> T) -> Self {
        Self {
            failure: f(Part::Failure),
            diagnosis: f(Part::Diagnosis),
            action: f(Part::Action),
            learning: f(Part::Learning),
            improvement: f(Part::Improvement),
        }
    }

    /// The five parts with their values, in the order of the arc.
    pub fn iter(&self) -> impl Iterator<Item = (Part, &T)> {
        Part::ALL.iter().map(move |&part| (part, &self[part]))
    }

    /// A value computed from each of the five.
    pub fn map<U>(&self, mut f: impl FnMut(Part, &T) -> U) -> Parts<U> {
        Parts::from_fn(|part| f(part, &self[part]))
    }
}

impl<T> Index<Part> for Parts<T> {
    type Output = T;
    fn index(&self, part: Part) -> &T {
        match part {
            Part::Failure => &self.failure,
            Part::Diagnosis => &self.diagnosis,
            Part::Action => &self.action,
            Part::Learning => &self.learning,
            Part::Improvement => &self.improvement,
        }
    }
}

impl<T> IndexMut<Part> for Parts<T> {
    fn index_mut(&mut self, part: Part) -> &mut T {
        match part {
            Part::Failure => &mut self.failure,
            Part::Diagnosis => &mut self.diagnosis,
            Part::Action => &mut self.action,
            Part::Learning => &mut self.learning,
            Part::Improvement => &mut self.improvement,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_names_the_nearest_known_one() {
        let err = "learnings".parse::<Part>().unwrap_err();
        assert_eq!(err.to_string(), "unknown part `learnings`; did you mean `learning`?");
        let err = "zebra".parse::<Level>().unwrap_err();
        assert_eq!(err.to_string(), "unknown level `zebra`; known: mid, senior, staff, manager");
    }

    #[test]
    fn grades_are_ordered_by_how_much_of_the_job_is_done() {
        assert!(Grade::Missing < Grade::Weak && Grade::Weak < Grade::Strong);
    }
}
