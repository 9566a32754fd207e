//! The digest of a log from its bytes, without reading what it has no use for.
//!
//! Ten thousand logs are read for one screen of figures, so this is the fast way: it knows the lines
//! as `write.rs` writes them, in their order, and gives up on anything else, for the full reader to
//! judge. The tests check it against [`Digest::of`] on any session. What it passes over (texts,
//! evidence) is not checked for errors; `sessions check` reads everything.

use memchr::{memchr, memmem};

use super::digest::{AttemptDigest, Digest, words_in};
use super::record::{Ending, LADDER, is_id};
use super::{FORMAT, When};
use crate::arc::{Flag, Grade, Level, Part, Parts};
use crate::bank::Gap;
use crate::interview::Times;

/// The digest of a log that is whole and stands as it was written; `None` for any other.
pub fn scan(id: &str, log: &str) -> Option<Digest> {
    let mut lines = Lines { left: log };
    let (mut digest, rate, counts) = head(&mut lines, id)?;
    // The number and the words of the question's turn of each attempt.
    let mut turns: Vec<(u32, &str)> = Vec::new();
    let mut said: Vec<(u32, Said<'_>)> = Vec::new();
    let mut stories: Vec<(u32, &str)> = Vec::new();
    while !lines.left.is_empty() {
        let line = lines.next()?;
        if !line.is_empty() {
            return None;
        }
        match lines.next()? {
            "[[turn]]" => {
                let number: u32 = lines.bare("number")?.parse().ok()?;
                match lines.text("kind")? {
                    "question" => {
                        let place = digest.attempts.len() + 1;
                        let (attempt, words) = question(&mut lines, place, rate)?;
                        digest.attempts.push(attempt);
                        turns.push((number, words));
                    }
                    "probe" => {
                        probe(&mut lines, digest.attempts.last_mut())?;
                    }
                    _ => return None,
                }
            }
            "[[exclusion]]" => {
                lines.bare("at")?;
                digest.excluded = lines.bare("excluded")?.parse().ok()?;
            }
            "[[guess]]" => {
                lines.bare("turn")?;
                lines.bare("parts")?;
            }
            "[[cut]]" => {
                lines.bare("turn")?;
                lines.text("by")?;
            }
            "[[story]]" => {
                let turn: u32 = lines.bare("turn")?.parse().ok()?;
                lines.bare("at")?;
                let story = lines.text("story")?;
                // Applied at the end, like corrections: an edited log may name a story before its turn.
                stories.push((turn, story));
            }
            "[[correction]]" => {
                let turn: u32 = lines.bare("turn")?.parse().ok()?;
                lines.bare("at")?;
                said.push((turn, correction(&mut lines)?));
            }
            _ => return None,
        }
    }
    for (turn, story) in stories {
        let about = turns.iter().position(|(number, _)| *number == turn);
        if let Some(attempt) = about.and_then(|at| digest.attempts.get_mut(at)) {
            attempt.story = Some(story.to_owned()).filter(|name| !name.trim().is_empty());
        }
    }
    for (turn, said) in said {
        let about = turns.iter().position(|(number, _)| *number == turn);
        if let Some((at, attempt)) = about.and_then(|at| Some((at, digest.attempts.get_mut(at)?))) {
            said.count(attempt, turns.get(at)?.1)?;
        }
    }
    digest.attempts.iter_mut().for_each(|attempt| attempt.counts &= counts);
    Some(digest)
}

/// A correction as it is written.
enum Said<'a> {
    /// The sentences as a list, still in its brackets.
    Told(Part, &'a str),
    Missed(Part),
    Wrong(Flag),
}

impl Said<'_> {
    /// Puts the person's word over the judge's, as [`Attempt`](super::Attempt) does.
    fn count(&self, attempt: &mut AttemptDigest, words: &str) -> Option<()> {
        // Whatever is escaped would have to be read in full to be compared; what was not judged
        // cannot be corrected, which is rare enough to be left to the full reader too.
        if words.contains('\\') || words.trim().is_empty() || !attempt.counts {
            return None;
        }
        match *self {
            Said::Told(part, list) => {
                let list = list.strip_prefix('[')?.strip_suffix(']')?;
                if list.contains('\\') {
                    return None;
                }
                let list = list.strip_prefix('"').and_then(|l| l.strip_suffix('"'));
                if list.is_some_and(|l| l.split("\", \"").any(|told| words.contains(told))) {
                    attempt.unprompted[part] = Grade::Strong;
                }
                attempt.after[part] = Grade::Strong;
            }
            Said::Missed(part) => {
                attempt.unprompted[part] = Grade::Missing;
                attempt.after[part] = Grade::Missing;
            }
            Said::Wrong(flag) => attempt.flags.retain(|raised| *raised != flag),
        }
        Some(())
    }
}

fn correction<'a>(lines: &mut Lines<'a>) -> Option<Said<'a>> {
    let line = lines.next()?;
    if let Some(flag) = line.strip_prefix("flag = ") {
        let flag = plain(flag)?.parse().ok()?;
        return (lines.text("says")? == "wrong").then_some(Said::Wrong(flag));
    }
    let part = plain(line.strip_prefix("part = ")?)?.parse().ok()?;
    let line = lines.next()?;
    match line.strip_prefix("sentences = ") {
        Some(list) => (lines.text("says")? == "told").then_some(Said::Told(part, list)),
        None => (line == "says = \"missed\"").then_some(Said::Missed(part)),
    }
}

/// The head, and its speaking rate.
fn head(lines: &mut Lines<'_>, id: &str) -> Option<(Digest, u32, bool)> {
    if !lines.next()?.starts_with("# ") || lines.bare("format")?.parse() != Ok(FORMAT) {
        return None;
    }
    if lines.text("id")? != id || !is_id(id) {
        return None;
    }
    let started = When::parse(lines.bare("started")?)?;
    lines.bare("program")?;
    lines.bare("judge")?;
    let counts = lines.text("verb")? != LADDER;
    let level = lines.next()?;
    let level = match level.strip_prefix("company = ") {
        Some(_) => lines.next()?,
        None => level,
    };
    let level: Level = plain(level.strip_prefix("level = ")?)?.parse().ok()?;
    lines.bare("seed")?;
    let rate = lines.bare("rate")?.parse().ok()?;
    let band = lines.bare("band")?.strip_prefix('[')?.strip_suffix(']')?.split_once(", ")?;
    let band = [band.0.parse().ok()?, band.1.parse().ok()?];
    let digest =
        Digest { id: id.to_owned(), started, level, band, excluded: false, attempts: Vec::new() };
    Some((digest, rate, counts))
}

/// The rest of a question's turn.
fn question<'a>(
    lines: &mut Lines<'a>,
    number: usize,
    rate: u32,
) -> Option<(AttemptDigest, &'a str)> {
    let company = lines.text("company")?.to_owned();
    let question = lines.text("question")?.to_owned();
    lines.bare("asked")?;
    let words = lines.block("words")?;
    let at = When::parse(lines.bare("at")?)?;
    let times = times(lines)?;
    lines.bare("judge")?;
    let mut grades = Parts::from_fn(|_| Grade::Missing);
    let mut flags = Vec::new();
    let mut counts = false;
    let mut line = lines.next()?;
    if let Some(failure) = line.strip_prefix("failure = ") {
        grades.failure = grade(failure)?;
        grades.diagnosis = grade(lines.bare("diagnosis")?)?;
        grades.action = grade(lines.bare("action")?)?;
        grades.learning = grade(lines.bare("learning")?)?;
        grades.improvement = grade(lines.bare("improvement")?)?;
        let list = lines.bare("flags")?.strip_prefix('[')?.strip_suffix(']')?;
        for flag in list.split(", ").filter(|flag| !flag.is_empty()) {
            flags.push(plain(flag)?.parse().ok()?);
        }
        lines.bare("shares")?;
        line = lines.next()?;
        counts = !flags.contains(&Flag::NoAnswer);
        if line.starts_with("notice = ") {
            counts = false;
            line = lines.next()?;
        }
    }
    ending(line)?;
    let attempt = AttemptDigest {
        number,
        company,
        question,
        at,
        times,
        words: words_in(times.speaking, rate),
        unprompted: grades,
        after: grades,
        flags,
        probes: 0,
        counts,
        story: None,
    };
    Some((attempt, words))
}

/// The rest of a probe's turn, folded into the attempt that it belongs to.
fn probe(lines: &mut Lines<'_>, attempt: Option<&mut AttemptDigest>) -> Option<()> {
    let part: Part = lines.text("part")?.parse().ok()?;
    let gap: Gap = lines.text("gap")?.parse().ok()?;
    lines.bare("asked")?;
    lines.block("words")?;
    When::parse(lines.bare("at")?)?;
    times(lines)?;
    lines.bare("judge")?;
    let mut line = lines.next()?;
    let mut told = None;
    if let Some(judged) = line.strip_prefix("judged = ") {
        told = Some(grade(judged)?);
        line = lines.next()?;
    }
    // `also` is rare, and its evidence may look like anything: the full reader takes it.
    ending(line)?;
    if let Some(attempt) = attempt {
        attempt.probes += usize::from(gap != Gap::Push);
        if let Some(grade) = told {
            attempt.after[part] = attempt.after[part].max(grade);
        }
    }
    Some(())
}

fn times(lines: &mut Lines<'_>) -> Option<Times> {
    let mut seconds =
        |key| lines.bare(key)?.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0);
    Some(Times { think: seconds("think")?, wall: seconds("wall")?, speaking: seconds("speaking")? })
}

fn ending(line: &str) -> Option<()> {
    let word = plain(line.strip_prefix("outcome = ")?)?;
    [Ending::Answered, Ending::Declined, Ending::Dropped].iter().find(|e| e.id() == word).map(drop)
}

/// The grade of a judgement as it is written.
fn grade(judged: &str) -> Option<Grade> {
    let rest = judged.strip_prefix("{ grade = \"")?;
    if !rest.ends_with('}') {
        return None;
    }
    match rest.get(..rest.find('"')?)? {
        "strong" => Some(Grade::Strong),
        "weak" => Some(Grade::Weak),
        "missing" => Some(Grade::Missing),
        _ => None,
    }
}

/// A string without escapes, out of its quotes.
fn plain(value: &str) -> Option<&str> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['\\', '"'])).then_some(text)
}

/// The lines of a log; each must end in a line break.
struct Lines<'a> {
    left: &'a str,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let end = memchr(b'\n', self.left.as_bytes())?;
        let (line, left) = (self.left.get(..end)?, self.left.get(end + 1..)?);
        self.left = left;
        Some(line)
    }

    /// The value of the next line, which must have this key.
    fn bare(&mut self, key: &str) -> Option<&'a str> {
        self.next()?.strip_prefix(key)?.strip_prefix(" = ")
    }

    /// The string of the next line, which must have this key and no escapes.
    fn text(&mut self, key: &str) -> Option<&'a str> {
        plain(self.bare(key)?)
    }

    /// The block of lines that must come next under this key, its escapes as they stand. Inside one, no three quotes stand before a line break.
    fn block(&mut self, key: &str) -> Option<&'a str> {
        if self.bare(key)? != "\"\"\"" {
            return None;
        }
        let end = memmem::find(self.left.as_bytes(), b"\"\"\"\n")?;
        let block = self.left.get(..end)?;
        self.left = self.left.get(end + 4..)?;
        Some(block)
    }
}
