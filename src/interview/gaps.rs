//! Which gap is asked for first.
//!
//! The rule, in order:
//! 1. A failure that was not stated, or one that cost nobody anything: nothing else can be asked of a
//!    story without one.
//! 2. What is missing. Three things that a flag says are missing from the whole answer count here:
//!    ownership (`blame`, `we`), a recent story (`stale`), and, for senior and above, stakes (`no-stakes`).
//!    So does a cause that surely points outward: it is no diagnosis of one's own.
//! 3. What the judge thinks is missing without being sure.
//! 4. For senior and above, what a failure cost that looks small.
//! 5. What is weak.
//!
//! Among equals, the part that this company and level weigh most, then the order of the arc. Nothing
//! that was told is asked for; no gap is asked for twice; no part more than twice.
//!
//! It knows nothing of wordings.

use crate::arc::{Flag, Grade, Level, Part, Parts, Reason};
use crate::bank::Gap;
use crate::judge::{Standing, Verdict};

/// All that the choice depends on.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The verdict on the answer.
    pub verdict: &'a Verdict,
    /// Where each part stands by now.
    pub after: &'a Parts<Standing>,
    /// What the company weighs at this level.
    pub weights: &'a Parts<f32>,
    /// The level that the candidate interviews for.
    pub level: Level,
    /// What has been asked for, pushes left out.
    pub asked: &'a [Next],
}

/// A part to ask for, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Next {
    /// The part.
    pub part: Part,
    /// Why.
    pub gap: Gap,
}

/// How pressing a gap is; see the rule above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    NoFailure,
    Missing,
    PerhapsMissing,
    Small,
    Weak,
}

/// How often one part may be asked for: once for what is missing, once for what the reply left thin.
const PER_PART: usize = 2;

/// What to ask for next; `None` when nothing is left to ask.
pub fn next(situation: Situation<'_>) -> Option<Next> {
    Part::ALL
        .iter()
        .filter_map(|&part| situation.gap(part).map(|(rank, gap)| (rank, Next { part, gap })))
        .min_by(|(rank, a), (other, b)| {
            let weight = |part: Part| situation.weights[part];
            rank.cmp(other).then_with(|| weight(b.part).total_cmp(&weight(a.part)))
        })
        .map(|(_, next)| next)
}

impl Situation<'_> {
    fn was_asked(&self, part: Part, gap: Gap) -> bool {
        self.asked.contains(&Next { part, gap })
    }

    fn gap(&self, part: Part) -> Option<(Rank, Gap)> {
        if self.asked.iter().filter(|next| next.part == part).count() >= PER_PART {
            return None;
        }
        let flagged = match part {
            Part::Failure => self.failure_by_flag(),
            Part::Diagnosis => self.ownership(),
            _ => None,
        };
        // A failure that was never stated is asked for before its age or its stakes.
        let plain = self.plain(part);
        let stated = !matches!(plain, Some((Rank::NoFailure | Rank::PerhapsMissing, _)));
        flagged.filter(|_| part != Part::Failure || stated).or(plain)
    }

    /// Whether a reply has raised this part.
    fn raised(&self, part: Part) -> bool {
        self.after[part].grade > self.verdict.parts[part].grade
    }

    fn failure_by_flag(&self) -> Option<(Rank, Gap)> {
        let open = |gap| !self.was_asked(Part::Failure, gap);
        if self.verdict.has(Flag::Stale) && open(Gap::Recency) {
            return Some((Rank::Missing, Gap::Recency));
        }
        let told = self.raised(Part::Failure) && self.after.failure.grade == Grade::Strong;
        let stakes = self.verdict.has(Flag::NoStakes) && self.level >= Level::Senior && !told;
        let rank = if self.costless() { Rank::NoFailure } else { Rank::Missing };
        (stakes && open(Gap::Stakes)).then_some((rank, Gap::Stakes))
    }

    /// Whether what is told as a failure cost nobody anything: a strength in disguise, say. There is
    /// nothing to learn from it and nothing to do about it, so this comes first.
    fn costless(&self) -> bool {
        self.verdict.has(Flag::NoStakes) && self.after.failure.reason == Some(Reason::Safe)
    }

    /// A cause that points outward is no diagnosis, so it is as good as missing; but somebody who has
    /// surely named their own part is not asked for it again.
    fn ownership(&self) -> Option<(Rank, Gap)> {
        let hidden = self.verdict.has(Flag::Blame) || self.verdict.has(Flag::We);
        let strong = self.after.diagnosis.grade == Grade::Strong;
        let told =
            strong && (self.raised(Part::Diagnosis) || !self.verdict.parts.diagnosis.unsure());
        (hidden && !told && !self.was_asked(Part::Diagnosis, Gap::Ownership))
            .then_some((Rank::Missing, Gap::Ownership))
    }

    fn plain(&self, part: Part) -> Option<(Rank, Gap)> {
        let standing = self.after[part];
        let unsure = !self.raised(part) && self.verdict.parts[part].unsure();
        let asked = |gap| self.was_asked(part, gap);
        match (standing.grade, standing.reason) {
            (Grade::Strong, _) => None,
            // Asked for in whatever words, and still missing: the candidate has none.
            (Grade::Missing, _)
                if asked(Gap::Missing) || asked(Gap::Unsure) || asked(Gap::Ownership) =>
            {
                None
            }
            (Grade::Missing, _) if unsure => Some((Rank::PerhapsMissing, Gap::Unsure)),
            (Grade::Missing, _) if part == Part::Failure => Some((Rank::NoFailure, Gap::Missing)),
            (Grade::Missing, _) => Some((Rank::Missing, Gap::Missing)),
            // The same question in other words.
            (Grade::Weak, Some(Reason::Safe)) if asked(Gap::Stakes) => None,
            (Grade::Weak, Some(Reason::Outward)) if asked(Gap::Ownership) => None,
            (Grade::Weak, Some(Reason::Disowned))
                if self.was_asked(Part::Diagnosis, Gap::Ownership) =>
            {
                None
            }
            (Grade::Weak, Some(Reason::Safe))
                if self.costless()
                    && self.level < Level::Senior
                    && !asked(Gap::Weak(Reason::Safe)) =>
            {
                Some((Rank::NoFailure, Gap::Weak(Reason::Safe)))
            }
            (Grade::Weak, reason) => {
                let gap = match reason {
                    Some(reason) if !unsure => Gap::Weak(reason),
                    // Whether it cost little or much: what it cost is asked of a senior either way.
                    Some(Reason::Safe) if self.level >= Level::Senior => Gap::Stakes,
                    // A weak part without a reason gets the wording that fits either way.
                    _ => Gap::Unsure,
                };
                let rank = match gap {
                    Gap::Weak(Reason::Outward) => Rank::Missing,
                    // Of a story that may have cost nobody anything, that is the first thing to know.
                    _ if reason == Some(Reason::Safe) && self.level >= Level::Senior => Rank::Small,
                    _ => Rank::Weak,
                };
                (!asked(gap)).then_some((rank, gap))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Weights;
    use crate::interview::scripted::verdict;
    use proptest::prelude::*;

    fn even() -> Parts<f32> {
        Parts::from_fn(|_| 1.0)
    }

    /// The whole order in which gaps would be asked for, if no reply ever helped.
    fn order(verdict: &Verdict, weights: Parts<f32>, level: Level) -> Vec<String> {
        let after = Standing::unprompted(verdict);
        let weights = Weights { usual: weights, levels: Vec::new() }.at(level);
        let mut asked = Vec::new();
        let mut out = Vec::new();
        while let Some(n) =
            next(Situation { verdict, after: &after, weights: &weights, level, asked: &asked })
        {
            asked.push(n);
            out.push(format!("{} {}", n.part, n.gap));
        }
        out
    }

    #[test]
    fn missing_comes_before_weak_and_then_the_order_of_the_arc() {
        let v = verdict("F+ D~vague A- L~platitude I-", &[]);
        assert_eq!(
            order(&v, even(), Level::Mid),
            ["action missing", "improvement missing", "learning platitude", "diagnosis vague"]
        );
    }

    #[test]
    fn among_equals_company_and_level_decide() {
        let v = verdict("F+ D- A- L- I-", &[]);
        assert_eq!(
            order(&v, even(), Level::Mid),
            ["learning missing", "diagnosis missing", "action missing", "improvement missing"]
        );
        assert_eq!(
            order(&v, even(), Level::Staff),
            ["diagnosis missing", "improvement missing", "action missing", "learning missing"]
        );
        let amazon = Parts { improvement: 1.5, ..even() };
        assert_eq!(order(&v, amazon, Level::Staff)[0], "improvement missing");
    }

    #[test]
    fn a_failure_that_was_not_stated_comes_first_whatever_weighs_more() {
        let v = verdict("F- D- A+ L+ I+", &[Flag::Stale]);
        let weights = Parts { diagnosis: 3.0, ..even() };
        assert_eq!(
            order(&v, weights, Level::Senior),
            ["failure missing", "diagnosis missing", "failure recency"]
        );
    }

    #[test]
    fn blame_and_we_ask_for_ownership_in_the_place_of_diagnosis() {
        for flag in [Flag::Blame, Flag::We] {
            let v = verdict("F~disowned D~outward A+ L- I+", &[flag]);
            assert_eq!(
                order(&v, even(), Level::Senior),
                ["diagnosis ownership", "learning missing"],
                "{flag}"
            );
        }
    }

    #[test]
    fn a_cause_that_points_outward_is_no_diagnosis() {
        let v = verdict("F+ D~outward A~vague L- I+", &[]);
        assert_eq!(
            order(&v, even(), Level::Senior),
            ["diagnosis outward", "learning missing", "action vague"]
        );
        // Not sure that it does: then what is missing comes first.
        let v = verdict("F+ D~outward? A+ L- I+", &[]);
        assert_eq!(order(&v, even(), Level::Senior)[0], "learning missing");
    }

    #[test]
    fn whoever_surely_named_their_part_is_not_asked_for_it() {
        let v = verdict("F+ D+ A+ L+ I+", &[Flag::We]);
        assert!(order(&v, even(), Level::Manager).is_empty());
        let v = verdict("F+ D+? A+ L+ I+", &[Flag::We]);
        assert_eq!(order(&v, even(), Level::Manager), ["diagnosis ownership"]);
    }

    #[test]
    fn stakes_are_asked_of_senior_and_above_only() {
        let v = verdict("F~safe D+ A+ L+ I+", &[Flag::NoStakes]);
        assert_eq!(order(&v, even(), Level::Mid), ["failure safe"]);
        for level in [Level::Senior, Level::Staff, Level::Manager] {
            assert_eq!(order(&v, even(), level), ["failure stakes"]);
        }
    }

    #[test]
    fn a_strength_in_disguise_is_asked_about_before_what_it_lacks() {
        let v = verdict("F~safe D- A+ L~platitude I-", &[Flag::NoStakes]);
        assert_eq!(order(&v, even(), Level::Mid)[0], "failure safe");
        assert_eq!(
            order(&v, even(), Level::Staff),
            ["failure stakes", "diagnosis missing", "improvement missing", "learning platitude"]
        );
        // Not sure that it cost little: to ask what it cost fits either way.
        let v = verdict("F~safe? D+ A+ L+ I+", &[]);
        assert_eq!(order(&v, even(), Level::Staff), ["failure stakes"]);
        assert_eq!(order(&v, even(), Level::Mid), ["failure unsure"]);
        let v = verdict("F~safe D~vague A+ L~platitude I+", &[]);
        assert_eq!(order(&v, even(), Level::Manager)[0], "failure safe");
        // Something small that did cost somebody is a failure all the same.
        let v = verdict("F~safe D- A+ L+ I-", &[]);
        assert_eq!(order(&v, even(), Level::Staff)[0], "diagnosis missing");
    }

    #[test]
    fn an_old_story_is_asked_about_even_when_it_is_complete() {
        let v = verdict("F+ D+ A+ L+ I+", &[Flag::Stale]);
        assert_eq!(order(&v, even(), Level::Mid), ["failure recency"]);
    }

    #[test]
    fn an_unsure_judge_asks_in_words_that_fit_either_way() {
        let v = verdict("F+ D-? A~vague? L- I+?", &[]);
        assert_eq!(
            order(&v, even(), Level::Mid),
            ["learning missing", "diagnosis unsure", "action unsure"]
        );
    }

    fn any_verdict() -> impl Strategy<Value = Verdict> {
        let part = |part: Part| {
            let weak: Vec<String> = part.reasons().iter().map(|r| format!("~{r}")).collect();
            let grades = [vec!["+".to_owned(), "-".to_owned()], weak].concat();
            (proptest::sample::select(grades), any::<bool>())
                .prop_map(|(grade, unsure)| format!("{grade}{}", if unsure { "?" } else { "" }))
        };
        let grades = (
            part(Part::Failure),
            part(Part::Diagnosis),
            part(Part::Action),
            part(Part::Learning),
            part(Part::Improvement),
        );
        (grades, proptest::sample::subsequence(Flag::ALL.to_vec(), 0..=Flag::ALL.len())).prop_map(
            |((f, d, a, l, i), flags)| verdict(&format!("F{f} D{d} A{a} L{l} I{i}"), &flags),
        )
    }

    proptest! {
        #[test]
        fn it_ends_and_never_asks_for_what_was_told(v in any_verdict(), level in proptest::sample::select(Level::ALL)) {
            let after = Standing::unprompted(&v);
            let weights = even();
            let mut asked: Vec<Next> = Vec::new();
            while let Some(n) = next(Situation { verdict: &v, after: &after, weights: &weights, level, asked: &asked }) {
                prop_assert!(n.gap.fits(n.part));
                prop_assert!(!asked.contains(&n));
                let flagged = matches!(n.gap, Gap::Recency | Gap::Stakes | Gap::Ownership);
                prop_assert!(flagged || after[n.part].grade != Grade::Strong);
                asked.push(n);
                prop_assert!(asked.len() <= 10);
            }
        }
    }
}
