//! Sessions for other programs and for people: values in, text out, a session at a time.
//!
//! - [`to_lines`], [`Importer`]: JSON Lines, every field, read back without loss.
//! - [`HEADINGS`], [`to_rows`]: a table with a row for each turn, for a spreadsheet.
//! - [`to_markdown`]: a page to read.
//!
//! It knows nothing of files.

mod lines;
mod markdown;
mod rows;

pub use lines::{BadLine, Importer, Taken, to_lines};
pub use markdown::to_markdown;
pub use rows::{HEADINGS, to_rows};

#[cfg(test)]
mod tests;
