//! The grammar of the last word: which attempt is meant, and what the person says against its verdict.

use clap::Args;

/// Which attempt is meant, when it is not the last one.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Which {
    /// A session, as `review` names it; the last attempt when left out
    #[arg(long, value_name = "SESSION")]
    pub(in crate::command) session: Option<String>,
    /// Which question of that session; its last one when left out
    #[arg(long, value_name = "N", requires = "session")]
    pub(in crate::command) question: Option<usize>,
}

/// `told`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Told {
    /// The part: failure, diagnosis, action, learning or improvement
    pub(in crate::command) part: Option<String>,
    /// The sentences that tell it, by their numbers; they are listed when left out
    #[arg(value_name = "SENTENCE")]
    pub(in crate::command) sentences: Vec<String>,
    #[command(flatten)]
    pub(in crate::command) which: Which,
}

/// `missed`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Missed {
    /// The part: failure, diagnosis, action, learning or improvement
    pub(in crate::command) part: String,
    #[command(flatten)]
    pub(in crate::command) which: Which,
}

/// `wrong`
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(in crate::command) struct Wrong {
    /// What is wrong: blame, we, blow-by-blow, stale, no-stakes or no-answer
    #[arg(required = true)]
    pub(in crate::command) flag: Vec<String>,
    #[command(flatten)]
    pub(in crate::command) which: Which,
}
