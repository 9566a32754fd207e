//! Logs that were torn at every single byte, between the bytes of a character too, and added to again.
//!
//! `MOCKLOOP_TORN=40 cargo test --release --lib torn -- --nocapture` tears so many sessions and says
//! how many bytes they had.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use super::tests::example;
use super::{Entry, Session, arbitrary, decode, encode, encode_entry, encode_header};

/// How many sessions at random are torn when nobody says.
const SESSIONS: usize = 2;

/// A longer log has nothing that a shorter one has not.
const LONGEST: usize = 1_500;

/// What the program reads of a file that ends here.
fn read(session: &Session, bytes: &[u8]) -> Vec<Entry> {
    let path = format!("sessions/{}.toml", session.header.id);
    let read = decode(&path, &String::from_utf8_lossy(bytes));
    read.session.map(|session| session.entries).unwrap_or_default()
}

/// Tears a log at each byte and adds an entry; says at how many.
fn torn(session: &Session) -> usize {
    let whole = encode(session).into_bytes();
    let header = encode_header(&session.header).len();
    let mut ends = Vec::new();
    for entry in &session.entries {
        ends.push(ends.last().unwrap_or(&header) + encode_entry(entry).len());
    }
    let more = &example().entries[1];
    for cut in 0..=whole.len() {
        // An entry is whole with or without the line break after it.
        let kept = ends.iter().filter(|&&end| cut + 1 >= end).count();
        let entries = read(session, &whole[..cut]);
        assert_eq!(entries, session.entries[..kept], "cut at byte {cut}");
        // The head is on the disk with the first entry, or nothing is.
        if cut >= header {
            let gone_on = [&whole[..cut], encode_entry(more).as_bytes()].concat();
            let entries = read(session, &gone_on);
            assert_eq!(entries[..kept], session.entries[..kept], "gone on after byte {cut}");
            assert_eq!(entries[kept..], *std::slice::from_ref(more), "gone on after byte {cut}");
        }
    }
    whole.len() + 1
}

#[test]
fn a_log_torn_at_any_byte_keeps_its_whole_turns_and_can_be_added_to() {
    let wanted = std::env::var("MOCKLOOP_TORN").ok().and_then(|count| count.parse().ok());
    let mut chance = TestRunner::deterministic();
    let sessions = std::iter::from_fn(|| arbitrary::session().new_tree(&mut chance).ok())
        .map(|tree| tree.current())
        .filter(|session| !session.entries.is_empty() && encode(session).len() < LONGEST)
        .take(wanted.unwrap_or(SESSIONS));
    let bytes: Vec<usize> = sessions.map(|session| torn(&session)).collect();
    assert_eq!(bytes.len(), wanted.unwrap_or(SESSIONS));
    #[expect(clippy::print_stderr, reason = "the figure is what a longer run is for")]
    if wanted.is_some() {
        eprintln!("{} sessions, {} places", bytes.len(), bytes.iter().sum::<usize>());
    }
}
