//! The built program as a person or a script meets it: one test binary, one sealed world for each test.

mod afterwards;
#[cfg(unix)]
mod answering;
mod bad_input;
mod configured;
mod dodging;
mod drilling;
#[cfg(unix)]
mod endings;
mod faults;
#[path = "../generated/mod.rs"]
mod generated;
mod index;
mod jsonl;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod leaks;
mod looking;
mod loops;
mod person;
#[cfg(unix)]
mod pictures;
mod pipes;
#[cfg(unix)]
mod pty;
mod returning;
mod shelf;
mod supply;
mod tame;
#[path = "../targets/mod.rs"]
mod targets;
mod world;
