//! The days until an interview as a small calendar: the weeks at a glance, then what each day holds.

use chrono::{Datelike as _, NaiveDate};

use super::days::count;
use super::{Canvas, Column, Line, Meaning, Screen, Table, note, paragraph};
use crate::review::Week;
use crate::schedule::{Day, MOST_DAYS, Task};

/// The width of a day's name and the space behind it: "Wed 30 Nov  ".
const DAY: usize = 12;

/// With fewer columns a day's name has a line of its own.
const NARROW: usize = 40;

/// The days from `days` with the interview on `interview`. `question` gives a question's company and
/// words by its id.
pub fn plan(
    days: &[Day],
    company: Option<&str>,
    interview: NaiveDate,
    question: impl Fn(&str) -> (String, String),
    canvas: Canvas,
) -> Screen {
    let mut screen = Screen::new();
    let blank = Line::new();
    let columns = canvas.text_width();
    let Some(today) = days.first().map(|day| day.on) else { return screen };
    let left = (interview - today).num_days();
    let when = match left {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    let whose =
        company.map_or_else(|| "The interview".to_owned(), |name| format!("{name}’s interview"));
    let year = if interview.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    let head = format!("{whose} is {when}: {}.", interview.format(year));
    screen.extend(paragraph(&Line::of(Meaning::Title, head), columns, &blank, &blank));
    if canvas.drawings && left > 1 {
        screen.push(Line::new());
        screen.extend(weeks(days, canvas));
        screen.extend(note(
            "A number: so many questions. R: a whole round. !: the interview.",
            canvas,
        ));
    }
    screen.push(Line::new());
    // Where there is no room beside the day, what it holds stands below it.
    let beside = columns >= NARROW;
    for day in days.iter().filter(|day| !day.tasks.is_empty()) {
        let meaning = if day.on == today { Meaning::Title } else { Meaning::Text };
        let mut on = Line::of(meaning, day.on.format("%a %-d %b").to_string());
        if !beside {
            screen.push(std::mem::take(&mut on));
        }
        let indent = if beside { DAY } else { 2 };
        for task in &day.tasks {
            // Questions begin alike: the words that tell them apart come late, so all are there.
            let first = std::mem::take(&mut on).padded(indent);
            let rest = Line::text(" ".repeat(indent + 2));
            screen.extend(paragraph(&said(task, company, &question), columns, &first, &rest));
        }
    }
    screen.push(Line::new());
    let rest = usize::try_from(left).unwrap_or(0).saturating_sub(days.len() - 1);
    if rest > 0 {
        let weeks = MOST_DAYS / 7;
        screen.extend(note(
            &format!(
                "The first {weeks} weeks; the {} after them when they are nearer.",
                count(rest, "day")
            ),
            canvas,
        ));
    }
    let last = match left {
        0 => "Nothing to practise any more: say one story aloud, once, and go.",
        _ => {
            "It supposes that each part comes out one grade better than the last time, and is made anew \
             from your sessions whenever you ask. Enter asks what is due."
        }
    };
    screen.extend(note(last, canvas));
    screen
}

/// A task in a sentence.
fn said(task: &Task, company: Option<&str>, question: impl Fn(&str) -> (String, String)) -> Line {
    let asked = |id: &str, note: String, meaning| {
        let (company, words) = question(id);
        Line::text(format!("{company} (")).with(meaning, note).and(") ").with(Meaning::Muted, words)
    };
    match task {
        Task::Return { question, parts } => {
            let parts: Vec<&str> = parts.iter().map(|part| part.id()).collect();
            let parts = if parts.len() == 5 { "all parts".to_owned() } else { parts.join(", ") };
            asked(question, parts, Meaning::Weak)
        }
        Task::New { question } => asked(question, "new".to_owned(), Meaning::Strong),
        Task::Round => {
            let company =
                company.map_or_else(String::new, |name| format!(" {}", name.to_lowercase()));
            Line::text("a whole round: ").with(Meaning::Typed, format!("drill --loop{company}"))
        }
        Task::Interview => Line::of(Meaning::Title, "the interview"),
    }
}

/// The weeks: under each day how many questions it holds, `R` for a round, `!` for the interview.
fn weeks(days: &[Day], canvas: Canvas) -> Vec<Line> {
    let mut table = Table::new(
        ["", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].into_iter().map(Column::figures).collect(),
    );
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let mut week = Week::of(first.on);
    while week.monday() <= last.on {
        let mut cells = vec![Line::of(Meaning::Muted, week.monday().format("%-d %b").to_string())];
        for on in week.days() {
            let day = days.iter().find(|day| day.on == on);
            cells.push(match day.map(|day| day.tasks.as_slice()) {
                None => Line::new(),
                Some([]) => Line::of(Meaning::Muted, "·"),
                Some([Task::Round]) => Line::of(Meaning::Typed, "R"),
                Some([Task::Interview]) => Line::of(Meaning::Title, "!"),
                Some(tasks) => Line::text(tasks.len().to_string()),
            });
        }
        table.row(cells);
        let Some(next) = week.monday().checked_add_days(chrono::Days::new(7)) else { break };
        week = Week::of(next);
    }
    table.lines(canvas)
}
