//! The person's word against the judge's, as values applied over an outcome.
//!
//! The outcome keeps what the judge said; [`Corrected`] holds what counts. It knows nothing of verbs
//! or logs.

use super::Outcome;
use crate::arc::{Flag, Grade, Part, Parts};
use crate::judge::{Judgement, Standing, Verdict};
use crate::text::{Span, sentences};

/// Whose words a sentence is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Said {
    /// The answer.
    Answer,
    /// The reply of this exchange, counted from 0.
    Reply(usize),
}

/// A sentence under the number by which a person names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// Counted from 1 through the answer, and on through the replies.
    pub number: usize,
    /// Whose words it is part of.
    pub of: Said,
    /// Where in those words.
    pub span: Span,
    /// The sentence.
    pub text: &'a str,
}

impl Outcome {
    /// Every sentence that was handed in, under its number.
    pub fn sentences(&self) -> Vec<Numbered<'_>> {
        let replies = self.exchanges.iter().enumerate();
        let replies = replies.map(|(at, e)| (Said::Reply(at), e.reply.as_str()));
        std::iter::once((Said::Answer, self.answer.as_str()))
            .chain(replies)
            .flat_map(|(of, words)| sentences(words).into_iter().map(move |s| (of, s, s.of(words))))
            .zip(1..)
            .map(|((of, span, text), number)| Numbered { number, of, span, text })
            .collect()
    }
}

/// Something that the person says against the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// "I told this part: here." The sentences by their numbers, at least one.
    Told(Part, Vec<usize>),
    /// "I did not tell this part."
    Missed(Part),
    /// "This flag is wrong."
    Wrong(Flag),
}

/// Why a correction cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// Nothing was judged, so nothing can be corrected.
    #[error("nothing was judged here, so there is nothing to set right")]
    NothingJudged,
    /// No sentence was named.
    #[error("which sentence tells the {part}? Say its number: `told {part} {example}`")]
    NoSentenceNamed {
        /// The part.
        part: Part,
        /// A number that exists.
        example: usize,
    },
    /// A number that no sentence has.
    #[error("there is no sentence {number}: they are numbered 1 to {last}")]
    NoSuchSentence {
        /// As it was given.
        number: usize,
        /// The last one.
        last: usize,
    },
    /// The part counts as told by these sentences already.
    #[error("the {part} already counts as there, by sentence {number}")]
    AlreadyTold {
        /// The part.
        part: Part,
        /// The sentence.
        number: usize,
    },
    /// The part counts as missing already.
    #[error("the {part} already counts as not there; if you did tell it: `told {part} NUMBER`")]
    AlreadyMissing {
        /// The part.
        part: Part,
    },
    /// The flag was not raised.
    #[error("`{flag}` was not said of this answer; {raised}")]
    NotRaised {
        /// The flag.
        flag: Flag,
        /// What was, in words.
        raised: String,
    },
}

/// What counts after the person has spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The unprompted verdict, the person's word over the judge's. The shares stay the judge's.
    pub verdict: Verdict,
    /// The standing of each part after the probes.
    pub after: Parts<Standing>,
    /// The sentences by which a person says that a part is told, in the answer or in replies.
    pub told: Parts<Vec<usize>>,
    /// Which parts are the person's word.
    pub yours: Parts<bool>,
    /// The flags that the person took away.
    pub dropped: Vec<Flag>,
}

impl Corrected {
    /// What counts when nothing was said against the judge.
    pub fn none(outcome: &Outcome) -> Self {
        Self {
            verdict: outcome.verdict.clone(),
            after: outcome.after,
            told: Parts::default(),
            yours: Parts::default(),
            dropped: Vec::new(),
        }
    }

    /// Applies corrections in order; the last word on a part counts.
    ///
    /// # Errors
    /// The first that cannot be taken, and why.
    pub fn of(outcome: &Outcome, corrections: &[Correction]) -> Result<Self, CorrectionError> {
        corrections.iter().try_fold(Self::none(outcome), |counted, c| counted.with(outcome, c))
    }

    /// Applies one more.
    ///
    /// # Errors
    /// When it cannot be taken: it names no sentence or one that is not there, or changes nothing.
    pub fn with(
        mut self,
        outcome: &Outcome,
        correction: &Correction,
    ) -> Result<Self, CorrectionError> {
        if outcome.verdict.notice.is_some() || outcome.answer.trim().is_empty() {
            return Err(CorrectionError::NothingJudged);
        }
        match correction {
            Correction::Told(part, numbers) => self.tell(outcome, *part, numbers)?,
            Correction::Missed(part) => self.miss(*part)?,
            Correction::Wrong(flag) => self.drop(*flag)?,
        }
        Ok(self)
    }

    /// The parts that a sentence counts for, in the order of the arc.
    pub fn tells(&self, outcome: &Outcome, sentence: &Numbered<'_>) -> Vec<Part> {
        let holds = |spans: &[Span]| {
            spans.iter().any(|s| (sentence.span.start..sentence.span.end).contains(&s.start))
        };
        let judged = |part: Part| match sentence.of {
            Said::Answer => holds(&self.verdict.parts[part].evidence),
            Said::Reply(at) => outcome.exchanges.get(at).is_some_and(|e| {
                let own = e.judgement.iter().filter(|_| e.asked.part == part);
                let also = e.also.iter().filter(|(p, _)| *p == part).map(|(_, j)| j);
                own.chain(also).any(|j| j.grade > Grade::Missing && holds(&j.evidence))
            }),
        };
        let counts = |part: Part| {
            let named = &self.told[part];
            match (self.yours[part], named.is_empty()) {
                (true, true) => false,
                (true, false) => named.contains(&sentence.number),
                (false, _) => judged(part),
            }
        };
        Part::ALL.iter().copied().filter(|part| counts(*part)).collect()
    }

    fn tell(
        &mut self,
        outcome: &Outcome,
        part: Part,
        numbers: &[usize],
    ) -> Result<(), CorrectionError> {
        let all = outcome.sentences();
        let last = all.len();
        if numbers.is_empty() {
            return Err(CorrectionError::NoSentenceNamed { part, example: last });
        }
        let named = numbers
            .iter()
            .map(|&number| {
                let found = all.iter().find(|s| s.number == number);
                found.copied().ok_or(CorrectionError::NoSuchSentence { number, last })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let judged = &self.verdict.parts[part];
        let in_answer: Vec<Span> =
            named.iter().filter(|s| s.of == Said::Answer).map(|s| s.span).collect();
        // Told by exactly these already, so that nothing would change; what the judge is not sure of would.
        let by_judge = judged.grade == Grade::Strong
            && !judged.unsure()
            && in_answer.len() == named.len()
            && in_answer.iter().all(|span| judged.evidence.contains(span));
        let by_you = self.yours[part] && self.told[part] == numbers;
        if (by_judge || by_you)
            && let Some(first) = numbers.first()
        {
            return Err(CorrectionError::AlreadyTold { part, number: *first });
        }
        if !in_answer.is_empty() {
            self.verdict.parts[part] = Judgement {
                grade: Grade::Strong,
                reason: None,
                evidence: in_answer,
                confidence: 1.0,
            };
            // Whoever has told a part has given an answer.
            self.verdict.flags.retain(|flag| *flag != Flag::NoAnswer);
        }
        self.after[part] = Standing { grade: Grade::Strong, reason: None };
        self.told[part] = numbers.to_vec();
        self.yours[part] = true;
        Ok(())
    }

    fn miss(&mut self, part: Part) -> Result<(), CorrectionError> {
        let missing = Grade::Missing;
        let judged = &self.verdict.parts[part];
        if judged.grade == missing && !judged.unsure() && self.after[part].grade == missing {
            return Err(CorrectionError::AlreadyMissing { part });
        }
        self.verdict.parts[part] = Judgement::missing(1.0);
        self.after[part] = Standing { grade: missing, reason: None };
        self.told[part].clear();
        self.yours[part] = true;
        Ok(())
    }

    fn drop(&mut self, flag: Flag) -> Result<(), CorrectionError> {
        if !self.verdict.has(flag) {
            let raised = match self.verdict.flags.as_slice() {
                [] => "nothing was".to_owned(),
                [one] => format!("only `{one}` was"),
                many => {
                    let names: Vec<_> = many.iter().map(|f| format!("`{f}`")).collect();
                    format!("what was: {}", names.join(", "))
                }
            };
            return Err(CorrectionError::NotRaised { flag, raised });
        }
        self.verdict.flags.retain(|raised| *raised != flag);
        self.dropped.push(flag);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::cast::{BLAMING, COMPLETE, REFUSING, THIN};
    use proptest::prelude::*;

    fn outcome() -> Outcome {
        BLAMING.play(|_| {}).outcome.unwrap()
    }

    fn refused(correction: Correction) -> String {
        Corrected::of(&outcome(), &[correction]).unwrap_err().to_string()
    }

    #[test]
    fn the_persons_word_stands_beside_the_judges() {
        let outcome = outcome();
        let said = [Correction::Told(Part::Improvement, vec![4]), Correction::Wrong(Flag::Blame)];
        let counted = Corrected::of(&outcome, &said).unwrap();
        assert_eq!(counted.verdict.parts.improvement.grade, Grade::Strong);
        assert_eq!(counted.after.improvement.grade, Grade::Strong);
        assert_eq!(
            counted.verdict.parts.improvement.evidence[0].of(&outcome.answer),
            "I escalated it to my director and pushed the data team to freeze the schema."
        );
        assert!(!counted.verdict.has(Flag::Blame) && counted.dropped == [Flag::Blame]);
        assert!(counted.yours.improvement && !counted.yours.failure);
        assert_eq!(outcome.verdict.parts.improvement.grade, Grade::Missing, "the judge's is kept");
        assert!(outcome.verdict.has(Flag::Blame));
    }

    #[test]
    fn sentences_are_numbered_on_through_the_replies() {
        let outcome = outcome();
        let all = outcome.sentences();
        assert_eq!(all[5].of, Said::Reply(0));
        assert_eq!(all[5].number, 6);
        let counted =
            Corrected::of(&outcome, &[Correction::Told(Part::Diagnosis, vec![6])]).unwrap();
        // Told when asked is not told unprompted.
        assert_eq!(counted.verdict.parts.diagnosis.grade, Grade::Weak);
        assert_eq!(counted.after.diagnosis.grade, Grade::Strong);
    }

    #[test]
    fn what_the_judge_is_not_sure_of_can_be_settled_by_the_sentence_that_it_names_but_once() {
        let mut outcome = outcome();
        outcome.verdict.parts.failure.confidence = 0.5;
        let told = Correction::Told(Part::Failure, vec![2]);
        let counted = Corrected::of(&outcome, std::slice::from_ref(&told)).unwrap();
        assert!(counted.yours.failure && !counted.verdict.parts.failure.unsure());
        outcome.verdict.parts.improvement.confidence = 0.5;
        let missed = Correction::Missed(Part::Improvement);
        let counted = Corrected::of(&outcome, std::slice::from_ref(&missed)).unwrap();
        assert!(counted.yours.improvement && !counted.verdict.parts.improvement.unsure());
        assert!(counted.with(&outcome, &missed).is_err(), "once is enough");
        let told = Correction::Told(Part::Learning, vec![6]);
        let counted = Corrected::of(&outcome, std::slice::from_ref(&told)).unwrap();
        let again = counted.with(&outcome, &told).unwrap_err().to_string();
        // By a reply it is told as well.
        assert_eq!(again, "the learning already counts as there, by sentence 6");
    }

    #[test]
    fn the_last_word_on_a_part_counts() {
        let outcome = THIN.play(|_| {}).outcome.unwrap();
        let said =
            [Correction::Told(Part::Improvement, vec![2]), Correction::Missed(Part::Improvement)];
        let counted = Corrected::of(&outcome, &said).unwrap();
        assert_eq!(counted.after.improvement.grade, Grade::Missing);
        assert!(counted.yours.improvement);
    }

    #[test]
    fn a_correction_that_cannot_be_taken_says_why_and_what_to_do() {
        assert_eq!(
            refused(Correction::Told(Part::Learning, vec![40])),
            "there is no sentence 40: they are numbered 1 to 10"
        );
        assert_eq!(
            refused(Correction::Told(Part::Learning, vec![0])),
            "there is no sentence 0: they are numbered 1 to 10"
        );
        assert_eq!(
            refused(Correction::Told(Part::Learning, vec![])),
            "which sentence tells the learning? Say its number: `told learning 10`"
        );
        assert_eq!(
            refused(Correction::Told(Part::Failure, vec![2])),
            "the failure already counts as there, by sentence 2"
        );
        assert_eq!(
            refused(Correction::Wrong(Flag::Stale)),
            "`stale` was not said of this answer; only `blame` was"
        );
        let complete = COMPLETE.play(|_| {}).outcome.unwrap();
        assert_eq!(
            Corrected::of(&complete, &[Correction::Wrong(Flag::We)]).unwrap_err().to_string(),
            "`we` was not said of this answer; nothing was"
        );
        assert_eq!(
            refused(Correction::Missed(Part::Improvement)),
            "the improvement already counts as not there; if you did tell it: \
             `told improvement NUMBER`"
        );
    }

    #[test]
    fn a_story_taken_for_a_refusal_can_be_set_right() {
        let outcome = REFUSING.play(|_| {}).outcome.unwrap();
        let counted = Corrected::of(&outcome, &[Correction::Told(Part::Failure, vec![1])]).unwrap();
        assert!(!counted.verdict.has(Flag::NoAnswer));
    }

    proptest! {
        #[test]
        fn any_numbers_are_taken_or_refused(
            numbers in proptest::collection::vec(any::<usize>(), 0..4),
            part in proptest::sample::select(Part::ALL),
        ) {
            let outcome = outcome();
            let last = outcome.sentences().len();
            let told = Corrected::of(&outcome, &[Correction::Told(part, numbers.clone())]);
            if numbers.is_empty() || numbers.iter().any(|n| *n == 0 || *n > last) {
                prop_assert!(told.is_err());
            } else if let Ok(counted) = told {
                prop_assert_eq!(counted.after[part].grade, Grade::Strong);
            }
        }
    }
}
