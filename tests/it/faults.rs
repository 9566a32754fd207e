//! A disk that fails: each step that a session makes on it fails in turn, once and for good, here and
//! everywhere, for each reason that a system gives. What was typed is on the disk, or saved elsewhere,
//! or it is said at once that it is in memory only.
//!
//! `MOCKLOOP_FAULTS=1 cargo test --test it faults -- --nocapture` injects every combination.

use std::io::ErrorKind;
use std::path::Path;

use mockloop::command::Exit;
use mockloop::shell::{Act, Files as _, MemoryDisk};

use crate::person::Person;
use crate::world::{THIN, WHOLE};

/// A reply that is told whole.
const REPLY: &str =
    "Since then every migration is rehearsed on last night's copy, and six of six were clean.";

/// What a system says when something fails: a full disk, a quota, somebody else's folder, a disk that
/// was mounted for reading, a home that was moved or unmounted, a network mount that went away.
const KINDS: [ErrorKind; 7] = [
    ErrorKind::StorageFull,
    ErrorKind::QuotaExceeded,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
    ErrorKind::NotFound,
    ErrorKind::StaleNetworkFileHandle,
    ErrorKind::TimedOut,
];

/// A session that a script plays.
struct Scene {
    args: &'static str,
    acts: fn() -> Vec<Act>,
    /// What is on the disk before.
    before: fn(&MemoryDisk),
}

const SCENES: &[Scene] = &[
    Scene { args: "--seed 7", acts: two_questions, before: nothing },
    Scene { args: "--seed 7", acts: with_probes_and_a_guess, before: nothing },
    Scene { args: "--seed 7", acts: gone_on_with, before: a_draft },
    Scene { args: "--seed 7", acts: settings_and_banks, before: nothing },
    Scene { args: "--seed 7", acts: looking_back, before: two_logs },
];

fn nothing(_: &MemoryDisk) {}

fn two_questions() -> Vec<Act> {
    vec![Act::command("drill amazon 2 --probes 0"), Act::answer(THIN), Act::answer(WHOLE)]
}

fn with_probes_and_a_guess() -> Vec<Act> {
    vec![
        Act::command("set guess on"),
        Act::command("ask amazon --probes 1"),
        Act::answer(THIN),
        Act::command("f d"),
        Act::answer(REPLY),
    ]
}

fn a_draft(disk: &MemoryDisk) {
    let mut person = Person::new();
    person.run("ask amazon --seed 7 --probes 0", [Act::answer("I broke it")]);
    let log = person.sessions().remove(0);
    let path = format!("/home/sessions/{}.draft", log.header.id);
    let text =
        mockloop::session::encode(&log).replace("outcome = \"answered\"", "outcome = \"dropped\"");
    disk.put(path, text);
}

fn gone_on_with() -> Vec<Act> {
    vec![Act::command("g"), Act::answer(&format!(" {WHOLE}"))]
}

fn settings_and_banks() -> Vec<Act> {
    ["set level staff --save", "banks new acme", "banks check", "config", "set rate 150 --save"]
        .map(Act::command)
        .to_vec()
}

fn two_logs(disk: &MemoryDisk) {
    let mut person = Person::new();
    for words in [THIN, WHOLE] {
        person.run("ask amazon --seed 7 --probes 0", [Act::answer(words)]);
    }
    for path in person.disk.list(Path::new("/home/sessions"), "toml").unwrap() {
        disk.put(&path, person.disk.text(&path).unwrap());
    }
}

fn looking_back() -> Vec<Act> {
    [
        "review",
        "review last",
        "review --search billing",
        "progress",
        "sessions check",
        "due",
        "stories",
    ]
    .map(Act::command)
    .to_vec()
}

/// All that the files of home and the place to save hold.
fn all_text(disk: &MemoryDisk) -> String {
    disk.mend();
    let folders = ["/home", "/home/sessions", "/home/questions", "/home/stories", "/elsewhere"];
    let kinds = folders.iter().flat_map(|folder| [(folder, "toml"), (folder, "draft")]);
    let paths = kinds.flat_map(|(folder, kind)| disk.list(Path::new(folder), kind).unwrap());
    paths.map(|path| disk.text(path).unwrap()).collect()
}

/// Plays a scene on a disk on which `fails` has been set up; says how many steps it took.
fn played(scene: &Scene, fails: impl FnOnce(&MemoryDisk)) -> (Person, crate::person::Seen, usize) {
    let mut person = Person::new();
    person.disk.make_folder(Path::new("/elsewhere")).unwrap();
    (scene.before)(&person.disk);
    let before = person.disk.steps();
    fails(&person.disk);
    // Twice, since the step that fails may be one of saving.
    let saving =
        ["save /elsewhere/saved.toml", "save /elsewhere/again.toml", "quit"].map(Act::command);
    let seen = person.run(scene.args, (scene.acts)().into_iter().chain(saving));
    let steps = person.disk.steps() - before;
    (person, seen, steps)
}

#[test]
fn each_step_of_whole_sessions_may_fail_once_or_for_good_and_no_word_is_lost_in_silence() {
    let thorough = std::env::var_os("MOCKLOOP_FAULTS").is_some();
    let mut faults = 0_u32;
    for (number, scene) in SCENES.iter().enumerate() {
        let (well, seen, steps) = played(scene, |_| {});
        assert_eq!((seen.exit, seen.left), (Exit::Fine, 0), "scene {number}: {}", seen.warned);
        let typed: Vec<&str> = [THIN, WHOLE, REPLY]
            .into_iter()
            .filter(|text| seen.seen.contains(&format!("> {}", text.trim())))
            .collect();
        well.disk.cut_power();
        let kept = all_text(&well.disk);
        assert!(
            typed.iter().all(|text| kept.contains(text)),
            "scene {number}: a power cut afterwards"
        );
        // Unless all is wanted, the ways to fail take turns, and where nothing is typed a few steps do.
        let all = [("/", false), ("/home", true), ("/home", false), ("/", true)];
        let (stride, ways) = match (thorough, typed.is_empty()) {
            (true, _) => (1, 4),
            (false, false) => (1, 1),
            (false, true) => (7, 1),
        };
        for step in (0..steps).step_by(stride) {
            let kind = KINDS[step % KINDS.len()];
            for (folder, for_good) in all.into_iter().cycle().skip(step % 4).take(ways) {
                let (person, seen, _) =
                    played(scene, |disk| disk.fail_in(folder, step, kind, for_good));
                faults += 1;
                let at = format!(
                    "scene {number}, step {step}, {kind:?} in {folder}, for good: {for_good}"
                );
                let said = seen.warned.split_whitespace().collect::<Vec<_>>().join(" ");
                // A draft that cannot be found is not offered, and the script speaks to nobody.
                let offered = number != 2 || seen.seen.contains("[g/k/d]");
                assert!(
                    !offered || !said.contains("the script says"),
                    "{at}: {said}\n{}",
                    seen.seen
                );
                let kept = all_text(&person.disk);
                for text in [THIN, WHOLE, REPLY] {
                    if !seen.seen.contains(&format!("> {text}")) || kept.contains(text) {
                        continue;
                    }
                    // Nothing can be written anywhere: then it is said.
                    assert!(
                        for_good && folder == "/",
                        "{at}: {text:?} is lost: {said}\n{}",
                        seen.seen
                    );
                    assert!(said.contains("save PATH"), "{at}: nothing was said: {said}");
                }
            }
        }
    }
    assert!(faults > 60, "{faults}");
    #[expect(clippy::print_stderr, reason = "the figure is wanted now and then")]
    if thorough {
        eprintln!("{faults} faults");
    }
}

#[test]
fn settings_are_whole_whatever_fails_while_they_are_written() {
    for (line, file) in [
        ("set rate 150 --save", "/home/config.toml"),
        ("banks new acme", "/home/questions/acme.toml"),
    ] {
        let mut person = Person::new();
        person.run("set level staff --save", []);
        let old = person.disk.text(file);
        let before = person.disk.steps();
        person.run(line, []);
        let (new, steps) = (person.disk.text(file), person.disk.steps() - before);
        assert_ne!(old, new, "{line}");
        for step in 0..steps {
            let mut person = Person::new();
            person.run("set level staff --save", []);
            person.disk.fail(step, KINDS[step % KINDS.len()], true);
            let seen = person.run(line, []);
            let now = person.disk.text(file);
            assert!(now == old || now == new, "{line}, step {step}: {now:?}");
            assert!(now == new || !seen.warned.is_empty(), "{line}, step {step}: nothing was said");
        }
    }
}

/// A small disk of its own, for those who may mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let done = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        done.is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    fn remount(&self, options: &str) {
        let done =
            std::process::Command::new("mount").args(["-o", options]).arg(self.0.path()).status();
        assert!(done.unwrap().success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

/// Skipped, with nothing said, where nobody may mount a disk.
#[test]
#[cfg(target_os = "linux")]
fn a_real_disk_that_is_full_or_read_only_costs_a_sentence_and_no_word() {
    use crate::world::World;
    let Some(disk) = SmallDisk::mount("size=64k") else { return };
    let world = World::new();
    let home = disk.0.path().join("home");
    let asked = format!(
        "ask amazon --probes 0 --seed 7\n{WHOLE}\n\nsave saved.toml\nset rate 150 --save\n"
    );
    let run = |input: &str| {
        let mut command = world.command(&[]);
        command.env("MOCKLOOP_HOME", &home);
        let ran = crate::world::run(command, input.as_bytes());
        (ran.code, ran.out, ran.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let saved = world.root().join("saved.toml");
    let (code, _, err) = run("ask amazon --probes 0\nI broke it once.\n\n");
    assert_eq!((code, err.as_str()), (Some(0), ""), "there is room for one");
    std::fs::write(disk.0.path().join("filler"), vec![0; 1 << 20]).unwrap_err();
    let full = run(&asked);
    assert!(full.2.contains("No space left") && full.2.contains("save PATH"), "{full:?}");
    assert!(full.1.contains("Saved to saved.toml"), "{full:?}");
    assert!(std::fs::read_to_string(&saved).unwrap().contains(WHOLE));
    std::fs::remove_file(&saved).unwrap();
    std::fs::remove_file(disk.0.path().join("filler")).unwrap();
    disk.remount("remount,ro");
    let read_only = run(&asked);
    assert!(
        read_only.2.contains("Read-only") && read_only.2.contains("save PATH"),
        "{read_only:?}"
    );
    assert!(std::fs::read_to_string(&saved).unwrap().contains(WHOLE));
    std::fs::remove_file(&saved).unwrap();
    disk.remount("remount,rw");
    let well = run(&asked);
    assert!(!saved.exists() && well.2.is_empty(), "{well:?}");
    let logs = std::fs::read_dir(home.join("sessions")).unwrap().filter(|entry| {
        entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "toml")
    });
    assert_eq!(logs.count(), 2, "the first one and the last one, and nothing half written");
}
