//! What takes text from outside, as targets for bytes at random: each takes any bytes at all and panics
//! when something that was promised of it does not hold.
//!
//! Shared by `tests/it/bad_input.rs`, which runs them on seeds and their mutations on any toolchain,
//! and by `fuzz/`, where libFuzzer looks for bytes that reach further. It knows nothing of either.

use mockloop::arc::{Flag, Grade, Part};
use mockloop::bank::{self, Banks};
use mockloop::session::export::{Importer, to_lines};
use mockloop::session::{Digest, decode, encode, scan};
use mockloop::text::{self, Span};
use mockloop::{audit, command, judge};

/// A target: any bytes.
pub type Target = fn(&[u8]);

/// All of them, by the names of their folders of seeds.
pub const ALL: &[(&str, Target)] = &[
    ("bank", bank),
    ("log", log),
    ("judge", answer),
    ("reply", reply),
    ("sentences", sentences),
    ("prompt", prompt),
    ("jsonl", jsonl),
    ("import", import),
];

/// The id of the log that is read.
const ID: &str = "2026-11-27-044512-amazon-7f3a";

fn text_of(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Nothing in it would be obeyed by a terminal.
fn is_tame(text: &str) {
    assert_eq!(text::printable(text), text, "alive on the terminal: {text:?}");
}

/// Problems that a person can act on: they have a line that there is, and words.
fn are_told(problems: &[bank::Problem], text: &str) {
    let lines = text.matches('\n').count() + 1;
    for problem in problems {
        assert!((1..=lines).contains(&problem.line), "{problem:?} of {lines} lines");
        assert!(!problem.what.is_empty() && problem.fix.ends_with(['.', '?']), "{problem:?}");
        is_tame(&problem.what);
        is_tame(&problem.fix);
    }
}

/// The reader of a bank.
pub fn bank(bytes: &[u8]) {
    let reading = bank::read_bytes("acme.toml", bytes);
    are_told(&reading.problems, &text_of(bytes));
    assert!(reading.bank.is_some() || !reading.problems.is_empty(), "dropped without a word");
    let Some(bank) = &reading.bank else { return };
    assert!(bank::is_company_id(&bank.company), "{:?}", bank.company);
    assert_eq!(reading.question_lines.len(), bank.questions.len());
    assert_eq!(reading.probe_lines.len(), bank.probes.len());
    for question in &bank.questions {
        is_tame(&question.words);
        is_tame(&question.note);
        assert!(!question.words.trim().is_empty() && question.words.chars().count() <= 300);
    }
    for wording in bank.probes.iter().flat_map(|probe| &probe.wordings) {
        is_tame(wording);
    }
    // The shipped banks are read beside it, which takes a hundred times as long.
    if !bytes.len().is_multiple_of(128) {
        return;
    }
    let (banks, _) = Banks::with(vec![reading]);
    assert!(banks.questions() >= Banks::shipped().questions().min(1));
}

/// The reader of a log, and the fast way to its digest.
pub fn log(bytes: &[u8]) {
    let text = text_of(bytes);
    let read = decode(&format!("sessions/{ID}.toml"), &text);
    are_told(&read.problems, &text);
    assert!(read.session.is_some() || !read.problems.is_empty(), "dropped without a word");
    let digest = scan(ID, &text);
    let Some(session) = read.session else {
        assert!(digest.is_none() || !read.problems.is_empty());
        return;
    };
    if let Some(digest) = digest.filter(|_| read.problems.is_empty()) {
        assert_eq!(digest, Digest::of(&session));
    }
    let again = decode(&format!("sessions/{}.toml", session.header.id), &encode(&session));
    assert_eq!(again.problems, [], "what was read can be written and read again");
    assert_eq!(again.session.as_ref(), Some(&session));
}

/// The judge of an answer.
pub fn answer(bytes: &[u8]) {
    let text = text_of(bytes);
    let verdict = judge::judge(&text);
    let known = text::sentences(&text[..text.floor_char_boundary(judge::LONGEST)]);
    for (part, judged) in verdict.parts.iter() {
        is_sound(part, judged, &known);
    }
    assert!(verdict.flags.windows(2).all(|two| place(two[0]) < place(two[1])));
    let shares = verdict.shares;
    let all: Vec<f32> =
        shares.parts.iter().map(|(_, s)| *s).chain(std::iter::once(shares.context)).collect();
    let sum: f32 = all.iter().sum();
    assert!(all.iter().all(|share| (0.0..=1.001).contains(share)), "{shares:?}");
    assert!((sum - 1.0).abs() < 0.01 || sum == 0.0, "{shares:?}");
    if let Some(notice) = &verdict.notice {
        is_tame(notice);
    }
    for (span, _) in judge::marks(&text) {
        assert!(known.contains(&span), "{span:?} is no sentence");
    }
}

fn place(flag: Flag) -> Option<usize> {
    Flag::ALL.iter().position(|&f| f == flag)
}

fn is_sound(part: Part, judged: &judge::Judgement, known: &[Span]) {
    assert_eq!(judged.evidence.is_empty(), judged.grade == Grade::Missing, "{part}: {judged:?}");
    assert_eq!(judged.reason.is_some(), judged.grade == Grade::Weak, "{part}: {judged:?}");
    assert!((0.0..=1.0).contains(&judged.confidence), "{part}: {judged:?}");
    assert!(judged.evidence.iter().all(|span| known.contains(span)), "{part}: {judged:?}");
}

/// The judge of a reply: the first byte says for which part, a zero byte parts reply and answer.
pub fn reply(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let part = Part::ALL[usize::from(*first) % Part::ALL.len()];
    let text = text_of(rest);
    let (reply, answer) = match text.split_once('\0') {
        Some((reply, answer)) => (reply, Some(answer)),
        None => (&*text, None),
    };
    let judged = judge::judge_reply(part, reply, answer);
    is_sound(part, &judged, &text::sentences(&reply[..reply.floor_char_boundary(judge::LONGEST)]));
}

/// The splitter of sentences.
pub fn sentences(bytes: &[u8]) {
    let text = text_of(bytes);
    let spans = text::sentences(&text);
    let mut at = 0;
    for span in &spans {
        let gap = text.get(at..span.start).expect("in order, on character boundaries");
        assert!(gap.trim().is_empty(), "left out: {gap:?}");
        let words = text.get(span.start..span.end).expect("on character boundaries");
        assert!(!words.is_empty() && words.trim() == words, "{words:?}");
        at = span.end;
    }
    assert!(text[at..].trim().is_empty(), "left out at the end");
    is_tame(&text::printable(&text));
}

/// The command line of the prompt.
pub fn prompt(bytes: &[u8]) {
    if let Err(said) = command::understood(&text_of(bytes)) {
        assert!(!said.trim().is_empty());
        assert!(said.len() < 4 * bytes.len() + 1_000, "{} bytes of complaint", said.len());
    }
}

/// A line of `audit --jsonl`.
pub fn jsonl(bytes: &[u8]) {
    let (out, read) = audit::line(7, &text_of(bytes));
    assert!(!out.contains('\n'), "one line for one line");
    let out: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(out.get("error").is_none(), read);
    assert!(read || out["line"] == 7);
}

/// The lines of an export: whatever is taken can be logged, and exported to what gives it again.
pub fn import(bytes: &[u8]) {
    let text = text_of(bytes);
    let taken = |lines: &str| {
        let mut importer = Importer::default();
        let mut sessions: Vec<_> =
            lines.lines().filter_map(|line| importer.line(line).whole).collect();
        sessions.extend(importer.end());
        sessions
    };
    for session in taken(&text) {
        let read = decode(&format!("sessions/{}.toml", session.header.id), &encode(&session));
        assert_eq!((read.problems, read.session.as_ref()), (vec![], Some(&session)));
        let lines = to_lines(&session).expect("what was read can be written");
        assert_eq!(taken(&lines), [session]);
    }
}
