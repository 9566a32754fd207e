//! How many answers a second `audit --jsonl` judges on one core, and how long one answer takes:
//! `cargo bench --bench lines`.
//!
//! All the answers of the corpus, from bytes to bytes, in one thread that starts anew each time, so that it meets
//! each word for the first time, as the program does. What is measured is the processor time of that thread, where
//! the system tells it: on a machine with other work to do, the clock on the wall says little.
#![allow(clippy::print_stdout, reason = "a bench that prints its figures")]

use std::thread;
use std::time::Duration;

use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::judge::{corpus, judge};
use mockloop::screen::Canvas;
use mockloop::shell::Pipe;
use mockloop::text::words;

/// How often all the answers are judged.
const RUNS: usize = 15;

/// The processor time that this thread has used.
#[cfg(unix)]
fn used() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), used.tv_nsec.unsigned_abs() as u32)
}

/// Elsewhere the time since the first call.
#[cfg(not(unix))]
fn used() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}

/// The answers of the corpus, all three splits.
fn answers() -> Vec<String> {
    let mut paths = Vec::new();
    for split in ["test", "train", "validation"] {
        let folder = format!("{}/tests/corpus/{split}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).expect("the corpus is in the checkout");
        paths.extend(files.map(|entry| entry.expect("a file of the corpus").path()));
    }
    paths.sort();
    let voices = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).expect("a file of the corpus");
        corpus::read(&path.to_string_lossy(), &text).expect("the corpus is linted")
    });
    voices.flat_map(|voice| voice.answers).map(|answer| answer.text().0).collect()
}

/// What `work` takes in a new thread, after `before`, each time; the fastest first.
fn times(before: impl Fn() + Sync, work: impl Fn() + Sync) -> Vec<f64> {
    let once = || {
        before();
        let begun = used();
        work();
        (used() - begun).as_secs_f64()
    };
    let run = |_| thread::scope(|scope| scope.spawn(once).join().expect("it does not panic"));
    let mut times: Vec<f64> = (0..RUNS).map(run).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn main() {
    let answers = answers();
    let count = answers.len() as f64;
    let mean = answers.iter().map(|answer| words(answer)).sum::<usize>() as f64 / count;
    let line = |text: &String| format!("{}\n", serde_json::json!({"id": "a", "text": text}));
    let lines: String = answers.iter().map(line).collect();
    let home = tempfile::tempdir().expect("a folder");
    let around = Surroundings { home: Some(home.path().into()), ..Surroundings::default() };
    let judged = || {
        let mut pipe = Pipe::new(lines.as_bytes(), Vec::new(), Vec::new(), Canvas::new(80));
        let exit = run_on(["mockloop", "audit", "--jsonl"], &mut pipe, &around);
        assert_eq!(exit, Exit::Fine, "the lines were not judged");
    };
    let found = times(|| (), judged);
    let (fastest, middle) = (count / found[0], count / found[RUNS / 2]);
    println!(
        "audit --jsonl, {count} answers of {mean:.0} words on average, one core: \
         {fastest:.0} a second (median of {RUNS} runs {middle:.0})"
    );

    for length in [40, 150, 400] {
        let near = |answer: &&String| words(answer).abs_diff(length) * 10 <= length;
        let some: Vec<&String> = answers.iter().filter(near).collect();
        let judge_all = |texts: &mut dyn Iterator<Item = &String>| {
            texts.for_each(|text| drop(std::hint::black_box(judge(text))));
        };
        let others = || judge_all(&mut answers.iter().take(500));
        let found = times(others, || judge_all(&mut some.iter().copied()));
        let micros = |at: usize| found[at] * 1e6 / some.len() as f64;
        println!(
            "one of {} answers of {length} words, by a reader that has read 500 others: \
             {:.0} µs (median of {RUNS} runs {:.0})",
            some.len(),
            micros(0),
            micros(RUNS / 2)
        );
    }
}
