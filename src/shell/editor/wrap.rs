//! Breaking an answer between words, in a way that can be undone exactly.
//!
//! The line editor would break rows in the middle of words. So the text that it is given has breaks of
//! its own: a space where a row ends becomes [`SOFT`], a space that nobody can type, and a line break
//! after it. Taking these out gives back what was typed, letter by letter. Pure.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::rows::width;

/// A space at which a row was broken: EN QUAD, one column wide. It is drawn as a space, and typed or
/// pasted ones become spaces.
pub(super) const SOFT: char = '\u{2000}';

/// The break as a whole.
pub(super) const BREAK: &str = "\u{2000}\n";

/// The text as it is drawn.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if text.contains(SOFT) { text.replace(SOFT, " ").into() } else { text.into() }
}

/// The text as it was typed, and the byte in it for the byte `at` of the broken text.
pub(super) fn joined(text: &str, at: usize) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut to = None;
    let mut rest = text;
    while let Some(next) = rest.find(SOFT) {
        let from = text.len() - rest.len();
        let mark =
            |byte: usize, out: &String| (byte <= from + next).then(|| out.len() + byte - from);
        to = to.or_else(|| mark(at, &out));
        out.push_str(&rest[..next]);
        out.push(' ');
        rest = &rest[next + SOFT.len_utf8()..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let from = text.len() - rest.len();
    let to = to.unwrap_or_else(|| out.len() + at.saturating_sub(from));
    out.push_str(rest);
    (out, to)
}

/// The text broken between words for so many columns, its first row beginning at `first`; and the byte
/// in it for the byte `at` of the text.
pub(super) fn broken(text: &str, at: usize, columns: usize, first: usize) -> (String, usize) {
    // The cursor after a full row stands on the next, so words leave the last column to the space.
    let room = columns.saturating_sub(1).max(1);
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut to = at;
    let mut column = first;
    // Where the last space of this row stands in `out`, and the column after it.
    let mut space: Option<(usize, usize)> = None;
    for (from, cluster) in text.grapheme_indices(true) {
        match cluster {
            "\n" => {
                (column, space) = (0, None);
                out.push_str(cluster);
                continue;
            }
            " " => {
                column += 1;
                space = Some((out.len(), column));
                out.push(' ');
                continue;
            }
            _ => {}
        }
        column += width(cluster);
        if let Some((place, after)) = space.take_if(|_| column > room) {
            out.replace_range(place..=place, BREAK);
            let grown = BREAK.len() - 1;
            // Bytes of the text after the space moved.
            let moved = from - (out.len() - grown - place - 1);
            if at >= moved {
                to += grown;
            }
            column -= after;
        }
        out.push_str(cluster);
    }
    (out, to)
}

/// The byte of what comes before `at`: a character, or a space with the break after it.
pub(super) fn before(text: &str, at: usize) -> usize {
    match text[..at].strip_suffix(BREAK) {
        Some(rest) => rest.len(),
        None => text[..at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
    }
}

/// The byte after what comes at `at`.
pub(super) fn after(text: &str, at: usize) -> usize {
    match text[at..].strip_prefix(BREAK) {
        Some(rest) => text.len() - rest.len(),
        None => at + text[at..].graphemes(true).next().map_or(0, str::len),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::editor::rows;
    use proptest::prelude::*;

    fn shown(text: &str, columns: usize) -> Vec<String> {
        let (text, _) = broken(text, 0, columns, 2);
        text.replace(SOFT, "").lines().map(str::to_owned).collect()
    }

    #[test]
    fn rows_end_between_words() {
        assert_eq!(shown("one two three four", 10), ["one two", "three", "four"]);
        assert_eq!(shown("one\n\ntwo three four five", 10), ["one", "", "two three", "four five"]);
        assert_eq!(shown("unbreakableword and more", 10), ["unbreakableword", "and more"]);
    }

    #[test]
    fn the_cursor_stays_between_the_same_letters() {
        let text = "one two three four";
        for at in 0..=text.len() {
            let (out, to) = broken(text, at, 10, 2);
            let before = out[..to].replace(BREAK, " ");
            assert_eq!(before, &text[..at], "at {at}: {out:?} {to}");
            assert_eq!(joined(&out, to), (text.to_owned(), at));
        }
    }

    #[test]
    fn a_cursor_inside_a_break_stands_after_its_space() {
        let (text, _) = broken("one two three", 0, 10, 2);
        let soft = text.find(SOFT).unwrap();
        assert_eq!(joined(&text, soft + SOFT.len_utf8()).1, "one two ".len());
        assert_eq!(joined(&text, soft + BREAK.len()).1, "one two ".len());
        assert_eq!(joined(&text, soft).1, "one two".len());
    }

    proptest! {
        #[test]
        fn breaking_can_be_undone_and_done_again(
            text in "[a-z  \\n日é]{0,200}", columns in 5usize..40, first in 0usize..3, at in 0usize..200
        ) {
            let at = (0..=at.min(text.len())).rev().find(|&a| text.is_char_boundary(a)).unwrap_or(0);
            let (out, to) = broken(&text, at, columns, first);
            prop_assert!(out.is_char_boundary(to));
            prop_assert_eq!(joined(&out, to), (text.clone(), at));
            let (again, _) = joined(&out, 0);
            prop_assert_eq!(broken(&again, 0, columns, first).0, out.clone());
            // Where words are short enough no row is broken inside one.
            if text.split_whitespace().all(|w| rows::width(w) + 2 < columns) && !text.contains("  ") {
                let starts = rows::starts(&out, columns, first);
                for &start in &starts[1..] {
                    let before = out[..start].chars().next_back();
                    prop_assert!(matches!(before, Some('\n' | ' ')), "{:?} at {}", out, start);
                }
            }
        }
    }
}
