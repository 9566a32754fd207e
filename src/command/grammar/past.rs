//! The grammar of looking back: what `review` and its neighbours take.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::review::{By, Condition};

/// `review`
#[derive(Debug, Clone, Default, PartialEq, Args)]
#[command(after_help = "\
Example:
  mockloop review --company amazon --since 2w
  mockloop review --part improvement=missing
  mockloop review --search \"privacy review\"
  mockloop review last
  mockloop review --compare")]
pub(in crate::command) struct Review {
    /// A session's number in the list, its id, or `last`; the list is shown when left out
    #[arg(value_name = "SESSION")]
    pub(in crate::command) which: Option<String>,
    /// With --compare: the session to set beside it
    #[arg(value_name = "OTHER", requires = "compare")]
    pub(in crate::command) other: Option<String>,
    /// Set two attempts side by side; by default the last two at one question or with one story
    #[arg(long)]
    pub(in crate::command) compare: bool,
    /// Beside the verdict of then, show the one of today
    #[arg(long, conflicts_with = "compare")]
    pub(in crate::command) rejudge: bool,
    /// The list as one JSON object; of one session its entries as JSON Lines, as `export` writes them
    #[arg(long, conflicts_with_all = ["compare", "rejudge"])]
    pub(in crate::command) json: bool,
    /// Show a worked example
    #[arg(long, conflicts_with_all = ["which", "compare"])]
    pub(in crate::command) example: bool,
    #[command(flatten)]
    pub(in crate::command) wanted: Wanted,
    /// How many sessions to list
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::command) limit: u32,
}

/// Which attempts are wanted; for whatever looks back.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Wanted {
    /// One company's only
    #[arg(long, value_name = "COMPANY")]
    pub(in crate::command) company: Option<String>,
    /// Where a part came out so before any follow-up, like improvement=missing
    #[arg(long, value_name = "PART=GRADE")]
    pub(in crate::command) part: Vec<Condition>,
    /// From then on: 2w, 10d, 3m, yesterday, or a date
    #[arg(long, value_name = "WHEN")]
    pub(in crate::command) since: Option<String>,
    /// Where question, answer or replies have these words
    #[arg(long, value_name = "WORDS")]
    pub(in crate::command) search: Option<String>,
}

/// `progress`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Progress {
    /// One company's only
    #[arg(long, value_name = "COMPANY")]
    pub(in crate::command) company: Option<String>,
    /// From then on: 2w, 10d, 3m, yesterday, or a date
    #[arg(long, value_name = "WHEN")]
    pub(in crate::command) since: Option<String>,
    /// What a column of a chart is: week or session
    #[arg(long, value_name = "WHAT", default_value_t)]
    pub(in crate::command) by: By,
    /// Write a page for a browser, with charts and the replays; it loads nothing from elsewhere
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(in crate::command) html: Option<PathBuf>,
    /// The figures as one JSON object
    #[arg(long)]
    pub(in crate::command) json: bool,
}

/// `forget`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Forget {
    /// A session's number in the list, its id, or `last`
    #[arg(value_name = "SESSION")]
    pub(in crate::command) which: String,
    /// Do not ask
    #[arg(long)]
    pub(in crate::command) yes: bool,
}

/// A verb that takes one session.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Named {
    /// A session's number in the list, its id, or `last`
    #[arg(value_name = "SESSION")]
    pub(in crate::command) which: String,
}

/// `sessions`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Sessions {
    #[command(subcommand)]
    pub(in crate::command) what: Option<SessionsVerb>,
}

/// What can be done with all sessions.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::command) enum SessionsVerb {
    /// Read every log whole, and say what cannot be read and what of it could
    Check,
}

/// `export`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Export {
    /// The file to write; it must not be there yet. Standard output when left out
    pub(in crate::command) path: Option<PathBuf>,
    /// jsonl (every field, can be imported again), csv (a row for each turn) or markdown
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(in crate::command) format: Format,
    /// What you set right, as labelled answers that can teach the judge; nothing is sent anywhere
    #[arg(long, conflicts_with = "format")]
    pub(in crate::command) corrections: bool,
    /// One session only: its number in the list, its id, or `last`
    #[arg(long, value_name = "SESSION", conflicts_with_all = ["company", "part", "since", "search"])]
    pub(in crate::command) session: Option<String>,
    #[command(flatten)]
    pub(in crate::command) wanted: Wanted,
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum Format {
    /// JSON Lines.
    #[default]
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Markdown.
    Markdown,
}

/// `import`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Import {
    /// JSON Lines as `export` writes them; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(in crate::command) path: PathBuf,
}
