//! What practice adds up to, on a screen: a small chart for each part, a calendar, the sentences.
//!
//! It counts nothing; that is [`crate::review::progress`].

mod calendar;
pub mod saying;

use super::pieces::{duration, share_words};
use super::{Canvas, Line, Meaning, Screen, heading, note, paragraph};
use crate::arc::Part;
use crate::review::{By, Period, Progress, Standing};

/// The width of the labels at the left.
const LABEL: usize = 13;

/// From how many columns a label, a chart and its figures stand in one line.
const WIDE: usize = 40;

/// No more columns of a chart than this: two years of weeks, a screen of sessions.
const MOST_PERIODS: usize = 104;

/// How many periods are told one by one where nothing may be drawn.
const TOLD: usize = 8;

/// The whole screen; `name` is what a company is called.
pub fn progress(progress: &Progress, name: &dyn Fn(&str) -> String, canvas: Canvas) -> Screen {
    let mut page = Page { progress, canvas, screen: Screen::new() };
    page.words(Meaning::Muted, &saying::covers(progress, name));
    page.screen.gap();
    for sentence in saying::weakest(progress, name) {
        page.words(Meaning::Text, &sentence);
    }
    if let Some(sentence) = saying::last(progress) {
        page.words(Meaning::Text, &sentence);
    }
    page.screen.gap();
    page.parts();
    page.screen.gap();
    page.figures();
    page.screen.gap();
    page.companies(name);
    let calendar = calendar::calendar(progress, canvas);
    if !calendar.is_empty() {
        page.screen.gap();
        page.screen.extend(calendar);
    }
    page.screen
}

struct Page<'a> {
    progress: &'a Progress,
    canvas: Canvas,
    screen: Screen,
}

impl Page<'_> {
    fn words(&mut self, meaning: Meaning, words: &str) {
        let blank = Line::new();
        let line = Line::of(meaning, words);
        self.screen.extend(paragraph(&line, self.canvas.text_width(), &blank, &blank));
    }

    fn title(&mut self, words: &str) {
        let blank = Line::new();
        self.screen.extend(paragraph(&heading(words), self.canvas.text_width(), &blank, &blank));
    }

    /// The newest periods for which there is room.
    fn periods(&self, room: usize) -> &[Period] {
        let periods = &self.progress.periods;
        let room = room.min(MOST_PERIODS).min(periods.len());
        periods.get(periods.len() - room..).unwrap_or(periods)
    }

    fn parts(&mut self) {
        let of = match self.progress.wanted.by {
            By::Week => "week",
            By::Session => "session",
        };
        self.title(&format!("Told without being asked, by {of}"));
        for &part in Part::ALL {
            let share = self.progress.all.told[part];
            let figures = format!("{:>4}  {} of {}", percent(share.value()), share.count, share.of);
            let value = |standing: &Standing| standing.told[part].value();
            let said =
                |standing: &Standing| share_words(standing.told[part].value().unwrap_or(0.0));
            self.chart(part.id(), &value, &figures, &said);
        }
    }

    fn figures(&mut self) {
        let progress = self.progress;
        self.title("Speaking time and follow-ups");
        // The band's end is three quarters up, so that what is over it can be seen.
        let top = f64::from(progress.band[1].max(1)) / 0.75;
        let speaking = |s: &Standing| s.average_speaking().map(|seconds| (seconds / top) as f32);
        let figures = progress.all.average_speaking().map_or_else(String::new, duration);
        let said = |s: &Standing| duration(s.average_speaking().unwrap_or(0.0));
        self.chart("spoken", &speaking, &format!("{figures} on average"), &said);
        let probes = |s: &Standing| s.average_probes().map(|probes| (probes / 3.0) as f32);
        let figures = progress.all.average_probes().unwrap_or(0.0);
        let said = |s: &Standing| format!("{:.1}", s.average_probes().unwrap_or(0.0));
        self.chart("follow-ups", &probes, &format!("{figures:.1} an answer"), &said);
        self.words(Meaning::Muted, &saying::band(progress));
    }

    /// A label, a small chart of the newest periods, and figures; in words without drawings.
    fn chart(
        &mut self,
        label: &str,
        value: &dyn Fn(&Standing) -> Option<f32>,
        figures: &str,
        said: &dyn Fn(&Standing) -> String,
    ) {
        let name = Line::of(Meaning::Title, label);
        if !self.canvas.drawings {
            let periods = self.periods(TOLD);
            let told: Vec<String> = periods
                .iter()
                .map(|p| match p.standing.attempts {
                    0 => "no practice".to_owned(),
                    _ => said(&p.standing),
                })
                .collect();
            let mut line = name.and(format!(": {}", figures.trim().replace("  ", ", ")));
            if let Some(first) = periods.first() {
                line = line
                    .with(Meaning::Muted, format!("; from {} on: {}", first.from, told.join(", ")));
            }
            let rest = Line::text("  ");
            let lines = paragraph(&line, self.canvas.text_width(), &Line::new(), &rest);
            return self.screen.extend(lines);
        }
        let width = super::width(figures) + 2;
        let wide = self.canvas.width() >= WIDE;
        let room = self.canvas.width().saturating_sub(if wide { LABEL + width } else { 2 });
        let drawn: String =
            self.periods(room.max(4)).iter().map(|p| column(value(&p.standing))).collect();
        let chart = Line::of(Meaning::Strong, drawn);
        let figures = Line::of(Meaning::Muted, figures);
        if wide {
            self.screen.push(name.padded(LABEL).then(chart).and("  ").then(figures));
        } else {
            let line = name.and(" ").then(figures);
            let lines = paragraph(&line, self.canvas.width(), &Line::new(), &Line::text("  "));
            self.screen.extend(lines);
            self.screen.push(Line::text("  ").then(chart));
        }
    }

    fn companies(&mut self, name: &dyn Fn(&str) -> String) {
        if self.progress.companies.len() < 2 {
            return;
        }
        self.title("Parts told of five, by company");
        for (company, standing) in &self.progress.companies {
            let told = standing.parts_told().unwrap_or(0.0);
            let answers = saying::answers(standing.attempts);
            let name = Line::of(Meaning::Title, super::trimmed(&name(company), LABEL - 1));
            let figures = Line::of(Meaning::Muted, format!("{told:.1}  {answers}"));
            if !self.canvas.drawings {
                let line = name.and(": ").and(format!("{told:.1}; {answers}"));
                let lines = paragraph(&line, self.canvas.width(), &Line::new(), &Line::text("  "));
                self.screen.extend(lines);
                continue;
            }
            let room = self.canvas.width().saturating_sub(LABEL + figures.width() + 2).min(30);
            if room < 5 {
                let line = name.and(" ").then(figures);
                let lines = paragraph(&line, self.canvas.width(), &Line::new(), &Line::text("  "));
                self.screen.extend(lines);
                continue;
            }
            let bar = super::bar((told / 5.0) as f32, room, Meaning::Strong, self.canvas);
            self.screen.push(name.padded(LABEL).then(bar).and("  ").then(figures));
        }
        self.screen.gap();
        if self.progress.wanted.company.is_none() {
            self.screen.extend(note("--company looks at one of them alone.", self.canvas));
        }
    }
}

/// One column of a chart: how high the share is, or a dot where there was no practice.
fn column(share: Option<f32>) -> char {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    match share {
        None => '·',
        Some(share) => {
            let step = (share.clamp(0.0, 1.0) * 7.0).round() as usize;
            HEIGHTS.get(step).copied().unwrap_or('▁')
        }
    }
}

fn percent(share: Option<f32>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0))
}

#[cfg(test)]
mod tests;
