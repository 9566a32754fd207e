//! Whatever can be logged can be reviewed, exported, imported and exported again to the same bytes.

use proptest::prelude::*;

use super::*;
use crate::session::arbitrary::session;
use crate::session::{Session, decode, encode, example};
use crate::text::printable;

fn imported(lines: &str) -> (Vec<Session>, Vec<(usize, BadLine)>) {
    let mut importer = Importer::default();
    let (mut sessions, mut bad) = (Vec::new(), Vec::new());
    for (line, number) in lines.split('\n').zip(1..) {
        let taken = importer.line(line);
        sessions.extend(taken.whole);
        bad.extend(taken.bad.map(|why| (number, why)));
    }
    sessions.extend(importer.end());
    (sessions, bad)
}

#[test]
fn the_lines_are_something_that_a_program_can_ask() {
    insta::assert_snapshot!("lines", to_lines(&example()).unwrap());
    let head = HEADINGS.join(",");
    insta::assert_snapshot!("rows", format!("{head}\n{}", to_rows(&example()).unwrap()));
    insta::assert_snapshot!("page", to_markdown(&example()));
}

#[test]
fn a_line_that_cannot_be_taken_costs_its_own_session_only() {
    let mut other = example();
    other.header.id = "2026-11-28-080000-meta-0001".to_owned();
    let (one, two) = (to_lines(&example()).unwrap(), to_lines(&other).unwrap());
    let broken = two.replacen("\"think\":12.5", "\"think\":\"long\"", 1);
    let (sessions, bad) = imported(&format!("{broken}{one}"));
    assert_eq!((sessions, bad.len(), bad[0].0), (vec![example()], 1, 2));
    let newer = two.replacen("\"format\":1", "\"format\":7", 1);
    let (sessions, bad) = imported(&format!("{one}{newer}{one}"));
    assert_eq!((sessions.len(), bad.len()), (2, 1));
    assert_eq!(bad[0].1, BadLine::Newer(7));
    let (sessions, bad) = imported(one.split_once('\n').unwrap().1);
    assert_eq!((sessions, bad.len()), (vec![], 3));
    let escaping = two.replace("2026-11-28-080000-meta-0001", "../../secret");
    let (sessions, bad) = imported(&escaping);
    assert_eq!((sessions, &bad[0].1), (vec![], &BadLine::Id("../../secret".to_owned())));
    let (sessions, bad) = imported("nonsense\n{}\n\n[1]\n");
    assert_eq!((sessions, bad.len()), (vec![], 3));
}

#[test]
fn no_cell_is_a_formula() {
    let mut session = example();
    for (entry, words) in session.entries.iter_mut().zip(["=1+1", "-3.5", "@SUM(A1)"]) {
        if let crate::session::Entry::Turn(turn) = entry {
            turn.words = words.to_owned();
        }
    }
    let rows = to_rows(&session).unwrap();
    assert!(rows.contains(",'=1+1,") && rows.contains(",-3.5,"), "{rows}");
}

proptest! {
    #[test]
    fn any_session_comes_back_and_is_exported_to_the_same_bytes(
        sessions in prop::collection::vec(session(), 1..4)
    ) {
        let mut all = String::new();
        for session in &sessions {
            let path = format!("sessions/{}.toml", session.header.id);
            let read = decode(&path, &encode(session)).session.unwrap();
            prop_assert_eq!(&read, session);
            let lines = to_lines(&read).unwrap();
            prop_assert_eq!(lines.lines().count(), session.entries.len() + 1);
            all.push_str(&lines);
        }
        prop_assert_eq!(printable(&all), all.clone(), "nothing in it steers a terminal");
        let (again, bad) = imported(&all);
        prop_assert_eq!(bad, vec![]);
        let exported: String = again.iter().map(|s| to_lines(s).unwrap()).collect();
        prop_assert_eq!(&again, &sessions);
        prop_assert_eq!(exported, all);
    }

    #[test]
    fn any_session_is_a_table_with_its_columns_and_a_page_without_markup(session in session()) {
        let rows = to_rows(&session).unwrap();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_bytes());
        let records: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(records.len(), session.turns().count());
        prop_assert!(records.iter().all(|record| record.len() == HEADINGS.len()));
        let page = to_markdown(&session);
        prop_assert_eq!(printable(&page), page.clone());
        prop_assert!(!page.contains('<'));
    }
}
