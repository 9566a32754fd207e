//! The record of a session: what a log holds, how it is written and read back.
//!
//! Pure: a log is text that somebody else fetched, time is in the record. It knows nothing of files,
//! clocks or terminals.
//!
//! - [`record`]: the values. A session is a header and entries; attempts are cut from its turns.
//! - [`encode_header`], [`encode_entry`]: values in, TOML out, to be appended and never rewritten.
//! - [`corrections`]: what a person set right, in the corpus's own form.
//! - [`export`]: JSON Lines, tables and pages for others; JSON Lines come back.
//! - [`note`], [`noted`]: a digest as one line and back, for an index.
//! - [`decode`]: TOML in; the good entries, and the rest as numbered problems, out.

pub mod export;
pub mod record;

mod attempt;
mod corpus;
mod digest;
mod measure;
mod noted;
mod read;
mod scan;
mod when;
mod write;

#[cfg(test)]
pub(crate) mod arbitrary;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod torn;
#[cfg(test)]
pub(crate) use tests::{example, played};

pub use attempt::Attempt;
pub use corpus::{corrections, labelled_of};
pub use digest::{AttemptDigest, Digest};
pub use noted::{note, noted};
pub use read::{Decoded, FORMAT, decode};
pub use record::{
    Correction, Ending, Entry, Exclusion, Guess, Header, Kind, LADDER, Naming, Says, Session,
    Shown, ShownPart, Turn, day_of, is_id, session_id,
};
pub use scan::scan;
pub use when::When;
pub(crate) use write::{block, line};
pub use write::{encode, encode_entry, encode_header};
