//! Golden lists and replays, and what must hold at any width.

use proptest::prelude::*;

use super::*;
use crate::arc::{Flag, Part};
use crate::interview::cast::BANKS;
use crate::session::arbitrary::session;
use crate::session::{Correction, Entry, Says, Session, played};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
}

fn listed() -> Vec<Listed> {
    let one = |number: usize, started: &str, company: &str, asked: &str, marks: &str| {
        let mut grades = marks.chars().map(|c| match c {
            '+' => Grade::Strong,
            '.' => Grade::Weak,
            _ => Grade::Missing,
        });
        Listed {
            number: (number > 0).then_some(number),
            started: When::parse(started).unwrap(),
            company: company.to_owned(),
            asked: asked.to_owned(),
            times: Times { think: 12.0, wall: 290.0, speaking: 155.0 },
            parts: (!marks.is_empty()).then(|| Parts::from_fn(|_| grades.next().unwrap())),
            probes: marks.matches(['.', '-']).count().min(3),
            excluded: number == 3,
        }
    };
    vec![
        one(
            1,
            "2026-11-27T08:10:00+01:00",
            "amazon",
            "Tell me about a decision you made with limited data that turned out to be wrong?",
            "+++.-",
        ),
        one(2, "2026-11-26T18:00:00+01:00", "netflix", "A hiring decision you regret", "+++++"),
        one(0, "2026-11-26T18:20:00+01:00", "netflix", "Tell me about a time you failed.", "--++."),
        one(3, "2026-03-02T18:00:00+01:00", "general", "Tell me about a time you failed.", "....."),
        one(
            104,
            "2025-12-31T23:59:59+01:00",
            "a-company-with-a-long-name",
            "A question\u{1b}[2J that tries to steer the terminal",
            "",
        ),
    ]
}

#[test]
fn a_list_at_four_widths_and_in_words() {
    for columns in [120, 80, 40, 20] {
        let screen = sessions(&listed(), today(), Canvas::new(columns));
        insta::assert_snapshot!(format!("list_{columns}"), screen.plain());
    }
    let canvas = Canvas { drawings: false, ..Canvas::new(80) };
    insta::assert_snapshot!("list_plain", sessions(&listed(), today(), canvas).plain());
}

fn replayed(session: &Session, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    let of = session.attempts().count();
    for attempt in session.attempts() {
        let outcome = attempt.outcome(None);
        let counted = outcome.as_ref().map(|outcome| attempt.corrected(outcome));
        let company = BANKS.find(attempt.company).map_or(attempt.company, |bank| &bank.name);
        let outcome = outcome.as_ref().zip(counted.as_ref());
        screen.gap();
        screen.extend(replay(Replay { attempt: &attempt, of, company, outcome }, canvas));
    }
    screen
}

/// A thin candidate who says that their second sentence tells what they learned.
fn corrected() -> Session {
    let (outcome, mut session) = played().swap_remove(1);
    let sentence = outcome.sentences()[1].text.to_owned();
    let at = session.header.started;
    for says in [Says::Told(Part::Learning, vec![sentence]), Says::Wrong(Flag::We)] {
        session.entries.push(Entry::Correction(Correction { turn: 1, at, says }));
    }
    session
}

#[test]
fn a_replay_marks_each_sentence_and_keeps_probes_in_place() {
    for columns in [80, 40] {
        let screen = replayed(&corrected(), Canvas::new(columns));
        insta::assert_snapshot!(format!("replay_{columns}"), screen.plain());
    }
}

#[test]
fn what_was_dropped_is_shown_as_it_was_typed() {
    let mut session = corrected();
    session.entries.truncate(1);
    if let Some(Entry::Turn(turn)) = session.entries.first_mut() {
        turn.outcome = Ending::Dropped;
        if let Kind::Question { shown, .. } = &mut turn.kind {
            *shown = None;
        }
        turn.words = "It was in May,\nand I had".to_owned();
    }
    insta::assert_snapshot!(replayed(&session, Canvas::new(60)).plain());
}

#[test]
fn any_width_fits_and_nothing_steers_the_terminal() {
    for columns in [16, 20, 27, 40, 63, 71, 72, 80, 99, 100, 200] {
        for drawings in [true, false] {
            let canvas = Canvas { columns, colour: false, drawings };
            let mut screens = vec![sessions(&listed(), today(), canvas)];
            screens.extend(played().iter().map(|(_, session)| replayed(session, canvas)));
            for line in screens.iter().flat_map(Screen::lines) {
                assert!(line.width() <= columns, "{} columns: {}", columns, line.plain());
                assert!(!line.plain().contains('\u{1b}'));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_can_be_logged_can_be_replayed(session in session(), columns in 20usize..120) {
        let screen = replayed(&session, Canvas::new(columns));
        for line in screen.lines() {
            prop_assert!(line.width() <= columns.max(20), "{} columns: {}", columns, line.plain());
            let steered = line.plain().contains(['\u{1b}', '\u{202e}', '\n']);
            prop_assert!(!steered);
        }
        for turn in session.turns().filter(|turn| matches!(turn.kind, Kind::Question { .. })) {
            let word = turn.words.split_whitespace().find(|w| w.chars().all(|c| c.is_ascii_alphabetic()));
            if let Some(word) = word.filter(|word| word.len() < 8) {
                prop_assert!(screen.plain().contains(word), "{word:?} is not shown");
            }
        }
    }
}
