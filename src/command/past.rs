//! Past attempts as verbs mean them: the last one, or one of a session that is named; and the debrief
//! of an attempt.

use super::exit::Trouble;
use super::grammar::Which;
use super::practice::Practice;
use super::settings::Changes;
use crate::bank::Bank;
use crate::interview::{Band, Corrected, Debrief, Outcome, compare};
use crate::screen::{Canvas, Line, Screen};
use crate::session::{Attempt, Header, Session};

/// An attempt, with the session that holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Past {
    pub(super) session: Session,
    /// The number of the turn of its answer.
    pub(super) turn: u32,
}

/// The last attempt of a run, and what a round after it takes over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Last {
    pub(super) what: Past,
    /// The attempt that it was compared with.
    pub(super) before: Option<Past>,
    /// The company that was asked for.
    pub(super) company: Option<String>,
    pub(super) pressure: bool,
    /// What was changed of the settings for it.
    pub(super) changes: Changes,
}

impl Past {
    /// The last attempt of a session that came to a verdict.
    pub(super) fn last_of(session: Session) -> Option<Self> {
        let turn = session.attempts().filter(|a| a.shown.is_some()).last()?.question.number;
        Some(Self { session, turn })
    }

    pub(super) fn attempt(&self) -> Option<Attempt<'_>> {
        self.session.attempts().find(|attempt| attempt.question.number == self.turn)
    }

    /// What came of it, and what of that counts.
    pub(super) fn counted(&self) -> Option<(Outcome, Corrected)> {
        let attempt = self.attempt()?;
        let outcome = attempt.outcome(None)?;
        let counted = attempt.corrected(&outcome);
        Some((outcome, counted))
    }
}

impl Practice<'_> {
    /// The attempt that a verb means, and the one that it was compared with.
    pub(super) fn meant(&mut self, which: &Which) -> Result<(Past, Option<Past>), Trouble> {
        let Some(named) = &which.session else {
            if let Some(last) = &self.last {
                return Ok((last.what.clone(), last.before.clone()));
            }
            for id in self.store.ids()? {
                let read = self.store.read(&id)?;
                if let Some(past) = read.session.and_then(Past::last_of) {
                    return Ok((past, None));
                }
            }
            return Err(Trouble::wrong(
                "nothing has been answered yet; Enter at the prompt asks a question",
            ));
        };
        let id = self.find(named)?;
        if let Some(last) = self.last.as_ref().filter(|last| last.what.session.header.id == id)
            && which.question.is_none()
        {
            return Ok((last.what.clone(), last.before.clone()));
        }
        let Some(session) = self.store.read(&id)?.session else {
            return Err(Trouble::wrong(format!(
                "nothing can be read of session {id}; its log is {}",
                super::practice::shown(&self.store.log_path(&id))
            )));
        };
        let Some(number) = which.question else {
            return match Past::last_of(session) {
                Some(past) => Ok((past, None)),
                None => Err(Trouble::wrong(format!("nothing was answered in session {id}"))),
            };
        };
        let count = session.attempts().count();
        let found = session.attempts().find(|attempt| attempt.number == number);
        match found.map(|attempt| (attempt.question.number, attempt.shown.is_some())) {
            Some((turn, true)) => Ok((Past { session, turn }, None)),
            Some((_, false)) => {
                Err(Trouble::wrong(format!("question {number} of session {id} was not answered")))
            }
            None => Err(Trouble::wrong(match count {
                1 => format!("session {id} has one question"),
                _ => format!("session {id} has questions 1 to {count}, and no {number}"),
            })),
        }
    }

    /// After a debrief: what could come next, for whoever is not at the prompt, where it is hinted at.
    pub(super) fn point_on(&mut self) -> Result<(), Trouble> {
        self.debriefed = true;
        if self.at_prompt || !self.out.interactive() {
            return Ok(());
        }
        self.remark("`mockloop again` asks the same question; `mockloop` opens a prompt for more.")
    }

    /// What the prompt hints at while nothing is typed.
    pub(super) fn what_next(&self) -> String {
        let Some(last) = self.last.as_ref().filter(|_| self.debriefed) else {
            return "Enter asks a question".to_owned();
        };
        let company = last.company.as_deref().and_then(|id| self.banks.find(id).ok());
        match company {
            Some(bank) if self.settings.company.as_ref() == Some(&bank.company) => {
                format!("again: the same one · next, or Enter: another of {}’s", bank.name)
            }
            Some(bank) if bank.company != "general" => {
                format!("again: the same one · next: another of {}’s · Enter: any", bank.name)
            }
            _ => "again: the same one · next, or Enter: another".to_owned(),
        }
    }
}

/// The debrief of an attempt, with what changed against the one before it.
pub(super) fn debrief(
    outcome: &Outcome,
    counted: &Corrected,
    bank: Option<&Bank>,
    band: Band,
    before: Option<&Past>,
    canvas: Canvas,
) -> Screen {
    let said = Debrief::of(outcome, counted, bank, band);
    let then = before.and_then(Past::counted);
    let against = then.as_ref().map(|(then, counts)| compare((then, counts), (outcome, counted)));
    let mut screen: Screen = [Line::new()].into_iter().collect();
    screen.extend(crate::screen::debrief(&said, against.as_ref(), canvas));
    screen
}

/// The band of answers of a session.
pub(super) fn band(header: &Header) -> Band {
    Band { from: header.band[0].into(), to: header.band[1].into() }
}
