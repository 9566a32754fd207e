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
//! - [`schedule`]: what comes back when, and why.
//! - [`story`]: the shelf of a person's own stories.
//! - [`audit`]: a written story walked through the five parts; JSON and JSON Lines.
//! - [`page`]: progress as one page for a browser.
//! - [`screen`]: values in, styled lines out.
//!
//! A thin shell:
//!
//! - [`command`]: the grammar, one for the REPL and the command line, and what each verb does.
//! - [`shell`]: the one place that touches terminal, disk, clock and chance.
//!
//! # The way of an answer
//!
//! `command` draws a question ([`bank::Banks::draw`]) and asks for an answer ([`shell::Outside::answer`]);
//! while it is typed, each version goes to a draft. Handed in, it is an event for the machine
//! ([`interview::Interview::step`]), which judges it ([`judge::judge`]), and the turn is in the log
//! ([`shell::Store::append`]) before anything more is shown. The machine's next move is a probe for the
//! widest gap, in the words of the bank, or the debrief. A reply is judged for the part that was asked
//! and folded in. The debrief is made as values ([`interview::Debrief`]) and laid out by [`screen`]. What
//! `review`, `progress` and the schedule say later is reckoned from the logs. Nothing derived is
//! kept, but for an index of large homes (`shell/index.rs`), which says why it cannot be out of date.
//!
//! # Rules of the house
//!
//! - Time and chance are arguments; only `shell` reads a clock or rolls dice.
//! - Events in, next move out; outcomes are closed enums that the compiler makes everybody handle.
//! - What was typed is appended, synced and owner-only; it is never rewritten in place.
//! - A reader keeps the good and numbers the bad: path, line, what is wrong, what to do.
//! - All text passes [`text::printable`] on its way to a screen; a place asks for a meaning, and
//!   `screen/theme.rs` alone knows colours. Colour and drawings never say what words do not.
//! - Names are the domain's. A file opens with what it holds and what it must not know.
//! - Budgets stop the build: packages in the lock, bytes of the program, the judge's floors.
//!
//! # Recipes
//!
//! **A company.** `mockloop banks new acme` in a home that is a checkout writes `questions/acme.toml` with
//! every key explained. Fill it, then `mockloop banks check`. To ship it, add it to [`bank::SHIPPED`]; a
//! test runs its examples through the judge.
//!
//! **A probe.** A `[[probe]]` in the company's file: `part`, `gap`, three `wordings` or more, and the two
//! examples, an answer that it should follow and one that it should spare. `mockloop banks check` says
//! when the judge disagrees with an example. A gap that a company has no probe for falls to `general.toml`.
//!
//! **A part's reason.** Add it to [`arc::Reason`] with its word and to [`arc::Part::reasons`]; from there
//! the compiler and the tests lead on: the judge's list of reasons, the advice of the debrief, and a probe
//! for it in `questions/general.toml` and each company that should ask in its own words. Then say in the
//! corpus's `GUIDELINE.md` when it is given, label with it, and train as `tests/corpus/README.md` tells.
//!
//! **A verb.** A variant with an example in `command/grammar.rs`, its arguments beside, a file of its own that
//! does it in an `impl Practice`, a line in `command/verbs.rs`, and its group in `command/help.rs`. Help,
//! completions, the manual page and hints follow by themselves; words to complete stand in
//! `command/aid.rs`. What it shows is made in `screen`, and with `--json` in `command/json.rs`.

pub mod arc;
pub mod audit;
pub mod bank;
pub mod command;
pub mod interview;
pub mod judge;
pub mod page;
pub mod review;
pub mod schedule;
pub mod screen;
pub mod session;
pub mod shell;
pub mod story;
pub mod text;
