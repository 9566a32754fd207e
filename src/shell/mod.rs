//! The outside: the one room that touches terminal, disk, clock, chance and process.
//!
//! It knows nothing of questions or verdicts.

mod files;
mod memory_disk;
mod store;

pub use files::{Disk, Files};
pub use memory_disk::MemoryDisk;
pub use store::{Draft, Log, Store, StoreError};
