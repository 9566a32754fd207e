//! A moment as logs keep it: to the second, with the offset from UTC that the person's clock had.

use std::fmt;

use chrono::{DateTime, FixedOffset, SubsecRound};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, to the second; reads TOML's own date-times and RFC 3339 strings, writes the latter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When(DateTime<FixedOffset>);

impl When {
    /// What stands for a moment that nobody knows any more.
    pub fn epoch() -> Self {
        Self(DateTime::UNIX_EPOCH.fixed_offset())
    }

    /// The second that `moment` lies in.
    pub fn new(moment: DateTime<FixedOffset>) -> Self {
        Self(moment.trunc_subsecs(0))
    }

    /// The moment itself.
    pub fn moment(self) -> DateTime<FixedOffset> {
        self.0
    }

    /// The moment that RFC 3339 words name, or `None`.
    pub fn parse(words: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(words.trim()).ok().map(Self::new)
    }
}

impl From<DateTime<FixedOffset>> for When {
    fn from(moment: DateTime<FixedOffset>) -> Self {
        Self::new(moment)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.format("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Moment;
        impl<'de> Visitor<'de> for Moment {
            type Value = When;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a moment with its offset, like 2026-11-27T04:45:12+01:00")
            }

            fn visit_str<E: Error>(self, words: &str) -> Result<When, E> {
                When::parse(words).ok_or_else(|| {
                    E::custom(format!(
                        "`{words}` is no moment with its offset, like 2026-11-27T04:45:12+01:00"
                    ))
                })
            }

            // TOML's date-times come as a map of one private key.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<When, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, words)) => self.visit_str(&words),
                    None => Err(A::Error::custom("a moment is missing here")),
                }
            }
        }
        deserializer.deserialize_any(Moment)
    }
}
