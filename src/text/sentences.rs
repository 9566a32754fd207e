//! Sentence boundaries, for text as people type and paste it.
//!
//! The Unicode standard (UAX #29, see `pieces`) finds the candidates; the rules
//! here undo the breaks that it cannot know to be wrong (abbreviations, hard-wrapped lines) and keep
//! bullets and headings as sentences of their own.

use super::pieces::sentence_pieces;
use super::{Span, words};

/// A sentence longer than this, in words, is cut at its next clause border.
///
/// People who type without full stops would otherwise hand in one sentence of 200 words, and no
/// evidence could be shown for any part. Sixty words is twice what style guides call long.
pub const MAX_SENTENCE_WORDS: usize = 60;

/// A line at least this many columns wide that ends without a stop may be one that was wrapped.
const WRAPPED_LINE: usize = 55;

/// A text with a line wider than this was not wrapped by a program, so that each of its line ends was
/// meant. The widest margin in use is 100 columns; a few programs let a line run a little over.
const WIDEST_MARGIN: usize = 110;

/// Ends of a run that look like a sentence's end and are none.
const ABBREVIATIONS: &[&str] = &[
    "e.g.", "i.e.", "etc.", "vs.", "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "no.", "approx.",
    "inc.", "ltd.", "co.", "corp.", "dept.", "fig.", "sr.", "jr.", "cf.", "ca.", "a.m.", "p.m.",
    "u.s.", "u.k.", "eng.", "mgr.", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.",
];

/// The sentences of `text`, in order, each without the white space around it.
///
/// Every character that is not white space is in exactly one span. Linear in the length of the text.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let margin = margin(text);
    sentence_pieces(text, |at, piece| {
        let kept = piece.trim();
        if kept.is_empty() {
            // A blank line: what stood before it is over.
            if piece.contains('\n') || open.is_some_and(|o| ends_line(text, o.end, at)) {
                spans.extend(open.take());
            }
            return;
        }
        let start = at + (piece.len() - piece.trim_start().len());
        let next = Span { start, end: start + kept.len() };
        open = match open {
            Some(before) if goes_on(text, margin, before, next) => {
                Some(Span { start: before.start, end: next.end })
            }
            Some(before) => {
                spans.push(before);
                Some(next)
            }
            None => Some(next),
        };
    });
    spans.extend(open);
    let small = begins_small(text);
    let mut cut = Vec::with_capacity(spans.len());
    for span in spans {
        if !small {
            cut_long(text, span, &mut cut);
            continue;
        }
        let mut start = span.start;
        for (at, _) in small_starts(span.of(text)) {
            cut_long(text, Span { start, end: span.start + at }, &mut cut);
            start = span.start + at + 1;
        }
        cut_long(text, Span { start, end: span.end }, &mut cut);
    }
    cut
}

/// Whether the writer begins sentences with small letters: the standard breaks before none of those, since
/// most stops before a small letter are those of an abbreviation.
fn begins_small(text: &str) -> bool {
    let large = text.match_indices(". ").any(|(at, stop)| {
        let mut next = text[at + stop.len()..].trim_start().chars();
        let first = next.next();
        // Programs turn a lone "i" into a capital for people who never type one.
        first.is_some_and(char::is_uppercase)
            && !(first == Some('I') && next.next().is_none_or(|c| !c.is_alphabetic()))
    });
    !large && small_starts(text).next().is_some()
}

/// Where, in a text without capitals, a sentence is over: the blank after its stop, and what follows.
fn small_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(". ").filter_map(|(at, _)| {
        let (left, right) = (&text[..=at], &text[at + 2..]);
        let last = left.rsplit(char::is_whitespace).next().unwrap_or("");
        let last = last.trim_start_matches(['(', '"', '“', '\'', '[']);
        let whole = last.chars().filter(|c| c.is_alphanumeric()).count() > 1
            && !last.ends_with("..")
            && !ABBREVIATIONS.iter().any(|a| last.eq_ignore_ascii_case(a));
        (whole && right.starts_with(char::is_lowercase)).then_some((at + 1, right))
    })
}

fn ends_line(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| gap.matches('\n').count() >= 2)
}

/// The columns that a text was wrapped at by a program, if it was: its widest line, when no line is too
/// wide for that and most lines were full, so that the first word of the next would not have fitted.
fn margin(text: &str) -> Option<usize> {
    let columns = |line: &str| line.trim_end().chars().count();
    let widest = text.lines().map(columns).max()?;
    if !(WRAPPED_LINE..=WIDEST_MARGIN).contains(&widest) {
        return None;
    }
    let (mut full, mut all) = (0, 0);
    for (line, next) in text.lines().zip(text.lines().skip(1)) {
        if !line.trim().is_empty() && !next.trim().is_empty() {
            all += 1;
            full += usize::from(is_full(columns(line), next, widest));
        }
    }
    (2 * full > all).then_some(widest)
}

/// Whether the first word of `next` would not have fitted on a line of so many columns.
fn is_full(columns: usize, next: &str, margin: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    columns >= WRAPPED_LINE && columns + 1 + word > margin
}

/// Whether `next` is no sentence of its own but the rest of `before`.
fn goes_on(text: &str, margin: Option<usize>, before: Span, next: Span) -> bool {
    let gap = text.get(before.end..next.start).unwrap_or("");
    let left = before.of(text);
    let right = next.of(text);
    let new_lines = gap.matches('\n').count();
    if new_lines >= 2 {
        return false;
    }
    if new_lines == 1 {
        if starts_item(right) || ends_stop(left) || left.ends_with(':') {
            return false;
        }
        // Only a line that was full can have been wrapped: the whole line, of which the sentence may be the end.
        let line = text.get(..before.end).and_then(|t| t.rsplit('\n').next());
        let line = line.map_or(0, |line| line.chars().count());
        return margin.is_some_and(|margin| is_full(line, right, margin));
    }
    // A bare list mark ("1.", "b)") belongs to what follows.
    if is_mark(left) {
        return true;
    }
    let last = left.rsplit(char::is_whitespace).next().unwrap_or("");
    let last = last.trim_start_matches(['(', '"', '“', '\'', '[']);
    if last.len() <= 8 && ABBREVIATIONS.iter().any(|a| last.eq_ignore_ascii_case(a)) {
        // "etc." and "p.m." do end sentences when a capital follows.
        let closes = ["etc.", "a.m.", "p.m.", "inc.", "ltd.", "corp."]
            .iter()
            .any(|a| last.eq_ignore_ascii_case(a));
        return !(closes && right.chars().next().is_some_and(char::is_uppercase));
    }
    // An initial: "J. Smith".
    let mut chars = last.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase() && c != 'I')
}

fn ends_stop(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', '…', ';'])
}

/// Whether a line begins with the mark of a list item or a heading.
fn starts_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '–' | '—' | '·' | '▪' | '◦' | '#' | '>' | '+' | '|') => {
            true
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(['.', ')']) && line.len() - rest.len() <= 2
        }
        _ => {
            // "Situation: …" at the head of a line.
            let head = line.split_once(':').map_or("", |(head, _)| head);
            !head.is_empty() && head.len() <= 40 && head.split_whitespace().count() <= 5
        }
    }
}

fn is_mark(text: &str) -> bool {
    let body = text.trim_end_matches(['.', ')']);
    body.len() < text.len()
        && !body.is_empty()
        && (body.len() <= 2 && body.chars().all(|c| c.is_ascii_digit())
            || body.len() == 1 && body.chars().all(|c| c.is_ascii_lowercase()))
}

/// Cuts a sentence of more than [`MAX_SENTENCE_WORDS`] words at clause borders.
fn cut_long(text: &str, span: Span, pieces: &mut Vec<Span>) {
    // So few bytes cannot hold so many words.
    let short = span.end - span.start <= 2 * MAX_SENTENCE_WORDS;
    if short || words(span.of(text)) <= MAX_SENTENCE_WORDS {
        pieces.push(span);
        return;
    }
    let mut start = span.start;
    let mut count = 0;
    let mut at = span.start;
    for word in span.of(text).split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        let border = matches!(
            bare.trim_matches(',').to_ascii_lowercase().as_str(),
            "and" | "but" | "so" | "because" | "then" | "which" | "when"
        );
        if (count >= MAX_SENTENCE_WORDS / 3 && border) || count >= MAX_SENTENCE_WORDS {
            pieces.extend(trimmed(text, start, at));
            start = at;
            count = 0;
        }
        at += word.len();
        if !bare.is_empty() {
            count += 1;
        }
        if count >= MAX_SENTENCE_WORDS / 3 && bare.ends_with([',', ';', ':', '—']) {
            pieces.extend(trimmed(text, start, at));
            start = at;
            count = 0;
        }
    }
    pieces.extend(trimmed(text, start, span.end));
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let raw = text.get(start..end)?;
    let kept = raw.trim();
    let start = start + (raw.len() - raw.trim_start().len());
    (!kept.is_empty()).then_some(Span { start, end: start + kept.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            cut(
                "We used a queue, e.g. Kafka. It fell over. J. Smith called Dr. Lee at 3 p.m. He was cross."
            ),
            [
                "We used a queue, e.g. Kafka.",
                "It fell over.",
                "J. Smith called Dr. Lee at 3 p.m.",
                "He was cross."
            ]
        );
    }

    #[test]
    fn who_types_no_capitals_has_sentences_too() {
        assert_eq!(
            cut("we shipped it vs. their advice. the reason was me... honestly. now i ask first."),
            [
                "we shipped it vs. their advice.",
                "the reason was me... honestly.",
                "now i ask first."
            ]
        );
        // One capital behind a stop, and a small letter there is an abbreviation's.
        let kept = "We asked the dept. first. They had no idea. It cost approx. a week.";
        assert_eq!(cut(kept).len(), 3);
        assert_eq!(cut("It ran on the new vers. for a day. It broke.").len(), 2);
    }

    #[test]
    fn bullets_headings_and_paragraphs_stand_alone() {
        assert_eq!(
            cut(
                "Situation:\nI led the move.\n- cut scope\n- told the client\n1. First thing\n\nLearning: ask early"
            ),
            [
                "Situation:",
                "I led the move.",
                "- cut scope",
                "- told the client",
                "1. First thing",
                "Learning: ask early"
            ]
        );
    }

    #[test]
    fn a_wrapped_line_is_one_sentence_and_short_lines_are_many() {
        assert_eq!(
            cut(
                "This is a line that somebody's mail program has wrapped at\nseventy columns. Next."
            ),
            [
                "This is a line that somebody's mail program has wrapped at\nseventy columns.",
                "Next."
            ]
        );
        assert_eq!(cut("i broke prod\ni rolled it back"), ["i broke prod", "i rolled it back"]);
        // The sentence that goes on began in the middle of its line.
        let late =
            "This line is one that some mail program wrapped. I redesigned the\nschema that week.";
        assert_eq!(cut(late)[1..], ["I redesigned the\nschema that week."]);
    }

    #[test]
    fn a_line_that_had_room_left_was_ended_on_purpose() {
        let lines = [
            "i took the leaderboard down and said so in public before asking the other two mods",
            "it was not a cheat and half of the runners left for another site",
            "put the run back with an apology",
            "accusing in public cannot be taken back even when you take it back",
        ];
        assert_eq!(cut(&lines.join("\n")), lines);
    }

    #[test]
    fn a_breathless_sentence_is_cut_at_its_clauses() {
        let text = "and then we shipped it and it broke ".repeat(20);
        let found = sentences(&text);
        assert!(found.len() > 3);
        assert!(found.iter().all(|s| words(s.of(&text)) <= MAX_SENTENCE_WORDS));
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_exactly_one_sentence(text in "\\PC{0,200}|[a-c .!?\n\\-1:]{0,200}") {
            let spans = sentences(&text);
            let mut end = 0;
            let mut kept = String::new();
            for span in spans {
                prop_assert!(span.start >= end && span.end > span.start);
                prop_assert!(text[end..span.start].trim().is_empty());
                kept.push_str(span.of(&text));
                end = span.end;
            }
            prop_assert!(text[end..].trim().is_empty());
            prop_assert_eq!(
                kept.split_whitespace().collect::<String>(),
                text.split_whitespace().collect::<String>()
            );
        }
    }
}
