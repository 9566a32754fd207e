//! A sealed world: a temporary home, a cleared environment, nothing of the machine's own.
#![cfg_attr(not(unix), allow(dead_code, reason = "the tests in a terminal are not there"))]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mockloop::session::{Session, decode};

/// An answer with a failure, a diagnosis and little else.
pub const THIN: &str = "In May I shipped a billing migration on a Friday and we charged 2,300 \
    customers twice. I had assumed the staging data was current and never checked its date.";

/// An answer with all five parts.
pub const WHOLE: &str = "In May I shipped a billing migration on a Friday and we charged 2,300 customers twice. \
    I had assumed the staging data was current and never checked its date. \
    That night I stopped the job, reversed every charge and wrote to each customer myself. \
    I learned that a rehearsal on stale data rehearses nothing. \
    Since then every migration I run is rehearsed on last night's copy, and the six since had no double charge.";

/// A home of its own for one test.
pub struct World {
    root: PathBuf,
    /// Removes the folder in the end; none when it is somebody else's.
    _folder: Option<tempfile::TempDir>,
}

/// What a run came to.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { root: folder.path().to_owned(), _folder: Some(folder) }
    }

    /// The world of another process, in its folder.
    pub fn at(root: PathBuf) -> Self {
        Self { root, _folder: None }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    /// The program, with nothing of this process's environment but what it is given.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.surroundings(env!("CARGO_BIN_EXE_mockloop"));
        command.args(args);
        command
    }

    /// Any program, with nothing of this process's environment but what mockloop is given.
    pub fn surroundings(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", &self.root)
            .env("MOCKLOOP_HOME", self.home())
            .env("TERM", "xterm-256color")
            .env("TZ", "UTC")
            .current_dir(&self.root);
        command
    }

    /// Runs the program with `input` on standard input, to its end.
    pub fn run(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        run(self.command(args), input.as_ref())
    }

    /// The logs, by name.
    pub fn logs(&self) -> Vec<Session> {
        self.files("toml").iter().map(|path| session(path)).collect()
    }

    /// Waits until something is so.
    pub fn wait_until(&self, what: &str, is: impl Fn() -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        while !is() {
            assert!(Instant::now() < until, "waited until {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until so many turns are in the logs.
    pub fn wait_for_turns(&self, count: usize) {
        let until = Instant::now() + Duration::from_secs(60);
        let turns = || -> usize {
            let texts =
                self.files("toml").into_iter().map(|path| fs::read_to_string(path).unwrap());
            texts.map(|text| text.matches("\noutcome = \"").count()).sum()
        };
        while turns() < count {
            assert!(Instant::now() < until, "there are {} turns, {count} were waited for", turns());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The drafts, by name.
    pub fn drafts(&self) -> Vec<Session> {
        self.files("draft").iter().map(|path| session(path)).collect()
    }

    pub fn files(&self, ending: &str) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.home().join("sessions")) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == ending));
        paths.sort();
        paths
    }
}

/// Runs a command with `input` on standard input, to its end.
pub fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe was asked for");
    let input = input.to_owned();
    // In a thread of its own: a program that writes much before it reads must not wait for us.
    let writer = std::thread::spawn(move || {
        // A program that ends without reading all is none of our business.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the program prints text"),
        err: String::from_utf8(output.stderr).expect("the program prints text"),
    }
}

fn session(path: &Path) -> Session {
    let text = fs::read_to_string(path).unwrap();
    let read = decode(&path.display().to_string(), &text);
    assert!(read.problems.is_empty(), "{:?} in\n{text}", read.problems);
    read.session.expect("it is a log")
}
