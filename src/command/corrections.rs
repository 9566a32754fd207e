//! `told`, `missed` and `wrong`: the person's word against the judge's, kept beside it in the log.

use super::exit::{Exit, Trouble};
use super::grammar::{Missed, Told, Which, Wrong};
use super::past::{Past, band, debrief};
use super::practice::Practice;
use crate::arc::{Flag, Part, UnknownWord};
use crate::interview::{Corrected, Correction, CorrectionError};
use crate::screen::{Line, Screen, numbered};
use crate::session::{Correction as Kept, Entry, Says, Session};

impl Practice<'_> {
    /// `told`
    pub(super) fn told(&mut self, told: &Told) -> Result<Exit, Trouble> {
        let part = told.part.as_deref().map(part).transpose()?;
        let numbers = numbers(&told.sentences)?;
        match part {
            Some(part) if !numbers.is_empty() => {
                self.correct(&told.which, |_| Ok(Correction::Told(part, numbers.clone())))
            }
            _ => self.list_sentences(&told.which, part),
        }
    }

    /// `missed`
    pub(super) fn missed(&mut self, missed: &Missed) -> Result<Exit, Trouble> {
        let part = part(&missed.part)?;
        self.correct(&missed.which, |_| Ok(Correction::Missed(part)))
    }

    /// `wrong`
    pub(super) fn wrong(&mut self, wrong: &Wrong) -> Result<Exit, Trouble> {
        let words = wrong.flag.join("-");
        self.correct(&wrong.which, |counted| Ok(Correction::Wrong(flag(&words, counted)?)))
    }

    /// Takes a correction: into the log, then the debrief as it counts now.
    fn correct(
        &mut self,
        which: &Which,
        said: impl FnOnce(&Corrected) -> Result<Correction, Trouble>,
    ) -> Result<Exit, Trouble> {
        let (mut past, before) = self.meant(which)?;
        let banks = std::rc::Rc::clone(&self.banks);
        let Some(attempt) = past.attempt() else { return Err(nothing()) };
        let bank = banks.find(attempt.company).ok();
        let banked = bank.and_then(|bank| bank.question(attempt.id));
        let Some(outcome) = attempt.outcome(banked) else { return Err(nothing()) };
        let counted = attempt.corrected(&outcome);
        let correction = said(&counted)?;
        let counted = counted.with(&outcome, &correction).map_err(refused)?;
        let says = Says::of(&correction, &outcome);
        let entry = Entry::Correction(Kept { turn: past.turn, at: self.now(), says });
        past.session.entries.push(entry.clone());
        self.keep_beside(&past.session, entry)?;
        if let Some(last) = &mut self.last
            && last.what.session.header.id == past.session.header.id
        {
            last.what.session.entries.clone_from(&past.session.entries);
        }
        let (canvas, band) = (self.out.canvas(), band(&past.session.header));
        let screen = debrief(&outcome, &counted, bank, band, before.as_ref(), canvas);
        self.out.say(&screen)?;
        self.debriefed = self.last.is_some();
        Ok(Exit::Fine)
    }

    /// Adds an entry to a session that is over, wherever that is kept.
    fn keep_beside(&mut self, session: &Session, entry: Entry) -> Result<(), Trouble> {
        let id = &session.header.id;
        match self.unkept.iter_mut().find(|unkept| unkept.header.id == *id) {
            Some(unkept) => unkept.entries.push(entry),
            None => self.store.append_to(id, &entry)?,
        }
        Ok(())
    }

    /// Every sentence under its number, and how to name one.
    fn list_sentences(&mut self, which: &Which, part: Option<Part>) -> Result<Exit, Trouble> {
        let (past, _): (Past, _) = self.meant(which)?;
        let Some((outcome, counted)) = past.counted() else { return Err(nothing()) };
        if outcome.sentences().is_empty() {
            return Err(refused(CorrectionError::NothingJudged));
        }
        let canvas = self.out.canvas();
        let mut screen: Screen = [Line::new()].into_iter().collect();
        screen.extend(numbered(&outcome, &counted, canvas));
        screen.push(Line::new());
        self.out.say(&screen)?;
        let part = part.map_or("PART", |part| part.id());
        self.remark(&format!("Which of these does it? Say so with `told {part} NUMBER`."))?;
        Ok(Exit::Fine)
    }
}

fn nothing() -> Trouble {
    refused(CorrectionError::NothingJudged)
}

fn refused(error: CorrectionError) -> Trouble {
    Trouble::wrong(error.to_string())
}

/// A part by its name or its letter.
fn part(word: &str) -> Result<Part, UnknownWord> {
    let word = word.to_lowercase();
    let by_letter = Part::ALL.iter().find(|part| part.id().get(..1) == Some(&word));
    by_letter.map_or_else(|| word.parse(), |part| Ok(*part))
}

/// The numbers of sentences: `4`, `4 5`, `4,5`, `4-6`.
fn numbers(words: &[String]) -> Result<Vec<usize>, Trouble> {
    /// More than anybody tells a part in; a slip of the finger must not count to a billion.
    const MOST: usize = 50;
    let mut numbers = Vec::new();
    for word in words.iter().flat_map(|w| w.split(',')).filter(|w| !w.trim().is_empty()) {
        let number = |word: &str| word.trim().parse::<usize>().ok();
        let run = match word.split_once(['-', '–']) {
            Some((from, to)) => number(from).zip(number(to)),
            None => number(word).map(|number| (number, number)),
        };
        match run {
            Some((from, to)) if from <= to && to - from < MOST => numbers.extend(from..=to),
            _ => {
                return Err(Trouble::usage(format!(
                    "`{word}` is no sentence's number; `told` lists them"
                )));
            }
        }
    }
    Ok(numbers)
}

/// A flag by its name, or by the heading under which the debrief spoke of it.
fn flag(words: &str, counted: &Corrected) -> Result<Flag, UnknownWord> {
    let words = words.to_lowercase();
    Ok(match words.as_str() {
        "too-safe" | "safe" | "stakes" => Flag::NoStakes,
        "blow" => Flag::BlowByBlow,
        "old" => Flag::Stale,
        "ownership" if counted.verdict.has(Flag::We) => Flag::We,
        "ownership" => Flag::Blame,
        _ => words.parse()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Result<Vec<usize>, String> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        numbers(&words).map_err(|trouble| match trouble {
            Trouble::Said(words, _) => words,
            Trouble::Gone => String::new(),
        })
    }

    #[test]
    fn sentences_are_named_singly_in_lists_and_in_runs() {
        assert_eq!(typed("4"), Ok(vec![4]));
        assert_eq!(typed("4 5"), Ok(vec![4, 5]));
        assert_eq!(typed("4,6, 9"), Ok(vec![4, 6, 9]));
        assert_eq!(typed("4-6"), Ok(vec![4, 5, 6]));
        for word in ["four", "6-4", "1-4000000000", "-3", "99999999999999999999999"] {
            let said = format!("`{word}` is no sentence's number; `told` lists them");
            assert_eq!(typed(word), Err(said));
        }
    }

    #[test]
    fn parts_go_by_letter_too() {
        assert_eq!(part("I"), Ok(Part::Improvement));
        assert_eq!(part("learning"), Ok(Part::Learning));
        let said = part("learnings").unwrap_err().to_string();
        assert_eq!(said, "unknown part `learnings`; did you mean `learning`?");
    }
}
