//! What rustyline asks of us: what a key does, what stands after the cursor, how a word goes on.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{
    Cmd, ConditionalEventHandler, Context, Event, EventContext, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};

use super::super::{Aid, Completion, Interrupt, Keep};
use super::rows::{self, Place};
use super::typing::{Typing, View};
use super::wrap;
use crate::interview::Band;
use crate::screen::{Line, Meaning, Screen, clock, width};
use crate::text::words;

/// How soon after a "y" an Enter still belongs to it.
const AFTER_YES: Duration = Duration::from_millis(800);

/// What an answer needs while it is typed.
pub(super) struct Talk {
    pub(super) typing: Typing,
    pub(super) rate: u32,
    pub(super) band: Option<Band>,
    pub(super) asked_at: Instant,
    /// When its first key came.
    pub(super) begun_at: Option<Instant>,
    pub(super) think_before: Duration,
    pub(super) wall_before: Duration,
    /// The whole answer as it was last drawn.
    pub(super) latest: String,
    /// What stands after the prompt while nothing is typed.
    pub(super) hint: &'static str,
    pub(super) keep: Keep,
    pub(super) interrupt: Option<Interrupt>,
    /// What is to be said above the answer.
    pub(super) interruption: Option<Screen>,
    /// Why the answer is not being kept.
    pub(super) trouble: Option<String>,
    /// Columns of the prompt.
    pub(super) prompt: usize,
}

/// What is being read.
#[derive(Default)]
pub(super) enum Mode {
    #[default]
    Command,
    Answer(Box<Talk>),
}

/// What the keys and the hints share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) mode: Mode,
    /// Columns of the prompt of a command.
    pub(super) prompt: usize,
    /// The hint as it was last made, with its look.
    hint: Line,
    /// When a "y" dropped an answer.
    said_yes: Option<Instant>,
}

impl Shared {
    /// The answer that is being typed.
    pub(super) fn talk(&mut self) -> io::Result<&mut Talk> {
        match &mut self.mode {
            Mode::Answer(talk) => Ok(talk),
            Mode::Command => Err(io::Error::other("no answer is being typed")),
        }
    }
}

/// The state, even if a thread died while it held it.
pub(super) fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What keys do.
pub(super) struct Keys {
    pub(super) shared: Arc<Mutex<Shared>>,
}

impl ConditionalEventHandler for Keys {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, at: &EventContext<'_>) -> Option<Cmd> {
        let key = *event.get(0)?;
        let mut shared = lock(&self.shared);
        let said_yes = shared.said_yes.take();
        let talk = match &mut shared.mode {
            Mode::Answer(talk) => talk,
            Mode::Command => {
                let enter = matches!(key, KeyEvent(KeyCode::Enter, _))
                    || key == KeyEvent(KeyCode::Char('J'), Modifiers::CTRL);
                let belongs = said_yes.is_some_and(|at| at.elapsed() < AFTER_YES);
                return (enter && belongs && at.line().is_empty()).then_some(Cmd::Noop);
            }
        };
        let (columns, rows) = super::size();
        let view = View { line: at.line(), at: at.pos(), columns, rows, prompt: talk.prompt };
        let asked_to_drop = talk.typing.asks_to_drop;
        let mut cmd = talk.typing.key(key, view);
        match (talk.typing.begun, talk.begun_at) {
            (true, None) => talk.begun_at = Some(Instant::now()),
            (false, Some(_)) => talk.begun_at = None,
            _ => {}
        }
        if asked_to_drop && talk.typing.stop == Some(super::Stop::Drop) {
            shared.said_yes = Some(Instant::now());
            return cmd;
        }
        if let (KeyEvent(KeyCode::Char(c), Modifiers::NONE), None, Some(interrupt)) =
            (key, &cmd, &mut talk.interrupt)
        {
            let at = view.at + c.len_utf8();
            let line = format!("{}{c}{}", &view.line[..view.at], &view.line[view.at..]);
            if let Some(screen) = interrupt(&talk.typing.whole(&line)) {
                talk.interruption = Some(screen);
                cmd = Some(talk.typing.draw_anew(&line, at));
            }
        }
        cmd
    }
}

/// What is shown after the cursor.
pub(super) struct Shown {
    text: String,
    adds: Option<String>,
}

impl Hint for Shown {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.adds.as_deref()
    }
}

/// rustyline's helper.
pub(super) struct Bridge {
    pub(super) shared: Arc<Mutex<Shared>>,
    /// What helps with commands.
    pub(super) aid: Option<Rc<dyn Aid>>,
    pub(super) files: FilenameCompleter,
    pub(super) colour: bool,
}

impl Bridge {
    /// Completes the name of a file; one that begins with `~` from the person's own folder.
    fn complete_path(
        &self,
        line: &str,
        at: usize,
        user: Option<&Path>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let from = line[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
        let user = user.and_then(Path::to_str).filter(|_| line[from..at].starts_with("~/"));
        let Some(user) = user else { return self.files.complete_path(line, at) };
        let whole = format!("{}{user}{}", &line[..from], &line[from + 1..at]);
        let (start, mut pairs) = self.files.complete_path(&whole, whole.len())?;
        for pair in &mut pairs {
            if let Some(rest) = pair.replacement.strip_prefix(user) {
                pair.replacement = format!("~{rest}");
            }
        }
        Ok((start, pairs))
    }
}

impl Helper for Bridge {}
impl Validator for Bridge {}

impl Hinter for Bridge {
    type Hint = Shown;

    /// Called whenever the text has changed: the place where an answer is kept and its clock goes on.
    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Shown> {
        let mut shared = lock(&self.shared);
        let Mode::Answer(talk) = &mut shared.mode else {
            if at < line.len() {
                return None;
            }
            let hint = self.aid.as_ref()?.hint(line)?;
            // A hint that wraps would push the prompt about while somebody types.
            let (columns, _) = super::size();
            if shared.prompt + width(line) + width(&hint.shown) >= columns {
                return None;
            }
            shared.hint = Line::of(Meaning::Muted, &hint.shown);
            let adds = Some(hint.adds).filter(|a| !a.is_empty());
            return Some(Shown { text: shared.hint.plain(), adds });
        };
        let whole = talk.typing.whole(line);
        if talk.latest != whole {
            talk.latest.clone_from(&whole);
            let growing = talk.growing(whole);
            talk.trouble = (talk.keep)(&growing);
        }
        let said = talk.says();
        let (columns, _) = super::size();
        let first = Place { row: 0, column: talk.typing.first_column(talk.prompt) };
        let end = rows::end(line, columns, first);
        let gap = match end.column {
            0 => "",
            column if column + 3 + said.width() <= columns => "   ",
            _ => "\n",
        };
        let text = format!("{gap}{}", said.plain());
        shared.hint = said;
        Some(Shown { text, adds: None })
    }
}

impl Talk {
    /// What stands after the answer.
    fn says(&self) -> Line {
        if self.typing.asks_to_drop {
            return Line::of(
                Meaning::Warning,
                "Drop this answer? y: only the log keeps it, n: go on",
            );
        }
        if self.latest.trim().is_empty() {
            let hint = Line::of(Meaning::Muted, self.hint);
            return match &self.trouble {
                None => hint,
                Some(why) => hint.and(" · ").with(Meaning::Error, why),
            };
        }
        let mut clock = clock(words(&self.latest), self.rate, self.band);
        if !self.typing.below.is_empty() {
            clock = clock.with(Meaning::Muted, " · more below");
        }
        match &self.trouble {
            None => clock,
            Some(why) => clock.and(" · ").with(Meaning::Error, why),
        }
    }
}

impl Highlighter for Bridge {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        wrap::shown(line)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if !self.colour {
            return hint.into();
        }
        let said = &lock(&self.shared).hint;
        let plain = said.plain();
        // The hint is the gap and what is said; a hint of anyone else's stays as it is.
        match hint.strip_suffix(plain.as_str()) {
            Some(gap) => format!("{gap}{}", said.render(true)).into(),
            None => hint.into(),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        false
    }
}

impl Completer for Bridge {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        match self.aid.as_ref().map(|aid| aid.complete(line, at)) {
            None => Ok((at, Vec::new())),
            Some(Completion::File) => self.complete_path(line, at, std::env::home_dir().as_deref()),
            Some(Completion::Words(from, words)) => {
                let pair = |word: String| Pair { replacement: format!("{word} "), display: word };
                Ok((from, words.into_iter().map(pair).collect()))
            }
        }
    }
}
