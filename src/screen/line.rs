//! Pieces, lines, screens and the canvas that they are made for; rendering to a string.

use std::fmt::{self, Write as _};

use super::layout::width;
use super::theme;
use crate::arc::Grade;
use crate::text::printable;

/// What a piece of text is for; the theme answers with a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Meaning {
    /// Running text.
    #[default]
    Text,
    /// A heading or the name of a thing.
    Title,
    /// Said in passing: hints, labels, figures that are not the point.
    Muted,
    /// A part that is there; any good news.
    Strong,
    /// A part that is thin.
    Weak,
    /// A part that is not there.
    Missing,
    /// The person's own words.
    Quote,
    /// The interviewer's question.
    Question,
    /// The interviewer's follow-up.
    Probe,
    /// Something to type: a command, a setting.
    Typed,
    /// Worth a look, nothing is broken.
    Warning,
    /// Something did not work.
    Error,
}

impl From<Grade> for Meaning {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Strong => Meaning::Strong,
            Grade::Weak => Meaning::Weak,
            Grade::Missing => Meaning::Missing,
        }
    }
}

/// What a screen is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// Columns; anything below [`Canvas::NARROWEST`] is treated as that.
    pub columns: usize,
    /// Whether colours may be used.
    pub colour: bool,
    /// Whether bars and marks may be drawn; without, everything is said in words (`--plain`).
    pub drawings: bool,
}

impl Canvas {
    /// The narrowest that anything is laid out for; below it lines are left to the terminal to wrap.
    pub const NARROWEST: usize = 16;
    /// The widest that running text is laid out for: longer lines are hard to read.
    pub const WIDEST_TEXT: usize = 96;

    /// A canvas of so many columns, without colour, with drawings.
    pub const fn new(columns: usize) -> Self {
        Self { columns, colour: false, drawings: true }
    }

    /// The columns to lay out for.
    pub fn width(self) -> usize {
        self.columns.max(Self::NARROWEST)
    }

    /// The columns to lay running text out for.
    pub fn text_width(self) -> usize {
        self.width().min(Self::WIDEST_TEXT)
    }
}

/// A run of text with one meaning. Holds no control characters and no line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    text: String,
    meaning: Meaning,
}

impl Piece {
    /// A piece of any text; what a terminal would obey is made harmless, line breaks become spaces.
    pub fn new(meaning: Meaning, text: impl AsRef<str>) -> Self {
        Self { text: printable(&text.as_ref().replace("\r\n", "\n")).replace('\n', " "), meaning }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its meaning.
    pub const fn meaning(&self) -> Meaning {
        self.meaning
    }
}

/// One line of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Line {
    pieces: Vec<Piece>,
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line with one piece.
    pub fn of(meaning: Meaning, text: impl AsRef<str>) -> Self {
        Self::new().with(meaning, text)
    }

    /// A line of running text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::of(Meaning::Text, text)
    }

    /// The line with a piece more.
    #[must_use]
    pub fn with(mut self, meaning: Meaning, text: impl AsRef<str>) -> Self {
        self.push(Piece::new(meaning, text));
        self
    }

    /// The line followed by running text.
    #[must_use]
    pub fn and(self, text: impl AsRef<str>) -> Self {
        self.with(Meaning::Text, text)
    }

    /// The line followed by another.
    #[must_use]
    pub fn then(mut self, other: Line) -> Self {
        other.pieces.into_iter().for_each(|p| self.push(p));
        self
    }

    /// The line filled with spaces up to `columns`.
    #[must_use]
    pub fn padded(self, columns: usize) -> Self {
        let missing = columns.saturating_sub(self.width());
        self.with(Meaning::Text, " ".repeat(missing))
    }

    /// Adds a piece, joined to the last one when it means the same.
    pub fn push(&mut self, piece: Piece) {
        match self.pieces.last_mut() {
            Some(last) if last.meaning == piece.meaning => last.text.push_str(&piece.text),
            _ if piece.text.is_empty() => {}
            _ => self.pieces.push(piece),
        }
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The columns it takes on a terminal.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|p| width(&p.text)).sum()
    }

    /// Its text without colours.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|p| p.text.as_str()).collect()
    }

    /// Its text, with colour if asked for; without the line break, without trailing spaces.
    pub fn render(&self, colour: bool) -> String {
        if !colour {
            return self.plain().trim_end().to_owned();
        }
        let mut out = String::new();
        let last = self.pieces.iter().rposition(|p| !p.text.trim_end().is_empty());
        for (at, piece) in self.pieces.iter().enumerate() {
            let text = match last {
                Some(last) if at == last => piece.text.trim_end(),
                Some(last) if at < last => &piece.text,
                _ => break,
            };
            let style = theme::style(piece.meaning);
            // Writing to a String cannot fail.
            let _ = write!(out, "{style}{text}{style:#}");
        }
        out
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain())
    }
}

/// Lines, top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    lines: Vec<Line>,
}

impl Screen {
    /// No lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line.
    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds an empty line, unless the screen is empty or ends in one.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|l| l.width() > 0) {
            self.lines.push(Line::new());
        }
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The screen as text, one line break after each line.
    pub fn render(&self, colour: bool) -> String {
        self.lines.iter().fold(String::new(), |mut out, line| {
            out.push_str(&line.render(colour));
            out.push('\n');
            out
        })
    }

    /// The screen as text without colours.
    pub fn plain(&self) -> String {
        self.render(false)
    }
}

impl Extend<Line> for Screen {
    fn extend<I: IntoIterator<Item = Line>>(&mut self, lines: I) {
        self.lines.extend(lines);
    }
}

impl FromIterator<Line> for Screen {
    fn from_iter<I: IntoIterator<Item = Line>>(lines: I) -> Self {
        Self { lines: lines.into_iter().collect() }
    }
}

impl IntoIterator for Screen {
    type Item = Line;
    type IntoIter = std::vec::IntoIter<Line>;
    fn into_iter(self) -> Self::IntoIter {
        self.lines.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_steer_the_terminal_or_break_a_line() {
        let line = Line::text("a\u{1b}[2J\nb\r\nc\rd");
        assert_eq!(line.plain(), "a␛[2J b c␍d");
        assert_eq!(line.render(false).lines().count(), 1);
    }

    #[test]
    fn colour_adds_nothing_but_escape_sequences() {
        let line =
            Line::of(Meaning::Strong, "● there").and("  ").with(Meaning::Quote, "“we did”  ");
        let coloured = line.render(true);
        assert_eq!(coloured, "\u{1b}[32m● there\u{1b}[0m  \u{1b}[36m“we did”\u{1b}[0m");
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), line.render(false));
    }

    #[test]
    fn neighbours_that_mean_the_same_are_one_piece() {
        let line = Line::text("a").and("b").with(Meaning::Muted, "").and("c");
        assert_eq!(line.pieces().len(), 1);
        assert_eq!(line.plain(), "abc");
    }
}
