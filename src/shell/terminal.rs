//! A person at a terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};

use super::editor::{self, LineEditor};
use super::{
    Aid, Answered, Colour, Disk, Files, Outside, Pen, Pipe, Spoken, Wanted, compose, history,
    leaving, pipe, program,
};
use crate::interview::Band;
use crate::screen::{Canvas, Screen, typed};
use crate::text::harmless;

/// Terminals that cannot move their cursor; they are read by lines.
const DUMB: [&str; 3] = ["dumb", "cons25", "emacs"];

/// How fast an answer is typed for a person: some eight hundred words a minute, to be read along.
const BETWEEN_WORDS: Duration = Duration::from_millis(70);

/// How wide output is laid out when nobody says.
const COLUMNS: usize = 80;

/// A person at a terminal.
#[derive(Debug)]
pub struct Terminal {
    started: Instant,
    editor: LineEditor,
    colour: bool,
    drawings: bool,
    history: Option<PathBuf>,
}

/// The outside of this process: a person at a terminal, or lines from anywhere else.
///
/// `columns` overrides the width of the output; `drawings` is whether bars and marks may be drawn.
///
/// # Errors
///
/// The system's, when a person's terminal cannot be taken over.
pub fn open(
    colour: Colour,
    drawings: bool,
    columns: Option<usize>,
) -> io::Result<Box<dyn Outside>> {
    let dumb = std::env::var("TERM").is_ok_and(|term| DUMB.contains(&term.as_str()));
    let person = io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb;
    let colour = colour.wanted();
    if person {
        return Ok(Box::new(Terminal::new(colour, drawings)?));
    }
    let seen = terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0));
    let canvas = Canvas { columns: columns.or(seen).unwrap_or(COLUMNS), colour, drawings };
    Ok(Box::new(Pipe::new(io::stdin().lock(), io::stdout(), io::stderr(), canvas)))
}

impl Terminal {
    /// Takes over the terminal on standard input and output.
    ///
    /// # Errors
    ///
    /// The system's, when its settings cannot be read or changed.
    pub fn new(colour: bool, drawings: bool) -> io::Result<Self> {
        leaving::watch();
        let editor = LineEditor::new(colour)?;
        Ok(Self { started: Instant::now(), editor, colour, drawings, history: None })
    }
}

impl Outside for Terminal {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn chance(&mut self) -> u64 {
        pipe::chance()
    }

    fn canvas(&self) -> Canvas {
        Canvas { columns: editor::size().0, colour: self.colour, drawings: self.drawings }
    }

    fn interactive(&self) -> bool {
        true
    }

    fn remember(&mut self, path: &Path) {
        if Disk.leads_out(path) {
            return;
        }
        // What cannot be shortened now can be next time.
        let _ = history::shorten(&Disk, path);
        self.editor.remember(path);
        self.history = Some(path.to_owned());
    }

    fn keep_command(&mut self, line: &str) {
        if let Some(path) = &self.history {
            // No history is no reason to stop.
            let _ = history::add(&*self.files(), path, line);
        }
    }

    fn command(&mut self, prompt: &str, aid: Rc<dyn Aid>) -> io::Result<Spoken> {
        self.editor.command(prompt, aid)
    }

    fn answer(&mut self, wanted: Wanted) -> io::Result<Answered> {
        let folder = wanted.editing.clone();
        self.editor.answer(wanted, self.colour, &|text| match &folder {
            Some(folder) => compose::compose(&Disk, folder, text, program::edit),
            None => Err("there is no home to keep the editor's file in".to_owned()),
        })
    }

    fn edit(&mut self, path: &Path) -> io::Result<()> {
        program::edit(path)
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        self.editor.confirm(question)
    }

    fn say(&mut self, screen: &Screen) -> io::Result<()> {
        let mut out = anstream::AutoStream::new(io::stdout().lock(), choice(self.colour));
        out.write_all(screen.render(self.colour).as_bytes())?;
        out.flush()
    }

    fn page(&mut self, screen: &Screen) -> io::Result<()> {
        let pager = program::pager(std::env::var_os("PAGER"));
        let (_, rows) = editor::size();
        match pager.filter(|_| screen.lines().len() >= rows) {
            Some(words) if program::page(&words, &screen.render(self.colour)).is_ok() => Ok(()),
            _ => self.say(screen),
        }
    }

    fn type_out(&mut self, text: &str, rate: u32, band: Option<Band>) -> io::Result<()> {
        let lines = typed(text, rate, band, self.canvas());
        // Nothing moves where a screen reader reads.
        let mut pause = if self.drawings { BETWEEN_WORDS } else { Duration::ZERO };
        // A key that shows would break the line; Enter says that it takes too long.
        let unseen = editor::Unseen::new();
        let mut out = anstream::AutoStream::new(io::stdout().lock(), choice(self.colour));
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            if at + 1 == count {
                out.write_all(line.render(self.colour).as_bytes())?;
            } else {
                for word in line.plain().split_inclusive(' ') {
                    out.write_all(word.as_bytes())?;
                    out.flush()?;
                    if unseen.entered() {
                        pause = Duration::ZERO;
                    }
                    std::thread::sleep(pause);
                }
            }
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    fn write(&mut self, data: &str) -> io::Result<()> {
        io::stdout().lock().write_all(harmless(data).as_bytes())
    }

    fn warn(&mut self, screen: &Screen) -> io::Result<()> {
        let colour = self.colour && io::stderr().is_terminal();
        let mut err = anstream::AutoStream::new(io::stderr().lock(), choice(colour));
        // Nobody who closed standard error wants to hear of it.
        let _ = err.write_all(screen.render(colour).as_bytes());
        Ok(())
    }

    fn progress(&mut self, words: &str) {
        super::progress::show(words);
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn rest_of_input(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)?;
        Ok(bytes)
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::new(Disk)
    }

    fn pen(&mut self, path: &Path) -> Pen {
        let pen = Pen::new(self.files(), path);
        leaving::save_first(&pen, path.to_owned());
        pen
    }
}

/// What old Windows consoles need to be told; elsewhere colour passes through.
fn choice(colour: bool) -> anstream::ColorChoice {
    if colour { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never }
}
