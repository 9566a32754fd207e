//! Unfinished answers: what a session that ended without notice left behind, and what becomes of it.

use super::exit::{Exit, Trouble};
use super::past::{Last, Past, debrief};
use super::practice::Practice;
use super::settings::{Changes, Settings};
use super::talk::{Flow, Talk};
use crate::bank::Question;
use crate::interview::{Band, Corrected, Event, Interview, Mode, Move};
use crate::screen::duration;
use crate::session::{Entry, Kind, Session, Turn};
use crate::shell::{Draft, Glance, Growing, Spoken};
use crate::text::words;

/// What a person wants done with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    GoOn,
    Keep,
    Drop,
}

impl Practice<'_> {
    /// `resume`
    pub(super) fn resume(&mut self) -> Result<Exit, Trouble> {
        let glance = self.glance()?;
        let (drafts, problems) = self.store.drafts_seen(&glance);
        for problem in problems {
            self.notice(&problem.to_string())?;
        }
        if !self.out.interactive() {
            return Err(Trouble::usage(
                "an answer is gone on with at a terminal; `mockloop resume` there does it",
            ));
        }
        match drafts.as_slice() {
            [] => Err(Trouble::wrong(
                "no answer was left unfinished; Enter at the prompt asks a question",
            )),
            [only] if !only.turn.words.trim().is_empty() => {
                self.go_on(only)?;
                Ok(Exit::Fine)
            }
            _ => {
                self.offer_drafts(&glance)?;
                Ok(Exit::Fine)
            }
        }
    }

    /// Says what was found, and at a terminal offers to go on with it, keep it, or drop it.
    pub(super) fn offer_drafts(&mut self, glance: &Glance) -> Result<(), Trouble> {
        let (drafts, problems) = self.store.drafts_seen(glance);
        for problem in problems {
            self.notice(&problem.to_string())?;
        }
        for draft in drafts {
            if draft.turn.words.trim().is_empty() {
                self.store.drop_found(&draft)?;
                continue;
            }
            let count = words(&draft.turn.words);
            let kind =
                if matches!(draft.turn.kind, Kind::Probe { .. }) { "reply" } else { "answer" };
            let at = draft.turn.at.moment().format("%Y-%m-%d %H:%M");
            let plural = if count == 1 { "word" } else { "words" };
            let found = format!(
                "An unfinished {kind} from {at}, {count} {plural} so far, to: {}",
                draft.turn.asked
            );
            if !self.out.interactive() {
                self.notice(&format!(
                    "{found} It is kept; `mockloop resume` at a terminal goes on with it."
                ))?;
                continue;
            }
            self.notice(&found)?;
            match self.fate()? {
                Fate::GoOn => self.go_on(&draft)?,
                Fate::Keep => self.remark(if self.at_prompt {
                    "Kept as it is; `resume` goes on with it, and the next start offers it again."
                } else {
                    "Kept as it is; `mockloop resume` goes on with it."
                })?,
                Fate::Drop => {
                    self.store.drop_found(&draft)?;
                    self.remark("Dropped.")?;
                }
            }
        }
        Ok(())
    }

    fn fate(&mut self) -> Result<Fate, Trouble> {
        loop {
            let aid = std::rc::Rc::new(super::aid::Words(&["go on", "keep", "drop"]));
            let line = match self.out.command("go on, keep it or drop it? [g/k/d] ", aid)? {
                Spoken::Line(line) => line,
                Spoken::Interrupted | Spoken::Closed => return Ok(Fate::Keep),
            };
            match line.trim().to_lowercase().as_str() {
                "g" | "go" | "go on" => return Ok(Fate::GoOn),
                "" | "k" | "keep" | "keep it" => return Ok(Fate::Keep),
                "d" | "drop" | "drop it" => {
                    if self.out.confirm("Drop it for good?")? {
                        return Ok(Fate::Drop);
                    }
                }
                _ => self.remark("g goes on with it, k keeps it for later, d drops it.")?,
            }
        }
    }

    /// Goes on with a draft: the question, the words and the seconds as they were.
    fn go_on(&mut self, draft: &Draft) -> Result<(), Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        let header = &draft.header;
        let past = self.store.read(&header.id).ok().and_then(|read| read.session);
        let session =
            past.unwrap_or_else(|| Session { header: header.clone(), entries: Vec::new() });
        let settings = Settings {
            level: header.level,
            rate: header.rate,
            band: Band { from: header.band[0].into(), to: header.band[1].into() },
            ..self.settings.clone()
        };
        // The question that was open: the draft's own, or the last one that was answered.
        let answered = last_attempt(&session);
        let opened = match (&draft.turn.kind, answered.first()) {
            (Kind::Question { .. }, _) | (Kind::Probe { .. }, None) => &draft.turn,
            (Kind::Probe { .. }, Some(question)) => *question,
        };
        let Kind::Question { company, question: id, .. } = &opened.kind else {
            return self.cannot_go_on(draft, session.clone());
        };
        let Ok(bank) = banks.find(company) else {
            return self.cannot_go_on(draft, session.clone());
        };
        let asked = Question {
            words: opened.asked.clone(),
            ..bank.question(id).cloned().unwrap_or_else(|| bare(id))
        };
        let plan = self.plan(&banks, bank, &asked, &settings, header.seed, Mode::Normal);
        let (mut interview, mut next) = Interview::new(plan);
        if matches!(draft.turn.kind, Kind::Probe { .. }) {
            for turn in &answered {
                let event = Event::HandedIn { text: turn.words.clone(), times: turn.times };
                next = interview.step(event);
            }
        }
        // What the person was asked is what they go on with, even if today's wording is another.
        match (&mut next, &draft.turn.kind) {
            (Move::Ask(_) | Move::Help(_), Kind::Question { .. }) => {}
            (Move::Probe(probe), Kind::Probe { part, .. }) if probe.part == *part => {
                probe.words.clone_from(&draft.turn.asked);
            }
            _ => return self.cannot_go_on(draft, session.clone()),
        }
        let number = answered.first().map_or(0, |turn| turn.number);
        let log = self.store.resume(header.clone());
        let mut sitting = self.sit(session.clone(), log);
        let mut talk = Talk::new(interview, bank, &asked, &settings);
        talk.number = number;
        let typed = Growing {
            text: draft.turn.words.clone(),
            think: draft.turn.times.think,
            wall: draft.turn.times.wall,
        };
        self.remark(&format!(
            "Going on where you were, at {}.",
            duration(typed.think + typed.wall)
        ))?;
        let _: Flow = self.talk(&mut sitting, &mut talk, next, typed)?;
        if let Some(outcome) = talk.outcome {
            let counted = Corrected::none(&outcome);
            let canvas = self.out.canvas();
            let screen = debrief(&outcome, &counted, Some(bank), settings.band, None, canvas);
            self.out.say(&screen)?;
            self.last = Some(Last {
                what: Past { session: sitting.session.clone(), turn: talk.number },
                before: None,
                company: header.company.clone(),
                pressure: false,
                changes: Changes::default(),
            });
            self.debriefed = true;
        }
        self.rise(sitting)
    }

    /// The story cannot be taken up where it was (its bank is gone, the judge has changed): what was
    /// typed goes into the log as it is.
    fn cannot_go_on(&mut self, draft: &Draft, session: Session) -> Result<(), Trouble> {
        let log = self.store.resume(draft.header.clone());
        let number = session.next_number();
        let mut sitting = self.sit(session, log);
        self.keep(&mut sitting, Entry::Turn(Turn { number, ..draft.turn.clone() }))?;
        self.store.drop_found(draft)?;
        self.remark(
            "Its question can no longer be taken up as it was, so the words went into the log.",
        )?;
        self.rise(sitting)
    }
}

/// The turns of the last question and its probes.
fn last_attempt(session: &Session) -> Vec<&Turn> {
    let mut turns = Vec::new();
    for turn in session.turns() {
        if matches!(turn.kind, Kind::Question { .. }) {
            turns.clear();
        }
        turns.push(turn);
    }
    turns
}

fn bare(id: &str) -> Question {
    Question {
        id: id.to_owned(),
        words: String::new(),
        rewordings: Vec::new(),
        levels: Vec::new(),
        tests: String::new(),
        note: String::new(),
    }
}
