//! How long a part stays told: the FSRS scheduler, and what a grade is to it.
//!
//! FSRS (the free spaced repetition scheduler, version 5 with its published default weights) keeps two
//! numbers for a thing to be remembered: how stable the memory is, in days until recall has fallen to
//! nine in ten, and how difficult the thing is, from 1 to 10. Its weights were fitted to flash cards
//! and not to stories; what is taken from it is the shape: sooner after a miss, later and later while
//! it goes well.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use rs_fsrs::{Parameters, Rating};

use crate::arc::Grade;

/// The chance of telling a part unasked at which it comes back.
///
/// With the usual 0.9, missing and thin would both come back the next day. At 0.85 a part returns
/// after one day when it was missing, two when it was thin, and five when it was told at once.
const RECALL: f64 = 0.85;

/// Nothing stays away for longer, in days: people prepare for weeks, and what was not told for a month
/// has gone cold.
pub(super) const LONGEST: u16 = 30;

static PARAMETERS: LazyLock<Parameters> = LazyLock::new(|| Parameters {
    request_retention: RECALL,
    maximum_interval: i32::from(LONGEST),
    // The seed of the defaults is the hour; it is for the fuzz, which stays off, so that the same logs
    // always give the same days.
    enable_fuzz: false,
    ..Parameters::default()
});

/// What a grade is to the scheduler.
///
/// What is practised is telling a part without being asked, so only the unprompted grade counts:
/// - missing is `Again`: it was not recalled, and a probe that fetches it is a cue, not a recall;
/// - weak is `Hard`: it came, but so that an interviewer would still ask;
/// - strong is `Good`. `Easy` is never given: no verdict can tell that it came without effort.
const fn rating(grade: Grade) -> Rating {
    match grade {
        Grade::Missing => Rating::Again,
        Grade::Weak => Rating::Hard,
        Grade::Strong => Rating::Good,
    }
}

/// What is remembered of one part of one question, as of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Memory {
    stability: f64,
    difficulty: f64,
    on: NaiveDate,
}

impl Memory {
    /// After the first time.
    pub(super) fn first(grade: Grade, on: NaiveDate) -> Self {
        let rating = rating(grade);
        Self {
            stability: PARAMETERS.init_stability(rating),
            difficulty: PARAMETERS.init_difficulty(rating),
            on,
        }
    }

    /// After another time. A day before the last one counts as the same day.
    pub(super) fn then(self, grade: Grade, on: NaiveDate) -> Self {
        let (rating, recall) = (rating(grade), self.recall(on));
        let Self { stability, difficulty, .. } = self;
        let stability = match grade {
            _ if on <= self.on => PARAMETERS.short_term_stability(stability, rating),
            // Forgetting makes no memory stronger; and however well it once stood, what was missing
            // today waits no longer than what is thin.
            Grade::Missing => PARAMETERS
                .next_forget_stability(difficulty, stability, recall)
                .min(stability)
                .min(PARAMETERS.init_stability(Rating::Hard)),
            Grade::Weak | Grade::Strong => {
                PARAMETERS.next_recall_stability(difficulty, stability, recall, rating)
            }
        };
        let difficulty = PARAMETERS.next_difficulty(difficulty, rating);
        Self { stability: stability.max(0.1), difficulty, on: self.on.max(on) }
    }

    /// The day on which it comes back: the next one at the soonest.
    pub(super) fn due(self) -> NaiveDate {
        let days = PARAMETERS.next_interval(self.stability, 0) as u64;
        self.on.checked_add_days(Days::new(days)).unwrap_or(self.on)
    }

    /// The chance of telling it unasked on a day, 0 to 1.
    pub(super) fn recall(self, day: NaiveDate) -> f64 {
        let days = (day - self.on).num_days().max(0) as f64;
        Parameters::forgetting_curve(days, self.stability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::default().checked_add_days(Days::new(days)).unwrap()
    }

    /// The intervals in days when it is practised each time on the day on which it comes back.
    fn intervals(grades: &[Grade]) -> Vec<i64> {
        let mut on = day(0);
        let mut memory: Option<Memory> = None;
        let step = |grade: &Grade| {
            let now = memory.map_or(Memory::first(*grade, on), |m| m.then(*grade, on));
            let days = (now.due() - on).num_days();
            (memory, on) = (Some(now), now.due());
            days
        };
        grades.iter().map(step).collect()
    }

    #[test]
    fn sooner_when_missing_later_each_time_it_is_told() {
        use Grade::{Missing, Strong, Weak};
        assert_eq!(intervals(&[Missing]), [1]);
        assert_eq!(intervals(&[Weak]), [2]);
        assert_eq!(intervals(&[Strong]), [5]);
        assert_eq!(intervals(&[Missing, Weak, Strong, Strong, Strong]), [1, 2, 6, 19, 30]);
        assert_eq!(intervals(&[Missing, Missing, Missing]), [1, 1, 1]);
        assert_eq!(intervals(&[Strong, Strong, Missing, Strong]), [5, 26, 2, 8]);
        assert_eq!(intervals(&[Weak, Weak, Weak, Weak]), [2, 4, 6, 9]);
    }

    #[test]
    fn twice_on_a_day_or_a_clock_set_back_is_the_same_day() {
        let memory = Memory::first(Grade::Weak, day(10));
        let same = memory.then(Grade::Strong, day(10));
        assert!(same.due() > memory.due());
        assert_eq!(memory.then(Grade::Strong, day(3)), same);
    }

    proptest! {
        #[test]
        fn any_practice_has_a_day_to_come_back(
            steps in proptest::collection::vec((0usize..3, 0u64..400), 1..40)
        ) {
            let mut on = 0;
            let mut memory: Option<Memory> = None;
            for (grade, gap) in steps {
                on += gap;
                let grade = Grade::ALL[grade];
                let before = memory;
                let now = before.map_or(Memory::first(grade, day(on)), |m| m.then(grade, day(on)));
                let days = (now.due() - day(on)).num_days();
                prop_assert!((1..=i64::from(LONGEST)).contains(&days));
                prop_assert!((0.0..=1.0).contains(&now.recall(day(on + 30))));
                if let Some(before) = before {
                    let missed = before.then(Grade::Missing, day(on)).due();
                    let thin = before.then(Grade::Weak, day(on)).due();
                    let told = before.then(Grade::Strong, day(on)).due();
                    prop_assert!(missed <= thin && thin <= told);
                }
                memory = Some(now);
            }
        }
    }
}
