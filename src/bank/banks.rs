//! All the banks that an interview can draw from: the shipped ones with a home's own over them.

use std::collections::HashMap;

use super::{Bank, Problem, Question, Reading, SHIPPED, Severity, read};
use crate::arc::UnknownWord;

/// The banks of a home, in the order in which they are listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Banks {
    banks: Vec<Bank>,
    /// Where each of `banks` comes from.
    paths: Vec<String>,
    /// The shipped general bank, even when a home replaces it: the last resort for a wording.
    general: Bank,
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
        let mut problems = Vec::new();
        let mut kept: Vec<(Reading, Bank)> = Vec::new();
        let shipped = SHIPPED.len();
        let readings = SHIPPED.iter().map(|(path, text)| read(path, text)).chain(home);
        for (order, mut reading) in readings.enumerate() {
            problems.append(&mut reading.problems);
            let Some(bank) = reading.bank.take() else { continue };
            let same = kept.iter().position(|(_, other)| other.company == bank.company);
            match same {
                Some(at) if order >= shipped && at < shipped && is_shipped(&kept[at].0.path) => {
                    kept[at] = (reading, bank);
                }
                Some(at) => problems.push(Problem {
                    path: reading.path,
                    line: 1,
                    severity: Severity::Dropped,
                    what: format!(
                        "the company `{}` already has a bank, {}",
                        bank.company, kept[at].0.path
                    ),
                    fix: "Give this one an id of its own, or put both into one file.".into(),
                }),
                None => kept.push((reading, bank)),
            }
        }
        drop_taken_ids(&mut kept, &mut problems);
        let (paths, banks) = kept.into_iter().map(|(reading, bank)| (reading.path, bank)).unzip();
        (Self { banks, paths, general: shipped_general() }, problems)
    }

    /// The banks, in the order in which they are listed.
    pub fn iter(&self) -> impl Iterator<Item = &Bank> {
        self.banks.iter()
    }

    /// The file that the bank of `company` was read from, as messages call it.
    pub fn path(&self, company: &str) -> Option<&str> {
        let at = self.banks.iter().position(|bank| bank.company == company)?;
        self.paths.get(at).map(String::as_str)
    }

    /// The bank of a company, by its id or its name, in any case.
    ///
    /// # Errors
    /// When there is none: with the nearest company that there is.
    pub fn find(&self, company: &str) -> Result<&Bank, UnknownWord> {
        let given = company.trim();
        let is = |word: &str| word.to_lowercase() == given.to_lowercase();
        self.banks
            .iter()
            .find(|bank| is(&bank.company))
            .or_else(|| self.banks.iter().find(|bank| is(&bank.name)))
            .ok_or_else(|| {
                let known = self.banks.iter().map(|bank| bank.company.as_str());
                UnknownWord::new("company", given, known)
            })
    }

    /// The question with this id, and its bank.
    pub fn question(&self, id: &str) -> Option<(&Bank, &Question)> {
        self.banks.iter().find_map(|bank| bank.question(id).map(|question| (bank, question)))
    }

    /// How many questions there are over all banks.
    pub fn questions(&self) -> usize {
        self.banks.iter().map(|bank| bank.questions.len()).sum()
    }

    /// The shipped general bank.
    pub(super) fn general(&self) -> &Bank {
        &self.general
    }
}

fn is_shipped(path: &str) -> bool {
    SHIPPED.iter().any(|(shipped, _)| *shipped == path)
}

fn shipped_general() -> Bank {
    SHIPPED
        .iter()
        .filter_map(|(path, text)| read(path, text).bank)
        .find(|bank| bank.company == "general")
        .unwrap_or_else(|| Bank {
            company: "general".into(),
            name: "General".into(),
            lens: String::new(),
            framework: String::new(),
            weights: crate::arc::Parts::from_fn(|_| 1.0),
            questions: Vec::new(),
            probes: Vec::new(),
        })
}

fn drop_taken_ids(kept: &mut [(Reading, Bank)], problems: &mut Vec<Problem>) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for (reading, bank) in kept {
        let lines = reading.question_lines.clone();
        let mut lines = lines.into_iter().chain(std::iter::repeat(1));
        bank.questions.retain(|question| {
            let line = lines.next().unwrap_or(1);
            if let Some(owner) = taken.get(&question.id) {
                problems.push(Problem {
                    path: reading.path.clone(),
                    line,
                    severity: Severity::Dropped,
                    what: format!("the question id `{}` is taken by {owner}", question.id),
                    fix: format!("Begin it with the company: `{}-…`.", bank.company),
                });
                return false;
            }
            taken.insert(question.id.clone(), reading.path.clone());
            true
        });
    }
}
