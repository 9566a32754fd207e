//! The outcome as the sentences of a debrief need it: grades, reasons, quotes, and which of several
//! wordings it is.

use super::findings::{Evidence, Length};
use crate::arc::{Flag, Grade, Level, Part, Reason};
use crate::bank::{Bank, Gap, Weights, quotable};
use crate::interview::corrections::Said;
use crate::interview::quotes::quote;
use crate::interview::{Band, Corrected, Exchange, Numbered, Outcome, Trained};
use crate::judge::Judgement;
use crate::text::{printable, words};

/// An outcome with what counts of it, and what depends on company and settings.
#[derive(Debug)]
pub(super) struct Story<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) counted: &'a Corrected,
    pub(super) band: Band,
    /// The company's name, when its bank is known and it is a company.
    pub(super) company: Option<&'a str>,
    /// What the company weighs more than others do.
    pub(super) weights: Weights,
    numbered: Vec<Numbered<'a>>,
}

impl<'a> Story<'a> {
    pub(super) fn new(
        outcome: &'a Outcome,
        counted: &'a Corrected,
        bank: Option<&'a Bank>,
        band: Band,
    ) -> Self {
        Self {
            outcome,
            counted,
            band,
            company: bank.filter(|b| b.company != "general").map(|b| b.name.as_str()),
            weights: bank.map_or_else(Weights::even, |b| b.weights.clone()),
            numbered: outcome.sentences(),
        }
    }

    pub(super) fn no_story(&self) -> bool {
        self.has(Flag::NoAnswer)
            && self.counted.after.iter().all(|(_, s)| s.grade == Grade::Missing)
    }

    pub(super) fn unprompted(&self, part: Part) -> Grade {
        self.counted.verdict.parts[part].grade
    }

    pub(super) fn after(&self, part: Part) -> Grade {
        self.counted.after[part].grade
    }

    /// Why the part is weak after all, when it is.
    pub(super) fn reason(&self, part: Part) -> Option<Reason> {
        self.counted.after[part].reason
    }

    /// Whether a flag of the answer is to be spoken of.
    pub(super) fn has(&self, flag: Flag) -> bool {
        let over = match flag {
            // A reply that told what was at stake has answered it.
            Flag::NoStakes => self.only_when_asked(Part::Failure),
            // Nobody cuts in on what takes less than half the time that they give.
            Flag::BlowByBlow => self.outcome.times.speaking < self.band.from / 2.0,
            _ => false,
        };
        self.counted.verdict.has(flag) && !over
    }

    pub(super) fn level(&self) -> Level {
        self.outcome.level
    }

    pub(super) fn senior(&self) -> bool {
        self.level() >= Level::Senior
    }

    /// Whether the part was asked for.
    pub(super) fn asked(&self, part: Part) -> bool {
        self.outcome.exchanges.iter().any(|e| e.asked.part == part)
    }

    pub(super) fn was_asked(&self, gap: Gap) -> bool {
        self.outcome.exchanges.iter().any(|e| e.asked.gap == gap)
    }

    /// Whether a more recent story came when it was asked for.
    pub(super) fn newer(&self) -> bool {
        let recent = |e: &&Exchange| e.asked.gap == Gap::Recency;
        let said = self.outcome.exchanges.iter().find(recent);
        // Nobody tells a story in fewer words.
        said.is_some_and(|e| e.judgement.is_some() && words(&e.reply) >= 15)
    }

    /// Whether a part was told only in a reply.
    pub(super) fn only_when_asked(&self, part: Part) -> bool {
        self.after(part) == Grade::Strong && self.unprompted(part) < Grade::Strong
    }

    /// Whether the cause, as it was told without being asked, lay with others.
    pub(super) fn pointed_outward(&self) -> bool {
        self.counted.verdict.parts.diagnosis.reason == Some(Reason::Outward)
    }

    /// Whether the grade is the judge's and no more than its guess.
    pub(super) fn unsure(&self, part: Part) -> bool {
        !self.counted.yours[part]
            && self.unprompted(part) == self.after(part)
            && self.counted.verdict.parts[part].unsure()
    }

    /// How much the part weighs at this company and level.
    pub(super) fn weight(&self, part: Part) -> f32 {
        self.weights.at(self.level())[part]
    }

    pub(super) fn length(&self) -> Length {
        let seconds = self.outcome.times.speaking;
        if seconds < self.band.from {
            Length::Under
        } else if seconds > self.band.to {
            Length::Over
        } else {
            Length::Within
        }
    }

    /// The sentence that earned the part its grade, or gestured at it.
    pub(super) fn evidence(&self, part: Part) -> Option<Evidence> {
        let told = self.counted.told[part].first();
        let numbered = told
            .and_then(|number| self.numbered.iter().find(|s| s.number == *number))
            .or_else(|| self.judged(part).first().copied())?;
        Some(Evidence {
            number: numbered.number,
            text: numbered.text.to_owned(),
            reply: numbered.of != Said::Answer,
        })
    }

    /// The sentences behind the part's grade after the probes.
    fn judged(&self, part: Part) -> Vec<&Numbered<'a>> {
        let raised = self.after(part) > self.unprompted(part) && !self.counted.yours[part];
        if raised {
            let told = self.outcome.exchanges.iter().enumerate().rev().find_map(|(at, e)| {
                let own = (e.asked.part == part).then_some(e.judgement.as_ref()).flatten();
                let also = || e.also.iter().find(|(p, _)| *p == part).map(|(_, j)| j);
                let earned = |j: &&Judgement| j.grade == self.after(part);
                own.filter(earned)
                    .or_else(|| also().filter(earned))
                    .map(|j| (Said::Reply(at), &j.evidence))
            });
            if let Some((of, evidence)) = told {
                return self.at(of, evidence.iter().map(|s| s.start).collect());
            }
        }
        let evidence = &self.counted.verdict.parts[part].evidence;
        self.at(Said::Answer, evidence.iter().map(|s| s.start).collect())
    }

    fn at(&self, of: Said, starts: Vec<usize>) -> Vec<&Numbered<'a>> {
        let holds = |s: &&Numbered<'a>| {
            s.of == of && starts.iter().any(|at| (s.span.start..s.span.end).contains(at))
        };
        self.numbered.iter().filter(holds).collect()
    }

    /// What was said of the part, as it can be quoted inside a sentence: a clause that can stand there,
    /// else the sentence's beginning.
    pub(super) fn quote(&self, part: Part) -> Option<String> {
        let told = self.evidence(part).filter(|_| self.counted.yours[part]);
        let judged = self.judged(part).into_iter().map(|s| s.text.to_owned());
        let said: Vec<String> = told.into_iter().map(|e| e.text).chain(judged).collect();
        said.iter()
            .find_map(|text| quote(text, part, &Trained))
            .or_else(|| said.first().and_then(|text| begun(text)))
    }

    /// The first sentence of the answer, as it can be quoted.
    pub(super) fn opening(&self) -> Option<String> {
        let first = self.numbered.first().filter(|s| s.of == Said::Answer)?;
        quotable(first.text)
    }

    /// One of several ways to say a thing; the same for the same answer, another for the next.
    pub(super) fn one_of(&self, salt: &str, ways: &[&'static str]) -> &'static str {
        // FNV-1a: stable over platforms and versions, which the standard library's hash is not.
        let bytes = salt.bytes().chain(self.outcome.question.id.bytes());
        let hash =
            bytes.chain(self.outcome.answer.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
                (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
            });
        // The low bits of FNV are its worst.
        let at = usize::try_from((hash >> 32) % ways.len().max(1) as u64).unwrap_or(0);
        ways.get(at).copied().unwrap_or("")
    }
}

/// The beginning of a sentence that cannot be quoted whole.
fn begun(sentence: &str) -> Option<String> {
    const WORDS: usize = 10;
    let clean = printable(sentence).replace(['“', '”', '"'], "'");
    let words: Vec<&str> = clean
        .split_whitespace()
        .skip_while(|w| !w.chars().any(char::is_alphanumeric))
        .take(WORDS + 1)
        .collect();
    if words.iter().any(|w| w.chars().count() > 30) || words.len() < 3 {
        return None;
    }
    let kept = words[..words.len().min(WORDS)].join(" ");
    let kept = kept.trim_end_matches([',', '.', ';', ':', '!', '?', ' ']);
    Some(if words.len() > WORDS { format!("{kept}…") } else { kept.to_owned() })
}
