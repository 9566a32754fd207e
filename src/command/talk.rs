//! One interview that is going on: what is asked, what comes back, and each step on the disk before the
//! next is shown.
//!
//! Which question is asked, and what is made of it afterwards, is not its matter.

use super::exit::Trouble;
use super::grammar;
use super::practice::{Practice, Sitting};
use super::settings::Settings;
use crate::bank::{Bank, Gap, Question};
use crate::interview::{
    Asked, Event, Interruption, Interview, Move, Outcome, Times, Trained, refuses,
};
use crate::judge;
use crate::screen::{Canvas, Line, Meaning, Screen, probe, question};
use crate::session::{Ending, Entry, Header, Kind, Turn, When};
use crate::shell::{Answered, Ended, Growing, Interrupt, Keep, Pen, Store, Wanted};
use crate::text::{speaking_seconds, words};

/// An answer of more words is never taken for a command.
const LONGEST_COMMAND: usize = 4;

/// How a reply is handed in where nothing at all ends the matter.
pub(super) const SKIPS: &str = "Enter twice hands in; Enter alone skips";

/// How an answer or a reply is handed in, and what nothing at all does.
const fn hint(gap: Option<Gap>) -> &'static str {
    match gap {
        None => "take your time; an empty line hands in",
        // The interviewer tries once more, in other words, and only once.
        Some(Gap::Push | Gap::Recency) => SKIPS,
        Some(_) => "Enter twice hands in; Enter alone: ask me another way",
    }
}

/// Whether there is anybody left to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// The question is over.
    On,
    /// The person has left, or input has ended.
    Left,
}

impl Practice<'_> {
    /// Holds an interview to its end, from `next` on; `typed` is what of the next answer is there.
    pub(super) fn talk(
        &mut self,
        sitting: &mut Sitting,
        talk: &mut Talk<'_>,
        mut next: Move,
        typed: Growing,
    ) -> Result<Flow, Trouble> {
        let mut typed = Some(typed);
        let mut flow = Flow::On;
        loop {
            let canvas = self.out.canvas();
            let (event, then) = match next {
                Move::Ask(ref asked) => {
                    let mut screen: Screen =
                        question(&talk.bank.name, &asked.words, canvas).into_iter().collect();
                    screen.push(Line::new());
                    self.put(sitting, talk, None, screen, typed.take().unwrap_or_default())?
                }
                Move::Help(ref asked) => {
                    self.out.say(&help(canvas))?;
                    let mut screen: Screen =
                        question(&talk.bank.name, &asked.words, canvas).into_iter().collect();
                    screen.push(Line::new());
                    self.put(sitting, talk, None, screen, Growing::default())?
                }
                Move::Probe(ref asked) => {
                    self.heard.push(asked.words.clone());
                    let number = talk.interview.probe_number();
                    let most = talk.interview.plan().probes_at_most;
                    let mut screen: Screen =
                        probe(number, most, asked, canvas).into_iter().collect();
                    screen.push(Line::new());
                    self.put(sitting, talk, Some(asked), screen, typed.take().unwrap_or_default())?
                }
                Move::Guess => self.guess(sitting, talk)?,
                Move::Debrief(outcome) => {
                    if outcome.cut_short {
                        self.keep(sitting, Entry::Cut(talk.number))?;
                    }
                    talk.outcome = Some(outcome);
                    return Ok(flow);
                }
                Move::Ended => return Ok(flow),
            };
            if event == Event::Closed {
                flow = Flow::Left;
            }
            next = match then {
                Some(after) => after,
                None => talk.interview.step(event),
            };
        }
    }

    /// Asks something, keeps what comes back, and says what the interviewer does next.
    fn put(
        &mut self,
        sitting: &mut Sitting,
        talk: &mut Talk<'_>,
        asked: Option<&Asked>,
        screen: Screen,
        typed: Growing,
    ) -> Result<(Event, Option<Move>), Trouble> {
        let number = sitting.session.next_number();
        let mut before = Screen::new();
        before.push(Line::new());
        before.extend(screen.clone());
        self.out.say(&before)?;
        let draft = talk.draft(number, self.now(), asked);
        let pen = self.pen(sitting);
        let mut keep = keep(pen.clone(), &sitting.session.header, draft, talk.settings.rate);
        let interrupt = talk.interview.interruption().map(|i| cutting_in(i, self.out.canvas()));
        let clocks = self.clocks();
        let answered = self.out.answer(Wanted {
            asked: before,
            rate: talk.settings.rate,
            band: asked.is_none().then_some(talk.settings.band),
            may_be_empty: asked.is_some(),
            hint: hint(asked.map(|asked| asked.gap)),
            resumed: typed,
            keep: Box::new(move |growing| keep(growing)),
            editing: self
                .unusable
                .is_none()
                .then(|| self.store.editing(&sitting.session.header.id)),
            interrupt,
        });
        let Answered { said, ended } = answered?;
        let times = times(&said, talk.settings.rate);
        talk.spent += said.think + said.wall;
        // Safe before anything is made of it.
        if let Some(pen) = &pen {
            pen.flush();
        }
        self.compare_clocks(&clocks)?;
        if said.text.len() > judge::LONGEST {
            self.notice(&format!(
                "That has {} bytes. The judge reads the first {}, an hour of speech and more; all of it is kept.",
                said.text.len(),
                judge::LONGEST
            ))?;
        }
        if asked.is_none() && ended == Ended::HandedIn && self.is_command(&said.text) {
            let command = said.text.trim();
            self.notice(&format!(
                "`{command}` is a command, and a question is open: Ctrl-C leaves it, and commands come after it."
            ))?;
            if let Some(pen) = &pen {
                pen.discard();
            }
            let waited = Growing { text: String::new(), think: said.think + said.wall, wall: 0.0 };
            return self.put(sitting, talk, None, screen, waited);
        }
        let at = self.now();
        let answer = (said.text.as_str(), times);
        let source = (talk.bank.company.as_str(), talk.question);
        let result = match ended {
            Ended::HandedIn => {
                let event = Event::HandedIn { text: said.text.clone(), times };
                let next = talk.interview.step(event.clone());
                let turn = match (asked, talk.interview.verdict()) {
                    (None, Some(verdict)) => {
                        talk.number = number;
                        Some(Turn::answer(number, at, source, answer, verdict))
                    }
                    (None, None) => Some(Turn::dropped(number, at, source, answer)),
                    (Some(asked), _) => {
                        talk.interview.exchanges().last().map(|e| Turn {
                            // A draft that was gone on with may have been asked in other words.
                            asked: asked.words.clone(),
                            ..Turn::reply(number, at, e)
                        })
                    }
                };
                if let Some(turn) = turn {
                    self.keep(sitting, Entry::Turn(turn))?;
                }
                (event, Some(next))
            }
            Ended::Dropped => {
                if asked.is_some() {
                    let next = talk.interview.step(Event::Dropped);
                    let skipped = talk.interview.exchanges().last();
                    if let Some(turn) = skipped.map(|e| Turn::reply(number, at, e)) {
                        let words = said.text.clone();
                        let asked = asked.map_or(turn.asked, |asked| asked.words.clone());
                        self.keep(sitting, Entry::Turn(Turn { asked, words, times, ..turn }))?;
                    }
                    (Event::Dropped, Some(next))
                } else {
                    if !said.text.trim().is_empty() {
                        let turn = Turn::dropped(number, at, source, answer);
                        self.keep(sitting, Entry::Turn(turn))?;
                    }
                    (Event::Dropped, None)
                }
            }
            // What was typed stays in the draft, for the next start.
            Ended::Closed => return Ok((Event::Closed, None)),
        };
        if let Some(pen) = &pen {
            pen.discard();
        }
        Ok(result)
    }

    /// Whether an answer at the prompt is a command that came a question too late. What says that there is
    /// no story is none.
    fn is_command(&self, answer: &str) -> bool {
        let short = words(answer) <= LONGEST_COMMAND && !answer.trim().contains('\n');
        self.at_prompt && short && !refuses(answer) && grammar::line(answer).is_ok()
    }

    /// The pen for what is typed in a session; none when nothing can be kept.
    pub(super) fn pen(&mut self, sitting: &Sitting) -> Option<Pen> {
        let path = self.store.draft_path(&sitting.session.header.id);
        self.unusable.is_none().then(|| self.out.pen(&path))
    }
}

/// One interview that is going on.
pub(super) struct Talk<'a> {
    pub(super) interview: Interview<'a, Trained>,
    pub(super) bank: &'a Bank,
    pub(super) question: &'a Question,
    pub(super) settings: Settings,
    /// The number of the turn of its answer.
    pub(super) number: u32,
    /// Seconds that were spent on it.
    pub(super) spent: f64,
    /// What came of it.
    pub(super) outcome: Option<Box<Outcome>>,
}

impl<'a> Talk<'a> {
    pub(super) fn new(
        interview: Interview<'a, Trained>,
        bank: &'a Bank,
        question: &'a Question,
        settings: &Settings,
    ) -> Self {
        Self {
            interview,
            bank,
            question,
            settings: settings.clone(),
            number: 0,
            spent: 0.0,
            outcome: None,
        }
    }

    /// The turn as a draft holds it before anything is typed.
    fn draft(&self, number: u32, at: When, asked: Option<&Asked>) -> Turn {
        let source = (self.bank.company.as_str(), self.question);
        let turn = Turn::dropped(number, at, source, ("", Times::default()));
        match asked {
            None => turn,
            Some(Asked { part, gap, words }) => Turn {
                kind: Kind::Probe { part: *part, gap: *gap, shown: None, also: Vec::new() },
                asked: words.clone(),
                outcome: Ending::Dropped,
                ..turn
            },
        }
    }
}

pub(super) fn times(said: &Growing, rate: u32) -> Times {
    let speaking = speaking_seconds(words(&said.text), rate);
    Times { think: said.think, wall: said.wall, speaking }
}

/// Keeps each version of an answer as a draft; says beside the clock when that fails.
pub(super) fn keep(pen: Option<Pen>, header: &Header, draft: Turn, rate: u32) -> Keep {
    let header = header.clone();
    Box::new(move |growing| {
        let Some(pen) = &pen else { return Some("not on disk".to_owned()) };
        let words = growing.text.clone();
        let turn = Turn { words, times: times(growing, rate), ..draft.clone() };
        pen.put(Store::draft(&header, &turn));
        pen.trouble().map(|why| format!("no draft: {why}"))
    })
}

/// What cuts in on an answer whose context runs on, as the editor wants it.
fn cutting_in(mut interruption: Interruption, canvas: Canvas) -> Interrupt {
    Box::new(move |text| {
        let line = interruption.weigh(text, &Trained)?;
        let blank = Line::new();
        let said = Line::of(Meaning::Probe, line);
        let lines = crate::screen::paragraph(&said, canvas.text_width(), &blank, &blank);
        Some(lines.into_iter().collect())
    })
}

/// The help for somebody who has no story.
fn help(canvas: Canvas) -> Screen {
    let mut screen: Screen = [Line::new()].into_iter().collect();
    screen.extend(crate::screen::help(canvas));
    screen
}
