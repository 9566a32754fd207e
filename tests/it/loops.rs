//! The whole loop in process: scripted answers, a clock that only moves when the script says so.

use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::screen::Canvas;
use mockloop::session::{Kind, decode};
use mockloop::shell::{Act, MemoryDisk, Scripted};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::world::{THIN, WHOLE};

pub fn around() -> Surroundings {
    Surroundings { home: Some("/home".into()), ..Surroundings::default() }
}

pub fn script(disk: &MemoryDisk, acts: impl IntoIterator<Item = Act>) -> Scripted {
    let mut script = Scripted::new(acts);
    script.files = Arc::new(disk.clone());
    script
}

pub fn run(script: &mut Scripted, args: &[&str]) -> Exit {
    let words = std::iter::once("mockloop").chain(args.iter().copied());
    run_on(words, script, &around())
}

/// The only log on a disk.
pub fn log(disk: &MemoryDisk) -> mockloop::session::Session {
    use mockloop::shell::Files as _;
    let paths = disk.list(&PathBuf::from("/home/sessions"), "toml").unwrap();
    assert_eq!(paths.len(), 1, "{paths:?}");
    let text = disk.text(&paths[0]).unwrap();
    let read = decode(&paths[0].display().to_string(), &text);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read.session.unwrap()
}

#[test]
fn a_session_from_the_greeting_to_the_debrief_on_a_fixed_clock() {
    let disk = MemoryDisk::new();
    let mut script = script(
        &disk,
        [
            Act::command("set limit 2m"),
            Act::command("ask amazon --seed 7"),
            Act::Answer { text: THIN.to_owned(), think: 20.0, wall: 61.5 },
            Act::answer(
                "Every migration since is rehearsed on last night's copy; six of six were clean.",
            ),
            Act::Drop,
            Act::Drop,
            Act::command("quit"),
        ],
    );
    assert_eq!(run(&mut script, &[]), Exit::Fine);
    assert_eq!(script.warned, "");
    assert!(script.lines.is_empty(), "all was typed: {:?}", script.lines);
    let session = log(&disk);
    assert_eq!(session.header.band, [80, 120]);
    let turns: Vec<_> = session.turns().collect();
    assert_eq!((turns[0].times.think, turns[0].times.wall), (20.0, 61.5));
    let after = turns[0].at.moment() - session.header.started.moment();
    assert_eq!(after.num_seconds(), 81, "the log's clock is the script's");
    assert!(matches!(turns[1].kind, Kind::Probe { .. }));
    assert!(
        script.seen.contains("Kept in /home/sessions/2026-01-15-090000-amazon-"),
        "{}",
        script.seen
    );
}

#[test]
fn enter_alone_asks_the_next_question_of_the_company_that_was_set() {
    let disk = MemoryDisk::new();
    let mut script =
        script(&disk, [Act::command("set company netflix"), Act::command(""), Act::answer(WHOLE)]);
    assert_eq!(run(&mut script, &["--seed", "1"]), Exit::Fine);
    assert_eq!(log(&disk).header.company.as_deref(), Some("netflix"));
}

#[test]
fn questions_come_round_only_when_all_have_been_asked() {
    let disk = MemoryDisk::new();
    let rounds = mockloop::bank::Banks::shipped().find("netflix").unwrap().questions.len();
    let acts = (0..rounds)
        .flat_map(|_| [Act::command("ask netflix --level manager --probes 0"), Act::answer(WHOLE)]);
    let mut script = script(&disk, acts);
    // Each begins in a second of its own.
    assert_eq!(run(&mut script, &["--seed", "5"]), Exit::Fine);
    use mockloop::shell::Files as _;
    let paths = disk.list(&PathBuf::from("/home/sessions"), "toml").unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for path in &paths {
        let session = decode("x.toml", &disk.text(path).unwrap()).session.unwrap();
        for attempt in session.attempts() {
            *counts.entry(attempt.id.to_owned()).or_insert(0) += 1;
        }
    }
    let most = counts.values().max().unwrap();
    let least = counts.values().min().unwrap();
    assert!(most - least <= 1, "{counts:?}");
}

#[test]
fn guessing_first_is_asked_and_logged() {
    let disk = MemoryDisk::new();
    let mut script = script(
        &disk,
        [
            Act::command("set guess on"),
            Act::command("ask amazon --probes 0"),
            Act::answer(WHOLE),
            Act::command("learnings"),
            Act::command("f d improvement"),
        ],
    );
    assert_eq!(run(&mut script, &["--seed", "7"]), Exit::Fine);
    assert!(script.warned.contains("did you mean `learning`?"), "{}", script.warned);
    let session = log(&disk);
    let guess = session.attempts().next().unwrap().guess().unwrap();
    assert!(guess.failure && guess.diagnosis && guess.improvement && !guess.action);
}

#[test]
fn every_failing_step_of_the_disk_costs_a_sentence_and_never_the_answer() {
    // How many steps the disk makes in a run that goes well.
    let acts =
        || [Act::command("drill amazon 2 --probes 0"), Act::answer(THIN), Act::answer(WHOLE)];
    let well = MemoryDisk::new();
    run(&mut script(&well, acts()), &["--seed", "7"]);
    let steps = well.steps();
    assert!(steps > 5, "{steps}");
    for step in 0..steps {
        for lasting in [false, true] {
            let disk = MemoryDisk::new();
            disk.fail(step, io::ErrorKind::StorageFull, lasting);
            let saving = [
                Act::command("save /elsewhere/saved.toml"),
                Act::command("save /elsewhere/saved.toml"),
                Act::command("quit"),
            ];
            let mut script = script(&disk, acts().into_iter().chain(saving));
            // The script lets the disk heal before the person saves elsewhere.
            run(&mut script, &["--seed", "7"]);
            let said = format!("{}{}", script.seen, script.warned);
            assert!(said.contains("Their note") || said.contains("Next"), "step {step}: {said}");
            let kept = logs_with(&disk, THIN);
            if !kept {
                assert!(
                    script.warned.contains("save PATH") || script.warned.contains("saved"),
                    "step {step}, lasting {lasting}: neither kept nor said: {}",
                    script.warned
                );
            }
        }
    }
}

fn logs_with(disk: &MemoryDisk, words: &str) -> bool {
    use mockloop::shell::Files as _;
    disk.mend();
    let paths = disk.list(&PathBuf::from("/home/sessions"), "toml").unwrap();
    paths.iter().any(|path| disk.text(path).is_some_and(|text| text.contains(words)))
}

#[test]
fn a_clock_set_back_breaks_nothing() {
    let disk = MemoryDisk::new();
    let mut first = script(&disk, [Act::answer(WHOLE)]);
    assert_eq!(run(&mut first, &["ask", "amazon"]), Exit::Fine);
    let mut second = script(&disk, [Act::answer(WHOLE)]);
    second.now -= chrono::TimeDelta::days(40);
    assert_eq!(run(&mut second, &["ask", "amazon"]), Exit::Fine);
    let mut third = script(&disk, []);
    assert_eq!(run(&mut third, &["review"]), Exit::Fine);
    assert_eq!(third.seen.matches("amazon").count(), 2, "{}", third.seen);
}

#[test]
fn a_machine_that_slept_or_whose_clock_was_set_says_what_was_counted() {
    for (seconds, said) in [
        (8 * 3600, Some("The clock went on by 8:00:00 that are not counted")),
        (-2 * 3600, Some("The clock was set back by 2:00:00 meanwhile")),
        (5, None),
        (-5, None),
    ] {
        let disk = MemoryDisk::new();
        let answer = Act::Answer { text: WHOLE.to_owned(), think: 20.0, wall: 61.5 };
        let mut script = script(&disk, [Act::Clock(seconds), answer]);
        assert_eq!(run(&mut script, &["ask", "amazon", "--probes", "0"]), Exit::Fine);
        let seen = script.seen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(seen.contains("The clock"), said.is_some(), "{seen}");
        assert!(seen.contains(said.unwrap_or_default()), "{seen}");
        // The three times are what they were, and the moment is that of the clock on the wall.
        let session = log(&disk);
        let turn = session.turns().next().unwrap();
        assert_eq!((turn.times.think, turn.times.wall), (20.0, 61.5));
        let passed = turn.at.moment() - session.header.started.moment();
        assert_eq!(passed.num_seconds(), i64::from(seconds) + 81);
        assert_eq!(script.warned, "");
    }
}

#[test]
fn every_screen_fits_twenty_columns_and_two_hundred() {
    for columns in [20, 40, 80, 200] {
        let disk = MemoryDisk::new();
        let acts = [
            Act::command("ask amazon"),
            Act::answer(THIN),
            Act::answer("I fixed it."),
            Act::Drop,
            Act::Drop,
            Act::command("set"),
            Act::command("banks"),
            Act::command("banks show amazon"),
            Act::command("help"),
        ];
        let mut script = script(&disk, acts);
        script.canvas = Canvas::new(columns);
        assert_eq!(run(&mut script, &["--seed", "7"]), Exit::Fine);
        for line in script.seen.lines() {
            // What is typed and where files lie is as long as it is.
            if line.starts_with("> ") || line.starts_with("mockloop>") || line.contains("/home/") {
                continue;
            }
            let width = mockloop::screen::width(line);
            assert!(width <= columns.max(20), "{width} columns of {columns}: {line}");
        }
    }
}

#[test]
fn a_question_that_was_never_asked_comes_before_those_of_long_ago() {
    use mockloop::session::{Entry, Header, Session, Turn, When};
    use mockloop::shell::Store;
    let banks = mockloop::bank::Banks::shipped();
    let bank = banks.find("netflix").unwrap();
    let level = mockloop::arc::Level::Manager;
    let fit: Vec<_> = bank.questions.iter().filter(|q| q.levels.contains(&level)).collect();
    let (never, asked) = fit.split_last().unwrap();
    let (long_ago, often) = asked.split_last().unwrap();
    let disk = MemoryDisk::new();
    let store = Store::new(Arc::new(disk.clone()), "/home/sessions");
    mockloop::shell::Files::make_folder(&disk, &PathBuf::from("/home/sessions")).unwrap();
    let morning = Scripted::new([]).now;
    // A hundred days: thirty with one question, then seventy with all but two.
    for day in 0..100 {
        let question = if day < 30 { long_ago } else { &often[day % often.len()] };
        let at = When::new(morning - chrono::TimeDelta::days(100 - day as i64));
        let header = Header {
            id: mockloop::session::session_id(at, "netflix", day as u16),
            started: at,
            program: "0".into(),
            judge: "1".into(),
            verb: "ask".into(),
            company: Some("netflix".into()),
            level,
            seed: 0,
            rate: 140,
            band: [120, 180],
        };
        let turn = Turn::dropped(1, at, ("netflix", question), (THIN, Default::default()));
        store.keep(&Session { header, entries: vec![Entry::Turn(turn)] }).unwrap();
    }
    for seed in ["1", "2", "3", "4", "5"] {
        let mut script = script(&disk, []);
        run(&mut script, &["ask", "netflix", "--level", "manager", "--seed", seed]);
        let words = script.seen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&never.words), "seed {seed}: {words}");
    }
}

#[test]
fn a_tour_shows_a_probe_and_a_debrief_keeps_nothing_and_can_be_left() {
    let disk = MemoryDisk::new();
    let mut whole = script(&disk, vec![Act::command(""); 9]);
    assert_eq!(run(&mut whole, &["tour"]), Exit::Fine);
    for said in ["follow-up 1", "> Last spring", "In the room", "That was all of it."] {
        assert!(whole.seen.contains(said), "{said} is not in\n{}", whole.seen);
    }
    assert!(whole.seen.contains("three of them"), "{}", whole.seen);
    let mut left = script(&disk, [Act::command("")]);
    assert_eq!(run(&mut left, &["tour"]), Exit::Fine);
    assert!(
        left.seen.contains("follow-up 1") && !left.seen.contains("In the room"),
        "{}",
        left.seen
    );
    let mut greeted = script(&disk, [Act::command("quit")]);
    assert_eq!(run(&mut greeted, &[]), Exit::Fine);
    assert!(greeted.seen.contains("no past sessions yet"), "{}", greeted.seen);
    assert!(greeted.seen.contains("New here? tour shows"), "{}", greeted.seen);
}
