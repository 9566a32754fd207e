//! What comes back today and why, and what comes later.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::days::{ago, coming, count};
use super::{Canvas, Line, Meaning, Screen, note, paragraph, trimmed, width};
use crate::arc::Grade;
use crate::schedule::{Item, Returning, Schedule};

/// With more questions due than this it is said that they need not all be done today.
const PLENTY: usize = 5;

/// How many of the days to come are named.
const DAYS: usize = 5;

/// A question that is due, with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct DueQuestion<'a> {
    /// The company as it is written.
    pub company: &'a str,
    /// The words of the question.
    pub words: &'a str,
    /// What of it is due.
    pub returning: &'a Returning,
}

/// What is due today in one line; `None` when nothing has ever come back.
pub fn due_line(schedule: &Schedule) -> Option<Line> {
    let due = schedule.due(schedule.today).len();
    if due > 0 {
        let most = schedule.most_often().map_or_else(String::new, |(part, times)| match times {
            _ if due == 1 => String::new(),
            times if times == due => {
                let all = if due == 2 { "both" } else { "all of them" };
                format!(", {} in {all}", part.id())
            }
            _ => format!(", {} most often", part.id()),
        });
        // Nobody shall take a backlog for a day's work.
        let plenty = if due > PLENTY { "; a few a day are plenty" } else { "" };
        let head = format!("Due today: {}{most}{plenty}. ", count(due, "question"));
        return Some(Line::of(Meaning::Title, head).with(Meaning::Typed, "due").and(" says why."));
    }
    let (next, _) = schedule.to_come().into_iter().next()?;
    let next = coming(next, schedule.today);
    Some(Line::of(Meaning::Muted, format!("Nothing is due today; more comes back {}.", on(&next))))
}

fn on(day: &str) -> String {
    if day.contains(' ') { format!("on {day}") } else { day.to_owned() }
}

/// What is due today, with reasons, and what comes later. `shown` is the first of them; `more` is how
/// many are left out.
pub fn due(schedule: &Schedule, shown: &[DueQuestion<'_>], more: usize, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    let today = schedule.today;
    let columns = canvas.text_width();
    let blank = Line::new();
    let head = match (shown.len() + more, schedule.to_come().is_empty()) {
        (0, true) => "Nothing comes back yet: a part that was thin or not there would.".to_owned(),
        (0, false) => "Nothing is due today.".to_owned(),
        (1, _) => "Due today: 1 question.".to_owned(),
        (due, _) => format!("Due today: {}, the most due first.", count(due, "question")),
    };
    screen.extend(paragraph(&Line::of(Meaning::Title, head), columns, &blank, &blank));
    for question in shown {
        screen.gap();
        let company = format!("{} · ", question.company);
        let room = columns.saturating_sub(width(&company)).max(10);
        screen.push(
            Line::of(Meaning::Muted, company)
                .with(Meaning::Question, trimmed(question.words, room)),
        );
        for (grade, parts, why) in reasons(question.returning, today) {
            let first = if canvas.drawings {
                Line::text("  ").with(grade.into(), grade.mark().to_string()).and(" ")
            } else {
                Line::text("  ")
            };
            let said = Line::text(parts.join(", ")).with(Meaning::Muted, format!(": {why}"));
            screen.extend(paragraph(&said, columns, &first, &Line::text("    ")));
        }
    }
    if more > 0 {
        screen.gap();
        screen.extend(note(&format!("And {more} more; `due --all` lists them."), canvas));
    }
    if let Some(line) = to_come(&schedule.to_come(), today) {
        screen.gap();
        screen.extend(note(&line, canvas));
    }
    if schedule.undated > 0 {
        screen.gap();
        let were = if schedule.undated == 1 { "is" } else { "are" };
        screen.extend(note(
            &format!(
                "{} {were} dated in the future, so the clock was wrong then or is now. They count as \
                 the oldest.",
                count(schedule.undated, "answer")
            ),
            canvas,
        ));
    }
    screen
}

/// The parts that are due with why, those with the same reason together, in the order of the arc.
fn reasons(question: &Returning, today: NaiveDate) -> Vec<(Grade, Vec<&'static str>, String)> {
    let mut reasons: Vec<(Grade, Vec<&'static str>, String)> = Vec::new();
    for item in question.due(today) {
        let why = why(item, question.dated, today);
        match reasons.iter_mut().find(|(grade, _, said)| (*grade, said) == (item.grade, &why)) {
            Some((_, parts, _)) => parts.push(item.part.id()),
            None => reasons.push((item.grade, vec![item.part.id()], why)),
        }
    }
    reasons
}

/// Why a part is due.
fn why(item: &Item, dated: bool, today: NaiveDate) -> String {
    let was = item.grade.shown();
    if !dated {
        return format!("{was}, on a day that the clock got wrong");
    }
    let told = match (item.grade, item.told) {
        (Grade::Strong, 1) => ", told once since".to_owned(),
        (Grade::Strong, times) => format!(", told {times} times in a row"),
        _ => String::new(),
    };
    let since = match (today - item.due).num_days() {
        ..=0 => "due today".to_owned(),
        1 => "due since yesterday".to_owned(),
        days @ 2..=13 => format!("due for {days} days"),
        _ => format!("due since {}", item.due.format("%-d %b")),
    };
    format!("{was} {}{told}; {since}", ago(item.last, today))
}

fn to_come(days: &BTreeMap<NaiveDate, usize>, today: NaiveDate) -> Option<String> {
    let named: Vec<String> =
        days.iter().take(DAYS).map(|(day, n)| format!("{} {n}", coming(*day, today))).collect();
    let later: usize = days.values().skip(DAYS).sum();
    let later = if later > 0 { format!(", later {later}") } else { String::new() };
    (!named.is_empty()).then(|| format!("To come: {}{later}.", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{day, session};

    #[test]
    fn what_is_due_and_why() {
        let digests: Vec<_> = [
            "2026-11-20 amazon +.+.- 140 3",
            "2026-11-22 amazon ++++- 140 1",
            "2026-11-24 meta +++++ 140 0",
            "2026-11-12 netflix ++++. 140 2",
            "2026-11-13 netflix +++++ 140 2",
            "2026-11-26 google ----. 30 3",
            "2027-01-26 stripe ----. 30 3",
        ]
        .iter()
        .map(|line| session(line))
        .collect();
        let schedule = Schedule::of(&digests, day("2026-11-27"));
        let due = schedule.due(schedule.today);
        let shown: Vec<_> = due
            .iter()
            .map(|returning| DueQuestion {
                company: &returning.company,
                words: "Tell me about a time when you made a decision with limited data.",
                returning,
            })
            .collect();
        let screen = super::due(&schedule, &shown, 0, Canvas::new(80)).plain();
        insta::assert_snapshot!(screen, @r"
        Due today: 4 questions, the most due first.

        stripe · Tell me about a time when you made a decision with limited data.
          ○ failure, diagnosis, action, learning: not there, on a day that the clock got
            wrong
          ◐ improvement: thin, on a day that the clock got wrong

        google · Tell me about a time when you made a decision with limited data.
          ○ failure, diagnosis, action, learning: not there yesterday; due today

        amazon · Tell me about a time when you made a decision with limited data.
          ○ improvement: not there 5 days ago; due for 4 days

        netflix · Tell me about a time when you made a decision with limited data.
          ● improvement: there on 13 Nov, told once since; due for 8 days

        1 answer is dated in the future, so the clock was wrong then or is now. They
        count as the oldest.
        ");
        let narrow = super::due(&schedule, &shown[..1], 3, Canvas::new(40)).plain();
        insta::assert_snapshot!(narrow, @r"
        Due today: 4 questions, the most due
        first.

        stripe · Tell me about a time when you…
          ○ failure, diagnosis, action,
            learning: not there, on a day that
            the clock got wrong
          ◐ improvement: thin, on a day that the
            clock got wrong

        And 3 more; `due --all` lists them.

        1 answer is dated in the future, so the
        clock was wrong then or is now. They
        count as the oldest.
        ");
        let plain = Canvas { drawings: false, ..Canvas::new(60) };
        insta::assert_snapshot!(super::due(&schedule, &shown[1..2], 0, plain).plain(), @r"
        Due today: 1 question.

        google · Tell me about a time when you made a decision with…
          failure, diagnosis, action, learning: not there yesterday;
            due today

        1 answer is dated in the future, so the clock was wrong then
        or is now. They count as the oldest.
        ");
        assert_eq!(
            due_line(&schedule).unwrap().plain(),
            "Due today: 4 questions, improvement most often. due says why."
        );
    }

    #[test]
    fn nothing_due_says_when_more_comes_and_nothing_at_all_what_would() {
        let digests = [session("2026-11-27 amazon ++++. 140 3")];
        let schedule = Schedule::of(&digests, day("2026-11-27"));
        assert_eq!(
            due_line(&schedule).unwrap().plain(),
            "Nothing is due today; more comes back on Sun 29 Nov."
        );
        assert_eq!(
            super::due(&schedule, &[], 0, Canvas::new(80)).plain(),
            "Nothing is due today.\n\nTo come: Sun 29 Nov 1.\n"
        );
        let nothing = Schedule::of(&[], day("2026-11-27"));
        assert_eq!(due_line(&nothing), None);
        insta::assert_snapshot!(super::due(&nothing, &[], 0, Canvas::new(80)).plain(), @r"
        Nothing comes back yet: a part that was thin or not there would.
        ");
    }
}
