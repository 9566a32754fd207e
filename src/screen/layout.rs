//! Fitting text into columns: width, wrapping with meanings kept, trimming.

use textwrap::WordSeparator;
use textwrap::core::Fragment;
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
    let room = widths[0].min(widths[1]);
    let words: Vec<Run<'_>> = WordSeparator::AsciiSpace
        .find_words(&text)
        .flat_map(|word| Run { word: word.word, spaces: word.whitespace }.broken(room))
        .collect();
    let widths = widths.map(|w| w as f64);
    let mut at = 0;
    let mut lines = Vec::new();
    for run in wrap_first_fit(&words, &widths) {
        let start = at;
        let Some(last) = run.last() else { continue };
        at += run.iter().map(|w| w.word.len() + w.spaces.len()).sum::<usize>();
        let end = at - last.spaces.len();
        let head = if lines.is_empty() { first } else { rest };
        lines.push(cut(content, start, end).into_iter().fold(head.clone(), |mut line, piece| {
            line.push(piece);
            line
        }));
    }
    if lines.is_empty() {
        lines.push(first.clone());
    }
    lines
}

/// What stays together on a line: a word, or as much of a longer one as fits, with the spaces after it.
///
/// textwrap's own words are measured character by character. That is not what a terminal shows where
/// characters change each other's width: a selector makes a sign wide, a joiner makes one of several.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    word: &'a str,
    spaces: &'a str,
}

impl Fragment for Run<'_> {
    fn width(&self) -> f64 {
        width(self.word) as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.spaces.len() as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// A run of more bytes is of signs that have no width, and is not measured anew for each of them.
const LONGEST_RUN: usize = 1024;

impl<'a> Run<'a> {
    /// The same in runs of at most `room` columns, cut between what a reader takes for characters; inside
    /// of one only where it alone is too wide.
    fn broken(self, room: usize) -> Vec<Self> {
        let mut runs = Vec::new();
        let (mut start, mut end, mut taken) = (0, 0, 0);
        let whole = width(self.word) <= room;
        let signs = self.word.graphemes(true).filter(|_| !whole).flat_map(|cluster| {
            let cuts = if width(cluster) <= room { "" } else { cluster };
            let chars = cuts.char_indices().map(|(at, c)| &cluster[at..at + c.len_utf8()]);
            chars.chain(Some(cluster).filter(|_| cuts.is_empty()))
        });
        for sign in signs {
            // Signs side by side may be wider than each alone: half a flag before a digit's picture.
            let together = || width(&self.word[start..end + sign.len()]);
            let changes = !sign.is_ascii() && end - start < LONGEST_RUN;
            if taken > 0 && (taken + width(sign) > room || changes && together() > room) {
                runs.push(Self { word: &self.word[start..end], spaces: "" });
                (start, taken) = (end, 0);
            }
            taken += width(sign);
            end += sign.len();
        }
        runs.push(Self { word: &self.word[start..], ..self });
        runs
    }
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

    #[test]
    fn what_a_selector_or_a_joiner_makes_of_a_sign_is_what_counts() {
        let wrapped = |text: &str, columns| {
            let lines = paragraph(&Line::text(text), columns, &Line::new(), &Line::new());
            lines.iter().map(Line::plain).collect::<Vec<_>>()
        };
        // A heart is one column wide, and two with the selector that asks for its picture.
        assert_eq!(wrapped("❤❤❤❤", 4), ["❤❤❤❤"]);
        assert_eq!(wrapped("❤\u{fe0f}❤\u{fe0f}❤\u{fe0f}", 4), ["❤\u{fe0f}❤\u{fe0f}", "❤\u{fe0f}"]);
        // A family is one picture, and stays one.
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(wrapped(&family.repeat(3), 4), [family.repeat(2), family.to_owned()]);
        assert_eq!(wrapped("\u{1f1e9}1\u{fe0f}", 2).len(), 2, "half a flag and a digit's picture");
        // Letters that a rule makes one character, wider than any line.
        assert_eq!(wrapped("ᄀᄀᄀ", 4), ["ᄀᄀ", "ᄀ"]);
    }

    proptest! {
        #[test]
        fn a_paragraph_loses_no_word_and_overflows_no_column(
            // The last kind: signs that change the width of what stands before them.
            text in "\\PC{0,120}|[a-z ]{0,200}|[#1a❤☎👩ᄀ가क\u{94d}لا \u{301}\u{200d}\u{fe0e}\u{fe0f}\u{20e3}\u{1f1e9}\u{1f3fd}]{0,80}",
            columns in 4usize..90,
        ) {
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
