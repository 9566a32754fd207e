//! The outside as a script: what is typed is given, time moves only as it says.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{Aid, Answered, Disk, Ended, Files, Growing, Outside, Spoken, Wanted};
use crate::screen::{Canvas, Screen};
use crate::text::{harmless, printable};

/// One thing that the person of a script does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Types a command.
    Command(String),
    /// Answers or replies, after so many seconds of thought, in so many seconds.
    Answer {
        /// The words.
        text: String,
        /// Seconds before the first key.
        think: f64,
        /// Seconds from there to handing in.
        wall: f64,
    },
    /// Lets the clock on the wall go on by so many seconds, or back, while the program stands still:
    /// the machine sleeps, or somebody sets its clock.
    Clock(i32),
    /// Drops what is being answered.
    Drop,
    /// Opens the file that is shown in an editor, and leaves this in its place.
    Edit(String),
    /// Lets so many seconds pass before the next command.
    Wait(f64),
    /// Says yes.
    Yes,
    /// Says no.
    No,
}

impl Act {
    /// An answer after five seconds of thought, typed at 140 words a minute.
    pub fn answer(text: &str) -> Self {
        let wall = crate::text::speaking_seconds(crate::text::words(text), 140);
        Act::Answer { text: text.to_owned(), think: 5.0, wall }
    }

    /// A command.
    pub fn command(line: &str) -> Self {
        Act::Command(line.to_owned())
    }
}

/// A person and a world that go by a script. When the script is over, input has ended.
pub struct Scripted {
    /// What is still to be typed.
    pub lines: VecDeque<Act>,
    /// The time of day.
    pub now: DateTime<FixedOffset>,
    /// Time since the program began.
    pub elapsed: Duration,
    /// What screens are laid out for.
    pub canvas: Canvas,
    /// The next number that nobody can foresee; each is one more than the last.
    pub chance: u64,
    /// All that was shown and typed, in order: what a person would have before their eyes.
    pub seen: String,
    /// What went to standard error.
    pub warned: String,
    /// The disk.
    pub files: Arc<dyn Files>,
    /// Standard input, for what reads all of it.
    pub input: Vec<u8>,
}

impl std::fmt::Debug for Scripted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scripted").field("lines", &self.lines).finish_non_exhaustive()
    }
}

impl Scripted {
    /// A script on the real disk, in 80 columns, on a winter morning in 2026.
    pub fn new(lines: impl IntoIterator<Item = Act>) -> Self {
        let morning = DateTime::from_timestamp(1_768_467_600, 0).unwrap_or_default();
        Self {
            lines: lines.into_iter().collect(),
            now: morning.fixed_offset(),
            elapsed: Duration::ZERO,
            canvas: Canvas::new(80),
            chance: 1,
            seen: String::new(),
            warned: String::new(),
            files: Arc::new(Disk),
            input: Vec::new(),
        }
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: f64) {
        let passed = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        self.elapsed += passed;
        self.now += TimeDelta::from_std(passed).unwrap_or_default();
    }

    fn type_text(&mut self, text: &str) {
        for line in printable(text).lines() {
            // Writing to a String cannot fail.
            let _ = writeln!(self.seen, "> {line}");
        }
        self.seen.push('\n');
    }
}

impl Outside for Scripted {
    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    fn elapsed(&self) -> Duration {
        self.elapsed
    }

    fn chance(&mut self) -> u64 {
        self.chance += 1;
        self.chance - 1
    }

    fn canvas(&self) -> Canvas {
        self.canvas
    }

    fn interactive(&self) -> bool {
        true
    }

    fn command(&mut self, prompt: &str, _: Rc<dyn Aid>) -> io::Result<Spoken> {
        while let Some(Act::Wait(seconds)) = self.lines.front().cloned() {
            self.lines.pop_front();
            self.pass(seconds);
        }
        match self.lines.pop_front() {
            None => Ok(Spoken::Closed),
            Some(Act::Command(line)) => {
                let _ = writeln!(self.seen, "{prompt}{}", printable(&line));
                Ok(Spoken::Line(line))
            }
            Some(other) => Err(off_script("a command", &other)),
        }
    }

    fn answer(&mut self, mut wanted: Wanted) -> io::Result<Answered> {
        while let Some(&Act::Clock(seconds)) = self.lines.front() {
            self.now += TimeDelta::seconds(seconds.into());
            self.lines.pop_front();
        }
        let (said, ended) = match self.lines.pop_front() {
            None => (wanted.resumed, Ended::Closed),
            Some(Act::Drop) => (wanted.resumed, Ended::Dropped),
            Some(Act::Answer { text, think, wall }) => {
                self.pass(think + wall);
                self.type_text(&text);
                let before = wanted.resumed;
                let text = before.text + &text;
                let said = Growing { text, think: before.think + think, wall: before.wall + wall };
                (wanted.keep)(&said);
                (said, Ended::HandedIn)
            }
            Some(other) => return Err(off_script("an answer", &other)),
        };
        Ok(Answered { said, ended })
    }

    fn edit(&mut self, path: &Path) -> io::Result<()> {
        match self.lines.pop_front() {
            Some(Act::Edit(text)) => self.files.replace(path, text.as_bytes()),
            None => Ok(()),
            Some(other) => Err(off_script("an editor", &other)),
        }
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        let yes = match self.lines.pop_front() {
            Some(Act::Yes) => true,
            Some(Act::No) | None => false,
            Some(other) => return Err(off_script("yes or no", &other)),
        };
        let _ = writeln!(self.seen, "{question} [y/N] {}", if yes { "y" } else { "n" });
        Ok(yes)
    }

    fn say(&mut self, screen: &Screen) -> io::Result<()> {
        self.seen.push_str(&screen.render(self.canvas.colour));
        Ok(())
    }

    fn write(&mut self, data: &str) -> io::Result<()> {
        self.seen.push_str(&harmless(data));
        Ok(())
    }

    fn warn(&mut self, screen: &Screen) -> io::Result<()> {
        self.warned.push_str(&screen.plain());
        Ok(())
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        if self.input.is_empty() {
            return Ok(None);
        }
        let end = self.input.iter().position(|&b| b == b'\n').map_or(self.input.len(), |at| at + 1);
        let line: Vec<u8> = self.input.drain(..end).collect();
        Ok(Some(String::from_utf8_lossy(&line).trim_end_matches('\n').to_owned()))
    }

    fn rest_of_input(&mut self) -> io::Result<Vec<u8>> {
        Ok(std::mem::take(&mut self.input))
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::clone(&self.files)
    }
}

fn off_script(wanted: &str, line: &Act) -> io::Error {
    io::Error::other(format!("the program asks for {wanted}, the script says {line:?}"))
}
