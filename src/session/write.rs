//! Values in, TOML out: the log format, as it is written.
//!
//! Three rules keep a log readable however it ends:
//! - an entry begins with a line that starts with `[[`, and no other line does: in a text, such a line
//!   begins with an escape. So entries are found without understanding what stands between them.
//! - the last key of an entry is one that no whole entry lacks and that is not over before its last
//!   byte. So an entry that was cut off never passes for a whole one.
//! - an entry begins with a line break of its own, so it can follow one that was cut off.

use std::fmt::Write as _;

use super::record::{Entry, Header, Kind, Says, Session, Shown, ShownPart, Turn};
use super::{FORMAT, When};
use crate::text::printable;

/// The head of a new log.
pub fn encode_header(header: &Header) -> String {
    let mut out = String::from(
        "# A practice session of mockloop. It is only ever appended to; the README tells the format.\n",
    );
    key(&mut out, "format", FORMAT);
    key(&mut out, "id", line(&header.id));
    key(&mut out, "started", moment(header.started));
    key(&mut out, "program", line(&header.program));
    key(&mut out, "judge", line(&header.judge));
    key(&mut out, "verb", line(&header.verb));
    if let Some(company) = &header.company {
        key(&mut out, "company", line(company));
    }
    key(&mut out, "level", line(header.level.id()));
    // TOML's integers end at 2^63.
    match i64::try_from(header.seed) {
        Ok(seed) => key(&mut out, "seed", seed),
        Err(_) => key(&mut out, "seed", line(&header.seed.to_string())),
    }
    key(&mut out, "rate", header.rate);
    key(&mut out, "band", format_args!("[{}, {}]", header.band[0], header.band[1]));
    out
}

/// One entry, to be appended.
pub fn encode_entry(entry: &Entry) -> String {
    let mut out = String::new();
    match entry {
        Entry::Turn(turn) => encode_turn(&mut out, turn),
        Entry::Correction(correction) => {
            out.push_str("\n[[correction]]\n");
            key(&mut out, "turn", correction.turn);
            key(&mut out, "at", moment(correction.at));
            let says = match &correction.says {
                Says::Told(part, sentences) => {
                    key(&mut out, "part", line(part.id()));
                    key(&mut out, "sentences", list(sentences.iter().map(String::as_str)));
                    "told"
                }
                Says::Missed(part) => {
                    key(&mut out, "part", line(part.id()));
                    "missed"
                }
                Says::Wrong(flag) => {
                    key(&mut out, "flag", line(flag.id()));
                    "wrong"
                }
            };
            key(&mut out, "says", line(says));
        }
        Entry::Exclusion(exclusion) => {
            out.push_str("\n[[exclusion]]\n");
            key(&mut out, "at", moment(exclusion.at));
            key(&mut out, "excluded", exclusion.excluded);
        }
        Entry::Guess(guess) => {
            out.push_str("\n[[guess]]\n");
            key(&mut out, "turn", guess.turn);
            key(&mut out, "parts", list(guess.parts.iter().map(|part| part.id())));
        }
        Entry::Story(naming) => {
            out.push_str("\n[[story]]\n");
            key(&mut out, "turn", naming.turn);
            key(&mut out, "at", moment(naming.at));
            key(&mut out, "story", line(&naming.story));
        }
        Entry::Cut(turn) => {
            // A number that was cut off would pass for a whole one, so a word comes last.
            out.push_str("\n[[cut]]\n");
            key(&mut out, "turn", turn);
            key(&mut out, "by", line("time"));
        }
    }
    out
}

/// A whole log.
pub fn encode(session: &Session) -> String {
    session.entries.iter().fold(encode_header(&session.header), |mut out, entry| {
        out.push_str(&encode_entry(entry));
        out
    })
}

fn encode_turn(out: &mut String, turn: &Turn) {
    out.push_str("\n[[turn]]\n");
    key(out, "number", turn.number);
    match &turn.kind {
        Kind::Question { company, question, .. } => {
            key(out, "kind", line("question"));
            key(out, "company", line(company));
            key(out, "question", line(question));
        }
        Kind::Probe { part, gap, .. } => {
            key(out, "kind", line("probe"));
            key(out, "part", line(part.id()));
            key(out, "gap", line(gap.id()));
        }
    }
    key(out, "asked", line(&turn.asked));
    key(out, "words", block(&turn.words));
    key(out, "at", moment(turn.at));
    key(out, "think", seconds(turn.times.think));
    key(out, "wall", seconds(turn.times.wall));
    key(out, "speaking", seconds(turn.times.speaking));
    key(out, "judge", line(&turn.judge));
    match &turn.kind {
        Kind::Question { shown: Some(shown), .. } => encode_shown(out, shown),
        Kind::Question { shown: None, .. } => {}
        Kind::Probe { shown, also, .. } => {
            if let Some(shown) = shown {
                key(out, "judged", judged(shown));
            }
            if !also.is_empty() {
                let also = also.iter().map(|(part, shown)| format!("{part} = {}", judged(shown)));
                key(out, "also", format!("{{ {} }}", also.collect::<Vec<_>>().join(", ")));
            }
        }
    }
    key(out, "outcome", line(turn.outcome.id()));
}

fn encode_shown(out: &mut String, shown: &Shown) {
    for (part, seen) in shown.parts.iter() {
        key(out, part.id(), judged(seen));
    }
    key(out, "flags", list(shown.flags.iter().map(|flag| flag.id())));
    let mut shares = format!("{{ context = {:?}", finite(shown.shares.context));
    for (part, &share) in shown.shares.parts.iter() {
        // Writing to a String cannot fail.
        let _ = write!(shares, ", {part} = {:?}", finite(share));
    }
    key(out, "shares", shares + " }");
    if let Some(notice) = &shown.notice {
        key(out, "notice", line(notice));
    }
}

fn judged(shown: &ShownPart) -> String {
    let mut out = format!("{{ grade = {}", line(shown.grade.id()));
    if let Some(reason) = shown.reason {
        let _ = write!(out, ", reason = {}", line(reason.id()));
    }
    let _ = write!(out, ", confidence = {:?}", finite(shown.confidence));
    if !shown.evidence.is_empty() {
        let _ = write!(out, ", evidence = {}", list(shown.evidence.iter().map(String::as_str)));
    }
    out + " }"
}

fn key(out: &mut String, name: &str, value: impl std::fmt::Display) {
    let _ = writeln!(out, "{name} = {value}");
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", words.map(line).collect::<Vec<_>>().join(", "))
}

/// TOML's own date-time.
fn moment(when: When) -> String {
    when.to_string()
}

fn seconds(seconds: f64) -> String {
    format!("{:?}", if seconds.is_finite() { seconds } else { 0.0 })
}

fn finite(share: f32) -> f32 {
    if share.is_finite() { share } else { 0.0 }
}

/// A string on one line.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => escaped(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// A string as a block of lines that a person can read, byte for byte what was typed.
pub(crate) fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // TOML drops a line break right after the opening quotes.
    out.push_str("\"\"\"\n");
    let mut chars = text.chars().peekable();
    let mut line_starts = true;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '"' if next.is_none_or(|n| n == '"') => out.push_str("\\\""),
            '[' if line_starts && next == Some('[') => out.push_str("\\u005B"),
            '"' | '\n' | '\t' => out.push(c),
            c => escaped(&mut out, c),
        }
        line_starts = c == '\n';
    }
    out.push_str("\"\"\"");
    out
}

/// A character as itself, or escaped when it is one that a terminal or an editor would obey.
fn escaped(out: &mut String, c: char) {
    if c == '\\' {
        out.push_str("\\\\");
    } else if c.is_ascii() && !c.is_ascii_control()
        || printable(c.encode_utf8(&mut [0; 4])).starts_with(c)
    {
        out.push(c);
    } else if u32::from(c) <= 0xffff {
        let _ = write!(out, "\\u{:04X}", u32::from(c));
    } else {
        let _ = write!(out, "\\U{:08X}", u32::from(c));
    }
}
