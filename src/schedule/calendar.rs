//! From today to an interview: which day to practise what.
//!
//! The days are laid out by letting the schedule run on. It supposes that every part comes out one
//! grade better than the last time; what really happens is in the logs the next time it is asked for.

use chrono::NaiveDate;

use super::{Item, Returning, Schedule};
use crate::arc::{Grade, Part};

/// How many questions a day: with their follow-ups and the debrief some twenty minutes, which is what
/// people keep up beside a job.
pub const A_DAY: usize = 2;

/// No more days than this are laid out; the rest is planned when it is nearer.
pub const MOST_DAYS: usize = 28;

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// A question of which parts come back.
    Return {
        /// The id of the question.
        question: String,
        /// The parts that are due then.
        parts: Vec<Part>,
    },
    /// A question of the company that was not asked yet.
    New {
        /// The id of the question.
        question: String,
    },
    /// A whole round under one budget.
    Round,
    /// The interview itself.
    Interview,
}

/// A day with what is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// What is to be done; nothing on a day off.
    pub tasks: Vec<Task>,
}

/// An interview that no plan leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is over; write the day of the interview, like {1}")]
pub struct Over(pub NaiveDate, pub NaiveDate);

/// The days from the schedule's today to an interview, the first [`MOST_DAYS`] of them. `fresh` holds
/// the ids of questions that were not asked yet, in the order in which they shall come; questions of
/// `company` come before those of others.
///
/// # Errors
/// When the day lies before today.
pub fn plan(
    schedule: &Schedule,
    company: Option<&str>,
    fresh: &[String],
    interview: NaiveDate,
) -> Result<Vec<Day>, Over> {
    let today = schedule.today;
    if interview < today {
        let week = today.checked_add_days(chrono::Days::new(7)).unwrap_or(today);
        return Err(Over(interview, week));
    }
    let mut schedule = schedule.clone();
    let mut fresh = fresh.iter();
    let mut days = Vec::new();
    for on in today.iter_days().take_while(|day| *day <= interview).take(MOST_DAYS) {
        let left = (interview - on).num_days();
        let tasks = match left {
            0 => vec![Task::Interview],
            1 => vec![Task::Round],
            _ => day(&mut schedule, company, on, &mut fresh),
        };
        days.push(Day { on, tasks });
    }
    Ok(days)
}

/// What one day holds; the schedule goes on as if it had gone well.
fn day<'a>(
    schedule: &mut Schedule,
    company: Option<&str>,
    on: NaiveDate,
    fresh: &mut impl Iterator<Item = &'a String>,
) -> Vec<Task> {
    let mut due: Vec<Returning> = schedule.due(on).into_iter().cloned().collect();
    // The order within each half stays: the most due first.
    due.sort_by_key(|returning| Some(returning.company.as_str()) != company);
    due.truncate(A_DAY);
    let mut tasks = Vec::new();
    for returning in due {
        let parts = returning.due(on).map(|item| item.part).collect();
        for known in schedule.questions.iter_mut().filter(|q| q.question == returning.question) {
            known.items.iter_mut().for_each(|item| item.practise(on));
            known.last = on;
        }
        tasks.push(Task::Return { question: returning.question, parts });
    }
    // One new question a day: each will bring back parts of its own.
    let room = (A_DAY - tasks.len()).min(1);
    tasks.extend(fresh.take(room).map(|question| Task::New { question: question.clone() }));
    tasks
}

impl Item {
    /// Supposes that it is practised on a day and comes out one grade better.
    fn practise(&mut self, on: NaiveDate) {
        self.grade = match self.grade {
            Grade::Missing => Grade::Weak,
            Grade::Weak | Grade::Strong => Grade::Strong,
        };
        self.memory = self.memory.then(self.grade, on);
        self.due = self.memory.due();
        self.last = on;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{day, session};

    fn laid_out(interview: &str) -> String {
        let digests: Vec<_> =
            ["2026-11-25 amazon ++.-- 140 3", "2026-11-26 netflix ++++. 140 2"].map(session).into();
        let schedule = Schedule::of(&digests, day("2026-11-27"));
        let fresh = ["amazon-2".to_owned(), "amazon-3".to_owned()];
        let days = match plan(&schedule, Some("amazon"), &fresh, day(interview)) {
            Ok(days) => days,
            Err(over) => return over.to_string(),
        };
        let task = |task: &Task| match task {
            Task::Return { question, parts } => {
                let parts: Vec<_> = parts.iter().map(|part| part.id()).collect();
                format!("{question} ({})", parts.join(", "))
            }
            Task::New { question } => format!("{question} (new)"),
            Task::Round => "round".to_owned(),
            Task::Interview => "interview".to_owned(),
        };
        let line = |day: &Day| {
            let tasks: Vec<_> = day.tasks.iter().map(task).collect();
            format!("{}  {}", day.on.format("%a %e"), tasks.join("; ")).trim_end().to_owned()
        };
        days.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_due_comes_on_its_day_new_ones_between_and_a_round_before_the_end() {
        insta::assert_snapshot!(laid_out("2026-12-05"), @r"
        Fri 27  amazon-1 (action, learning, improvement); amazon-2 (new)
        Sat 28  netflix-1 (improvement); amazon-3 (new)
        Sun 29  amazon-1 (learning, improvement)
        Mon 30
        Tue  1
        Wed  2
        Thu  3
        Fri  4  round
        Sat  5  interview
        ");
    }

    #[test]
    fn the_day_before_the_day_itself_and_a_day_that_is_over() {
        assert_eq!(laid_out("2026-11-28"), "Fri 27  round\nSat 28  interview");
        assert_eq!(laid_out("2026-11-27"), "Fri 27  interview");
        assert_eq!(
            laid_out("2026-11-26"),
            "2026-11-26 is over; write the day of the interview, like 2026-12-04"
        );
        assert_eq!(laid_out("9999-12-31").lines().count(), MOST_DAYS);
    }
}
