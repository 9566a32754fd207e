//! Two attempts beside each other, and one attempt as two judges see it.

use super::pieces::{duration, mark};
use super::{Canvas, Column, Line, Meaning, Screen, Table, heading, note, paragraph};
use crate::arc::{Flag, Parts};
use crate::interview::{Change, Comparison, Pair};
use crate::review::Difference;

/// From how many columns two texts stand side by side.
const BESIDE: usize = 100;

/// An attempt that is compared, as the head of the screen names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'a> {
    /// When it was, which company, which question: "2026-11-27 09:00 · Google · …".
    pub title: String,
    /// The answer.
    pub answer: &'a str,
}

/// What was won and lost between two attempts, and what changed in the words.
pub fn comparison(
    [then, now]: [&Compared<'_>; 2],
    changes: &Comparison,
    words: Option<&Difference>,
    canvas: Canvas,
) -> Screen {
    let mut screen = Screen::new();
    for (label, one) in [("Then", then), ("Now", now)] {
        let first = Line::of(Meaning::Title, format!("{label:<5} "));
        let rest = Line::text("      ");
        let title = Line::of(Meaning::Muted, &one.title);
        screen.extend(paragraph(&title, canvas.text_width(), &first, &rest));
    }
    screen.gap();
    let named = ["then", "now", "won", "lost"];
    screen.extend(titled("Told without being asked", canvas));
    screen.extend(parts(&changes.unprompted, named, canvas));
    screen.gap();
    screen.extend(titled("After follow-ups", canvas));
    screen.extend(parts(&changes.after, named, canvas));
    screen.gap();
    screen.extend(figures(changes, canvas));
    screen.gap();
    screen.extend(texts([then, now], words, canvas));
    screen
}

/// An attempt as it was judged then and as it is judged today.
pub fn rejudgement(changes: &Comparison, flags: Pair<&[Flag]>, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    let named = ["then", "today", "higher", "lower"];
    screen.extend(titled("Judged again today: told without being asked", canvas));
    screen.extend(parts(&changes.unprompted, named, canvas));
    if changes.probes.then > 0 {
        screen.gap();
        screen.extend(titled("After follow-ups", canvas));
        screen.extend(parts(&changes.after, named, canvas));
    }
    screen.gap();
    let words = |flags: &[Flag]| match flags {
        [] => "none".to_owned(),
        flags => flags.iter().map(|flag| flag.id()).collect::<Vec<_>>().join(", "),
    };
    let (then, now) = (words(flags.then), words(flags.now));
    let same = if then == now {
        format!("Flags: {now}, then as today.")
    } else {
        format!("Flags then: {then}. Today: {now}.")
    };
    screen.extend(paragraph(
        &Line::text(same),
        canvas.text_width(),
        &Line::new(),
        &Line::text("  "),
    ));
    screen
}

fn titled(title: &str, canvas: Canvas) -> Vec<Line> {
    let blank = Line::new();
    paragraph(&heading(title), canvas.text_width(), &blank, &blank)
}

/// The parts then and now; `named` are the headings, and the words for more and for less.
fn parts(changes: &Parts<Change>, named: [&str; 4], canvas: Canvas) -> Vec<Line> {
    let [then, now, won, lost] = named;
    let mut table = Table::new(vec![
        Column::new("part"),
        Column::new(then),
        Column::new(now),
        Column::elastic(""),
    ]);
    for (part, change) in changes.iter() {
        let told = if change.won() {
            Line::of(Meaning::Strong, won)
        } else if change.lost() {
            Line::of(Meaning::Missing, lost)
        } else {
            Line::new()
        };
        table.row(vec![
            Line::of(Meaning::Title, part.id()),
            mark(change.then, canvas),
            mark(change.now, canvas),
            told,
        ]);
    }
    table.lines(canvas)
}

fn figures(changes: &Comparison, canvas: Canvas) -> Vec<Line> {
    let mut table = Table::new(vec![
        Column::new(""),
        Column::figures("then"),
        Column::figures("now"),
        Column::figures("change"),
    ]);
    let mut row = |name: &str, then: String, now: String, change: String| {
        table.row(vec![
            Line::of(Meaning::Title, name),
            Line::text(then),
            Line::text(now),
            Line::of(Meaning::Muted, change),
        ]);
    };
    let counted = |pair: Pair<usize>| {
        let change = pair.now as i64 - pair.then as i64;
        let change = if change == 0 { "same".to_owned() } else { format!("{change:+}") };
        (pair.then.to_string(), pair.now.to_string(), change)
    };
    let timed = |pair: Pair<f64>| {
        // Of what is shown, so that the figures add up.
        let change = pair.now.round() - pair.then.round();
        let sign = if change < 0.0 { "-" } else { "+" };
        let change = match duration(change.abs()) {
            zero if zero == "0:00" => "same".to_owned(),
            change => format!("{sign}{change}"),
        };
        (duration(pair.then), duration(pair.now), change)
    };
    for (name, (then, now, change)) in [
        ("words", counted(changes.words)),
        ("spoken", timed(changes.speaking)),
        ("thought", timed(changes.think)),
        ("follow-ups", counted(changes.probes)),
    ] {
        row(name, then, now, change);
    }
    table.lines(canvas)
}

/// What changed in the words; the two texts whole when nearly everything did.
fn texts([then, now]: [&Compared<'_>; 2], words: Option<&Difference>, canvas: Canvas) -> Vec<Line> {
    if then.answer.split_whitespace().eq(now.answer.split_whitespace()) {
        return note("The words are the same.", canvas);
    }
    if let Some(difference) = words.filter(|difference| difference.is_readable()) {
        let mut lines = vec![heading("The words")];
        lines.extend(note("[-gone-] {+new+}", canvas));
        let blank = Line::new();
        lines.extend(paragraph(&changed(difference), canvas.text_width(), &blank, &blank));
        return lines;
    }
    let (left, right) = ("The words then", "The words now");
    if canvas.width() >= BESIDE {
        return beside((left, then.answer), (right, now.answer), canvas);
    }
    let mut lines = Vec::new();
    for (title, text) in [(left, then.answer), (right, now.answer)] {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.push(heading(title));
        lines.extend(column(text, canvas.text_width()));
    }
    lines
}

fn changed(difference: &Difference) -> Line {
    use crate::review::Change::{Gone, Kept, New};
    difference.runs.iter().enumerate().fold(Line::new(), |line, (at, run)| {
        let line = if at > 0 { line.and(" ") } else { line };
        match run {
            Kept(words) => line.and(words),
            Gone(words) => line.with(Meaning::Missing, format!("[-{words}-]")),
            New(words) => line.with(Meaning::Strong, format!("{{+{words}+}}")),
        }
    })
}

fn column(text: &str, columns: usize) -> Vec<Line> {
    let blank = Line::new();
    text.lines().flat_map(|line| paragraph(&Line::text(line), columns, &blank, &blank)).collect()
}

fn beside(left: (&str, &str), right: (&str, &str), canvas: Canvas) -> Vec<Line> {
    let half = (canvas.width().min(160) - 3) / 2;
    let whole = |(title, text): (&str, &str)| {
        std::iter::once(heading(title)).chain(column(text, half)).collect::<Vec<_>>()
    };
    let (left, right) = (whole(left), whole(right));
    let line = |at: usize| {
        let left = left.get(at).cloned().unwrap_or_default();
        left.padded(half + 3).then(right.get(at).cloned().unwrap_or_default())
    };
    (0..left.len().max(right.len())).map(line).collect()
}

#[cfg(test)]
mod tests;
