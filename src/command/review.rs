//! `review`: past sessions, listed or replayed.

use super::exit::{Exit, Trouble};
use super::grammar::Review;
use super::practice::Practice;
use crate::screen::{Column, Line, Meaning, Screen, Table, marks, trimmed};
use crate::session::{Session, decode};

impl Practice<'_> {
    /// `review`
    pub(super) fn review(&mut self, review: &Review) -> Result<Exit, Trouble> {
        let _ = review.example;
        match &review.which {
            None => self.list(review.limit),
            Some(which) => {
                let id = self.find(which)?;
                self.replay(&id)
            }
        }
    }

    /// The id that a person means: a number of the list, `last`, or an id or its beginning.
    pub(super) fn find(&mut self, which: &str) -> Result<String, Trouble> {
        let ids = self.store.ids()?;
        if ids.is_empty() {
            return Err(Trouble::wrong(
                "there are no sessions yet; Enter at the prompt begins one",
            ));
        }
        let number = if which == "last" { Some(1) } else { which.parse::<usize>().ok() };
        let found = match number {
            Some(number) if number <= ids.len() => number.checked_sub(1).and_then(|at| ids.get(at)),
            _ => ids.iter().find(|id| *id == which).or_else(|| {
                let mut begin = ids.iter().filter(|id| id.starts_with(which));
                begin.next().filter(|_| begin.next().is_none())
            }),
        };
        found.cloned().ok_or_else(|| {
            let many = ids.len();
            Trouble::wrong(format!(
                "no session `{which}`; `review` lists the {many} that there are, newest first"
            ))
        })
    }

    fn list(&mut self, limit: usize) -> Result<Exit, Trouble> {
        let ids = self.store.ids()?;
        if ids.is_empty() {
            self.remark(
                "No sessions yet. Enter at the prompt, or `mockloop ask`, begins the first.",
            )?;
            return Ok(Exit::Fine);
        }
        let canvas = self.out.canvas();
        let mut table = Table::new(vec![
            Column::figures("#"),
            Column::new("when"),
            Column::new("company"),
            Column::new("parts"),
            Column::elastic("question"),
        ]);
        for (number, id) in ids.iter().enumerate().take(limit) {
            let Some(session) = self.store.read(id)?.session else { continue };
            for attempt in session.attempts() {
                table.row(vec![
                    Line::text((number + 1).to_string()),
                    Line::of(
                        Meaning::Muted,
                        session.header.started.moment().format("%m-%d %H:%M").to_string(),
                    ),
                    Line::text(attempt.company),
                    marks(attempt.after().iter().map(|(_, s)| s.grade), canvas),
                    Line::text(trimmed(&attempt.question.asked, 60)),
                ]);
            }
        }
        let screen: Screen = table.lines(canvas).into_iter().collect();
        self.out.say(&screen)?;
        Ok(Exit::Fine)
    }

    fn replay(&mut self, id: &str) -> Result<Exit, Trouble> {
        let read = self.store.read(id)?;
        for problem in &read.problems {
            self.notice(&problem.to_string())?;
        }
        let Some(session) = read.session else { return Ok(Exit::Wrong) };
        self.show(&session)?;
        Ok(Exit::Fine)
    }

    fn show(&mut self, session: &Session) -> Result<(), Trouble> {
        let mut screen = Screen::new();
        for turn in session.turns() {
            screen.gap();
            screen.push(Line::of(Meaning::Question, &turn.asked));
            screen.extend(turn.words.lines().map(|line| Line::text(format!("  {line}"))));
        }
        Ok(self.out.say(&screen)?)
    }
}

/// The worked example that the program carries.
#[expect(dead_code, reason = "the example lands with the review screens")]
fn example(text: &str) -> Option<Session> {
    decode("example.toml", text).session
}
