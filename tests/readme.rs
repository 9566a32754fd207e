//! The README's session, replayed: what it shows is what the program prints.
#![cfg(unix)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The fenced block of the README that follows the line `marker`.
fn block(readme: &str, marker: &str) -> String {
    let after = readme.split_once(marker).expect("the README names its session").1;
    let body = after.split_once("```text\n").expect("a block follows").1;
    body.split_once("\n```").expect("the block ends").0.to_owned()
}

#[test]
fn the_session_in_the_readme_is_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let typed = std::fs::read_to_string(root.join("tests/readme/session.txt")).unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mockloop"))
        .env_clear()
        .arg("--home")
        .arg(home.path())
        .args(["ask", "google", "--seed", "4", "--level", "senior"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    // The last line names the log, which is new each time.
    let (shown, last) = printed.trim_end().rsplit_once('\n').unwrap();
    assert!(last.starts_with("Kept in "), "{last}");
    assert_eq!(shown.trim(), block(&readme, "mockloop ask google --seed 4 --level senior").trim());
    let typed_block = block(&readme, "This is what was typed");
    assert_eq!(typed_block.trim(), typed.trim());
}

#[test]
fn the_worked_example_is_a_log_that_reads_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/example.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let read = mockloop::session::decode("sessions/example.toml", &text);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let session = read.session.unwrap();
    assert!(session.entries.len() >= 3, "{}", session.entries.len());
}
