//! A week, named by its Monday.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

/// A week, Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(NaiveDate);

impl Week {
    /// The week that a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        let back = Days::new(day.weekday().num_days_from_monday().into());
        Self(day.checked_sub_days(back).unwrap_or(day))
    }

    /// Its Monday.
    pub fn monday(self) -> NaiveDate {
        self.0
    }

    /// Its days, Monday first; fewer at the end of the calendar.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.0.iter_days().take(7)
    }

    /// The week so many weeks before.
    #[must_use]
    pub fn before(self, weeks: u64) -> Self {
        Self(self.0.checked_sub_days(Days::new(weeks.saturating_mul(7))).unwrap_or(self.0))
    }

    /// How many weeks it is before `later`; 0 when it is not before it.
    pub fn until(self, later: Self) -> usize {
        usize::try_from((later.0 - self.0).num_weeks()).unwrap_or(0)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}
