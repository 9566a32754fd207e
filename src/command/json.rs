//! What verbs print for other programs with `--json`: one object on one line.
//!
//! Each object begins with `"format": 1`. Within a format keys are only ever added, so a reader that
//! passes over what it does not know keeps working; a key that goes or changes its meaning makes the
//! next format. Nothing here knows how the same is shown to a person.

use serde::Serialize;

use super::exit::Trouble;
use super::practice::Practice;
use crate::arc::{Level, Part, Parts};
use crate::bank::{Bank, Banks, Gap, Problem};

/// The format of the objects of this file.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Object<T> {
    format: u32,
    #[serde(flatten)]
    data: T,
}

/// `banks --json`
#[derive(Serialize)]
pub(super) struct BankList<'a> {
    banks: Vec<BankLine<'a>>,
}

#[derive(Serialize)]
struct BankLine<'a> {
    company: &'a str,
    name: &'a str,
    lens: &'a str,
    framework: &'a str,
    questions: usize,
    probes: usize,
}

/// `banks show COMPANY --json`
#[derive(Serialize)]
pub(super) struct OneBank<'a> {
    company: &'a str,
    name: &'a str,
    lens: &'a str,
    framework: &'a str,
    weights: Parts<f32>,
    questions: Vec<OneQuestion<'a>>,
    probes: Vec<OneProbe<'a>>,
}

#[derive(Serialize)]
struct OneQuestion<'a> {
    id: &'a str,
    words: &'a str,
    levels: &'a [Level],
    tests: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct OneProbe<'a> {
    part: Part,
    gap: Gap,
    wordings: &'a [String],
}

/// `banks check --json`
#[derive(Serialize)]
pub(super) struct Checked<'a> {
    pub(super) problems: &'a [Problem],
}

/// `config --json`
#[derive(Serialize)]
pub(super) struct InForce {
    pub(super) settings: Vec<Setting>,
}

/// A setting, its value as it is typed, and where the value came from.
#[derive(Serialize)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) from: String,
}

impl<'a> BankList<'a> {
    pub(super) fn of(banks: &'a Banks) -> Self {
        let line = |bank: &'a Bank| BankLine {
            company: &bank.company,
            name: &bank.name,
            lens: &bank.lens,
            framework: &bank.framework,
            questions: bank.questions.len(),
            probes: bank.probes.len(),
        };
        Self { banks: banks.iter().map(line).collect() }
    }
}

impl<'a> OneBank<'a> {
    pub(super) fn of(bank: &'a Bank) -> Self {
        let questions = bank.questions.iter().map(|question| OneQuestion {
            id: &question.id,
            words: &question.words,
            levels: &question.levels,
            tests: &question.tests,
            note: &question.note,
        });
        let probes = bank.probes.iter().map(|probe| OneProbe {
            part: probe.part,
            gap: probe.gap,
            wordings: &probe.wordings,
        });
        Self {
            company: &bank.company,
            name: &bank.name,
            lens: &bank.lens,
            framework: &bank.framework,
            weights: bank.weights.usual,
            questions: questions.collect(),
            probes: probes.collect(),
        }
    }
}

impl Practice<'_> {
    /// Prints data for another program.
    pub(super) fn give(&mut self, data: impl Serialize) -> Result<(), Trouble> {
        // Numbers, texts and lists always have a JSON form.
        let line = serde_json::to_string(&Object { format: FORMAT, data }).unwrap_or_default();
        Ok(self.out.write(&format!("{}\n", unseen(&line)))?)
    }
}

/// JSON in which whatever could steer a terminal is written by its number.
fn unseen(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let mut bytes = [0; 4];
        let shown = c.encode_utf8(&mut bytes);
        if crate::text::printable(shown) == *shown {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_is_a_number_and_comes_back() {
        let json = serde_json::to_string("a\u{1b}[31m\u{202e}é\u{9b}").unwrap();
        let safe = unseen(&json);
        assert_eq!(crate::text::printable(&safe), safe);
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), "a\u{1b}[31m\u{202e}é\u{9b}");
    }
}
