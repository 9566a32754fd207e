//! What every verb works with: the outside, the home with its sessions, the banks, the settings.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rand::{Rng, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::config::Sources;
use super::exit::Trouble;
use super::past::Last;
use super::settings::{Changes, Settings};
use crate::bank::{self, Banks, Problem, Question, Reading, Wish};
use crate::screen::{Line, Meaning, Screen, error, note};
use crate::session::{Entry, Session, When};
use crate::shell::{Files, Glance, Home, LEADS_OUT, Listing, Log, Outside, Store, StoreError};

/// The most bytes of a bank that are read: a longer file is no bank.
const BANK_BYTES: usize = bank::MAX_BANK_BYTES;

/// How many sessions are looked at at once for what was asked before.
const BATCH: usize = 64;

/// What was last asked thousands of sessions ago may as well never have been: the next question does
/// not wait for more than these to be read.
const MOST_BATCHES: usize = 32;

/// How many of the last times that a question was asked are looked at for the words it was asked in.
const TIMES_HEARD: usize = 12;

/// A time that a question was asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Met {
    pub(super) question: String,
    pub(super) at: When,
    /// The session that asked it.
    session: String,
}

/// What every verb works with.
pub(super) struct Practice<'o> {
    pub(super) out: &'o mut dyn Outside,
    pub(super) home: Home,
    pub(super) store: Store,
    /// Whether sessions can be kept at all; why not, when not.
    pub(super) unusable: Option<String>,
    pub(super) banks: Rc<Banks>,
    /// What is wrong with the banks of the home.
    pub(super) problems: Vec<Problem>,
    pub(super) settings: Settings,
    /// Where each of the settings came from.
    pub(super) sources: Sources,
    /// Sessions of this run that are not on the disk whole.
    pub(super) unkept: Vec<Session>,
    /// The words of the probes of this run.
    pub(super) heard: Vec<String>,
    /// The ids of the questions that this run has asked.
    pub(super) asked: Vec<String>,
    /// Whether it was said that a story can have a name.
    pub(super) name_offered: bool,
    /// How many sessions this run has begun.
    pub(super) begun: u64,
    /// Whether the verbs are typed at the prompt.
    pub(super) at_prompt: bool,
    /// The person's own folder: at the prompt no shell has put it in the place of `~`.
    pub(super) user: Option<PathBuf>,
    /// Whether only what was asked for is shown.
    pub(super) quiet: bool,
    /// What the options of this line change of the settings.
    pub(super) options: Changes,
    /// The last attempt of this run.
    pub(super) last: Option<Last>,
    /// Whether the line before this one ended with a debrief.
    pub(super) debriefed: bool,
}

/// A session that is being held.
pub(super) struct Sitting {
    pub(super) session: Session,
    pub(super) log: Log,
    /// How many of its entries are on the disk.
    written: usize,
    /// Whether it was said that it is not being kept.
    said: bool,
}

impl<'o> Practice<'o> {
    /// Opens a home: reads its banks, touches nothing else.
    pub(super) fn open(out: &'o mut dyn Outside, home: Home, settings: Settings) -> Self {
        let files = out.files();
        let (banks, problems) = banks(&*files, &home);
        let store = Store::new(files, home.sessions());
        Self {
            out,
            store,
            home,
            unusable: None,
            banks: Rc::new(banks),
            problems,
            settings,
            sources: Sources::default(),
            unkept: Vec::new(),
            heard: Vec::new(),
            asked: Vec::new(),
            name_offered: false,
            begun: 0,
            at_prompt: false,
            user: None,
            quiet: false,
            options: Changes::default(),
            last: None,
            debriefed: false,
        }
    }

    /// Makes the folder of the sessions ready; says so once when that cannot be.
    pub(super) fn prepare(&mut self) -> Result<(), Trouble> {
        if self.unusable.is_some() {
            return Ok(());
        }
        let files = self.out.files();
        match self.home.prepare(&*files) {
            Ok(()) => {
                if files.is_shared(&self.home.sessions()) {
                    let path = self.home.sessions();
                    self.notice(&format!(
                        "others on this machine can read {}; `chmod 700` on it makes it yours alone.",
                        path.display()
                    ))?;
                }
                Ok(())
            }
            Err(error) => {
                self.notice(&format!(
                    "{error}. The session goes on in memory; `save PATH` writes it elsewhere."
                ))?;
                self.unusable = Some(error.to_string());
                Ok(())
            }
        }
    }

    /// Looks at the folder of the sessions, once for all that a verb wants to know of it, and clears
    /// away what a process that was killed has left there. A folder that cannot be read looks empty,
    /// and it is said that it cannot.
    pub(super) fn look(&mut self) -> Result<Listing, Trouble> {
        let looked = self.store.look();
        self.or_empty(looked)
    }

    /// The same, of what a prompt wants to know.
    pub(super) fn glance(&mut self) -> Result<Glance, Trouble> {
        let looked = self.store.glance(&self.first_day());
        self.or_empty(looked)
    }

    fn or_empty<T: Default>(&mut self, looked: Result<T, StoreError>) -> Result<T, Trouble> {
        match looked {
            Ok(seen) => Ok(seen),
            // It was said before that nothing can be kept there.
            Err(_) if self.unusable.is_some() => Ok(T::default()),
            Err(error) => {
                self.complain(&error.to_string())?;
                Ok(T::default())
            }
        }
    }

    /// The moment, as logs keep it.
    pub(super) fn now(&self) -> When {
        When::new(self.out.now())
    }

    /// Says something in passing.
    pub(super) fn remark(&mut self, words: &str) -> Result<(), Trouble> {
        if self.quiet {
            return Ok(());
        }
        let screen = note(words, self.out.canvas()).into_iter().collect();
        Ok(self.out.say(&screen)?)
    }

    /// Shows data. On the command line it goes through the person's pager when it is long; at the
    /// prompt it stays above the next line.
    pub(super) fn present(&mut self, screen: &Screen) -> Result<(), Trouble> {
        let shown = if self.at_prompt { self.out.say(screen) } else { self.out.page(screen) };
        Ok(shown?)
    }

    /// Says beside the matter that something deserves a look.
    pub(super) fn notice(&mut self, words: &str) -> Result<(), Trouble> {
        self.beside(Meaning::Warning, words)
    }

    /// Says beside the matter that something is wrong.
    pub(super) fn complain(&mut self, words: &str) -> Result<(), Trouble> {
        self.beside(Meaning::Error, words)
    }

    fn beside(&mut self, meaning: Meaning, words: &str) -> Result<(), Trouble> {
        let canvas = self.out.canvas();
        let lines = words.lines().flat_map(|line| error(meaning, line, canvas));
        let screen: Screen = lines.collect();
        Ok(self.out.warn(&screen)?)
    }

    /// The seed of the next session, and the chance that it makes.
    pub(super) fn seed(&mut self, settings: &Settings) -> (u64, ChaCha8Rng) {
        let seed = match settings.seed {
            // Each session of a run draws anew, and the run as a whole can be had again.
            Some(seed) => seed.wrapping_add(self.begun),
            // What a person can type again, and what a log's integers hold.
            None => self.out.chance() % 1_000_000,
        };
        self.begun += 1;
        (seed, ChaCha8Rng::seed_from_u64(seed))
    }

    /// When the questions that fit a wish were asked before, as far back as it matters: until each
    /// has been met and no older session could make another come first.
    ///
    /// Over years every question comes round again and again, so that the newest few dozen sessions
    /// settle which one was asked least and longest ago.
    pub(super) fn asked_before(&self, wish: Wish<'_>, listing: &Listing) -> Vec<Met> {
        let (fit, _) = self.banks.fitting(wish);
        let mut unmet: HashSet<&str> = fit.iter().map(|question| question.id.as_str()).collect();
        // An id names the company, so that most of the others' logs need not be read.
        let named = wish.company.map(|company| format!("-{company}-"));
        let ids = listing.ids_where(|id| {
            named.as_deref().is_none_or(|named| id.contains(named) || id.contains("-any-"))
        });
        let mut asked = Vec::new();
        for batch in ids.chunks(BATCH).take(MOST_BATCHES) {
            for digest in self.store.digests(batch) {
                for attempt in digest.attempts {
                    unmet.remove(attempt.question.as_str());
                    let session = digest.id.clone();
                    asked.push(Met { question: attempt.question, at: attempt.at, session });
                }
            }
            if unmet.is_empty() {
                break;
            }
        }
        asked
    }

    /// A question as a drill asks it: in the wording that was heard least, of the last times.
    pub(super) fn reworded(
        &self,
        question: &Question,
        met: &[Met],
        rng: &mut impl Rng,
    ) -> Question {
        if question.rewordings.is_empty() {
            return question.clone();
        }
        let mut times: Vec<&Met> = met.iter().filter(|met| met.question == question.id).collect();
        times.sort_by(|a, b| (b.at, &b.session).cmp(&(a.at, &a.session)));
        let mut ids: Vec<&str> = times.iter().map(|met| met.session.as_str()).collect();
        ids.dedup();
        let heard: Vec<String> = ids
            .into_iter()
            .take(TIMES_HEARD)
            .filter_map(|id| self.store.read(id).ok()?.session)
            .flat_map(|session| {
                let of = session.attempts().filter(|attempt| attempt.id == question.id);
                of.map(|attempt| attempt.question.asked.clone()).collect::<Vec<_>>()
            })
            .collect();
        question.reworded(heard.iter().map(String::as_str), rng)
    }

    /// Begins to keep a session.
    pub(super) fn sit(&mut self, session: Session, log: Log) -> Sitting {
        let written = session.entries.len();
        Sitting { session, log, written, said: self.unusable.is_some() }
    }

    /// Adds an entry to a session; on the disk when this returns, or it is said that it is not.
    pub(super) fn keep(&mut self, sitting: &mut Sitting, entry: Entry) -> Result<(), Trouble> {
        sitting.session.entries.push(entry);
        if self.unusable.is_some() {
            return Ok(());
        }
        while let Some(entry) = sitting.session.entries.get(sitting.written) {
            match self.store.append(&mut sitting.log, entry) {
                Ok(()) => sitting.written += 1,
                Err(error) => {
                    if !std::mem::replace(&mut sitting.said, true) {
                        self.complain(&error.to_string())?;
                    }
                    break;
                }
            }
        }
        sitting.session.header.id.clone_from(&sitting.log.header.id);
        Ok(())
    }

    /// Ends a session: says where it is kept, or that it is not.
    pub(super) fn rise(&mut self, sitting: Sitting) -> Result<(), Trouble> {
        if sitting.session.entries.is_empty() {
            return Ok(());
        }
        if sitting.written == sitting.session.entries.len() {
            if self.quiet {
                return Ok(());
            }
            let path = self.store.log_path(&sitting.session.header.id);
            let line = Line::of(Meaning::Muted, format!("Kept in {}", shown(&path)));
            return Ok(self.out.say(&[line].into_iter().collect())?);
        }
        self.unkept.push(sitting.session);
        self.notice(if self.at_prompt || self.out.interactive() {
            "This session is only in memory: `save PATH` writes it to a file of your choice."
        } else {
            "This session is only in memory."
        })
    }
}

/// A path as it is shown.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The shipped banks with the home's own over them.
fn banks(files: &dyn Files, home: &Home) -> (Banks, Vec<Problem>) {
    let (readings, mut problems) = readings(files, home);
    let (banks, found) = Banks::with(readings);
    problems.extend(found);
    (banks, problems)
}

/// The home's own banks as they read, and the files that could not be.
///
/// A file that is a shipped bank to the byte, as in a checkout, is left out: it is there already.
pub(super) fn readings(files: &dyn Files, home: &Home) -> (Vec<Reading>, Vec<Problem>) {
    let folder = home.questions();
    let mut problems = Vec::new();
    let paths = files.list(&folder, "toml").unwrap_or_else(|error| {
        problems.push(unreadable(&folder, &error));
        Vec::new()
    });
    let mut readings = Vec::new();
    for path in paths {
        if files.leads_out(&path) {
            problems.push(Problem {
                path: shown(&path),
                line: 1,
                severity: bank::Severity::Dropped,
                what: LEADS_OUT.to_owned(),
                fix: "Copy the bank itself into the folder.".to_owned(),
            });
            continue;
        }
        match files.read(&path) {
            Ok(bytes) if bank::is_shipped(&bytes) => {}
            Ok(mut bytes) => {
                bytes.truncate(BANK_BYTES + 1);
                readings.push(bank::read_bytes(&shown(&path), &bytes));
            }
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
    (readings, problems)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem {
        path: shown(path),
        line: 1,
        severity: bank::Severity::Dropped,
        what: format!("it could not be read: {error}"),
        fix: "Make it readable for you, or move it away.".to_owned(),
    }
}
