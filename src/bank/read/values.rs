//! Values of a bank's TOML with their places: texts, closed-set words, lists and tables, and what is
//! told of one that cannot be used.
//!
//! It knows nothing of what a bank holds.

use std::fmt::Arguments;
use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MAX_PROBLEMS, Reading, most};
use crate::arc::{UnknownWord, nearest};
use crate::bank::{Bank, Problem, Severity};
use crate::text::printable;

/// A file that is being read: where its lines begin, and what was found wrong so far.
pub(super) struct Reader<'t> {
    pub(super) path: &'t str,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
    pub(super) question_lines: Vec<usize>,
    pub(super) probe_lines: Vec<usize>,
}

pub(super) type Table<'t> = DeTable<'t>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Reader<'t> {
    pub(super) fn new(path: &'t str, text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path,
            line_starts: std::iter::once(0).chain(breaks).collect(),
            problems: Vec::new(),
            question_lines: Vec::new(),
            probe_lines: Vec::new(),
        }
    }

    pub(super) fn into_reading(mut self, bank: Option<Bank>) -> Reading {
        self.problems.sort_by_key(|problem| problem.line);
        Reading {
            path: self.path.to_owned(),
            bank,
            problems: self.problems,
            question_lines: self.question_lines,
            probe_lines: self.probe_lines,
        }
    }

    /// The line, from 1, on which the byte at `offset` stands.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset).max(1)
    }

    pub(super) fn tell(
        &mut self,
        line: usize,
        severity: Severity,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem {
                path: self.path.to_owned(),
                line,
                severity,
                what: what.into(),
                fix: fix.into(),
            });
        }
    }

    pub(super) fn drop_at(
        &mut self,
        span: Range<usize>,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let line = self.line(span.start);
        self.tell(line, Severity::Dropped, what, fix);
    }

    pub(super) fn unknown_keys(&mut self, table: &Table<'_>, of: &str, known: &[&str]) {
        for (key, _) in table.iter() {
            let word = key.get_ref().as_ref();
            if !known.contains(&word) {
                let unknown = UnknownWord::new("key", word, known.iter().copied());
                let line = self.line(key.span().start);
                let what = format!("unknown key `{}` in {of}", shown(word));
                self.tell(line, Severity::Kept, what, fix_of(&unknown));
            }
        }
    }

    /// A required text on one line; tells what is wrong when there is none that can be used.
    pub(super) fn said(
        &mut self,
        table: &Table<'_>,
        key: &str,
        of: &str,
        whole: Range<usize>,
        most: usize,
    ) -> Option<String> {
        if table.get(key).is_none() {
            // A misspelt key was already told with what was meant: once is enough.
            let misspelt = table.iter().any(|(k, _)| nearest(k.get_ref(), [key]).is_some());
            let fix = if misspelt {
                "See the unknown key.".into()
            } else {
                format!("Add `{key} = \"…\"`.")
            };
            self.drop_at(whole, format!("{of} has no `{key}`"), fix);
            return None;
        }
        self.optional(table, key, of, most)
    }

    /// A text on one line, or `None` when it is absent or cannot be used; only the latter is told.
    pub(super) fn optional(
        &mut self,
        table: &Table<'_>,
        key: &str,
        of: &str,
        most: usize,
    ) -> Option<String> {
        let value = table.get(key)?;
        self.text(value, format_args!("`{key}` of {of}"), most)
    }

    pub(super) fn text(
        &mut self,
        value: &Value<'_>,
        what: Arguments<'_>,
        most: usize,
    ) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            let found = value.get_ref().type_str();
            self.drop_at(
                value.span(),
                format!("{what} must be a text, not {} {found}", article(found)),
                "Put it in double quotes.",
            );
            return None;
        };
        let text = on_one_line(text);
        if text.is_empty() {
            self.drop_at(
                value.span(),
                format!("{what} is empty"),
                "Write something, or take the line out.",
            );
            return None;
        }
        // Only what is not plain ASCII needs the closer look: most of a bank is.
        if text.bytes().any(|b| !(b' '..=b'~').contains(&b)) && printable(&text) != text {
            self.drop_at(
                value.span(),
                format!("{what} holds control or invisible characters"),
                "Delete the text and type it again.",
            );
            return None;
        }
        let long = text.chars().count();
        if long > most {
            self.drop_at(
                value.span(),
                format!("{what} has {long} characters; at most {most} fit"),
                "Shorten it.",
            );
            return None;
        }
        Some(text)
    }

    /// A closed-set word; tells what was meant when it is none.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        of: &str,
        whole: Range<usize>,
    ) -> Option<T> {
        let word = self.said(table, key, of, whole, most::ID)?;
        let span = table.get(key)?.span();
        self.known(&word, span, of)
    }

    pub(super) fn known<T: FromStr<Err = UnknownWord>>(
        &mut self,
        word: &str,
        span: Range<usize>,
        of: &str,
    ) -> Option<T> {
        match word.parse() {
            Ok(value) => Some(value),
            Err(unknown) => {
                let what = format!("unknown {} `{}` in {of}", unknown.kind, shown(word));
                self.drop_at(span, what, fix_of(&unknown));
                None
            }
        }
    }

    pub(super) fn list<'v, 'd>(
        &mut self,
        value: &'v Value<'d>,
        what: &str,
    ) -> Option<Vec<&'v Value<'d>>> {
        let Some(list) = value.get_ref().as_array() else {
            self.drop_at(
                value.span(),
                format!("{what} must be a list"),
                "Put it in brackets: `[\"…\"]`.",
            );
            return None;
        };
        if list.is_empty() {
            self.drop_at(value.span(), format!("{what} is empty"), "Put at least one in it.");
            return None;
        }
        Some(list.iter().collect())
    }

    /// The tables under `[[key]]`, each with its place; what is none is told.
    pub(super) fn tables<'v, 'd>(
        &mut self,
        table: &'v Table<'d>,
        key: &str,
    ) -> Vec<(&'v Table<'d>, Range<usize>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let fix = format!("Head each with `[[{key}]]`, in two pairs of brackets.");
        let Some(list) = value.get_ref().as_array() else {
            self.drop_at(value.span(), format!("`{key}` must be a list of tables"), fix);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, item.span())),
                None => self.drop_at(item.span(), format!("this `{key}` is no table"), fix.clone()),
            }
        }
        tables
    }
}

/// With every run of white space as one blank, and none at the ends.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = !line.is_empty();
        } else {
            if std::mem::take(&mut blank) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

pub(super) fn one_line(text: &str) -> String {
    let line = on_one_line(text);
    printable(line.trim_end_matches('.'))
}

/// A word as a message may show it: printable and not longer than a line.
pub(super) fn shown(word: &str) -> String {
    let word = one_line(word);
    match word.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &word[..at]),
        None => word,
    }
}

fn fix_of(unknown: &UnknownWord) -> String {
    match &unknown.nearest {
        Some(word) => format!("Did you mean `{word}`?"),
        None => format!("Known: {}.", unknown.known),
    }
}

pub(super) fn number(value: &DeValue<'_>) -> Option<f32> {
    match value {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f32),
        DeValue::Float(n) => n.as_str().parse().ok(),
        _ => None,
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
