//! An outcome as another judge sees it: the same words, today's verdict.

use crate::interview::{Exchange, Judge, Outcome, after};

/// The outcome with its answer and its replies judged again. What was asked, and what went unanswered,
/// stays; what replies told of parts that they were not asked for stays as it was judged then.
pub fn rejudged(outcome: &Outcome, judge: &impl Judge) -> Outcome {
    let verdict = judge.answer(&outcome.answer);
    let again = |exchange: &Exchange| Exchange {
        judgement: exchange
            .judgement
            .as_ref()
            .map(|_| judge.reply(exchange.asked.part, &exchange.reply, &outcome.answer)),
        ..exchange.clone()
    };
    let exchanges: Vec<Exchange> = outcome.exchanges.iter().map(again).collect();
    let after = after(&verdict, &exchanges);
    Outcome { verdict, exchanges, after, ..outcome.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::{Grade, Part};
    use crate::interview::cast::THIN;
    use crate::judge::{Judgement, Verdict};

    struct Kind;

    impl Judge for Kind {
        fn answer(&self, text: &str) -> Verdict {
            Verdict {
                parts: crate::arc::Parts::from_fn(|_| Judgement::missing(1.0)),
                flags: Vec::new(),
                shares: Default::default(),
                words: crate::text::words(text),
                notice: None,
            }
        }
        fn reply(&self, _: Part, _: &str, _: &str) -> Judgement {
            Judgement { grade: Grade::Strong, ..Judgement::missing(1.0) }
        }
    }

    #[test]
    fn the_words_stay_and_the_verdict_is_the_other_judges() {
        let then = THIN.play(|_| {}).outcome.unwrap();
        let now = rejudged(&then, &Kind);
        assert_eq!((&now.answer, now.exchanges.len()), (&then.answer, then.exchanges.len()));
        assert!(now.verdict.parts.iter().all(|(_, j)| j.grade == Grade::Missing));
        let replied = then.exchanges.iter().filter(|e| e.judgement.is_some());
        assert!(replied.clone().count() > 0);
        for exchange in replied {
            assert_eq!(now.after[exchange.asked.part].grade, Grade::Strong);
        }
    }
}
