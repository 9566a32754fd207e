//! Without a terminal: lines in, plain text out, the same log.

use std::fs;
use std::process::Stdio;

use crate::world::{Ran, THIN, WHOLE, World, run};
use mockloop::session::Ending;

fn ok(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_whole_interview_by_lines() {
    let world = World::new();
    let ran = world.run(&["ask", "amazon", "--seed", "7"], format!("{THIN}\n\nI reversed it.\n\n"));
    ok(&ran);
    assert!(ran.out.contains("Amazon") && ran.out.contains("follow-up 1"), "{}", ran.out);
    assert!(ran.out.contains("Kept in"), "{}", ran.out);
    assert!(!ran.out.contains('\x1b'), "no colour on a pipe: {}", ran.out);
    assert_eq!(ran.err, "");
    let session = &world.logs()[0];
    let turns: Vec<_> = session.turns().collect();
    assert_eq!((turns[0].words.as_str(), turns[0].outcome), (THIN, Ending::Answered));
    assert_eq!(turns[1].words, "I reversed it.");
    assert_eq!(session.header.company.as_deref(), Some("amazon"));
    assert_eq!(session.header.seed, 7);
}

#[test]
fn the_same_seed_asks_the_same() {
    let out = || {
        let world = World::new();
        let ran =
            world.run(&["drill", "netflix", "-n", "2", "--seed", "11"], format!("{THIN}\n\n\n\n"));
        ok(&ran);
        ran.out.lines().filter(|line| !line.starts_with("Kept in")).collect::<Vec<_>>().join("\n")
    };
    let first = out();
    assert!(first.contains("Question 1 of 2"), "{first}");
    assert_eq!(first, out());
}

#[test]
fn a_drill_asks_no_question_twice() {
    let world = World::new();
    let input = format!("{WHOLE}\n\n").repeat(3);
    ok(&world.run(&["drill", "google", "3", "--probes", "0"], input));
    let session = &world.logs()[0];
    let mut asked: Vec<_> = session.attempts().map(|attempt| attempt.id.to_owned()).collect();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), 3);
}

#[test]
fn no_input_at_all_is_a_quiet_end_and_leaves_nothing() {
    let world = World::new();
    ok(&world.run(&["ask", "amazon"], ""));
    ok(&world.run(&[], ""));
    assert!(world.files("toml").is_empty() && world.files("draft").is_empty());
}

#[test]
fn odd_answers_are_kept_as_they_are() {
    for (name, answer) in [
        ("a word", "Once.".to_owned()),
        ("mash", "asdf qwer jkl; zxcv".to_owned()),
        ("controls", "a\u{1b}[2Jb\u{202e}c\u{7}".to_owned()),
        ("a megabyte", "I broke it. ".repeat(90_000).trim_end().to_owned()),
    ] {
        let world = World::new();
        let ran = world.run(&["ask", "amazon", "--seed", "7"], format!("{answer}\n\n"));
        ok(&ran);
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{name}");
        assert_eq!(world.logs()[0].turns().next().unwrap().words, answer, "{name}");
    }
}

#[test]
fn an_empty_answer_is_met_with_a_sentence() {
    let world = World::new();
    let ran = world.run(&["ask", "amazon", "--seed", "7"], "\n");
    ok(&ran);
    assert!(ran.out.contains("There are no words here"), "{}", ran.out);
}

#[test]
fn bytes_that_are_no_text_become_signs_and_it_is_said() {
    let world = World::new();
    let ran = world.run(&["ask", "amazon", "--seed", "7"], b"I broke the caf\xe9 build.\n\n");
    ok(&ran);
    assert!(ran.err.contains("UTF-8"), "{}", ran.err);
    assert_eq!(world.logs()[0].turns().next().unwrap().words, "I broke the caf\u{fffd} build.");
}

#[test]
fn verbs_can_be_given_by_lines() {
    let world = World::new();
    let input =
        format!("set level staff\nask amazon --seed 7\n{WHOLE}\n\nbanks\nasc\nquit\nbanks\n");
    let ran = world.run(&["--seed", "3"], input);
    ok(&ran);
    assert_eq!(ran.out.matches("netflix").count(), 1, "nothing is done after quit: {}", ran.out);
    assert!(ran.err.contains("unknown command `asc`; did you mean `ask`?"), "{}", ran.err);
    assert_eq!(world.logs()[0].header.level.to_string(), "staff");
}

#[test]
fn a_story_at_the_wrong_prompt_is_told_where_it_belongs() {
    let world = World::new();
    let ran = world
        .run(&[], "I shipped the price change on a Friday and it went out to every shop\nquit\n");
    ok(&ran);
    assert!(ran.err.contains("reads like an answer") && !ran.err.contains("Friday"), "{}", ran.err);
    assert!(world.logs().is_empty());
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let world = World::new();
    for (args, code, said) in [
        (&["--help"][..], 0, "Examples:"),
        (&["--version"], 0, " (judge "),
        (&["help"], 0, "Ask one question"),
        (&["help", "drill"], 0, "mockloop drill netflix -n 3"),
        (&["help", "dril"], 2, "did you mean `drill`?"),
        (&["tour"], 0, "In the room"),
        (&["completions", "zsh"], 0, "#compdef mockloop"),
        (&["completions", "bash"], 0, "complete -F _mockloop"),
        (&["completions", "tcsh"], 2, "did you mean `zsh`?"),
        (&["man"], 0, "SH \"EXIT STATUS\""),
        (&["man", "ask"], 0, "mockloop ask amazon"),
        (&["ask", "amazn"], 2, "did you mean `amazon`?"),
        (&["asc"], 2, "did you mean `ask`?"),
        (&["ask", "--level", "seniour"], 2, "did you mean `senior`?"),
        (&["drill", "amazon", "99"], 2, "99"),
        (&["set", "levle", "staff"], 2, "did you mean `level`?"),
        (&["review", "9"], 1, "no sessions yet"),
        (&["audit", "nowhere.md"], 1, "nowhere.md"),
        (&["banks", "check"], 0, "No mistakes"),
        (&["banks", "new", "A/b"], 2, "lower-case"),
    ] {
        let ran = world.run(args, "");
        assert_eq!(ran.code, Some(code), "{args:?}: {}{}", ran.out, ran.err);
        let shown = if code == 0 { &ran.out } else { &ran.err };
        assert!(shown.contains(said), "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.err.is_empty(), code == 0, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_wrong_bank_names_file_and_line_and_hides_none_of_the_others() {
    let world = World::new();
    assert_eq!(world.run(&["banks", "new", "acme"], "").code, Some(0));
    let path = world.home().join("questions/acme.toml");
    assert_eq!(world.run(&["banks", "new", "acme"], "").code, Some(1), "nothing is overwritten");
    fs::write(&path, "format = 1\ncompany = \"acme\"\nnmae = \"Acme\"\n").unwrap();
    let ran = world.run(&["banks", "check"], "");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("acme.toml, line 3"), "{}", ran.err);
    let ran = world.run(&["banks"], "");
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("amazon"), "{}", ran.out);
}

#[test]
fn a_broken_pipe_is_quiet() {
    let world = World::new();
    let mut child = world
        .command(&["banks", "show", "amazon"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_home_that_cannot_be_written_costs_a_sentence_and_nothing_else() {
    let world = World::new();
    fs::write(world.home(), "a file where a folder should be").unwrap();
    let saved = world.home().with_file_name("saved.toml");
    let input = format!("ask amazon\n{WHOLE}\n\nsave {}\n", saved.display());
    let ran = world.run(&["--seed", "7"], input);
    ok(&ran);
    assert!(ran.err.contains("sessions cannot be kept in"), "{}", ran.err);
    assert!(ran.err.contains("`save PATH`"), "{}", ran.err);
    assert!(fs::read_to_string(&saved).unwrap().contains("charged 2,300"), "{}", ran.err);
    // Where nobody says where it shall be saved, a script learns that it was not kept.
    for (args, input) in [
        (&["ask", "amazon"][..], format!("{WHOLE}\n\n")),
        (&[], format!("ask amazon\n{WHOLE}\n\n")),
    ] {
        let ran = world.run(args, input);
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("could not be kept and ends with this run"), "{}", ran.err);
    }
}

#[test]
fn the_checkout_itself_is_a_home() {
    let world = World::new();
    let here = tempfile::tempdir().unwrap();
    for folder in ["questions", "sessions"] {
        fs::create_dir(here.path().join(folder)).unwrap();
    }
    let mut command = world.command(&["ask", "amazon"]);
    command.env_remove("MOCKLOOP_HOME").current_dir(here.path());
    ok(&run(command, format!("{WHOLE}\n\n").as_bytes()));
    let logs = fs::read_dir(here.path().join("sessions")).unwrap();
    assert!(logs.map(|e| e.unwrap().path()).any(|p| p.extension().is_some_and(|e| e == "toml")));
}

#[test]
fn audit_reads_standard_input_and_json_lines() {
    let world = World::new();
    let ran = world.run(&["audit"], WHOLE);
    ok(&ran);
    assert!(ran.out.contains("Honest failure"), "{}", ran.out);
    let lines = format!("{{\"id\":\"a\",\"text\":{WHOLE:?}}}\nnonsense\n{{\"text\":\"b\"}}\n");
    let ran = world.run(&["audit", "--jsonl"], lines);
    assert_eq!(ran.code, Some(1), "one line could not be read");
    let out: Vec<_> = ran.out.lines().collect();
    assert_eq!(out.len(), 3);
    assert!(out[0].starts_with("{\"id\":\"a\"") && out[1].starts_with("{\"line\":2,"), "{out:?}");
}

#[test]
fn data_for_other_programs_is_one_object_of_the_documented_shape() {
    let world = World::new();
    let given = |args: &[&str]| -> serde_json::Value {
        let ran = world.run(args, "");
        assert_eq!((ran.out.lines().count(), ran.err.as_str()), (1, ""), "{args:?} {}", ran.out);
        serde_json::from_str(&ran.out).unwrap()
    };
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let banks = given(&["banks", "--json"]);
    assert_eq!(banks["format"], 1);
    let line = ["company", "framework", "lens", "name", "probes", "questions"];
    assert_eq!(keys(&banks["banks"][0]), line);
    let bank = given(&["banks", "show", "amazon", "--json"]);
    let all = ["company", "format", "framework", "lens", "name", "probes", "questions", "weights"];
    assert_eq!(keys(&bank), all);
    assert_eq!(
        keys(&bank["questions"][0]),
        ["id", "levels", "note", "rewordings", "tests", "words"]
    );
    assert_eq!(keys(&bank["probes"][0]), ["gap", "part", "wordings"]);
    assert_eq!(given(&["banks", "check", "--json"])["problems"], serde_json::json!([]));
    assert_eq!(given(&["due", "--json"])["due"], serde_json::json!([]));
    assert_eq!(given(&["stories", "--json"])["stories"], serde_json::json!([]));
    assert_eq!(given(&["review", "--json"])["attempts"], serde_json::json!([]));
    ok(&world.run(&["-q", "ask", "amazon", "--seed", "7"], THIN));
    let past = given(&["review", "--json"]);
    let attempt = [
        "asked",
        "company",
        "excluded",
        "probes",
        "session",
        "speaking",
        "started",
        "think",
        "unprompted",
        "wall",
    ];
    assert_eq!(keys(&past["attempts"][0]), attempt);
    let id = past["attempts"][0]["session"].as_str().unwrap();
    let lines = world.run(&["review", id, "--json"], "").out;
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&first["type"], &first["id"]), (&"session".into(), &id.into()));
    let config = given(&["config", "--json", "--level", "staff"]);
    let level = serde_json::json!({"name": "level", "value": "staff", "from": "--level"});
    assert!(config["settings"].as_array().unwrap().contains(&level), "{config}");
    fs::create_dir_all(world.home().join("questions")).unwrap();
    fs::write(world.home().join("questions/a.toml"), "nonsense").unwrap();
    let ran = world.run(&["banks", "check", "--json"], "");
    let checked: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert_eq!(keys(&checked["problems"][0]), ["fix", "line", "path", "severity", "what"]);
}

#[test]
fn quiet_says_only_what_was_asked_for() {
    let world = World::new();
    let ran = world.run(&["-q", "banks", "check"], "");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    let ran = world.run(&["-q", "ask", "amazon", "--seed", "7"], THIN);
    assert!(ran.out.contains("Amazon") && !ran.out.contains("Kept in"), "{}", ran.out);
    assert!(world.run(&["-q"], "").out.is_empty());
    assert_eq!(world.run(&["-q", "asc"], "").code, Some(2));
}
