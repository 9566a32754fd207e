//! Where text falls on the rows of a terminal, counted exactly as rustyline counts it.
//!
//! Pure. It knows nothing of keys; the two must agree, or a cut between rows would be seen.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// A place on the screen, relative to the row in which a prompt began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Rows below the first.
    pub(super) row: usize,
    /// Columns right of the left edge.
    pub(super) column: usize,
}

/// The columns that a text without line breaks takes. Tabs never get into an answer.
///
/// rustyline adds up the widths of a cluster's characters on terminals that it does not know.
pub(super) fn width(cluster: &str) -> usize {
    cluster.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Moves `place` over one cluster; says whether a row began with it.
fn advance(place: &mut Place, cluster: &str, columns: usize) -> bool {
    let width = width(cluster);
    place.column += width;
    let wraps = place.column > columns;
    if wraps {
        place.row += 1;
        place.column = width;
    }
    wraps
}

/// Where the cursor stands after `text` that began at `from`.
pub(super) fn end(text: &str, columns: usize, from: Place) -> Place {
    let columns = columns.max(1);
    let mut place = from;
    for cluster in text.graphemes(true) {
        if matches!(cluster, "\n" | "\r\n") {
            place = Place { row: place.row + 1, column: 0 };
        } else {
            advance(&mut place, cluster, columns);
        }
    }
    if place.column == columns {
        place = Place { row: place.row + 1, column: 0 };
    }
    place
}

/// The byte at which each row of `text` begins, when its first row begins at `column`. Never empty.
pub(super) fn starts(text: &str, columns: usize, column: usize) -> Vec<usize> {
    let columns = columns.max(1);
    let mut place = Place { row: 0, column };
    let mut starts = vec![0];
    for (at, cluster) in text.grapheme_indices(true) {
        if matches!(cluster, "\n" | "\r\n") {
            place = Place { row: place.row + 1, column: 0 };
            starts.push(at + cluster.len());
        } else if advance(&mut place, cluster, columns) {
            starts.push(at);
        }
    }
    if place.column == columns {
        starts.push(text.len());
    }
    starts
}

/// The row of byte `at` among `starts`.
pub(super) fn row_of(starts: &[usize], at: usize) -> usize {
    starts.partition_point(|&start| start <= at).saturating_sub(1)
}

/// The byte of `row` that stands nearest under `column`, and never past the row's last cluster.
pub(super) fn under(
    text: &str,
    starts: &[usize],
    row: usize,
    column: usize,
    first: usize,
) -> usize {
    let from = starts[row];
    let to = starts.get(row + 1).copied().unwrap_or(text.len());
    let mut at = if row == 0 { first } else { 0 };
    let mut last = from;
    for (offset, cluster) in text[from..to].grapheme_indices(true) {
        if at >= column || cluster == "\n" {
            return from + offset;
        }
        at += width(cluster);
        last = from + offset + cluster.len();
    }
    // The end of a row that goes on below is the beginning of the next: stay one cluster before it.
    if to < text.len() || starts.len() > row + 1 {
        let back = text[from..last].grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        return from + back;
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_full_row_puts_the_cursor_on_the_next() {
        assert_eq!(end("abcd", 4, Place::default()), Place { row: 1, column: 0 });
        assert_eq!(end("abcd\n", 4, Place::default()), Place { row: 1, column: 0 });
        assert_eq!(end("abc", 4, Place { row: 0, column: 2 }), Place { row: 1, column: 1 });
        assert_eq!(starts("abcde\nf", 4, 0), [0, 4, 6]);
        assert_eq!(starts("abcd", 4, 0), [0, 4]);
        assert_eq!(starts("", 4, 2), [0]);
    }

    #[test]
    fn wide_characters_are_not_split() {
        assert_eq!(end("a日本", 4, Place::default()), Place { row: 1, column: 2 });
        assert_eq!(starts("a日本", 4, 0), [0, 4]);
    }

    #[test]
    fn up_and_down_keep_the_column_where_they_can() {
        let text = "hello there\nab\nlonger line";
        let starts = starts(text, 40, 2);
        assert_eq!(starts, [0, 12, 15]);
        assert_eq!(under(text, &starts, 1, 9, 2), 14, "a short line: its end");
        assert_eq!(under(text, &starts, 0, 6, 2), 4, "the first row begins after the prompt");
        assert_eq!(under(text, &starts, 2, 99, 2), text.len());
    }

    #[test]
    fn the_end_of_a_wrapped_row_stays_on_it() {
        let text = "abcdefgh";
        let starts = starts(text, 4, 0);
        assert_eq!(starts, [0, 4, 8]);
        assert_eq!(under(text, &starts, 0, 9, 0), 3);
    }

    proptest! {
        #[test]
        fn the_number_of_rows_agrees_with_the_last_place(
            text in "[a-z \\n日é👩]{0,80}", columns in 5usize..30, column in 0usize..3
        ) {
            let place = end(&text, columns, Place { row: 0, column });
            let starts = starts(&text, columns, column);
            prop_assert_eq!(starts.len(), place.row + 1);
            prop_assert!(starts.iter().all(|&s| text.is_char_boundary(s)));
            for row in 0..starts.len() {
                let at = under(&text, &starts, row, 5, column);
                prop_assert!(text.is_char_boundary(at) && row_of(&starts, at) == row);
            }
        }
    }
}
