//! The debrief on a screen: labels at the left where there is room for them, else above.
//!
//! It puts no sentence together; those come with [`crate::interview::Debrief`].

use super::audit::letter;
use super::pieces::{duration, share_words};
use super::{Canvas, Line, Meaning, Screen, note, paragraph, trimmed, width};
use crate::arc::{Grade, Part};
use crate::bank::headless;
use crate::interview::{
    ADVICE, Body, Change, Comparison, Corrected, Debrief, Finding, Length, Outcome, PROMPTS, Said,
    Told,
};
use crate::judge::Shares;

/// The width of the labels at the left.
const LABEL: usize = 13;

/// From how many columns labels stand at the left.
const WIDE: usize = 64;

/// The width of a mark with its word: "○ not there?".
const MARK: usize = 14;

/// The debrief, with what changed against the attempt before it when there was one.
pub fn debrief(debrief: &Debrief, against: Option<&Comparison>, canvas: Canvas) -> Screen {
    let mut page = Page { canvas, screen: Screen::new() };
    let about = format!("{} · {} · ", debrief.company, debrief.level);
    let room = canvas.text_width().saturating_sub(width(&about)).max(10);
    page.screen.push(Line::of(Meaning::Muted, about + &trimmed(&debrief.question, room)));
    match &debrief.body {
        Body::Told(told) => page.told(told, against),
        Body::NoStory => {
            page.screen.gap();
            page.paragraph("No story came this time, and that is all right: nothing was graded.");
            page.paragraph(ADVICE);
            page.screen.gap();
        }
        Body::Unreadable(notice) => {
            page.screen.gap();
            page.paragraph(notice);
            page.screen.gap();
        }
    }
    page.row("Next", Line::text(debrief.next()));
    page.screen
}

/// The help for somebody who has no story: six short prompts, and the advice.
pub fn help(canvas: Canvas) -> Screen {
    let mut page = Page { canvas, screen: Screen::new() };
    page.paragraph("That happens to nearly everyone. Does one of these bring something back?");
    page.screen.gap();
    for prompt in PROMPTS {
        let lines = paragraph(
            &Line::text(prompt),
            canvas.text_width(),
            &Line::text("  - "),
            &Line::text("    "),
        );
        page.screen.extend(lines);
    }
    page.screen.gap();
    page.paragraph(ADVICE);
    page.screen
}

/// Every sentence of the answer and the replies under the number by which a correction names it, with
/// the letters of the parts that it counts for.
pub fn numbered(outcome: &Outcome, counted: &Corrected, canvas: Canvas) -> Screen {
    let mut screen = Screen::new();
    let mut of = Said::Answer;
    for sentence in outcome.sentences() {
        if sentence.of != of {
            of = sentence.of;
            screen.gap();
            if let Said::Reply(at) = of
                && let Some(exchange) = outcome.exchanges.get(at)
            {
                screen.extend(note(&exchange.asked.words, canvas));
            }
        }
        let parts = counted.tells(outcome, &sentence);
        let letters: String = parts.into_iter().map(letter).collect();
        let meaning = if letters.is_empty() { Meaning::Muted } else { Meaning::Strong };
        let head = Line::of(Meaning::Muted, format!("{:>3} ", sentence.number))
            .with(meaning, format!("{letters:<3}"));
        let rest = Line::text(" ".repeat(head.width()));
        let body = Line::text(sentence.text);
        screen.extend(paragraph(&body, canvas.text_width(), &head, &rest));
    }
    screen
}

struct Page {
    canvas: Canvas,
    screen: Screen,
}

impl Page {
    fn wide(&self) -> bool {
        self.canvas.width() >= WIDE
    }

    fn paragraph(&mut self, text: &str) {
        let blank = Line::new();
        let lines = paragraph(&Line::text(text), self.canvas.text_width(), &blank, &blank);
        self.screen.extend(lines);
    }

    /// A label with what belongs to it: beside it, or under it when columns are few.
    fn row(&mut self, label: &str, content: Line) {
        let columns = self.canvas.text_width();
        let label = Line::of(Meaning::Title, label);
        if self.wide() {
            let first = label.padded(LABEL);
            let rest = Line::text(" ".repeat(LABEL));
            self.screen.extend(paragraph(&content, columns, &first, &rest));
        } else {
            self.screen.push(label);
            let indent = Line::text("  ");
            self.screen.extend(paragraph(&content, columns, &indent, &indent));
        }
    }

    fn told(&mut self, told: &Told, against: Option<&Comparison>) {
        self.parts(told);
        self.screen.gap();
        for found in &told.traits {
            let word = Line::of(found.grade.into(), format!("{}. ", found.grade.shown()));
            self.row(&capital(found.shown.id()), word.and(&found.why));
        }
        self.words(&told.shares, &told.bulk);
        self.row("Time", time(told));
        self.row("Follow-ups", Line::text(&told.probes));
        self.rest(told, against);
        self.screen.gap();
        self.row("Their note", Line::of(Meaning::Text, &told.note));
        self.screen.gap();
    }

    fn parts(&mut self, told: &Told) {
        if self.wide() && self.canvas.drawings && told.probed {
            let line = Line::of(Meaning::Muted, " ".repeat(LABEL));
            let line = line.with(Meaning::Muted, "unasked").padded(LABEL + MARK);
            self.screen.push(line.with(Meaning::Muted, "after follow-ups"));
        }
        for (part, finding) in told.parts.iter() {
            if !self.canvas.drawings {
                self.row(&capital(part.id()), said(finding, told.probed));
            } else if self.wide() {
                self.part_beside(part, finding, told.probed);
            } else {
                self.part_above(part, finding, told.probed);
            }
        }
        if !told.unsure.is_empty() {
            let parts: Vec<&str> = told.unsure.iter().map(|part| part.id()).collect();
            let content = Line::of(
                Meaning::Muted,
                format!("? not sure: {}. To settle it: ", parts.join(", ")),
            )
            .with(Meaning::Typed, "told PART NUMBER")
            .with(Meaning::Muted, " or ")
            .with(Meaning::Typed, "missed PART");
            let indent = Line::text(" ".repeat(if self.wide() { LABEL } else { 2 }));
            let columns = self.canvas.text_width();
            self.screen.extend(paragraph(&content, columns, &indent, &indent));
        }
    }

    fn part_beside(&mut self, part: Part, finding: &Finding, probed: bool) {
        let mut line = Line::of(Meaning::Title, capital(part.id())).padded(LABEL);
        line = line.then(graded(finding.unprompted, finding.unsure)).padded(LABEL + MARK);
        let mut at = LABEL + MARK;
        if probed {
            at += MARK;
            line = line.then(graded(finding.after, finding.unsure)).padded(at);
        }
        let room = self.canvas.width().saturating_sub(at);
        self.screen.push(line.then(evidence(finding, room)));
    }

    fn part_above(&mut self, part: Part, finding: &Finding, probed: bool) {
        let mut line = Line::of(Meaning::Title, format!("{:<12} ", capital(part.id())));
        line = line.then(graded(finding.unprompted, finding.unsure));
        if probed && finding.after != finding.unprompted {
            let now = Line::of(Meaning::Muted, "→ ").then(graded(finding.after, false));
            // "Improvement  ○ not there? → ● there" has 36 columns.
            if line.width() + 1 + now.width() <= self.canvas.width() {
                line = line.and(" ").then(now);
            } else {
                self.screen.push(line);
                line = Line::text("  ").then(now);
            }
        }
        self.screen.push(line);
        let found = evidence(finding, self.canvas.width().saturating_sub(2));
        if found.width() > 0 {
            self.screen.push(Line::text("  ").then(found));
        }
    }

    fn words(&mut self, shares: &Shares, bulk: &str) {
        let columns = self.canvas.text_width().min(72);
        let indent = if self.wide() { LABEL } else { 2 };
        if self.canvas.drawings {
            self.row("Words", bar_of_shares(shares, columns - indent));
            let lead = Line::text(" ".repeat(indent));
            let bulk = Line::text(bulk);
            self.screen.extend(paragraph(&bulk, self.canvas.text_width(), &lead, &lead));
        } else {
            self.row("Words", figures(shares).and(". ").and(bulk));
        }
    }

    fn rest(&mut self, told: &Told, against: Option<&Comparison>) {
        if let Some(guess) = &told.guess {
            self.row("Your guess", Line::text(guess));
        }
        if let Some(against) = against {
            self.row("Last time", changes(against));
        }
        if let Some(yours) = &told.yours {
            self.row("Your word", Line::text(yours));
        }
        self.screen.gap();
        if told.breaks.is_empty() {
            self.row("In the room", Line::text(&told.holds));
        }
        for (at, broken) in told.breaks.iter().enumerate() {
            let content = Line::of(Meaning::Warning, format!("{}: ", broken.weakness.title()))
                .and(&broken.why);
            if at == 0 {
                self.row("In the room", content);
            } else {
                let indent = Line::text(" ".repeat(if self.wide() { LABEL } else { 2 }));
                let columns = self.canvas.text_width();
                self.screen.extend(paragraph(&content, columns, &indent, &indent));
            }
        }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// "◐ thin?": the question mark says that the judge is not sure.
fn graded(grade: Grade, unsure: bool) -> Line {
    let doubt = if unsure { "?" } else { "" };
    Line::of(grade.into(), format!("{} {}{doubt}", grade.mark(), grade.shown()))
}

/// The sentence behind a grade: its number, and as much of it as there is room for.
fn evidence(finding: &Finding, room: usize) -> Line {
    let yours = if finding.yours { "yours " } else { "" };
    let Some(evidence) = &finding.evidence else {
        return Line::of(Meaning::Muted, yours.trim());
    };
    let head = format!("{yours}{} ", evidence.number);
    let tail = if evidence.reply { " reply" } else { "" };
    let quote = trimmed(bare(&evidence.text), room.saturating_sub(width(&head) + width(tail) + 2));
    Line::of(Meaning::Muted, head)
        .with(Meaning::Quote, format!("“{quote}”"))
        .with(Meaning::Muted, tail)
}

/// A sentence without heading, bullets and the quotation marks around it, since it is quoted anyway.
fn bare(sentence: &str) -> &str {
    headless(sentence.trim_start_matches(['"', '“', ' ']))
        .trim_start_matches(['"', '“'])
        .trim_end_matches(['"', '”', '*', ' '])
}

/// A part in words, for a screen without drawings.
fn said(finding: &Finding, probed: bool) -> Line {
    let mut line = Line::of(finding.unprompted.into(), finding.unprompted.shown());
    if finding.unsure {
        line = line.with(Meaning::Muted, ", not sure");
    }
    if probed && finding.after != finding.unprompted {
        line = line
            .and(", ")
            .with(finding.after.into(), finding.after.shown())
            .and(" after follow-ups");
    }
    if finding.yours {
        line = line.and(", by your word");
    }
    match &finding.evidence {
        Some(e) => {
            let whose = if e.reply { "reply, sentence" } else { "sentence" };
            let text = trimmed(bare(&e.text), 160);
            line.with(Meaning::Muted, format!("; {whose} {}: ", e.number))
                .with(Meaning::Quote, format!("“{text}”"))
        }
        None => line.and("."),
    }
}

/// Where the words went, as one bar: a letter for each part, dots for context.
fn bar_of_shares(shares: &Shares, columns: usize) -> Line {
    let runs = std::iter::once((None, shares.context))
        .chain(shares.parts.iter().map(|(part, share)| (Some(part), *share)));
    let mut line = Line::new();
    let mut sum = 0.0;
    let mut drawn = 0;
    for (part, share) in runs {
        sum += if share.is_finite() { f64::from(share.max(0.0)) } else { 0.0 };
        // Borders are rounded, not runs, so that the whole bar is as long as it should be.
        let end = ((sum * columns as f64).round() as usize).min(columns);
        let (symbol, meaning) = match part {
            None => ('·', Meaning::Muted),
            Some(part @ (Part::Diagnosis | Part::Learning | Part::Improvement)) => {
                (letter(part), Meaning::Strong)
            }
            Some(part) => (letter(part), Meaning::Text),
        };
        line = line.with(meaning, symbol.to_string().repeat(end.saturating_sub(drawn)));
        drawn = drawn.max(end);
    }
    line
}

/// The shares in words, for a screen without drawings.
fn figures(shares: &Shares) -> Line {
    let parts = shares.parts.iter().map(|(part, share)| format!("{part} {}", share_words(*share)));
    Line::text(capital(&parts.collect::<Vec<_>>().join(", ")))
}

fn time(told: &Told) -> Line {
    let band = format!("{}–{}", duration(told.band.from), duration(told.band.to));
    let (meaning, stand) = match told.length {
        Length::Under => (Meaning::Warning, format!("short of {band}")),
        Length::Within => (Meaning::Strong, format!("within {band}")),
        Length::Over => (Meaning::Warning, format!("past {band}")),
    };
    Line::text(format!("spoken {}, ", duration(told.times.speaking))).with(meaning, stand).and(
        format!("; thought {}, typed {}", duration(told.times.think), duration(told.times.wall)),
    )
}

/// What was won and lost against the attempt before, and the figures.
fn changes(against: &Comparison) -> Line {
    let list = |meaning: Meaning, word: &str, of: fn(Change) -> bool| {
        let changed: Vec<String> = against
            .unprompted
            .iter()
            .filter(|(_, change)| of(**change))
            .map(|(part, c)| format!("{part} ({} → {})", c.then.shown(), c.now.shown()))
            .collect();
        (!changed.is_empty()).then(|| Line::of(meaning, format!("{word} ")).and(changed.join(", ")))
    };
    let mut line = Line::new();
    let won = list(Meaning::Strong, "won", Change::won);
    let lost = list(Meaning::Missing, "lost", Change::lost);
    for part in [won, lost].into_iter().flatten() {
        line = line.then(part).and("; ");
    }
    if line.width() == 0 {
        line = Line::text("the same parts as before; ");
    }
    line.and(format!(
        "{} → {} words, {} → {} follow-ups.",
        against.words.then, against.words.now, against.probes.then, against.probes.now
    ))
}

#[cfg(test)]
mod tests;
