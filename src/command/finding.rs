//! `find`: help for whoever has no story, then a question.

use super::exit::{Exit, Trouble};
use super::grammar::{Ask, Find};
use super::practice::Practice;
use super::settings::Settings;
use crate::screen::{Line, help};

impl Practice<'_> {
    /// `find`
    pub(super) fn find_a_story(
        &mut self,
        find: &Find,
        settings: &Settings,
    ) -> Result<Exit, Trouble> {
        // A company that is not there is said before any help.
        if let Some(company) = &find.company {
            self.banks.find(company)?;
        }
        let mut screen: crate::screen::Screen = [Line::new()].into_iter().collect();
        screen.extend(help(self.out.canvas()));
        self.out.say(&screen)?;
        let ask =
            Ask { company: find.company.clone(), manner: find.manner.clone(), ..Ask::default() };
        self.ask(&ask, settings)
    }
}
