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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Banks, read};

    fn bank(weights: &str) -> (Weights, Vec<String>) {
        let head = "format = 1\ncompany = \"acme\"\nname = \"Acme\"\nlens = \"Ours.\"\n";
        let question = "[[question]]\nid = \"acme-a\"\nwords = \"What broke?\"\n";
        let reading = read("acme.toml", &format!("{head}{weights}{question}"));
        let problems = reading.problems.iter().map(ToString::to_string).collect();
        (reading.bank.unwrap().weights, problems)
    }

    #[test]
    fn a_level_weighs_on_top_of_the_company() {
        let (weights, problems) =
            bank("[weights]\nlearning = 2\n[weights.staff]\nlearning = 1.5\naction = 0.5\n");
        assert!(!problems.iter().any(|p| p.contains("weight")), "{problems:?}");
        let staff = weights.at(Level::Staff);
        assert_eq!((staff.learning, staff.action, staff.diagnosis), (3.0, 0.5, 1.0));
        // A level that is not named expects what every room expects of it.
        let senior = weights.at(Level::Senior);
        assert_eq!((senior.learning, senior.action, senior.diagnosis), (2.0, 1.0, 1.2));
    }

    #[test]
    fn a_wrong_weight_is_said_with_its_line_and_costs_no_other() {
        let (weights, problems) = bank(
            "[weights]\nlearning = 2\nstaf = 1\n[weights.mid]\nlearnings = 1\naction = 50\nfailure = 2\n",
        );
        let said = problems.join("\n");
        assert!(said.contains("line 7: unknown part `staf` in `weights`"), "{said}");
        assert!(said.contains("line 9: unknown part `learnings` in `weights.mid`"), "{said}");
        assert!(said.contains("line 10: the weight of `action` must be a number"), "{said}");
        assert_eq!((weights.at(Level::Mid).learning, weights.at(Level::Mid).failure), (2.0, 2.0));
    }

    #[test]
    fn every_company_says_what_it_weighs_at_each_level() {
        for bank in Banks::shipped().iter().filter(|bank| bank.company != "general") {
            let levels: Vec<Level> = bank.weights.levels.iter().map(|(level, _)| *level).collect();
            for level in Level::ALL {
                assert!(levels.contains(level), "{} says nothing of {level}", bank.company);
            }
        }
    }
}
