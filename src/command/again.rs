//! `again` and `next`: the same question once more, or another one in the same manner.

use super::asking::Round;
use super::exit::{Exit, Trouble};
use super::grammar::{Again, Next};
use super::practice::Practice;
use super::settings::{Changes, Settings};

impl Practice<'_> {
    /// `again`
    pub(super) fn again(&mut self, again: &Again, settings: &Settings) -> Result<Exit, Trouble> {
        let (past, _) = self.meant(&again.which)?;
        let banks = std::rc::Rc::clone(&self.banks);
        let Some(attempt) = past.attempt() else { return Err(Trouble::wrong(NOTHING)) };
        let Ok(bank) = banks.find(attempt.company) else {
            return Err(Trouble::wrong(format!(
                "the bank of `{}` that asked it is not here any more; Enter asks another question",
                attempt.company
            )));
        };
        let Some(outcome) = attempt.outcome(bank.question(attempt.id)) else {
            return Err(Trouble::wrong(NOTHING));
        };
        // The room stays as it was: its level and manner, but for what is asked for now.
        let taken = self.last.as_ref().filter(|last| last.what == past);
        let pressure = again.manner.pressure || taken.is_some_and(|last| last.pressure);
        let taken = taken.map(|last| last.changes.clone()).unwrap_or_default();
        let level = Changes { level: Some(outcome.level), ..Changes::default() };
        let given = self.options.clone();
        let round = Round {
            verb: "again",
            company: Some(&bank.company),
            count: 1,
            pressure,
            changes: again.manner.changes().over(given).over(level).over(taken),
            question: Some((bank, &outcome.question)),
            before: Some(&past),
            due: false,
        };
        let company = self.last.as_ref().and_then(|last| last.company.clone());
        let done = self.hold(&round, settings);
        // `next` goes on with what the rounds before were about.
        if let Some(last) = &mut self.last
            && company.is_some()
        {
            last.company = company;
        }
        done
    }

    /// `next`
    pub(super) fn next(&mut self, next: &Next, settings: &Settings) -> Result<Exit, Trouble> {
        let last = self.last.clone();
        let taken = last.as_ref().map(|last| last.changes.clone()).unwrap_or_default();
        let company = last.as_ref().and_then(|last| last.company.as_deref());
        let round = Round {
            verb: "ask",
            company: company.or(settings.company.as_deref()),
            count: 1,
            pressure: next.manner.pressure || last.as_ref().is_some_and(|last| last.pressure),
            changes: next.manner.changes().over(self.options.clone()).over(taken),
            ..Round::default()
        };
        self.hold(&round, settings)
    }
}

const NOTHING: &str = "nothing was handed in then, so there is nothing to compare with";
