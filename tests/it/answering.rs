//! Answering at a terminal: handing in, pasting, dropping, the clock, long answers, small screens.

use crate::pty::{BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal, UP, exited};
use crate::world::{THIN, WHOLE, World};
use mockloop::session::Ending;

fn ask(world: &World, columns: u16, rows: u16) -> Terminal {
    let command = world.command(&["ask", "amazon", "--level", "senior", "--seed", "7"]);
    let mut terminal = Terminal::start(command, columns, rows);
    terminal.see("Amazon").listens();
    terminal
}

/// The words of the turns of the only session.
fn words(world: &World) -> Vec<String> {
    let logs = world.logs();
    assert_eq!(logs.len(), 1);
    logs[0].turns().map(|turn| turn.words.clone()).collect()
}

#[test]
fn an_empty_line_hands_in_and_the_whole_interview_goes_to_its_end() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press(THIN).see("≈").press(ENTER).press(ENTER).see("follow-up 1");
    let reply = "Since then every migration is rehearsed on last night's copy.";
    terminal.press(reply).press(ENTER).press(ENTER).see("follow-up 2");
    // Dropping a reply with nothing in it skips the probe.
    terminal.press(CTRL_C).see("follow-up 3").press(CTRL_C).see("Kept in");
    assert_eq!(exited(terminal.end()), Some(0));
    let words = words(&world);
    assert_eq!(words[0], THIN);
    assert_eq!(words[1], reply);
    assert!(world.files("draft").is_empty(), "nothing is left of the draft");
}

#[test]
fn three_clocks_are_logged() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.see("take your time").press(WHOLE).see("≈").press(CTRL_D).see("Kept in");
    let session = &world.logs()[0];
    let times = session.turns().next().unwrap().times;
    let count = WHOLE.split_whitespace().count() as f64;
    assert!((times.speaking - count * 60.0 / 140.0).abs() < 0.01, "{times:?}");
    assert!(times.think > 0.0 && times.wall > 0.0, "{times:?}");
}

#[test]
fn ctrl_d_hands_in_what_is_there() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press("I forgot").press(ENTER).press("to check it.").press(CTRL_D);
    world.wait_for_turns(1);
    assert_eq!(words(&world)[0], "I forgot\nto check it.");
}

#[test]
fn a_paste_of_several_paragraphs_stays_whole_and_hands_nothing_in() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    let story = "First paragraph.\n\nSecond one, after a blank line.\n\n\nThe third.";
    terminal.paste(story).see("The third.").see("≈");
    assert!(world.logs().is_empty(), "nothing was handed in");
    terminal.press(ENTER).press(ENTER);
    world.wait_for_turns(1);
    assert_eq!(words(&world)[0], story);
}

#[test]
fn ctrl_c_asks_and_no_keeps_everything() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press("I broke the build").see("4 words").press(CTRL_C).see("Drop this answer?");
    terminal.press("n").press(ENTER).see_no("Drop this answer?").see("4 words");
    terminal.press(" twice.").see("5 words").press(CTRL_D);
    world.wait_for_turns(1);
    assert_eq!(words(&world)[0], "I broke the build twice.");
}

#[test]
fn ctrl_c_asks_and_yes_drops() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press("I broke the build").see("≈").press(CTRL_C).see("Drop this answer?").press("y");
    assert_eq!(exited(terminal.end()), Some(0));
    let logs = world.logs();
    let turn = logs[0].turns().next().unwrap();
    assert_eq!((turn.outcome, turn.words.as_str()), (Ending::Dropped, "I broke the build"));
    assert!(world.files("draft").is_empty());
}

#[test]
fn a_command_that_comes_a_question_too_late_is_no_answer() {
    let world = World::new();
    let mut terminal = Terminal::start(world.command(&[]), 80, 24);
    terminal.see("mockloop>").press("ask amazon --level senior --seed 7").press(ENTER);
    terminal.see("take your time").press("review last").see("2 words").press(ENTER).press(ENTER);
    terminal.see("`review last` is a command").see("take your time");
    assert!(world.logs().is_empty() && world.files("draft").is_empty());
    terminal.press(WHOLE).see("≈").press(CTRL_D).see("Kept in");
    terminal.press("quit").press(ENTER);
    assert_eq!(exited(terminal.end()), Some(0));
    assert_eq!(words(&world), [WHOLE]);
}

#[test]
fn enter_on_nothing_is_no_answer() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press(ENTER).press(ENTER).press("Well.").see("1 word").press(CTRL_D);
    world.wait_for_turns(1);
    assert_eq!(words(&world), ["Well."]);
}

#[test]
fn the_speaking_clock_changes_its_words_and_its_look() {
    let world = World::new();
    let mut terminal = ask(&world, 100, 30);
    terminal.see("take your time");
    // 140 words a minute: two minutes are 280 words, three are 420.
    let words = |count: usize| "word ".repeat(count);
    terminal.paste(&words(100)).see("≈0:43 · 100 words");
    assert_eq!(terminal.look("≈"), (vt100::Color::Default, true, false));
    terminal.paste(&words(150)).see("≈1:47 · 250 words · nearly there");
    assert_eq!(terminal.look("≈"), (vt100::Color::Default, false, false));
    terminal.paste(&words(50)).see("≈2:09 · 300 words · in the band");
    assert_eq!(terminal.look("≈"), (vt100::Color::Idx(2), false, false));
    terminal.paste(&words(143)).see("≈3:10 · 443 words · past the band");
    assert_eq!(terminal.look("≈"), (vt100::Color::Idx(3), false, true));
}

#[test]
fn no_color_means_none_and_nothing_is_lost_with_it() {
    let world = World::new();
    let mut command = world.command(&["ask", "amazon", "--seed", "7"]);
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(command, 100, 30);
    terminal.see("Amazon").paste(&"word ".repeat(300)).see("in the band");
    assert!(!terminal.is_coloured());
    terminal.press(CTRL_D).see("Kept in");
    assert!(!terminal.is_coloured());
}

#[test]
fn an_answer_higher_than_the_screen_is_seen_once_and_handed_in_whole() {
    let world = World::new();
    let mut terminal = ask(&world, 40, 12);
    let lines: Vec<String> =
        (1..=60).map(|n| format!("Row {n} of a story that is longer than the screen.")).collect();
    for line in &lines {
        terminal.press(line).press(ENTER);
    }
    terminal.see("Row 60").press(ENTER).see("follow-up 1");
    assert_eq!(words(&world)[0], lines.join("\n"));
    let all = terminal.all();
    for n in 1..=60 {
        let times = all.matches(&format!("Row {n} of")).count();
        assert_eq!(times, 1, "row {n} is seen {times} times:\n{all}");
    }
}

#[test]
fn what_has_left_the_screen_can_be_gone_back_to() {
    let world = World::new();
    let mut terminal = ask(&world, 40, 12);
    let lines: Vec<String> = (1..=40).map(|n| format!("row {n}")).collect();
    terminal.paste(&lines.join("\n")).see("row 40");
    terminal.press(&UP.repeat(39)).see("row 1\n").see("more below");
    terminal.press(&BACKSPACE.repeat(3)).press("changed ").see("changed").press(CTRL_D);
    world.wait_for_turns(1);
    let words = words(&world);
    // The cursor came up under the end of "row 9", which is after the prompt and "row" here.
    assert!(words[0].starts_with("changed  1\nrow 2\n"), "{words:?}");
    assert!(words[0].ends_with("row 39\nrow 40"));
}

#[test]
fn twenty_columns_are_enough() {
    let world = World::new();
    let mut terminal = ask(&world, 20, 10);
    for word in THIN.split_whitespace() {
        terminal.press(word).press(" ");
    }
    terminal.wait("all words counted", |screen| screen.contains("29 words"));
    terminal.press(ENTER).press(ENTER).see("most 3");
    let words = words(&world);
    assert_eq!(words[0].split_whitespace().collect::<Vec<_>>().join(" "), THIN);
}

#[test]
fn a_window_that_is_dragged_in_the_middle_of_a_word_costs_nothing() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press("I took the short cut and it br").see("8 words");
    terminal.resize(30, 20);
    terminal.press("oke on Monday").see("10 words");
    terminal.resize(100, 30);
    terminal.press(", twice.").see("11 words").press(CTRL_D);
    world.wait_for_turns(1);
    assert_eq!(words(&world)[0], "I took the short cut and it broke on Monday, twice.");
}

#[test]
fn keys_typed_ahead_reach_what_is_asked_next() {
    let world = World::new();
    let mut terminal = ask(&world, 80, 24);
    terminal.press(&format!("{THIN}\r\rI reversed every charge.\r\rNothing else.\r\r"));
    terminal.see("Nothing else.");
    let words = words(&world);
    assert_eq!(words[..2], [THIN, "I reversed every charge."]);
}

#[test]
fn an_answer_can_be_written_in_an_editor_and_the_clock_goes_on() {
    for keys in ["\x18\x05", "\r:edit\r"] {
        let world = World::new();
        let mut command = world.command(&["ask", "amazon", "--seed", "7"]);
        command.env("EDITOR", "sh -c 'printf \"I reversed it myself.\\n\" >> \"$1\"' sh");
        let mut terminal = Terminal::start(command, 80, 24);
        terminal.see("take your time").press(THIN).see("29 words").press(keys);
        terminal.see("33 words").press(CTRL_D).see("follow-up 1");
        let logs = world.logs();
        let turn = logs[0].turns().next().unwrap();
        assert_eq!(turn.words, format!("{THIN}\nI reversed it myself."));
        assert!(turn.times.wall > 0.0);
        assert!(world.files("edit").is_empty());
    }
}

#[test]
fn an_editor_that_does_not_work_says_so_and_the_answer_stands() {
    let world = World::new();
    let mut command = world.command(&["ask", "amazon", "--seed", "7"]);
    command.env("EDITOR", "no-such-editor");
    let mut terminal = Terminal::start(command, 120, 24);
    terminal.see("take your time").press(THIN).see("29 words").press("\x18\x05");
    terminal.see("no-such-editor").see("29 words").press(" More.").see("30 words");
    terminal.press(CTRL_D).see("follow-up 1");
    assert_eq!(world.logs()[0].turns().next().unwrap().words, format!("{THIN} More."));
}

#[test]
fn long_output_goes_through_the_pager_and_short_output_does_not() {
    let world = World::new();
    for (args, pager, paged) in [
        (&["banks", "show", "amazon"][..], "sed 's/^/PAGED /'", true),
        (&["banks", "show", "amazon"], "", false),
        (&["banks", "show", "amazon"], "no-such-pager", false),
        (&["set"], "sed 's/^/PAGED /'", false),
    ] {
        let mut command = world.command(args);
        command.env("PAGER", pager);
        let mut terminal = Terminal::start(command, 80, 24);
        let ended = terminal.end();
        terminal.drain();
        assert_eq!(exited(ended), Some(0), "{args:?}");
        assert_eq!(terminal.screen().contains("PAGED"), paged, "{args:?} {}", terminal.screen());
    }
}

#[test]
fn no_key_of_an_answer_is_ever_the_terminals_own() {
    // A terminal that makes lines, be it for a moment while the answer moves up, keeps a Backspace for itself.
    let world = World::new();
    let mut terminal = Terminal::start(world.command(&["ask", "amazon", "--seed", "7"]), 40, 8);
    terminal.see("take your time").listens();
    let mut looks = 0_u32;
    for number in 0..60 {
        let word = format!("word{number}");
        terminal.press(&word).press(" and some more words of no weight. ");
        while !terminal.screen().contains(&word) {
            assert!(!terminal.takes_lines(), "{}", terminal.screen());
            looks += 1;
        }
    }
    assert!(looks > 60, "{looks}");
}
