//! The next question: at random among those that fit, asked least and longest ago first.
//!
//! Pure: what was asked before and the chance that decides ties are arguments.

use std::collections::HashMap;

use rand::Rng;
use rand::seq::IndexedRandom;

use super::{Bank, Banks, Question};
use crate::arc::Level;

/// What the next question must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish<'a> {
    /// The company's id; any when `None`.
    pub company: Option<&'a str>,
    /// The candidate's level; any when `None`.
    pub level: Option<Level>,
}

/// The question that was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn<'a> {
    /// The bank that it is from.
    pub bank: &'a Bank,
    /// The question.
    pub question: &'a Question,
    /// Whether no question suited the level, so that it was drawn from all of them: say so.
    pub other_level: bool,
}

impl Banks {
    /// The questions among which the next one is drawn, and whether none suits the level, so that
    /// they are all of the company's. Reads no probes.
    pub fn fitting(&self, wish: Wish<'_>) -> (Vec<&Question>, bool) {
        let of_company = || {
            let heads = self.heads();
            heads.filter(|(company, _)| wish.company.is_none_or(|id| *company == id))
        };
        let suits = |question: &Question| wish.level.is_none_or(|l| question.levels.contains(&l));
        let fit: Vec<_> = of_company().map(|(_, q)| q).filter(|q| suits(q)).collect();
        match fit.is_empty() {
            true => (of_company().map(|(_, question)| question).collect(), true),
            false => (fit, false),
        }
    }

    /// Draws the next question; `None` when the company has none at all.
    ///
    /// `past` holds the id of each question that was asked, with when; in any order, on any scale
    /// that grows with time. Among those that fit, one asked least often is drawn; among these, one
    /// whose last time is longest ago; ties fall by `rng`, which is the only chance here.
    pub fn draw<'a, 'p, T: Ord + Copy>(
        &'a self,
        wish: Wish<'_>,
        past: impl IntoIterator<Item = (&'p str, T)>,
        rng: &mut impl Rng,
    ) -> Option<Drawn<'a>> {
        let (mut fit, other_level) = self.fitting(wish);
        let mut asked: HashMap<&str, (usize, T)> = HashMap::new();
        for (id, when) in past {
            let entry = asked.entry(id).or_insert((0, when));
            *entry = (entry.0 + 1, entry.1.max(when));
        }
        // `None` sorts before any time: what was never asked comes first.
        let rank = |question: &Question| match asked.get(question.id.as_str()) {
            Some(&(times, last)) => (times, Some(last)),
            None => (0, None),
        };
        let first = fit.iter().map(|question| rank(question)).min()?;
        fit.retain(|question| rank(question) == first);
        let (bank, question) = self.question(&fit.choose(rng)?.id)?;
        Some(Drawn { bank, question, other_level })
    }
}

impl Question {
    /// Its wordings, the one that is usually asked first.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.words).chain(&self.rewordings).map(String::as_str)
    }

    /// The question in the wording that was heard least often; `heard` holds the words of each time
    /// that it was asked, in any order. Ties fall by `rng`, which is left alone when there is one
    /// wording only.
    pub fn reworded<'p>(
        &self,
        heard: impl IntoIterator<Item = &'p str>,
        rng: &mut impl Rng,
    ) -> Self {
        let mut times: Vec<(&str, usize)> = self.wordings().map(|words| (words, 0)).collect();
        for asked in heard {
            if let Some((_, times)) = times.iter_mut().find(|(words, _)| *words == asked) {
                *times += 1;
            }
        }
        let least = times.iter().map(|(_, times)| *times).min();
        times.retain(|(_, times)| Some(*times) == least);
        let words = match times.as_slice() {
            [] => &self.words,
            [(only, _)] => *only,
            several => several.choose(rng).map_or(self.words.as_str(), |(words, _)| words),
        };
        Self { words: words.to_owned(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use std::sync::LazyLock;

    /// Read once: a property test would read them hundreds of times.
    static BANKS: LazyLock<Banks> = LazyLock::new(Banks::shipped);

    fn rng(seed: u64) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(seed)
    }

    fn amazon(level: Option<Level>) -> Wish<'static> {
        Wish { company: Some("amazon"), level }
    }

    #[test]
    fn every_question_comes_once_before_any_comes_twice() {
        let banks = Banks::shipped();
        let of_amazon = banks.find("amazon").unwrap().questions.len();
        let mut past: Vec<(String, i64)> = Vec::new();
        let mut rng = rng(7);
        for round in 0..3 {
            for _ in 0..of_amazon {
                let asked = past.iter().map(|(id, when)| (id.as_str(), *when));
                let drawn = banks.draw(amazon(None), asked, &mut rng).unwrap();
                let times = past.iter().filter(|(id, _)| *id == drawn.question.id).count();
                assert_eq!(times, round);
                past.push((drawn.question.id.clone(), past.len() as i64));
            }
        }
    }

    #[test]
    fn among_equals_the_one_asked_longest_ago_comes() {
        let banks = Banks::shipped();
        let bank = banks.find("netflix").unwrap();
        let past: Vec<(&str, usize)> =
            bank.questions.iter().rev().enumerate().map(|(n, q)| (q.id.as_str(), n)).collect();
        let wish = Wish { company: Some("netflix"), level: None };
        let drawn = banks.draw(wish, past, &mut rng(1)).unwrap();
        assert_eq!(drawn.question.id, bank.questions.last().unwrap().id);
    }

    #[test]
    fn every_wording_comes_once_before_any_comes_twice_and_the_seed_decides_which() {
        let question = BANKS.find("netflix").unwrap().question("netflix-hire").unwrap();
        let drilled = |seed| {
            let mut rng = rng(seed);
            let mut heard: Vec<String> = vec!["A wording that the bank no longer has".to_owned()];
            for _ in 0..6 {
                let words = question.reworded(heard.iter().map(String::as_str), &mut rng).words;
                heard.push(words);
            }
            heard.split_off(1)
        };
        let heard = drilled(3);
        for words in question.wordings() {
            for round in heard.chunks(3) {
                assert_eq!(round.iter().filter(|asked| *asked == words).count(), 1, "{heard:?}");
            }
        }
        assert_eq!(drilled(3), heard);
        assert!((0..20).map(drilled).any(|other| other != heard));
        let mut plain = question.clone();
        plain.rewordings.clear();
        let mut rng = rng(1);
        let before = rng.clone();
        assert_eq!(plain.reworded([], &mut rng), plain);
        assert_eq!(rng, before, "no chance where there is no choice");
    }

    #[test]
    fn a_level_without_questions_is_said_and_not_refused() {
        let text = "format = 1\ncompany = \"acme\"\nname = \"Acme\"\nlens = \"Ours.\"\n\
            [[question]]\nid = \"acme-one\"\nwords = \"What broke?\"\nlevels = [\"mid\"]\n";
        let (banks, _) = Banks::with(vec![read("acme.toml", text)]);
        let wish = Wish { company: Some("acme"), level: Some(Level::Manager) };
        let none: [(&str, i64); 0] = [];
        let drawn = banks.draw(wish, none, &mut rng(1)).unwrap();
        assert!(drawn.other_level);
        assert_eq!(drawn.question.id, "acme-one");
        let wish = Wish { company: Some("nobody"), level: None };
        assert_eq!(banks.draw(wish, none, &mut rng(1)), None);
    }

    #[test]
    fn the_seed_decides_and_nothing_else() {
        let banks = Banks::shipped();
        let none: [(&str, i64); 0] = [];
        let drawn = |seed| {
            let mut rng = rng(seed);
            let mut draw = || banks.draw(Wish::default(), none, &mut rng).unwrap();
            (0..5).map(|_| draw().question.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(drawn(3), drawn(3));
        assert!((0..20).map(drawn).collect::<std::collections::HashSet<_>>().len() > 10);
    }

    proptest! {
        #[test]
        fn the_order_in_which_the_past_is_told_does_not_matter(
            picks in proptest::collection::vec((0usize..12, 0i64..5), 0..40), seed: u64
        ) {
            let banks = &*BANKS;
            let ids: Vec<&str> = banks.iter().flat_map(|b| &b.questions).map(|q| q.id.as_str()).collect();
            let past: Vec<(&str, i64)> = picks.iter().map(|(n, when)| (ids[n % ids.len()], *when)).collect();
            let mut turned = past.clone();
            turned.reverse();
            let one = banks.draw(Wish::default(), past, &mut rng(seed));
            let other = banks.draw(Wish::default(), turned, &mut rng(seed));
            prop_assert_eq!(one, other);
        }
    }
}
