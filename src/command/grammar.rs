//! The grammar: every verb once, for the command line and for the prompt alike.
//!
//! Pure: words in, a parsed [`Verb`] or clap's explanation out. It does nothing.

mod past;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub(super) use self::past::{
    Export, Forget, Format, Import, Named, Progress, Review, Sessions, SessionsVerb, Wanted,
};
use super::settings::{Changes, Seconds};
use crate::arc::{Level, Part};
use crate::shell::Colour;

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
#[command(next_help_heading = "The interview")]
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
    /// Your stories: list, show, add a written one, or the ten-second drill
    #[command(after_help = "Example:\n  mockloop stories show 'privacy review slip'")]
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

/// How hard the room is; for whatever asks questions.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Manner {
    /// How long an answer may take to say, like 3m or 2:30
    #[arg(long, value_name = "TIME", value_parser = Seconds::parse)]
    pub(super) limit: Option<Seconds>,
    /// Follow-ups for a question at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(super) probes: Option<u8>,
    /// A tough room: a time budget, interruptions, no feedback until the end
    #[arg(long)]
    pub(super) pressure: bool,
}

impl Manner {
    /// What it changes of the settings.
    pub(super) fn changes(&self) -> Changes {
        let probes = self.probes.map(usize::from);
        Changes { limit: self.limit, probes, ..Changes::default() }
    }
}

/// `ask`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Ask {
    /// Whose question; any company's when left out
    pub(super) company: Option<String>,
    /// Any question that fits, not the one that is due most
    #[arg(long)]
    pub(super) random: bool,
    #[command(flatten)]
    pub(super) manner: Manner,
}

/// `due`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Due {
    /// Whose questions; anybody's when left out
    pub(super) company: Option<String>,
    /// List all of them
    #[arg(long)]
    pub(super) all: bool,
    /// One JSON object, of all of them
    #[arg(long)]
    pub(super) json: bool,
}

/// `ladder`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Ladder {
    /// The story's name, or its number in the list
    #[arg(required = true, value_name = "STORY")]
    pub(super) story: Vec<String>,
}

/// `plan`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Plan {
    /// The day of the interview, like 2026-12-03
    pub(super) day: String,
    /// Whose interview it is
    #[arg(long, value_name = "COMPANY")]
    pub(super) company: Option<String>,
}

/// `name`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Name {
    /// The name, or the number of one of yours; you are asked when left out
    #[arg(value_name = "NAME")]
    pub(super) story: Vec<String>,
    #[command(flatten)]
    pub(super) which: Which,
}

/// `stories`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Stories {
    #[command(subcommand)]
    pub(super) what: Option<StoriesVerb>,
    /// One JSON object, of all of them
    #[arg(long)]
    pub(super) json: bool,
}

/// What can be done with stories.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum StoriesVerb {
    /// List them
    List,
    /// Show one, with each time that it was told
    Show {
        /// Its name, or its number in the list
        #[arg(required = true, value_name = "STORY")]
        story: Vec<String>,
    },
    /// Put a written story on the shelf, through the audit
    Add {
        /// The file; `-` for standard input
        file: PathBuf,
        /// What to call it; the file's name when left out
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// A question appears: name the story, type its first line, against the clock
    Draw,
}

/// `drill`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Drill {
    /// Whose questions; anybody's when left out
    #[arg(value_name = "COMPANY")]
    pub(super) company: Option<String>,
    /// How many
    #[arg(value_name = "COUNT", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(super) count: Option<u8>,
    /// How many; the same as COUNT
    #[arg(short, long = "number", value_name = "COUNT", conflicts_with = "count", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(super) number: Option<u8>,
    /// One part alone, in your own stories in which it was thin or not there
    #[arg(long, value_name = "PART", value_parser = part(), hide_possible_values = true, conflicts_with_all = ["round", "limit", "probes", "pressure"])]
    pub(super) part: Option<Part>,
    /// A whole round: mixed questions under one budget of time, one debrief for all
    #[arg(long = "loop", conflicts_with = "pressure")]
    pub(super) round: bool,
    /// The budget of a round in minutes
    #[arg(long, value_name = "N", requires = "round", value_parser = clap::value_parser!(u32).range(2..=180))]
    pub(super) minutes: Option<u32>,
    #[command(flatten)]
    pub(super) manner: Manner,
}

impl Drill {
    /// Whether somebody said how many.
    pub(super) fn counted(&self) -> bool {
        let lone = self.company.as_deref().is_some_and(|word| word.parse::<u8>().is_ok());
        lone || self.count.is_some() || self.number.is_some()
    }

    /// How many questions when nobody says.
    pub(super) const COUNT: usize = 3;

    /// Company and count; a lone number is the count.
    pub(super) fn wanted(&self) -> (Option<&str>, usize) {
        let count = self.count.or(self.number).map(usize::from);
        match (self.company.as_deref(), count) {
            (Some(word), None) => match word.parse() {
                Ok(count @ 1..=20) => (None, count),
                _ => (Some(word), Self::COUNT),
            },
            (company, count) => (company, count.unwrap_or(Self::COUNT)),
        }
    }
}

/// `again`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Again {
    #[command(flatten)]
    pub(super) which: Which,
    #[command(flatten)]
    pub(super) manner: Manner,
}

/// `next`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Next {
    #[command(flatten)]
    pub(super) manner: Manner,
}

/// `find`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Find {
    /// Whose question; any company's when left out
    pub(super) company: Option<String>,
    #[command(flatten)]
    pub(super) manner: Manner,
}

/// Which attempt is meant, when it is not the last one.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Which {
    /// A session, as `review` names it; the last attempt when left out
    #[arg(long, value_name = "SESSION")]
    pub(super) session: Option<String>,
    /// Which question of that session; its last one when left out
    #[arg(long, value_name = "N", requires = "session")]
    pub(super) question: Option<usize>,
}

/// `told`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Told {
    /// The part: failure, diagnosis, action, learning or improvement
    pub(super) part: Option<String>,
    /// The sentences that tell it, by their numbers; they are listed when left out
    #[arg(value_name = "SENTENCE")]
    pub(super) sentences: Vec<String>,
    #[command(flatten)]
    pub(super) which: Which,
}

/// `missed`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Missed {
    /// The part: failure, diagnosis, action, learning or improvement
    pub(super) part: String,
    #[command(flatten)]
    pub(super) which: Which,
}

/// `wrong`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Wrong {
    /// What is wrong: blame, we, blow-by-blow, stale, no-stakes or no-answer
    #[arg(required = true)]
    pub(super) flag: Vec<String>,
    #[command(flatten)]
    pub(super) which: Which,
}

/// `set`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Set {
    /// level, company, limit, probes, rate, seed or guess; all are shown when left out
    pub(super) setting: Option<String>,
    /// What it shall be from now on; `off` takes it back
    pub(super) value: Option<String>,
    /// Write it to config.toml, for the runs to come too
    #[arg(long, requires = "value")]
    pub(super) save: bool,
}

/// `config`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Config {
    #[command(subcommand)]
    pub(super) what: Option<ConfigVerb>,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// What can be done with the settings.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum ConfigVerb {
    /// Open config.toml in your editor
    Edit,
}

/// `audit`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Audit {
    /// The stories' files; standard input when left out or `-`
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// One JSON object for each file
    #[arg(long, conflicts_with = "jsonl")]
    pub(super) json: bool,
    /// Read JSON Lines from standard input, write a line for each
    #[arg(long, conflicts_with = "files")]
    pub(super) jsonl: bool,
}

/// `banks`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Banks {
    #[command(subcommand)]
    pub(super) what: Option<BanksVerb>,
    /// One JSON object
    #[arg(long, global = true)]
    pub(super) json: bool,
}

/// What can be done with banks.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum BanksVerb {
    /// List the banks
    List,
    /// Show the questions of one company
    Show {
        /// The company
        company: String,
    },
    /// Look for mistakes in your own banks, or in these files
    Check {
        /// Bank files; those of your home when left out
        files: Vec<PathBuf>,
    },
    /// Write a commented bank to start from
    New {
        /// The id of the company: lower-case letters, digits and hyphens
        company: String,
    },
}

/// `save`
#[derive(Debug, Clone, PartialEq, Args)]
pub(super) struct Save {
    /// The file to write; it must not be there yet
    pub(super) path: PathBuf,
}

/// `completions`
#[derive(Debug, Clone, PartialEq, Args)]
pub(super) struct Completions {
    /// The shell that shall complete
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Man {
    /// A command; the whole program when left out
    #[arg(value_name = "COMMAND")]
    pub(super) verb: Option<String>,
}

/// `help`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct Help {
    /// The command to explain
    #[arg(value_name = "COMMAND")]
    pub(super) verb: Vec<String>,
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
    PromptLine::try_parse_from(words(line))
}

/// The grammar of the prompt, for completion and help. What only a shell has a use for is not shown.
pub(super) fn prompt() -> clap::Command {
    let hidden = |verb: clap::Command| verb.hide(true);
    PromptLine::command().mut_subcommand("completions", hidden).mut_subcommand("man", hidden)
}

/// The grammar of the command line, for help.
pub(super) fn program() -> clap::Command {
    CommandLine::command()
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
