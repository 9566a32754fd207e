//! Past sessions on a screen: the list, and one of them replayed.
//!
//! It reads no logs and counts nothing; what it shows was put together by [`crate::review`] and
//! [`crate::session`].

use chrono::{Datelike as _, NaiveDate};

use super::audit::letter;
use super::pieces::{duration, marks};
use super::{Canvas, Column, Line, Meaning, Screen, Table, note, paragraph, trimmed, width};
use crate::arc::{Grade, Parts};
use crate::bank::Gap;
use crate::interview::{Corrected, Outcome, Said, Times};
use crate::session::{Attempt, Ending, Kind, When};

/// From how many columns an attempt is one line of a table.
const WIDE: usize = 72;

/// From how many columns the table has all three times.
const WIDEST: usize = 100;

/// An attempt as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The number by which its session is named; `None` when the attempt before has the same.
    pub number: Option<usize>,
    /// When its session began.
    pub started: When,
    /// The id of the bank that asked.
    pub company: String,
    /// The words that were asked.
    pub asked: String,
    /// The three clocks of the answer.
    pub times: Times,
    /// Each part before any probe; `None` when nothing was judged.
    pub parts: Option<Parts<Grade>>,
    /// How many probes it took.
    pub probes: usize,
    /// Whether the person has left its session out of all figures.
    pub excluded: bool,
}

impl Listed {
    fn number(&self) -> String {
        self.number.map_or_else(String::new, |number| number.to_string())
    }

    fn marks(&self, canvas: Canvas) -> Line {
        match &self.parts {
            Some(parts) => marks(parts.iter().map(|(_, grade)| *grade), canvas),
            None => Line::of(Meaning::Muted, "–––––"),
        }
    }

    /// The question, with what sets it apart from others.
    fn question(&self) -> Line {
        let line = Line::new();
        let line = if self.excluded { line.with(Meaning::Muted, "(left out) ") } else { line };
        line.and(&self.asked)
    }

    fn follow_ups(&self) -> String {
        follow_ups(self.probes)
    }
}

fn follow_ups(count: usize) -> String {
    match count {
        0 => "no follow-ups".to_owned(),
        1 => "1 follow-up".to_owned(),
        n => format!("{n} follow-ups"),
    }
}

/// A day in few columns: without the year when it is this one.
fn day(at: When, today: NaiveDate) -> String {
    let at = at.moment();
    let form = if at.year() == today.year() { "%m-%d %H:%M" } else { "%Y-%m-%d" };
    at.format(form).to_string()
}

/// The list of attempts, in the order given; `today` says which years go without saying.
pub fn sessions(listed: &[Listed], today: NaiveDate, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    if !canvas.drawings {
        for one in listed {
            screen.extend(spoken(one, canvas));
        }
    } else if canvas.width() >= WIDE {
        screen.extend(table(listed, today, canvas));
    } else {
        let margin = listed.iter().map(|one| one.number().len()).max().unwrap_or(0) + 1;
        for one in listed {
            screen.extend(stacked(one, today, margin.max(3), canvas));
        }
    }
    if canvas.drawings {
        screen.gap();
        screen.extend(note(
            "Parts: failure, diagnosis, action, learning, improvement, before any follow-up. \
             ● there ◐ thin ○ not there",
            canvas,
        ));
    }
    screen
}

fn table(listed: &[Listed], today: NaiveDate, canvas: Canvas) -> Vec<Line> {
    let all = canvas.width() >= WIDEST;
    let mut columns = vec![
        Column::figures("#"),
        Column::new("when"),
        Column::new("company"),
        Column::new("parts"),
        Column::figures("probes"),
        Column::figures("spoken"),
    ];
    if all {
        columns.extend([Column::figures("thought"), Column::figures("typed")]);
    }
    columns.push(Column::elastic("question"));
    let mut table = Table::new(columns);
    for one in listed {
        let muted = |text: String| Line::of(Meaning::Muted, text);
        let mut row = vec![
            Line::text(one.number()),
            muted(day(one.started, today)),
            Line::text(trimmed(&one.company, 14)),
            one.marks(canvas),
            Line::text(one.probes.to_string()),
            Line::text(duration(one.times.speaking)),
        ];
        if all {
            row.extend([one.times.think, one.times.wall].map(|s| muted(duration(s))));
        }
        row.push(one.question());
        table.row(row);
    }
    table.lines(canvas)
}

/// An attempt in two lines or a few more, for narrow screens.
fn stacked(one: &Listed, today: NaiveDate, margin: usize, canvas: Canvas) -> Vec<Line> {
    let indent = Line::text(" ".repeat(margin));
    let first = Line::text(one.number()).padded(margin);
    // The day takes eleven columns, the marks five, and two are between.
    let room = canvas.width().saturating_sub(margin + 20).clamp(4, 20);
    let head = Line::of(Meaning::Muted, day(one.started, today))
        .and("  ")
        .and(trimmed(&one.company, room))
        .and("  ")
        .then(one.marks(canvas));
    let mut lines = paragraph(&head, canvas.width(), &first, &indent);
    let figures = format!("{}, {}. ", duration(one.times.speaking), one.follow_ups());
    let body = Line::of(Meaning::Muted, figures).then(one.question());
    // Two lines say which question it was.
    let room = 2 * canvas.width().saturating_sub(margin + 2);
    let body = cut(&body, room);
    lines.extend(paragraph(&body, canvas.width(), &indent, &indent));
    lines
}

/// The line cut to so many columns; pieces that do not fit any more are left out.
fn cut(line: &Line, columns: usize) -> Line {
    let mut out = Line::new();
    for piece in line.pieces() {
        let room = columns.saturating_sub(out.width());
        let text = if width(piece.text()) <= room {
            piece.text().to_owned()
        } else {
            trimmed(piece.text(), room)
        };
        out = out.with(piece.meaning(), text);
    }
    out
}

/// An attempt in sentences, for a screen that is read aloud.
fn spoken(one: &Listed, canvas: Canvas) -> Vec<Line> {
    let number = one.number.map_or_else(String::new, |number| format!("{number}: "));
    let mut line = Line::of(Meaning::Title, number);
    let left_out = if one.excluded { ", left out of all figures" } else { "" };
    let when = one.started.moment().format("%Y-%m-%d %H:%M");
    line = line.and(format!("{when}, {}{left_out}. ", one.company));
    match &one.parts {
        Some(parts) => {
            let parts = parts.iter().map(|(part, grade)| format!("{part} {}", grade.shown()));
            let parts = parts.collect::<Vec<_>>().join(", ");
            line = line.and(format!("Told unasked: {parts}. "));
        }
        None => line = line.and("Not judged. "),
    }
    let Times { think, wall, speaking } = one.times;
    let [speaking, think, wall] = [speaking, think, wall].map(duration);
    line = line.and(format!(
        "Spoken {speaking}, thought {think}, typed {wall}; {}. Question: {}",
        one.follow_ups(),
        one.asked
    ));
    paragraph(&line, canvas.text_width(), &Line::new(), &Line::text("   "))
}

/// What a replay says of an attempt beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Replay<'a> {
    /// The attempt.
    pub attempt: &'a Attempt<'a>,
    /// How many attempts its session has.
    pub of: usize,
    /// The company's name as it is written.
    pub company: &'a str,
    /// Its outcome with what counts of it; `None` when nothing was judged.
    pub outcome: Option<(&'a Outcome, &'a Corrected)>,
}

/// An attempt as it went: the question, each sentence of the answer with the letters of the parts
/// that it counts for, probes and replies in place.
pub fn replay(replay: Replay<'_>, canvas: Canvas) -> Screen {
    let Replay { attempt, of, company, outcome } = replay;
    let mut screen = Screen::new();
    let question = attempt.question;
    let header = &attempt.session.header;
    let when = question.at.moment().format("%Y-%m-%d %H:%M");
    let mut head = format!("{when} · {company} · {}", header.level);
    if of > 1 {
        head.push_str(&format!(" · question {} of {of}", attempt.number));
    }
    if let Some(story) = attempt.story() {
        head.push_str(&format!(" · story: {story}"));
    }
    screen.extend(note(&head, canvas));
    let blank = Line::new();
    let asked = Line::of(Meaning::Question, &question.asked);
    screen.extend(paragraph(&asked, canvas.text_width(), &blank, &blank));
    screen.gap();
    let Some((outcome, counted)) = outcome else {
        screen.extend(unmarked(&question.words, canvas));
        let words = match question.outcome {
            Ending::Dropped => "It was dropped, so nothing was judged.",
            Ending::Answered | Ending::Declined => "There is no verdict in the log.",
        };
        screen.gap();
        screen.extend(note(words, canvas));
        return screen;
    };
    let sentences = outcome.sentences();
    let marked = |of: Said| {
        let mut lines = Vec::new();
        for sentence in sentences.iter().filter(|sentence| sentence.of == of) {
            let letters: String =
                counted.tells(outcome, sentence).into_iter().map(letter).collect();
            let told = !letters.is_empty();
            let meaning = if told { Meaning::Strong } else { Meaning::Muted };
            let first = Line::of(Meaning::Muted, format!("{:>3} ", sentence.number))
                .with(meaning, format!("{letters:<3}"));
            let rest = Line::text(" ".repeat(first.width()));
            let body = Line::of(if told { Meaning::Text } else { Meaning::Muted }, sentence.text);
            lines.extend(paragraph(&body, canvas.text_width(), &first, &rest));
        }
        lines
    };
    screen.extend(marked(Said::Answer));
    // Logs keep a turn for each exchange, in the same order.
    for (at, (turn, exchange)) in attempt.probes().zip(&outcome.exchanges).enumerate() {
        screen.gap();
        let why = match &turn.kind {
            Kind::Probe { part, gap: Gap::Missing, .. } => {
                format!("follow-up on {part}: not there")
            }
            Kind::Probe { part, gap: Gap::Push, .. } => format!("asked again for {part}"),
            Kind::Probe { part, gap, .. } => format!("follow-up on {part}: {gap}"),
            Kind::Question { .. } => String::new(),
        };
        screen.extend(note(&why, canvas));
        let asked = Line::of(Meaning::Probe, &exchange.asked.words);
        screen.extend(paragraph(&asked, canvas.text_width(), &blank, &blank));
        screen.extend(marked(Said::Reply(at)));
        if exchange.declined {
            let indent = Line::text("       ");
            let words = Line::of(Meaning::Muted, "(no answer)");
            screen.extend(paragraph(&words, canvas.text_width(), &indent, &indent));
        }
    }
    screen.gap();
    screen.extend(note(
        "F failure, D diagnosis, A action, L learning, I improvement; no letter: context",
        canvas,
    ));
    screen
}

/// A text as it was typed.
fn unmarked(words: &str, canvas: Canvas) -> Vec<Line> {
    let indent = Line::text("       ");
    words
        .lines()
        .flat_map(|line| paragraph(&Line::text(line), canvas.text_width(), &indent, &indent))
        .collect()
}

#[cfg(test)]
mod tests;
