//! What is said when a question is over, as values; `screen` lays them out.
//!
//! Every sentence is put together here from what was found in this answer. The same outcome gives the
//! same words. It knows nothing of columns, colours or files.

mod advice;
mod findings;
mod note;
mod room;
mod story;

pub use findings::{Evidence, Finding, Length, TraitFinding};
pub use room::{Break, Weakness};

use super::{Band, Corrected, Outcome, Times};
use crate::arc::{Grade, Level, Part, Parts, Trait};
use crate::bank::{Bank, Question};
use crate::judge::{Shares, Standing, Verdict};
use crate::text::speaking_seconds;
use story::Story;

/// Everything that is said about one question that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Debrief {
    /// The company's name as it is written; the outcome's id when its bank is gone.
    pub company: String,
    /// The level that the candidate interviews for.
    pub level: Level,
    /// The question's words.
    pub question: String,
    /// The rest, which depends on whether there was a story.
    pub body: Body,
}

/// What a debrief is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A story was told.
    Told(Box<Told>),
    /// No story came, even after help.
    NoStory,
    /// The judge could not read it, and says why.
    Unreadable(String),
}

/// The debrief of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Part by part.
    pub parts: Parts<Finding>,
    /// Whether anything was asked, so that "after probes" means something.
    pub probed: bool,
    /// Humility and agency, in this order.
    pub traits: [TraitFinding; 2],
    /// Where the words went.
    pub shares: Shares,
    /// What that means, in a sentence.
    pub bulk: String,
    /// The clocks of the answer.
    pub times: Times,
    /// The length that it should have.
    pub band: Band,
    /// How its length stands to that.
    pub length: Length,
    /// Words of the answer.
    pub words: usize,
    /// The probes that were needed, in a sentence.
    pub probes: String,
    /// Where it would break in the room, the worst first; empty when it would hold.
    pub breaks: Vec<Break>,
    /// What to say in their place when there is none.
    pub holds: String,
    /// The interviewer's note as it would stand in a packet: two or three sentences.
    pub note: String,
    /// The part that the next hour should go into.
    pub weakest: Part,
    /// The one thing to do before the next attempt.
    pub next: String,
    /// What the candidate's guess got right and wrong, when they guessed.
    pub guess: Option<String>,
    /// What of this is the person's own word, when some is.
    pub yours: Option<String>,
    /// Parts on which the judge is not sure.
    pub unsure: Vec<Part>,
}

impl Debrief {
    /// Puts a debrief together. `bank` is the company's, when it still exists.
    pub fn of(outcome: &Outcome, counted: &Corrected, bank: Option<&Bank>, band: Band) -> Self {
        let company = bank.map_or_else(|| outcome.company.clone(), |b| b.name.clone());
        let story = Story::new(outcome, counted, bank, band);
        let body = if let Some(notice) = &outcome.verdict.notice {
            Body::Unreadable(notice.clone())
        } else if story.no_story() {
            Body::NoStory
        } else {
            Body::Told(Box::new(told(&story)))
        };
        Self { company, level: outcome.level, question: outcome.question.words.clone(), body }
    }

    /// The one thing to do next, whatever the debrief is about.
    pub fn next(&self) -> &str {
        match &self.body {
            Body::Told(told) => &told.next,
            Body::NoStory => {
                "Take a walk through the last year: a date that slipped, a person you let down, a bet \
                 that did not pay. Write down three in a line each; the smallest will do."
            }
            Body::Unreadable(_) => {
                "Nothing was judged and nothing counts against you. Tell it again in a few sentences of \
                 English, in your own words."
            }
        }
    }
}

/// The weakest part of a written story and what to do about it: what a debrief would say of it if
/// nothing were asked.
pub fn advice(text: &str, verdict: &Verdict, level: Level, rate: u32) -> (Part, String) {
    let nowhere = Question {
        id: String::new(),
        words: String::new(),
        rewordings: Vec::new(),
        levels: Vec::new(),
        tests: String::new(),
        note: String::new(),
    };
    let speaking = speaking_seconds(verdict.words, rate);
    let outcome = Outcome {
        company: String::new(),
        level,
        question: nowhere,
        answer: text.to_owned(),
        times: Times { speaking, ..Times::default() },
        verdict: verdict.clone(),
        helped: false,
        guess: None,
        exchanges: Vec::new(),
        after: Standing::unprompted(verdict),
        cut_short: false,
    };
    let counted = Corrected::none(&outcome);
    advice::next(&Story::new(&outcome, &counted, None, Band::default()))
}

fn told(story: &Story<'_>) -> Told {
    let outcome = story.outcome;
    let (weakest, next) = advice::next(story);
    Told {
        parts: Parts::from_fn(|part| findings::finding(story, part)),
        probed: !outcome.exchanges.is_empty(),
        traits: [Trait::Humility, Trait::Agency].map(|shown| findings::of_trait(story, shown)),
        shares: story.counted.verdict.shares,
        bulk: findings::bulk(story),
        times: outcome.times,
        band: story.band,
        length: story.length(),
        words: outcome.verdict.words,
        probes: findings::probes(story),
        breaks: room::breaks(story),
        holds: room::holds(story),
        note: note::note(story),
        weakest,
        next,
        guess: findings::guess(story),
        yours: findings::yours(story),
        unsure: Part::ALL.iter().copied().filter(|part| story.unsure(*part)).collect(),
    }
}

/// The level as a kind of role: "a senior role".
fn role(level: Level) -> &'static str {
    match level {
        Level::Mid => "a mid-level role",
        Level::Senior => "a senior role",
        Level::Staff => "a staff role",
        Level::Manager => "a management role",
    }
}

/// "a", "a and b", "a, b and c".
fn listed(items: &[impl AsRef<str>], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., end] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", init.join(", "), end.as_ref())
        }
    }
}

/// The text with a capital at its head, inside quotation marks when it begins with them.
fn capital(text: &str) -> String {
    let at = text.find(|c: char| c != '“').unwrap_or(0);
    let (marks, rest) = text.split_at(at);
    let mut chars = rest.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    marks.chars().chain(first).chain(chars).collect()
}

/// Small numbers as words, since nobody says "3 follow-ups" in a sentence.
fn counted(n: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// The grade of a trait: there when all its parts are, not there when none is.
fn of_parts(grades: impl IntoIterator<Item = Grade> + Clone) -> Grade {
    if grades.clone().into_iter().all(|g| g == Grade::Strong) {
        Grade::Strong
    } else if grades.into_iter().all(|g| g == Grade::Missing) {
        Grade::Missing
    } else {
        Grade::Weak
    }
}

#[cfg(test)]
mod tests;
