//! Looking back, in process: a home with made-up practice on a disk in memory, the verbs as typed.

use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::screen::Canvas;
use mockloop::session::{Session, When, encode};
use mockloop::shell::{Act, MemoryDisk, Scripted, Store};
use std::sync::Arc;

use crate::generated;

pub const SESSIONS: &str = "/home/sessions";

pub fn practice(count: usize) -> Vec<Session> {
    let until = When::parse("2026-01-14T20:00:00+00:00").unwrap();
    let mut all: Vec<Session> = generated::sessions(count, 3, until.moment()).collect();
    all.sort_by(|a, b| a.header.id.cmp(&b.header.id));
    all
}

/// A home with these sessions.
pub fn home(sessions: &[Session]) -> (MemoryDisk, Store) {
    let disk = MemoryDisk::new();
    let store = Store::new(Arc::new(disk.clone()), SESSIONS);
    sessions.iter().for_each(|session| {
        disk.put(store.log_path(&session.header.id), encode(session));
    });
    (disk, store)
}

/// What one run showed, what it said beside it, and how it ended.
pub struct Ran {
    pub seen: String,
    pub warned: String,
    pub exit: Exit,
}

pub fn run(disk: &MemoryDisk, args: &[&str], acts: &[Act]) -> Ran {
    run_at(disk, args, acts, Canvas::new(80))
}

pub fn run_at(disk: &MemoryDisk, args: &[&str], acts: &[Act], canvas: Canvas) -> Ran {
    let mut script = Scripted::new(acts.iter().cloned());
    script.files = Arc::new(disk.clone());
    script.canvas = canvas;
    let words = std::iter::once("mockloop").chain(args.iter().copied());
    let around = Surroundings { home: Some("/home".into()), ..Surroundings::default() };
    let exit = run_on(words, &mut script, &around);
    Ran { seen: script.seen, warned: script.warned, exit }
}

fn shown(disk: &MemoryDisk, args: &[&str]) -> String {
    let ran = run(disk, args, &[]);
    assert_eq!((ran.exit, ran.warned.as_str()), (Exit::Fine, ""), "{args:?}: {}", ran.seen);
    ran.seen
}

#[test]
fn the_list_is_newest_first_and_its_numbers_hold_whatever_is_filtered() {
    let sessions = practice(40);
    let (disk, _) = home(&sessions);
    let all = shown(&disk, &["review"]);
    assert!(all.contains("The newest 20 of 40"), "{all}");
    let newest = sessions.last().unwrap();
    let day = newest.header.started.moment().format("%m-%d %H:%M").to_string();
    assert!(all.lines().nth(1).unwrap().contains(&day), "{all}");
    let some = shown(&disk, &["review", "--part", "improvement=missing", "--limit", "2"]);
    let number = some.lines().nth(1).unwrap().split_whitespace().next().unwrap();
    let replayed = shown(&disk, &["review", number]);
    assert!(replayed.contains("Improvement  ○ not there"), "{replayed}");
    let body = |seen: String| seen.split("The judge has changed").next().map(str::to_owned);
    let by_id = body(shown(&disk, &["review", &newest.header.id]));
    assert_eq!(by_id, body(shown(&disk, &["review", "last"])));
    assert_eq!(by_id, body(shown(&disk, &["review", "1"])));
}

#[test]
fn filters_find_what_they_say() {
    let sessions = practice(60);
    let (disk, _) = home(&sessions);
    let count = |words: &[&str]| {
        let args: Vec<&str> = ["review", "--limit", "500"].iter().chain(words).copied().collect();
        shown(&disk, &args)
    };
    let amazon = count(&["--company", "Amazon"]);
    let has = sessions.iter().filter(|s| s.attempts().any(|a| a.company == "amazon")).count();
    assert!(has > 1 && amazon.contains(&format!("{has} of 60 sessions are like that")), "{amazon}");
    let found = count(&["--search", "privacy review"]);
    let holds = |s: &Session| {
        s.turns().any(|t| t.words.contains("privacy review") || t.asked.contains("privacy review"))
    };
    let has = sessions.iter().filter(|s| holds(s)).count();
    assert!(has > 1 && found.contains(&format!("{has} of 60 sessions are like that")), "{found}");
    assert!(count(&["--search", "xylophone"]).contains("None of 60"));
    let recent = count(&["--since", "1w"]);
    let from = When::parse("2026-01-08T00:00:00+00:00").unwrap();
    let has = sessions.iter().filter(|s| s.attempts().any(|a| a.question.at >= from)).count();
    assert!(recent.contains(&format!("{has} of 60 sessions are like that")), "{recent}");
}

#[test]
fn a_filter_that_is_none_is_answered_with_what_would_be_one() {
    let (disk, _) = home(&practice(3));
    for (args, said) in [
        (["review", "--part", "improvment=weak"], "did you mean `improvement`?"),
        (["review", "--part", "learning"], "like improvement=missing"),
        (["review", "--since", "soon"], "write it like 2w"),
        (["review", "--search", "…"], "no word to look for"),
        (["review", "--company", "amazn"], "did you mean `amazon`?"),
        (["review", "--limit", "0"], "--limit"),
        (["review", "1", "2"], "--compare"),
    ] {
        let ran = run(&disk, &args, &[]);
        assert_eq!(ran.exit, Exit::Usage, "{args:?}: {}", ran.warned);
        assert!(ran.warned.contains(said), "{args:?}: {}", ran.warned);
    }
    let ran = run(&disk, &["review", "9"], &[]);
    assert!(ran.warned.contains("`review` lists the 3 that there are"), "{}", ran.warned);
}

#[test]
fn a_home_of_no_sessions_is_an_invitation() {
    let (disk, _) = home(&[]);
    for args in [&["review"][..], &["review", "--company", "amazon"], &["review", "--compare"]] {
        let seen = shown(&disk, args);
        assert!(seen.contains("No sessions yet") && seen.contains("mockloop ask"), "{seen}");
    }
    let example = shown(&disk, &["review", "--example"]);
    assert!(example.contains("312 of them") && example.contains("Their note"), "{example}");
}

#[test]
fn a_changed_judge_is_said_and_judging_again_stands_beside_it() {
    let mut session = practice(1).remove(0);
    for entry in &mut session.entries {
        if let mockloop::session::Entry::Turn(turn) = entry {
            turn.judge = "0-old".to_owned();
        }
    }
    let (disk, _) = home(&[session]);
    let seen = shown(&disk, &["review", "last"]);
    let said = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("`review last --rejudge`") && said.contains("0-old"), "{seen}");
    let seen = shown(&disk, &["review", "last", "--rejudge"]);
    assert!(seen.contains("Judged again today") && seen.contains("today"), "{seen}");
}

#[test]
fn comparing_takes_the_last_two_at_one_question_or_the_two_that_are_named() {
    let sessions = practice(60);
    let (disk, _) = home(&sessions);
    let seen = shown(&disk, &["review", "--compare"]);
    assert!(seen.contains("Told without being asked") && seen.contains("follow-ups"), "{seen}");
    assert_eq!(
        shown(&disk, &["review", "--compare", "2", "9"]),
        shown(&disk, &["review", "--compare", "9", "2"]),
        "the earlier one comes first"
    );
    let (disk, _) = home(&sessions[..1]);
    let ran = run(&disk, &["review", "--compare"], &[]);
    assert_eq!(ran.exit, Exit::Wrong);
    assert!(ran.warned.contains("told twice"), "{}", ran.warned);
}

#[test]
fn logs_that_are_torn_newer_or_none_hide_no_other() {
    let sessions = practice(4);
    let (disk, store) = home(&sessions);
    let path = |at: usize| store.log_path(&sessions[at].header.id);
    let torn = disk.text(path(0)).unwrap();
    disk.put(path(0), &torn[..torn.len() - 40]);
    let newer = disk.text(path(1)).unwrap().replace("format = 1", "format = 9");
    disk.put(path(1), newer);
    disk.put(path(2), "shopping = [\"milk\"]\n");
    let seen = shown(&disk, &["review"]);
    assert!(seen.contains("2 logs could not be read; `sessions check` says why."), "{seen}");
    let ran = run(&disk, &["review", &sessions[0].header.id], &[]);
    assert_eq!(ran.exit, Exit::Fine);
    assert!(ran.warned.contains("was cut off"), "{}", ran.warned);
    let ran = run(&disk, &["review", &sessions[1].header.id], &[]);
    assert_eq!(ran.exit, Exit::Wrong);
    assert!(ran.warned.contains("format 9"), "{}", ran.warned);
}

#[test]
fn two_sessions_of_one_second_and_one_from_the_future_are_all_there() {
    let mut sessions = practice(2);
    let mut twin = sessions[1].clone();
    twin.header.id = mockloop::session::session_id(twin.header.started, "twin", 1);
    let far = When::parse("2031-05-01T10:00:00+00:00").unwrap();
    let mut future = sessions[0].clone();
    future.header.started = far;
    future.header.id = mockloop::session::session_id(far, "amazon", 1);
    sessions.extend([twin, future]);
    let (disk, _) = home(&sessions);
    let seen = shown(&disk, &["review"]);
    assert!(seen.contains("4 sessions in all") && seen.contains("2031-05-01"), "{seen}");
}

#[test]
fn the_list_fits_forty_and_twenty_columns() {
    let (disk, _) = home(&practice(30));
    for columns in [20, 40, 80] {
        let ran = run_at(&disk, &["review"], &[], Canvas::new(columns));
        for line in ran.seen.lines() {
            assert!(mockloop::screen::width(line) <= columns, "{columns}: {line}");
        }
    }
}
