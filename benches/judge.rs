//! How fast the judge is: `cargo bench --bench judge`. What the figures mean is in `benches/README.md`.
//!
//! The texts are answers of the corpus. Each bench goes through several of them in turn, so that no figure
//! is that of one text which the reader knows by heart.

use divan::Bencher;
use divan::counter::ItemsCount;
use mockloop::arc::Part;
use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::judge::corpus::{self, Labelled};
use mockloop::judge::model::{self, Model};
use mockloop::judge::{judge, judge_reply, judge_with};
use mockloop::screen::Canvas;
use mockloop::shell::Pipe;

fn main() {
    divan::main();
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The answers of the held-out split, which the judge was not trained on.
fn answers() -> Vec<Labelled> {
    let mut paths: Vec<_> = std::fs::read_dir(format!("{ROOT}/tests/corpus/test"))
        .expect("the corpus is in the checkout")
        .map(|entry| entry.expect("a file of the corpus").path())
        .collect();
    paths.sort();
    let voices = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).expect("a file of the corpus");
        corpus::read(&path.to_string_lossy(), &text).expect("the corpus is linted")
    });
    voices.flat_map(|voice| voice.answers).collect()
}

/// Twenty answers of about so many words.
fn about(words: usize) -> Vec<String> {
    let mut texts: Vec<String> = answers().iter().map(|answer| answer.text().0).collect();
    texts.sort_by_key(|text| (mockloop::text::words(text).abs_diff(words), text.clone()));
    texts.truncate(20);
    texts
}

/// One text after the other, round and round.
fn turns<'t, T>(all: &'t [T]) -> impl FnMut() -> &'t T {
    let mut turn = 0;
    move || {
        turn += 1;
        &all[turn % all.len()]
    }
}

/// The yardstick: the words of an answer are counted, with nothing of ours.
#[divan::bench(args = [40, 150, 400])]
fn count_words(bencher: Bencher<'_, '_>, words: usize) {
    let texts = about(words);
    let mut next = turns(&texts);
    bencher.bench_local(|| next().split_whitespace().count());
}

/// One answer, by a reader that has read before.
#[divan::bench(args = [40, 150, 400])]
fn answer(bencher: Bencher<'_, '_>, words: usize) {
    let texts = about(words);
    let mut next = turns(&texts);
    bencher.bench_local(|| judge(next()));
}

/// One answer, by a reader that has never met a word.
#[divan::bench(args = [40, 150, 400])]
fn first_answer(bencher: Bencher<'_, '_>, words: usize) {
    let texts = about(words);
    let mut next = turns(&texts);
    bencher.bench_local(|| judge_with(model::embedded(), next()));
}

/// An answer of some 150 words while it is typed: judged at every third word.
#[divan::bench]
fn unfinished(bencher: Bencher<'_, '_>) {
    let texts = about(150);
    let text = &texts[0];
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).step_by(3).collect();
    bencher.counter(ItemsCount::new(ends.len())).bench_local(|| {
        for end in &ends {
            divan::black_box(judge(&text[..*end]));
        }
    });
}

/// A reply to a probe.
#[divan::bench]
fn reply(bencher: Bencher<'_, '_>) {
    let replies: Vec<(Part, String)> = answers()
        .into_iter()
        .flat_map(|answer| answer.replies)
        .map(|reply| (reply.part, reply.text))
        .collect();
    let mut next = turns(&replies);
    bencher.bench_local(|| {
        let (part, text) = next();
        judge_reply(*part, text, None)
    });
}

/// Two thousand answers through `audit --jsonl`, from bytes to bytes.
#[divan::bench(sample_count = 10)]
fn json_lines(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = answers().iter().map(|answer| answer.text().0).collect();
    let line = |text: &String| format!("{}\n", serde_json::json!({"id": "a", "text": text}));
    let lines: String = texts.iter().cycle().take(2000).map(line).collect();
    let home = tempfile::tempdir().expect("a folder");
    let around = Surroundings { home: Some(home.path().into()), ..Surroundings::default() };
    bencher.counter(ItemsCount::new(2000_usize)).bench_local(|| {
        let mut pipe = Pipe::new(lines.as_bytes(), Vec::new(), Vec::new(), Canvas::new(80));
        let exit = run_on(["mockloop", "audit", "--jsonl"], &mut pipe, &around);
        assert_eq!(exit, Exit::Fine, "the lines were not judged");
    });
}

/// The weights are taken up; a start pays this once, with its first verdict.
#[divan::bench]
fn load_weights(bencher: Bencher<'_, '_>) {
    let bytes = std::fs::read(format!("{ROOT}/src/judge/weights.bin")).expect("the weights");
    bencher.bench_local(|| Model::load(&bytes).is_ok());
}
