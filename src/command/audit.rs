//! `audit`: written stories walked through the five parts.

use std::path::Path;

use super::exit::{Exit, Trouble};
use super::grammar::Audit;
use super::pace::Pace;
use super::practice::{Practice, shown};
use super::settings::Settings;
use crate::audit::{self, Object};
use crate::judge;
use crate::screen;

/// The most bytes of a story that are read.
const STORY_BYTES: usize = 4 << 20;

impl Practice<'_> {
    /// `audit`
    pub(super) fn audit(&mut self, wanted: &Audit, settings: &Settings) -> Result<Exit, Trouble> {
        if wanted.jsonl {
            return self.audit_lines();
        }
        let standard = [Path::new("-").to_owned()];
        let files = if wanted.files.is_empty() { &standard[..] } else { &wanted.files };
        let mut exit = Exit::Fine;
        let mut pace = Pace::default();
        for (at, path) in files.iter().enumerate() {
            if wanted.json && !self.out.is_seen() {
                self.pace(&mut pace, || {
                    format!("judged: {at} of {} files, Ctrl-C stops", files.len())
                });
            }
            let (name, text) = match self.story(path) {
                Ok(story) => story,
                Err(Trouble::Said(words, _)) => {
                    self.complain(&words)?;
                    exit = Exit::Wrong;
                    continue;
                }
                Err(gone) => return Err(gone),
            };
            if wanted.json {
                let object = Object::of(Some(name), &text, settings.rate);
                // Numbers, strings and lists always have a JSON form.
                let line = serde_json::to_string(&object).unwrap_or_default();
                self.out.write(&format!("{line}\n"))?;
            } else {
                let verdict = judge::judge(&text);
                let canvas = self.out.canvas();
                let shown =
                    screen::audit(&name, &text, &verdict, (settings.level, settings.rate), canvas);
                self.present(&shown)?;
            }
        }
        self.hush(&mut pace);
        Ok(exit)
    }

    pub(super) fn story(&mut self, path: &Path) -> Result<(String, String), Trouble> {
        let standard = path == Path::new("-");
        let name = if standard { "standard input".to_owned() } else { shown(path) };
        let bytes = if standard {
            if self.out.interactive() {
                self.remark("Type or paste the story; Ctrl-D on an empty line ends it.")?;
            }
            self.out.rest_of_input()
        } else {
            self.out.files().read(path)
        };
        let bytes = bytes.map_err(|error| {
            Trouble::wrong(format!("could not read {name}: {error}. Is the path right?"))
        })?;
        if bytes.len() > STORY_BYTES {
            return Err(Trouble::wrong(format!(
                "{name} has {} bytes, more than any story; {STORY_BYTES} are read at most",
                bytes.len()
            )));
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                self.notice(&format!("{name} is not all UTF-8; those bytes became \u{fffd}."))?;
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        };
        Ok((name, text))
    }

    /// JSON Lines in, a line out for each, in order, as they come.
    fn audit_lines(&mut self) -> Result<Exit, Trouble> {
        let mut exit = Exit::Fine;
        let mut number = 0;
        let mut pace = Pace::default();
        // Whoever sees the lines sees how far they are. Asked once: the system is slow to say.
        let seen = self.out.is_seen();
        while let Some(line) = self.out.line()? {
            number += 1;
            let (judged, read) = audit::line(number, &line);
            if !read {
                exit = Exit::Wrong;
            }
            self.out.write(&format!("{judged}\n"))?;
            if !seen {
                self.pace(&mut pace, || format!("judged: {number} lines, Ctrl-C stops"));
            }
        }
        self.hush(&mut pace);
        self.out.write("")?;
        Ok(exit)
    }
}
