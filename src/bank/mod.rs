//! Questions and probes: what a bank holds, how it is read, checked and drawn from.
//!
//! Pure: a bank is read from text that somebody else fetched. It knows nothing of files or screens.
//!
//! - [`read`]: text in, a bank and the problems of its file out.
//! - [`check`]: everything that is wrong with the banks of a home; [`examples`] runs them through the judge.
//! - [`Banks`]: the shipped banks with a home's own over them; looking one up.
//! - [`Banks::draw`]: the next question, asked least and longest ago first.
//! - [`Banks::word`]: the words of a probe, with the candidate's own sentence in its slots.
//! - [`template`]: a commented bank to start from.

mod banks;
mod check;
mod choice;
mod gap;
mod problem;
mod quote;
mod read;
mod shipped;
mod template;
mod weights;
mod wording;

pub use banks::Banks;
pub use check::{all_gaps, check, check_one, examples, lint};
pub use choice::{Drawn, Wish};
pub use problem::{Problem, Severity};
pub use quote::{headless, quotable, quotables};
pub use read::{FORMAT, MAX_BANK_BYTES, Reading, read, read_bytes};
pub use shipped::{SHIPPED, is_shipped};
pub use template::{is_company_id, template};
pub use weights::Weights;
pub use wording::Slots;

use crate::arc::{Level, Part, Reason};

/// One question of a company.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Unique over all banks: `amazon-limited-data`.
    pub id: String,
    /// The words that are asked.
    pub words: String,
    /// The same question in other words, for drills; none is needed.
    pub rewordings: Vec<String>,
    /// The levels that it suits.
    pub levels: Vec<Level>,
    /// What it tests, in a clause.
    pub tests: String,
    /// What this company listens for in the answer, for the candidate's eyes.
    pub note: String,
}

/// When a probe fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    /// The part is missing.
    Missing,
    /// The part is weak, for this reason.
    Weak(Reason),
    /// The judge is unsure: the wording must fit whether the part was told or not.
    Unsure,
    /// The first reply dodged: one rephrased push.
    Push,
    /// Failure only: for senior and above, what it cost (flag `no-stakes`).
    Stakes,
    /// Failure only: the story is old (flag `stale`); ask for a more recent one.
    Recency,
    /// Diagnosis only: causes point outward or "we" hides the speaker (flags `blame`, `we`).
    Ownership,
}

/// The wordings that ask for one gap of one part.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The part that it asks for.
    pub part: Part,
    /// When it fits.
    pub gap: Gap,
    /// Wordings, at least three; may hold the slots `{quote}` and `{failure}`.
    pub wordings: Vec<String>,
    /// An answer that it should follow; for [`Gap::Push`], a reply. Empty when the bank gives none.
    pub follows: String,
    /// An answer that it should not follow; for [`Gap::Push`], a reply. Empty when the bank gives none.
    pub spares: String,
}

/// One company's questions and probes, in its voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// Id and file stem: `amazon`.
    pub company: String,
    /// As it is written: `Amazon`.
    pub name: String,
    /// The lens under which it asks for failure, in a sentence.
    pub lens: String,
    /// The public framework behind it, named with its date: "Leadership Principles (2021): Ownership".
    pub framework: String,
    /// How much each part weighs when gaps are equal.
    pub weights: Weights,
    /// In the order of the file.
    pub questions: Vec<Question>,
    /// In the order of the file.
    pub probes: Vec<Probe>,
}

impl Bank {
    /// The probe for this gap of this part, if the bank has one.
    pub fn probe(&self, part: Part, gap: Gap) -> Option<&Probe> {
        self.probes.iter().find(|probe| probe.part == part && probe.gap == gap)
    }

    /// The question with this id, if it is one of this bank's.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}
