//! The banks that are part of the program.

/// Path (as messages name it) and text of each shipped bank, in the order in which they are listed.
///
/// Embedded, so that a program without its checkout still has every question.
pub const SHIPPED: &[(&str, &str)] = &[
    ("questions/general.toml", include_str!("../../questions/general.toml")),
    ("questions/google.toml", include_str!("../../questions/google.toml")),
    ("questions/meta.toml", include_str!("../../questions/meta.toml")),
    ("questions/amazon.toml", include_str!("../../questions/amazon.toml")),
    ("questions/netflix.toml", include_str!("../../questions/netflix.toml")),
    ("questions/airbnb.toml", include_str!("../../questions/airbnb.toml")),
    ("questions/doordash.toml", include_str!("../../questions/doordash.toml")),
    ("questions/pinterest.toml", include_str!("../../questions/pinterest.toml")),
];

/// Whether a file's bytes are those of a shipped bank.
pub fn is_shipped(bytes: &[u8]) -> bool {
    SHIPPED.iter().any(|(_, text)| text.as_bytes() == bytes)
}

#[cfg(test)]
mod tests {
    use super::SHIPPED;
    use crate::arc::Level;
    use crate::bank::{Bank, Banks, Gap, lint, read};
    use std::collections::BTreeSet;

    /// Every wording, question and example of the shipped banks, with where it stands.
    fn all(of: impl Fn(&Bank) -> Vec<String>) -> Vec<(String, String)> {
        let banks = Banks::shipped();
        banks
            .iter()
            .flat_map(|bank| of(bank).into_iter().map(|text| (bank.company.clone(), text)))
            .collect()
    }

    fn wordings(bank: &Bank) -> Vec<String> {
        bank.probes.iter().flat_map(|probe| probe.wordings.clone()).collect()
    }

    fn words(text: &str) -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '{' | '}'))
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    }

    /// The pairs that share more than `most` of their words.
    fn alike(texts: &[(String, String)], most: f64) -> Vec<String> {
        let sets: Vec<_> = texts.iter().map(|(_, text)| words(text)).collect();
        let mut found = Vec::new();
        for (at, one) in sets.iter().enumerate() {
            for (other_at, other) in sets.iter().enumerate().skip(at + 1) {
                let shared = one.intersection(other).count() as f64;
                if shared / (one.len() + other.len()) as f64 * 2.0 > most {
                    let (a, b) = (&texts[at], &texts[other_at]);
                    found.push(format!("{}: {}\n{}: {}", a.0, a.1, b.0, b.1));
                }
            }
        }
        found
    }

    #[test]
    fn the_shipped_banks_are_complete_and_the_lint_finds_nothing() {
        for (path, text) in SHIPPED {
            let reading = read(path, text);
            assert_eq!((reading.problems.as_slice(), lint(&reading)), (&[][..], Vec::new()));
        }
        for bank in Banks::shipped().iter() {
            assert_eq!(bank.lacks(), [], "{}", bank.company);
        }
    }

    #[test]
    fn there_are_questions_enough_for_every_level() {
        for bank in Banks::shipped().iter() {
            let least = match bank.company.as_str() {
                "google" | "meta" | "amazon" | "netflix" | "general" => 12,
                _ => 8,
            };
            assert!(bank.questions.len() >= least, "{}", bank.company);
            for level in Level::ALL {
                let suited = bank.questions.iter().filter(|q| q.levels.contains(level)).count();
                assert!(suited >= 3, "{} has {suited} for {level}", bank.company);
            }
            for question in &bank.questions {
                let reworded = question.rewordings.len() >= 2;
                assert!(reworded || least < 12, "{}: no other wordings", question.id);
                assert!(question.id.starts_with(&format!("{}-", bank.company)), "{}", question.id);
            }
        }
    }

    #[test]
    fn the_given_questions_stand_word_for_word() {
        let banks = Banks::shipped();
        for (company, words) in [
            ("general", "Tell me about a time you failed."),
            (
                "google",
                "Tell me about a time you had to change course after realizing your approach was wrong?",
            ),
            ("meta", "What's your biggest mistake as a manager?"),
            (
                "amazon",
                "Tell me about a decision you made with limited data that turned out to be wrong?",
            ),
            ("netflix", "A hiring decision you regret"),
        ] {
            let bank = banks.find(company).unwrap();
            assert!(bank.questions.iter().any(|question| question.words == words), "{words}");
        }
    }

    #[test]
    fn no_two_wordings_and_no_two_questions_are_alike() {
        assert_eq!(alike(&all(wordings), 0.8).join("\n\n"), "");
        let questions = |bank: &Bank| {
            bank.questions.iter().flat_map(|q| q.wordings().map(str::to_owned)).collect()
        };
        assert_eq!(alike(&all(questions), 0.8).join("\n\n"), "");
        let notes = |bank: &Bank| bank.questions.iter().map(|q| q.note.clone()).collect();
        assert_eq!(alike(&all(notes), 0.6).join("\n\n"), "");
    }

    #[test]
    fn a_probe_asks_one_thing_in_words_that_can_be_said() {
        for (company, wording) in all(wordings) {
            assert!(wording.ends_with(['?', '.']), "{company}: {wording}");
            assert!(wording.matches('?').count() <= 1, "{company}: {wording}");
            assert!(!wording.contains('"') && !wording.contains("  "), "{company}: {wording}");
            assert!(words(&wording).len() <= 28, "{company}: {wording}");
        }
    }

    #[test]
    fn what_was_said_thinly_is_quoted_back_in_at_least_one_wording() {
        for bank in Banks::shipped().iter() {
            for probe in &bank.probes {
                let quotes = probe.wordings.iter().any(|wording| wording.contains('{'));
                let told = matches!(probe.gap, Gap::Weak(_) | Gap::Unsure);
                assert!(quotes || !told, "{}: {} {}", bank.company, probe.part, probe.gap);
            }
        }
    }
}
