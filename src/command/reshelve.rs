//! `stories rename` and `stories remove`: a story's name, in its file and in every log that has it.
//!
//! Logs are only appended to: the last name that an answer was given counts, and an empty one is none.

use std::path::PathBuf;

use super::exit::{Exit, Trouble};
use super::practice::{Practice, shown};
use super::stories::{checked, filled, read};
use crate::screen::count;
use crate::session::{Entry, Naming, Session};
use crate::story::{Shelved, key, renamed};

impl Practice<'_> {
    /// `stories rename`
    pub(super) fn rename_story(
        &mut self,
        words: &str,
        new: &str,
        yes: bool,
    ) -> Result<Exit, Trouble> {
        let shelf = self.shelf()?;
        let old = filled(&shelf)?.find(words)?.clone();
        let new = checked(new)?;
        if old.name == new {
            self.remark(&format!("“{new}” is its name already."))?;
            return Ok(Exit::Fine);
        }
        let other = shelf.named(&new).filter(|other| key(&other.name) != key(&old.name));
        if let Some(other) = other {
            if other.path.is_some() && old.path.is_some() {
                return Err(Trouble::wrong(format!(
                    "there is a story “{}” already, with words of its own. Nothing was changed; choose \
                     another name, or take one of the two off the shelf: `stories remove {}`",
                    other.name, other.name
                )));
            }
            let question = format!("There is a story “{}” already. Make them one?", other.name);
            let command = format!("stories rename {} --as {new} --yes", old.name);
            if !self.agreed(yes, &question, &command)? {
                self.remark("Nothing was changed.")?;
                return Ok(Exit::Fine);
            }
        }
        // One name for both, as it was typed first.
        let name = other.map_or(new, |other| other.name.clone());
        let told = self.name_again(&old, &name)?;
        if let Some(path) = self.file_of(&old) {
            let files = self.out.files();
            let text = files.read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let text = text.ok().and_then(|text| renamed(&text, &name)).ok_or_else(|| {
                Trouble::wrong(format!("the name in {} could not be changed", shown(&path)))
            })?;
            files.replace(&path, text.as_bytes()).map_err(|error| {
                Trouble::wrong(format!("{} could not be written: {error}", shown(&path)))
            })?;
        }
        let sessions = match told {
            0 => String::new(),
            told => format!(", in {} too", count(told, "session")),
        };
        self.remark(&format!("“{}” is “{name}” now{sessions}.", old.name))?;
        Ok(Exit::Fine)
    }

    /// `stories remove`
    pub(super) fn remove_story(&mut self, words: &str, yes: bool) -> Result<Exit, Trouble> {
        let shelf = self.shelf()?;
        let story = filled(&shelf)?.find(words)?.clone();
        let deleted = match &story.path {
            Some(path) => format!(" {path} is deleted."),
            None => String::new(),
        };
        let question = format!(
            "Take “{}” off the shelf?{deleted} Sessions keep what was answered in them.",
            story.name
        );
        if !self.agreed(yes, &question, &format!("stories remove {} --yes", story.name))? {
            self.remark("Nothing was changed.")?;
            return Ok(Exit::Fine);
        }
        let told = self.name_again(&story, "")?;
        if let Some(path) = self.file_of(&story) {
            self.out.files().remove(&path).map_err(|error| {
                Trouble::wrong(format!("{} could not be deleted: {error}", shown(&path)))
            })?;
        }
        let kept = match told {
            0 => "A session that has its words keeps them".to_owned(),
            told => format!("{} that told it {} its words", count(told, "session"), keep(told)),
        };
        self.remark(&format!(
            "“{}” is off the shelf. {kept}; `forget` deletes a session for good.",
            story.name
        ))?;
        Ok(Exit::Fine)
    }

    /// Whether the person wants it; where nobody can be asked, what to type instead.
    fn agreed(&mut self, yes: bool, question: &str, command: &str) -> Result<bool, Trouble> {
        if yes || self.out.interactive() {
            return Ok(yes || self.out.confirm(question)?);
        }
        Err(Trouble::usage(format!(
            "Nobody can be asked here, so nothing was changed. `{command}` does it"
        )))
    }

    /// Gives each answer that has the name of this story another; returns in how many sessions.
    fn name_again(&mut self, old: &Shelved, new: &str) -> Result<usize, Trouble> {
        let wanted = key(&old.name);
        let at = self.now();
        let namings = |session: &Session| -> Vec<Entry> {
            let told = session.attempts().filter(|a| a.story().is_some_and(|n| key(n) == wanted));
            told.map(|a| Naming { turn: a.question.number, at, story: new.to_owned() })
                .map(Entry::Story)
                .collect()
        };
        let mut changed = 0;
        for unkept in &mut self.unkept {
            let found = namings(unkept);
            changed += usize::from(!found.is_empty());
            unkept.entries.extend(found);
        }
        let ids = self.store.ids().unwrap_or_default();
        for digest in self.digests(&ids) {
            let named = |name: &String| key(name) == wanted;
            if !digest.attempts.iter().any(|a| a.story.as_ref().is_some_and(named)) {
                continue;
            }
            let Some(session) = self.store.read(&digest.id)?.session else { continue };
            let found = namings(&session);
            changed += usize::from(!found.is_empty());
            for entry in found {
                self.store.append_to(&digest.id, &entry)?;
            }
        }
        Ok(changed)
    }

    /// The file of a story, when it has one.
    fn file_of(&self, story: &Shelved) -> Option<PathBuf> {
        let files = self.out.files();
        let path = story.path.as_deref()?;
        let mut all = read(&*files, &self.home.stories());
        all.find(|(_, read)| read.path == path).map(|(path, _)| path)
    }
}

fn keep(count: usize) -> &'static str {
    if count == 1 { "keeps" } else { "keep" }
}
