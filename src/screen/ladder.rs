//! One story in several lengths: what is told at each, and what is lost.

use super::{Canvas, Column, Line, Meaning, Screen, Table, duration, mark, note, paragraph};
use crate::arc::{Grade, Part, Parts};

/// One telling.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// The words that it was to have.
    pub length: usize,
    /// The words that it had.
    pub words: usize,
    /// Seconds that saying them takes.
    pub seconds: f64,
    /// Each part.
    pub grades: Parts<Grade>,
}

/// The parts by length, and which are lost where.
pub fn ladder(rungs: &[Rung], canvas: Canvas) -> Screen {
    let mut screen: Screen = [Line::new()].into_iter().collect();
    let mut columns = vec![Column::new("")];
    columns.extend(rungs.iter().map(|rung| Column::new(format!("about {}", rung.length))));
    let mut table = Table::new(columns);
    for &part in Part::ALL {
        let grades = rungs.iter().map(|rung| mark(rung.grades[part], canvas));
        table.row(std::iter::once(Line::text(part.id())).chain(grades).collect());
    }
    let row = |name: &str, said: &dyn Fn(&Rung) -> String| {
        let said = rungs.iter().map(|rung| Line::of(Meaning::Muted, said(rung)));
        std::iter::once(Line::of(Meaning::Muted, name)).chain(said).collect::<Vec<_>>()
    };
    table.row(row("words", &|rung| rung.words.to_string()));
    table.row(row("spoken", &|rung| duration(rung.seconds)));
    screen.extend(table.lines(canvas));
    screen.push(Line::new());
    let blank = Line::new();
    for words in lost(rungs) {
        screen.extend(paragraph(&Line::text(words), canvas.text_width(), &blank, &blank));
    }
    for rung in rungs.iter().filter(|rung| rung.words > rung.length * 6 / 5) {
        let words = format!("The telling in about {} words ran to {}.", rung.length, rung.words);
        screen.extend(note(&words, canvas));
    }
    screen
}

/// Which parts that are told in full somewhere are not told at which length.
fn lost(rungs: &[Rung]) -> Vec<String> {
    let best = |part: Part| rungs.iter().map(|rung| rung.grades[part]).max();
    let mut said: Vec<String> = rungs
        .iter()
        .filter_map(|rung| {
            let lost: Vec<&str> = Part::ALL
                .iter()
                .filter(|&&part| rung.grades[part] < Grade::Strong)
                .filter(|&&part| best(part) == Some(Grade::Strong))
                .map(|part| part.id())
                .collect();
            let lost = listed(&lost)?;
            Some(format!("At about {} words you lose the {lost}.", rung.length))
        })
        .collect();
    let never: Vec<&str> = Part::ALL
        .iter()
        .filter(|&&part| best(part) < Some(Grade::Strong))
        .map(|part| part.id())
        .collect();
    if let Some(never) = listed(&never) {
        said.push(format!(
            "Told in full at no length: {never}. That is the work, before any cutting."
        ));
    }
    if said.is_empty() {
        said.push("All five parts are there at every length.".to_owned());
    }
    said
}

/// "a", "a and b", "a, b and c".
fn listed(words: &[&str]) -> Option<String> {
    let (last, before) = words.split_last()?;
    Some(if before.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", before.join(", "))
    })
}
