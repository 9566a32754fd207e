//! `plan`: which day to practise what until an interview.

use chrono::NaiveDate;

use super::exit::{Exit, Trouble};
use super::grammar::Plan;
use super::practice::Practice;
use super::settings::Settings;
use crate::bank::Banks;
use crate::schedule::{self, MOST_DAYS};
use crate::screen;
use crate::session::Digest;

impl Practice<'_> {
    /// `plan`
    pub(super) fn lay_out(&mut self, plan: &Plan, settings: &Settings) -> Result<Exit, Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        let company = match plan.company.as_deref().or(settings.company.as_deref()) {
            Some(word) => {
                let bank = banks.find(word)?;
                Some((bank.company.as_str(), bank.name.as_str()))
            }
            None => None,
        };
        let today = self.now().moment().date_naive();
        let interview = plan.day.parse::<NaiveDate>().map_err(|_| {
            let week = today.checked_add_days(chrono::Days::new(7)).unwrap_or(today);
            Trouble::usage(format!("`{}` is no day; write it like {week}", plan.day))
        })?;
        // What is weak anywhere is practised: stories travel between companies.
        let glance = self.glance()?;
        let recent = self.recent(&glance);
        let any = Settings { company: None, ..settings.clone() };
        let schedule = self.schedule_of(&recent, &any);
        let fresh = fresh(&recent, &banks, company.map(|(id, _)| id), settings);
        let id = company.map(|(id, _)| id);
        let days = schedule::plan(&schedule, id, &fresh, interview)
            .map_err(|over| Trouble::usage(over.to_string()))?;
        let question = |id: &str| match banks.head(id) {
            Some((bank, question)) => (bank.name.clone(), question.words.clone()),
            None => (String::new(), id.to_owned()),
        };
        let name = company.map(|(_, name)| name);
        let screen = screen::plan(&days, name, interview, question, self.out.canvas());
        self.present(&screen)?;
        Ok(Exit::Fine)
    }
}

/// The questions that were not asked yet and suit the level: the company's, or without one the
/// general ones.
fn fresh(
    digests: &[Digest],
    banks: &Banks,
    company: Option<&str>,
    settings: &Settings,
) -> Vec<String> {
    let asked: std::collections::HashSet<&str> = digests
        .iter()
        .flat_map(|digest| digest.attempts.iter().map(|attempt| attempt.question.as_str()))
        .collect();
    let wanted = company.unwrap_or("general");
    banks
        .heads()
        .filter(|(of, question)| {
            *of == wanted
                && question.levels.contains(&settings.level)
                && !asked.contains(question.id.as_str())
        })
        .take(MOST_DAYS)
        .map(|(_, question)| question.id.clone())
        .collect()
}
