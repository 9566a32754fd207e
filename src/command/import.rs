//! `import`: sessions from the JSON Lines of an export.

use std::io::{self, BufRead};
use std::path::Path;

use super::exit::{Exit, Trouble};
use super::grammar::Import;
use super::pace::Pace;
use super::practice::{Practice, shown};
use crate::session::Session;
use crate::session::export::Importer;

/// The longest line that is read: ten times the longest answer that is judged, in JSON.
const LONGEST: u64 = 20 << 20;

/// How many bad lines are named; the rest are counted.
const NAMED: usize = 20;

/// What an import has come to so far.
#[derive(Debug, Default)]
struct Count {
    lines: usize,
    kept: usize,
    same: usize,
    other: usize,
    bad: usize,
}

impl Practice<'_> {
    /// `import`
    pub(super) fn import(&mut self, import: &Import) -> Result<Exit, Trouble> {
        self.prepare()?;
        if let Some(why) = &self.unusable {
            return Err(Trouble::wrong(format!("{why}. Nothing was imported")));
        }
        let name = shown(&import.path);
        let mut count = Count::default();
        let mut importer = Importer::default();
        let mut pace = Pace::default();
        if import.path == Path::new("-") {
            while let Some(line) = self.out.line()? {
                self.take("standard input", &line, &mut importer, &mut count, &mut pace)?;
            }
        } else {
            let wrong = |error: io::Error| {
                Trouble::wrong(format!("could not read {name}: {error}. Is the path right?"))
            };
            let mut file = self.out.files().open(&import.path).map_err(wrong)?;
            while let Some(line) = next_line(&mut *file).map_err(wrong)? {
                self.take(&name, &line, &mut importer, &mut count, &mut pace)?;
            }
        }
        if let Some(session) = importer.end() {
            self.keep_imported(&session, &mut count)?;
        }
        self.out.progress("");
        if count.bad > NAMED {
            self.complain(&format!("and {} lines more", count.bad - NAMED))?;
        }
        self.remark(&told(&count))?;
        Ok(if count.bad + count.other > 0 { Exit::Wrong } else { Exit::Fine })
    }

    fn take(
        &mut self,
        name: &str,
        line: &str,
        importer: &mut Importer,
        count: &mut Count,
        pace: &mut Pace,
    ) -> Result<(), Trouble> {
        count.lines += 1;
        let taken = importer.line(line);
        if let Some(session) = taken.whole {
            self.keep_imported(&session, count)?;
        }
        if let Some(why) = taken.bad {
            count.bad += 1;
            if count.bad <= NAMED {
                self.out.progress("");
                self.complain(&format!(
                    "{name}, line {}: {why}. The session that it stands in is left out, all others are taken",
                    count.lines
                ))?;
            }
        }
        self.pace(pace, || {
            format!(
                "importing: {} sessions, {} lines; Ctrl-C stops, what is in stays in",
                count.kept + count.same + count.other,
                count.lines
            )
        });
        Ok(())
    }

    /// Keeps a session, unless there is one with its id.
    fn keep_imported(&mut self, session: &Session, count: &mut Count) -> Result<(), Trouble> {
        match self.store.keep(session) {
            Ok(()) => count.kept += 1,
            Err(error) if error.source.kind() == io::ErrorKind::AlreadyExists => {
                let there = self.store.read(&session.header.id)?.session;
                if there.as_ref() == Some(session) {
                    count.same += 1;
                } else {
                    count.other += 1;
                    self.out.progress("");
                    self.complain(&format!(
                        "{} is here already and is not the same; it is left as it is",
                        session.header.id
                    ))?;
                }
            }
            Err(error) => {
                self.out.progress("");
                self.remark(&told(count))?;
                return Err(error.into());
            }
        }
        Ok(())
    }
}

/// The next line, without its line break; bytes that are no text become `�`.
fn next_line(file: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = io::Read::take(&mut *file, LONGEST).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && read as u64 == LONGEST {
        let words = format!("there is a line of more than {LONGEST} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, words));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn told(count: &Count) -> String {
    let plural = |n: usize| if n == 1 { "1 session".to_owned() } else { format!("{n} sessions") };
    let mut said = format!("Imported {}", plural(count.kept));
    if count.same > 0 {
        said.push_str(&format!("; {} were here already", plural(count.same)));
    }
    if count.other > 0 {
        said.push_str(&format!("; {} left out: others have their ids", plural(count.other)));
    }
    if count.bad > 0 {
        said.push_str("; sessions with a line that could not be taken are left out");
    }
    said + "."
}
