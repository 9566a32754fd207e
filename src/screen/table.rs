//! A table that fits its columns into what there is, and that reads as sentences without drawings.

use super::{Canvas, Line, Meaning, Piece, trimmed};

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether its cells stand at the right edge (figures).
    pub right: bool,
    /// Whether it may be cut when columns run short.
    pub gives_way: bool,
}

impl Column {
    /// A column that keeps its width.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), right: false, gives_way: false }
    }

    /// A column of figures, at the right edge.
    pub fn figures(heading: impl Into<String>) -> Self {
        Self { right: true, ..Self::new(heading) }
    }

    /// A column that is cut when columns run short.
    pub fn elastic(heading: impl Into<String>) -> Self {
        Self { gives_way: true, ..Self::new(heading) }
    }
}

/// Rows under headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Line>>,
}

/// The narrowest that a column is cut to.
const NARROWEST: usize = 6;

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; cells beyond the columns are dropped, missing ones are empty.
    pub fn row(&mut self, mut cells: Vec<Line>) {
        cells.resize(self.columns.len(), Line::new());
        self.rows.push(cells);
    }

    /// The table for a canvas: aligned columns, or, without drawings, one "heading: cell" list a row.
    pub fn lines(&self, canvas: Canvas) -> Vec<Line> {
        if !canvas.drawings {
            return self.rows.iter().map(|row| self.sentence(row)).collect();
        }
        let widths = self.widths(canvas.width());
        let headings =
            self.columns.iter().map(|c| Line::of(Meaning::Muted, &c.heading)).collect::<Vec<_>>();
        let named = self.columns.iter().any(|c| !c.heading.is_empty());
        named
            .then_some(&headings)
            .into_iter()
            .chain(&self.rows)
            .map(|row| self.aligned(row, &widths))
            .collect()
    }

    fn aligned(&self, row: &[Line], widths: &[usize]) -> Line {
        let mut out = Line::new();
        for (at, ((cell, &width), column)) in row.iter().zip(widths).zip(&self.columns).enumerate()
        {
            if at > 0 {
                out = out.and("  ");
            }
            let cell = fitted(cell, width);
            let room = width.saturating_sub(cell.width());
            out = if column.right {
                out.and(" ".repeat(room)).then(cell)
            } else {
                out.then(cell).and(" ".repeat(room))
            };
        }
        out
    }

    fn sentence(&self, row: &[Line]) -> Line {
        let mut out = Line::new();
        for (cell, column) in row.iter().zip(&self.columns) {
            if cell.plain().trim().is_empty() {
                continue;
            }
            if out.width() > 0 {
                out = out.and("; ");
            }
            if !column.heading.is_empty() {
                out = out.with(Meaning::Muted, format!("{}: ", column.heading));
            }
            out = out.then(cell.clone());
        }
        out
    }

    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, c)| {
                let cells = self.rows.iter().map(|r| r[at].width()).max().unwrap_or(0);
                cells.max(super::width(&c.heading))
            })
            .collect();
        let gaps = 2 * widths.len().saturating_sub(1);
        loop {
            let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(columns);
            // The widest of those that give way shrinks first; when none is left, any does.
            let widest = |only_elastic: bool| {
                widths
                    .iter()
                    .enumerate()
                    .filter(|(at, w)| {
                        **w > NARROWEST && (!only_elastic || self.columns[*at].gives_way)
                    })
                    .max_by_key(|(_, w)| **w)
                    .map(|(at, _)| at)
            };
            let Some(at) = (over > 0).then(|| widest(true).or_else(|| widest(false))).flatten()
            else {
                return widths;
            };
            widths[at] = widths[at].saturating_sub(over).max(NARROWEST).max(widths[at] * 2 / 3);
        }
    }
}

/// A line cut to `columns`, its meanings kept.
fn fitted(line: &Line, columns: usize) -> Line {
    if line.width() <= columns {
        return line.clone();
    }
    let mut out = Line::new();
    for piece in line.pieces() {
        let room = columns.saturating_sub(out.width());
        if super::width(piece.text()) <= room {
            out.push(piece.clone());
            continue;
        }
        if room > 0 {
            out.push(Piece::new(piece.meaning(), trimmed(piece.text(), room)));
        }
        break;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions() -> Table {
        let mut table = Table::new(vec![
            Column::figures("no"),
            Column::new("company"),
            Column::elastic("question"),
        ]);
        table.row(vec![
            Line::text("1"),
            Line::text("Amazon"),
            Line::text("Tell me about a decision that you made with limited data and got wrong."),
        ]);
        table.row(vec![Line::text("12"), Line::text("Meta"), Line::text("A hire.")]);
        table
    }

    #[test]
    fn the_elastic_column_gives_way_to_the_others() {
        let screen: super::super::Screen = sessions().lines(Canvas::new(40)).into_iter().collect();
        insta::assert_snapshot!(screen.plain(), @r"
        no  company  question
         1  Amazon   Tell me about a decision…
        12  Meta     A hire.
        ");
    }

    #[test]
    fn without_drawings_each_row_is_a_sentence() {
        let canvas = Canvas { drawings: false, ..Canvas::new(40) };
        assert_eq!(sessions().lines(canvas)[1].plain(), "no: 12; company: Meta; question: A hire.");
    }

    #[test]
    fn any_width_ends() {
        for columns in 0..200 {
            let lines = sessions().lines(Canvas::new(columns));
            assert_eq!(lines.len(), 3);
            if columns >= 24 {
                assert!(lines.iter().all(|l| l.width() <= columns), "{columns}");
            }
        }
    }
}
