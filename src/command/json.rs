//! What verbs print for other programs with `--json`: one object on one line.
//!
//! Each object begins with `"format": 1`. Within a format keys are only ever added, so a reader that
//! passes over what it does not know keeps working; a key that goes or changes its meaning makes the
//! next format. Nothing here knows how the same is shown to a person.

use chrono::NaiveDate;
use serde::Serialize;

use super::exit::Trouble;
use super::practice::Practice;
use crate::arc::{Grade, Level, Part, Parts};
use crate::bank::{Bank, Banks, Gap, Problem};
use crate::schedule::{Item, Returning};
use crate::screen::Listed;
use crate::session::When;
use crate::story::Shelf;

/// The format of the objects of this file.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Object<T> {
    format: u32,
    #[serde(flatten)]
    data: T,
}

/// `banks --json`
#[derive(Serialize)]
pub(super) struct BankList<'a> {
    banks: Vec<BankLine<'a>>,
}

#[derive(Serialize)]
struct BankLine<'a> {
    company: &'a str,
    name: &'a str,
    lens: &'a str,
    framework: &'a str,
    questions: usize,
    probes: usize,
}

/// `banks show COMPANY --json`
#[derive(Serialize)]
pub(super) struct OneBank<'a> {
    company: &'a str,
    name: &'a str,
    lens: &'a str,
    framework: &'a str,
    weights: Parts<f32>,
    questions: Vec<OneQuestion<'a>>,
    probes: Vec<OneProbe<'a>>,
}

#[derive(Serialize)]
struct OneQuestion<'a> {
    id: &'a str,
    words: &'a str,
    rewordings: &'a [String],
    levels: &'a [Level],
    tests: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct OneProbe<'a> {
    part: Part,
    gap: Gap,
    wordings: &'a [String],
}

/// `banks check --json`
#[derive(Serialize)]
pub(super) struct Checked<'a> {
    pub(super) problems: &'a [Problem],
}

/// `config --json`
#[derive(Serialize)]
pub(super) struct InForce {
    pub(super) settings: Vec<Setting>,
}

/// A setting, its value as it is typed, and where the value came from.
#[derive(Serialize)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) from: String,
}

/// `review --json`: the attempts of the list.
#[derive(Serialize)]
pub(super) struct PastAttempts<'a> {
    attempts: Vec<AttemptLine<'a>>,
}

#[derive(Serialize)]
struct AttemptLine<'a> {
    session: Option<&'a str>,
    started: When,
    company: &'a str,
    asked: &'a str,
    think: f64,
    wall: f64,
    speaking: f64,
    unprompted: Option<Parts<Grade>>,
    probes: usize,
    excluded: bool,
}

impl<'a> PastAttempts<'a> {
    /// `ids` are those of all sessions, newest first, by which the list counts.
    pub(super) fn of(listed: &'a [Listed], ids: &'a [String]) -> Self {
        let mut session = None;
        let attempts = listed.iter().map(|row| {
            // A row without a number belongs to the session of the one before.
            if let Some(number) = row.number {
                session = number.checked_sub(1).and_then(|at| ids.get(at)).map(String::as_str);
            }
            AttemptLine {
                session,
                started: row.started,
                company: &row.company,
                asked: &row.asked,
                think: row.times.think,
                wall: row.times.wall,
                speaking: row.times.speaking,
                unprompted: row.parts,
                probes: row.probes,
                excluded: row.excluded,
            }
        });
        Self { attempts: attempts.collect() }
    }
}

/// `due --json`
#[derive(Serialize)]
pub(super) struct ComingBack<'a> {
    today: NaiveDate,
    due: Vec<DueLine<'a>>,
}

#[derive(Serialize)]
struct DueLine<'a> {
    company: &'a str,
    question: &'a str,
    parts: Vec<DuePart>,
}

#[derive(Serialize)]
struct DuePart {
    part: Part,
    grade: Grade,
    last: NaiveDate,
    due: NaiveDate,
}

/// `stories --json`
#[derive(Serialize)]
pub(super) struct OnTheShelf<'a> {
    stories: Vec<StoryLine<'a>>,
}

#[derive(Serialize)]
struct StoryLine<'a> {
    name: &'a str,
    told: usize,
    best: Option<Parts<Grade>>,
    text: Option<&'a str>,
}

impl<'a> ComingBack<'a> {
    pub(super) fn of(found: &[&'a Returning], today: NaiveDate) -> Self {
        let due = found.iter().map(|returning| DueLine {
            company: &returning.company,
            question: &returning.question,
            parts: returning.due(today).map(DuePart::of).collect(),
        });
        Self { today, due: due.collect() }
    }
}

impl DuePart {
    fn of(item: &Item) -> Self {
        Self { part: item.part, grade: item.grade, last: item.last, due: item.due }
    }
}

impl<'a> OnTheShelf<'a> {
    pub(super) fn of(shelf: &'a Shelf) -> Self {
        let stories = shelf.stories.iter().map(|story| StoryLine {
            name: &story.name,
            told: story.uses.len(),
            best: story.best(),
            text: story.text.as_deref(),
        });
        Self { stories: stories.collect() }
    }
}

impl<'a> BankList<'a> {
    pub(super) fn of(banks: &'a Banks) -> Self {
        let line = |bank: &'a Bank| BankLine {
            company: &bank.company,
            name: &bank.name,
            lens: &bank.lens,
            framework: &bank.framework,
            questions: bank.questions.len(),
            probes: bank.probes.len(),
        };
        Self { banks: banks.iter().map(line).collect() }
    }
}

impl<'a> OneBank<'a> {
    pub(super) fn of(bank: &'a Bank) -> Self {
        let questions = bank.questions.iter().map(|question| OneQuestion {
            id: &question.id,
            words: &question.words,
            rewordings: &question.rewordings,
            levels: &question.levels,
            tests: &question.tests,
            note: &question.note,
        });
        let probes = bank.probes.iter().map(|probe| OneProbe {
            part: probe.part,
            gap: probe.gap,
            wordings: &probe.wordings,
        });
        Self {
            company: &bank.company,
            name: &bank.name,
            lens: &bank.lens,
            framework: &bank.framework,
            weights: bank.weights.usual,
            questions: questions.collect(),
            probes: probes.collect(),
        }
    }
}

impl Practice<'_> {
    /// Prints data for another program.
    pub(super) fn give(&mut self, data: impl Serialize) -> Result<(), Trouble> {
        let line = crate::text::json(&Object { format: FORMAT, data });
        let line = line.map_err(|error| Trouble::wrong(format!("no JSON: {error}")))?;
        Ok(self.out.write(&format!("{line}\n"))?)
    }
}
