//! What helps while a command is typed: completion, and what could come next.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::grammar;
use super::settings::Settings;
use super::stories;
use crate::arc::{Flag, Level, Part};
use crate::bank::Banks;
use crate::shell::{self, Aid, Completion, Hint, Store};

/// Help for a line of the prompt.
pub(super) struct Prompt {
    pub(super) banks: Rc<Banks>,
    pub(super) store: Store,
    /// The disk, and the folder of the stories on it.
    pub(super) shelf: (Arc<dyn shell::Files>, PathBuf),
    /// What was looked up for this line; a disk is not asked anew at every key.
    pub(super) known: Known,
    /// What is hinted at while nothing is typed.
    pub(super) enter: String,
}

/// What is looked up when it is first wanted.
#[derive(Default)]
pub(super) struct Known {
    sessions: OnceCell<Vec<String>>,
    stories: OnceCell<Vec<String>>,
}

/// Help for a line that is the name of a story, one of these perhaps.
pub(super) struct Stories(pub(super) Vec<String>);

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
            // The verb's own of one name hides the prompt's where it means nothing to the verb.
            let own =
                |arg: &&clap::Arg| sub.get_arguments().all(|own| own.get_id() != arg.get_id());
            let flags = command.get_arguments().filter(own).chain(sub.get_arguments());
            let flags = flags.filter(|arg| !arg.is_hide_set());
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
            ("ladder" | "name", typed)
            | ("stories", ["show" | "remove" | "rename", typed @ ..]) => {
                Some(rest_of(self.stories(), typed))
            }
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
        let ids = self.known.sessions.get_or_init(|| self.store.ids().unwrap_or_default());
        let all = std::iter::once("last".to_owned()).chain(ids.iter().cloned());
        all.filter(|id| id.starts_with(word)).take(SESSIONS).collect()
    }
}

impl Prompt {
    /// The names of the stories on the shelf.
    fn stories(&self) -> &[String] {
        let (files, folder) = &self.shelf;
        self.known.stories.get_or_init(|| stories::names(&**files, folder))
    }
}

/// What is left of each name that begins with the words that were typed before this one, in any case.
/// A name that a command line would not take as it stands comes in quotes.
fn rest_of(names: &[String], typed: &[&str]) -> Vec<String> {
    let rest = |name: &String| {
        let mut words = name.split(' ');
        let same = typed.iter().all(|typed| {
            words.next().is_some_and(|word| word.to_lowercase() == typed.to_lowercase())
        });
        let plain = !name.starts_with('-') && !name.contains(['\'', '"', '\\', '#']);
        let rest = words.collect::<Vec<_>>().join(" ");
        match plain {
            _ if !same || rest.is_empty() => None,
            true => Some(rest),
            false => typed.is_empty().then(|| shlex::try_quote(name).ok().map(Into::into))?,
        }
    };
    names.iter().filter_map(rest).collect()
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

impl Aid for Stories {
    fn complete(&self, line: &str, at: usize) -> Completion {
        Completion::Words(0, begin_with(self.0.clone(), line.get(..at).unwrap_or("")))
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
    use crate::session::When;
    use crate::shell::MemoryDisk;
    use crate::story::{Story, encode};

    fn prompt() -> Prompt {
        let disk = MemoryDisk::default();
        for (stem, name) in
            [("a", "privacy review slip"), ("b", "Privacy law"), ("c", "the client's call")]
        {
            let added = When::parse("2026-11-02T18:00:00+01:00").unwrap();
            let story = Story { name: name.to_owned(), added, text: None };
            disk.put(format!("/stories/{stem}.toml"), encode(&story));
        }
        disk.put("/stories/d.toml", "no story");
        let files: Arc<dyn shell::Files> = Arc::new(disk);
        Prompt {
            banks: Rc::new(Banks::shipped()),
            store: Store::new(Arc::clone(&files), "/sessions"),
            shelf: (files, "/stories".into()),
            known: Known::default(),
            enter: String::new(),
        }
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
        assert_eq!(completed("missed learning --"), ["--session", "--question"]);
        assert_eq!(completed("res"), ["resume"]);
        assert_eq!(completed("stories re"), ["rename", "remove"]);
        assert_eq!(completed("nonsense x"), [""; 0]);
        assert!(completed("").contains(&"ask".to_owned()));
    }

    #[test]
    fn tab_finishes_the_name_of_a_story_wherever_one_is_meant() {
        assert_eq!(completed("ladder priv"), ["privacy review slip", "Privacy law"]);
        assert_eq!(completed("stories show PRIVACY r"), ["review slip"]);
        assert_eq!(completed("stories rename privacy r"), ["review slip"]);
        assert_eq!(completed("name privacy review "), ["slip"]);
        assert_eq!(completed("name privacy review slip "), [""; 0]);
        assert_eq!(
            completed("ladder "),
            ["privacy review slip", "Privacy law", "\"the client's call\""]
        );
        assert_eq!(completed("ladder \"the"), ["\"the client's call\""]);
        assert_eq!(completed("name slip --sess"), ["--session"]);
        let Completion::Words(from, words) = Stories(vec!["A b".into()]).complete("a", 1) else {
            panic!("words")
        };
        assert_eq!((from, words), (0, vec!["A b".to_owned()]));
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
