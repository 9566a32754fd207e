//! The outside: the one room that touches terminal, disk, clock, chance and process.
//!
//! [`Outside`] is all that the rest may ask of it. There are three: [`Terminal`] for a person at a
//! terminal, [`Pipe`] for lines from anywhere else, and [`Scripted`] for tests. [`Store`] keeps the
//! sessions, on a disk that is known as [`Files`] alone; `index.rs` says how a large home opens fast and
//! why what it goes by cannot be out of date. It knows nothing of questions or verdicts.

mod colour;
mod compose;
mod draft;
mod editor;
mod files;
mod history;
mod home;
mod index;
mod leaving;
mod listing;
mod memory_disk;
mod outside;
mod pipe;
mod program;
mod progress;
mod scripted;
mod store;
mod terminal;

pub use colour::Colour;
pub use draft::Pen;
pub use files::{Disk, Files, Held, Stamp};
pub use home::{Home, HomeError, Origin};
pub use listing::{Glance, Listing};
pub use memory_disk::MemoryDisk;
pub use outside::{
    Aid, Answered, Completion, Ended, Growing, Hint, Interrupt, Keep, Outside, Spoken, Wanted,
};
pub use pipe::Pipe;
pub use scripted::{Act, Scripted};
pub use store::{Draft, EXAMPLE, LEADS_OUT, Log, Store, StoreError};
pub use terminal::{Terminal, open};
