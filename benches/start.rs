//! How long the program takes from its start to its first prompt: `cargo bench --bench start`; in a home of
//! ten sessions and in one with years of them.
//!
//! It is started with nothing to read, so that it ends at its first prompt. In turn with it starts this very
//! file as a program that says hello and does nothing else, built with the same profile; the ratio is taken
//! pair by pair, so that a busy machine slows both.
#![allow(clippy::print_stdout, reason = "a bench that prints its figures")]

#[path = "../tests/generated/mod.rs"]
mod generated;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mockloop::session::encode;

const PAIRS: usize = 60;

/// Fills a home with this many made-up sessions, the last of them from today.
fn fill(home: &Path, count: usize) -> std::io::Result<()> {
    let folder = home.join("sessions");
    std::fs::create_dir_all(&folder)?;
    std::fs::create_dir_all(home.join("questions"))?;
    for session in generated::sessions(count, 7, chrono::Local::now().fixed_offset()) {
        std::fs::write(folder.join(format!("{}.toml", session.header.id)), encode(&session))?;
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    if std::env::args().any(|word| word == "--hello") {
        println!("hello");
        return Ok(());
    }
    let (few, many) = (tempfile::tempdir()?, tempfile::tempdir()?);
    fill(few.path(), 10)?;
    fill(many.path(), 10_000)?;
    // A log that was changed less than two seconds ago is not noted in an index.
    std::thread::sleep(Duration::from_millis(2100));
    let (hello, program) = (std::env::current_exe()?, env!("CARGO_BIN_EXE_mockloop"));
    let story = few.path().join("story.md");
    std::fs::write(&story, "I shipped it without asking. We lost the client. We ask now.")?;
    let run = |home: &Path, words: &[&std::ffi::OsStr]| -> std::io::Result<Duration> {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear().env("MOCKLOOP_HOME", home);
        let begun = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        Ok(begun.elapsed())
    };
    let hello = [hello.as_os_str(), "--hello".as_ref()];
    let prompt = [program.as_ref()];
    let audit = [program.as_ref(), "audit".as_ref(), "--json".as_ref(), story.as_os_str()];
    let index = many.path().join("sessions/.index");
    for (what, home, words, anew) in [
        ("to the first prompt, ten sessions", few.path(), &prompt[..], false),
        ("to the first prompt, 10,000 sessions", many.path(), &prompt[..], false),
        ("the same with no index yet, which is made at the end", many.path(), &prompt[..], true),
        ("to a first verdict", few.path(), &audit[..], false),
    ] {
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAIRS {
            if anew && index.exists() {
                std::fs::remove_dir_all(&index)?;
            }
            let (a, b) = (run(home, words)?, run(home, &hello)?);
            ours.push(a);
            theirs.push(b);
            ratios.push(a.as_secs_f64() / b.as_secs_f64());
        }
        ratios.sort_by(f64::total_cmp);
        ours.sort();
        theirs.sort();
        let middle = PAIRS / 2;
        println!(
            "{what}: {:?}, hello {:?}, ratio {:.2} (medians of {PAIRS} pairs)",
            ours[middle], theirs[middle], ratios[middle]
        );
    }
    Ok(())
}
