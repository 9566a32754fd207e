//! Candidates who answer every follow-up with the same sentence, with the question, with "skip", or
//! with nothing: each is pushed once and let go, at every company, and the log says so.

use mockloop::bank::Gap;
use mockloop::command::Exit;
use mockloop::session::{Ending, Kind};
use mockloop::shell::{Act, MemoryDisk};

use crate::loops::{log, run, script};
use crate::world::THIN;

const COMPANIES: [&str; 4] = ["google", "meta", "amazon", "netflix"];

/// The question that this seed draws.
fn question(company: &str) -> String {
    let disk = MemoryDisk::new();
    let mut script = script(&disk, [Act::answer(THIN)]);
    run(&mut script, &["ask", company, "--seed", "7", "--probes", "0"]);
    log(&disk).turns().next().unwrap().asked.clone()
}

/// Sits through an interview in which every reply is this one; how each probe ended, and the screen.
fn sit(company: &str, reply: &str) -> (Vec<(Gap, Ending)>, String) {
    let disk = MemoryDisk::new();
    let replies = (0..9).map(|_| Act::answer(reply));
    let mut script = script(&disk, std::iter::once(Act::answer(THIN)).chain(replies));
    assert_eq!(run(&mut script, &["ask", company, "--seed", "7"]), Exit::Fine);
    assert!(!script.lines.is_empty(), "{company}, {reply:?}: it came to an end by itself");
    let session = log(&disk);
    let ends = session.turns().filter_map(|turn| match turn.kind {
        Kind::Probe { gap, .. } => Some((gap, turn.outcome)),
        Kind::Question { .. } => None,
    });
    (ends.collect(), script.seen)
}

#[test]
fn whoever_says_nothing_is_pushed_once_and_let_go() {
    for company in COMPANIES {
        let asked = question(company);
        for reply in ["", "skip", asked.as_str(), THIN] {
            let (ends, seen) = sit(company, reply);
            // Three questions, each with one push.
            assert_eq!(ends.len(), 6, "{company}, {reply:?}: {ends:?}");
            for pair in ends.chunks(2) {
                assert!(pair[0].0 != Gap::Push && pair[1].0 == Gap::Push, "{company}: {ends:?}");
                assert_eq!(pair[1].1, Ending::Declined, "{company}, {reply:?}");
            }
            let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("Three follow-ups, three passed over."), "{company}: {words}");
        }
    }
}

#[test]
fn the_same_sentence_tells_something_once_and_then_nothing() {
    let reply = "Since then every migration I run is rehearsed on last night's copy of the data.";
    for company in COMPANIES {
        let (ends, _) = sit(company, reply);
        let told = ends.iter().filter(|(_, end)| *end == Ending::Answered).count();
        let declined = ends.iter().filter(|(_, end)| *end == Ending::Declined).count();
        assert!(declined >= 1 && told >= 1, "{company}: {ends:?}");
    }
}
