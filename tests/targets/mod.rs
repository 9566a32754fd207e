//! What takes text from outside, as targets for bytes at random: each takes any bytes at all and panics
//! when something that was promised of it does not hold.
//!
//! Shared by `tests/it/bad_input.rs`, which runs them on seeds and their mutations on any toolchain,
//! and by `fuzz/`, where libFuzzer looks for bytes that reach further. It knows nothing of either.

use std::sync::{Arc, LazyLock};

use mockloop::arc::{Flag, Grade, Part};
use mockloop::bank::{self, Banks};
use mockloop::session::export::{Importer, to_lines};
use mockloop::session::{Digest, decode, encode, scan};
use mockloop::shell::{Act, Files as _, MemoryDisk, Scripted, Store};
use mockloop::story;
use mockloop::text::{self, Span};
use mockloop::{audit, command, judge};
use serde_json::Value;

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
    ("story", story),
    ("config", config),
    ("draft", draft),
];

/// The shipped banks: reading them takes a hundred times as long as anything here.
static BANKS: LazyLock<Banks> = LazyLock::new(Banks::shipped);

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
        // A file or a folder has a name of any length, what is quoted from it has not.
        assert!(problem.what.len() + problem.fix.len() < 1_500, "{problem:?}");
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
    assert!(banks.questions() >= BANKS.questions().min(1));
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

/// The command line of the prompt: understood or told why, in words that are not longer than they must be,
/// and air around a line means nothing.
pub fn prompt(bytes: &[u8]) {
    let line = text_of(bytes);
    let understood = command::understood(&line);
    if let Err(said) = &understood {
        assert!(!said.trim().is_empty());
        assert!(said.len() < 4 * bytes.len() + 1_000, "{} bytes of complaint", said.len());
    }
    // Behind a backslash a space is no air, nor is anything between quotes or in a comment.
    if !line.contains(['\\', '"', '\'', '#']) {
        assert_eq!(command::understood(&format!(" \t{line}\n ")), understood);
    }
}

/// A line of `audit --jsonl`: an answer's evidence stands in it, an id comes back as it was.
pub fn jsonl(bytes: &[u8]) {
    let input = text_of(bytes);
    let (out, read) = audit::line(7, &input);
    assert!(!out.contains('\n'), "one line for one line");
    assert!(out.len() < 16 * bytes.len() + 2_000, "{} bytes for {}", out.len(), bytes.len());
    let out: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(out.get("error").is_none(), read);
    assert!(read || out["line"] == 7);
    if !read {
        return;
    }
    let given: Value = serde_json::from_str(input.trim_start_matches('\u{feff}')).expect("JSON");
    match &given["id"] {
        Value::String(id) => assert_eq!(out["id"], **id),
        id => assert_eq!(out["id"].is_string(), id.is_number()),
    }
    let (text, part) = (given["text"].as_str().expect("text"), given["reply_to"].as_str());
    let part = part.map(|part| part.parse::<Part>().expect("a part, in any case").id());
    assert_eq!(out["part"].as_str(), part, "a reply is judged for what was asked");
    for told in out["parts"].as_object().into_iter().flat_map(|parts| parts.values()) {
        let evidence = told["evidence"].as_array().expect("evidence");
        assert!(evidence.iter().all(|it| text.contains(it.as_str().expect("a sentence"))));
    }
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

/// The reader of a story.
pub fn story(bytes: &[u8]) {
    let read = story::decode("stories/slip.toml", bytes);
    are_told(read.problem.as_slice(), &text_of(bytes));
    assert!(read.story.is_some() != read.problem.is_some(), "a story or a problem");
    let Some(story) = read.story else { return };
    is_tame(&story.name);
    assert_eq!(story::name(&story.name).as_ref(), Some(&story.name), "a name as it is kept");
    let stem = story::stem(&story.name);
    assert!(!stem.is_empty() && !stem.starts_with(['-', '.']), "{stem:?}");
    assert!(stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let file = story::encode(&story);
    if file.len() <= story::MOST_BYTES {
        let again = story::decode("stories/slip.toml", file.as_bytes());
        assert_eq!((again.problem, again.story.as_ref()), (None, Some(&story)));
    }
}

/// The reader of `config.toml`, and the pen that changes one line of it: whatever is set can be written,
/// is read again as it was, and nothing else changes.
pub fn config(bytes: &[u8]) {
    let text = text_of(bytes);
    let (values, problems) = command::configured(&text, &BANKS);
    are_told(&problems, &text);
    let value_of = |text: &str, wanted: &str| {
        let values = command::configured(text, &BANKS).0;
        values.into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
    };
    for (name, value) in &values {
        let alone = command::reconfigured("", name, value, &BANKS).expect("what is set can be set");
        if matches!(value.as_str(), "off" | "any" | "default" | "none") && *name != "guess" {
            assert_eq!(value_of(&alone, name), None, "back to what is usual");
            continue;
        }
        assert_same(value_of(&alone, name).as_ref(), value);
        let Ok(changed) = command::reconfigured(&text, name, value, &BANKS) else { continue };
        assert_same(value_of(&changed, name).as_ref(), value);
        let others = |values: &[(&'static str, String)]| {
            values.iter().filter(|(other, _)| other != name).cloned().collect::<Vec<_>>()
        };
        assert_eq!(others(&command::configured(&changed, &BANKS).0), others(&values));
        let (before, after) = (text.split_terminator('\n'), changed.split_terminator('\n'));
        assert_eq!(after.clone().count(), before.clone().count(), "a line for a line");
        assert!(after.zip(before).filter(|(a, b)| a != b).count() <= 1, "{changed:?}");
        let again = command::reconfigured(&changed, name, value, &BANKS);
        assert_eq!(again.as_ref(), Ok(&changed), "written twice is written once");
    }
}

/// The same value, in whichever of its spellings.
fn assert_same(found: Option<&String>, value: &str) {
    let plain = |value: &str| match value {
        "on" | "yes" | "true" => "on".to_owned(),
        "off" | "no" | "false" | "any" | "none" | "default" => "off".to_owned(),
        _ => value.parse::<u64>().map_or(value.to_owned(), |number| number.to_string()),
    };
    assert_eq!(found.map(|found| plain(found)), Some(plain(value)));
}

/// A draft, what an editor had of it, and the log of its session, parted by zero bytes: what is offered can
/// be written and is offered again, and what is dropped is gone.
pub fn draft(bytes: &[u8]) {
    let mut files = bytes.splitn(3, |&byte| byte == 0);
    let draft = files.next().unwrap_or_default();
    let disk = MemoryDisk::new();
    let store = Store::new(Arc::new(disk.clone()), "/home/sessions");
    disk.put(store.draft_path(ID), draft);
    if let Some(edited) = files.next() {
        disk.make_folder(&store.editing(ID)).unwrap();
        disk.put(store.editing(ID).join("answer.txt"), edited);
    }
    if let Some(log) = files.next() {
        disk.put(store.log_path(ID), log);
    }
    let log = disk.text(store.log_path(ID));
    let (drafts, problems) = store.drafts().expect("the disk is well");
    are_told(&problems, &text_of(draft));
    assert!(drafts.len() <= 1);
    for found in &drafts {
        assert_eq!((found.header.id.as_str(), &found.path), (ID, &store.draft_path(ID)));
        disk.put(&found.path, Store::draft(&found.header, &found.turn));
        let again = store.drafts().expect("the disk is well");
        assert_eq!(again.1, [], "what was offered can be written and read again");
        assert_eq!(again.0, drafts);
    }
    if bytes.len().is_multiple_of(64) {
        gone_on(&disk);
    }
    if !drafts.is_empty() {
        store.drop_draft(ID).unwrap();
        assert_eq!(store.drafts().unwrap(), (vec![], vec![]), "what is dropped is gone");
    }
    let now = disk.text(store.log_path(ID)).unwrap_or_default();
    assert!(now.starts_with(&log.unwrap_or_default()), "a log is only added to");
}

/// Goes on with whatever draft there is, hands in, and answers what follows.
fn gone_on(disk: &MemoryDisk) {
    let acts = [Act::command("g"), Act::answer(" It was mine."), Act::answer("I never asked.")];
    let mut script = Scripted::new(acts);
    script.files = Arc::new(disk.clone());
    let around = command::Surroundings { home: Some("/home".into()), ..Default::default() };
    command::run_on(["mockloop".to_owned()], &mut script, &around);
    assert_eq!(text::harmless(&script.seen), script.seen);
}
