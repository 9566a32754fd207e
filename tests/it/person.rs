//! A person who comes back: one home on a disk in memory, runs on the days that the test says.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Days, FixedOffset};
use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::screen::Canvas;
use mockloop::session::{Session, decode};
use mockloop::shell::{Act, Files as _, MemoryDisk, Scripted};

/// A person with a home of their own.
pub struct Person {
    pub disk: MemoryDisk,
    pub now: DateTime<FixedOffset>,
    pub columns: usize,
    pub variables: Vec<(String, String)>,
}

/// What a run came to.
pub struct Seen {
    pub exit: Exit,
    /// What was before their eyes.
    pub seen: String,
    pub warned: String,
    /// What of the script was never asked for.
    pub left: usize,
}

impl Person {
    /// Somebody who begins on Monday the 2nd of November 2026, at six in the evening.
    pub fn new() -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-02T18:00:00+01:00").unwrap();
        Self { disk: MemoryDisk::new(), now, columns: 80, variables: Vec::new() }
    }

    /// Lets days pass.
    pub fn pass(&mut self, days: u64) {
        self.now = self.now.checked_add_days(Days::new(days)).unwrap();
    }

    /// Runs the program; the clock goes on by what it took.
    pub fn run(&mut self, args: &str, acts: impl IntoIterator<Item = Act>) -> Seen {
        let mut script = Scripted::new(acts);
        script.files = Arc::new(self.disk.clone());
        script.now = self.now;
        script.canvas = Canvas::new(self.columns);
        let around = Surroundings {
            home: Some("/home".into()),
            user: Some("/home/anna".into()),
            variables: self.variables.clone(),
            ..Surroundings::default()
        };
        let words = std::iter::once("mockloop".to_owned())
            .chain(shlex::split(args).expect("the test can quote"));
        let exit = run_on(words, &mut script, &around);
        self.now = script.now + chrono::TimeDelta::seconds(1);
        Seen { exit, seen: script.seen, warned: script.warned, left: script.lines.len() }
    }

    /// What a command shows.
    pub fn shows(&mut self, args: &str) -> String {
        let Seen { exit, seen, warned, .. } = self.run(args, []);
        assert_eq!((exit, warned.as_str()), (Exit::Fine, ""), "{args}: {seen}");
        seen
    }

    /// What a command says that is wrong.
    pub fn refuses(&mut self, args: &str) -> String {
        let Seen { exit, warned, .. } = self.run(args, []);
        assert_ne!(exit, Exit::Fine, "{args}: {warned}");
        warned
    }

    /// The sessions, oldest first.
    pub fn sessions(&self) -> Vec<Session> {
        let read = |path: &PathBuf| {
            let text = self.disk.text(path).unwrap();
            let read = decode(&path.display().to_string(), &text);
            assert!(read.problems.is_empty(), "{:?}", read.problems);
            read.session.unwrap()
        };
        let paths = self.disk.list(Path::new("/home/sessions"), "toml").unwrap();
        paths.iter().map(read).collect()
    }

    /// A disk of its own with the same files of the home's own folders.
    pub fn copy(&self) -> MemoryDisk {
        let copy = MemoryDisk::new();
        for folder in ["/home", "/home/sessions", "/home/stories"] {
            for path in self.disk.list(Path::new(folder), "toml").unwrap() {
                copy.put(&path, self.disk.text(&path).unwrap());
            }
        }
        copy
    }

    /// Writes a file of the home.
    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        self.disk.put(Path::new("/home").join(name), text);
    }

    /// A file of the home.
    pub fn file(&self, name: &str) -> io::Result<String> {
        let path = Path::new("/home").join(name);
        self.disk.text(path).ok_or(io::ErrorKind::NotFound.into())
    }
}
