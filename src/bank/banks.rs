//! All the banks that an interview can draw from: the shipped ones with a home's own over them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Bank, Problem, Question, Reading, SHIPPED, Severity, read};
use crate::arc::UnknownWord;

/// The company whose shipped bank is the last resort for a wording.
const GENERAL: &str = "general";

/// The banks of a home, in the order in which they are listed.
///
/// A program starts with all the questions and without the shipped probes, which are nine tenths of
/// the text and of which a session needs one bank's: they are read when that bank is first asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Banks {
    entries: Vec<Entry>,
    /// The shipped general bank, even when a home replaces it.
    general: OnceLock<Bank>,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    /// What messages call the file.
    path: String,
    /// The bank; of a shipped one without its probes.
    head: Bank,
    /// The shipped text that the whole bank is read from.
    text: Option<&'static str>,
    /// The whole bank, once it was asked for.
    whole: OnceLock<Bank>,
}

impl Entry {
    fn shipped(path: &str, text: &'static str) -> Option<Self> {
        let head = text.split_once("\n[[probe]]").map_or(text, |(head, _)| head);
        let head = read(path, head).bank?;
        Some(Self { path: path.to_owned(), head, text: Some(text), whole: OnceLock::new() })
    }

    fn bank(&self) -> &Bank {
        match self.text {
            None => &self.head,
            Some(text) => self
                .whole
                .get_or_init(|| read(&self.path, text).bank.unwrap_or_else(|| self.head.clone())),
        }
    }
}

impl Banks {
    /// The shipped banks alone.
    pub fn shipped() -> Self {
        Self::with(Vec::new()).0
    }

    /// The shipped banks with a home's own over them, and every problem that was met.
    ///
    /// A home's bank with the id of a shipped one replaces it whole; another is added after them. Of
    /// two home banks with one id the first counts. A question whose id is taken by another bank
    /// cannot be asked: logs would not know which of the two it was.
    pub fn with(home: Vec<Reading>) -> (Self, Vec<Problem>) {
        let mut entries: Vec<Entry> =
            SHIPPED.iter().filter_map(|(path, text)| Entry::shipped(path, text)).collect();
        let mut problems = Vec::new();
        let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
        for mut reading in home {
            problems.append(&mut reading.problems);
            let Some(bank) = reading.bank else { continue };
            let same = entries.iter().position(|entry| entry.head.company == bank.company);
            let entry =
                Entry { path: reading.path, head: bank, text: None, whole: OnceLock::new() };
            match same {
                Some(at) if entries[at].text.is_some() => {
                    lines.insert(entry.head.company.clone(), reading.question_lines);
                    entries[at] = entry;
                }
                Some(at) => problems.push(Problem {
                    path: entry.path,
                    line: 1,
                    severity: Severity::Dropped,
                    what: format!(
                        "the company `{}` already has a bank, {}",
                        entry.head.company, entries[at].path
                    ),
                    fix: "Give this one an id of its own, or put both into one file.".into(),
                }),
                None => {
                    lines.insert(entry.head.company.clone(), reading.question_lines);
                    entries.push(entry);
                }
            }
        }
        drop_taken_ids(&mut entries, &lines, &mut problems);
        (Self { entries, general: OnceLock::new() }, problems)
    }

    /// The banks, in the order in which they are listed; reads the probes of every one.
    pub fn iter(&self) -> impl Iterator<Item = &Bank> {
        self.entries.iter().map(Entry::bank)
    }

    /// Id and name of each company, in the order in which they are listed.
    pub fn companies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.head.company.as_str(), entry.head.name.as_str()))
    }

    /// The file that the bank of `company` was read from, as messages call it.
    pub fn path(&self, company: &str) -> Option<&str> {
        self.entries.iter().find(|e| e.head.company == company).map(|e| e.path.as_str())
    }

    /// The bank of a company, by its id or its name, in any case.
    ///
    /// # Errors
    /// When there is none: with the nearest company that there is.
    pub fn find(&self, company: &str) -> Result<&Bank, UnknownWord> {
        let given = company.trim().to_lowercase();
        self.entries
            .iter()
            .find(|entry| entry.head.company == given)
            .or_else(|| self.entries.iter().find(|e| e.head.name.to_lowercase() == given))
            .map(Entry::bank)
            .ok_or_else(|| {
                let known = self.entries.iter().map(|entry| entry.head.company.as_str());
                UnknownWord::new("company", company.trim(), known)
            })
    }

    /// The question with this id, and its bank.
    pub fn question(&self, id: &str) -> Option<(&Bank, &Question)> {
        let entry = self.entries.iter().find(|entry| entry.head.question(id).is_some())?;
        entry.bank().question(id).map(|question| (entry.bank(), question))
    }

    /// The question with this id, and its bank, whose probes may not have been read yet.
    pub fn head(&self, id: &str) -> Option<(&Bank, &Question)> {
        let banks = self.entries.iter().map(|entry| &entry.head);
        banks.into_iter().find_map(|bank| bank.question(id).map(|question| (bank, question)))
    }

    /// How many questions there are over all banks.
    pub fn questions(&self) -> usize {
        self.entries.iter().map(|entry| entry.head.questions.len()).sum()
    }

    /// Every question with its company, without reading a probe.
    pub fn heads(&self) -> impl Iterator<Item = (&str, &Question)> {
        self.entries
            .iter()
            .flat_map(|e| e.head.questions.iter().map(move |q| (e.head.company.as_str(), q)))
    }

    /// The shipped general bank.
    pub(super) fn general(&self) -> &Bank {
        self.general.get_or_init(|| {
            SHIPPED
                .iter()
                .filter_map(|(path, text)| read(path, text).bank)
                .find(|bank| bank.company == GENERAL)
                .unwrap_or_else(|| Bank {
                    company: GENERAL.into(),
                    name: "General".into(),
                    lens: String::new(),
                    framework: String::new(),
                    weights: super::Weights::even(),
                    questions: Vec::new(),
                    probes: Vec::new(),
                })
        })
    }
}

fn drop_taken_ids(
    entries: &mut [Entry],
    lines: &HashMap<String, Vec<usize>>,
    problems: &mut Vec<Problem>,
) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for Entry { path, head, .. } in entries {
        let known = lines.get(&head.company).map_or(&[][..], Vec::as_slice);
        let mut lines = known.iter().copied().chain(std::iter::repeat(1));
        head.questions.retain(|question| {
            let line = lines.next().unwrap_or(1);
            if let Some(owner) = taken.get(&question.id) {
                problems.push(Problem {
                    path: path.clone(),
                    line,
                    severity: Severity::Dropped,
                    what: format!("the question id `{}` is taken by {owner}", question.id),
                    fix: format!("Begin it with the company: `{}-…`.", head.company),
                });
                return false;
            }
            taken.insert(question.id.clone(), path.clone());
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(company: &str, id: &str) -> Reading {
        let text = format!(
            "format = 1\ncompany = \"{company}\"\nname = \"Our {company}\"\nlens = \"Ours.\"\n\
             [[question]]\nid = \"{id}\"\nwords = \"What broke?\"\n"
        );
        read(&format!("home/{company}.toml"), &text)
    }

    #[test]
    fn a_home_bank_replaces_the_shipped_one_in_its_place_or_is_added_at_the_end() {
        let (banks, problems) =
            Banks::with(vec![bank("acme", "acme-a"), bank("google", "google-mine")]);
        assert_eq!(problems, []);
        let companies: Vec<_> = banks.companies().map(|(id, _)| id).collect();
        assert_eq!(companies[1], "google");
        assert_eq!(companies.last(), Some(&"acme"));
        assert_eq!(banks.find("Google").unwrap().name, "Our google");
        assert_eq!(banks.find("our ACME").unwrap().company, "acme");
        assert_eq!(banks.path("google"), Some("home/google.toml"));
        assert_eq!(banks.question("google-launch"), None);
        assert_eq!(banks.question("google-mine").unwrap().0.company, "google");
    }

    #[test]
    fn what_is_there_twice_is_told_and_the_first_counts() {
        let home = vec![bank("acme", "meta-fast"), bank("acme", "acme-b"), bank("beta", "beta-a")];
        let (banks, problems) = Banks::with(home);
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        home/acme.toml, line 1: the company `acme` already has a bank, home/acme.toml. Give this one an id of its own, or put both into one file.
        home/acme.toml, line 5: the question id `meta-fast` is taken by questions/meta.toml. Begin it with the company: `acme-…`.
        ");
        assert_eq!(banks.find("acme").unwrap().questions, []);
        assert_eq!(banks.question("meta-fast").unwrap().0.company, "meta");
    }

    #[test]
    fn an_unknown_company_is_met_with_the_nearest_one() {
        let banks = Banks::shipped();
        let unknown = banks.find("amazn").unwrap_err();
        assert_eq!(unknown.to_string(), "unknown company `amazn`; did you mean `amazon`?");
        assert!(banks.find("").is_err());
    }

    #[test]
    fn the_questions_are_the_same_before_and_after_the_probes_are_read() {
        let banks = Banks::shipped();
        for entry in &banks.entries {
            assert!(entry.head.probes.is_empty());
            let whole = entry.bank();
            assert!(!whole.probes.is_empty());
            assert_eq!(Bank { probes: Vec::new(), ..whole.clone() }, entry.head);
        }
    }
}
