//! The grammar of practice: whatever asks questions, and how hard the room is.

use clap::Args;

use super::{Which, part};
use crate::arc::Part;
use crate::command::settings::{Changes, Seconds};

/// How hard the room is; for whatever asks questions.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Manner {
    /// How long an answer may take to say, like 3m or 2:30
    #[arg(long, value_name = "TIME", value_parser = Seconds::parse)]
    pub(in crate::command) limit: Option<Seconds>,
    /// Follow-ups for a question at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(in crate::command) probes: Option<u8>,
    /// A tough room: a time budget, interruptions, no feedback until the end
    #[arg(long)]
    pub(in crate::command) pressure: bool,
}

impl Manner {
    /// What it changes of the settings.
    pub(in crate::command) fn changes(&self) -> Changes {
        let probes = self.probes.map(usize::from);
        Changes { limit: self.limit, probes, ..Changes::default() }
    }
}

/// `ask`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Ask {
    /// Whose question; any company's when left out
    pub(in crate::command) company: Option<String>,
    /// Any question that fits, not the one that is due most
    #[arg(long)]
    pub(in crate::command) random: bool,
    #[command(flatten)]
    pub(in crate::command) manner: Manner,
}

/// `drill`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Drill {
    /// Whose questions; anybody's when left out
    #[arg(value_name = "COMPANY")]
    pub(in crate::command) company: Option<String>,
    /// How many
    #[arg(value_name = "COUNT", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(in crate::command) count: Option<u8>,
    /// How many; the same as COUNT
    #[arg(short, long = "number", value_name = "COUNT", conflicts_with = "count", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(in crate::command) number: Option<u8>,
    /// One part alone, in your own stories in which it was thin or not there
    #[arg(long, value_name = "PART", value_parser = part(), hide_possible_values = true, conflicts_with_all = ["round", "limit", "probes", "pressure"])]
    pub(in crate::command) part: Option<Part>,
    /// A whole round: mixed questions under one budget of time, one debrief for all
    #[arg(long = "loop", conflicts_with = "pressure")]
    pub(in crate::command) round: bool,
    /// The budget of a round in minutes
    #[arg(long, value_name = "N", requires = "round", value_parser = clap::value_parser!(u32).range(2..=180))]
    pub(in crate::command) minutes: Option<u32>,
    #[command(flatten)]
    pub(in crate::command) manner: Manner,
}

impl Drill {
    /// Whether somebody said how many.
    pub(in crate::command) fn counted(&self) -> bool {
        let lone = self.company.as_deref().is_some_and(|word| word.parse::<u8>().is_ok());
        lone || self.count.is_some() || self.number.is_some()
    }

    /// How many questions when nobody says.
    pub(in crate::command) const COUNT: usize = 3;

    /// Company and count; a lone number is the count.
    pub(in crate::command) fn wanted(&self) -> (Option<&str>, usize) {
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
pub(in crate::command) struct Again {
    #[command(flatten)]
    pub(in crate::command) which: Which,
    #[command(flatten)]
    pub(in crate::command) manner: Manner,
}

/// `next`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Next {
    #[command(flatten)]
    pub(in crate::command) manner: Manner,
}

/// `find`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Find {
    /// Whose question; any company's when left out
    pub(in crate::command) company: Option<String>,
    #[command(flatten)]
    pub(in crate::command) manner: Manner,
}
