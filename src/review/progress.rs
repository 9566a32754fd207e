//! What practice adds up to. Everything is counted from digests; nothing is stored.
//!
//! The unit is an attempt: a question with its probes. Attempts without an answer, and sessions that
//! the person has left out, count for nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Week;
use crate::arc::{Grade, Part, Parts, UnknownWord};
use crate::session::{AttemptDigest, Digest};

/// Which attempts are counted, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// One company's only, by the id of its bank.
    pub company: Option<String>,
    /// From this day on.
    pub since: Option<NaiveDate>,
    /// What a column of a chart is.
    pub by: By,
    /// The speaking rate that all times are reckoned with; as they were then when `None`.
    pub rate: Option<u32>,
}

/// What a column of a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// A week.
    #[default]
    Week,
    /// A session.
    Session,
}

impl By {
    /// The word for it.
    pub const fn id(self) -> &'static str {
        match self {
            By::Week => "week",
            By::Session => "session",
        }
    }
}

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

impl std::str::FromStr for By {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let all = [By::Week, By::Session];
        let known = all.into_iter().find(|by| by.id().eq_ignore_ascii_case(word.trim()));
        known.ok_or_else(|| UnknownWord::new("column", word, all.map(By::id)))
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many it is true of.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
}

impl Share {
    /// As a number from 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f32> {
        (self.of > 0).then(|| self.count as f32 / self.of as f32)
    }

    fn add(&mut self, holds: bool) {
        self.count += usize::from(holds);
        self.of += 1;
    }
}

/// What some attempts add up to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// How many attempts.
    pub attempts: usize,
    /// For each part, how often it was told without being asked.
    pub told: Parts<Share>,
    /// For each part, how often it was there in the end.
    pub after: Parts<Share>,
    /// Seconds of speech of all answers together.
    pub speaking: f64,
    /// How many answers were shorter than the band.
    pub short: usize,
    /// How many were longer.
    pub long: usize,
    /// Probes needed, all together.
    pub probes: usize,
}

impl Standing {
    fn add(&mut self, attempt: &AttemptDigest, band: [u32; 2], rate: Option<u32>) {
        self.attempts += 1;
        for &part in Part::ALL {
            self.told[part].add(attempt.unprompted[part] == Grade::Strong);
            self.after[part].add(attempt.after[part] == Grade::Strong);
        }
        let speaking = rate.map_or(attempt.times.speaking, |rate| attempt.speaking(rate));
        self.speaking += speaking;
        self.short += usize::from(speaking < f64::from(band[0]));
        self.long += usize::from(speaking > f64::from(band[1]));
        self.probes += attempt.probes;
    }

    /// Parts told without being asked, of five, on average; `None` of nothing.
    pub fn parts_told(&self) -> Option<f64> {
        self.average(self.told.iter().map(|(_, share)| share.count).sum::<usize>() as f64)
    }

    /// Seconds of speech on average.
    pub fn average_speaking(&self) -> Option<f64> {
        self.average(self.speaking)
    }

    /// Probes needed on average.
    pub fn average_probes(&self) -> Option<f64> {
        self.average(self.probes as f64)
    }

    /// How many answers lay within the band.
    pub fn within(&self) -> Share {
        Share { count: self.attempts - self.short - self.long, of: self.attempts }
    }

    fn average(&self, sum: f64) -> Option<f64> {
        (self.attempts > 0).then(|| sum / self.attempts as f64)
    }
}

/// A column of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// What it adds up to; of nothing in a week without practice.
    pub standing: Standing,
}

/// The last session against all that came before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    /// Its id.
    pub id: String,
    /// Its day.
    pub day: NaiveDate,
    /// What it adds up to.
    pub standing: Standing,
    /// What all before it add up to.
    pub before: Standing,
}

/// What practice adds up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Which attempts were counted.
    pub wanted: Wanted,
    /// The first and the last day with an attempt; `None` when there is none.
    pub covers: Option<(NaiveDate, NaiveDate)>,
    /// How many sessions were counted.
    pub sessions: usize,
    /// How many sessions the person has left out.
    pub excluded: usize,
    /// How many sessions are dated after tomorrow, so that the clock must have been wrong; they count,
    /// but stand in no chart by week and in no calendar.
    pub future: usize,
    /// All together.
    pub all: Standing,
    /// By week or by session, the oldest first. Weeks without practice between others are there too.
    pub periods: Vec<Period>,
    /// The band of the newest session, in seconds of speech.
    pub band: [u32; 2],
    /// By company, the one asked most first.
    pub companies: Vec<(String, Standing)>,
    /// How many answers on each day.
    pub days: BTreeMap<NaiveDate, usize>,
    /// The last session, when there are others to hold it against.
    pub last: Option<Last>,
}

/// No more weeks than this are laid out; whoever has practised for longer sees the last ones.
const MOST_WEEKS: u64 = 520;

/// Counts attempts. Digests come in any order; `today` says which dates must be wrong.
pub fn progress(digests: &[Digest], wanted: &Wanted, today: NaiveDate) -> Progress {
    let day = |attempt: &AttemptDigest| attempt.at.moment().date_naive();
    let meant = |attempt: &&AttemptDigest| {
        attempt.counts
            && wanted.company.as_ref().is_none_or(|company| *company == attempt.company)
            && wanted.since.is_none_or(|since| day(attempt) >= since)
    };
    let mut sessions: Vec<(&Digest, Vec<&AttemptDigest>)> = digests
        .iter()
        .map(|digest| (digest, digest.attempts.iter().filter(meant).collect::<Vec<_>>()))
        .filter(|(_, attempts)| !attempts.is_empty())
        .collect();
    let found = sessions.len();
    sessions.retain(|(digest, _)| !digest.excluded);
    sessions.sort_by(|(a, _), (b, _)| (a.started, &a.id).cmp(&(b.started, &b.id)));
    let mut out = Progress {
        wanted: wanted.clone(),
        covers: None,
        sessions: sessions.len(),
        excluded: found - sessions.len(),
        future: 0,
        all: Standing::default(),
        periods: Vec::new(),
        band: sessions.last().map_or([120, 180], |(digest, _)| digest.band),
        companies: Vec::new(),
        days: BTreeMap::new(),
        last: None,
    };
    let tomorrow = today.succ_opt().unwrap_or(today);
    let mut weeks: BTreeMap<Week, Standing> = BTreeMap::new();
    let mut companies: BTreeMap<&str, Standing> = BTreeMap::new();
    for (digest, attempts) in &sessions {
        let mut session = Standing::default();
        let (rate, band) = (wanted.rate, digest.band);
        let mut future = false;
        for attempt in attempts {
            let on = day(attempt);
            session.add(attempt, band, rate);
            out.all.add(attempt, band, rate);
            companies.entry(&attempt.company).or_default().add(attempt, band, rate);
            let (first, last) = out.covers.unwrap_or((on, on));
            out.covers = Some((first.min(on), last.max(on)));
            if on > tomorrow {
                future = true;
            } else {
                weeks.entry(Week::of(on)).or_default().add(attempt, band, rate);
                *out.days.entry(on).or_default() += 1;
            }
        }
        out.future += usize::from(future);
        if wanted.by == By::Session {
            let from = attempts.first().map_or(today, |attempt| day(attempt));
            out.periods.push(Period { from, standing: session });
        }
    }
    out.companies = companies.into_iter().map(|(c, s)| (c.to_owned(), s)).collect();
    out.companies.sort_by_key(|(_, standing)| std::cmp::Reverse(standing.attempts));
    if wanted.by == By::Week {
        out.periods = by_week(weeks, Week::of(today));
    }
    out.last = last(&sessions, wanted.rate);
    out
}

/// The weeks from the first with practice to this one, those without practice among them.
fn by_week(mut weeks: BTreeMap<Week, Standing>, this: Week) -> Vec<Period> {
    let Some(&first) = weeks.keys().next() else { return Vec::new() };
    let last = weeks.keys().next_back().map_or(this, |&week| week.max(this));
    let first = first.max(last.before(MOST_WEEKS - 1));
    (0..=first.until(last) as u64)
        .rev()
        .map(|back| last.before(back))
        .map(|week| Period {
            from: week.monday(),
            standing: weeks.remove(&week).unwrap_or_default(),
        })
        .collect()
}

fn last(sessions: &[(&Digest, Vec<&AttemptDigest>)], rate: Option<u32>) -> Option<Last> {
    let ((digest, attempts), before) = sessions.split_last()?;
    if before.is_empty() {
        return None;
    }
    let mut standing = Standing::default();
    attempts.iter().for_each(|attempt| standing.add(attempt, digest.band, rate));
    let mut all = Standing::default();
    for (digest, attempts) in before {
        attempts.iter().for_each(|attempt| all.add(attempt, digest.band, rate));
    }
    Some(Last {
        id: digest.id.clone(),
        day: digest.started.moment().date_naive(),
        standing,
        before: all,
    })
}

impl Progress {
    /// The part that was told least often; of several, the one where stories break most often.
    pub fn weakest_part(&self) -> Option<(Part, Share)> {
        const ORDER: [Part; 5] =
            [Part::Improvement, Part::Diagnosis, Part::Learning, Part::Failure, Part::Action];
        let shares = ORDER.into_iter().map(|part| (part, self.all.told[part]));
        shares.filter(|(_, share)| share.of > 0).min_by_key(|(_, share)| share.count)
    }

    /// The company at which the fewest parts were told on average, with what all others add up to;
    /// `None` unless two companies have had two answers each: one answer says little.
    pub fn weakest_company(&self) -> Option<(&str, &Standing, f64)> {
        let often = || self.companies.iter().filter(|(_, standing)| standing.attempts >= 2);
        if often().count() < 2 {
            return None;
        }
        let told = |standing: &Standing| standing.parts_told().unwrap_or(0.0);
        let (company, standing) = often().min_by(|(_, a), (_, b)| told(a).total_cmp(&told(b)))?;
        let sum = |s: &Standing| s.told.iter().map(|(_, share)| share.count).sum::<usize>();
        let others = self.all.attempts - standing.attempts;
        let elsewhere = (sum(&self.all) - sum(standing)) as f64 / others.max(1) as f64;
        Some((company, standing, elsewhere))
    }
}

#[cfg(test)]
pub(crate) mod tests;
