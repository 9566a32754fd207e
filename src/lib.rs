//! mockloop: the mock interviewer that lives in a terminal, works offline, and tells you the truth
//! about your failure story.
//!
//! # The rooms
//!
//! A pure core, where time and chance are arguments:
//!
//! - [`arc`]: the vocabulary. Parts, grades, weak reasons, flags, traits, levels.
//! - [`text`]: sentences as spans, words, speaking time, what may reach a terminal.
//! - [`judge`]: answer in, verdict out.
//! - [`bank`]: questions and probes; reading, checking, choosing.
//! - [`interview`]: the state machine. Events in, next move out.
//! - [`session`]: the record of a session and its log format.
//! - [`review`]: what past sessions say: which are meant, what they add up to, how two differ.
//! - [`audit`]: a written story walked through the five parts; JSON and JSON Lines.
//! - [`screen`]: values in, styled lines out.
//!
//! A thin shell:
//!
//! - [`command`]: the grammar, one for the REPL and the command line, and what each verb does.
//! - [`shell`]: the one place that touches terminal, disk, clock and chance.

pub mod arc;
pub mod audit;
pub mod bank;
pub mod command;
pub mod interview;
pub mod judge;
pub mod review;
pub mod screen;
pub mod session;
pub mod shell;
pub mod text;
