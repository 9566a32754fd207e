//! A digest as one line, to be noted beside its log and read back faster than the log.
//!
//! It holds what the digest holds and nothing more; whoever keeps such a line must know by other means
//! that the log is still the same. Of a line that was not written here nothing is made.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::When;
use super::digest::{AttemptDigest, Digest};
use crate::arc::{Flag, Grade, Level, Part, Parts};
use crate::interview::Times;

/// A digest without the names of its fields: lines of years are read before the first prompt.
#[derive(Serialize, Deserialize)]
struct Row<'a>(
    #[serde(borrow)] Cow<'a, str>,
    When,
    Level,
    [u32; 2],
    bool,
    #[serde(borrow)] Vec<AttemptRow<'a>>,
);

#[derive(Serialize, Deserialize)]
struct AttemptRow<'a>(
    usize,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    When,
    [f64; 3],
    usize,
    [u16; 2],
    Vec<Flag>,
    usize,
    bool,
    Option<String>,
);

/// The digest as one line, without a line break; `None` for one that no line can hold.
pub fn note(digest: &Digest) -> Option<String> {
    let attempts = digest.attempts.iter().map(|attempt| {
        let times = attempt.times;
        AttemptRow(
            attempt.number,
            Cow::Borrowed(&attempt.company),
            Cow::Borrowed(&attempt.question),
            attempt.at,
            [times.think, times.wall, times.speaking],
            attempt.words,
            [digits(attempt.unprompted), digits(attempt.after)],
            attempt.flags.clone(),
            attempt.probes,
            attempt.counts,
            attempt.story.clone(),
        )
    });
    serde_json::to_string(&Row(
        Cow::Borrowed(&digest.id),
        digest.started,
        digest.level,
        digest.band,
        digest.excluded,
        attempts.collect(),
    ))
    .ok()
}

/// The digest that was noted so.
pub fn noted(line: &str) -> Option<Digest> {
    let Row(id, started, level, band, excluded, rows) = serde_json::from_str(line).ok()?;
    let attempt = |row: AttemptRow<'_>| {
        let AttemptRow(
            number,
            company,
            question,
            at,
            times,
            words,
            parts,
            flags,
            probes,
            counts,
            story,
        ) = row;
        let ([think, wall, speaking], [unprompted, after]) = (times, parts);
        Some(AttemptDigest {
            number,
            company: company.into_owned(),
            question: question.into_owned(),
            at,
            times: Times { think, wall, speaking },
            words,
            unprompted: grades(unprompted)?,
            after: grades(after)?,
            flags,
            probes,
            counts,
            story,
        })
    };
    let attempts = rows.into_iter().map(attempt).collect::<Option<_>>()?;
    Some(Digest { id: id.into_owned(), started, level, band, excluded, attempts })
}

/// The grades of the five parts as the digits of one number, the first part's first.
fn digits(grades: Parts<Grade>) -> u16 {
    let place = |grade: Grade| Grade::ALL.iter().position(|&g| g == grade).unwrap_or_default();
    Part::ALL.iter().fold(0, |number, &part| number * 10 + place(grades[part]) as u16)
}

fn grades(number: u16) -> Option<Parts<Grade>> {
    let mut grades = Parts::from_fn(|_| Grade::Missing);
    let mut left = number;
    for &part in Part::ALL.iter().rev() {
        grades[part] = *Grade::ALL.get(usize::from(left % 10))?;
        left /= 10;
    }
    (left == 0).then_some(grades)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::session::{arbitrary, example};

    proptest! {
        #[test]
        fn any_digest_is_the_same_when_it_is_read_back(session in arbitrary::session()) {
            let digest = Digest::of(&session);
            let line = note(&digest).unwrap();
            prop_assert!(!line.contains(['\n', '\0']));
            prop_assert_eq!(noted(&line), Some(digest));
        }

        #[test]
        fn of_any_other_line_nothing_is_made(line in any::<String>(), at in any::<prop::sample::Index>()) {
            prop_assert_eq!(noted(&line), None);
            let whole = note(&Digest::of(&example())).unwrap();
            prop_assert_eq!(noted(&whole[..at.index(whole.len())]), None);
        }
    }

    /// A change here means that lines of before say something else: raise the index's format then.
    #[test]
    fn a_line_looks_so() {
        insta::assert_snapshot!(note(&Digest::of(&example())).unwrap(), @r#"["2026-11-27-044512-amazon-7f3a","2026-11-27T04:45:12+01:00","senior",[120,180],false,[[1,"amazon","amazon-limited-data","2026-11-27T04:47:40+01:00",[12.5,140.25,6.43],15,[22000,22020],["we"],1,true,null]]]"#);
    }
}
