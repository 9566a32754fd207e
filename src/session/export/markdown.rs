//! A page to read: each question with the answer, the verdict, the follow-ups and the replies.

use std::fmt::Write as _;

use crate::arc::{Grade, Parts};
use crate::session::Attempt;
use crate::session::record::{Kind, Session};
use crate::text::printable;

/// A session as a part of a page in Markdown. Texts are quoted, and nothing in them is markup.
pub fn to_markdown(session: &Session) -> String {
    let header = &session.header;
    let mut out = String::new();
    let when = header.started.moment().format("%Y-%m-%d %H:%M");
    let company = header.company.as_deref().unwrap_or("any company");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "# {when}, {}, {}", inline(company), header.level);
    let left_out = if session.excluded() { ", left out of all figures" } else { "" };
    let _ = writeln!(out, "\n`{}`{left_out}", header.id);
    for attempt in session.attempts() {
        question(&mut out, &attempt);
    }
    out.push('\n');
    out
}

fn question(out: &mut String, attempt: &Attempt<'_>) {
    let turn = attempt.question;
    let _ = writeln!(out, "\n## {}\n", inline(&turn.asked));
    let times = turn.times;
    let _ = writeln!(
        out,
        "Spoken {}, thought {}, typed {}.{}\n",
        clock(times.speaking),
        clock(times.think),
        clock(times.wall),
        attempt.story().map_or_else(String::new, |story| format!(" Story: {}.", inline(story))),
    );
    quote(out, &turn.words);
    for probe in attempt.probes() {
        let Kind::Probe { part, .. } = &probe.kind else { continue };
        let _ = writeln!(out, "\n**On {part}:** {}\n", inline(&probe.asked));
        quote(out, &probe.words);
    }
    let Some(shown) = attempt.shown else { return };
    if let Some(notice) = &shown.notice {
        let _ = writeln!(out, "\n{}", inline(notice));
        return;
    }
    let (unprompted, after) = (attempt.unprompted(), attempt.after());
    out.push_str("\n| part | unasked | after follow-ups | evidence |\n|---|---|---|---|\n");
    for (part, seen) in shown.parts.iter() {
        let evidence = inline(&seen.evidence.join(" ")).replace('|', "\\|");
        let (unprompted, after): (Grade, Grade) = (unprompted[part].grade, after[part].grade);
        let _ =
            writeln!(out, "| {part} | {} | {} | {evidence} |", unprompted.shown(), after.shown());
    }
    let flags = attempt.flags();
    if !flags.is_empty() {
        let flags = flags.iter().map(|flag| flag.id()).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "\nFlags: {flags}.");
    }
    yours(out, attempt);
}

/// The parts on which the person's word stands against the judge's.
fn yours(out: &mut String, attempt: &Attempt<'_>) {
    let (Some(shown), counted): (_, Parts<_>) = (attempt.shown, attempt.unprompted()) else {
        return;
    };
    for (part, seen) in shown.parts.iter().filter(|(part, seen)| counted[*part].grade != seen.grade)
    {
        let _ = writeln!(
            out,
            "\nBy your word {part} is {}; the judge said {}.",
            counted[part].grade.shown(),
            seen.grade.shown()
        );
    }
}

/// A text on one line, with everything escaped that Markdown or HTML would take for markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).replace('\n', " ").chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A text as a quotation, its lines kept.
fn quote(out: &mut String, text: &str) {
    if text.trim().is_empty() {
        out.push_str("> (nothing)\n");
        return;
    }
    for line in printable(&text.replace("\r\n", "\n")).lines() {
        let line = inline(line);
        let line = line.trim();
        // What begins a list or a rule at the head of a line.
        let escape = if line.starts_with(['-', '+', '=']) { "\\" } else { "" };
        let _ = writeln!(out, ">{}{escape}{line}", if line.is_empty() { "" } else { " " });
    }
}

fn clock(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.round().max(0.0) as u64 } else { 0 };
    format!("{}:{:02}", whole / 60, whole % 60)
}
