//! `forget`, `exclude`, `include`: sessions that are to be gone, or to count for nothing.

use super::exit::{Exit, Trouble};
use super::grammar::Forget;
use super::practice::Practice;
use crate::session::{Entry, Exclusion, Session};
use crate::text::words;

impl Practice<'_> {
    /// `forget`
    pub(super) fn forget(&mut self, forget: &Forget) -> Result<Exit, Trouble> {
        let id = self.find(&forget.which)?;
        let session = self.store.read(&id)?.session;
        let what = session.as_ref().map_or_else(|| format!("the log {id}"), named);
        if !forget.yes {
            if !self.out.interactive() {
                return Err(Trouble::usage(format!(
                    "this would delete {what}. Nobody can be asked here; `forget {} --yes` does it",
                    forget.which
                )));
            }
            let question = format!("Delete {what}? It cannot be had back.");
            if !self.out.confirm(&question)? {
                self.remark("Nothing was deleted.")?;
                return Ok(Exit::Fine);
            }
        }
        self.store.forget(&id, &self.home.history())?;
        self.remark(&format!(
            "Deleted: {what}. Its log, its draft and the lines that name it are gone."
        ))?;
        Ok(Exit::Fine)
    }

    /// `exclude` and `include`
    pub(super) fn exclude(&mut self, which: &str, excluded: bool) -> Result<Exit, Trouble> {
        let id = self.find(which)?;
        let Some(session) = self.store.read(&id)?.session else {
            return Err(Trouble::wrong(format!(
                "`{id}` cannot be read, so it counts for nothing anyway; `sessions check` says why"
            )));
        };
        let what = named(&session);
        if session.excluded() == excluded {
            self.remark(&if excluded {
                format!("It is left out already: {what}.")
            } else {
                format!("It counts already: {what}.")
            })?;
            return Ok(Exit::Fine);
        }
        let entry = Entry::Exclusion(Exclusion { at: self.now(), excluded });
        self.store.append_to(&id, &entry)?;
        self.remark(&if excluded {
            format!(
                "Left out of all figures: {what}. Nothing is deleted; `include {which}` takes it back in."
            )
        } else {
            format!("Counts again in all figures: {what}.")
        })?;
        Ok(Exit::Fine)
    }
}

/// A session in words: "the session of 2026-11-27 08:10 (amazon, 1 question, 312 words)".
fn named(session: &Session) -> String {
    let header = &session.header;
    let when = header.started.moment().format("%Y-%m-%d %H:%M");
    let company = header.company.as_deref().unwrap_or(&header.verb);
    let questions = match session.attempts().count() {
        1 => "1 question".to_owned(),
        n => format!("{n} questions"),
    };
    let said: usize = session.turns().map(|turn| words(&turn.words)).sum();
    format!("the session of {when} ({company}, {questions}, {said} words)")
}
