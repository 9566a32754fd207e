//! Fitting text into columns: width, wrapping with meanings kept, trimming.

use textwrap::core::{Fragment, Word, break_words};
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Line, Piece};

/// The columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` cut to at most `columns`, at a word's edge where one is near, with an ellipsis when cut.
/// White space of any length becomes one space.
pub fn trimmed(text: &str, columns: usize) -> String {
    // Only as much of a very long text as could possibly fit is looked at.
    let text = text.split_whitespace().take(columns + 1).collect::<Vec<_>>().join(" ");
    if width(&text) <= columns {
        return text;
    }
    let room = columns.saturating_sub(1);
    let mut end = 0;
    let mut taken = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        taken += width(cluster);
        if taken > room {
            break;
        }
        end = at + cluster.len();
    }
    let kept = &text[..end];
    // A cut inside a word goes back to the word's start, unless that would cost a third of the room.
    let inside = !text[end..].starts_with(' ');
    let kept = match kept.rfind(' ') {
        Some(space) if inside && space * 3 >= kept.len() * 2 => &kept[..space],
        _ => kept,
    };
    let kept = kept.trim_end_matches([' ', ',', ';', ':', '—', '–', '-', '.']);
    if columns == 0 { String::new() } else { format!("{kept}…") }
}

/// `content` wrapped into `columns`, with `first` before the first line and `rest` before the others.
///
/// Meanings are kept across the breaks. A word longer than a line is cut.
pub fn paragraph(content: &Line, columns: usize, first: &Line, rest: &Line) -> Vec<Line> {
    let columns = columns.max(first.width() + 1).max(rest.width() + 1);
    let widths = [columns - first.width(), columns - rest.width()];
    let text = content.plain();
    let words = textwrap::WordSeparator::new().find_words(&text);
    let words = break_words(words, widths[0].min(widths[1]));
    let widths = widths.map(|w| w as f64);
    let mut at = 0;
    let mut lines = Vec::new();
    for run in wrap_first_fit(&words, &widths) {
        let start = at;
        let Some(last) = run.last() else { continue };
        at += run.iter().map(|w| w.word.len() + w.whitespace.len()).sum::<usize>();
        let end = at - last.whitespace.len();
        let head = if lines.is_empty() { first } else { rest };
        lines.push(cut(content, start, end).into_iter().fold(head.clone(), |mut line, piece| {
            line.push(piece);
            line
        }));
    }
    if lines.is_empty() {
        lines.push(first.clone());
    }
    debug_assert!(words.iter().all(|w: &Word<'_>| w.penalty_width() == 0.0));
    lines
}

/// The pieces of `line` between two bytes of its plain text.
fn cut(line: &Line, start: usize, end: usize) -> Vec<Piece> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in line.pieces() {
        let (from, to) = (at, at + piece.text().len());
        at = to;
        if to <= start || from >= end {
            continue;
        }
        let text = piece.text().get(start.max(from) - from..end.min(to) - from).unwrap_or("");
        out.push(Piece::new(piece.meaning(), text));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::Meaning;
    use proptest::prelude::*;

    #[test]
    fn a_trim_keeps_whole_words_and_no_dangling_comma() {
        assert_eq!(trimmed("We slipped six weeks, and the client left.", 60).len(), 42);
        assert_eq!(
            trimmed("We slipped six weeks, and the client left.", 22),
            "We slipped six weeks…"
        );
        assert_eq!(trimmed("Donaudampfschifffahrtsgesellschaft", 10), "Donaudamp…");
        assert_eq!(trimmed("a   b\n\nc", 10), "a b c");
        assert_eq!(trimmed("abc", 0), "");
    }

    #[test]
    fn wrapping_keeps_meanings_and_hangs_the_indent() {
        let content = Line::text("You said ").with(Meaning::Quote, "we slipped six weeks").and(".");
        let lines = paragraph(&content, 20, &Line::text("- "), &Line::text("  "));
        let plain: Vec<_> = lines.iter().map(Line::plain).collect();
        assert_eq!(plain, ["- You said we", "  slipped six weeks."]);
        assert_eq!(lines[1].pieces()[1].meaning(), Meaning::Quote);
        assert_eq!(lines[1].pieces()[2].text(), ".");
    }

    proptest! {
        #[test]
        fn a_paragraph_loses_no_word_and_overflows_no_column(
            text in "\\PC{0,120}|[a-z ]{0,200}", columns in 4usize..90
        ) {
            // What a selector does to the width of the sign before it differs between terminals.
            prop_assume!(!text.contains('\u{fe0f}'));
            let content = Line::text(&text);
            let lines = paragraph(&content, columns, &Line::text("> "), &Line::text("  "));
            let joined: String = lines.iter().map(|l| l.plain()[2..].to_owned()).collect();
            let bare = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&joined), bare(&content.plain()));
            for line in &lines {
                prop_assert!(line.width() <= columns, "{:?} is wider than {}", line.plain(), columns);
            }
        }

        #[test]
        fn a_trim_fits(text in "\\PC{0,120}", columns in 0usize..60) {
            prop_assert!(width(&trimmed(&text, columns)) <= columns);
        }
    }
}
