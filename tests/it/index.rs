//! A home of many years: the prompt goes by an index, and nobody can tell but by the time it takes.

use std::path::{Path, PathBuf};

use mockloop::command::Exit;
use mockloop::shell::{Act, Files as _, MemoryDisk};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::person::{Person, Seen};
use crate::world::{THIN, WHOLE};

const SESSIONS: &str = "/home/sessions";
const INDEX: &str = "/home/sessions/.index/start";

/// The names of sessions of long ago, as many as make an index worth its while. What they hold is not
/// read for a greeting.
fn long_ago() -> impl Iterator<Item = String> {
    (0..1100).map(|n| format!("2011-{:02}-01-120000-netflix-{n:04x}.toml", n % 12 + 1))
}

/// Somebody who has practised for years, and twice this week.
fn old_hand() -> Person {
    let mut person = Person::new();
    long_ago().for_each(|name| person.put(&format!("sessions/{name}"), "x"));
    for words in [THIN, WHOLE] {
        practise(&mut person, words);
    }
    person
}

fn practise(person: &mut Person, words: &str) {
    person.run("ask amazon --seed 7 --probes 0", [Act::answer(words)]);
}

fn greeted(person: &mut Person) -> (String, String) {
    let Seen { exit, seen, warned, .. } = person.run("", []);
    assert_eq!(exit, Exit::Fine);
    (seen, warned)
}

/// The newest log.
fn newest(disk: &MemoryDisk) -> Option<PathBuf> {
    let logs = disk.list(Path::new(SESSIONS), "toml").unwrap();
    logs.into_iter().rev().find(|path| !path.to_string_lossy().contains("/2011-"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn the_greeting_is_the_same_with_and_without_an_index(acts in vec(0..8_u8, 1..6)) {
        let mut person = old_hand();
        for act in acts {
            match act {
                0 => practise(&mut person, THIN),
                1 => drop(person.run("forget last --yes", [])),
                2 => drop(person.run("exclude last", [])),
                3 => drop(person.run("", [Act::command(""), Act::answer(WHOLE)])),
                4 => if let Some(path) = newest(&person.disk) {
                    person.disk.put(path.with_extension("toml.old"), person.disk.text(&path).unwrap());
                    person.disk.remove(&path).unwrap();
                },
                5 => if let Some(path) = newest(&person.disk) {
                    person.disk.remove(&path).unwrap();
                },
                6 => if let Some(path) = newest(&person.disk) {
                    let draft = person.disk.text(&path).unwrap().replace("\"\"\"\nI", "\"\"\"\nYes, I");
                    person.disk.put(path.with_extension("draft"), draft);
                },
                _ => person.pass(3),
            }
            let first = greeted(&mut person);
            prop_assert_eq!(greeted(&mut person), first.clone());
            prop_assert!(person.disk.text(INDEX).is_some());
            person.disk.remove_folder(Path::new(INDEX).parent().unwrap()).unwrap();
            prop_assert_eq!(greeted(&mut person), first);
        }
    }
}

#[test]
fn what_fails_of_the_index_changes_nothing_that_a_person_sees() {
    let mut person = old_hand();
    greeted(&mut person);
    let before = person.disk.steps();
    let well = greeted(&mut person);
    let steps = person.disk.steps() - before;
    assert!((4..20).contains(&steps), "no log is read: {steps}");
    for step in 0..steps {
        let (at, kind) = (person.disk.steps(), std::io::ErrorKind::StaleNetworkFileHandle);
        person.disk.fail(step, kind, false);
        let seen = greeted(&mut person);
        person.disk.mend();
        assert!(seen == well || !seen.1.is_empty(), "step {step}: {}", seen.0);
        assert!(person.disk.steps() > at);
        assert_eq!(greeted(&mut person), well, "after step {step}");
    }
}

#[test]
fn what_fails_while_it_is_made_changes_nothing_that_a_person_sees() {
    // Judging takes a debug build its time: the answers are given once.
    let logs: Vec<(PathBuf, String)> = {
        let disk = old_hand().disk;
        let paths = disk.list(Path::new(SESSIONS), "toml").unwrap();
        paths.into_iter().map(|path| (path.clone(), disk.text(path).unwrap())).collect()
    };
    let play = |fails: Option<(usize, bool)>| {
        let mut person = Person::new();
        logs.iter().for_each(|(path, text)| person.disk.put(path, text));
        let before = person.disk.steps();
        if let Some((step, for_good)) = fails {
            person.disk.fail(step, std::io::ErrorKind::StorageFull, for_good);
        }
        let seen = person.run("", [Act::command("exclude last"), Act::command("quit")]);
        let steps = person.disk.steps() - before;
        person.disk.mend();
        let made = person.disk.text(INDEX).is_some();
        ((seen.seen, seen.warned, greeted(&mut person)), steps, made)
    };
    let (well, steps, made) = play(None);
    assert!(made && well.0.contains("Left out of all figures"), "{}", well.0);
    // The making is the last that is done: a look at the folder, its times, its names, and the file.
    let mut unmade = 0;
    for step in steps - 16..steps {
        // Once and for good take turns.
        let (seen, _, made) = play(Some((step, step % 2 == 0)));
        assert_eq!(seen, well, "step {step} of {steps}");
        unmade += usize::from(!made);
    }
    assert!(unmade > 10, "{unmade}");
}

#[test]
#[cfg(unix)]
fn it_is_the_owners_alone_and_forgetting_leaves_nothing_of_it() {
    use crate::leaks::{below, holds, open_to_others};
    let world = crate::world::World::new();
    for words in [THIN, WHOLE] {
        world.run(&["ask", "amazon", "--probes", "0"], format!("{words}\n\n"));
    }
    let (sessions, ids) = (world.home().join("sessions"), world.logs());
    let [id, other] = [&ids[0].header.id, &ids[1].header.id];
    long_ago().for_each(|name| std::fs::write(sessions.join(name), "x").unwrap());
    let index = sessions.join(".index");
    let greeting = world.run(&[], "").out;
    assert!(greeting.contains("1102 past sessions"), "{greeting}");
    // Not every file system has times fine enough for it.
    if !index.exists() {
        return;
    }
    assert!(holds(&index.join("start"), id));
    assert_eq!(open_to_others(&index), None);
    assert_eq!(world.run(&[], "").out, greeting);
    assert_eq!(world.run(&["forget", id, "--yes"], "").code, Some(0));
    assert!(!index.exists());
    let greeting = world.run(&[], "").out;
    assert!(greeting.contains("1101 past sessions"), "{greeting}");
    assert!(holds(&index.join("start"), other));
    for path in below(&world.home()) {
        assert!(!path.to_string_lossy().contains(id) && !holds(&path, id), "{}", path.display());
    }
    let checked = world.run(&["sessions", "check"], "");
    assert!(!(checked.out + &checked.err).contains(".index"));
}
