//! The keys of a log as TOML has them, before anything is made of them; also those of an exported line.

use serde::Deserialize;

use crate::arc::{Flag, Level, Part, Parts};
use crate::bank::Gap;
use crate::interview::Times;
use crate::judge::Shares;
use crate::session::When;
use crate::session::measure::{judged, passed, shares};
use crate::session::record::{
    Correction, Ending, Entry, Exclusion, Guess, Kind, Naming, Says, Shown, ShownPart, Turn,
};

/// The head as it stands; every key may be missing from a log that was edited or cut off.
#[derive(Deserialize, Default)]
pub(in crate::session) struct Head {
    pub(in crate::session) format: Option<i64>,
    pub(in crate::session) id: Option<String>,
    pub(in crate::session) started: Option<When>,
    pub(in crate::session) program: Option<String>,
    pub(in crate::session) judge: Option<String>,
    pub(in crate::session) verb: Option<String>,
    pub(in crate::session) company: Option<String>,
    pub(in crate::session) level: Option<Level>,
    pub(in crate::session) seed: Option<Seed>,
    pub(in crate::session) rate: Option<u32>,
    pub(in crate::session) band: Option<[u32; 2]>,
}

impl Head {
    /// The keys that every head should have and that this one lacks.
    pub(in crate::session) fn lacks(&self) -> Vec<&'static str> {
        let keys = [
            (self.format.is_some(), "`format`"),
            (self.id.is_some(), "`id`"),
            (self.started.is_some(), "`started`"),
            (self.program.is_some(), "`program`"),
            (self.judge.is_some(), "`judge`"),
            (self.verb.is_some(), "`verb`"),
            (self.level.is_some(), "`level`"),
            (self.seed.is_some(), "`seed`"),
            (self.rate.is_some(), "`rate`"),
            (self.band.is_some(), "`band`"),
        ];
        keys.into_iter().filter(|(there, _)| !there).map(|(_, key)| key).collect()
    }

    /// Each line that is a good key on its own.
    pub(super) fn by_lines(text: &str) -> Self {
        text.lines().filter_map(|line| toml::from_str::<Head>(line).ok()).fold(
            Head::default(),
            |all, one| Head {
                format: all.format.or(one.format),
                id: all.id.or(one.id),
                started: all.started.or(one.started),
                program: all.program.or(one.program),
                judge: all.judge.or(one.judge),
                verb: all.verb.or(one.verb),
                company: all.company.or(one.company),
                level: all.level.or(one.level),
                seed: all.seed.or(one.seed),
                rate: all.rate.or(one.rate),
                band: all.band.or(one.band),
            },
        )
    }
}

/// A seed, as an integer or, beyond TOML's range, as a string.
pub(in crate::session) struct Seed(pub(in crate::session) u64);

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u64),
            Words(String),
        }
        match Either::deserialize(deserializer)? {
            Either::Number(seed) => Ok(Self(seed)),
            Either::Words(words) => words.parse().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

/// What may stand in a piece of a log after its head.
#[derive(Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub(super) turn: Vec<TurnKeys>,
    #[serde(default)]
    pub(super) correction: Vec<CorrectionKeys>,
    #[serde(default)]
    pub(super) exclusion: Vec<Exclusion>,
    #[serde(default)]
    pub(super) guess: Vec<Guess>,
    #[serde(default)]
    pub(super) story: Vec<Naming>,
    #[serde(default)]
    pub(super) cut: Vec<CutKeys>,
}

#[derive(Deserialize)]
pub(in crate::session) struct CutKeys {
    pub(in crate::session) turn: u32,
    #[expect(dead_code, reason = "only read to tell a whole entry from one that was cut off")]
    by: String,
}

/// What a reply told of other parts.
#[derive(Deserialize, Default)]
struct AlsoKeys {
    failure: Option<ShownPart>,
    diagnosis: Option<ShownPart>,
    action: Option<ShownPart>,
    learning: Option<ShownPart>,
    improvement: Option<ShownPart>,
}

impl AlsoKeys {
    fn in_order(self) -> Vec<(Part, ShownPart)> {
        let parts = [self.failure, self.diagnosis, self.action, self.learning, self.improvement];
        Part::ALL
            .iter()
            .copied()
            .zip(parts)
            .filter_map(|(p, shown)| Some((p, judged(shown?))))
            .collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindKey {
    Question,
    Probe,
}

/// A turn as its keys stand; which of them must be there depends on its kind.
#[derive(Deserialize)]
pub(in crate::session) struct TurnKeys {
    number: u32,
    kind: KindKey,
    company: Option<String>,
    question: Option<String>,
    part: Option<Part>,
    gap: Option<Gap>,
    asked: String,
    words: String,
    at: When,
    think: f64,
    wall: f64,
    speaking: f64,
    judge: String,
    failure: Option<ShownPart>,
    diagnosis: Option<ShownPart>,
    action: Option<ShownPart>,
    learning: Option<ShownPart>,
    improvement: Option<ShownPart>,
    flags: Option<Vec<Flag>>,
    shares: Option<Shares>,
    notice: Option<String>,
    judged: Option<ShownPart>,
    #[serde(default)]
    also: AlsoKeys,
    outcome: Ending,
}

impl TurnKeys {
    pub(in crate::session) fn entry(self) -> Result<Entry, String> {
        let number = self.number;
        let lacks = move |key: &str| format!("turn {number} has no `{key}`");
        let part = |seen: Option<ShownPart>, key| seen.map(judged).ok_or_else(|| lacks(key));
        let kind = match self.kind {
            KindKey::Question => {
                let parts = [
                    self.failure.is_some(),
                    self.diagnosis.is_some(),
                    self.action.is_some(),
                    self.learning.is_some(),
                    self.improvement.is_some(),
                ];
                // All five or none: a verdict with a hole in it is no verdict.
                let shown = if parts.contains(&true) {
                    Some(Shown {
                        parts: Parts {
                            failure: part(self.failure, "failure")?,
                            diagnosis: part(self.diagnosis, "diagnosis")?,
                            action: part(self.action, "action")?,
                            learning: part(self.learning, "learning")?,
                            improvement: part(self.improvement, "improvement")?,
                        },
                        flags: self.flags.unwrap_or_default(),
                        shares: self.shares.map(shares).unwrap_or_default(),
                        notice: self.notice,
                    })
                } else {
                    None
                };
                Kind::Question {
                    company: self.company.ok_or_else(|| lacks("company"))?,
                    question: self.question.ok_or_else(|| lacks("question"))?,
                    shown,
                }
            }
            KindKey::Probe => Kind::Probe {
                part: self.part.ok_or_else(|| lacks("part"))?,
                gap: self.gap.ok_or_else(|| lacks("gap"))?,
                shown: self.judged.map(judged),
                also: self.also.in_order(),
            },
        };
        Ok(Entry::Turn(Turn {
            number,
            kind,
            asked: self.asked,
            words: self.words,
            at: self.at,
            times: Times {
                think: passed(self.think),
                wall: passed(self.wall),
                speaking: passed(self.speaking),
            },
            judge: self.judge,
            outcome: self.outcome,
        }))
    }
}

#[derive(Deserialize)]
pub(in crate::session) struct CorrectionKeys {
    turn: u32,
    at: When,
    part: Option<Part>,
    flag: Option<Flag>,
    #[serde(default)]
    sentences: Vec<String>,
    says: SaysKey,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SaysKey {
    Told,
    Missed,
    Wrong,
}

impl CorrectionKeys {
    pub(in crate::session) fn entry(self) -> Result<Entry, String> {
        let part = || self.part.ok_or("the correction has no `part`");
        let says = match self.says {
            SaysKey::Told => Says::Told(part()?, self.sentences),
            SaysKey::Missed => Says::Missed(part()?),
            SaysKey::Wrong => Says::Wrong(self.flag.ok_or("the correction has no `flag`")?),
        };
        Ok(Entry::Correction(Correction { turn: self.turn, at: self.at, says }))
    }
}
