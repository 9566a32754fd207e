//! Progress as a value for other programs: the shape of `progress --json`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::progress::{Progress, Standing};
use crate::arc::{Part, Parts};

/// The format number of the shape: a field may be added under the same number, none changed.
const FORMAT: u32 = 1;

/// Progress as it is given to other programs. Times are in seconds; averages of nothing are `null`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    format: u32,
    company: Option<String>,
    since: Option<NaiveDate>,
    by: &'static str,
    rate: Option<u32>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    sessions: usize,
    excluded: usize,
    future: usize,
    band: [u32; 2],
    all: Sum,
    weakest: Weakest,
    last: Option<Last>,
    companies: Vec<Company>,
    periods: Vec<Period>,
    days: BTreeMap<NaiveDate, usize>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Sum {
    answers: usize,
    parts: Parts<Counted>,
    parts_told: Option<f64>,
    speaking: Option<f64>,
    short: usize,
    within: usize,
    long: usize,
    probes: Option<f64>,
}

/// Of so many answers, how many told the part unasked, and how many after follow-ups.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Counted {
    told: usize,
    after: usize,
    of: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Weakest {
    part: Option<Part>,
    company: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Last {
    session: String,
    day: NaiveDate,
    this: Sum,
    before: Sum,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Company {
    company: String,
    #[serde(flatten)]
    sum: Sum,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Period {
    from: NaiveDate,
    #[serde(flatten)]
    sum: Sum,
}

impl Sum {
    fn of(standing: &Standing) -> Self {
        Self {
            answers: standing.attempts,
            parts: standing.told.map(|part, told| Counted {
                told: told.count,
                after: standing.after[part].count,
                of: told.of,
            }),
            parts_told: standing.parts_told(),
            speaking: standing.average_speaking(),
            short: standing.short,
            within: standing.within().count,
            long: standing.long,
            probes: standing.average_probes(),
        }
    }
}

impl Figures {
    /// The figures of this progress.
    pub fn of(progress: &Progress) -> Self {
        let (from, to) = progress.covers.unzip();
        let company = |(company, standing): &(String, Standing)| Company {
            company: company.clone(),
            sum: Sum::of(standing),
        };
        Self {
            format: FORMAT,
            company: progress.wanted.company.clone(),
            since: progress.wanted.since,
            by: progress.wanted.by.id(),
            rate: progress.wanted.rate,
            from,
            to,
            sessions: progress.sessions,
            excluded: progress.excluded,
            future: progress.future,
            band: progress.band,
            all: Sum::of(&progress.all),
            weakest: Weakest {
                part: progress.weakest_part().map(|(part, _)| part),
                company: progress.weakest_company().map(|(company, ..)| company.to_owned()),
            },
            last: progress.last.as_ref().map(|last| Last {
                session: last.id.clone(),
                day: last.day,
                this: Sum::of(&last.standing),
                before: Sum::of(&last.before),
            }),
            companies: progress.companies.iter().map(company).collect(),
            periods: progress
                .periods
                .iter()
                .map(|period| Period { from: period.from, sum: Sum::of(&period.standing) })
                .collect(),
            days: progress.days.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::progress::tests::{day, practice};
    use crate::review::{Wanted, progress};

    #[test]
    fn the_shape_for_other_programs() {
        let count = |wanted| Figures::of(&progress(&practice(), &wanted, day("2026-11-27")));
        let one = Wanted { since: Some(day("2026-11-24")), ..Wanted::default() };
        let pretty = |figures| serde_json::to_string_pretty(&figures).unwrap();
        insta::assert_snapshot!("figures", pretty(count(one)));
        let none = Wanted { company: Some("nobody".to_owned()), ..Wanted::default() };
        insta::assert_snapshot!("figures_of_nothing", pretty(count(none)));
    }
}
