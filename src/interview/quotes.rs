//! Which clause of a sentence an interviewer says back: the one that does the part's job.
//!
//! Where a quote may be cut is the banks' to know; what it is worth is the judge's.

use super::Judge;
use crate::arc::{Grade, Part};
use crate::bank::quotables;
use crate::judge::Judgement;
use crate::text::{tokens, words};

/// The most clauses of a sentence that are weighed.
const CLAUSES: usize = 6;

/// From this share of a sentence on, the first quote is as good as the whole of it.
const WHOLE: f64 = 0.8;

/// The clause of `sentence` that tells `part` best, as it can be said back; `None` when nothing in it
/// can be quoted well. Among equals, the first.
pub(super) fn quote(sentence: &str, part: Part, judge: &impl Judge) -> Option<String> {
    let mut clauses = quotables(sentence, CLAUSES);
    if part == Part::Failure {
        clauses.retain(|clause| !went_well(clause));
    }
    let first = clauses.first()?;
    if clauses.len() == 1 || words(first) as f64 >= WHOLE * words(sentence) as f64 {
        return Some(clauses.swap_remove(0));
    }
    // What it would be worth as an answer, and as a reply to whoever asked for the part.
    let worth = |clause: &str| {
        let alone = &judge.answer(clause).parts[part];
        [alone, &judge.reply(part, clause, "")].map(worth).iter().sum::<f32>()
    };
    let mut best = (f32::MIN, 0);
    for (at, clause) in clauses.iter().enumerate() {
        let worth = worth(clause);
        // The end of a quote has to be clearly better than the whole of it; of two that are equally
        // good, the later one: "I had read it, but I never asked".
        let margin = if clauses[best.1].ends_with(clause.as_str()) { 0.1 } else { -0.02 };
        if worth > best.0 + margin {
            best = (worth, at);
        }
    }
    Some(clauses.swap_remove(best.1))
}

/// Whether a clause tells a good end, as whoever boasts tells one: no interviewer says it back as what went
/// wrong, whatever the judge takes it for.
fn went_well(clause: &str) -> bool {
    const WELL: [&str; 14] = [
        "a day early",
        "days early",
        "a week early",
        "weeks early",
        "ahead of schedule",
        "ahead of time",
        "conversion went up",
        "revenue went up",
        "sales went up",
        "was a success",
        "was a big success",
        "went really well",
        "everyone loved",
        "everybody loved",
    ];
    let clause = clause.to_lowercase().replace('’', "'");
    let denied =
        ["n't ", "not ", "never ", "too early", "no "].iter().any(|no| clause.contains(no));
    !denied && WELL.iter().any(|well| clause.contains(well))
}

fn worth(judged: &Judgement) -> f32 {
    match judged.grade {
        Grade::Missing => -judged.confidence,
        Grade::Weak => judged.confidence,
        Grade::Strong => 1.0 + judged.confidence,
    }
}

/// Whether a quote speaks of what is to come. A judge errs now and then; to call a plain fact a plan
/// would be worse than not to quote it.
pub(super) fn intends(quote: &str) -> bool {
    let words: Vec<String> =
        tokens(quote).map(|word| word.to_lowercase().replace('’', "'")).collect();
    // "I didn't want the conversation" looks back.
    const BACK: [&str; 6] = ["didn't", "wasn't", "couldn't", "wouldn't", "hadn't", "did"];
    if words.iter().any(|word| BACK.contains(&word.as_str())) {
        return false;
    }
    words.iter().any(|word| {
        word.ends_with("'ll")
            || word.ends_with("'d")
            || ["will", "would", "should", "could", "going", "plan", "planning", "want", "hope"]
                .contains(&word.as_str())
            || ["next", "forward", "future", "try", "trying", "intend", "aim"]
                .contains(&word.as_str())
    })
}

/// Whether a quote promises, in words that leave no doubt.
pub(super) fn promises(quote: &str) -> bool {
    let quote = format!(" {} ", quote.to_lowercase().replace('’', "'"));
    [" i will ", " we will ", "i'll ", "we'll ", " going to ", " next time ", " going forward "]
        .iter()
        .any(|words| quote.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Trained;

    #[test]
    fn a_good_end_is_not_said_back_as_what_went_wrong() {
        let boast = "I stayed until midnight for three weeks, and in the end it shipped a day early and \
            conversion went up.";
        let quoted = |part| quote(boast, part, &Trained);
        assert!(!quoted(Part::Failure).is_some_and(|clause| clause.contains("early")));
        assert!(quoted(Part::Improvement).is_some());
        let failed = "We launched weeks early, and it was not a success.";
        assert!(quote(failed, Part::Failure, &Trained).is_some());
    }

    #[test]
    fn the_clause_that_does_the_job_is_quoted_and_not_the_one_before_it() {
        let quoted = |part, sentence| quote(sentence, part, &Trained);
        assert_eq!(
            quoted(
                Part::Failure,
                "We told them repeatedly that the date wasn't realistic, and they didn't listen, so obviously \
                 the launch failed: we missed the partner's window and they went with someone else.",
            )
            .as_deref(),
            Some("we missed the partner's window and they went with someone else")
        );
        assert_eq!(
            quoted(
                Part::Diagnosis,
                "I had read the doc twice, and I thought it was fine, but I never asked the two teams who had \
                 to build it whether the dates held.",
            )
            .as_deref(),
            Some("I never asked the two teams who had to build it whether the dates held")
        );
        assert_eq!(
            quoted(Part::Failure, "We slipped six weeks.").as_deref(),
            Some("we slipped six weeks")
        );
        assert_eq!(quoted(Part::Failure, "How so?"), None);
    }
}
