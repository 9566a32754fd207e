//! A digest as one line, to be noted beside its log and read back faster than the log.
//!
//! It holds what the digest holds and nothing more; whoever keeps such a line must know by other means
//! that the log is still the same. Of a line that was not written here nothing is made.

use std::fmt::Write as _;

use chrono::{FixedOffset, TimeZone as _};

use super::When;
use super::digest::{AttemptDigest, Digest};
use crate::arc::{Flag, Grade, Level, Part, Parts};
use crate::interview::Times;

/// What stands between fields: those of a digest, and then those of each attempt. Lines of months are read
/// before the first prompt; as JSON they took more instructions by a third.
const TAB: char = '\t';

/// The digest as one line, without a line break; `None` for one that no line can hold.
pub fn note(digest: &Digest) -> Option<String> {
    let mut line = String::new();
    let [from, to] = digest.band;
    let (level, excluded) = (place(Level::ALL, digest.level), u8::from(digest.excluded));
    text(&mut line, &digest.id)?;
    moment(&mut line, digest.started)?;
    write!(line, "{level}\t{from}\t{to}\t{excluded}\t{}", digest.attempts.len()).ok()?;
    for attempt in &digest.attempts {
        line.push(TAB);
        text(&mut line, &attempt.company)?;
        text(&mut line, &attempt.question)?;
        moment(&mut line, attempt.at)?;
        let Times { think, wall, speaking } = attempt.times;
        // As bits: decimals take long to read exactly.
        for seconds in [think, wall, speaking] {
            write!(line, "{}\t", seconds.to_bits()).ok()?;
        }
        for number in [attempt.number, attempt.words, attempt.probes] {
            write!(line, "{number}\t").ok()?;
        }
        for grades in [attempt.unprompted, attempt.after] {
            write!(line, "{}\t", digits(grades)).ok()?;
        }
        attempt.flags.iter().try_for_each(|&f| write!(line, "{},", place(Flag::ALL, f)).ok())?;
        write!(line, "\t{}\t", u8::from(attempt.counts)).ok()?;
        // A name may be empty, and there may be none.
        match &attempt.story {
            Some(story) => text(&mut line, story)?,
            None => line.push(TAB),
        }
        write!(line, "{}", u8::from(attempt.story.is_some())).ok()?;
    }
    Some(line)
}

/// The digest that was noted so.
pub fn noted(line: &str) -> Option<Digest> {
    let mut fields = line.split(TAB);
    let fields = &mut fields;
    let id = fields.next()?.to_owned();
    let started = when(fields)?;
    let level = *Level::ALL.get(number::<usize>(fields)?)?;
    let band = [number(fields)?, number(fields)?];
    let excluded = yes(fields)?;
    let count: usize = number(fields)?;
    let attempts = (0..count).map(|_| attempt(fields)).collect::<Option<_>>()?;
    let digest = Digest { id, started, level, band, excluded, attempts };
    fields.next().is_none().then_some(digest)
}

type Fields<'a> = std::str::Split<'a, char>;

fn attempt(fields: &mut Fields<'_>) -> Option<AttemptDigest> {
    let (company, question) = (fields.next()?.to_owned(), fields.next()?.to_owned());
    let at = when(fields)?;
    let mut seconds = || Some(f64::from_bits(number(fields)?));
    let times = Times { think: seconds()?, wall: seconds()?, speaking: seconds()? };
    let (number, words, probes) = (number(fields)?, self::number(fields)?, self::number(fields)?);
    let (unprompted, after) = (grades(fields)?, grades(fields)?);
    let flags = fields.next()?.split_terminator(',');
    let flags = flags.map(|at| Flag::ALL.get(at.parse::<usize>().ok()?).copied());
    Some(AttemptDigest {
        number,
        company,
        question,
        at,
        times,
        words,
        unprompted,
        after,
        flags: flags.collect::<Option<_>>()?,
        probes,
        counts: yes(fields)?,
        story: {
            let story = fields.next()?;
            yes(fields)?.then(|| story.to_owned())
        },
    })
}

/// Adds a text and what ends it.
fn text(line: &mut String, text: &str) -> Option<()> {
    if text.contains([TAB, '\n']) {
        return None;
    }
    line.push_str(text);
    line.push(TAB);
    Some(())
}

/// Adds seconds since 1970, and those by which the person's clock was ahead of UTC.
fn moment(line: &mut String, when: When) -> Option<()> {
    let (at, ahead) = (when.moment().timestamp(), when.moment().offset().local_minus_utc());
    write!(line, "{at}\t{ahead}\t").ok()
}

fn when(fields: &mut Fields<'_>) -> Option<When> {
    let (at, ahead) = (number(fields)?, number(fields)?);
    Some(When::new(FixedOffset::east_opt(ahead)?.timestamp_opt(at, 0).single()?))
}

fn number<T: std::str::FromStr>(fields: &mut Fields<'_>) -> Option<T> {
    fields.next()?.parse().ok()
}

fn yes(fields: &mut Fields<'_>) -> Option<bool> {
    match fields.next()? {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

fn place<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or_default()
}

/// The grades of the five parts as the digits of one number, the first part's first.
fn digits(grades: Parts<Grade>) -> u16 {
    let digit = |part: Part| place(Grade::ALL, grades[part]) as u16;
    Part::ALL.iter().fold(0, |number, &part| number * 10 + digit(part))
}

fn grades(fields: &mut Fields<'_>) -> Option<Parts<Grade>> {
    let mut grades = Parts::from_fn(|_| Grade::Missing);
    let mut left: u16 = number(fields)?;
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
            let named = |a: &AttemptDigest| a.story.as_ref().is_some_and(|s| s.contains(['\t', '\n']));
            match note(&digest) {
                Some(line) => {
                    prop_assert!(!line.contains('\n'));
                    prop_assert_eq!(noted(&line), Some(digest));
                }
                None => prop_assert!(digest.attempts.iter().any(named)),
            }
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
        insta::assert_snapshot!(note(&Digest::of(&example())).unwrap().replace('\t', " "), @"2026-11-27-044512-amazon-7f3a 1795751112 3600 1 120 180 0 1 amazon amazon-limited-data 1795751260 3600 4623226492472524800 4639138624749699072 4618925554828385976 1 15 1 22000 22020 1, 1  0");
    }
}
