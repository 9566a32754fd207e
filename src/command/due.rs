//! `due`: what comes back today and why; and which question Enter asks by it.

use chrono::Days;

use super::exit::{Exit, Trouble};
use super::grammar::Due;
use super::json::ComingBack;
use super::practice::Practice;
use super::settings::Settings;
use crate::bank::{Banks, Drawn};
use crate::review::Filter;
use crate::schedule::{REMEMBERED, Schedule};
use crate::screen::{self, DueQuestion};
use crate::session::Digest;
use crate::shell::Glance;

/// How many of the questions that are due are listed when not all are wanted.
const LISTED: usize = 8;

impl Practice<'_> {
    /// `due`
    pub(super) fn due(&mut self, due: &Due, settings: &Settings) -> Result<Exit, Trouble> {
        let company = match due.company.as_deref().or(settings.company.as_deref()) {
            Some(word) => Some(self.banks.find(word)?.company.clone()),
            None => None,
        };
        let glance = self.glance()?;
        let schedule = self.schedule(&Settings { company, ..settings.clone() }, &glance);
        let banks = std::rc::Rc::clone(&self.banks);
        let found = schedule.due(schedule.today);
        if due.json {
            self.give(ComingBack::of(&found, schedule.today))?;
            return Ok(Exit::Fine);
        }
        let limit = if due.all { usize::MAX } else { LISTED };
        let shown: Vec<_> = found
            .iter()
            .take(limit)
            .filter_map(|returning| {
                let (bank, question) = banks.head(&returning.question)?;
                Some(DueQuestion { company: &bank.name, words: &question.words, returning })
            })
            .collect();
        let more = found.len() - shown.len();
        let screen = screen::due(&schedule, &shown, more, self.out.canvas());
        self.present(&screen)?;
        Ok(Exit::Fine)
    }

    /// The digests of the sessions that still count for what comes back, newest first.
    pub(super) fn recent(&self, glance: &Glance) -> Vec<Digest> {
        self.store.recent(glance)
    }

    /// The day of the first of them, as names of logs begin.
    pub(super) fn first_day(&self) -> String {
        let today = self.now().moment().date_naive();
        let since = today.checked_sub_days(Days::new(REMEMBERED));
        let filter = Filter { since, ..Filter::default() };
        filter.first_day().map(|day| day.to_string()).unwrap_or_default()
    }

    /// Makes the index anew for the next prompt, where one is worth it and this one's does not fit any more.
    pub(super) fn index(&mut self, before: &Glance) {
        let chance = self.out.chance();
        self.store.index(before, &self.first_day(), chance);
    }

    /// What comes back of the questions that these settings would ask.
    pub(super) fn schedule(&self, settings: &Settings, glance: &Glance) -> Schedule {
        self.schedule_of(&self.recent(glance), settings)
    }

    /// The same, of sessions that were read already.
    pub(super) fn schedule_of(&self, recent: &[Digest], settings: &Settings) -> Schedule {
        let mut schedule = Schedule::of(recent, self.now().moment().date_naive());
        let banks = &self.banks;
        schedule.retain(|company, question| {
            settings.company.as_deref().is_none_or(|wanted| wanted == company)
                && banks.asks(company, question, settings.level)
        });
        schedule
    }

    /// The question that is due most, of those that this run has not asked yet: who has dropped it
    /// shall not meet it again at every Enter.
    pub(super) fn due_most<'b>(
        &self,
        banks: &'b Banks,
        company: Option<&str>,
        settings: &Settings,
        glance: &Glance,
    ) -> Option<(Drawn<'b>, chrono::NaiveDate)> {
        let company = company.map(str::to_owned);
        let schedule = self.schedule(&Settings { company, ..settings.clone() }, glance);
        let due = schedule.due(schedule.today);
        let most = due.into_iter().find(|due| !self.asked.contains(&due.question))?;
        let (bank, question) = banks.question(&most.question)?;
        Some((Drawn { bank, question, other_level: false }, most.last))
    }
}
