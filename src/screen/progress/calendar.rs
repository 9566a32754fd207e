//! The calendar of practice: a column for each week, Monday on top.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::review::{Progress, Week};
use crate::screen::{Canvas, Line, Meaning, heading, note};

/// No more weeks than these are drawn.
const MOST_WEEKS: usize = 53;

/// The width of the days' names.
const LABEL: usize = 4;

/// The calendar of the newest weeks for which there is room; in words without drawings; nothing when
/// there was no practice on a day that can be drawn.
pub(super) fn calendar(progress: &Progress, canvas: Canvas) -> Vec<Line> {
    let Some((&last, _)) = progress.days.last_key_value() else { return Vec::new() };
    let Some((&first, _)) = progress.days.first_key_value() else { return Vec::new() };
    let mut lines = vec![heading("Days with practice")];
    let room = (canvas.width().saturating_sub(LABEL) / 2).clamp(1, MOST_WEEKS);
    let this = Week::of(last);
    let weeks = (Week::of(first).until(this) + 1).min(room);
    let weeks: Vec<Week> = (0..weeks as u64).rev().map(|back| this.before(back)).collect();
    if !canvas.drawings {
        lines.extend(note(&told(progress, last), canvas));
        return lines;
    }
    lines.push(Line::of(Meaning::Muted, months(&weeks)));
    for (row, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"].into_iter().enumerate() {
        let mut line = Line::of(Meaning::Muted, format!("{name:<LABEL$}"));
        for week in &weeks {
            let day = week.days().nth(row);
            line = line.then(mark(day.and_then(|day| progress.days.get(&day)).copied())).and(" ");
        }
        lines.push(line);
    }
    lines.extend(note("· none ░ one answer ▒ two or three ▓ four or more", canvas));
    lines
}

fn mark(answers: Option<usize>) -> Line {
    match answers {
        None | Some(0) => Line::of(Meaning::Muted, "·"),
        Some(1) => Line::of(Meaning::Strong, "░"),
        Some(2 | 3) => Line::of(Meaning::Strong, "▒"),
        Some(_) => Line::of(Meaning::Strong, "▓"),
    }
}

/// The names of months over the weeks in which they begin, where there is room for them.
fn months(weeks: &[Week]) -> String {
    let mut out = " ".repeat(LABEL);
    let mut before = None;
    for (at, week) in weeks.iter().enumerate() {
        let month = week.monday().month();
        let place = LABEL + 2 * at;
        if before != Some(month) && out.len() <= place && weeks.len() - at >= 2 {
            out.push_str(&" ".repeat(place - out.len()));
            out.push_str(&week.monday().format("%b ").to_string());
        }
        before = Some(month);
    }
    out
}

/// How many of the last four weeks' days, up to the last one with practice.
fn told(progress: &Progress, last: NaiveDate) -> String {
    let from = last.checked_sub_days(Days::new(27)).unwrap_or(last);
    let recent = progress.days.range(from..=last).count();
    let days = progress.days.len();
    let plural = if days == 1 { "day" } else { "days" };
    format!("Practice on {days} {plural} in all; on {recent} of the 28 up to {last}.")
}
