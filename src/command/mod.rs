//! What can be asked of the program: the grammar, and what each verb does.
//!
//! `grammar.rs` holds every verb once, for the command line and the prompt alike; `verbs.rs` sends each
//! to the file that does it; `exit.rs` decides the exit code. Verbs work on a `Practice`: the outside,
//! the home, the banks, the settings. Nothing here touches terminal or disk but through
//! [`crate::shell::Outside`].

mod again;
mod aid;
mod asking;
mod audit;
mod banks;
mod calibrate;
mod clocks;
mod config;
mod config_file;
mod corrections;
mod drafts;
mod drills;
mod due;
mod exit;
mod export;
mod finding;
mod forget;
mod grammar;
mod guessing;
mod help;
mod import;
mod json;
mod ladder;
mod pace;
mod past;
mod plan;
mod practice;
mod progress;
mod prompt;
mod reshelve;
mod review;
mod sessions;
mod settings;
mod stories;
mod talk;
mod tour;
mod verbs;

pub use exit::Exit;

use std::ffi::OsString;
use std::path::PathBuf;

use self::exit::Trouble;
use self::grammar::CommandLine;
use self::practice::Practice;
use self::settings::Settings;
use crate::bank::{Banks, Problem};
use crate::screen::{Meaning, Screen, error};
use crate::shell::{Colour, Home, Outside};

/// What surrounds a run and is not the terminal: read once, and given by tests.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The value of `MOCKLOOP_HOME`.
    pub home: Option<OsString>,
    /// The current folder.
    pub here: Option<PathBuf>,
    /// The platform's folder for data.
    pub platform: Option<PathBuf>,
    /// The person's own folder, which `~` stands for at the prompt.
    pub user: Option<PathBuf>,
    /// The variables of the environment that set something, `MOCKLOOP_LEVEL` and the like.
    pub variables: Vec<(String, String)>,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self {
            home: std::env::var_os("MOCKLOOP_HOME"),
            here: std::env::current_dir().ok(),
            platform: Home::platform(),
            user: std::env::home_dir().filter(|folder| folder.is_absolute()),
            variables: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
                .filter(|(name, _)| name.starts_with(config::VARIABLE))
                .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
                .collect(),
        }
    }
}

/// Runs the program on the terminal or pipe of this process. `words` begins with the program's name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Exit {
    let parsed = grammar::arguments(words);
    let (colour, drawings) = match &parsed {
        Ok(line) => (line.place.color, !line.place.plain),
        Err(_) => (Colour::Auto, true),
    };
    match crate::shell::open(colour, drawings, None) {
        Ok(mut out) => perform(parsed, &mut *out, &Surroundings::of_process()),
        Err(error) => {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "error: the terminal cannot be used: {error}");
            Exit::Wrong
        }
    }
}

/// Runs the program on any outside. `words` begins with the program's name.
pub fn run_on(
    words: impl IntoIterator<Item = impl Into<OsString>>,
    out: &mut dyn Outside,
    surroundings: &Surroundings,
) -> Exit {
    perform(grammar::arguments(words.into_iter().map(Into::into)), out, surroundings)
}

fn perform(
    parsed: Result<CommandLine, clap::Error>,
    out: &mut dyn Outside,
    surroundings: &Surroundings,
) -> Exit {
    let done = match parsed {
        Ok(line) => begin(line, out, surroundings),
        Err(error) => explain(&error, out),
    };
    match done {
        Ok(exit) => exit,
        Err(Trouble::Gone) => Exit::Fine,
        Err(Trouble::Said(words, exit)) => {
            let lines = words.lines().flat_map(|line| error(Meaning::Error, line, out.canvas()));
            let screen: Screen = lines.collect();
            // When even that cannot be said, the exit code says it.
            let _ = out.warn(&screen);
            exit
        }
    }
}

/// Whether a line at the prompt is a command, help included; if not, the sentence that says why.
///
/// # Errors
/// The sentence that a person is shown.
pub fn understood(line: &str) -> Result<(), String> {
    match grammar::line(line) {
        Ok(_) => Ok(()),
        Err(error) if !error.use_stderr() => Ok(()),
        Err(error) => Err(verbs::mistake(&error)),
    }
}

/// What the text of a `config.toml` sets, as names and values that `set` takes, and what is wrong with it.
pub fn configured(text: &str, banks: &Banks) -> (Vec<(&'static str, String)>, Vec<Problem>) {
    let given = config_file::read(config_file::NAME, text, banks);
    (given.values.into_iter().map(|(name, value, _)| (name, value)).collect(), given.problems)
}

/// The text of a `config.toml` with one setting written into it, as `set NAME VALUE --save` does.
///
/// # Errors
/// The sentence that a person is shown when one line of this file cannot be changed alone.
pub fn reconfigured(text: &str, name: &str, value: &str, banks: &Banks) -> Result<String, String> {
    config_file::written(text, name, value, banks)
}

fn begin(line: CommandLine, out: &mut dyn Outside, around: &Surroundings) -> Result<Exit, Trouble> {
    let files = out.files();
    let home = Home::find(
        line.place.home,
        around.home.clone(),
        around.here.as_deref(),
        around.platform.clone(),
        &*files,
    )?;
    let mut practice = Practice::open(out, home, Settings::default());
    practice.quiet = line.place.quiet;
    practice.user.clone_from(&around.user);
    practice.configure(&around.variables, &line.options.changes())?;
    match line.verb {
        None => practice.prompt(),
        Some(verb) => {
            practice.options = line.options.changes();
            let settings = practice.settings.clone();
            let done = practice.perform(&verb, &settings);
            practice.offer_to_save()?;
            done
        }
    }
}

/// Says what clap says: help and the version as they are, mistakes in our own words where it helps.
fn explain(error: &clap::Error, out: &mut dyn Outside) -> Result<Exit, Trouble> {
    use clap::error::ErrorKind;
    let colour = out.canvas().colour;
    let said = error.render();
    let said = if colour { said.ansi().to_string() } else { said.to_string() };
    match error.kind() {
        ErrorKind::DisplayVersion => {
            out.write(&help::version())?;
            Ok(Exit::Fine)
        }
        ErrorKind::DisplayHelp => {
            out.write(&said)?;
            Ok(Exit::Fine)
        }
        _ => Err(Trouble::usage(verbs::mistake(error))),
    }
}
