//! The grammar: every verb once, for the command line and for the prompt alike.
//!
//! Here are the verbs with their examples; what each takes stands in the files beside, by what it is for.
//! Pure: words in, a parsed [`Verb`] or clap's explanation out. It does nothing.

mod past;
mod planned;
mod questions;
mod tools;
mod verdict;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub(super) use self::past::{
    Export, Forget, Format, Import, Named, Progress, Review, Sessions, SessionsVerb, Wanted,
};
pub(super) use self::planned::{Due, Ladder, Name, Plan, Stories, StoriesVerb};
pub(super) use self::questions::{Again, Ask, Drill, Find, Next};
pub(super) use self::tools::{
    Audit, Banks, BanksVerb, Completions, Config, ConfigVerb, Help, Man, Save, Set,
};
pub(super) use self::verdict::{Missed, Told, Which, Wrong};
use super::settings::Changes;
use crate::arc::{Level, Part};
use crate::shell::Colour;

/// What stands above the options of an interview in help.
const INTERVIEW: &str = "The interview";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "mockloop",
    version,
    disable_help_subcommand = true,
    about = "A mock interviewer for failure questions, in your terminal, offline."
)]
pub(super) struct CommandLine {
    #[command(flatten)]
    pub(super) place: Place,
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

/// Where the program lives and how it shows itself; for the command line only.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct Place {
    /// The folder of your sessions and banks
    // The environment is read by the shell: an empty variable must not count.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) home: Option<PathBuf>,
    /// Colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) color: Colour,
    /// Only what was asked for: no greeting, no remarks
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Words instead of bars and marks, as for a screen reader
    #[arg(long, global = true)]
    pub(super) plain: bool,
}

/// How an interview is held; on the command line and at the prompt.
#[derive(Debug, Clone, Default, PartialEq, Args)]
#[command(next_help_heading = INTERVIEW)]
pub(super) struct Options {
    /// The level that you interview for: mid, senior, staff or manager
    #[arg(long, global = true, value_name = "LEVEL", value_parser = level(), hide_possible_values = true)]
    pub(super) level: Option<Level>,
    /// The same seed asks the same questions
    #[arg(long, global = true, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Your speaking rate in words a minute
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(60..=300))]
    pub(super) rate: Option<u32>,
}

impl Options {
    /// What they change of the settings.
    pub(super) fn changes(&self) -> Changes {
        Changes { level: self.level, seed: self.seed, rate: self.rate, ..Changes::default() }
    }
}

/// A line at the prompt.
#[derive(Debug, Parser)]
#[command(
    name = "mockloop",
    bin_name = "",
    no_binary_name = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub(super) struct PromptLine {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// What can be asked of the program.
///
/// A verb to come is added here with an example, as a file beside this one that does it, in
/// `verbs.rs`, which sends it there, and in `help.rs`, which groups them; completion, hints and the
/// manual page follow by themselves.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum Verb {
    /// See one question from beginning to end, on somebody else's answer
    #[command(after_help = "Example:\n  mockloop tour")]
    Tour,
    /// Ask one question, with follow-ups and a debrief
    #[command(after_help = "Example:\n  mockloop ask amazon --level senior")]
    Ask(Ask),
    /// Ask several questions in a row
    #[command(after_help = "Example:\n  mockloop drill netflix -n 3")]
    Drill(Drill),
    /// Go on with an answer that was left unfinished
    #[command(after_help = "Example:\n  mockloop resume")]
    Resume,
    /// Answer the last question again, and see what changed
    #[command(after_help = "Example:\n  mockloop again")]
    Again(Again),
    /// Ask another question of the same company, in the same manner
    #[command(after_help = "Example:\n  mockloop next")]
    Next(Next),
    /// Help to find a story, then a question
    #[command(after_help = "Example:\n  mockloop find")]
    Find(Find),
    /// Say that you told a part, and in which sentence
    #[command(after_help = "Example:\n  mockloop told improvement 4")]
    Told(Told),
    /// Say that you did not tell a part
    #[command(after_help = "Example:\n  mockloop missed learning")]
    Missed(Missed),
    /// Say that something said of the whole answer is wrong
    #[command(after_help = "Example:\n  mockloop wrong blame")]
    Wrong(Wrong),
    /// What comes back today, and why
    #[command(after_help = "Example:\n  mockloop due")]
    Due(Due),
    /// Give the story of an answer a name
    #[command(after_help = "Example:\n  mockloop name 'privacy review slip'")]
    Name(Name),
    /// Your stories: list, show, add, rename, remove, or the ten-second drill
    #[command(
        after_help = "Example:\n  mockloop stories rename privacy review --as the privacy slip"
    )]
    Stories(Stories),
    /// Which day to practise what until an interview
    #[command(after_help = "Example:\n  mockloop plan 2026-12-03 --company amazon")]
    Plan(Plan),
    /// One story in three lengths, each judged
    #[command(after_help = "Example:\n  mockloop ladder 'privacy review slip'")]
    Ladder(Ladder),
    /// Read a passage aloud to set your own speaking rate
    #[command(after_help = "Example:\n  mockloop calibrate")]
    Calibrate,
    /// Show or change a setting for this run
    #[command(after_help = "Example:\n  mockloop set level staff")]
    Set(Set),
    /// The settings in force and where they came from, or the file behind them
    #[command(after_help = "Example:\n  mockloop config")]
    Config(Config),
    /// List past sessions, replay one, or set two side by side
    #[command(after_help = "Example:\n  mockloop review last")]
    Review(Review),
    /// Delete a session for good, with every trace of it
    #[command(after_help = "Example:\n  mockloop forget last")]
    Forget(Forget),
    /// What practice adds up to, and what to work on
    #[command(after_help = "Example:\n  mockloop progress --since 3m --by week")]
    Progress(Progress),
    /// Write sessions for other programs, or for people, to read
    #[command(after_help = "Example:\n  mockloop export --format csv --since 3m sessions.csv")]
    Export(Export),
    /// Read sessions back from the JSON Lines of an export
    #[command(after_help = "Example:\n  mockloop import sessions.jsonl")]
    Import(Import),
    /// Leave a session out of all figures; nothing is deleted
    #[command(after_help = "Example:\n  mockloop exclude 3")]
    Exclude(Named),
    /// Take a session back into the figures
    #[command(after_help = "Example:\n  mockloop include 3")]
    Include(Named),
    /// Where the sessions are kept and how many, or which logs have mistakes
    #[command(after_help = "Example:\n  mockloop sessions check")]
    Sessions(Sessions),
    /// Walk a written story through the five parts
    #[command(after_help = "Example:\n  mockloop audit story.md")]
    Audit(Audit),
    /// The questions: list, show, check, or begin a bank
    #[command(after_help = "Example:\n  mockloop banks show amazon")]
    Banks(Banks),
    /// Write a session that could not be kept to another place
    #[command(after_help = "Example:\n  mockloop save kept.toml")]
    Save(Save),
    /// Print what makes your shell complete the commands
    #[command(after_help = "Example:\n  mockloop completions zsh > ~/.zfunc/_mockloop")]
    Completions(Completions),
    /// Print the manual page, for `man -l -`
    #[command(after_help = "Example:\n  mockloop man > mockloop.1")]
    Man(Man),
    /// Explain the commands, or one of them
    #[command(after_help = "Example:\n  mockloop help drill")]
    Help(Help),
    /// Leave
    #[command(visible_alias = "exit", after_help = "Example:\n  mockloop quit")]
    Quit,
}

impl Verb {
    /// The files that it names, as they were typed.
    pub(super) fn paths(&mut self) -> Vec<&mut PathBuf> {
        match self {
            Verb::Audit(audit) => audit.files.iter_mut().collect(),
            Verb::Banks(Banks { what: Some(BanksVerb::Check { files }), .. }) => {
                files.iter_mut().collect()
            }
            Verb::Export(export) => export.path.iter_mut().collect(),
            Verb::Import(import) => vec![&mut import.path],
            Verb::Progress(progress) => progress.html.iter_mut().collect(),
            Verb::Save(save) => vec![&mut save.path],
            Verb::Stories(Stories { what: Some(StoriesVerb::Add { file, .. }), .. }) => vec![file],
            _ => Vec::new(),
        }
    }
}

fn part() -> impl clap::builder::TypedValueParser<Value = Part> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(Part::ALL.iter().map(|part| part.id()))
        .try_map(|word| word.parse::<Part>())
}

fn level() -> impl clap::builder::TypedValueParser<Value = Level> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    // The words are those of the levels, so each is one.
    PossibleValuesParser::new(Level::ALL.iter().map(|level| level.id()))
        .try_map(|word| word.parse::<Level>())
}

/// Which options of the interview mean something to a verb.
fn meant(verb: &str) -> &'static [&'static str] {
    match verb {
        "tour" | "ask" | "drill" | "again" | "next" | "find" | "ladder" | "stories" | "plan"
        | "config" => &["level", "seed", "rate"],
        "audit" | "due" | "progress" => &["level", "rate"],
        _ => &[],
    }
}

/// The grammar with each verb's help without the options that mean nothing to it. They are still taken, as
/// anywhere on the line.
fn fitted(command: clap::Command) -> clap::Command {
    let options: Vec<clap::Arg> = command
        .get_arguments()
        .filter(|arg| arg.get_help_heading() == Some(INTERVIEW))
        .cloned()
        .collect();
    command.mut_subcommands(|verb| {
        let meant = meant(verb.get_name());
        let idle = options.iter().filter(|option| !meant.contains(&option.get_id().as_str()));
        let idle: Vec<clap::Arg> = idle.map(|option| option.clone().hide(true)).collect();
        verb.args(idle)
    })
}

/// Parses the arguments of a process, its name first.
pub(super) fn arguments(
    words: impl IntoIterator<Item = OsString>,
) -> Result<CommandLine, clap::Error> {
    let mut matches = super::help::paged(program()).try_get_matches_from(words)?;
    CommandLine::from_arg_matches_mut(&mut matches)
}

/// Cuts a line into words, as a shell would; an apostrophe that nothing closes is just one.
pub(super) fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| line.split_whitespace().map(str::to_owned).collect())
}

/// Parses a line of the prompt.
pub(super) fn line(line: &str) -> Result<PromptLine, clap::Error> {
    let mut matches = fitted(PromptLine::command()).try_get_matches_from(words(line))?;
    PromptLine::from_arg_matches_mut(&mut matches)
}

/// The grammar of the prompt, for completion and help. What only a shell has a use for is not shown.
pub(super) fn prompt() -> clap::Command {
    let hidden = |verb: clap::Command| verb.hide(true);
    let prompt = fitted(PromptLine::command());
    prompt.mut_subcommand("completions", hidden).mut_subcommand("man", hidden)
}

/// The grammar of the command line, for help.
pub(super) fn program() -> clap::Command {
    fitted(CommandLine::command())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv(line: &str) -> Result<CommandLine, clap::Error> {
        arguments(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_grammars_are_sound() {
        prompt().debug_assert();
        program().debug_assert();
    }

    #[test]
    fn a_verb_is_the_same_on_the_command_line_and_at_the_prompt() {
        for words in [
            "ask amazon --level senior --seed 7",
            "drill netflix -n 3",
            "drill netflix 3",
            "review last",
            "review --company amazon --since 2w --part learning=weak --limit 3",
            "review --compare 3 1",
            "audit story.md --json",
            "banks check",
            "set level staff",
        ] {
            let typed = line(words).unwrap();
            let given = argv(&format!("mockloop {words}")).unwrap();
            assert_eq!(Some(typed.verb), given.verb, "{words}");
            assert_eq!(typed.options, given.options, "{words}");
        }
    }

    #[test]
    fn a_drill_counts_by_place_or_by_option_and_may_have_no_company() {
        let drill = |words: &str| match line(words).unwrap().verb {
            Verb::Drill(drill) => {
                let (company, count) = drill.wanted();
                (company.map(str::to_owned), count)
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(drill("drill netflix 2"), (Some("netflix".into()), 2));
        assert_eq!(drill("drill netflix -n 2"), (Some("netflix".into()), 2));
        assert_eq!(drill("drill 4"), (None, 4));
        assert_eq!(drill("drill"), (None, 3));
        assert!(line("drill netflix 3 -n 3").is_err());
        assert!(line("drill netflix 0").is_err());
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_nearest() {
        let said = line("asc amazon").unwrap_err().to_string();
        assert!(said.contains("similar") && said.contains("ask"), "{said}");
        let said = line("ask --level seniour").unwrap_err().to_string();
        assert!(said.contains("senior"), "{said}");
    }

    #[test]
    fn quotes_hold_words_together_and_a_lone_apostrophe_does_not_matter() {
        assert_eq!(words("audit 'my story.md'"), ["audit", "my story.md"]);
        assert_eq!(words("audit what's.md"), ["audit", "what's.md"]);
    }
}
