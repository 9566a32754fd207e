//! The reader of a bank: TOML text in, the good items and the numbered bad ones out.
//!
//! Strict about what it accepts, never about what it keeps: one bad item hides no good one. It knows
//! nothing of files; a path is only what messages call the text.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::{Bank, Gap, Probe, Problem, Question, Severity, Weights, is_company_id};
use crate::arc::{Level, Part, Parts};

mod values;

use values::{Reader, Table, Value, number, one_line, shown};

/// The format of banks that this program reads, as a bank's `format` key says.
pub const FORMAT: i64 = 1;

/// A bank longer than this, in bytes, is not read. The longest shipped one has about a tenth of it.
pub const MAX_BANK_BYTES: usize = 1 << 20;

/// The most problems that are told of one file; whoever has more reads the first ones first.
const MAX_PROBLEMS: usize = 100;

/// The longest value of each kind, in characters. Words that are said aloud are held to what fits
/// three lines of a terminal; the rest to what a person reads before they stop reading.
mod most {
    pub(super) const ID: usize = 60;
    pub(super) const NAME: usize = 60;
    pub(super) const SAID: usize = 300;
    pub(super) const PROSE: usize = 600;
    pub(super) const EXAMPLE: usize = 1_200;
}

const BANK_KEYS: &[&str] =
    &["format", "company", "name", "lens", "framework", "weights", "question", "probe"];
const QUESTION_KEYS: &[&str] = &["id", "words", "rewordings", "levels", "tests", "note"];
const PROBE_KEYS: &[&str] = &["part", "gap", "wordings", "follows", "spares"];

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What messages call the file.
    pub path: String,
    /// The bank with its good items; `None` when the file cannot be used as one at all.
    pub bank: Option<Bank>,
    /// What is wrong, by line.
    pub problems: Vec<Problem>,
    /// The line of each of the bank's questions, in their order.
    pub question_lines: Vec<usize>,
    /// The line of each of the bank's probes, in their order.
    pub probe_lines: Vec<usize>,
}

/// Reads a bank from bytes that may not be text at all; otherwise as [`read`].
pub fn read_bytes(path: &str, bytes: &[u8]) -> Reading {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(path, text),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|&&b| b == b'\n').count() + 1;
            let mut reader = Reader::new(path, "");
            reader.tell(
                line,
                Severity::Dropped,
                "this is not UTF-8 text",
                "Save the file as UTF-8.",
            );
            reader.into_reading(None)
        }
    }
}

/// Reads a bank from `text`; `path` is what messages call it.
pub fn read(path: &str, text: &str) -> Reading {
    let mut reader = Reader::new(path, text);
    if text.len() > MAX_BANK_BYTES {
        reader.tell(
            1,
            Severity::Dropped,
            format!("the file has {} bytes; a bank may have {MAX_BANK_BYTES}", text.len()),
            "Split it into one bank for each company.",
        );
        return reader.into_reading(None);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = reader.line(error.span().map_or(0, |span| span.start));
        let what = format!("this is not TOML: {}", one_line(error.message()));
        reader.tell(
            line,
            Severity::Dropped,
            what,
            "Mend this line; the rest was read as far as it goes.",
        );
    }
    let bank = reader.bank(table.get_ref());
    reader.into_reading(bank)
}

impl Reader<'_> {
    fn bank(&mut self, table: &Table<'_>) -> Option<Bank> {
        self.unknown_keys(table, "a bank", BANK_KEYS);
        self.format(table)?;
        let company = self.said(table, "company", "the bank", 0..0, most::ID)?;
        if !is_company_id(&company) {
            let span = table.get("company").map_or(0..0, Spanned::span);
            self.drop_at(
                span,
                format!("`{}` cannot be a company's id", shown(&company)),
                "Use small letters, digits and hyphens, a letter first: `acme`.",
            );
            return None;
        }
        self.stem(table, &company);
        let name = self.said(table, "name", "the bank", 0..0, most::NAME)?;
        let lens = self.said(table, "lens", "the bank", 0..0, most::PROSE).unwrap_or_default();
        let framework =
            self.optional(table, "framework", "the bank", most::PROSE).unwrap_or_default();
        let weights = self.weights(table);
        let questions = self.questions(table);
        let probes = self.probes(table);
        if questions.is_empty() {
            self.tell(
                1,
                Severity::Kept,
                "the bank has no question that can be asked",
                "Add a `[[question]]` with `id`, `words`, `levels`, `tests` and `note`.",
            );
        }
        Some(Bank { company, name, lens, framework, weights, questions, probes })
    }

    fn format(&mut self, table: &Table<'_>) -> Option<()> {
        let Some(value) = table.get("format") else {
            self.tell(
                1,
                Severity::Kept,
                "the bank does not say its format",
                format!("Put `format = {FORMAT}` at the top."),
            );
            return Some(());
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(FORMAT) => Some(()),
            Some(newer) if newer > FORMAT => {
                self.drop_at(
                    value.span(),
                    format!("the bank has format {newer}; this mockloop reads format {FORMAT}"),
                    "A newer mockloop will read it.",
                );
                None
            }
            _ => {
                self.drop_at(
                    value.span(),
                    "the format must be a number that this mockloop knows",
                    format!("Write `format = {FORMAT}`."),
                );
                None
            }
        }
    }

    /// A bank whose file has another name is found by nobody who looks for it.
    fn stem(&mut self, table: &Table<'_>, company: &str) {
        let file = self.path.rsplit(['/', '\\']).next().unwrap_or(self.path);
        if let Some(stem) = file.strip_suffix(".toml")
            && stem != company
        {
            let line = self.line(table.get("company").map_or(0, |v| v.span().start));
            let what = format!("the file is called `{}` and its company `{company}`", shown(file));
            self.tell(line, Severity::Note, what, format!("Call the file `{company}.toml`."));
        }
    }

    fn weights(&mut self, table: &Table<'_>) -> Weights {
        let mut weights = Weights::even();
        let Some(value) = table.get("weights") else { return weights };
        let Some(inner) = self.weights_table(value, "`weights`", "[weights]") else {
            return weights;
        };
        for (key, value) in inner.iter() {
            let word: &str = key.get_ref();
            if let Ok(level) = word.parse::<Level>() {
                let (what, head) = (format!("`weights.{level}`"), format!("[weights.{level}]"));
                if let Some(inner) = self.weights_table(value, &what, &head) {
                    let mut of_level = Parts::from_fn(|_| 1.0);
                    for (key, value) in inner.iter() {
                        self.weight(&mut of_level, key, value, &what);
                    }
                    weights.levels.push((level, of_level));
                }
            } else {
                self.weight(&mut weights.usual, key, value, "`weights`");
            }
        }
        weights
    }

    fn weights_table<'t>(
        &mut self,
        value: &'t Value<'_>,
        what: &str,
        head: &str,
    ) -> Option<&'t Table<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.drop_at(
                value.span(),
                format!("{what} must be a table"),
                format!("Write `{head}` and a line for each part."),
            );
        }
        table
    }

    fn weight(
        &mut self,
        weights: &mut Parts<f32>,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        what: &str,
    ) {
        let Some(part) = self.known::<Part>(key.get_ref(), key.span(), what) else { return };
        match number(value.get_ref()).filter(|n| (0.1..=10.0).contains(n)) {
            Some(weight) => weights[part] = weight,
            None => self.drop_at(
                value.span(),
                format!("the weight of `{part}` must be a number from 0.1 to 10"),
                "1 is usual; take the line out if unsure.",
            ),
        }
    }

    fn questions(&mut self, table: &Table<'_>) -> Vec<Question> {
        let mut questions: Vec<Question> = Vec::new();
        let mut lines: HashMap<String, usize> = HashMap::new();
        for (table, span) in self.tables(table, "question") {
            let line = self.line(span.start);
            let Some(question) = self.question(table, span.clone()) else { continue };
            if let Some(first) = lines.get(&question.id) {
                let at = table.get("id").map_or(span, Spanned::span);
                self.drop_at(
                    at,
                    format!("the question id `{}` is taken by line {first}", question.id),
                    "Give this question an id of its own.",
                );
                continue;
            }
            lines.insert(question.id.clone(), line);
            self.question_lines.push(line);
            questions.push(question);
        }
        questions
    }

    fn question(&mut self, table: &Table<'_>, span: Range<usize>) -> Option<Question> {
        let named = table.get("id").and_then(|id| id.get_ref().as_str()).map(shown);
        let of = named.map_or("this question".to_owned(), |id| format!("question `{id}`"));
        self.unknown_keys(table, &of, QUESTION_KEYS);
        let id = self.said(table, "id", &of, span.clone(), most::ID);
        let id = id.filter(|id| {
            let fits = is_company_id(id);
            if !fits {
                let at = table.get("id").map_or(span.clone(), Spanned::span);
                self.drop_at(
                    at,
                    format!("`{}` cannot be a question's id", shown(id)),
                    "Use small letters, digits and hyphens, a letter first.",
                );
            }
            fits
        });
        let words = self.said(table, "words", &of, span.clone(), most::SAID);
        let rewordings = self.rewordings(table, &of, words.as_deref());
        let levels = self.levels(table, &of);
        let tests = self.optional(table, "tests", &of, most::PROSE).unwrap_or_default();
        let note = self.optional(table, "note", &of, most::PROSE).unwrap_or_default();
        Some(Question { id: id?, words: words?, rewordings, levels: levels?, tests, note })
    }

    /// The other wordings of a question that can be used; none when the key is absent.
    fn rewordings(&mut self, table: &Table<'_>, of: &str, first: Option<&str>) -> Vec<String> {
        let Some(value) = table.get("rewordings") else { return Vec::new() };
        let list = self.list(value, &format!("`rewordings` of {of}")).unwrap_or_default();
        let mut rewordings: Vec<String> = Vec::new();
        for item in list {
            let what = format_args!("a rewording of {of}").to_string();
            let Some(words) = self.text(item, format_args!("{what}"), most::SAID) else { continue };
            if first == Some(words.as_str()) || rewordings.contains(&words) {
                self.drop_at(item.span(), "this wording stands here twice", "Take one out.");
            } else {
                rewordings.push(words);
            }
        }
        rewordings
    }

    /// The levels named; all of them when the key is absent.
    fn levels(&mut self, table: &Table<'_>, of: &str) -> Option<Vec<Level>> {
        let Some(value) = table.get("levels") else { return Some(Level::ALL.to_vec()) };
        let what = format!("`levels` of {of}");
        let mut levels = Vec::new();
        for item in self.list(value, &what)? {
            let word = self.text(item, format_args!("{what}"), most::ID);
            let level = word.and_then(|word| self.known::<Level>(&word, item.span(), of));
            levels.extend(level.filter(|level| !levels.contains(level)));
        }
        (!levels.is_empty()).then_some(levels)
    }

    fn probes(&mut self, table: &Table<'_>) -> Vec<Probe> {
        let mut probes: Vec<Probe> = Vec::new();
        let mut lines: HashMap<(Part, Gap), usize> = HashMap::new();
        for (table, span) in self.tables(table, "probe") {
            let line = self.line(span.start);
            let Some(probe) = self.probe(table, span.clone()) else { continue };
            if let Some(first) = lines.get(&(probe.part, probe.gap)) {
                self.drop_at(
                    span,
                    format!(
                        "the probe for `{}`, `{}` already stands on line {first}",
                        probe.part, probe.gap
                    ),
                    "Add these wordings to that one.",
                );
                continue;
            }
            lines.insert((probe.part, probe.gap), line);
            self.probe_lines.push(line);
            probes.push(probe);
        }
        probes
    }

    fn probe(&mut self, table: &Table<'_>, span: Range<usize>) -> Option<Probe> {
        self.unknown_keys(table, "a probe", PROBE_KEYS);
        let part = self.word::<Part>(table, "part", "this probe", span.clone());
        let gap = self.word::<Gap>(table, "gap", "this probe", span.clone());
        let of = match (part, gap) {
            (Some(part), Some(gap)) => format!("the probe for `{part}`, `{gap}`"),
            _ => "this probe".to_owned(),
        };
        let wordings = self.wordings(table, &of, span);
        let follows = self.optional(table, "follows", &of, most::EXAMPLE).unwrap_or_default();
        let spares = self.optional(table, "spares", &of, most::EXAMPLE).unwrap_or_default();
        let (part, gap) = (part?, gap?);
        if !gap.fits(part) {
            let at = table.get("gap").map_or(0..0, Spanned::span);
            let known = Gap::of(part).map(Gap::id).collect::<Vec<_>>().join(", ");
            self.drop_at(
                at,
                format!("the part `{part}` has no gap `{gap}`"),
                format!("It has: {known}."),
            );
            return None;
        }
        Some(Probe { part, gap, wordings: wordings?, follows, spares })
    }

    fn wordings(&mut self, table: &Table<'_>, of: &str, span: Range<usize>) -> Option<Vec<String>> {
        let Some(value) = table.get("wordings") else {
            self.drop_at(
                span,
                format!("{of} has no `wordings`"),
                "Add `wordings = [\"…\", \"…\", \"…\"]`.",
            );
            return None;
        };
        let mut wordings: Vec<String> = Vec::new();
        for item in self.list(value, &format!("`wordings` of {of}"))? {
            let Some(words) = self.text(item, format_args!("a wording of {of}"), most::SAID) else {
                continue;
            };
            if let Err((what, fix)) = super::wording::slots_hold(&words) {
                self.drop_at(item.span(), what, fix);
            } else if wordings.contains(&words) {
                self.drop_at(item.span(), "this wording stands here twice", "Take one out.");
            } else {
                wordings.push(words);
            }
        }
        (!wordings.is_empty()).then_some(wordings)
    }
}

#[cfg(test)]
mod tests;
