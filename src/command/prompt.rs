//! The prompt: the greeting, then a line at a time until the person leaves.

use std::rc::Rc;

use super::aid;
use super::exit::{Exit, Trouble};
use super::grammar::{self, Ask, Verb};
use super::practice::{Practice, shown};
use super::settings::Changes;
use crate::screen::{self, Line, Meaning, Screen, paragraph};
use crate::shell::{Glance, Spoken};
use crate::text::words;

/// From this many words on, a line that is no command is somebody's story.
const SPOKEN: usize = 12;

/// What stands before a command.
const PROMPT: &str = "mockloop> ";

impl Practice<'_> {
    /// Greets, then reads and does commands until the end.
    pub(super) fn prompt(&mut self) -> Result<Exit, Trouble> {
        self.at_prompt = true;
        self.prepare()?;
        let glance = self.glance()?;
        self.greet(&glance)?;
        self.offer_drafts(&glance)?;
        self.out.remember(&self.home.history());
        loop {
            let aid = Rc::new(aid::Prompt {
                banks: Rc::clone(&self.banks),
                store: self.store.clone(),
                shelf: (self.out.files(), self.home.stories()),
                known: aid::Known::default(),
                enter: self.what_next(),
            });
            let line = match self.out.command(PROMPT, aid)? {
                Spoken::Line(line) => line,
                Spoken::Interrupted => {
                    self.remark("`quit` or Ctrl-D leaves.")?;
                    continue;
                }
                Spoken::Closed => break,
            };
            match self.line(&line) {
                Ok(true) => {}
                Ok(false) => break,
                Err(Trouble::Said(words, _)) => self.complain(&words)?,
                Err(Trouble::Gone) => return Err(Trouble::Gone),
            }
        }
        self.offer_to_save()?;
        self.index(&glance);
        Ok(Exit::Fine)
    }

    /// Does one line; says whether to go on.
    fn line(&mut self, line: &str) -> Result<bool, Trouble> {
        self.debriefed = false;
        self.options = Changes::default();
        if line.trim().is_empty() {
            // At a pipe an empty line is not somebody who presses Enter for the next question.
            if self.out.interactive() {
                let settings = self.settings.clone();
                self.ask(&Ask::default(), &settings)?;
            }
            return Ok(true);
        }
        let mut parsed = match grammar::line(line) {
            Ok(parsed) => parsed,
            Err(_) if words(line) >= SPOKEN => {
                return Err(Trouble::usage(
                    "That reads like an answer, and no question is open, so it is not kept. Enter asks \
                     a question, `again` the last one; tell it there.",
                ));
            }
            Err(error) => {
                super::explain(&error, self.out)?;
                return Ok(true);
            }
        };
        // What was no command may be anything: a story that was pasted at the wrong prompt.
        self.out.keep_command(line);
        if parsed.verb == Verb::Quit {
            return Ok(false);
        }
        if let Some(user) = &self.user {
            for path in parsed.verb.paths() {
                // `~anna` is another person's, and a folder may well be called so.
                if let Ok(rest) = path.strip_prefix("~") {
                    *path = user.join(rest);
                }
            }
        }
        self.options = parsed.options.changes();
        let settings = self.settings.with(&self.options);
        self.perform(&parsed.verb, &settings)?;
        Ok(true)
    }

    fn greet(&mut self, glance: &Glance) -> Result<(), Trouble> {
        if !self.quiet {
            self.introduce(glance)?;
        }
        let wrong = self.problems.iter().filter(|problem| problem.fails()).count();
        if wrong > 0 {
            let things = if wrong == 1 { "a mistake" } else { "mistakes" };
            self.notice(&format!(
                "your own banks have {things}; `banks check` says what and where. The rest of them works."
            ))?;
        }
        Ok(())
    }

    /// Says what the program is, what it holds, and how to begin.
    fn introduce(&mut self, glance: &Glance) -> Result<(), Trouble> {
        let canvas = self.out.canvas();
        let count = glance.count();
        let sessions = match count {
            0 => "no past sessions yet".to_owned(),
            1 => "1 past session".to_owned(),
            n => format!("{n} past sessions"),
        };
        let companies = self.banks.companies().count();
        let facts =
            format!("{companies} companies, {} questions, {sessions}", self.banks.questions());
        let blank = Line::new();
        let mut screen = Screen::new();
        let name = Line::of(Meaning::Title, "mockloop")
            .with(Meaning::Muted, format!(" {} · {facts}", env!("CARGO_PKG_VERSION")));
        screen.extend(paragraph(&name, canvas.text_width(), &blank, &blank));
        if self.unusable.is_none() {
            let path = format!("Sessions are kept in {}", shown(&self.home.sessions()));
            let path = Line::of(Meaning::Muted, path);
            screen.extend(paragraph(&path, canvas.text_width(), &blank, &blank));
        }
        if count == 0 {
            let tour = Line::text("New here? ")
                .with(Meaning::Typed, "tour")
                .and(" shows a whole question in a minute, on somebody else's answer.");
            screen.extend(paragraph(&tour, canvas.text_width(), &blank, &blank));
        } else if let Some(due) = screen::due_line(&self.schedule(&self.settings, glance)) {
            screen.extend(paragraph(&due, canvas.text_width(), &blank, &blank));
        }
        let ways = Line::text("Enter asks a question, ")
            .with(Meaning::Typed, "ask amazon")
            .and(" one of Amazon's, ")
            .with(Meaning::Typed, "help")
            .and(" lists the rest.");
        screen.extend(paragraph(&ways, canvas.text_width(), &blank, &blank));
        Ok(self.out.say(&screen)?)
    }
}
