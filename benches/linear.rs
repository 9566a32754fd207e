//! Whether reading is linear in the length of what is read: each reader on shapes that tempt it to be
//! worse, at one length and at four times that. `cargo bench --bench linear`; a ratio near 4 is linear,
//! one near 16 is not.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

use std::time::Instant;

use mockloop::{audit, bank, judge, session, text};

/// The shorter length, in bytes.
const BYTES: usize = 2_500_000;

/// A ratio that something linear does not reach, even on a busy machine.
const WORSE: f64 = 9.0;

/// How often a ratio that is too high is measured again.
const MORE: usize = 8;

type Reader = fn(&str);

const READERS: &[(&str, Reader)] = &[
    ("sentences", |text| drop(text::sentences(text))),
    ("printable", |text| drop(text::printable(text))),
    ("judge", |text| drop(judge::judge(text))),
    ("log", |text| drop(session::decode("sessions/x.toml", &format!("format = 1\n{text}")))),
    ("bank", |text| drop(bank::read("acme.toml", text))),
    ("jsonl", |text| drop(audit::line(1, &serde_json::json!({ "text": text }).to_string()))),
];

const SHAPES: &[(&str, &str)] = &[
    ("one word", "a"),
    ("newlines", "\n"),
    ("combining marks", "\u{301}"),
    ("nested quotes", "\u{201c}\""),
    ("stops", ". "),
    ("brackets", "["),
    ("entries", "\n[[turn]]\n"),
    ("words", "I broke it and said so, "),
];

/// Milliseconds of the fastest of three.
fn time(reader: Reader, text: &str) -> f64 {
    let once = || {
        let before = Instant::now();
        reader(text);
        before.elapsed().as_secs_f64() * 1000.0
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let mut worse = 0;
    println!("{:<10} {:<16} {:>9} {:>9}  ratio", "reader", "shape", "2.5 MB", "10 MB");
    for (name, reader) in READERS {
        for (shape, piece) in SHAPES {
            let long = piece.repeat(4 * BYTES / piece.len());
            let short = &long[..long.floor_char_boundary(BYTES)];
            let texts = (short, long.as_str());
            let (mut short, mut long) = (time(*reader, texts.0), time(*reader, texts.1));
            // Other work on the machine only ever adds: the fastest of many times is the reader's own.
            for _ in 0..MORE {
                if long / short <= WORSE {
                    break;
                }
                short = short.min(time(*reader, texts.0));
                long = long.min(time(*reader, texts.1));
            }
            // What is over in a few milliseconds has met a limit.
            let ratio = if long < 5.0 { 1.0 } else { long / short };
            worse += usize::from(ratio > WORSE);
            println!("{name:<10} {shape:<16} {short:>6.1} ms {long:>6.1} ms  {ratio:.1}");
        }
    }
    assert_eq!(worse, 0, "some are worse than linear");
}
