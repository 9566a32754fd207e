//! The calendar of practice: a square for each day, a column for each week, Monday on top; the same
//! by month as numbers.
//!
//! Half a year to a drawing, so that two stand side by side on a desk and below each other on a phone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};

use super::text;
use crate::review::{Progress, Week};

/// The weeks of a drawing.
const HALF: u64 = 27;

/// How many drawings there are at most: a year of days; the table below goes back further.
const MOST_HALVES: u64 = 2;

/// How many days a drawing names in words.
const TOLD: usize = 12;

/// The side of a day's square with the space around it, in the units of the drawing.
const SIDE: usize = 14;
/// The room for the names of the days, at the left.
const LEFT: usize = 34;
/// The room for the names of the months, above.
const TOP: usize = 18;

/// The calendar; empty when there was no practice on a day that can be drawn.
pub(super) fn calendar(progress: &Progress) -> String {
    let Some((&first, _)) = progress.days.first_key_value() else { return String::new() };
    let Some((&last, _)) = progress.days.last_key_value() else { return String::new() };
    let (first, this) = (Week::of(first), Week::of(last));
    let mut out = String::from("<div class=\"charts two\">\n");
    for half in (0..MOST_HALVES).rev() {
        let end = this.before(half * HALF);
        if first > end {
            continue;
        }
        let count = (first.until(end) as u64 + 1).min(HALF);
        // A short first half keeps the size of its squares.
        let weeks: Vec<Week> = (0..count).rev().map(|back| end.before(back)).collect();
        out.push_str(&drawing(progress, &weeks));
    }
    out.push_str("</div>\n");
    out.push_str(
        "<p class=\"muted\">A square is a day, Monday on top: empty without practice, darker with one, \
         with two or three, and with four answers or more.</p>\n",
    );
    out.push_str(&numbers(progress));
    out
}

fn drawing(progress: &Progress, weeks: &[Week]) -> String {
    let (Some(from), Some(to)) = (weeks.first(), weeks.last()) else { return String::new() };
    let span = from.monday()..=to.days().last().unwrap_or(to.monday());
    let practised: Vec<(NaiveDate, usize)> =
        progress.days.range(span).map(|(&day, &answers)| (day, answers)).collect();
    let newest = practised.get(practised.len().saturating_sub(TOLD)..).unwrap_or(&practised);
    let told: Vec<String> =
        newest.iter().map(|&(day, n)| format!("{day} {}", answers(n))).collect();
    let days = if practised.len() == 1 { "day" } else { "days" };
    let all = if told.len() < practised.len() { ", the newest" } else { "" };
    let (from, to) = (from.monday(), to.monday());
    let told = if told.is_empty() { String::new() } else { format!("{all}: {}", told.join(", ")) };
    let label =
        format!("Practice on {} {days} in the weeks from {from} to {to}{told}", practised.len());
    // Always as wide as half a year, so that a square has one size.
    let (width, height) = (LEFT + HALF as usize * SIDE, TOP + 7 * SIDE);
    let mut out = format!(
        "<figure><svg class=\"days\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n",
        text(&label)
    );
    for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
        let _ = writeln!(out, "<text x=\"0\" y=\"{}\">{name}</text>", TOP + row * SIDE + 11);
    }
    let mut named = None;
    for (column, week) in weeks.iter().enumerate() {
        let x = LEFT + column * SIDE;
        let month = week.monday().month();
        // The name of a month takes two columns and more.
        let free =
            named.is_none_or(|(before, at): (u32, usize)| before != month && column > at + 2);
        if free && column + 2 <= weeks.len() {
            let name = week.monday().format("%b");
            let _ = writeln!(out, "<text x=\"{x}\" y=\"12\">{name}</text>");
            named = Some((month, column));
        }
        for (row, day) in week.days().enumerate() {
            let count = progress.days.get(&day).copied().unwrap_or(0);
            let class = ["none", "one", "some", "some", "many"][count.min(4)];
            let y = TOP + row * SIDE;
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" rx=\"2\">"
            );
            if count > 0 {
                let _ = write!(out, "<title>{day}: {}</title>", answers(count));
            }
            out.push_str("</rect>");
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "</svg><figcaption>{} to {}: practice on {} {days}</figcaption></figure>",
        from.format("%-d %b %Y"),
        span_end(to),
        practised.len()
    );
    out
}

fn span_end(monday: NaiveDate) -> String {
    let sunday = Week::of(monday).days().last().unwrap_or(monday);
    sunday.format("%-d %b %Y").to_string()
}

fn answers(count: usize) -> String {
    if count == 1 { "1 answer".to_owned() } else { format!("{count} answers") }
}

/// The same by month, the newest first.
fn numbers(progress: &Progress) -> String {
    let mut months: BTreeMap<(i32, u32), (NaiveDate, usize, usize)> = BTreeMap::new();
    for (&day, &answers) in &progress.days {
        let month = months.entry((day.year(), day.month())).or_insert((day, 0, 0));
        month.1 += 1;
        month.2 += answers;
    }
    let mut out = String::from(
        "<details><summary>The same as numbers</summary>\n<div class=\"wide\"><table>\n\
         <caption>Days with practice, by month</caption>\n\
         <thead><tr><th scope=\"col\">month</th><th scope=\"col\">days</th>\
         <th scope=\"col\">answers</th></tr></thead>\n<tbody>\n",
    );
    for (day, days, answers) in months.values().rev() {
        let month = day.format("%B %Y");
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{month}</th><td>{days}</td><td>{answers}</td></tr>"
        );
    }
    out.push_str("</tbody>\n</table></div></details>\n");
    out
}
