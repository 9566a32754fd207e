//! The story shelf: all of it, one story, and the ten-second drill.

use chrono::NaiveDate;

use super::days::{ago, count};
use super::{Canvas, Column, Line, Meaning, Screen, Table, marks, note, paragraph, trimmed};
use crate::arc::{Grade, Part};
use crate::story::{Shelf, Shelved};

/// How a story comes onto the shelf.
pub const WAYS_TO_SHELVE: &str = "`name` gives the last answer's story a name, `stories add FILE` \
    brings one that is written.";

/// From how many columns the companies are named.
const WIDE: usize = 60;

/// The shelf. `name` says how a company is written.
pub fn shelf(shelf: &Shelf, name: impl Fn(&str) -> String, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    if shelf.stories.is_empty() {
        screen.extend(note(&format!("No stories on the shelf yet. {WAYS_TO_SHELVE}"), canvas));
        return screen;
    }
    let mut columns = vec![
        Column::figures("#"),
        Column::elastic("story"),
        Column::figures("told"),
        Column::new("best"),
        Column::new("weakest"),
    ];
    // Where columns are few, the names of the stories need them; `stories show` has the companies.
    if canvas.width() >= WIDE || !canvas.drawings {
        columns.push(Column::elastic("for"));
    }
    let mut table = Table::new(columns);
    for (number, story) in (1..).zip(&shelf.stories) {
        let best = story.best();
        let companies: Vec<String> = story.companies().into_iter().map(&name).collect();
        table.row(vec![
            Line::of(Meaning::Muted, number.to_string()),
            Line::of(Meaning::Title, &story.name),
            Line::text(story.uses.len().to_string()),
            best.map_or_else(Line::new, |best| marks(best.iter().map(|(_, g)| *g), canvas)),
            weakest(story),
            Line::of(Meaning::Muted, companies.join(", ")),
        ]);
    }
    screen.extend(table.lines(canvas));
    screen.gap();
    if canvas.drawings {
        let parts: Vec<&str> = Part::ALL.iter().map(|part| part.id()).collect();
        screen.extend(note(
            &format!("best: the best that each part was, unasked: {}.", parts.join(", ")),
            canvas,
        ));
    }
    screen
}

fn weakest(story: &Shelved) -> Line {
    match (story.best(), story.weakest()) {
        (None, _) => Line::of(Meaning::Muted, "not told yet"),
        (Some(_), None) => Line::of(Meaning::Strong, "none"),
        (Some(_), Some((part, grade))) => Line::of(grade.into(), part.id()),
    }
}

/// One story: its words, each time that it was told, and where the work should go. `question` says
/// how a company is written and what a question's words are.
pub fn story(
    story: &Shelved,
    question: impl Fn(&str, &str) -> (String, String),
    today: NaiveDate,
    canvas: Canvas,
) -> Screen {
    let mut screen = Screen::new();
    let blank = Line::new();
    let columns = canvas.text_width();
    screen.extend(paragraph(&Line::of(Meaning::Title, &story.name), columns, &blank, &blank));
    if let Some(text) = &story.text {
        screen.gap();
        for line in text.lines() {
            screen.extend(paragraph(&Line::text(line), columns, &blank, &blank));
        }
    }
    screen.gap();
    if story.uses.is_empty() {
        screen.extend(note("Not told in an interview yet.", canvas));
    } else {
        let mut table = Table::new(vec![
            Column::new("told"),
            Column::new("company"),
            Column::new("parts"),
            Column::elastic("question"),
        ]);
        for told in &story.uses {
            let (company, words) = question(&told.company, &told.question);
            table.row(vec![
                Line::of(Meaning::Muted, ago(told.at.moment().date_naive(), today)),
                Line::text(company),
                marks(told.unprompted.iter().map(|(_, g)| *g), canvas),
                Line::of(Meaning::Muted, trimmed(&words, 60)),
            ]);
        }
        screen.extend(table.lines(canvas));
    }
    screen.gap();
    if let Some(best) = story.best() {
        let best = Line::of(Meaning::Muted, "At its best ").then(in_words(&best));
        screen.extend(paragraph(&best, columns, &blank, &blank));
    }
    match (story.best(), story.weakest()) {
        (Some(_), Some((part, grade))) => {
            let said = format!("Weakest: {} ({}).", part.title().to_lowercase(), grade.shown());
            screen.extend(paragraph(&Line::text(said), columns, &blank, &blank));
        }
        (Some(_), None) => screen.extend(note("All five parts have been there.", canvas)),
        (None, _) => {}
    }
    screen
}

fn in_words(best: &crate::arc::Parts<Grade>) -> Line {
    let mut line = Line::new();
    for (at, (part, grade)) in best.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        line = line.and(format!("{comma}{} ", part.id())).with((*grade).into(), grade.shown());
    }
    line.and(".")
}

/// What came of the ten-second drill: seconds until the story was named, and until its first line
/// stood; what the line is as the statement of a failure.
pub fn drawn(
    named: f64,
    first_line: f64,
    known: bool,
    line: Option<Grade>,
    canvas: Canvas,
) -> Screen {
    let mut screen = Screen::new();
    let blank = Line::new();
    let seconds = |s: f64| count(s.round().max(0.0) as usize, "second");
    let verdict = if named <= TEN_SECONDS { Meaning::Strong } else { Meaning::Weak };
    let mut said = Line::text("Story named after ").with(verdict, seconds(named));
    said = said.and(if named <= TEN_SECONDS {
        ", which passes for a breath".to_owned()
    } else {
        "; up to ten pass for a breath".to_owned()
    });
    said = said.and(format!(". First line there after {}.", seconds(first_line)));
    screen.extend(paragraph(&said, canvas.text_width(), &blank, &blank));
    if let Some(grade) = line {
        let said =
            Line::text("What went wrong is ").with(grade.into(), grade.shown()).and(match grade {
                Grade::Strong => " in the first line already.",
                Grade::Weak => " in the first line: say what it was and what it cost.",
                Grade::Missing => " in the first line yet. It may open with the failure itself.",
            });
        screen.extend(paragraph(&said, canvas.text_width(), &blank, &blank));
    }
    if !known {
        screen.extend(note("No story of this name is on the shelf.", canvas));
    }
    screen
}

/// How long a pause before an answer passes for a breath, in seconds.
const TEN_SECONDS: f64 = 10.0;
