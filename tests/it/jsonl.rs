//! The contract of `audit --jsonl`, from bytes to bytes: what coaches' and editors' programs rely on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::world::World;

/// The lines that come back for `input`, as values, and the exit code.
fn judged(input: impl AsRef<[u8]>) -> (Vec<serde_json::Value>, Option<i32>, String) {
    let ran = World::new().run(&["audit", "--jsonl"], input);
    let lines = ran.out.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), ran.code, ran.err)
}

fn error(line: &serde_json::Value) -> &str {
    line["error"].as_str().unwrap_or_else(|| panic!("no error: {line}"))
}

#[test]
fn each_line_has_its_answer_in_its_place() {
    let input: String = (0..300)
        .map(|n| match n % 3 {
            0 => format!("{{\"id\":{n},\"text\":\"We lost client {n}. I had not asked.\"}}\n"),
            1 => format!(
                "{{\"id\":\"{n}\",\"text\":\"We ask now.\",\"reply_to\":\"improvement\"}}\n"
            ),
            _ => format!("line {n} is no JSON\n"),
        })
        .collect();
    let (out, code, err) = judged(input);
    assert_eq!((out.len(), code, err.as_str()), (300, Some(1), ""));
    for (n, line) in out.iter().enumerate() {
        match n % 3 {
            0 => assert_eq!(
                (line["id"].as_str(), line["words"].as_u64()),
                (Some(&*n.to_string()), Some(8))
            ),
            1 => assert_eq!(
                (line["id"].as_str(), line["part"].as_str()),
                (Some(&*n.to_string()), Some("improvement"))
            ),
            _ => assert_eq!(line["line"], n + 1),
        }
    }
}

#[test]
fn an_answer_comes_back_before_the_next_one_is_asked() {
    let mut child = World::new()
        .command(&["audit", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in ["a", "b", "c"] {
        writeln!(to, "{{\"id\":\"{id}\",\"text\":\"We lost a client.\"}}").unwrap();
        to.flush().unwrap();
        let line: serde_json::Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["id"], id);
    }
    drop(to);
    assert!(from.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn line_ends_and_marks_of_other_systems_are_read() {
    let input = "\u{feff}{\"text\":\"We lost a client.\"}\r\n{\"text\":\"We lost a client.\"}";
    let (out, code, _) = judged(input);
    assert_eq!((out.len(), code), (2, Some(0)));
    assert_eq!(out[0], out[1]);
    // Bytes that are no text become the sign for that, and it is said once.
    let (out, code, err) = judged(b"{\"text\":\"caf\xe9 closed\"}\n{\"text\":\"\xe9\"}\n");
    assert_eq!((out.len(), code), (2, Some(0)));
    assert_eq!(err.lines().count(), 1, "{err}");
}

#[test]
fn nothing_in_is_nothing_out_and_an_empty_line_is_a_mistake() {
    assert_eq!(judged("").0.len(), 0);
    assert_eq!(judged("").1, Some(0));
    let (out, code, _) = judged("\n{\"text\":\"We lost a client.\"}\n  \n");
    assert_eq!((out.len(), code), (3, Some(1)));
    assert!(error(&out[0]).starts_with("the line is empty"), "{}", out[0]);
    assert_eq!((&out[0]["line"], &out[2]["line"]), (&1.into(), &3.into()));
    assert_eq!(out[1]["words"], 4);
}

#[test]
fn what_a_line_may_not_hold_is_named() {
    for (line, says) in [
        (r#"{"text":"a","text":"b"}"#, "duplicate field `text`"),
        (r#"{"text":"a","txet":"b"}"#, "unknown field `txet`"),
        (r#"{"id":"a"}"#, "missing field `text`"),
        (r#"{"text":null}"#, "invalid type: null"),
        (r#"{"id":["a"],"text":"a"}"#, "id is neither a string nor a number"),
        (r#"{"text":"a","answer":"b"}"#, "answer goes with reply_to"),
        (r#"{"text":"a","reply_to":"learnings"}"#, "did you mean `learning`?"),
        (r#"["text","a"]"#, "a line is {"),
        (r#"{"text":"a"} {"text":"b"}"#, "trailing characters"),
        (r#"{"text":"a"#, "a line is {"),
    ] {
        let (out, code, _) = judged(line);
        assert_eq!((out.len(), code), (1, Some(1)), "{line}");
        assert!(error(&out[0]).contains(says), "{line}: {}", out[0]);
    }
}

#[test]
fn a_long_answer_is_judged_by_its_beginning_and_says_so() {
    let text = "We lost a client. ".repeat(20_000);
    let (out, code, _) = judged(serde_json::json!({"text": text}).to_string());
    assert_eq!(code, Some(0));
    assert!(
        out[0]["notice"].as_str().unwrap().contains("first 200000 bytes"),
        "{}",
        out[0]["notice"]
    );
    let line = serde_json::json!({"text": text, "reply_to": "action"}).to_string();
    assert!(judged(line).0[0]["notice"].is_string());
    let (out, code, _) = judged(serde_json::json!({"text": "x".repeat(5 << 20)}).to_string());
    assert_eq!(code, Some(1));
    assert!(error(&out[0]).contains("more than any answer"), "{}", out[0]);
}
