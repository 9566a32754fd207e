//! Bytes at random, for everything that takes text from outside, on any toolchain: the seeds of each
//! target, then mutations of them with a fixed seed and budget.
//!
//! `MOCKLOOP_FUZZ_RUNS=1000000 cargo test --release --test it bad_input` makes so many for each target.
//! `fuzz/` runs the same targets under libFuzzer, which looks for bytes that reach further.

use std::path::{Path, PathBuf};

use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::targets::{ALL, Target};

/// Mutations for each target when nobody says.
const RUNS: u64 = 300;

/// The longest input that is made.
const LONGEST: usize = 16_384;

/// Pieces that mean something to one of the readers.
const PIECES: &[&str] = &[
    "\"",
    "\"\"\"",
    "'",
    "\\",
    "\\u005B",
    "\n",
    "\r\n",
    "\n[[turn]]\n",
    "[[question]]",
    "[",
    "]",
    "{",
    "}",
    " = ",
    "1e400",
    "-1",
    "nan",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "😀",
    "\u{2028}",
    "…",
    "“",
    "”",
    ". ",
    "! ",
    "e.g. ",
    "I ",
    "we ",
    "never ",
    "learned ",
    "Since then ",
    "{quote}",
    "{failure}",
    "--",
    " -n ",
    "true",
    "null",
    "2026-11-27T04:45:12Z",
    "format = 1\n",
    "outcome = \"answered\"\n",
];

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/targets/seeds").join(name);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// An input with some of it cut out, doubled, replaced, or crossed with another.
fn mutated(seeds: &[Vec<u8>], chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds.choose(chance).cloned().unwrap_or_default();
    for _ in 0..chance.random_range(1..6) {
        let from = chance.random_range(0..=bytes.len());
        let most = (bytes.len() - from).min(64);
        let to = from + chance.random_range(0..=most);
        match chance.random_range(0..7) {
            0 => drop(bytes.drain(from..to)),
            1 => bytes.truncate(from),
            2 => {
                let piece = PIECES.choose(chance).copied().unwrap_or_default();
                drop(bytes.splice(from..from, piece.bytes()));
            }
            3 => {
                let again = bytes[from..to].repeat(chance.random_range(1..40));
                drop(bytes.splice(from..from, again));
            }
            4 => {
                let other = seeds.choose(chance).map_or(&[][..], Vec::as_slice);
                let part = &other[chance.random_range(0..=other.len())..];
                drop(bytes.splice(from..to, part.iter().copied()));
            }
            5 => bytes[from..to].iter_mut().for_each(|byte| *byte = chance.next_u32() as u8),
            _ => bytes[from..to].iter_mut().take(1).for_each(|byte| *byte ^= 1 << (from % 8)),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

fn attack(name: &str) {
    let target: Target = ALL.iter().find(|(known, _)| *known == name).unwrap().1;
    let runs = std::env::var("MOCKLOOP_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok());
    let seeds = seeds(name);
    assert!(seeds.len() > 5, "{name} has seeds");
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let mutations = (0..runs.unwrap_or(RUNS)).map(|_| mutated(&seeds, &mut chance));
    for bytes in seeds.iter().cloned().chain(mutations) {
        let input = bytes.clone();
        if std::panic::catch_unwind(move || target(&bytes)).is_err() {
            panic!("{name} fails, see above, for {:?}", String::from_utf8_lossy(&input));
        }
    }
}

#[test]
fn every_target_has_seeds() {
    assert_eq!(ALL.len(), 11, "and a test below");
    for (name, _) in ALL {
        assert!(!seeds(name).is_empty(), "{name}");
    }
}

#[test]
fn bank() {
    attack("bank");
}

#[test]
fn log() {
    attack("log");
}

#[test]
fn judge() {
    attack("judge");
}

#[test]
fn reply() {
    attack("reply");
}

#[test]
fn sentences() {
    attack("sentences");
}

#[test]
fn prompt() {
    attack("prompt");
}

#[test]
fn jsonl() {
    attack("jsonl");
}

#[test]
fn import() {
    attack("import");
}

#[test]
fn story() {
    attack("story");
}

#[test]
fn config() {
    attack("config");
}

#[test]
fn draft() {
    attack("draft");
}
