//! Reading commands and answers from a person at a terminal, with rustyline.
//!
//! One line editor serves both, since what was typed ahead lives in its buffer. `typing.rs` decides
//! what keys do in an answer, `rows.rs` where text falls on the screen; this file joins them to the
//! line editor and draws what lies outside of it. It knows nothing of questions or files.

mod bridge;
mod quiet;
mod rows;
#[cfg(test)]
mod tests;
mod typing;
mod wrap;

use std::io::{self, Write as _};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustyline::completion::FilenameCompleter;
use rustyline::config::{BellStyle, Configurer as _};
use rustyline::error::ReadlineError;
use rustyline::history::{FileHistory, History as _};
use rustyline::{ColorMode, Config, Editor, Event, EventHandler};

use self::bridge::{Bridge, Keys, Mode, Shared, Talk, lock};
pub(super) use self::quiet::Unseen;
use self::quiet::{Quiet, suspend};
use self::rows::Place;
use self::typing::{EDIT, Stop, Typing};
use super::history::LINES;
use super::{Aid, Answered, Ended, Growing, Spoken, Wanted};
use crate::screen::{Line, paragraph, width};
use crate::text::printable;

/// What stands before the first row of an answer.
const PROMPT: &str = "> ";

/// Where the screen's size is not known.
const UNKNOWN_SIZE: (usize, usize) = (80, 24);

/// The person's own editor, as a function.
pub(super) type Compose<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// The line editor.
pub(super) struct LineEditor {
    editor: Editor<Bridge, FileHistory>,
    shared: Arc<Mutex<Shared>>,
}

impl std::fmt::Debug for LineEditor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LineEditor").finish_non_exhaustive()
    }
}

/// Columns and rows of the terminal.
pub(super) fn size() -> (usize, usize) {
    match terminal_size::terminal_size() {
        Some((columns, rows)) if columns.0 > 0 && rows.0 > 0 => (columns.0.into(), rows.0.into()),
        _ => UNKNOWN_SIZE,
    }
}

/// A question for yes or no: the rows above the last one, and the last one, after which the answer is
/// typed. The line editor would break it inside of words.
fn asked(question: &str, columns: usize) -> (String, String) {
    let whole = Line::text(format!("{} [y/N]", printable(question)));
    // Room for the space after it and what is typed there.
    let blank = Line::new();
    let lines = paragraph(&whole, columns.saturating_sub(4), &blank, &blank);
    let mut rows: Vec<String> = lines.iter().map(Line::plain).collect();
    let last = rows.pop().unwrap_or_default();
    (rows.into_iter().map(|row| row + "\n").collect(), format!("{last} "))
}

impl LineEditor {
    /// A line editor on standard input and output.
    pub(super) fn new(colour: bool) -> io::Result<Self> {
        let config = Config::builder()
            // Without it the line editor would not ask how a line is drawn. Whether there is any
            // colour in that is for the bridge to decide.
            .color_mode(ColorMode::Forced)
            .bell_style(BellStyle::None)
            .completion_type(rustyline::CompletionType::List)
            .build();
        let mut editor = Editor::with_config(config).map_err(to_io)?;
        let shared = Arc::new(Mutex::new(Shared::default()));
        let files = FilenameCompleter::new();
        editor.set_helper(Some(Bridge { shared: Arc::clone(&shared), aid: None, files, colour }));
        let keys = Keys { shared: Arc::clone(&shared) };
        editor.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(keys)));
        Ok(Self { editor, shared })
    }

    /// Takes the lines of `path` as what was typed before.
    pub(super) fn remember(&mut self, path: &Path) {
        let _ = self.editor.set_max_history_size(LINES);
        // No history is no reason to stop.
        let _ = self.editor.load_history(path);
    }

    /// Reads a command line.
    pub(super) fn command(&mut self, prompt: &str, aid: Rc<dyn Aid>) -> io::Result<Spoken> {
        self.with_aid(Some(aid));
        {
            let mut shared = lock(&self.shared);
            shared.mode = Mode::Command;
            shared.prompt = width(prompt);
        }
        let read = self.editor.readline(prompt);
        self.with_aid(None);
        match read {
            Ok(line) => {
                // For the arrow keys of this run; what is kept for the next is not decided here.
                if !line.trim().is_empty() {
                    let _ = self.editor.history_mut().add(&line);
                }
                Ok(Spoken::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Spoken::Interrupted),
            Err(ReadlineError::Eof) => Ok(Spoken::Closed),
            Err(e) => Err(to_io(e)),
        }
    }

    /// Asks for yes or no.
    pub(super) fn confirm(&mut self, question: &str) -> io::Result<bool> {
        lock(&self.shared).mode = Mode::Command;
        let (above, prompt) = asked(question, size().0);
        print(&above)?;
        match self.editor.readline(&prompt) {
            Ok(line) => Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes")),
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => Ok(false),
            Err(e) => Err(to_io(e)),
        }
    }

    /// Reads an answer.
    ///
    /// `compose` is the person's own editor: an answer in, what it became out, or why it did not.
    pub(super) fn answer(
        &mut self,
        wanted: Wanted,
        colour: bool,
        compose: Compose<'_>,
    ) -> io::Result<Answered> {
        let asked = wanted.asked.render(colour);
        let now = Instant::now();
        let mut typing = Typing::of(&clean(&wanted.resumed.text), wanted.may_be_empty);
        let (columns, rows) = size();
        typing.fit(columns, rows, PROMPT.len());
        let spent = |seconds: f64| Duration::try_from_secs_f64(seconds).unwrap_or_default();
        let talk = Talk {
            asked_at: now,
            begun_at: typing.begun.then_some(now),
            think_before: spent(wanted.resumed.think),
            wall_before: spent(wanted.resumed.wall),
            latest: wanted.resumed.text.clone(),
            typing,
            rate: wanted.rate,
            band: wanted.band,
            hint: wanted.hint,
            keep: wanted.keep,
            interrupt: wanted.interrupt,
            interruption: None,
            trouble: None,
            prompt: PROMPT.len(),
        };
        lock(&self.shared).mode = Mode::Answer(Box::new(talk));
        settle("", &self.above())?;
        let answered = self.type_on(&asked, colour, compose);
        lock(&self.shared).mode = Mode::Command;
        answered
    }

    fn type_on(&mut self, asked: &str, colour: bool, compose: Compose<'_>) -> io::Result<Answered> {
        let quiet = Quiet::new();
        loop {
            let (window, cursor, above) = {
                let mut shared = lock(&self.shared);
                let typing = &mut shared.talk()?.typing;
                (typing.window.clone(), typing.cursor, typing.above.clone())
            };
            let prompt = if above.is_empty() { PROMPT } else { "" };
            let parts = window.split_at_checked(cursor).unwrap_or((&window, ""));
            let read = self.editor.readline_with_initial(prompt, parts);
            let mut shared = lock(&self.shared);
            let talk = shared.talk()?;
            let line = match read {
                Ok(line) => line,
                // A SIGINT from outside, or Ctrl-\: the same as Ctrl-C.
                Err(ReadlineError::Interrupted) => {
                    talk.typing.resume_after_interrupt(&talk.latest, size(), PROMPT.len());
                    let above = talk.typing.above.clone();
                    drop(shared);
                    settle("", &above)?;
                    continue;
                }
                // The terminal is gone. What was typed is not.
                Err(_) => {
                    let text = talk.latest.clone();
                    return Ok(Answered { said: talk.growing(text), ended: Ended::Closed });
                }
            };
            let (columns, _) = size();
            let first = Place { row: 0, column: prompt.len() };
            let drawn = rows::end(&line, columns, first).row + 1;
            let stop = talk.typing.stop.take().unwrap_or(Stop::HandIn);
            match stop {
                Stop::HandIn => {
                    let whole = talk.typing.whole(&line);
                    let below = std::mem::take(&mut talk.typing.below);
                    let said = talk.growing(whole.trim_end().to_owned());
                    drop(shared);
                    // Where the last line is empty, the terminal stands below it already.
                    let spare = below.is_empty() && line.ends_with('\n');
                    if spare {
                        print("\x1b[A")?;
                    }
                    if !below.is_empty() {
                        print(&format!("{}\n", wrap::shown(below.trim_end_matches('\n'))))?;
                    }
                    return Ok(Answered { said, ended: Ended::HandedIn });
                }
                Stop::Drop => {
                    let said = talk.growing(talk.typing.whole(&line));
                    return Ok(Answered { said, ended: Ended::Dropped });
                }
                Stop::Leave => {
                    let said = talk.growing(String::new());
                    return Ok(Answered { said, ended: Ended::Closed });
                }
                Stop::Moved => {
                    let new = talk.typing.above.clone();
                    let interruption = talk.interruption.take();
                    drop(shared);
                    let starts = rows::starts(&above, columns, PROMPT.len());
                    let kept = new.len().min(above.len());
                    let pulled = starts.iter().filter(|&&s| s >= kept && s < above.len()).count();
                    print(&format!("\x1b[{}A\r\x1b[J", drawn + pulled))?;
                    settle(&above[..kept], &new)?;
                    if let Some(screen) = interruption {
                        print(&screen.render(colour))?;
                    }
                }
                Stop::Edit => {
                    let whole = talk.typing.whole(&line);
                    let end = whole.trim_end();
                    let text = match end.strip_suffix(EDIT) {
                        Some(rest) if rest.is_empty() || rest.ends_with('\n') => rest.trim_end(),
                        _ => end,
                    };
                    drop(shared);
                    quiet.off();
                    let came = compose(text);
                    quiet.on();
                    let mut shared = lock(&self.shared);
                    let talk = shared.talk()?;
                    let (text, trouble) = match came {
                        Ok(new) => (clean(&new), None),
                        Err(why) => (text.to_owned(), Some(why)),
                    };
                    talk.edited(&text, trouble, size());
                    let above = talk.typing.above.clone();
                    drop(shared);
                    print(&format!("\x1b[H\x1b[2J{asked}"))?;
                    settle("", &above)?;
                }
                Stop::Suspend => {
                    drop(shared);
                    quiet.off();
                    suspend();
                    quiet.on();
                }
                Stop::Clear => {
                    drop(shared);
                    print(&format!("\x1b[H\x1b[2J{asked}"))?;
                    settle("", &above)?;
                }
            }
        }
    }

    fn above(&self) -> String {
        lock(&self.shared).talk().map(|talk| talk.typing.above.clone()).unwrap_or_default()
    }

    fn with_aid(&mut self, aid: Option<Rc<dyn Aid>>) {
        if let Some(bridge) = self.editor.helper_mut() {
            bridge.aid = aid;
        }
    }
}

/// Prints for good the rows of `above` that come after those of `printed`.
fn settle(printed: &str, above: &str) -> io::Result<()> {
    let Some(rows) = above.get(printed.len()..).filter(|rows| !rows.is_empty()) else {
        return Ok(());
    };
    let prompt = if printed.is_empty() { PROMPT } else { "" };
    let end = if rows.ends_with('\n') { "" } else { "\n" };
    print(&format!("{prompt}{}{end}", wrap::shown(rows)))
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A text that was typed elsewhere, without what a person cannot type.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', typing::TAB);
    text.chars().filter_map(|c| if c == '\n' { Some(c) } else { typing::typed(c) }).collect()
}

fn to_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(e) => e,
        #[cfg(unix)]
        ReadlineError::Errno(e) => io::Error::from_raw_os_error(e as i32),
        e => io::Error::other(e.to_string()),
    }
}

impl Talk {
    /// The answer came back from the person's own editor as `text`, or did not come back.
    fn edited(&mut self, text: &str, trouble: Option<String>, (columns, rows): (usize, usize)) {
        self.typing = Typing::of(text, self.typing.may_be_empty);
        self.typing.fit(columns, rows, self.prompt);
        text.clone_into(&mut self.latest);
        let growing = self.growing(self.latest.clone());
        self.trouble = (self.keep)(&growing).or(trouble);
    }

    /// The answer now, with the seconds that it took so far.
    pub(super) fn growing(&self, text: String) -> Growing {
        let now = Instant::now();
        let begun = self.begun_at.unwrap_or(now);
        let think = match self.wall_before {
            Duration::ZERO => begun.saturating_duration_since(self.asked_at),
            // Gone on with: thinking was over before.
            _ => Duration::ZERO,
        };
        Growing {
            text,
            think: (self.think_before + think).as_secs_f64(),
            wall: (self.wall_before + now.saturating_duration_since(begun)).as_secs_f64(),
        }
    }
}
