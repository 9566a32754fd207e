//! `forget`, `exclude`, `include`: sessions that are to be gone, or to count for nothing.

use std::collections::HashSet;
use std::path::PathBuf;

use super::exit::{Exit, Trouble};
use super::grammar::Forget;
use super::practice::{Practice, shown};
use crate::session::{Entry, Exclusion, Session};
use crate::story::{SAME, decode, overlap};
use crate::text::{tokens, words};

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
        // Asked for before anything is deleted: whoever is interrupted in between has everything yet.
        let told = self.on_the_shelf(session.as_ref());
        let mut gone = Vec::new();
        let mut kept = Vec::new();
        for (name, path) in told {
            let question =
                format!("The story “{name}” on your shelf has its words too. Delete it as well?");
            if !forget.yes && self.out.confirm(&question)? {
                gone.push((name, path));
            } else {
                kept.push((name, path));
            }
        }
        let files = self.out.files();
        for (name, path) in &gone {
            files.remove(path).map_err(|error| {
                Trouble::wrong(format!(
                    "the story “{name}” could not be deleted, {}: {error}. The session is still there",
                    path.display()
                ))
            })?;
        }
        // What a kill left half written of a story; there may be no shelf.
        let stories = self.home.stories();
        let _ = files.sweep(&stories);
        let named: Vec<String> = gone.into_iter().map(|(name, _)| name).collect();
        let told = session.as_ref().map(words_of).unwrap_or_default();
        let is_trace = |line: &str| is_trace(line, &told, &named);
        self.store.forget(&id, &self.home.history(), is_trace)?;
        if self.last.as_ref().is_some_and(|last| last.what.session.header.id == id) {
            self.last = None;
        }
        let stories = match named.as_slice() {
            [] => String::new(),
            [name] => format!(", and so is the story “{name}”"),
            names => format!(", and so are the stories “{}”", names.join("”, “")),
        };
        self.remark(&format!(
            "Deleted: {what}. Its log, its draft and the lines that name it are gone{stories}."
        ))?;
        for (name, path) in kept {
            self.notice(&format!(
                "The story “{name}” is still on your shelf, with the words, in {}. `stories remove {name}` \
                 takes it off.",
                shown(&path)
            ))?;
        }
        Ok(Exit::Fine)
    }

    /// The stories on the shelf that have words of this session, by name and file.
    fn on_the_shelf(&self, session: Option<&Session>) -> Vec<(String, PathBuf)> {
        let files = self.out.files();
        let answers: Vec<&str> =
            session.iter().flat_map(|s| s.turns()).map(|turn| turn.words.trim()).collect();
        let mut found = Vec::new();
        for path in files.list(&self.home.stories(), "toml").unwrap_or_default() {
            if files.leads_out(&path) {
                continue;
            }
            let Ok(bytes) = files.read(&path) else { continue };
            let Some(story) = decode(&shown(&path), &bytes).story else { continue };
            let Some(text) = story.text else { continue };
            let same = |answer: &&str| *answer == text.trim() || overlap(answer, &text) >= SAME;
            if answers.iter().any(same) {
                found.push((story.name, path));
            }
        }
        found
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

/// The longer words of all that was answered, in lower case.
fn words_of(session: &Session) -> HashSet<String> {
    session.turns().flat_map(|turn| longer(&turn.words).collect::<Vec<_>>()).collect()
}

/// Words that could give something away, in lower case.
fn longer(text: &str) -> impl Iterator<Item = String> {
    tokens(text).filter(|word| word.chars().count() > 3).map(str::to_lowercase)
}

/// Whether a line of the prompt looked for a word that was told, or named one of these stories. One line too
/// many does no harm.
fn is_trace(line: &str, told: &HashSet<String>, stories: &[String]) -> bool {
    if let Some((_, looked_for)) = line.split_once("--search") {
        return longer(looked_for).any(|word| told.contains(&word));
    }
    let is_about = ["name ", "stories ", "ladder "].iter().any(|verb| line.starts_with(verb));
    let of_story = |story: &String| {
        let story: HashSet<String> = tokens(story).map(str::to_lowercase).collect();
        tokens(line).skip(1).any(|word| story.contains(&word.to_lowercase()))
    };
    is_about && stories.iter().any(of_story)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_gives_something_away_is_a_trace() {
        let told = longer("It was mine: nobody asked the Xylophone.").collect();
        let stories = ["the glass harmonica".to_owned()];
        for (line, is) in [
            ("review --search xylophone", true),
            ("review --search=\"no xylophone\" --limit 3", true),
            ("review --search billing", false),
            ("name Glass harmonica", true),
            ("stories show glass", true),
            ("ladder harmonica\n", true),
            ("stories show privacy", false),
            ("ask amazon", false),
        ] {
            assert_eq!(is_trace(line, &told, &stories), is, "{line}");
        }
    }
}
