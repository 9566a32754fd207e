//! What helps while a command is typed: completion, and what could come next.

use std::rc::Rc;

use super::grammar;
use super::settings::Settings;
use crate::arc::{Flag, Level, Part};
use crate::bank::Banks;
use crate::shell::{Aid, Completion, Hint, Store};

/// Help for a line of the prompt.
pub(super) struct Prompt {
    pub(super) banks: Rc<Banks>,
    pub(super) store: Store,
    /// What is hinted at while nothing is typed.
    pub(super) enter: String,
}

/// Help for a line of part names.
pub(super) struct Parts;

/// Help for the name of a file.
pub(super) struct Files;

/// Help for a line that is one of these.
pub(super) struct Words(pub(super) &'static [&'static str]);

/// The most session ids that are offered at once.
const SESSIONS: usize = 30;

impl Prompt {
    /// The words that could stand after `before`.
    fn next(&self, before: &[&str], word: &str) -> Option<Vec<String>> {
        let command = grammar::prompt();
        let Some((&verb, rest)) = before.split_first() else {
            return Some(verbs(&command));
        };
        let Some(sub) = command.find_subcommand(verb) else { return Some(Vec::new()) };
        if word.starts_with('-') {
            let flags = command.get_arguments().chain(sub.get_arguments());
            return Some(flags.filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect());
        }
        let companies = || self.banks.companies().map(|(id, _)| id.to_owned()).collect();
        if rest.last() == Some(&"--session") {
            return Some(self.sessions(word));
        }
        if rest.last() == Some(&"--level") {
            return Some(Level::ALL.iter().map(ToString::to_string).collect());
        }
        if rest.last() == Some(&"--part") {
            return Some(Part::ALL.iter().map(ToString::to_string).collect());
        }
        match (verb, rest) {
            ("ask" | "drill" | "find" | "due", []) => Some(companies()),
            ("told" | "missed", []) => Some(Part::ALL.iter().map(ToString::to_string).collect()),
            ("wrong", []) => Some(Flag::ALL.iter().map(ToString::to_string).collect()),
            ("banks" | "config" | "stories" | "sessions", []) => Some(verbs(sub)),
            ("banks", ["show"]) => Some(companies()),
            ("set", []) => Some(Settings::NAMES.iter().map(ToString::to_string).collect()),
            ("set", [name]) => Some(Settings::choices(name, &self.banks)),
            ("help", _) => Some(verbs(&command)),
            ("review" | "forget" | "exclude" | "include", []) => Some(self.sessions(word)),
            ("audit" | "save" | "export" | "import", _)
            | ("stories", ["add", ..])
            | ("banks", ["check", ..]) => None,
            _ => Some(Vec::new()),
        }
    }
}

impl Prompt {
    /// The sessions that begin so.
    fn sessions(&self, word: &str) -> Vec<String> {
        let ids = self.store.ids().unwrap_or_default();
        let all = std::iter::once("last".to_owned()).chain(ids);
        all.filter(|id| id.starts_with(word)).take(SESSIONS).collect()
    }
}

fn verbs(command: &clap::Command) -> Vec<String> {
    let shown = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    shown.map(|verb| verb.get_name().to_owned()).collect()
}

/// The words before the one that ends at `at`, and where that one begins.
fn cut(line: &str, at: usize) -> (Vec<&str>, usize) {
    let line = line.get(..at).unwrap_or(line);
    let from = line.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let (before, _) = line.split_at_checked(from).unwrap_or((line, ""));
    (before.split_whitespace().collect(), from)
}

fn begin_with(words: Vec<String>, word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    words.into_iter().filter(|w| w.to_lowercase().starts_with(&word)).collect()
}

impl Aid for Prompt {
    fn complete(&self, line: &str, at: usize) -> Completion {
        let (before, from) = cut(line, at);
        let word = line.get(from..at).unwrap_or("");
        match self.next(&before, word) {
            Some(words) => Completion::Words(from, begin_with(words, word)),
            None => Completion::File,
        }
    }

    fn hint(&self, line: &str) -> Option<Hint> {
        if line.is_empty() {
            return Some(Hint { shown: self.enter.clone(), adds: String::new() });
        }
        let (before, from) = cut(line, line.len());
        let word = line.get(from..).unwrap_or("");
        if word.is_empty() {
            // What the verb still takes.
            let (verb, rest) = before.split_first()?;
            let command = grammar::prompt();
            let sub = command.find_subcommand(verb)?;
            let takes = sub.get_positionals().skip(rest.len()).map(|arg| {
                let names = arg.get_value_names().and_then(|n| n.first()).map(ToString::to_string);
                names.unwrap_or_else(|| arg.get_id().to_string()).to_lowercase()
            });
            let shown = takes.map(|name| format!("[{name}]")).collect::<Vec<_>>().join(" ");
            return Some(Hint { shown, adds: String::new() }).filter(|hint| !hint.shown.is_empty());
        }
        let words = begin_with(self.next(&before, word)?, word);
        let [only] = words.as_slice() else { return None };
        let rest = only.get(word.len()..).filter(|rest| !rest.is_empty())?;
        Some(Hint { shown: rest.to_owned(), adds: rest.to_owned() })
    }
}

impl Aid for Parts {
    fn complete(&self, line: &str, at: usize) -> Completion {
        let (_, from) = cut(line, at);
        let parts = Part::ALL.iter().map(ToString::to_string).collect();
        Completion::Words(from, begin_with(parts, line.get(from..at).unwrap_or("")))
    }

    fn hint(&self, _: &str) -> Option<Hint> {
        None
    }
}

impl Aid for Files {
    fn complete(&self, _: &str, _: usize) -> Completion {
        Completion::File
    }

    fn hint(&self, _: &str) -> Option<Hint> {
        None
    }
}

impl Aid for Words {
    fn complete(&self, line: &str, at: usize) -> Completion {
        let words = self.0.iter().map(ToString::to_string).collect();
        Completion::Words(0, begin_with(words, line.get(..at).unwrap_or("")))
    }

    fn hint(&self, _: &str) -> Option<Hint> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::MemoryDisk;
    use std::sync::Arc;

    fn prompt() -> Prompt {
        let store = Store::new(Arc::new(MemoryDisk::default()), "sessions");
        Prompt { banks: Rc::new(Banks::shipped()), store, enter: String::new() }
    }

    fn completed(line: &str) -> Vec<String> {
        match prompt().complete(line, line.len()) {
            Completion::Words(_, words) => words,
            Completion::File => vec!["<file>".to_owned()],
        }
    }

    #[test]
    fn tab_knows_verbs_companies_levels_settings_and_files() {
        assert_eq!(completed("dr"), ["drill"]);
        assert_eq!(completed("ask am"), ["amazon"]);
        assert_eq!(completed("ask amazon --lev"), ["--level"]);
        assert_eq!(completed("ask amazon --level s"), ["senior", "staff"]);
        assert_eq!(completed("set level m"), ["mid", "manager"]);
        assert_eq!(completed("banks sh"), ["show"]);
        assert_eq!(completed("banks show goo"), ["google"]);
        assert_eq!(completed("review la"), ["last"]);
        assert_eq!(completed("audit st"), ["<file>"]);
        assert_eq!(completed("nonsense x"), [""; 0]);
        assert!(completed("").contains(&"ask".to_owned()));
    }

    #[test]
    fn hints_finish_a_word_or_say_what_a_verb_takes() {
        let hint = |line: &str| prompt().hint(line);
        assert_eq!(hint("dri"), Some(Hint { shown: "ll".into(), adds: "ll".into() }));
        assert_eq!(hint("drill ").unwrap().shown, "[company] [count]");
        assert_eq!(hint("drill netflix ").unwrap().shown, "[count]");
        assert_eq!(hint("drill netflix 3 "), None);
        assert_eq!(hint("drill"), None);
        assert_eq!(hint("é "), None);
    }
}
