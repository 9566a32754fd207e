//! What comes back when, and why: which parts of which questions are due.
//!
//! Pure and stored nowhere: digests of the logs and today's date in, a schedule out. A person's
//! corrections count, since digests count them. It knows nothing of banks, screens or files.
//!
//! - `memory.rs`: how long a part stays told.
//! - [`plan`]: the days until an interview.
//! - [`Schedule`]: every question × part that was ever missing or thin, with its day.

mod calendar;
mod memory;
#[cfg(test)]
mod tests;

pub use self::calendar::{A_DAY, Day, MOST_DAYS, Over, Task, plan};

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use self::memory::Memory;
use crate::arc::{Grade, Part, Parts};
use crate::session::{AttemptDigest, Digest};

/// What was not practised for longer, in days, is left out: it belongs to an earlier search.
///
/// Four times the longest that anything stays away (30 days), so that whatever came back and was
/// passed over three times in a row is still there; and few enough logs to read on every start.
pub const REMEMBERED: u64 = 4 * memory::LONGEST as u64;

/// A part of a question that comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The part.
    pub part: Part,
    /// How it came out the last time, unprompted.
    pub grade: Grade,
    /// The day of the last time.
    pub last: NaiveDate,
    /// How many times in a row it was told unprompted, up to the last time.
    pub told: usize,
    /// The day on which it comes back.
    pub due: NaiveDate,
    memory: Memory,
}

impl Item {
    /// The chance that it would be told unasked on a day, 0 to 1, as the scheduler sees it.
    pub fn recall(&self, day: NaiveDate) -> f64 {
        self.memory.recall(day)
    }
}

/// A question of which parts come back.
#[derive(Debug, Clone, PartialEq)]
pub struct Returning {
    /// The id of the bank.
    pub company: String,
    /// The id of the question.
    pub question: String,
    /// The day on which it was last answered.
    pub last: NaiveDate,
    /// Whether that day is known; it is not when the log's date lies in the future.
    pub dated: bool,
    /// The parts that were ever missing or thin, in the order of the arc.
    pub items: Vec<Item>,
}

impl Returning {
    /// The parts that are due on a day.
    pub fn due(&self, day: NaiveDate) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.due <= day)
    }

    /// How many of the parts that are due would be left untold on that day, as a number of parts: by
    /// this, what is due most comes first.
    pub fn urgency(&self, day: NaiveDate) -> f64 {
        self.due(day).map(|item| 1.0 - item.recall(day)).sum()
    }

    /// The day on which the first of its parts comes back.
    pub fn first_due(&self) -> NaiveDate {
        self.items.iter().map(|item| item.due).min().unwrap_or(self.last)
    }
}

/// What comes back when.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The day that it was made for.
    pub today: NaiveDate,
    /// Every question with a part that comes back, by its id.
    pub questions: Vec<Returning>,
    /// How many answers are dated after tomorrow, so that the clock was wrong then or is now. They
    /// count as the oldest, practised so long ago that all of it is due.
    pub undated: usize,
}

/// What is known of a question while its attempts are gone through.
struct Known<'a> {
    company: &'a str,
    last: NaiveDate,
    dated: bool,
    parts: Parts<Option<State>>,
}

#[derive(Clone, Copy)]
struct State {
    memory: Memory,
    grade: Grade,
    told: usize,
    /// Whether it was ever anything but told.
    ever_open: bool,
}

impl Schedule {
    /// The schedule that these sessions make, seen from `today`. They come in any order.
    pub fn of(digests: &[Digest], today: NaiveDate) -> Self {
        let tomorrow = today.succ_opt().unwrap_or(today);
        let long_ago = |days| today.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        let all = digests
            .iter()
            .filter(|digest| !digest.excluded)
            .flat_map(|digest| &digest.attempts)
            .filter(|attempt| attempt.counts);
        let mut undated = 0;
        let mut attempts: Vec<(NaiveDate, &AttemptDigest)> = Vec::new();
        for attempt in all {
            let mut on = attempt.at.moment().date_naive();
            if on > tomorrow {
                undated += 1;
                on = long_ago(memory::LONGEST.into());
            } else if on < long_ago(REMEMBERED) {
                continue;
            }
            attempts.push((on.min(today), attempt));
        }
        attempts.sort_by_cached_key(|(on, attempt)| {
            let wrong = attempt.at.moment().date_naive() > tomorrow;
            (!wrong, *on, attempt.at)
        });
        let mut known: HashMap<&str, Known<'_>> = HashMap::new();
        for (on, attempt) in attempts {
            let entry = known.entry(&attempt.question).or_insert_with(|| Known {
                company: &attempt.company,
                last: on,
                dated: false,
                parts: Parts::from_fn(|_| None),
            });
            entry.last = entry.last.max(on);
            entry.dated |= attempt.at.moment().date_naive() <= tomorrow;
            for (part, &grade) in attempt.unprompted.iter() {
                let before = entry.parts[part];
                let told = before.map_or(0, |state| state.told) + 1;
                entry.parts[part] = Some(State {
                    memory: match before {
                        Some(state) => state.memory.then(grade, on),
                        None => Memory::first(grade, on),
                    },
                    grade,
                    told: if grade == Grade::Strong { told } else { 0 },
                    ever_open: grade != Grade::Strong || before.is_some_and(|s| s.ever_open),
                });
            }
        }
        let mut questions: Vec<Returning> = known
            .into_iter()
            .map(|(question, known)| known.returning(question))
            .filter(|returning| !returning.items.is_empty())
            .collect();
        questions.sort_by(|a, b| a.question.cmp(&b.question));
        Self { today, questions, undated }
    }

    /// The questions that are due on a day, the one that is due most first.
    pub fn due(&self, day: NaiveDate) -> Vec<&Returning> {
        let mut due: Vec<_> =
            self.questions.iter().filter(|q| q.due(day).next().is_some()).collect();
        due.sort_by(|a, b| {
            let urgency = b.urgency(day).total_cmp(&a.urgency(day));
            urgency.then_with(|| a.question.cmp(&b.question))
        });
        due
    }

    /// Leaves only the questions for which `keep` says so, by company and id.
    pub fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        self.questions.retain(|q| keep(&q.company, &q.question));
    }

    /// How many questions come back on each day after today, by the first of their parts.
    pub fn to_come(&self) -> BTreeMap<NaiveDate, usize> {
        let mut days = BTreeMap::new();
        for day in self.questions.iter().map(Returning::first_due).filter(|d| *d > self.today) {
            *days.entry(day).or_insert(0) += 1;
        }
        days
    }

    /// The part that is due most often today, with in how many questions.
    pub fn most_often(&self) -> Option<(Part, usize)> {
        let count = |part: Part| {
            let due = self.questions.iter().flat_map(|q| q.due(self.today));
            due.filter(|item| item.part == part).count()
        };
        // Of several the last of the arc: stories break there most often.
        let counts = Part::ALL.iter().map(|&part| (part, count(part)));
        counts.filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count)
    }
}

impl Known<'_> {
    fn returning(self, question: &str) -> Returning {
        let items = self.parts.iter().filter_map(|(part, state)| {
            let state = state.filter(|state| state.ever_open)?;
            Some(Item {
                part,
                grade: state.grade,
                last: self.last,
                told: state.told,
                due: state.memory.due(),
                memory: state.memory,
            })
        });
        Returning {
            company: self.company.to_owned(),
            question: question.to_owned(),
            last: self.last,
            dated: self.dated,
            items: items.collect(),
        }
    }
}
