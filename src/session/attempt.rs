//! A question with its probes, as a log tells it: the unit of review and of every figure.
//!
//! Here the person's word is put over the judge's, and an [`Outcome`] is made of a log again, so that
//! a past debrief is shown by what showed it then. It knows nothing of TOML or files.

use super::record::{Ending, Entry, Kind, LADDER, Says, Session, Shown, ShownPart, Turn};
use crate::arc::{Flag, Grade, Parts};
use crate::bank::{Gap, Question};
use crate::interview::{self, Asked, Corrected, Correction, Exchange, Outcome};
use crate::judge::Standing;

/// A question and the probes that followed it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt<'a> {
    /// The session that it is part of.
    pub session: &'a Session,
    /// Its place among the session's attempts, counted from 1.
    pub number: usize,
    /// The question.
    pub question: &'a Turn,
    /// The id of the bank that asked it.
    pub company: &'a str,
    /// The id of the question.
    pub id: &'a str,
    /// The verdict on the answer as it was shown; `None` when nothing was handed in.
    pub shown: Option<&'a Shown>,
}

impl Session {
    /// Its attempts, in order. Probes before the first question belong to none.
    pub fn attempts(&self) -> impl Iterator<Item = Attempt<'_>> {
        self.turns()
            .filter_map(|turn| match &turn.kind {
                Kind::Question { company, question, shown } => {
                    Some((turn, company, question, shown.as_ref()))
                }
                Kind::Probe { .. } => None,
            })
            .zip(1..)
            .map(|((question, company, id, shown), number)| Attempt {
                session: self,
                number,
                question,
                company,
                id,
                shown,
            })
    }
}

/// A part that nothing does.
const NOT_THERE: Standing = Standing { grade: Grade::Missing, reason: None };
/// A part of which the person says that it is told.
const THERE: Standing = Standing { grade: Grade::Strong, reason: None };

impl<'a> Attempt<'a> {
    /// The turns of the probes that followed, in order, pushes among them.
    pub fn probes(&self) -> impl Iterator<Item = &'a Turn> {
        let number = self.question.number;
        self.session
            .turns()
            .skip_while(move |turn| turn.number != number)
            .skip(1)
            .take_while(|turn| matches!(turn.kind, Kind::Probe { .. }))
    }

    /// How many probes it took; a push belongs to the probe before it.
    pub fn probes_needed(&self) -> usize {
        self.probes()
            .filter(|turn| !matches!(turn.kind, Kind::Probe { gap: Gap::Push, .. }))
            .count()
    }

    /// Whether it says anything about the candidate: something was handed in that is an answer.
    ///
    /// "I can't think of one" is met with help and not with a grade, so it counts for nothing.
    pub fn counts(&self) -> bool {
        self.session.header.verb != LADDER
            && self.shown.is_some_and(|shown| shown.notice.is_none())
            && !self.flags().contains(&Flag::NoAnswer)
    }

    /// Where each part stands before any probe, the person's word over the judge's.
    pub fn unprompted(&self) -> Parts<Standing> {
        let mut parts = match self.shown {
            Some(shown) => shown.parts.map(|_, part| part.standing()),
            None => Parts::from_fn(|_| NOT_THERE),
        };
        if self.judged() {
            for says in self.said() {
                match says {
                    Says::Told(part, sentences) if self.in_answer(sentences) => {
                        parts[*part] = THERE
                    }
                    Says::Missed(part) => parts[*part] = NOT_THERE,
                    Says::Told(..) | Says::Wrong(_) => {}
                }
            }
        }
        parts
    }

    /// Where each part stands after the probes, the person's word over the judge's.
    pub fn after(&self) -> Parts<Standing> {
        let mut parts = match self.shown {
            Some(shown) => shown.parts.map(|_, part| part.standing()),
            None => Parts::from_fn(|_| NOT_THERE),
        };
        for turn in self.probes() {
            let Kind::Probe { part, shown, also, .. } = &turn.kind else { continue };
            let asked = shown.iter().map(|shown| (part, shown));
            for (part, shown) in asked.chain(also.iter().map(|(part, shown)| (part, shown))) {
                if shown.grade > parts[*part].grade {
                    parts[*part] = shown.standing();
                }
            }
        }
        if self.judged() {
            for says in self.said() {
                match says {
                    Says::Told(part, _) => parts[*part] = THERE,
                    Says::Missed(part) => parts[*part] = NOT_THERE,
                    Says::Wrong(_) => {}
                }
            }
        }
        parts
    }

    /// The flags, without those that the person called wrong.
    pub fn flags(&self) -> Vec<Flag> {
        let gone = |flag: Flag| {
            self.judged()
                && self.said().any(|says| match says {
                    Says::Wrong(wrong) => *wrong == flag,
                    // Whoever has told a part has given an answer.
                    Says::Told(_, sentences) => flag == Flag::NoAnswer && self.in_answer(sentences),
                    Says::Missed(_) => false,
                })
        };
        let flags = self.shown.map_or(&[][..], |shown| &shown.flags);
        flags.iter().copied().filter(|&flag| !gone(flag)).collect()
    }

    /// The name of the story that it told, when it was given one.
    pub fn story(&self) -> Option<&'a str> {
        let number = self.question.number;
        let last = self.session.entries.iter().rev().find_map(|entry| match entry {
            Entry::Story(naming) if naming.turn == number => Some(naming.story.as_str()),
            _ => None,
        });
        last.filter(|name| !name.trim().is_empty())
    }

    /// What the person thought they had told, when they were asked.
    pub fn guess(&self) -> Option<Parts<bool>> {
        let number = self.question.number;
        self.session.entries.iter().rev().find_map(|entry| match entry {
            Entry::Guess(guess) if guess.turn == number => {
                Some(Parts::from_fn(|part| guess.parts.contains(&part)))
            }
            _ => None,
        })
    }

    /// The outcome again, as the interview gave it; `None` when nothing was handed in. `banked` is
    /// the question as its bank has it today, if it still has it; the words asked are the log's.
    pub fn outcome(&self, banked: Option<&Question>) -> Option<Outcome> {
        let answer = &self.question.words;
        let verdict = self.shown?.verdict(answer);
        let exchanges: Vec<Exchange> = self.probes().filter_map(exchange).collect();
        let after = interview::after(&verdict, &exchanges);
        let words = self.question.asked.clone();
        let question = match banked {
            Some(question) => Question { words, ..question.clone() },
            None => Question {
                id: self.id.to_owned(),
                words,
                rewordings: Vec::new(),
                levels: Vec::new(),
                tests: String::new(),
                note: String::new(),
            },
        };
        let cut =
            |entry: &Entry| matches!(entry, Entry::Cut(turn) if *turn == self.question.number);
        Some(Outcome {
            company: self.company.to_owned(),
            level: self.session.header.level,
            question,
            answer: answer.clone(),
            times: self.question.times,
            verdict,
            helped: self.helped(),
            guess: self.guess(),
            exchanges,
            after,
            cut_short: self.session.entries.iter().any(cut),
        })
    }

    /// What counts after the person has spoken. A correction that can no longer be taken (the log was
    /// edited) is passed over.
    pub fn corrected(&self, outcome: &Outcome) -> Corrected {
        self.said().fold(Corrected::none(outcome), |counted, says| {
            let correction = match says {
                Says::Told(part, sentences) => {
                    let all = outcome.sentences();
                    let named = all.iter().filter(|s| sentences.iter().any(|told| told == s.text));
                    Correction::Told(*part, named.map(|sentence| sentence.number).collect())
                }
                Says::Missed(part) => Correction::Missed(*part),
                Says::Wrong(flag) => Correction::Wrong(*flag),
            };
            counted.clone().with(outcome, &correction).unwrap_or(counted)
        })
    }

    /// Whether the same question was asked just before and met with "I can't think of one".
    fn helped(&self) -> bool {
        let before = self.session.attempts().take_while(|attempt| attempt.number < self.number);
        before.last().is_some_and(|attempt| {
            attempt.id == self.id
                && attempt.shown.is_some_and(|shown| {
                    shown.notice.is_none() && shown.flags.contains(&Flag::NoAnswer)
                })
        })
    }

    /// What the person said against the verdict, in order.
    fn said(&self) -> impl Iterator<Item = &'a Says> {
        let number = self.question.number;
        self.session.corrections(number).map(|correction| &correction.says)
    }

    /// Whether there was anything to correct.
    fn judged(&self) -> bool {
        self.shown.is_some_and(|shown| shown.notice.is_none())
            && !self.question.words.trim().is_empty()
    }

    fn in_answer(&self, sentences: &[String]) -> bool {
        sentences.iter().any(|sentence| self.question.words.contains(sentence.as_str()))
    }
}

fn exchange(turn: &Turn) -> Option<Exchange> {
    let Kind::Probe { part, gap, shown, also } = &turn.kind else { return None };
    let judgement = |shown: &ShownPart| shown.judgement(&turn.words);
    Some(Exchange {
        asked: Asked { part: *part, gap: *gap, words: turn.asked.clone() },
        reply: turn.words.clone(),
        times: turn.times,
        judgement: shown.as_ref().map(judgement),
        also: also.iter().map(|(part, shown)| (*part, judgement(shown))).collect(),
        declined: turn.outcome != Ending::Answered,
    })
}
