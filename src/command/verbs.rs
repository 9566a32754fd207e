//! Sends each verb to the file that does it; does the small ones itself.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::config::Source;
use super::exit::{Exit, Trouble};
use super::grammar::{Save, Set, Verb};
use super::practice::{Practice, shown};
use super::settings::Settings;
use crate::screen::{Column, Line, Meaning, Screen, Table};
use crate::shell::Spoken;

impl Practice<'_> {
    /// Does what a verb says, under these settings.
    pub(super) fn perform(&mut self, verb: &Verb, settings: &Settings) -> Result<Exit, Trouble> {
        match verb {
            Verb::Ask(ask) => self.ask(ask, settings),
            Verb::Drill(drill) => self.drill(drill, settings),
            Verb::Tour => self.tour(settings),
            Verb::Resume => self.resume(),
            Verb::Again(again) => self.again(again, settings),
            Verb::Next(next) => self.next(next, settings),
            Verb::Find(find) => self.find_a_story(find, settings),
            Verb::Told(told) => self.told(told),
            Verb::Missed(missed) => self.missed(missed),
            Verb::Wrong(wrong) => self.wrong(wrong),
            Verb::Due(due) => self.due(due, settings),
            Verb::Name(name) => self.name(name),
            Verb::Stories(stories) => self.stories(stories, settings),
            Verb::Plan(plan) => self.lay_out(plan, settings),
            Verb::Ladder(ladder) => self.ladder(ladder, settings),
            Verb::Calibrate => self.calibrate(),
            Verb::Set(set) => self.set(set),
            Verb::Config(config) => self.config(config, settings),
            Verb::Review(review) => self.review(review),
            Verb::Progress(progress) => self.progress(progress, settings),
            Verb::Export(export) => self.export(export),
            Verb::Import(import) => self.import(import),
            Verb::Forget(forget) => self.forget(forget),
            Verb::Exclude(named) => self.exclude(&named.which, true),
            Verb::Include(named) => self.exclude(&named.which, false),
            Verb::Sessions(sessions) => self.sessions(sessions),
            Verb::Audit(audit) => self.audit(audit, settings),
            Verb::Banks(banks) => self.banks(banks),
            Verb::Save(save) => self.save(save),
            Verb::Completions(wanted) => self.completions(wanted),
            Verb::Man(wanted) => self.man(wanted),
            Verb::Help(help) => self.help(help),
            Verb::Quit => Ok(Exit::Fine),
        }
    }

    /// `set`
    fn set(&mut self, set: &Set) -> Result<Exit, Trouble> {
        if let (Some(name), Some(value)) = (&set.setting, &set.value) {
            let banks = std::rc::Rc::clone(&self.banks);
            self.settings.set(name, value, &banks).map_err(Trouble::usage)?;
            self.sources.put(&name.to_lowercase(), Source::Set);
        }
        let names: Vec<String> = match &set.setting {
            None => Settings::NAMES.iter().map(ToString::to_string).collect(),
            Some(name) => vec![name.to_lowercase()],
        };
        let mut table = Table::new(vec![
            Column::new("setting"),
            Column::new("now"),
            Column::elastic("what it is"),
        ]);
        for name in &names {
            let Some((value, what)) = self.settings.shown(name) else {
                let known = Settings::NAMES.iter().copied();
                return Err(crate::arc::UnknownWord::new("setting", name, known).into());
            };
            let cells = [(Meaning::Typed, name.as_str()), (Meaning::Title, &value)];
            let mut row: Vec<Line> = cells.iter().map(|(m, text)| Line::of(*m, text)).collect();
            row.push(Line::of(Meaning::Muted, what));
            table.row(row);
        }
        let screen: Screen = table.lines(self.out.canvas()).into_iter().collect();
        self.out.say(&screen)?;
        if let (Some(name), Some(value), true) = (&set.setting, &set.value, set.save) {
            self.save_setting(&name.to_lowercase(), value)?;
        } else if set.value.is_some() && !self.at_prompt {
            self.remark("This lasts for one run; at the prompt (`mockloop` alone) it lasts until you leave. `--save` writes it.")?;
        }
        Ok(Exit::Fine)
    }

    /// `save`
    fn save(&mut self, save: &Save) -> Result<Exit, Trouble> {
        if self.unkept.is_empty() {
            self.remark(
                "Nothing waits to be saved: every session of this run is where it belongs.",
            )?;
            return Ok(Exit::Fine);
        }
        self.save_to(&save.path)?;
        Ok(Exit::Fine)
    }

    fn save_to(&mut self, path: &Path) -> Result<(), Trouble> {
        while let Some(session) = self.unkept.first() {
            // Several sessions: the first under the name that was given, the others beside it.
            let path = match self.unkept.len() {
                1 => path.to_owned(),
                _ => path.with_file_name(format!("{}.toml", session.header.id)),
            };
            self.store.save_elsewhere(session, &path)?;
            self.unkept.remove(0);
            self.remark(&format!("Saved to {}", shown(&path)))?;
            self.warn_of_version_control(&path)?;
        }
        Ok(())
    }

    /// Before a run ends: sessions that are only in memory are offered to be saved.
    pub(super) fn offer_to_save(&mut self) -> Result<(), Trouble> {
        while !self.unkept.is_empty() && self.out.interactive() {
            self.remark(
                "Where shall it be saved? A file that is not there yet; Enter lets it go.",
            )?;
            let line = match self.out.command("save to> ", std::rc::Rc::new(super::aid::Files))? {
                Spoken::Line(line) => line,
                Spoken::Interrupted => continue,
                Spoken::Closed => break,
            };
            if line.trim().is_empty() {
                if self.out.confirm("Let the session go for good?")? {
                    self.unkept.clear();
                }
                continue;
            }
            match self.save_to(Path::new(line.trim())) {
                Err(Trouble::Said(words, _)) => self.complain(&words)?,
                done => done?,
            }
        }
        // Nobody is there to say where. The exit code must not tell a script that all is well.
        match self.unkept.len() {
            0 => Ok(()),
            1 => Err(Trouble::wrong(
                "a session could not be kept and ends with this run. Make room for it, or name another \
                 place with --home DIR, and hand it in again",
            )),
            n => Err(Trouble::wrong(format!(
                "{n} sessions could not be kept and end with this run. Make room for them, or name another \
                 place with --home DIR, and hand them in again"
            ))),
        }
    }
}

/// A mistake in a command, in our own words where clap's are long.
pub(super) fn mistake(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        Some(ContextValue::Strings(words)) => words.first().cloned(),
        _ => None,
    };
    let near = |kind| match context(kind) {
        Some(word) => format!("did you mean `{word}`?"),
        None => "`help` lists the commands".to_owned(),
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("unknown command `{word}`; {}", near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => {
            let word = context(ContextKind::InvalidArg).unwrap_or_default();
            format!("`{word}` does not belong here; {}", near(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidValue => {
            let value = context(ContextKind::InvalidValue).unwrap_or_default();
            let place = context(ContextKind::InvalidArg).unwrap_or_default();
            let known = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(words)) => words.join(", "),
                _ => String::new(),
            };
            match context(ContextKind::SuggestedValue) {
                Some(word) => format!("`{value}` cannot be {place}; did you mean `{word}`?"),
                None if known.is_empty() => format!("{place} needs a value"),
                None if value.is_empty() => format!("{place} needs a value; known: {known}"),
                None => format!("`{value}` cannot be {place}; known: {known}"),
            }
        }
        ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue).unwrap_or_default();
            let place = context(ContextKind::InvalidArg).unwrap_or_default();
            match std::error::Error::source(error) {
                Some(why) => format!("`{value}` cannot be {place}: {why}"),
                None => format!("`{value}` cannot be {place}"),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let what = context(ContextKind::InvalidArg).unwrap_or_default();
            let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
            let usage = usage.trim_start_matches("Usage:").trim();
            format!("{what} is missing; it goes like `{usage}`")
        }
        _ => {
            // The first paragraph says what is wrong; usage and pointers follow.
            let said = error.render().to_string();
            let said = said.trim_start_matches("error: ");
            let end = said.find("\n\nUsage:").or_else(|| said.find("\n\nFor more"));
            let said = &said[..end.unwrap_or(said.len())];
            said.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }
}
