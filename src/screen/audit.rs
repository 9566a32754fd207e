//! A written story with each sentence marked by the part that it tells, then the verdict.

use super::{
    Canvas, Line, Meaning, Screen, bar, duration, heading, mark, note, paragraph, share_words,
    trimmed,
};
use crate::arc::{Flag, Grade, Level, Part};
use crate::audit::beginning;
use crate::interview::advice;
use crate::judge::{Verdict, marks};
use crate::text::{Span, speaking_seconds};

/// The letter that marks a part in the margin.
pub const fn letter(part: Part) -> char {
    match part {
        Part::Failure => 'F',
        Part::Diagnosis => 'D',
        Part::Action => 'A',
        Part::Learning => 'L',
        Part::Improvement => 'I',
    }
}

/// The story with its sentences marked: a letter in the margin for each part told.
pub fn marked(text: &str, told: &[(Span, Vec<Part>)], canvas: Canvas) -> Vec<Line> {
    let mut lines = Vec::new();
    for (span, parts) in told {
        let letters: String = parts.iter().map(|p| letter(*p)).collect();
        let meaning = if parts.is_empty() { Meaning::Muted } else { Meaning::Strong };
        let margin = Line::of(meaning, format!("{letters:>3} "));
        let words = if parts.is_empty() { Meaning::Muted } else { Meaning::Text };
        let body = Line::of(words, span.of(text));
        lines.extend(paragraph(&body, canvas.text_width(), &margin, &Line::text("    ")));
    }
    lines
}

/// The whole audit of one story.
pub fn audit(
    name: &str,
    text: &str,
    verdict: &Verdict,
    (level, rate): (Level, u32),
    canvas: Canvas,
) -> Screen {
    let mut screen = Screen::default();
    let seconds = speaking_seconds(verdict.words, rate);
    screen.push(heading(name).with(
        Meaning::Muted,
        format!("  {} words, about {} spoken", verdict.words, duration(seconds)),
    ));
    screen.push(Line::new());
    if let Some(notice) = &verdict.notice {
        screen.extend(note(notice, canvas));
        return screen;
    }
    if let Some(cut) = beginning(text) {
        screen.extend(note(&cut, canvas));
        screen.push(Line::new());
    }
    screen.extend(marked(text, &marks(text), canvas));
    screen.push(Line::new());
    screen.extend(note(
        "F failure, D diagnosis, A action, L learning, I improvement; no letter: context",
        canvas,
    ));
    screen.push(Line::new());
    for (part, judged) in verdict.parts.iter() {
        let mut line = Line::of(Meaning::Title, format!("{:<25}", part.title()));
        line = line.then(mark(judged.grade, canvas));
        if let Some(reason) = judged.reason {
            line = line.with(Meaning::Muted, format!(" ({reason})"));
        }
        if judged.unsure() {
            line = line.with(Meaning::Muted, ", not sure");
        }
        screen.push(line);
        if let Some(span) = judged.evidence.first() {
            let room = canvas.text_width().saturating_sub(6);
            screen
                .push(Line::of(Meaning::Quote, format!("    “{}”", trimmed(span.of(text), room))));
        }
    }
    screen.push(Line::new());
    let shares = &verdict.shares;
    let rows = std::iter::once(("context", shares.context))
        .chain(Part::ALL.iter().map(|p| (p.id(), shares.parts[*p])));
    for (name, share) in rows {
        let bar = bar(share, 20.min(canvas.width() / 3), Meaning::Muted, canvas);
        let line = Line::of(Meaning::Muted, format!("{name:<12} ")).then(bar);
        screen.push(if canvas.drawings {
            line.with(Meaning::Muted, format!(" {}", share_words(share)))
        } else {
            line
        });
    }
    screen.push(Line::new());
    for flag in &verdict.flags {
        screen.extend(note(flag_words(*flag), canvas));
    }
    let blank = Line::new();
    let work = work(text, verdict, level, rate);
    screen.extend(paragraph(&work, canvas.text_width(), &blank, &blank));
    screen
}

/// What a flag means for the candidate.
pub const fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::Blame => {
            "The cause points at others or at circumstances, and does not come back to you."
        }
        Flag::We => "“We” throughout: a listener could not say what you did or decided.",
        Flag::BlowByBlow => {
            "Most of it retells what happened; the why and the since get little room."
        }
        Flag::Stale => {
            "The story is more than two years old; a recent one says more about you today."
        }
        Flag::NoStakes => {
            "Little was at risk; for your level, pick one that cost somebody something."
        }
        Flag::NoAnswer => "This does not read as an answer to the question.",
    }
}

/// The weakest part, and what a debrief would say should be done about it.
fn work(text: &str, verdict: &Verdict, level: Level, rate: u32) -> Line {
    let (part, todo) = advice(text, verdict, level, rate);
    let grade = verdict.parts[part].grade;
    if grade == Grade::Strong {
        return Line::text(todo);
    }
    let weakest = format!("Weakest: {} ({}). ", part.title().to_lowercase(), grade.shown());
    Line::of(Meaning::Title, weakest).and(todo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{LONGEST, judge};

    #[test]
    fn it_says_when_only_the_beginning_was_judged() {
        let story = "I shipped it without asking, and we lost the client. ";
        let shown = |text: &str| {
            audit("x", text, &judge(text), (Level::Senior, 140), Canvas::new(80)).plain()
        };
        let whole = shown(story);
        assert!(!whole.contains("were judged"), "{whole}");
        let cut = shown(&story.repeat(LONGEST / story.len() + 1));
        let head: Vec<&str> = cut.lines().take(4).collect();
        assert!(head[2].starts_with("Only the first 200000 bytes were judged"), "{head:?}");
    }
}
