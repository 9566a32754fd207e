//! The words for when a probe fits, and which part can have which gap.
//!
//! It knows nothing of wordings, files or screens.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Gap;
use crate::arc::{Part, Reason, UnknownWord};

/// The gaps that are not a weak reason, in the order in which an interview meets them.
const PLAIN: [Gap; 6] =
    [Gap::Missing, Gap::Unsure, Gap::Push, Gap::Stakes, Gap::Recency, Gap::Ownership];

impl Gap {
    /// The word that banks and logs use: `missing`, `unsure`, `push`, `stakes`, `recency`,
    /// `ownership`, or the weak reason's own word (`vague`, `intended`, …).
    pub const fn id(self) -> &'static str {
        match self {
            Gap::Missing => "missing",
            Gap::Weak(reason) => reason.id(),
            Gap::Unsure => "unsure",
            Gap::Push => "push",
            Gap::Stakes => "stakes",
            Gap::Recency => "recency",
            Gap::Ownership => "ownership",
        }
    }

    /// Whether `part` can have this gap.
    pub fn fits(self, part: Part) -> bool {
        match self {
            Gap::Missing | Gap::Unsure | Gap::Push => true,
            Gap::Weak(reason) => part.reasons().contains(&reason),
            Gap::Stakes | Gap::Recency => part == Part::Failure,
            Gap::Ownership => part == Part::Diagnosis,
        }
    }

    /// Every gap there is.
    pub fn all() -> impl Iterator<Item = Gap> + Clone {
        PLAIN.into_iter().chain(Reason::ALL.iter().map(|&reason| Gap::Weak(reason)))
    }

    /// Every gap that `part` can have.
    pub fn of(part: Part) -> impl Iterator<Item = Gap> + Clone {
        Gap::all().filter(move |gap| gap.fits(part))
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Gap {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let given = word.trim();
        Gap::all()
            .find(|gap| gap.id().eq_ignore_ascii_case(given))
            .ok_or_else(|| UnknownWord::new("gap", given, Gap::all().map(Gap::id)))
    }
}

impl Serialize for Gap {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Gap {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_reads_back_from_its_word() {
        for gap in Gap::all() {
            assert_eq!(gap.id().parse::<Gap>(), Ok(gap));
        }
        assert_eq!(
            "intened".parse::<Gap>().unwrap_err().to_string(),
            "unknown gap `intened`; did you mean `intended`?"
        );
    }

    #[test]
    fn only_failure_is_asked_about_stakes_and_only_diagnosis_about_ownership() {
        let ids = |part| Gap::of(part).map(Gap::id).collect::<Vec<_>>().join(" ");
        assert_eq!(ids(Part::Failure), "missing unsure push stakes recency safe vague disowned");
        assert_eq!(ids(Part::Diagnosis), "missing unsure push ownership vague outward");
        assert_eq!(ids(Part::Action), "missing unsure push vague passive");
        assert_eq!(ids(Part::Learning), "missing unsure push platitude");
        assert_eq!(ids(Part::Improvement), "missing unsure push vague intended");
    }
}
