//! What changed between two attempts at one question, part by part, as values.

use super::{Corrected, Outcome};
use crate::arc::{Grade, Parts};

/// A grade then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// In the earlier attempt.
    pub then: Grade,
    /// In the later one.
    pub now: Grade,
}

impl Change {
    /// Whether more of the part's job is done now.
    pub fn won(self) -> bool {
        self.now > self.then
    }

    /// Whether less of it is.
    pub fn lost(self) -> bool {
        self.now < self.then
    }
}

/// A figure then and now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair<T> {
    /// In the earlier attempt.
    pub then: T,
    /// In the later one.
    pub now: T,
}

/// What changed between two attempts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Each part as it was told without being asked.
    pub unprompted: Parts<Change>,
    /// Each part after the probes.
    pub after: Parts<Change>,
    /// Words of the answer.
    pub words: Pair<usize>,
    /// Seconds of speech of the answer.
    pub speaking: Pair<f64>,
    /// Seconds of thinking before it.
    pub think: Pair<f64>,
    /// Probes that it took.
    pub probes: Pair<usize>,
}

/// Compares an attempt with the one before it, each with what counts of it.
pub fn compare(then: (&Outcome, &Corrected), now: (&Outcome, &Corrected)) -> Comparison {
    let ((then, then_counts), (now, now_counts)) = (then, now);
    let pair = |f: fn(&Outcome) -> f64| Pair { then: f(then), now: f(now) };
    Comparison {
        unprompted: then_counts
            .verdict
            .parts
            .map(|part, j| Change { then: j.grade, now: now_counts.verdict.parts[part].grade }),
        after: then_counts
            .after
            .map(|part, s| Change { then: s.grade, now: now_counts.after[part].grade }),
        words: Pair { then: then.verdict.words, now: now.verdict.words },
        speaking: pair(|o| o.times.speaking),
        think: pair(|o| o.times.think),
        probes: Pair { then: then.probes(), now: now.probes() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::Part;
    use crate::interview::Correction;
    use crate::interview::cast::{BLAMING, BRAGGING};

    #[test]
    fn what_was_won_and_lost_is_told_part_by_part() {
        let then = BLAMING.play(|_| {}).outcome.unwrap();
        let now = BRAGGING.play(|_| {}).outcome.unwrap();
        let (a, b) = (Corrected::none(&then), Corrected::none(&now));
        let comparison = compare((&then, &a), (&now, &b));
        let lost: Vec<_> =
            comparison.unprompted.iter().filter(|(_, c)| c.lost()).map(|(p, _)| p).collect();
        let won: Vec<_> =
            comparison.unprompted.iter().filter(|(_, c)| c.won()).map(|(p, _)| p).collect();
        assert_eq!(lost, [Part::Failure, Part::Diagnosis]);
        assert_eq!(won, [Part::Learning]);
        assert!(comparison.after.improvement.won() && comparison.after.diagnosis.won());
        assert_eq!(comparison.words, Pair { then: 70, now: 68 });
        assert_eq!(comparison.probes, Pair { then: 3, now: 3 });
    }

    #[test]
    fn the_persons_word_counts_in_it() {
        let outcome = BLAMING.play(|_| {}).outcome.unwrap();
        let judged = Corrected::none(&outcome);
        let said = [Correction::Told(Part::Improvement, vec![4])];
        let counted = Corrected::of(&outcome, &said).unwrap();
        let comparison = compare((&outcome, &judged), (&outcome, &counted));
        assert!(comparison.unprompted.improvement.won());
        assert!(!comparison.unprompted.learning.won() && !comparison.unprompted.learning.lost());
    }
}
