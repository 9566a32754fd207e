//! Corrections in the corpus's own form: what a person set right, as labelled answers that can teach
//! the judge.
//!
//! Pure. It knows nothing of files; nothing is sent anywhere.

use super::{Attempt, Says, Session};
use crate::arc::{Grade, Part};
use crate::interview::{Corrected, Outcome, Said};
use crate::judge::corpus::{FORMAT, Hold, Labelled, Labels, PartGrade, Reply, Voice};

/// The attempts in which something was set right, as one voice of the corpus; in the order given.
pub fn corrections<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Voice {
    let answers = sessions.into_iter().flat_map(labelled_of).collect();
    Voice { format: FORMAT, answers, singles: Vec::new() }
}

/// The corrected attempts of one session.
pub fn labelled_of(session: &Session) -> Vec<Labelled> {
    let corrected = |attempt: &Attempt<'_>| {
        session.corrections(attempt.question.number).next().is_some() && attempt.shown.is_some()
    };
    session.attempts().filter(corrected).filter_map(|attempt| labelled(&attempt)).collect()
}

fn labelled(attempt: &Attempt<'_>) -> Option<Labelled> {
    let outcome = attempt.outcome(None)?;
    let counted = attempt.corrected(&outcome);
    let sentences = sentences(&outcome, &counted);
    let held = |part: Part| sentences.iter().any(|(labels, _)| labels.hold(part).is_some());
    let parts = counted.verdict.parts.map(|part, judged| match judged.grade {
        // A sentence that the log no longer holds can teach nobody.
        _ if !held(part) => PartGrade { grade: Grade::Missing, reason: None },
        grade => PartGrade { grade, reason: judged.reason },
    });
    Some(Labelled {
        id: format!("{}-{}", attempt.session.header.id, attempt.number),
        style: "practice".to_owned(),
        role: "candidate".to_owned(),
        level: outcome.level,
        company: attempt.company.to_owned(),
        question: Some(outcome.question.words.clone()),
        parts,
        flags: counted.verdict.flags.clone(),
        sentences,
        replies: replies(attempt, &outcome, &counted),
    })
}

/// The sentences of the answer, each with what counts for it; a line break before one is kept.
fn sentences(outcome: &Outcome, counted: &Corrected) -> Vec<(Labels, String)> {
    let mut end = 0;
    let of_answer = outcome.sentences().into_iter().filter(|s| s.of == Said::Answer);
    of_answer
        .map(|sentence| {
            let hold = |part: &Part| match counted.verdict.parts[*part].grade {
                Grade::Strong => Some((*part, Hold::Tells)),
                Grade::Weak => Some((*part, Hold::Gestures)),
                // Told in a reply, say: then this sentence does not do it.
                Grade::Missing => None,
            };
            let told = counted.tells(outcome, &sentence);
            let between = outcome.answer.get(end..sentence.span.start).unwrap_or("");
            end = sentence.span.end;
            let broken = between.contains('\n').then(|| between.trim_matches([' ', '\t', '\r']));
            let words = format!("{}{}", broken.unwrap_or(""), sentence.text);
            (Labels(told.iter().filter_map(hold).collect()), words)
        })
        .collect()
}

/// The replies that were judged, with the person's word on the part that was asked over the judge's.
fn replies(attempt: &Attempt<'_>, outcome: &Outcome, counted: &Corrected) -> Vec<Reply> {
    let all = outcome.sentences();
    let said: Vec<&Says> =
        attempt.session.corrections(attempt.question.number).map(|c| &c.says).collect();
    outcome
        .exchanges
        .iter()
        .enumerate()
        .filter_map(|(at, exchange)| {
            let part = exchange.asked.part;
            let judged = exchange.judgement.as_ref()?;
            let named =
                |number: &usize| all.iter().any(|s| s.number == *number && s.of == Said::Reply(at));
            let denied = said.iter().rev().find_map(|says| match says {
                Says::Told(of, _) if *of == part => Some(false),
                Says::Missed(of) if *of == part => Some(true),
                _ => None,
            });
            let grade = if denied == Some(true) {
                PartGrade { grade: Grade::Missing, reason: None }
            } else if counted.told[part].iter().any(named) {
                PartGrade { grade: Grade::Strong, reason: None }
            } else {
                PartGrade { grade: judged.grade, reason: judged.reason }
            };
            let (probe, text) = (exchange.asked.words.clone(), exchange.reply.clone());
            Some(Reply { part, grade, probe, text })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Correction;
    use crate::judge::corpus;
    use crate::session::{self, Entry};

    /// The example session with these corrections of its first attempt.
    fn corrected(said: &[Correction]) -> Session {
        let mut session = session::example();
        session.entries.retain(|entry| !matches!(entry, Entry::Correction(_)));
        let (turn, at, outcome) = {
            let attempt = session.attempts().find(|a| a.shown.is_some()).unwrap();
            let outcome = attempt.outcome(None).unwrap();
            (attempt.question.number, attempt.question.at, outcome)
        };
        for correction in said {
            let says = Says::of(correction, &outcome);
            session.entries.push(Entry::Correction(session::Correction { turn, at, says }));
        }
        session
    }

    #[test]
    fn what_was_not_set_right_is_not_exported() {
        assert_eq!(corrections([&corrected(&[])]).answers, []);
    }

    #[test]
    fn corrections_pass_the_linter_of_the_corpus_and_keep_the_answer() {
        for part in Part::ALL {
            for said in [Correction::Told(*part, vec![1]), Correction::Missed(*part)] {
                let session = corrected(std::slice::from_ref(&said));
                let voice = corrections([&session]);
                let text = toml::to_string(&voice).unwrap();
                let read = corpus::read("mine.toml", &text).unwrap();
                assert_eq!(corpus::check("mine.toml", &text, &read), [], "{said:?}");
                assert_eq!(read, voice);
                let answer = &session.attempts().find(|a| a.shown.is_some()).unwrap();
                assert_eq!(read.answers[0].text().0, answer.question.words);
                let grade = read.answers[0].parts[*part].grade;
                let expected = match said {
                    Correction::Missed(_) => Grade::Missing,
                    _ => Grade::Strong,
                };
                assert_eq!(grade, expected, "{said:?}");
            }
        }
    }
}
