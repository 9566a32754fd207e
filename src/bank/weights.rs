//! What a company weighs: which gap comes first when several are equally open.
//!
//! It knows nothing of verdicts; the interview asks it for one level.

use crate::arc::{Level, Part, Parts};

/// How much each part weighs at a company, level by level; 1 is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// At every level.
    pub usual: Parts<f32>,
    /// By how much a level weighs each part more or less than that. A level that the bank says nothing
    /// of has [`Weights::of_level`].
    pub levels: Vec<(Level, Parts<f32>)>,
}

impl Weights {
    /// All parts alike, but for what every room expects of a level.
    pub fn even() -> Self {
        Self { usual: Parts::from_fn(|_| 1.0), levels: Vec::new() }
    }

    /// What every room expects of a level: at mid level that one learns from a mistake; above it how
    /// the cause was found and how judgement improved.
    pub fn of_level(level: Level) -> Parts<f32> {
        Parts::from_fn(|part| match (level, part) {
            (Level::Mid, Part::Learning)
            | (
                Level::Senior | Level::Staff | Level::Manager,
                Part::Diagnosis | Part::Improvement,
            ) => 1.2,
            _ => 1.0,
        })
    }

    /// What a part weighs for a candidate of this level.
    pub fn at(&self, level: Level) -> Parts<f32> {
        let own = self.levels.iter().find(|(of, _)| *of == level).map(|(_, parts)| *parts);
        let own = own.unwrap_or_else(|| Self::of_level(level));
        self.usual.map(|part, usual| usual * own[part])
    }
}
