//! All the banks that an interview can draw from: the shipped ones with a home's own over them.

use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memmem;

use super::{Bank, Problem, Question, Reading, SHIPPED, Severity, read};
use crate::arc::{Level, UnknownWord};

/// The company whose shipped bank is the last resort for a wording.
const GENERAL: &str = "general";

/// The banks of a home, in the order in which they are listed.
///
/// A program starts with the contents of the shipped banks, as `Contents` finds them in their texts. Of
/// each the questions are read when one of them is asked for, and the probes, nine tenths of the text,
/// when the whole bank is.
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
    company: String,
    name: String,
    /// What a shipped bank holds, until its head is read.
    contents: Contents,
    /// The bank; of a shipped one without its probes.
    head: OnceLock<Bank>,
    /// The shipped text that the whole bank is read from.
    text: Option<&'static str>,
    /// The whole bank, once it was asked for.
    whole: OnceLock<Bank>,
}

impl Entry {
    fn shipped(path: &str, text: &'static str) -> Self {
        let contents = Contents::of(text);
        Self {
            path: path.to_owned(),
            company: contents.company.to_owned(),
            name: contents.name.to_owned(),
            contents,
            head: OnceLock::new(),
            text: Some(text),
            whole: OnceLock::new(),
        }
    }

    fn own(path: String, bank: Bank) -> Self {
        Self {
            path,
            company: bank.company.clone(),
            name: bank.name.clone(),
            contents: Contents::default(),
            head: OnceLock::from(bank),
            text: None,
            whole: OnceLock::new(),
        }
    }

    fn head(&self) -> &Bank {
        self.head.get_or_init(|| {
            let head = self.text.and_then(|text| read(&self.path, head_of(text)).bank);
            head.unwrap_or_else(|| empty(&self.company, &self.name))
        })
    }

    fn bank(&self) -> &Bank {
        match self.text {
            None => self.head(),
            Some(text) => self
                .whole
                .get_or_init(|| read(&self.path, text).bank.unwrap_or_else(|| self.head().clone())),
        }
    }

    fn has(&self, id: &str) -> bool {
        match self.head.get() {
            Some(head) => head.question(id).is_some(),
            None => self.contents.questions.iter().any(|(of, _)| *of == id),
        }
    }

    /// Whether it has a question with this id for this level.
    fn asks(&self, id: &str, level: Level) -> bool {
        match self.head.get() {
            Some(head) => head.question(id).is_some_and(|q| q.levels.contains(&level)),
            None => self.contents.questions.iter().any(|(of, levels)| {
                let word = |word: &str| word.trim_matches([' ', '"']) == level.id();
                *of == id && levels.is_none_or(|levels| levels.split(',').any(word))
            }),
        }
    }

    fn questions(&self) -> usize {
        self.head.get().map_or(self.contents.questions.len(), |head| head.questions.len())
    }
}

/// What a shipped text holds, found by the lines as we write them: to read eight banks takes three times
/// as long as all the rest of a start. A test compares it with what is read.
#[derive(Debug, Clone, PartialEq, Default)]
struct Contents {
    company: &'static str,
    name: &'static str,
    /// The id of each question, and the list of its levels; none when it suits all.
    questions: Vec<(&'static str, Option<&'static str>)>,
}

impl Contents {
    fn of(text: &'static str) -> Self {
        let value = |section: &'static str, key: &str| {
            section.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
        };
        let word = |section, key| value(section, key).map_or("", |word| word.trim_matches('"'));
        let head = head_of(text);
        let starts = memmem::find_iter(head.as_bytes(), "\n[[question]]\n");
        let ends = starts.chain([head.len()]);
        let mut start = 0;
        let mut sections =
            ends.map(|end| head.get(std::mem::replace(&mut start, end)..end).unwrap_or_default());
        let top = sections.next().unwrap_or_default();
        let levels = |section| value(section, "levels").map(|list| list.trim_matches(['[', ']']));
        Self {
            company: word(top, "company"),
            name: word(top, "name"),
            questions: sections.map(|section| (word(section, "id"), levels(section))).collect(),
        }
    }
}

/// A shipped text up to its probes.
fn head_of(text: &str) -> &str {
    let end = memmem::find(text.as_bytes(), b"\n[[probe]]");
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn empty(company: &str, name: &str) -> Bank {
    Bank {
        company: company.into(),
        name: name.into(),
        lens: String::new(),
        framework: String::new(),
        weights: super::Weights::even(),
        questions: Vec::new(),
        probes: Vec::new(),
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
            SHIPPED.iter().map(|(path, text)| Entry::shipped(path, text)).collect();
        let mut problems = Vec::new();
        let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
        for mut reading in home {
            problems.append(&mut reading.problems);
            let Some(bank) = reading.bank else { continue };
            let same = entries.iter().position(|entry| entry.company == bank.company);
            let entry = Entry::own(reading.path, bank);
            match same {
                Some(at) if entries[at].text.is_some() => {
                    lines.insert(entry.company.clone(), reading.question_lines);
                    entries[at] = entry;
                }
                Some(at) => problems.push(Problem {
                    path: entry.path,
                    line: 1,
                    severity: Severity::Dropped,
                    what: format!(
                        "the company `{}` already has a bank, {}",
                        entry.company, entries[at].path
                    ),
                    fix: "Give this one an id of its own, or put both into one file.".into(),
                }),
                None => {
                    lines.insert(entry.company.clone(), reading.question_lines);
                    entries.push(entry);
                }
            }
        }
        // The shipped ones have no id twice.
        if entries.iter().any(|entry| entry.text.is_none()) {
            drop_taken_ids(&mut entries, &lines, &mut problems);
        }
        (Self { entries, general: OnceLock::new() }, problems)
    }

    /// The banks, in the order in which they are listed; reads the probes of every one.
    pub fn iter(&self) -> impl Iterator<Item = &Bank> {
        self.entries.iter().map(Entry::bank)
    }

    /// Id and name of each company, in the order in which they are listed.
    pub fn companies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.company.as_str(), entry.name.as_str()))
    }

    /// The file that the bank of `company` was read from, as messages call it.
    pub fn path(&self, company: &str) -> Option<&str> {
        self.entries.iter().find(|e| e.company == company).map(|e| e.path.as_str())
    }

    /// The bank of a company, by its id or its name, in any case.
    ///
    /// # Errors
    /// When there is none: with the nearest company that there is.
    pub fn find(&self, company: &str) -> Result<&Bank, UnknownWord> {
        let given = company.trim().to_lowercase();
        self.entries
            .iter()
            .find(|entry| entry.company == given)
            .or_else(|| self.entries.iter().find(|e| e.name.to_lowercase() == given))
            .map(Entry::bank)
            .ok_or_else(|| {
                let known = self.entries.iter().map(|entry| entry.company.as_str());
                UnknownWord::new("company", company.trim(), known)
            })
    }

    /// The question with this id, and its bank.
    pub fn question(&self, id: &str) -> Option<(&Bank, &Question)> {
        let entry = self.entries.iter().find(|entry| entry.has(id))?;
        entry.bank().question(id).map(|question| (entry.bank(), question))
    }

    /// The question with this id, and its bank, whose probes may not have been read yet.
    pub fn head(&self, id: &str) -> Option<(&Bank, &Question)> {
        let bank = self.entries.iter().find(|entry| entry.has(id))?.head();
        bank.question(id).map(|question| (bank, question))
    }

    /// Whether a company's bank has the question with this id, for this level; reads nothing for it.
    pub fn asks(&self, company: &str, id: &str, level: Level) -> bool {
        let entry = self.entries.iter().find(|entry| entry.has(id));
        entry.is_some_and(|entry| entry.company == company && entry.asks(id, level))
    }

    /// How many questions there are over all banks.
    pub fn questions(&self) -> usize {
        self.entries.iter().map(Entry::questions).sum()
    }

    /// Every question with its company, without reading a probe.
    pub fn heads(&self) -> impl Iterator<Item = (&str, &Question)> {
        self.entries
            .iter()
            .flat_map(|e| e.head().questions.iter().map(move |q| (e.company.as_str(), q)))
    }

    /// The shipped general bank.
    pub(super) fn general(&self) -> &Bank {
        self.general.get_or_init(|| {
            SHIPPED
                .iter()
                .filter_map(|(path, text)| read(path, text).bank)
                .find(|bank| bank.company == GENERAL)
                .unwrap_or_else(|| empty(GENERAL, "General"))
        })
    }
}

fn drop_taken_ids(
    entries: &mut [Entry],
    lines: &HashMap<String, Vec<usize>>,
    problems: &mut Vec<Problem>,
) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for entry in entries {
        entry.head();
        let (path, Some(head)) = (&entry.path, entry.head.get_mut()) else { continue };
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
            assert!(entry.head().probes.is_empty());
            let whole = entry.bank();
            assert!(!whole.probes.is_empty());
            assert_eq!(Bank { probes: Vec::new(), ..whole.clone() }, *entry.head());
        }
    }

    #[test]
    fn the_contents_are_the_same_before_and_after_a_shipped_bank_is_read() {
        let (before, after) = (Banks::shipped(), Banks::shipped());
        assert!(after.heads().count() > 90);
        assert_eq!(before.questions(), after.questions());
        assert!(before.companies().eq(after.companies()));
        for entry in &after.entries {
            let head = entry.head();
            assert_eq!((&entry.company, &entry.name), (&head.company, &head.name));
            for question in &head.questions {
                for &level in Level::ALL {
                    let asks = question.levels.contains(&level);
                    assert_eq!(before.asks(&head.company, &question.id, level), asks);
                    assert_eq!(after.asks(&head.company, &question.id, level), asks);
                    assert!(!before.asks("nobody", &question.id, level));
                }
            }
        }
        assert!(before.entries.iter().all(|entry| entry.head.get().is_none()));
        let mut ids: Vec<_> = after.heads().map(|(_, question)| &question.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), after.questions(), "no id stands in two shipped banks");
    }
}
