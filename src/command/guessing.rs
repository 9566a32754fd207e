//! The guess before the verdict: which parts the person thinks they told.

use super::exit::Trouble;
use super::practice::{Practice, Sitting};
use super::talk::Talk;
use crate::arc::{Part, Parts};
use crate::interview::{Event, Move};
use crate::screen::Line;
use crate::session::{Entry, Guess};
use crate::shell::Spoken;

impl Practice<'_> {
    /// Asks which parts the person thinks they told.
    pub(super) fn guess(
        &mut self,
        sitting: &mut Sitting,
        talk: &Talk<'_>,
    ) -> Result<(Event, Option<Move>), Trouble> {
        let list: Vec<_> = Part::ALL.iter().map(|part| part.id()).collect();
        self.out.say(&[Line::new()].into_iter().collect())?;
        self.remark(&format!(
            "Before you see: which parts do you think you told? Type them, or their first letters; \
             Enter alone for none. ({})",
            list.join(", ")
        ))?;
        loop {
            let line = match self.out.command("told> ", std::rc::Rc::new(super::aid::Parts))? {
                Spoken::Line(line) => line,
                Spoken::Interrupted => return Ok((Event::Dropped, None)),
                Spoken::Closed => return Ok((Event::Closed, None)),
            };
            match parts(&line) {
                Ok(parts) => {
                    let told: Vec<Part> =
                        Part::ALL.iter().copied().filter(|&part| parts[part]).collect();
                    let guess = Guess { turn: talk.number, parts: told };
                    self.keep(sitting, Entry::Guess(guess))?;
                    return Ok((Event::Guessed(parts), None));
                }
                Err(words) => self.complain(&words)?,
            }
        }
    }
}

/// The parts that a person names, by their names or first letters.
fn parts(line: &str) -> Result<Parts<bool>, String> {
    let mut told = Parts::from_fn(|_| false);
    match line.trim().to_lowercase().as_str() {
        "all" | "all five" | "everything" => return Ok(Parts::from_fn(|_| true)),
        "none" | "nothing" | "no" => return Ok(told),
        _ => {}
    }
    // "All but improvement", "everything except the learning".
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let without = words.len() > 2
        && ["all", "everything"].contains(&words[0].to_lowercase().as_str())
        && ["but", "except", "without"].contains(&words[1].to_lowercase().as_str());
    if without {
        let named = parts(&words[2..].join(" "))?;
        return Ok(named.map(|_, named| !named));
    }
    let first = |c: char| Part::ALL.iter().copied().find(|part| part.id().starts_with(c));
    for word in line.to_lowercase().split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        match word.parse::<Part>() {
            _ if matches!(word, "and" | "the" | "my" | "only" | "just") => {}
            Ok(part) => told[part] = true,
            Err(error) => {
                let letters: Option<Vec<Part>> = word.chars().map(first).collect();
                match letters.filter(|_| word.len() <= Part::ALL.len()) {
                    Some(parts) => parts.into_iter().for_each(|part| told[part] = true),
                    None => return Err(error.to_string()),
                }
            }
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_by_words_or_letters() {
        let told = |line: &str| {
            let parts = parts(line)?;
            Ok::<_, String>(
                parts.iter().filter(|(_, t)| **t).map(|(p, _)| p.id()).collect::<Vec<_>>(),
            )
        };
        assert_eq!(told("failure, learning"), Ok(vec!["failure", "learning"]));
        assert_eq!(told("f a i"), Ok(vec!["failure", "action", "improvement"]));
        assert_eq!(told("FDL"), Ok(vec!["failure", "diagnosis", "learning"]));
        assert_eq!(told("The failure and action"), Ok(vec!["failure", "action"]));
        let without = Ok(vec!["failure", "diagnosis", "action", "learning"]);
        assert_eq!(told("all but improvement"), without);
        assert_eq!(told("Everything except the improvement"), without);
        assert!(told("all but nobody").is_err());
        assert_eq!(told(""), Ok(vec![]));
        assert_eq!(told("none"), Ok(vec![]));
        assert_eq!(told("All").map(|parts| parts.len()), Ok(5), "and not action and learning");
        let wrong = told("learnings").unwrap_err();
        assert_eq!(wrong, "unknown part `learnings`; did you mean `learning`?");
    }
}
