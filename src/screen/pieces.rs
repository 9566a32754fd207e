//! The small pieces that several screens are made of: headings, marks, bars, durations, the question
//! and the probe as they are shown, notes and errors.

use super::{Canvas, Line, Meaning, paragraph};
use crate::arc::Grade;
use crate::bank::Gap;
use crate::interview::Asked;

/// A heading; the air around it is the caller's.
pub fn heading(text: &str) -> Line {
    Line::of(Meaning::Title, text)
}

/// A line across the text, or nothing without drawings.
pub fn rule(canvas: Canvas) -> Option<Line> {
    canvas.drawings.then(|| Line::of(Meaning::Muted, "─".repeat(canvas.text_width())))
}

/// The mark of a grade and its word: "● there"; the word alone without drawings.
pub fn mark(grade: Grade, canvas: Canvas) -> Line {
    let text = if canvas.drawings {
        format!("{} {}", grade.mark(), grade.shown())
    } else {
        grade.shown().to_owned()
    };
    Line::of(grade.into(), text)
}

/// Several grades as marks in a row, in the order given: "●●◐○●"; as words without drawings.
pub fn marks(grades: impl IntoIterator<Item = Grade>, canvas: Canvas) -> Line {
    grades.into_iter().enumerate().fold(Line::new(), |line, (at, grade)| {
        if canvas.drawings {
            line.with(grade.into(), grade.mark().to_string())
        } else {
            line.and(if at > 0 { ", " } else { "" }).with(grade.into(), grade.shown())
        }
    })
}

/// A word in the colour of a grade.
pub fn word(grade: Grade, text: &str) -> Line {
    Line::of(grade.into(), text)
}

/// A bar of `columns` for a share between 0 and 1; without drawings the share in words.
pub fn bar(share: f32, columns: usize, meaning: Meaning, canvas: Canvas) -> Line {
    if !canvas.drawings {
        return Line::of(meaning, share_words(share));
    }
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    // Eighths of a column, as the Unicode block elements have them.
    let eighths = (share * (columns * 8) as f32).round() as usize;
    let mut drawn = "█".repeat(eighths / 8);
    if let Some(c) = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8).wrapping_sub(1))
    {
        drawn.push(*c);
    }
    let empty = columns.saturating_sub(eighths.div_ceil(8));
    Line::of(meaning, drawn).with(Meaning::Muted, "·".repeat(empty))
}

/// A share in words: "41%", "under 1%", "none".
pub fn share_words(share: f32) -> String {
    match (share * 100.0).round() {
        _ if share <= 0.0 || !share.is_finite() => "none".to_owned(),
        p if p < 1.0 => "under 1%".to_owned(),
        p => format!("{p}%"),
    }
}

/// Seconds as a clock: "0:07", "2:35", "1:04:10". Negative or unknown durations are "0:00".
pub fn duration(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.round().max(0.0) as u64 } else { 0 };
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// The question as it is asked.
pub fn question(company: &str, words: &str, canvas: Canvas) -> Vec<Line> {
    let mut lines = vec![Line::of(Meaning::Muted, company)];
    let blank = Line::new();
    lines.extend(paragraph(
        &Line::of(Meaning::Question, words),
        canvas.text_width(),
        &blank,
        &blank,
    ));
    lines
}

/// A follow-up as it is asked, with its number and how many there may be. A push is no further
/// follow-up and has no number.
pub fn probe(number: usize, of: usize, asked: &Asked, canvas: Canvas) -> Vec<Line> {
    let blank = Line::new();
    let count = match asked.gap {
        Gap::Push => "the same question, put another way".to_owned(),
        _ => format!("follow-up {number} of at most {of}"),
    };
    let (count, words) = (Line::of(Meaning::Muted, count), &asked.words);
    let mut lines = paragraph(&count, canvas.text_width(), &blank, &blank);
    lines.extend(paragraph(&Line::of(Meaning::Probe, words), canvas.text_width(), &blank, &blank));
    lines
}

/// A remark in passing, wrapped.
pub fn note(text: &str, canvas: Canvas) -> Vec<Line> {
    let blank = Line::new();
    paragraph(&Line::of(Meaning::Muted, text), canvas.text_width(), &blank, &blank)
}

/// A problem: what it is, where, and what to do, wrapped; "error: " or "warning: " says which.
pub fn error(meaning: Meaning, text: &str, canvas: Canvas) -> Vec<Line> {
    let head = if meaning == Meaning::Error { "error: " } else { "note: " };
    paragraph(&Line::text(text), canvas.text_width(), &Line::of(meaning, head), &Line::text("  "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::Part;

    #[test]
    fn a_bar_is_as_wide_as_it_should_be_at_any_share() {
        let canvas = Canvas::new(80);
        for share in [-1.0, 0.0, 0.001, 0.3, 0.5, 0.999, 1.0, 7.0, f32::NAN] {
            assert_eq!(bar(share, 20, Meaning::Strong, canvas).width(), 20, "{share}");
        }
        assert_eq!(bar(0.5, 4, Meaning::Strong, canvas).plain(), "██··");
    }

    #[test]
    fn without_drawings_a_bar_is_words_and_a_mark_its_word() {
        let canvas = Canvas { drawings: false, ..Canvas::new(80) };
        assert_eq!(bar(0.414, 20, Meaning::Strong, canvas).plain(), "41%");
        assert_eq!(bar(0.001, 20, Meaning::Strong, canvas).plain(), "under 1%");
        assert_eq!(mark(Grade::Weak, canvas).plain(), "thin");
        assert_eq!(marks([Grade::Strong, Grade::Missing], canvas).plain(), "there, not there");
    }

    #[test]
    fn a_second_try_is_not_counted_as_another_follow_up() {
        let canvas = Canvas::new(80);
        let head = |gap| {
            let asked = Asked { part: Part::Action, gap, words: "What did you do?".to_owned() };
            probe(1, 3, &asked, canvas)[0].plain()
        };
        assert_eq!(head(Gap::Missing), "follow-up 1 of at most 3");
        assert_eq!(head(Gap::Push), "the same question, put another way");
    }

    #[test]
    fn durations_read_as_clocks() {
        assert_eq!(duration(7.4), "0:07");
        assert_eq!(duration(155.0), "2:35");
        assert_eq!(duration(3850.0), "1:04:10");
        assert_eq!(duration(-3.0), "0:00");
        assert_eq!(duration(f64::NAN), "0:00");
    }
}
