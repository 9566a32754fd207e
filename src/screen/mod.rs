//! Values in, styled lines out: everything that a person reads is put together here.
//!
//! A screen is lines of [`Piece`]s, each with a [`Meaning`]; `theme.rs` alone knows colours. Lines are
//! laid out for a [`Canvas`] (columns, colour, drawings or none) when they are built. Every piece of
//! text passes [`crate::text::printable`] on its way in, so no bank, log or answer can steer the
//! terminal. It knows nothing of terminals, files or clocks.

mod audit;
mod clock;
mod comparison;
mod days;
mod debrief;
mod drills;
mod due;
mod ladder;
mod layout;
mod line;
mod pieces;
mod plan;
pub mod progress;
mod review;
mod stories;
mod table;
mod theme;

pub use audit::{audit, flag_words, letter, marked};
pub use clock::{clock, typed};
pub use comparison::{Compared, comparison, rejudgement};
pub use days::{ago, coming, count};
pub use debrief::{debrief, help, numbered};
pub use drills::{Round, RoundAnswer, judged_reply, round, two_lines};
pub use due::{DueQuestion, due, due_line};
pub use ladder::{Rung, ladder};
pub use layout::{paragraph, trimmed, width};
pub use line::{Canvas, Line, Meaning, Piece, Screen};
pub use pieces::{
    bar, duration, error, heading, mark, marks, note, probe, question, rule, share_words, word,
};
pub use plan::plan;
pub use review::{Listed, Replay, replay, sessions};
pub use stories::{WAYS_TO_SHELVE, drawn, shelf, story};
pub use table::{Column, Table};
