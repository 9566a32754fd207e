//! `sessions`: where they are and how many, and which logs cannot be read whole.

use super::exit::{Exit, Trouble};
use super::grammar::{Sessions, SessionsVerb};
use super::practice::{Practice, shown};
use crate::bank::{Problem, Severity};
use crate::screen::{Line, Meaning, Screen, paragraph};

impl Practice<'_> {
    /// `sessions`
    pub(super) fn sessions(&mut self, sessions: &Sessions) -> Result<Exit, Trouble> {
        match sessions.what {
            None => self.count_sessions(),
            Some(SessionsVerb::Check) => self.check_sessions(),
        }
    }

    fn count_sessions(&mut self) -> Result<Exit, Trouble> {
        let ids = self.store.ids()?;
        if ids.is_empty() {
            self.invite()?;
            return Ok(Exit::Fine);
        }
        let digests = self.store.digests(&ids);
        let day = |at: crate::session::When| at.moment().format("%Y-%m-%d").to_string();
        let first = digests.iter().map(|digest| digest.started).min();
        let last = digests.iter().map(|digest| digest.started).max();
        let questions: usize = digests.iter().map(|digest| digest.attempts.len()).sum();
        let excluded = digests.iter().filter(|digest| digest.excluded).count();
        let unread = ids.len() - digests.len();
        let plural = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let mut said =
            format!("{} with {}", plural(ids.len(), "session"), plural(questions, "question"));
        if let (Some(first), Some(last)) = (first, last) {
            said.push_str(&format!(", from {} to {}", day(first), day(last)));
        }
        said.push('.');
        if excluded > 0 {
            said.push_str(&format!(" {excluded} left out of all figures."));
        }
        if unread > 0 {
            let logs = plural(unread, "log");
            said.push_str(&format!(" {logs} cannot be read: `sessions check` says why."));
        }
        let canvas = self.out.canvas();
        let blank = Line::new();
        let path = format!("They are kept in {}", shown(self.store.folder()));
        let screen: Screen = [Line::text(said), Line::of(Meaning::Muted, path)]
            .iter()
            .flat_map(|line| paragraph(line, canvas.text_width(), &blank, &blank))
            .collect();
        self.out.say(&screen)?;
        Ok(Exit::Fine)
    }

    /// Reads every log and every draft whole.
    fn check_sessions(&mut self) -> Result<Exit, Trouble> {
        let ids = self.store.ids()?;
        let mut wrong = 0;
        for id in &ids {
            let read = self.store.read(id)?;
            let fails = read.problems.iter().any(Problem::fails);
            wrong += usize::from(fails);
            for problem in &read.problems {
                self.report(problem)?;
            }
            if fails {
                let path = shown(&self.store.log_path(id));
                self.notice(&format!("{path}: {}", match read.session {
                    None => "nothing of it can be read; the file is left as it is.".to_owned(),
                    Some(session) => {
                        let (turns, questions) =
                            (session.turns().count(), session.attempts().count());
                        format!(
                            "what could be read of it is used: turns: {turns}, questions: {questions}."
                        )
                    }
                }))?;
            }
        }
        let (drafts, problems) = self.store.drafts()?;
        wrong += usize::from(problems.iter().any(Problem::fails));
        for problem in &problems {
            self.report(problem)?;
        }
        for path in self.store.strangers()? {
            wrong += 1;
            self.report(&Problem {
                path: shown(&path),
                line: 1,
                severity: Severity::Dropped,
                what: "its name can be no session's id, so nothing reads it".to_owned(),
                fix: "Name it with letters, digits and hyphens, or move it away.".to_owned(),
            })?;
        }
        let all = match (ids.len(), drafts.len()) {
            (1, 0) => "1 log was read".to_owned(),
            (n, 0) => format!("{n} logs were read"),
            (n, d) => format!("Logs read: {n}, drafts: {d}"),
        };
        if wrong > 0 {
            self.remark(&format!("{all}; mistakes in {wrong}. No file was changed."))?;
            return Ok(Exit::Wrong);
        }
        self.remark(&format!("{all}, each of them whole."))?;
        Ok(Exit::Fine)
    }

    fn report(&mut self, problem: &Problem) -> Result<(), Trouble> {
        let words = problem.to_string();
        if problem.fails() { self.complain(&words) } else { self.notice(&words) }
    }
}
