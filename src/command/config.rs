//! `config`: what is in force and where each value came from, and the file behind it.

use std::io;
use std::path::PathBuf;

use super::config_file::{self, Given};
use super::exit::{Exit, Trouble};
use super::grammar::{Config, ConfigVerb};
use super::json::{InForce, Setting};
use super::practice::{Practice, shown};
use super::settings::{Changes, Settings};
use crate::screen::{Column, Line, Meaning, Screen, Table, note};

/// What the name of a variable that sets something begins with: `MOCKLOOP_LEVEL`.
pub(super) const VARIABLE: &str = "MOCKLOOP_";

/// Where a value came from. Each later one goes over those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Source {
    /// Nobody said anything.
    #[default]
    Usual,
    /// This line of the file.
    File(usize),
    /// The variable of its name.
    Environment,
    /// An option of the command line.
    Flag,
    /// `set`, in this run.
    Set,
}

/// Where each setting came from, in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sources([Source; Settings::NAMES.len()]);

impl Sources {
    /// Where a setting came from.
    pub(super) fn of(&self, name: &str) -> Source {
        let found = Settings::NAMES.iter().zip(self.0).find(|(known, _)| **known == name);
        found.map(|(_, source)| source).unwrap_or_default()
    }

    /// From now on it comes from there.
    pub(super) fn put(&mut self, name: &str, source: Source) {
        for (known, place) in Settings::NAMES.iter().zip(&mut self.0) {
            if *known == name {
                *place = source;
            }
        }
    }
}

impl Practice<'_> {
    /// The settings of the run: the file's over the usual ones, over them the environment's, over
    /// them those of the command line. Whatever is wrong is said, and the rest counts.
    pub(super) fn configure(
        &mut self,
        variables: &[(String, String)],
        flags: &Changes,
    ) -> Result<(), Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        let given = self.given()?;
        for problem in &given.problems {
            self.notice(&problem.to_string())?;
        }
        for (name, value, line) in given.values {
            if self.settings.set(name, &value, &banks).is_ok() {
                self.sources.put(name, Source::File(line));
            }
        }
        for name in Settings::NAMES {
            let variable = format!("{VARIABLE}{}", name.to_uppercase());
            let value = variables.iter().find(|(given, _)| *given == variable);
            let Some((_, value)) = value.filter(|(_, value)| !value.is_empty()) else { continue };
            match self.settings.set(name, value, &banks) {
                Ok(()) => self.sources.put(name, Source::Environment),
                Err(what) => self.notice(&format!("{variable}: {what}. It is passed over."))?,
            }
        }
        self.settings = self.settings.with(flags);
        for name in flags.names() {
            self.sources.put(name, Source::Flag);
        }
        Ok(())
    }

    /// What the file sets; nothing when there is none.
    fn given(&mut self) -> Result<Given, Trouble> {
        let path = self.home.config();
        match self.out.files().read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                Ok(config_file::read(&shown(&path), &text, &self.banks))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Given::default()),
            Err(error) => {
                self.notice(&format!("{} could not be read: {error}.", path.display()))?;
                Ok(Given::default())
            }
        }
    }

    /// `config`
    pub(super) fn config(&mut self, config: &Config, settings: &Settings) -> Result<Exit, Trouble> {
        match config.what {
            Some(ConfigVerb::Edit) => self.edit_config(),
            None => self.show_config(settings, config.json),
        }
    }

    fn show_config(&mut self, settings: &Settings, json: bool) -> Result<Exit, Trouble> {
        let canvas = self.out.canvas();
        let mut table =
            Table::new(vec![Column::new("setting"), Column::new("now"), Column::elastic("from")]);
        let mut data = Vec::new();
        for name in Settings::NAMES {
            let Some((value, _)) = settings.shown(name) else { continue };
            // An option on this very line is in force for it alone.
            let here = self.settings.shown(name).is_none_or(|(before, _)| before != value);
            let source = if here { Source::Flag } else { self.sources.of(name) };
            let from = match source {
                Source::Usual => "as usual".to_owned(),
                Source::File(line) => format!("{}, line {line}", config_file::NAME),
                Source::Environment => format!("{VARIABLE}{}", name.to_uppercase()),
                Source::Flag => format!("--{name}"),
                Source::Set => "set, until you leave".to_owned(),
            };
            if json {
                data.push(Setting { name, value, from });
                continue;
            }
            table.row(vec![
                Line::of(Meaning::Typed, name),
                Line::of(Meaning::Title, value),
                Line::of(
                    if source == Source::Usual { Meaning::Muted } else { Meaning::Text },
                    from,
                ),
            ]);
        }
        if json {
            self.give(InForce { settings: data })?;
            return Ok(Exit::Fine);
        }
        let mut screen: Screen = table.lines(canvas).into_iter().collect();
        screen.gap();
        let path = self.home.config();
        let there = self.out.files().read(&path).is_ok();
        let file = match there {
            true => format!("The file is {}; `config edit` opens it.", shown(&path)),
            false => format!("There is no {} yet; `config edit` begins one.", shown(&path)),
        };
        screen.extend(note(&file, canvas));
        screen.extend(note(
            &format!("Home: {} ({}).", shown(&self.home.root), self.home.origin),
            canvas,
        ));
        self.out.say(&screen)?;
        Ok(Exit::Fine)
    }

    /// Opens the file in the person's editor, begun with every setting explained when it is not there.
    fn edit_config(&mut self) -> Result<Exit, Trouble> {
        let path = self.begin_config()?;
        if !self.out.interactive() {
            return Err(Trouble::wrong(format!(
                "an editor needs a terminal; the file is {}",
                path.display()
            )));
        }
        self.out.edit(&path).map_err(|error| {
            Trouble::wrong(format!(
                "the editor did not work: {error}. VISUAL or EDITOR names another; the file is {}",
                path.display()
            ))
        })?;
        let files = self.out.files();
        // Editors that write a new file give it the rights of new files.
        if files.is_shared(&path)
            && let Ok(bytes) = files.read(&path)
        {
            let _ = files.replace(&path, &bytes);
        }
        let banks = std::rc::Rc::clone(&self.banks);
        let given = self.given()?;
        for problem in &given.problems {
            self.notice(&problem.to_string())?;
        }
        // What this run was told otherwise still holds.
        for name in Settings::NAMES {
            let found = given.values.iter().find(|(set, ..)| *set == name);
            let was = self.sources.of(name);
            match (found, was) {
                (_, Source::Environment | Source::Flag | Source::Set) | (None, Source::Usual) => {}
                (Some((_, value, line)), _) => {
                    if self.settings.set(name, value, &banks).is_ok() {
                        self.sources.put(name, Source::File(*line));
                    }
                }
                (None, _) => {
                    // Every setting takes this word.
                    let _ = self.settings.set(name, "default", &banks);
                    self.sources.put(name, Source::Usual);
                }
            }
        }
        let settings = self.settings.clone();
        self.show_config(&settings, false)
    }

    /// The file, begun when it is not there.
    fn begin_config(&mut self) -> Result<PathBuf, Trouble> {
        let path = self.home.config();
        let files = self.out.files();
        let begin = || -> io::Result<()> {
            files.make_folder(&self.home.root)?;
            match files.create(&path, config_file::template().as_bytes()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                done => done,
            }
        };
        begin().map_err(|error| unwritten(&path, &error))?;
        Ok(path)
    }

    /// Writes one setting into the file, where it holds for the runs to come.
    pub(super) fn save_setting(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        let path = self.begin_config()?;
        let files = self.out.files();
        let bytes = files.read(&path).map_err(|error| unwritten(&path, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Trouble::wrong(format!(
                "{} is not UTF-8, so nothing was written into it; `config edit` opens it",
                path.display()
            ))
        })?;
        let banks = std::rc::Rc::clone(&self.banks);
        let text = config_file::written(&text, name, value, &banks).map_err(Trouble::wrong)?;
        files.replace(&path, text.as_bytes()).map_err(|error| unwritten(&path, &error))?;
        let given = config_file::read("", &text, &banks);
        let line = given.values.iter().find(|(set, ..)| *set == name).map(|(.., line)| *line);
        self.sources.put(name, line.map_or(Source::Usual, Source::File));
        self.remark(&format!("Written to {}; it holds from now on.", shown(&path)))
    }
}

fn unwritten(path: &std::path::Path, error: &io::Error) -> Trouble {
    Trouble::wrong(format!(
        "{} could not be written: {error}. The setting holds for this run all the same",
        path.display()
    ))
}
