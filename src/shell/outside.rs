//! What the rest of the program may ask of the outside, and nothing more.

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::{Files, Pen};
use crate::interview::Band;
use crate::screen::{Canvas, Screen, typed};

/// Terminal, clock, chance and disk, as one thing that tests can replace.
///
/// Every method that reads or writes may fail with the error of the operating system. A broken pipe
/// comes back as [`io::ErrorKind::BrokenPipe`] and means that nobody reads any more.
pub trait Outside {
    /// The time of day, with the zone of the person.
    fn now(&self) -> DateTime<FixedOffset>;
    /// Time since the program began, by a clock that cannot be set. It stands still while the machine
    /// sleeps, where the system's own monotonic clock does.
    fn elapsed(&self) -> Duration;
    /// A number that nobody can foresee.
    fn chance(&mut self) -> u64;
    /// What screens are laid out for.
    fn canvas(&self) -> Canvas;
    /// Whether a person sits at a terminal; without, nothing is asked that is not a question of the
    /// interview, and no prompt is shown.
    fn interactive(&self) -> bool;
    /// Whether what is written comes before somebody's eyes, and not into a file or another program.
    fn is_seen(&self) -> bool {
        self.interactive()
    }
    /// Takes the lines of a file as commands that were typed before, and adds to it from now on.
    fn remember(&mut self, history: &Path) {
        let _ = history;
    }
    /// Keeps a line among the commands that were typed, for the runs to come.
    fn keep_command(&mut self, line: &str) {
        let _ = line;
    }
    /// Reads a command line.
    fn command(&mut self, prompt: &str, aid: Rc<dyn Aid>) -> io::Result<Spoken>;
    /// Reads an answer or a reply over as many lines as it takes.
    fn answer(&mut self, wanted: Wanted) -> io::Result<Answered>;
    /// Opens a file in the person's editor and waits until they are done with it.
    fn edit(&mut self, path: &Path) -> io::Result<()> {
        let _ = path;
        Err(io::ErrorKind::Unsupported.into())
    }
    /// Asks a question that is answered by yes or no; anything but yes is no, and so is no terminal.
    fn confirm(&mut self, question: &str) -> io::Result<bool>;
    /// Shows a screen.
    fn say(&mut self, screen: &Screen) -> io::Result<()>;
    /// Shows a screen of data, a page at a time when it is long and the person has a pager.
    fn page(&mut self, screen: &Screen) -> io::Result<()> {
        self.say(screen)
    }
    /// Shows words as if somebody typed them, with the speaking clock after them; on a terminal a word at
    /// a time.
    fn type_out(&mut self, text: &str, rate: u32, band: Option<Band>) -> io::Result<()> {
        let screen = typed(text, rate, band, self.canvas()).into_iter().collect();
        self.say(&screen)
    }
    /// Writes data for other programs, unwrapped and without colour.
    fn write(&mut self, data: &str) -> io::Result<()>;
    /// Says something beside the matter: a problem, a notice. It goes to standard error.
    fn warn(&mut self, screen: &Screen) -> io::Result<()>;
    /// Says how far long work is, in the place of what was said before; empty words take it away. It
    /// goes to standard error, and nowhere when that is no terminal.
    fn progress(&mut self, words: &str) {
        let _ = words;
    }
    /// The next line of standard input, without its line break; `None` at its end.
    fn line(&mut self) -> io::Result<Option<String>>;
    /// Everything that is left on standard input.
    fn rest_of_input(&mut self) -> io::Result<Vec<u8>>;
    /// The disk.
    fn files(&self) -> Arc<dyn Files>;
    /// Keeps a draft at `path` from now on; the pen is given each new version of it.
    fn pen(&mut self, path: &Path) -> Pen {
        Pen::new(self.files(), path)
    }
}

/// What came of asking for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spoken {
    /// A line, without its line break.
    Line(String),
    /// Ctrl-C: never mind this line.
    Interrupted,
    /// End of input.
    Closed,
}

/// What helps a person who types a command: completion and hints.
pub trait Aid {
    /// What could stand at `at`.
    fn complete(&self, line: &str, at: usize) -> Completion;
    /// What to show after the cursor at the end of `line`.
    fn hint(&self, line: &str) -> Option<Hint>;
}

/// How a line could go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// With one of these words, in the place of what stands between this byte and the cursor.
    Words(usize, Vec<String>),
    /// With the name of a file.
    File,
}

/// Something shown after the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hint {
    /// What is shown.
    pub shown: String,
    /// What the right arrow key adds to the line; empty when nothing.
    pub adds: String,
}

/// Is given an answer whenever it has changed; returns what to show beside its clock.
pub type Keep = Box<dyn FnMut(&Growing) -> Option<String> + Send>;

/// Is given an answer whenever it has grown; returns what to say above it.
pub type Interrupt = Box<dyn FnMut(&str) -> Option<Screen> + Send>;

/// An answer or reply that is wanted.
pub struct Wanted {
    /// What was asked, to be shown again when the screen is cleared.
    pub asked: Screen,
    /// The speaking rate in words a minute.
    pub rate: u32,
    /// The target band of the speaking clock; none for a reply.
    pub band: Option<Band>,
    /// Whether nothing at all may be handed in: a reply may be skipped, an answer not.
    pub may_be_empty: bool,
    /// What stands where the words will be while there are none: how to hand them in.
    pub hint: &'static str,
    /// What was typed and spent before, when a draft is gone on with.
    pub resumed: Growing,
    /// Is given the answer whenever it has changed. What it returns is shown beside the clock: why
    /// the answer is not being kept, for example.
    pub keep: Keep,
    /// The folder in which the answer may lie while the person's own editor has it; none when nothing
    /// can be kept.
    pub editing: Option<PathBuf>,
    /// Is given the answer whenever it has grown; what it returns is said above the answer, which is
    /// left as it is.
    pub interrupt: Option<Interrupt>,
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl Wanted {
    /// Something that was asked, with nothing typed yet and nobody to keep it.
    pub fn new(asked: Screen, rate: u32) -> Self {
        Self {
            asked,
            rate,
            band: None,
            may_be_empty: false,
            hint: "take your time; an empty line hands in",
            resumed: Growing::default(),
            keep: Box::new(|_| None),
            editing: None,
            interrupt: None,
        }
    }
}

/// An answer while it grows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Growing {
    /// The words so far.
    pub text: String,
    /// Seconds from the question's appearance to the first key.
    pub think: f64,
    /// Seconds from the first key to now.
    pub wall: f64,
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was handed in.
    HandedIn,
    /// The person dropped it.
    Dropped,
    /// Input ended; what had been typed until then is there.
    Closed,
}

/// What came of asking for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The words and the seconds.
    pub said: Growing,
    /// How it ended.
    pub ended: Ended,
}
