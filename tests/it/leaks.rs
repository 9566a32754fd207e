//! What a person told is theirs alone: who can read the files, where words turn up, which links are
//! followed, and what is left once a session is forgotten.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::pty::{CTRL_D, ENTER, Terminal, exited};
use crate::world::{THIN, WHOLE, World, run};

/// The same command under a umask that takes nothing away, with its process id in the file `pid`.
fn under_umask_0(world: &World, args: &[&str]) -> Command {
    let usual = world.command(args);
    let mut command = world.surroundings("/bin/sh");
    command.args(["-c", "umask 0; echo $$ >pid; exec \"$0\" \"$@\""]).arg(usual.get_program());
    command.args(usual.get_args());
    command
}

/// Everything below a folder, itself included.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut at = 0;
    while at < found.len() {
        if found[at].is_dir() && !found[at].is_symlink() {
            let entries = fs::read_dir(&found[at]).into_iter().flatten().flatten();
            found.extend(entries.map(|entry| entry.path()));
        }
        at += 1;
    }
    found
}

/// Whoever of others could read something below a folder at this moment.
pub fn open_to_others(folder: &Path) -> Option<(PathBuf, u32)> {
    below(folder).into_iter().find_map(|path| {
        // What has gone meanwhile is open to nobody.
        let mode = path.symlink_metadata().ok()?.permissions().mode();
        (mode & 0o077 != 0).then_some((path, mode & 0o777))
    })
}

/// Whether a text stands in a file.
pub fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
}

/// Ends the watch even when the test fails meanwhile.
struct Watching<'a>(&'a AtomicBool);

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn files_are_the_owners_alone_from_their_first_byte_whatever_the_umask() {
    let world = World::new();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Looks as often as it can while the program writes.
        let watcher = scope.spawn(|| {
            let mut looks = 0_u64;
            while !over.load(Ordering::Relaxed) {
                assert_eq!(open_to_others(&world.home()), None);
                looks += 1;
            }
            looks
        });
        let watching = Watching(&over);
        let mut terminal = Terminal::start(under_umask_0(&world, &[]), 80, 24);
        terminal.see("mockloop>").press("ask amazon --seed 7 --probes 1").press(ENTER);
        terminal.see("take your time").press(THIN).see("29 words");
        world.wait_until("there is a draft", || !world.files("draft").is_empty());
        terminal.press(CTRL_D).see("follow-up 1");
        let reply =
            "Since then every migration is rehearsed on last night's copy: six of six were clean.";
        terminal.press(reply).press(CTRL_D).see("Kept in");
        terminal.press("set level staff --save").press(ENTER).see("what it is");
        terminal.press("quit").press(ENTER);
        assert_eq!(exited(terminal.end()), Some(0));
        drop(watching);
        assert!(watcher.join().unwrap() > 10);
    });
    assert_eq!(open_to_others(&world.home()), None);
    assert!(world.home().join("sessions/.history").exists());
    for args in [&["banks", "new", "acme"][..], &["save", "x.toml"], &["config"]] {
        run(under_umask_0(&world, args), b"");
        assert_eq!(open_to_others(&world.home()), None, "{args:?}");
    }
}

#[test]
fn an_answer_is_in_the_log_and_nowhere_else() {
    let world = World::new();
    let temporary = world.root().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let mut command = under_umask_0(&world, &[]);
    command.env("TMPDIR", &temporary);
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.see("mockloop>").press("ask amazon --probes 0").press(ENTER).see("take your time");
    terminal.press(THIN).see("29 words");
    world.wait_until("there is a draft", || !world.files("draft").is_empty());
    if cfg!(target_os = "linux") {
        let pid = fs::read_to_string(world.root().join("pid")).unwrap();
        for list in ["cmdline", "environ", "comm"] {
            let path = Path::new("/proc").join(pid.trim()).join(list);
            assert!(path.exists() && !holds(&path, "billing"), "{list}");
        }
    }
    terminal.press(CTRL_D).see("Kept in");
    // A story that is pasted at the wrong prompt, and then a command.
    terminal.press("In May I shipped a billing migration").press(ENTER).see("unknown command");
    terminal.press("set probes").press(ENTER).see("what it is").press("quit").press(ENTER);
    assert_eq!(exited(terminal.end()), Some(0));
    let holding: Vec<PathBuf> = below(world.root())
        .into_iter()
        .filter(|path| path.is_file() && holds(path, "billing"))
        .collect();
    assert_eq!(holding, world.files("toml"), "only the log");
    assert_eq!(below(&temporary), [temporary], "nothing is left there");
    let history = world.home().join("sessions/.history");
    let lines = fs::read_to_string(history).unwrap();
    assert_eq!(lines, "#V2\nask amazon --probes 0\nset probes\nquit\n");
}

#[test]
fn a_home_that_others_can_read_is_told_of_and_so_is_a_copy_under_version_control() {
    let world = World::new();
    let sessions = world.home().join("sessions");
    fs::create_dir_all(&sessions).unwrap();
    fs::set_permissions(&sessions, fs::Permissions::from_mode(0o755)).unwrap();
    let ran = world.run(&["ask", "amazon", "--probes", "0"], format!("{WHOLE}\n\n"));
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("others on this machine can read") && said.contains("chmod 700"),
        "{said}"
    );
    assert_eq!(world.logs().len(), 1, "and the session is kept all the same");
}

#[test]
fn links_out_of_the_home_are_not_followed() {
    let world = World::new();
    let ran = world.run(&["ask", "amazon", "--probes", "0"], format!("{WHOLE}\n\n"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (sessions, questions) = (world.home().join("sessions"), world.home().join("questions"));
    fs::create_dir_all(&questions).unwrap();
    // A whole log, a bank and a draft, outside.
    let outside = world.root().join("outside");
    fs::create_dir(&outside).unwrap();
    let log = fs::read_to_string(&world.files("toml")[0]).unwrap().replace("billing", "secret");
    fs::write(outside.join("log.toml"), &log).unwrap();
    let bank = include_str!("../targets/seeds/bank/whole");
    fs::write(outside.join("bank.toml"), bank).unwrap();
    let linked = "2026-01-01-000000-amazon-0000";
    symlink(outside.join("log.toml"), sessions.join(format!("{linked}.toml"))).unwrap();
    symlink(outside.join("log.toml"), sessions.join(format!("{linked}.draft"))).unwrap();
    symlink(outside.join("bank.toml"), questions.join("acme.toml")).unwrap();
    symlink("nowhere", questions.join("circle.toml")).unwrap();
    let all = |args: &[&str]| {
        let ran = world.run(args, "");
        (ran.code, (ran.out + &ran.err).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (code, said) = all(&["banks", "check"]);
    assert_eq!(code, Some(1));
    assert_eq!(said.matches("it is a link that leads out").count(), 2, "{said}");
    let (code, said) = all(&["banks", "show", "acme"]);
    assert!(code != Some(0) && !said.contains("ship late"), "{said}");
    let (_, said) = all(&["review", linked]);
    assert!(!said.contains("secret") && said.contains("leads out"), "{said}");
    for verb in ["exclude", "forget"] {
        all(&[verb, linked]);
        assert_eq!(fs::read_to_string(outside.join("log.toml")).unwrap(), log, "{verb}");
    }
    let (_, said) = all(&[]);
    assert!(!said.contains("unfinished"), "{said}");
    // A story, too: its words would be shown, and deleted by a link's name.
    let stories = world.home().join("stories");
    fs::create_dir_all(&stories).unwrap();
    let story = "format = 1\nname = \"slip\"\ntext = \"a secret of somebody else\"\n";
    fs::write(outside.join("slip.toml"), story).unwrap();
    symlink(outside.join("slip.toml"), stories.join("slip.toml")).unwrap();
    for args in [&["stories"][..], &["stories", "show", "slip"], &["stories", "--json"]] {
        let (_, said) = all(args);
        assert!(!said.contains("secret") && said.contains("leads out"), "{args:?}: {said}");
    }
    // One that stays inside is a bank like any other.
    fs::write(questions.join("real.bank"), bank).unwrap();
    symlink(questions.join("real.bank"), questions.join("inside.toml")).unwrap();
    let (code, said) = all(&["banks", "show", "acme"]);
    assert!(code == Some(0) && said.contains("ship late"), "{said}");
}

#[test]
fn names_from_files_and_arguments_lead_nowhere_else() {
    let world = World::new();
    let sessions = world.home().join("sessions");
    fs::create_dir_all(world.home().join("questions")).unwrap();
    fs::create_dir_all(&sessions).unwrap();
    let secret = world.root().join("secret.toml");
    fs::write(&secret, "x = 1\n").unwrap();
    for name in ["../../secret", "../secret", "/etc/passwd", "..", "a/b", "", "x\0y", "-"] {
        for verb in [&["review"][..], &["banks", "new"], &["forget"], &["exclude"]] {
            if name.contains('\0') {
                continue;
            }
            let args: Vec<&str> = verb.iter().copied().chain(["--", name]).collect();
            let ran = world.run(&args, "yes\n");
            assert_ne!(ran.code, Some(0), "{args:?}: {}", ran.out);
            assert!(!ran.err.contains("panicked"), "{}", ran.err);
        }
    }
    // A draft and a bank that name something else than they are.
    let draft = include_str!("../targets/seeds/log/every-entry");
    for id in ["../../secret", "../secret", "/etc/passwd"] {
        let named = draft.replace("2026-11-27-044512-amazon-7f3a", id);
        fs::write(sessions.join("2026-11-27-044512-amazon-7f3a.draft"), named).unwrap();
        let mut terminal = Terminal::start(world.command(&[]), 80, 24);
        terminal.see("[g/k/d]").press("d").press(ENTER).see("for good").press("y").press(ENTER);
        terminal.see("mockloop>").press(CTRL_D);
        assert_eq!(exited(terminal.end()), Some(0));
        let bank =
            include_str!("../targets/seeds/bank/whole").replace("\"acme\"", &format!("\"{id}\""));
        fs::write(world.home().join("questions/acme.toml"), bank).unwrap();
        assert_eq!(world.run(&["banks", "check"], "").code, Some(1));
    }
    assert_eq!(fs::read_to_string(&secret).unwrap(), "x = 1\n");
    let there: Vec<_> = below(world.root()).into_iter().filter(|p| p.is_file()).collect();
    assert!(there.iter().all(|p| p.starts_with(world.home()) || *p == secret), "{there:?}");
}

#[test]
fn a_session_that_is_forgotten_leaves_no_trace() {
    let world = World::new();
    for words in [THIN, WHOLE] {
        world.run(&["ask", "amazon", "--probes", "0"], format!("{words} zebra\n\n"));
    }
    let id = world.logs()[0].header.id.clone();
    let other = world.logs()[1].header.id.clone();
    let sessions = world.home().join("sessions");
    // All that a kill can leave of it: a draft, a version half written, the editor's file.
    fs::copy(sessions.join(format!("{id}.toml")), sessions.join(format!("{id}.draft"))).unwrap();
    fs::write(sessions.join(".beside-x"), "zebra").unwrap();
    let mut terminal = Terminal::start(world.command(&[]), 100, 40);
    terminal.see("mockloop>");
    for line in [format!("review {id}"), format!("review {other}"), format!("forget {id}")] {
        terminal.press(&line).press(ENTER);
        terminal.see(if line.starts_with("forget") { "[y/N]" } else { "In the room" });
    }
    terminal.press("y").press(ENTER).see_no("[y/N] y\u{7f}").press("quit").press(ENTER);
    assert_eq!(exited(terminal.end()), Some(0));
    for path in below(&world.home()) {
        assert!(!path.to_string_lossy().contains(&id), "{}", path.display());
        assert!(!path.is_file() || !holds(&path, &id), "{} names it", path.display());
    }
    let zebras: Vec<PathBuf> =
        below(world.root()).into_iter().filter(|p| p.is_file() && holds(p, "zebra")).collect();
    assert_eq!(zebras, [sessions.join(format!("{other}.toml"))], "the other is as it was");
    assert!(holds(&sessions.join(".history"), &format!("review {other}")));
}
