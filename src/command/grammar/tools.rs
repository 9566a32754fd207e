//! The grammar of all else: settings, banks, written stories, what was not kept, help and the shell.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `set`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Set {
    /// level, company, limit, probes, rate, seed or guess; all are shown when left out
    pub(in crate::command) setting: Option<String>,
    /// What it shall be from now on; `off` takes it back
    pub(in crate::command) value: Option<String>,
    /// Write it to config.toml, for the runs to come too
    #[arg(long, requires = "value")]
    pub(in crate::command) save: bool,
}

/// `config`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Config {
    #[command(subcommand)]
    pub(in crate::command) what: Option<ConfigVerb>,
    /// One JSON object
    #[arg(long)]
    pub(in crate::command) json: bool,
}

/// What can be done with the settings.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::command) enum ConfigVerb {
    /// Open config.toml in your editor
    Edit,
}

/// `audit`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Audit {
    /// The stories' files; standard input when left out or `-`
    #[arg(value_name = "FILE")]
    pub(in crate::command) files: Vec<PathBuf>,
    /// One JSON object for each file
    #[arg(long, conflicts_with = "jsonl")]
    pub(in crate::command) json: bool,
    /// Read JSON Lines from standard input, write a line for each
    #[arg(long, conflicts_with = "files")]
    pub(in crate::command) jsonl: bool,
}

/// `banks`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Banks {
    #[command(subcommand)]
    pub(in crate::command) what: Option<BanksVerb>,
    /// One JSON object
    #[arg(long, global = true)]
    pub(in crate::command) json: bool,
}

/// What can be done with banks.
#[derive(Debug, Clone, PartialEq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(in crate::command) enum BanksVerb {
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
pub(in crate::command) struct Save {
    /// The file to write; it must not be there yet
    pub(in crate::command) path: PathBuf,
}

/// `completions`
#[derive(Debug, Clone, PartialEq, Args)]
pub(in crate::command) struct Completions {
    /// The shell that shall complete
    #[arg(value_name = "SHELL")]
    pub(in crate::command) shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Man {
    /// A command; the whole program when left out
    #[arg(value_name = "COMMAND")]
    pub(in crate::command) verb: Option<String>,
}

/// `help`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Help {
    /// The command to explain
    #[arg(value_name = "COMMAND")]
    pub(in crate::command) verb: Vec<String>,
}
