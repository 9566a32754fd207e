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

#[test]
fn forgetting_asks_and_takes_every_trace_and_nothing_else() {
    let sessions = practice(3);
    let (disk, store) = home(&sessions);
    let id = sessions[2].header.id.clone();
    let history = format!("{SESSIONS}/.history");
    disk.put(&history, format!("review {id}\nask amazon\n"));
    let ran = run(&disk, &["forget", "last"], &[Act::No]);
    assert!(
        ran.seen.contains("It cannot be had back.") && ran.seen.contains("Nothing was deleted")
    );
    assert!(disk.text(store.log_path(&id)).is_some());
    let ran = run(&disk, &["forget", "last"], &[Act::Yes]);
    assert!(ran.seen.contains("Deleted: the session of 2026-01-14"), "{}", ran.seen);
    assert_eq!(disk.text(store.log_path(&id)), None);
    assert_eq!(disk.text(&history).as_deref(), Some("ask amazon\n"));
    assert_eq!(store.ids().unwrap().len(), 2);
    let ran = run(&disk, &["forget", &id], &[Act::Yes]);
    assert_eq!((ran.exit, ran.warned.contains("no session")), (Exit::Wrong, true));
}

#[test]
fn leaving_out_counts_for_figures_is_told_and_can_be_undone() {
    let (disk, _) = home(&practice(3));
    assert!(shown(&disk, &["exclude", "2"]).contains("`include 2` takes it back in"));
    assert!(shown(&disk, &["exclude", "2"]).contains("left out already"));
    assert!(shown(&disk, &["review"]).contains("(left out)"));
    let counted = shown(&disk, &["sessions"]).replace('\n', " ");
    assert!(counted.contains("1 left out of all figures"), "{counted}");
    assert!(shown(&disk, &["review", "2"]).contains("It is left out of all figures"));
    assert!(shown(&disk, &["include", "2"]).contains("Counts again"));
    assert!(!shown(&disk, &["review"]).contains("(left out)"));
}

#[test]
fn checking_names_path_line_and_what_could_be_read() {
    let sessions = practice(5);
    let (disk, store) = home(&sessions);
    let seen = shown(&disk, &["sessions", "check"]);
    assert!(seen.contains("5 logs were read, each of them whole."), "{seen}");
    let path = |at: usize| store.log_path(&sessions[at].header.id);
    let torn = disk.text(path(0)).unwrap();
    disk.put(path(0), &torn[..torn.len() - 40]);
    let edited = disk.text(path(1)).unwrap().replacen("gap = \"", "gap = \"x", 1);
    let edited = edited.replacen("think = ", "thinks = ", 1);
    disk.put(path(1), edited);
    disk.put(path(2), disk.text(path(2)).unwrap().replace("format = 1", "format = 9"));
    disk.put(path(3), b"\xff\xfe\x00 no log");
    disk.put(format!("{SESSIONS}/holiday photos.toml"), "x = 1");
    let ran = run(&disk, &["sessions", "check"], &[]);
    assert_eq!(ran.exit, Exit::Wrong);
    let said = ran.warned.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "was cut off",
        "missing field `think`",
        "format 9",
        "this is no session log",
        "can be no session's id",
        "what could be read of it is used: turns:",
        "nothing of it can be read",
        &format!("{}, line ", path(1).display()),
    ] {
        assert!(said.contains(wanted), "{wanted} in {}", ran.warned);
    }
    assert!(ran.seen.contains("5 logs were read; mistakes in 5."), "{}", ran.seen);
}

#[test]
fn what_is_exported_is_imported_and_exported_again_to_the_same_bytes() {
    let mut sessions = practice(30);
    let (disk, _) = home(&sessions);
    let lines = shown(&disk, &["export"]);
    assert_eq!(lines.matches("{\"type\":\"session\"").count(), 30);
    let (other, store) = home(&[]);
    other.put("/in.jsonl", &lines);
    let said = shown(&other, &["import", "/in.jsonl"]);
    assert!(said.contains("Imported 30 sessions."), "{said}");
    assert_eq!(shown(&other, &["export"]), lines);
    sessions.sort_by(|a, b| b.header.id.cmp(&a.header.id));
    assert_eq!(store.ids().unwrap().len(), 30);
    for session in &sessions {
        assert_eq!(store.read(&session.header.id).unwrap().session.as_ref(), Some(session));
    }
    let said = shown(&other, &["import", "/in.jsonl"]);
    assert!(said.contains("Imported 0 sessions; 30 sessions were here already."), "{said}");
}

#[test]
fn an_import_overwrites_nothing_and_names_the_lines_that_it_cannot_take() {
    let sessions = practice(3);
    let (disk, store) = home(&sessions);
    let lines = shown(&disk, &["export"]);
    let broken = lines.replacen("\"kind\":\"question\"", "\"kind\":\"riddle\"", 1);
    let changed = broken.replace("\"level\":\"", "\"level\":\"x");
    disk.put("/in.jsonl", broken.replace("\"seed\":", "\"seed\":1"));
    let ran = run(&disk, &["import", "/in.jsonl"], &[]);
    assert_eq!(ran.exit, Exit::Wrong);
    assert!(ran.warned.contains("/in.jsonl, line 2: it is no line of an export"), "{}", ran.warned);
    assert_eq!(ran.warned.matches("is not the same").count(), 2, "{}", ran.warned);
    assert_eq!(store.read(&sessions[0].header.id).unwrap().session.as_ref(), Some(&sessions[0]));
    disk.put("/in.jsonl", changed);
    let ran = run(&disk, &["import", "/in.jsonl"], &[]);
    assert!(ran.warned.contains("unknown level"), "{}", ran.warned);
    let ran = run(&disk, &["import", "/nowhere.jsonl"], &[]);
    assert!(ran.warned.contains("could not read /nowhere.jsonl"), "{}", ran.warned);
}

#[test]
fn an_export_goes_into_a_new_file_only_and_can_be_of_some() {
    let (disk, _) = home(&practice(6));
    let said = shown(&disk, &["export", "/home/sessions/out.csv", "--format", "csv"]);
    assert!(said.contains("6 sessions written to /home/sessions/out.csv"), "{said}");
    assert!(disk.text("/home/sessions/out.csv").unwrap().starts_with("session,started,"));
    let ran = run(&disk, &["export", "/home/sessions/out.csv"], &[]);
    assert_eq!((ran.exit, ran.warned.contains("nothing was overwritten")), (Exit::Wrong, true));
    let one = shown(&disk, &["export", "--session", "last"]);
    assert_eq!(one.matches("{\"type\":\"session\"").count(), 1);
    let page = shown(&disk, &["export", "--format", "markdown", "--session", "1"]);
    assert!(page.starts_with("# 2026-01-14 ") && page.contains("| improvement |"), "{page}");
    let none = run(&disk, &["export", "--search", "xylophone"], &[]);
    assert!(none.seen.is_empty() && none.warned.contains("nothing was written"), "{}", none.seen);
}

#[test]
fn progress_counts_says_its_dates_and_has_a_shape_for_other_programs() {
    let (disk, _) = home(&practice(40));
    let seen = shown(&disk, &["progress"]);
    for said in
        ["Weakest part:", "Weakest company:", "Last session,", "Days with practice", " 2026:"]
    {
        assert!(seen.contains(said), "{said} in {seen}");
    }
    let figures: serde_json::Value =
        serde_json::from_str(&shown(&disk, &["progress", "--json", "--company", "amazon"]))
            .unwrap();
    assert_eq!(figures["company"], "amazon");
    assert!(figures["all"]["parts"]["improvement"]["of"].as_u64().unwrap() > 0);
    let recent = shown(&disk, &["progress", "--since", "2026-01-14", "--by", "session"]);
    assert!(recent.contains("14 Jan 2026: "), "{recent}");
    let none = shown(&disk, &["progress", "--since", "today"]);
    assert!(none.contains("No answers there"), "{none}");
    let ran = run(&disk, &["progress", "--by", "weak"], &[]);
    assert!(ran.warned.contains("did you mean `week`?"), "{}", ran.warned);
    let (empty, _) = home(&[]);
    assert!(shown(&empty, &["progress"]).contains("No sessions yet"));
    let figures: serde_json::Value =
        serde_json::from_str(&shown(&empty, &["progress", "--json"])).unwrap();
    assert_eq!((&figures["sessions"], &figures["from"]), (&0.into(), &serde_json::Value::Null));
}

#[test]
fn what_was_set_right_is_exported_for_the_corpus() {
    let mut sessions = practice(3);
    let (disk, _) = home(&sessions);
    for session in &mut sessions {
        session.entries.retain(|e| !matches!(e, mockloop::session::Entry::Correction(_)));
    }
    let (bare, _) = home(&sessions);
    let ran = run(&bare, &["export", "--corrections"], &[]);
    assert!(ran.seen.is_empty() && ran.warned.contains("Nothing was set right"), "{}", ran.warned);
    let says = mockloop::session::Says::Missed(mockloop::arc::Part::Failure);
    let at = sessions[0].header.started;
    let correction = mockloop::session::Correction { turn: 1, at, says };
    sessions[0].entries.push(mockloop::session::Entry::Correction(correction));
    disk.put(format!("{SESSIONS}/{}.toml", sessions[0].header.id), encode(&sessions[0]));
    let text = shown(&disk, &["export", "--corrections", "--session", "3"]);
    let voice = mockloop::judge::corpus::read("mine.toml", &text).unwrap();
    assert_eq!(voice.answers.len(), 1);
    assert_eq!(mockloop::judge::corpus::check("mine.toml", &text, &voice), []);
}
