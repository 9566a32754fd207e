//! A judged reply on its own, and the one debrief of a whole round.

use super::days::count;
use super::{
    Canvas, Column, Line, Meaning, Screen, Table, duration, heading, mark, marks, note, paragraph,
    trimmed, width,
};
use crate::arc::{Grade, Part};
use crate::interview::Outcome;
use crate::judge::Judgement;

/// A story in two lines.
pub fn two_lines(text: &str, canvas: Canvas) -> Vec<Line> {
    let columns = canvas.text_width();
    let indent = Line::text("  ");
    // Wrapping costs up to a word at the end of each line.
    let room = (2 * columns).saturating_sub(4);
    let lines =
        |room| paragraph(&Line::of(Meaning::Quote, trimmed(text, room)), columns, &indent, &indent);
    (0..)
        .map(|less| lines(room.saturating_sub(less * 4)))
        .take(columns)
        .find(|lines| lines.len() <= 2)
        .unwrap_or_default()
}

/// What the judge says of a reply to a probe.
pub fn judged_reply(part: Part, judgement: &Judgement, reply: &str, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    let blank = Line::new();
    let mut line =
        Line::of(Meaning::Title, format!("{}: ", part.title())).then(mark(judgement.grade, canvas));
    if judgement.unsure() {
        line = line.with(Meaning::Muted, "?");
    }
    if let Some(span) = judgement.evidence.first() {
        let room = canvas.text_width().saturating_sub(line.width() + 4).max(20);
        line = line.and("  ").with(Meaning::Quote, format!("“{}”", trimmed(span.of(reply), room)));
    }
    screen.extend(paragraph(&line, canvas.text_width(), &blank, &Line::text("  ")));
    let next = match judgement.grade {
        Grade::Strong => {
            "That does it. Put it into the story itself, so that nobody has to ask.".into()
        }
        Grade::Weak | Grade::Missing => format!("To make it hold: {}.", wanted(part)),
    };
    screen.extend(note(&next, canvas));
    screen
}

/// What a part needs, as an instruction.
const fn wanted(part: Part) -> &'static str {
    match part {
        Part::Failure => "one sentence on what went wrong, what it cost, and that it was yours",
        Part::Diagnosis => "the one thing that you decided, assumed or did not check",
        Part::Action => "what you did yourself, in the first hours after you knew",
        Part::Learning => "what you had not understood before, in words that fit only this story",
        Part::Improvement => "one time since when you did it differently, and what came of it",
    }
}

/// One answer of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundAnswer {
    /// The company as it is written.
    pub company: String,
    /// The words of the question.
    pub question: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// A round that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// In the order in which they were asked.
    pub answers: Vec<RoundAnswer>,
    /// The numbers of answers that told the same story, and its name when it is known.
    pub same: Vec<(usize, usize, Option<String>)>,
    /// Seconds that were spent.
    pub spent: f64,
    /// Seconds that there were.
    pub budget: f64,
}

/// One debrief for a whole round.
pub fn round(round: &Round, canvas: Canvas) -> Screen {
    let mut screen: Screen = [Line::new()].into_iter().collect();
    let columns = canvas.text_width();
    let blank = Line::new();
    screen.push(heading("The round").with(
        Meaning::Muted,
        format!(
            "  {}, {} of {}",
            count(round.answers.len(), "answer"),
            duration(round.spent),
            duration(round.budget)
        ),
    ));
    screen.push(Line::new());
    let mut table = Table::new(vec![
        Column::figures("#"),
        Column::new("unasked"),
        Column::new("after"),
        Column::new("company"),
        Column::elastic("question"),
    ]);
    for (number, answer) in (1..).zip(&round.answers) {
        let outcome = &answer.outcome;
        let (unasked, after) = if outcome.told() {
            let unasked = outcome.verdict.parts.map(|_, judgement| judgement.grade);
            let after = outcome.after.map(|_, standing| standing.grade);
            (
                marks(unasked.iter().map(|(_, g)| *g), canvas),
                marks(after.iter().map(|(_, g)| *g), canvas),
            )
        } else {
            (Line::of(Meaning::Muted, "no story"), Line::new())
        };
        table.row(vec![
            Line::of(Meaning::Muted, number.to_string()),
            unasked,
            after,
            Line::text(&answer.company),
            Line::of(
                Meaning::Muted,
                trimmed(
                    &answer.question,
                    columns.saturating_sub(width(&answer.company) + 26).max(12),
                ),
            ),
        ]);
    }
    screen.extend(table.lines(canvas));
    screen.push(Line::new());
    let told: Vec<&Outcome> =
        round.answers.iter().map(|answer| &answer.outcome).filter(|o| o.told()).collect();
    let unasked =
        |part: Part| told.iter().filter(|o| o.verdict.parts[part].grade == Grade::Strong).count();
    if !told.is_empty() {
        let of = told.len();
        let each: Vec<String> =
            Part::ALL.iter().map(|&part| format!("{} {}", part.id(), unasked(part))).collect();
        let line = format!("Told unasked, of {}: {}.", count(of, "story"), each.join(", "));
        screen.extend(paragraph(&Line::text(line), columns, &blank, &blank));
    }
    for (one, other, name) in &round.same {
        let name = name.as_ref().map_or_else(String::new, |name| format!(", “{name}”"));
        let said = Line::of(
            Meaning::Warning,
            format!("Questions {one} and {other} got the same story{name}. "),
        )
        .and("Interviewers compare notes: have another one ready.");
        screen.extend(paragraph(&said, columns, &blank, &blank));
    }
    if round.answers.iter().any(|answer| answer.outcome.cut_short) {
        screen.extend(note("Follow-ups were left out because the time was up.", canvas));
    }
    screen.push(Line::new());
    // The part where stories break most often comes first among equals.
    let order = [Part::Improvement, Part::Diagnosis, Part::Learning, Part::Failure, Part::Action];
    let weakest = order.into_iter().min_by_key(|part| unasked(*part));
    if let Some(part) = weakest.filter(|part| !told.is_empty() && unasked(*part) < told.len()) {
        let next = Line::of(Meaning::Title, "Next  ")
            .and(format!("The {} is where this round was thinnest. ", part.id()))
            .with(Meaning::Typed, format!("drill --part {}", part.id()))
            .and(" works on it alone, in your own stories.");
        screen.extend(paragraph(&next, columns, &blank, &Line::text("      ")));
    } else if !told.is_empty() {
        screen.extend(note("All five parts were there, unasked, in every answer.", canvas));
    }
    screen.push(Line::new());
    screen
}
