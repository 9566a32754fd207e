//! The settings of a run: what they are, what they may be, how they are said.
//!
//! Pure. It knows nothing of where they come from.

use std::fmt;

use crate::arc::{Level, UnknownWord};
use crate::bank::Banks;
use crate::interview::{Band, Plan};
use crate::screen::duration;
use crate::text::SPEAKING_RATE;

/// A stretch of time that a person writes as `3m`, `2:30`, `90s` or `180`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seconds(pub(super) u32);

impl Seconds {
    /// What a person wrote.
    pub(super) fn parse(words: &str) -> Result<Self, String> {
        let words = words.trim();
        let number = |digits: &str| digits.parse::<u32>().ok();
        let seconds = if let Some((minutes, seconds)) = words.split_once(':') {
            number(minutes).zip(number(seconds)).filter(|&(_, s)| s < 60)
        } else if let Some((minutes, seconds)) = words.split_once('m') {
            let seconds = seconds.trim_end_matches('s');
            let seconds = if seconds.is_empty() { Some(0) } else { number(seconds) };
            number(minutes).zip(seconds)
        } else {
            number(words.trim_end_matches('s')).map(|s| (0, s))
        };
        seconds
            .and_then(|(minutes, seconds)| minutes.checked_mul(60)?.checked_add(seconds))
            .map(Seconds)
            .ok_or_else(|| format!("`{words}` is no time; write it like 3m, 2:30 or 90s"))
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&duration(f64::from(self.0)))
    }
}

/// What is in force.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settings {
    /// The level that the candidate interviews for.
    pub(super) level: Level,
    /// The company whose questions Enter asks; any when `None`.
    pub(super) company: Option<String>,
    /// The target band of an answer.
    pub(super) band: Band,
    /// Follow-ups at most.
    pub(super) probes: usize,
    /// Words a minute.
    pub(super) rate: u32,
    /// The seed of the draws; a new one for each run when `None`.
    pub(super) seed: Option<u64>,
    /// Whether the candidate guesses before the verdict.
    pub(super) guess: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            level: Level::Senior,
            company: None,
            band: Band::default(),
            probes: Plan::PROBES,
            rate: SPEAKING_RATE,
            seed: None,
            guess: false,
        }
    }
}

/// Settings that somebody wants otherwise; the rest stay.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Changes {
    pub(super) level: Option<Level>,
    pub(super) seed: Option<u64>,
    pub(super) limit: Option<Seconds>,
    pub(super) probes: Option<usize>,
    pub(super) rate: Option<u32>,
    pub(super) guess: Option<bool>,
}

impl Changes {
    /// The names of the settings that they change.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        [
            ("level", self.level.is_some()),
            ("seed", self.seed.is_some()),
            ("limit", self.limit.is_some()),
            ("probes", self.probes.is_some()),
            ("rate", self.rate.is_some()),
            ("guess", self.guess.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, changed)| changed.then_some(name))
    }

    /// These changes, and those of `under` where these have none.
    #[must_use]
    pub(super) fn over(self, under: Self) -> Self {
        Self {
            level: self.level.or(under.level),
            seed: self.seed.or(under.seed),
            limit: self.limit.or(under.limit),
            probes: self.probes.or(under.probes),
            rate: self.rate.or(under.rate),
            guess: self.guess.or(under.guess),
        }
    }

    /// What a round after this one takes over: all but the draw.
    #[must_use]
    pub(super) fn without_seed(self) -> Self {
        Self { seed: None, ..self }
    }
}

/// The band that ends at a limit: it begins where two thirds of it are spoken, and at three minutes
/// that is the usual two.
fn band(limit: Seconds) -> Band {
    let to = f64::from(limit.0);
    Band { from: (to * 2.0 / 3.0).round(), to }
}

impl Settings {
    /// The settings with changes made.
    #[must_use]
    pub(super) fn with(&self, changes: &Changes) -> Self {
        Self {
            level: changes.level.unwrap_or(self.level),
            company: self.company.clone(),
            band: changes.limit.map_or(self.band, band),
            probes: changes.probes.unwrap_or(self.probes),
            rate: changes.rate.unwrap_or(self.rate),
            seed: changes.seed.or(self.seed),
            guess: changes.guess.unwrap_or(self.guess),
        }
    }

    /// The names of the settings, in the order in which they are shown.
    pub(super) const NAMES: [&str; 7] =
        ["level", "company", "limit", "probes", "rate", "seed", "guess"];

    /// What a setting is now, and what it means.
    pub(super) fn shown(&self, name: &str) -> Option<(String, &'static str)> {
        let shown = match name {
            "level" => (self.level.to_string(), "the level that you interview for"),
            "company" => (
                self.company.clone().unwrap_or_else(|| "any".to_owned()),
                "whose questions Enter asks",
            ),
            "limit" => (
                duration(self.band.to),
                "how long an answer may take to say; aim for the last third",
            ),
            "probes" => (self.probes.to_string(), "follow-ups for a question at most"),
            "rate" => (self.rate.to_string(), "your speaking rate in words a minute"),
            "seed" => (
                self.seed.map_or_else(|| "by chance".to_owned(), |seed| seed.to_string()),
                "the same seed asks the same questions",
            ),
            "guess" => (
                if self.guess { "on" } else { "off" }.to_owned(),
                "say which parts you think you told before you see",
            ),
            _ => return None,
        };
        Some(shown)
    }

    /// The words that a setting may be, where they can be listed.
    pub(super) fn choices(name: &str, banks: &Banks) -> Vec<String> {
        match name {
            "level" => Level::ALL.iter().map(ToString::to_string).collect(),
            "company" => {
                let any = std::iter::once("any".to_owned());
                any.chain(banks.companies().map(|(id, _)| id.to_owned())).collect()
            }
            "guess" => vec!["on".to_owned(), "off".to_owned()],
            _ => Vec::new(),
        }
    }

    /// Changes a setting by its name. `off`, `any` and `default` take it back to what it was.
    ///
    /// # Errors
    /// What is wrong with the name or the value, as a sentence.
    pub(super) fn set(&mut self, name: &str, value: &str, banks: &Banks) -> Result<(), String> {
        let name = name.to_lowercase();
        let usual = Settings::default();
        let back = matches!(value, "off" | "any" | "default" | "none");
        let number = |range: std::ops::RangeInclusive<u64>, what: &str| {
            let number = value.parse::<u64>().ok().filter(|n| range.contains(n));
            number.ok_or_else(|| {
                let (from, to) = (range.start(), range.end());
                format!("`{value}` is no {what}; it can be {from} to {to}")
            })
        };
        match name.as_str() {
            "level" if back => self.level = usual.level,
            "level" => self.level = value.parse().map_err(|e: UnknownWord| e.to_string())?,
            "company" if back => self.company = None,
            "company" => {
                let bank = banks.find(value).map_err(|e| e.to_string())?;
                self.company = Some(bank.company.clone());
            }
            "limit" if back => self.band = usual.band,
            "limit" => match Seconds::parse(value)? {
                limit @ Seconds(30..=1800) => self.band = band(limit),
                limit => {
                    return Err(format!("a limit of {limit} is out of reach; 30s to 30m work"));
                }
            },
            "probes" if back => self.probes = usual.probes,
            "probes" => {
                self.probes = usize::try_from(number(0..=9, "number of probes")?).unwrap_or(3)
            }
            "rate" if back => self.rate = usual.rate,
            "rate" => self.rate = u32::try_from(number(60..=300, "speaking rate")?).unwrap_or(140),
            "seed" if back => self.seed = None,
            "seed" => self.seed = Some(number(0..=u64::MAX, "seed")?),
            "guess" if value == "default" => self.guess = usual.guess,
            "guess" => {
                self.guess = match value {
                    "on" | "yes" | "true" => true,
                    _ if back || matches!(value, "no" | "false") => false,
                    _ => return Err(format!("`{value}` is neither `on` nor `off`")),
                }
            }
            other => return Err(UnknownWord::new("setting", other, Self::NAMES).to_string()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (words, seconds) in
            [("3m", 180), ("2:30", 150), ("90s", 90), ("180", 180), ("2m30s", 150), ("2m30", 150)]
        {
            assert_eq!(Seconds::parse(words), Ok(Seconds(seconds)), "{words}");
        }
        for words in ["", "m", "3h", "2:75", "soon", "99999999999m", "4294967295m"] {
            assert!(Seconds::parse(words).is_err(), "{words}");
        }
    }

    #[test]
    fn settings_are_changed_by_name_and_taken_back() {
        let banks = Banks::shipped();
        let mut settings = Settings::default();
        settings.set("level", "staff", &banks).unwrap();
        settings.set("limit", "3m", &banks).unwrap();
        assert_eq!(settings.band, Band::default(), "three minutes is the usual limit");
        settings.set("limit", "90s", &banks).unwrap();
        assert_eq!(settings.band, Band { from: 60.0, to: 90.0 });
        settings.set("company", "Amazon", &banks).unwrap();
        assert_eq!(settings.company.as_deref(), Some("amazon"));
        settings.set("company", "any", &banks).unwrap();
        settings.set("limit", "off", &banks).unwrap();
        settings.set("level", "default", &banks).unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_wrong_setting_says_what_would_be_right() {
        let banks = Banks::shipped();
        let mut settings = Settings::default();
        let mut wrong = |name, value| settings.set(name, value, &banks).unwrap_err();
        assert_eq!(wrong("levle", "staff"), "unknown setting `levle`; did you mean `level`?");
        assert_eq!(wrong("level", "staf"), "unknown level `staf`; did you mean `staff`?");
        assert_eq!(wrong("company", "amazn"), "unknown company `amazn`; did you mean `amazon`?");
        assert_eq!(wrong("rate", "5000"), "`5000` is no speaking rate; it can be 60 to 300");
        assert_eq!(wrong("guess", "maybe"), "`maybe` is neither `on` nor `off`");
    }
}
