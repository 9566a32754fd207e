//! What can be said after a debrief: once more, another one, and the person's word against the judge's.

use mockloop::arc::{Flag, Grade, Part};
use mockloop::command::Exit;
use mockloop::session::{Entry, Session, decode};
use mockloop::shell::{Act, Files as _, MemoryDisk};
use std::path::PathBuf;

use crate::loops::{log, run, script};
use crate::world::{THIN, WHOLE};

/// The logs of a disk, oldest first.
fn logs(disk: &MemoryDisk) -> Vec<Session> {
    let mut paths = disk.list(&PathBuf::from("/home/sessions"), "toml").unwrap();
    paths.sort();
    let read = |path: &PathBuf| decode("x.toml", &disk.text(path).unwrap()).session.unwrap();
    paths.iter().map(read).collect()
}

/// What the person of a script saw and was warned of after these commands, behind one thin answer.
fn after_a_thin_answer(disk: &MemoryDisk, commands: &[&str]) -> (String, String) {
    let begin = [Act::command("ask amazon --probes 0"), Act::answer(THIN)];
    let commands = commands.iter().map(|line| Act::command(line));
    let mut script = script(disk, begin.into_iter().chain(commands));
    assert_eq!(run(&mut script, &["--seed", "7"]), Exit::Fine);
    let seen = script.seen.split_once("Kept in").map(|(_, rest)| rest.to_owned());
    (seen.unwrap(), script.warned)
}

/// The logs and what was seen when a thin answer to one command is followed by a whole one to another.
fn asked_twice(first: &str, second: &str) -> (Vec<Session>, String) {
    let disk = MemoryDisk::new();
    let acts = [Act::command(first), Act::answer(THIN), Act::command(second), Act::answer(WHOLE)];
    let mut script = script(&disk, acts);
    assert_eq!(run(&mut script, &["--seed", "7"]), Exit::Fine);
    assert_eq!(script.warned, "");
    (logs(&disk), script.seen)
}

#[test]
fn again_asks_the_same_question_and_says_part_by_part_what_changed() {
    let (logs, seen) = asked_twice("ask amazon --level staff --probes 0", "again");
    let asked: Vec<_> = logs.iter().map(|s| s.attempts().next().unwrap().id).collect();
    assert_eq!(asked[0], asked[1]);
    assert_eq!(logs[1].header.verb, "again");
    assert_eq!(logs[1].header.level, logs[0].header.level, "the room is the same");
    assert_eq!(logs[1].turns().count(), 1, "and so are its follow-ups, none");
    let (_, second) = seen.split_once("Last time").expect("the debrief compares");
    let words = second.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.starts_with("won action (not there → there), "), "{words}");
    assert!(words.contains("29 → 74 words, 0 → 0 follow-ups."), "{words}");
}

#[test]
fn again_works_on_the_last_attempt_of_an_earlier_run_or_on_one_that_is_named() {
    let disk = MemoryDisk::new();
    for (company, seed) in [("netflix", "1"), ("google", "2")] {
        let mut first = script(&disk, [Act::answer(THIN)]);
        first.now += chrono::TimeDelta::days(seed.parse::<i64>().unwrap());
        run(&mut first, &["ask", company, "--probes", "0", "--seed", seed]);
    }
    for (words, company) in [(&["again"][..], "google"), (&["again", "--session", "3"], "netflix")]
    {
        let mut later = script(&disk, [Act::answer(WHOLE)]);
        later.now += chrono::TimeDelta::days(9);
        assert_eq!(run(&mut later, words), Exit::Fine, "{}", later.warned);
        assert!(later.seen.contains("Last time"), "{}", later.seen);
        assert_eq!(logs(&disk).last().unwrap().header.company.as_deref(), Some(company));
    }
}

#[test]
fn next_goes_on_in_the_same_manner_and_enter_asks_any() {
    let (logs, _) = asked_twice("ask netflix --level manager --probes 0", "next");
    let headers: Vec<_> =
        logs.iter().map(|s| (s.header.company.as_deref(), s.header.level.id())).collect();
    assert_eq!(headers, [(Some("netflix"), "manager"); 2]);
    let ids: Vec<_> = logs.iter().map(|s| s.attempts().next().unwrap().id).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn the_persons_word_stands_beside_the_judges_and_counts() {
    let disk = MemoryDisk::new();
    let (seen, warned) =
        after_a_thin_answer(&disk, &["told improvement 2", "missed diagnosis", "told l 1"]);
    assert_eq!(warned, "");
    assert!(seen.contains("Your word"), "{seen}");
    let session = log(&disk);
    let said = session.entries.iter().filter(|e| matches!(e, Entry::Correction(_))).count();
    assert_eq!(said, 3);
    let attempt = session.attempts().next().unwrap();
    let judged = &attempt.shown.unwrap().parts;
    assert_eq!(judged[Part::Improvement].grade, Grade::Missing, "the judge's word is kept");
    assert_eq!(attempt.unprompted()[Part::Improvement].grade, Grade::Strong);
    assert_eq!(attempt.unprompted()[Part::Diagnosis].grade, Grade::Missing);
    assert_eq!(attempt.unprompted()[Part::Learning].grade, Grade::Strong);
}

#[test]
fn a_past_session_can_be_set_right_from_the_command_line() {
    let disk = MemoryDisk::new();
    let blaming = "The launch slipped six weeks and we lost the campaign. The data team kept changing \
        their schema without telling anyone, and leadership never gave us the people that we had asked for.";
    let mut first = script(&disk, [Act::answer(blaming)]);
    run(&mut first, &["ask", "netflix", "--probes", "0", "--seed", "7"]);
    assert!(log(&disk).attempts().next().unwrap().flags().contains(&Flag::Blame));
    let mut second = script(&disk, []);
    assert_eq!(run(&mut second, &["wrong", "blame"]), Exit::Fine, "{}", second.warned);
    assert!(second.seen.contains("Your word"), "{}", second.seen);
    assert!(!log(&disk).attempts().next().unwrap().flags().contains(&Flag::Blame));
    // Under the heading that the debrief gave it; it is gone by now, which is said.
    let mut third = script(&disk, []);
    assert_eq!(run(&mut third, &["wrong", "ownership"]), Exit::Wrong);
    assert!(third.warned.contains("`blame` was not said of this answer"), "{}", third.warned);
}

#[test]
fn what_cannot_be_set_right_is_said_in_a_sentence() {
    let disk = MemoryDisk::new();
    let mut nothing = script(&disk, []);
    for words in [&["again"][..], &["told", "improvement", "4"], &["missed", "learning"]] {
        assert_eq!(run(&mut nothing, words), Exit::Wrong, "{words:?}");
    }
    let said = "nothing has been answered yet; Enter at the prompt asks a question";
    assert_eq!(nothing.warned.matches(said).count(), 3, "{}", nothing.warned);
    for (line, said) in [
        ("told improvement 40", "there is no sentence 40: they are numbered 1 to 2"),
        ("told improvment 1", "unknown part `improvment`; did you mean `improvement`?"),
        ("told improvement four", "`four` is no sentence's number; `told` lists them"),
        ("missed improvement", "the improvement already counts as not there"),
        ("missed", "<PART> is missing; it goes like `missed <PART>`"),
        ("wrong blam", "unknown flag `blam`; did you mean `blame`?"),
        ("wrong stale", "`stale` was not said of this answer; nothing was"),
        ("told failure 1 --session 5", "no session `5`; `review` lists the one that there is"),
        ("again --session last --question 4", "has one question"),
    ] {
        let disk = MemoryDisk::new();
        let (_, warned) = after_a_thin_answer(&disk, &[line]);
        let warned = warned.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(warned.contains(said), "{line}: {warned}");
        let corrected = log(&disk).entries.iter().any(|e| matches!(e, Entry::Correction(_)));
        assert!(!corrected, "{line}: nothing is logged");
    }
}

#[test]
fn told_alone_lists_the_sentences_under_their_numbers() {
    let disk = MemoryDisk::new();
    let (seen, _) = after_a_thin_answer(&disk, &["told improvement"]);
    assert!(seen.contains("  1 F  In May I shipped a billing migration"), "{seen}");
    assert!(seen.contains("told improvement NUMBER"), "{seen}");
}

#[test]
fn a_session_that_is_only_in_memory_can_be_set_right_too() {
    let disk = MemoryDisk::new();
    disk.fail(0, std::io::ErrorKind::StorageFull, true);
    let mut script = script(
        &disk,
        [
            Act::command("ask amazon --probes 0"),
            Act::answer(THIN),
            Act::command("told improvement 2"),
        ],
    );
    run(&mut script, &["--seed", "7"]);
    assert!(script.seen.contains("Your word"), "{}{}", script.seen, script.warned);
}

#[test]
fn find_helps_before_it_asks() {
    let disk = MemoryDisk::new();
    let mut script = script(&disk, [Act::command("find amazon --probes 0"), Act::answer(THIN)]);
    assert_eq!(run(&mut script, &["--seed", "7"]), Exit::Fine);
    let help = script.seen.find("Does one of these bring something back?").unwrap();
    let asked = script.seen.find("take your time").unwrap_or(usize::MAX);
    assert!(help < asked);
    assert_eq!(log(&disk).header.company.as_deref(), Some("amazon"));
    let mut script = crate::loops::script(&disk, []);
    assert_eq!(run(&mut script, &["find", "amazn"]), Exit::Usage);
    assert!(!script.seen.contains("bring something back"), "{}", script.seen);
}

#[test]
fn the_worked_example_is_shown_and_is_nobodys_session() {
    let disk = MemoryDisk::new();
    let mut script = script(&disk, []);
    assert_eq!(run(&mut script, &["review", "--example"]), Exit::Fine);
    let words = script.seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let example = include_str!("../../sessions/example.toml");
    let session = decode("example.toml", example).session.unwrap();
    let first = session.turns().next().unwrap();
    assert!(words.contains(&first.asked), "{words}");
    assert!(logs(&disk).is_empty());
}
