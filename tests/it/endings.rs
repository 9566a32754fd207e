//! Endings without notice: what was typed is on the disk, the terminal is itself again, and the next
//! start goes on where the last one was.

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use crate::pty::{BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal, ended_by, exited};
use crate::world::{THIN, World};
use nix::sys::signal::Signal;

fn typing(world: &World) -> Terminal {
    let mut terminal = Terminal::start(world.command(&["ask", "amazon", "--seed", "7"]), 80, 24);
    terminal.see("Amazon").listens().press(THIN).see("29 words");
    // The count is there before the last full stop is.
    terminal.see("its date.");
    terminal
}

/// Waits until the draft holds all that was typed, as it must soon after the last key.
fn wait_for_draft(world: &World) {
    let until = Instant::now() + Duration::from_secs(60);
    let kept = || !world.files("draft").is_empty() && draft(world) == THIN;
    while !kept() {
        assert!(Instant::now() < until, "the draft never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn draft(world: &World) -> String {
    world.drafts()[0].turns().next().unwrap().words.clone()
}

#[test]
fn a_signal_leaves_the_draft_and_the_terminal_in_order() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        let world = World::new();
        let mut terminal = typing(&world);
        assert!(!terminal.takes_lines() && terminal.marks_pastes());
        terminal.signal(signal);
        terminal.see("What you were typing is kept in");
        let ended = terminal.end();
        assert!(ended_by(ended, signal), "{ended:?}");
        assert!(terminal.takes_lines() && !terminal.marks_pastes(), "{signal:?}");
        assert_eq!(draft(&world), THIN, "to the last key");
    }
}

#[test]
fn a_kill_costs_at_most_the_last_moment() {
    let world = World::new();
    let mut terminal = typing(&world);
    wait_for_draft(&world);
    terminal.signal(Signal::SIGKILL);
    terminal.end();
    assert_eq!(draft(&world), THIN);
    let mode = world.files("draft")[0].metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_next_start_goes_on_where_the_last_one_was() {
    let world = World::new();
    let mut terminal = typing(&world);
    wait_for_draft(&world);
    terminal.signal(Signal::SIGKILL);
    terminal.end();
    let mut terminal = Terminal::start(world.command(&[]), 80, 24);
    terminal.see("An unfinished answer").see("[g/k/d]").press("g").press(ENTER);
    terminal.see("never checked").see("29 words").press(" That was it.").see("32 words");
    terminal.press(CTRL_D).see("follow-up 1");
    for number in 2..=3 {
        terminal.press(CTRL_C).see(&format!("follow-up {number}"));
    }
    terminal.press(CTRL_C).see("Kept in").see("mockloop>").press("quit").press(ENTER);
    assert_eq!(exited(terminal.end()), Some(0));
    let logs = world.logs();
    let turn = logs[0].turns().next().unwrap();
    assert_eq!(turn.words, format!("{THIN} That was it."));
    assert_eq!(logs[0].header.verb, "ask");
    assert!(world.files("draft").is_empty());
}

#[test]
fn a_draft_can_be_kept_for_later_or_dropped() {
    let world = World::new();
    let mut terminal = typing(&world);
    wait_for_draft(&world);
    terminal.signal(Signal::SIGKILL);
    terminal.end();
    let mut terminal = Terminal::start(world.command(&[]), 80, 24);
    terminal.see("[g/k/d]").press(ENTER).see("`resume` goes on with it");
    terminal.see("mockloop>").press("resume").press(ENTER).see("29 words").press(" And so on.");
    terminal.see("32 words");
    terminal.signal(Signal::SIGKILL);
    terminal.end();
    for (keys, left) in [("k\r", 1), ("d\ry\r", 0)] {
        let mut terminal = Terminal::start(world.command(&[]), 80, 24);
        terminal.see("[g/k/d]").press(keys).see("mockloop>").press(CTRL_D);
        assert_eq!(exited(terminal.end()), Some(0));
        assert_eq!(world.files("draft").len(), left, "{keys:?}");
    }
}

#[test]
fn with_nothing_left_unfinished_there_is_nothing_to_resume() {
    let world = World::new();
    let mut terminal = Terminal::start(world.command(&["resume"]), 80, 24);
    terminal.see("no answer was left unfinished");
    assert_eq!(exited(terminal.end()), Some(1));
    assert_eq!(world.run(&["resume"], "").code, Some(2), "at a pipe it says where");
}

#[test]
fn keys_that_are_pressed_while_the_tour_types_do_not_show() {
    let world = World::new();
    let mut terminal = Terminal::start(world.command(&["tour"]), 80, 40);
    terminal.see("Enter goes on").listens().press(ENTER).see("> Last spring").press("xyzzy\r");
    terminal.see("An empty line hands it in").listens();
    let screen = terminal.screen();
    let (_, typed) = screen.split_once("> Last spring").unwrap();
    let (typed, _) = typed.split_once("│ An empty").unwrap();
    assert!(!typed.trim().contains("\n\n") && !typed.contains("xyzzy"), "{screen}");
    // Nor are they taken for what comes next.
    assert!(screen.trim_end().ends_with("Ctrl-D leaves>"), "{screen}");
    // Whoever has seen enough leaves, with the terminal as it was.
    terminal.press(ENTER).see("> Every").press(CTRL_C);
    terminal.end();
    assert!(terminal.takes_lines());
}

#[test]
fn a_reply_that_was_being_typed_is_taken_up_with_its_probe() {
    let world = World::new();
    let mut terminal = typing(&world);
    terminal.press(CTRL_D).see("follow-up 1").press("I reversed every").see("3 words");
    terminal.signal(Signal::SIGTERM);
    terminal.end();
    let asked = world.drafts()[0].turns().next().unwrap().asked.clone();
    let mut terminal = Terminal::start(world.command(&[]), 200, 40);
    terminal.see("An unfinished reply").press("g").press(ENTER).see("≈");
    terminal.see(&asked).press(" charge that night.").press(CTRL_D);
    world.wait_for_turns(2);
    let logs = world.logs();
    let turns: Vec<_> = logs[0].turns().collect();
    assert_eq!((turns.len(), turns[1].asked.as_str()), (2, asked.as_str()));
    assert_eq!(turns[1].words, "I reversed every charge that night.");
}

#[test]
fn a_program_that_is_stopped_and_goes_on_has_all_keys_and_its_screen() {
    let world = World::new();
    let mut terminal = typing(&world);
    terminal.signal(Signal::SIGSTOP);
    terminal.press(" Typed meanwhile.");
    terminal.signal(Signal::SIGCONT);
    terminal.see("Typed meanwhile.").see("31 words").press(CTRL_D);
    world.wait_for_turns(1);
    let logs = world.logs();
    assert_eq!(logs[0].turns().next().unwrap().words, format!("{THIN} Typed meanwhile."));
}

#[test]
fn a_signal_that_is_ignored_from_outside_ends_the_program_all_the_same() {
    let world = World::new();
    let usual = world.command(&["ask", "amazon", "--seed", "7"]);
    let mut command = world.surroundings("/bin/sh");
    command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(usual.get_program());
    command.args(usual.get_args());
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.see("Amazon").press(THIN).see("29 words");
    terminal.signal(Signal::SIGHUP);
    assert_eq!(exited(terminal.end()), Some(129));
    assert_eq!(draft(&world), THIN);
}

#[test]
fn a_home_that_goes_away_is_told_of_while_typing_and_the_words_are_saved_elsewhere() {
    let world = World::new();
    let mut terminal = typing(&world);
    wait_for_draft(&world);
    let away = world.root().join("away");
    std::fs::rename(world.home(), &away).unwrap();
    terminal.press(" More.").see("30 words");
    // It is said with the next key after the disk has said so.
    while !terminal.screen().contains("no draft") {
        terminal.press("x").press(BACKSPACE);
        std::thread::sleep(Duration::from_millis(50));
    }
    terminal.press(CTRL_D).see("follow-up 1");
    for number in 2..=3 {
        terminal.press(CTRL_C).see(&format!("follow-up {number}"));
    }
    terminal
        .press(CTRL_C)
        .see("only in memory")
        .see("save to>")
        .press("nowhere/saved.toml")
        .press(ENTER);
    terminal.see("could not write").press("saved.toml").press(ENTER).see("Saved to saved.toml");
    assert_eq!(exited(terminal.end()), Some(0));
    let saved = std::fs::read_to_string(world.root().join("saved.toml")).unwrap();
    assert!(saved.contains(&format!("{THIN} More.")), "{saved}");
    // The draft that was there before is offered once the home is back.
    std::fs::rename(&away, world.home()).unwrap();
    assert_eq!(draft(&world), THIN);
}

#[test]
fn a_home_that_comes_back_gets_all_that_was_said_meanwhile() {
    let world = World::new();
    let mut terminal = typing(&world);
    let away = world.root().join("away");
    std::fs::rename(world.home(), &away).unwrap();
    terminal.press(CTRL_D).see("follow-up 1").see("could not begin the log");
    std::fs::rename(&away, world.home()).unwrap();
    terminal.press("I reversed every charge that night.").press(CTRL_D);
    world.wait_for_turns(2);
    let words: Vec<String> = world.logs()[0].turns().map(|turn| turn.words.clone()).collect();
    assert_eq!(words[..2], [THIN, "I reversed every charge that night."]);
}

#[test]
fn another_terminal_does_not_take_a_draft_that_somebody_is_typing() {
    let world = World::new();
    let mut first = typing(&world);
    wait_for_draft(&world);
    let mut second = Terminal::start(world.command(&[]), 80, 24);
    second.see("mockloop>");
    assert!(!second.screen().contains("unfinished"), "{}", second.screen());
    second.press("ask amazon").press(ENTER).see("take your time").press("Mine.").see("1 word");
    second.press(CTRL_D).see("Kept in");
    first.press(CTRL_D).see("follow-up 1");
    let mut words: Vec<String> =
        world.logs().iter().map(|session| session.turns().next().unwrap().words.clone()).collect();
    words.sort();
    assert_eq!(words, [THIN, "Mine."]);
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_goes_on_where_it_was() {
    let world = World::new();
    let command = world.command(&[]);
    // A shell with job control: a program that nobody could bring back is not suspended.
    let mut shell = std::process::Command::new("/bin/sh");
    shell.arg("-i").env_clear().env("PS1", "shell> ").env("PATH", "/usr/bin:/bin");
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.current_dir(command.get_current_dir().unwrap());
    let mut terminal = Terminal::start(shell, 80, 24);
    let program = env!("CARGO_BIN_EXE_mockloop");
    terminal.see("shell>").press(&format!("{program} ask amazon --seed 7\r")).see("Amazon");
    terminal
        .press(THIN)
        .see("29 words")
        .press("\x1a")
        .wait("a shell", |screen| screen.trim_end().ends_with("shell>"));
    terminal.press("fg\r").see("29 words").press(" That was it.").see("32 words");
    terminal.press(CTRL_D).see("follow-up 1").press(CTRL_C).see("follow-up 2");
    let logs = world.logs();
    let turn = logs[0].turns().next().unwrap();
    assert_eq!(turn.words, format!("{THIN} That was it."));
}

#[test]
fn an_interrupt_from_outside_asks_and_loses_nothing() {
    let world = World::new();
    let mut terminal = typing(&world);
    // Once the draft is written the program waits for a key; a signal that comes between two reads is
    // only noticed with the next one, so it is sent again until it is.
    wait_for_draft(&world);
    let until = Instant::now() + Duration::from_secs(60);
    let mut next = Instant::now();
    while !terminal.screen().contains("Drop this answer?") {
        assert!(Instant::now() < until, "the interrupt was never noticed");
        if Instant::now() >= next {
            terminal.signal(Signal::SIGINT);
            next = Instant::now() + Duration::from_secs(5);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    terminal.press("n").see_no("Drop this answer?");
    terminal.press(" Still here.").see("31 words").press(CTRL_D).see("follow-up 1");
    assert_eq!(world.logs()[0].turns().next().unwrap().words, format!("{THIN} Still here."));
}

/// Where the child of the next test keeps its draft.
const DRAFT: &str = "MOCKLOOP_TEST_DRAFT";

#[test]
#[ignore = "the other half of the next test, which runs it in a terminal"]
fn somebody_types_until_the_program_makes_a_mistake() {
    use mockloop::screen::Screen;
    use mockloop::shell::{Colour, Wanted, open};
    let path = std::path::PathBuf::from(std::env::var_os(DRAFT).expect("run by the next test"));
    let mut outside = open(Colour::Never, true, None).unwrap();
    let pen = outside.pen(&path);
    let mut wanted = Wanted::new(Screen::new(), 140);
    wanted.keep = Box::new(move |growing| {
        pen.put(growing.text.clone().into_bytes());
        assert!(!growing.text.ends_with("boom"), "a mistake of our own");
        None
    });
    let _ = outside.answer(wanted);
}

#[test]
fn a_panic_leaves_the_draft_and_the_terminal_in_order() {
    let world = World::new();
    let path = world.home().join("panic.draft");
    std::fs::create_dir_all(world.home()).unwrap();
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "endings::somebody_types_until_the_program_makes_a_mistake"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(DRAFT, &path)
        .env("TERM", "xterm-256color");
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.see("take your time").press("It went well until").see("4 words").press(" boom");
    terminal.see("mockloop has stopped because of a mistake of its own, sorry.");
    terminal.see("What you were typing is kept in");
    terminal.end();
    assert!(terminal.takes_lines() && !terminal.marks_pastes());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "It went well until boom");
}
