//! The grammar of coming back: what is due, a plan, and the shelf of stories.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Which;

/// `due`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Due {
    /// Whose questions; anybody's when left out
    pub(in crate::command) company: Option<String>,
    /// List all of them
    #[arg(long)]
    pub(in crate::command) all: bool,
    /// One JSON object, of all of them
    #[arg(long)]
    pub(in crate::command) json: bool,
}

/// `plan`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Plan {
    /// The day of the interview, like 2026-12-03
    pub(in crate::command) day: String,
    /// Whose interview it is
    #[arg(long, value_name = "COMPANY")]
    pub(in crate::command) company: Option<String>,
}

/// `name`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Name {
    /// The name, or the number of one of yours; you are asked when left out
    #[arg(value_name = "NAME")]
    pub(in crate::command) story: Vec<String>,
    #[command(flatten)]
    pub(in crate::command) which: Which,
}

/// `stories`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Stories {
    #[command(subcommand)]
    pub(in crate::command) what: Option<StoriesVerb>,
    /// One JSON object, of all of them
    #[arg(long)]
    pub(in crate::command) json: bool,
}

/// What can be done with stories.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::command) enum StoriesVerb {
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
        #[arg(long = "as", num_args = 1.., value_name = "NAME")]
        name: Vec<String>,
    },
    /// Give one another name, in every session that told it too
    #[command(override_usage = "mockloop stories rename <STORY> --as <NAME>")]
    Rename {
        /// Its name, or its number in the list
        #[arg(required = true, value_name = "STORY")]
        story: Vec<String>,
        /// The new name
        #[arg(long = "as", required = true, num_args = 1.., value_name = "NAME")]
        name: Vec<String>,
        /// Do not ask before two become one
        #[arg(long)]
        yes: bool,
    },
    /// Take one off the shelf; sessions keep what was answered in them
    Remove {
        /// Its name, or its number in the list
        #[arg(required = true, value_name = "STORY")]
        story: Vec<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// A question appears: name the story, type its first line, against the clock
    Draw,
}

/// `ladder`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Ladder {
    /// The story's name, or its number in the list
    #[arg(required = true, value_name = "STORY")]
    pub(in crate::command) story: Vec<String>,
}
