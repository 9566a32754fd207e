//! `ask` and `drill`: an interview from the question to the debrief, each step on the disk before
//! the next is shown.

use rand::Rng as _;

use super::exit::{Exit, Trouble};
use super::grammar::{Ask, Drill};
use super::past::{Last, Past, debrief};
use super::practice::{Practice, Sitting};
use super::settings::{Changes, Settings};
use crate::bank::{Bank, Banks, Gap, Question, Wish};
use crate::interview::{
    Asked, Corrected, Event, Interruption, Interview, Mode, Move, Outcome, Plan, Times, Trained,
};
use crate::judge;
use crate::screen::{Canvas, Line, Meaning, Screen, ago, probe, question};
use crate::session::{Ending, Entry, Header, Kind, Session, Turn, When};
use crate::shell::{Answered, Ended, Growing, Interrupt, Keep, Pen, Store, Wanted};
use crate::text::{speaking_seconds, words};

/// The budget of a question in pressure mode, in seconds: a five-minute answer with its follow-ups is
/// what a panel of forty-five minutes and five questions leaves, with a little for getting started.
const PRESSURE: f64 = 480.0;

/// The verb of a run through a company's questions, as logs name it.
const DRILL: &str = "drill";

/// What is to be held.
#[derive(Debug, Clone, Default)]
pub(super) struct Round<'a> {
    pub(super) verb: &'static str,
    pub(super) company: Option<&'a str>,
    pub(super) count: usize,
    pub(super) pressure: bool,
    /// What it changes of the settings.
    pub(super) changes: Changes,
    /// The question and its bank, when they are settled and not drawn.
    pub(super) question: Option<(&'a Bank, &'a Question)>,
    /// The attempt at the same question that this one is compared with.
    pub(super) before: Option<&'a Past>,
    /// Whether what is due most comes before any other question.
    pub(super) due: bool,
}

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
    /// `ask`
    pub(super) fn ask(&mut self, ask: &Ask, settings: &Settings) -> Result<Exit, Trouble> {
        let company = ask.company.as_deref().or(settings.company.as_deref());
        let Ask { manner, .. } = ask;
        let (pressure, changes) = (manner.pressure, manner.changes());
        let due = !ask.random;
        let round =
            Round { verb: "ask", company, count: 1, pressure, changes, due, ..Round::default() };
        self.hold(&round, settings)
    }

    /// `drill`
    pub(super) fn drill(&mut self, drill: &Drill, settings: &Settings) -> Result<Exit, Trouble> {
        if let Some(part) = drill.part {
            return self.drill_part(part, drill, settings);
        }
        if drill.round {
            return self.drill_round(drill, settings);
        }
        let (company, count) = drill.wanted();
        let company = company.or(settings.company.as_deref());
        let (pressure, changes) = (drill.manner.pressure, drill.manner.changes());
        let round = Round { verb: DRILL, company, count, pressure, changes, ..Round::default() };
        self.hold(&round, settings)
    }

    /// Holds a round: its questions, their follow-ups, and the debriefs.
    pub(super) fn hold(&mut self, round: &Round<'_>, settings: &Settings) -> Result<Exit, Trouble> {
        let settings = &settings.with(&round.changes);
        let banks = std::rc::Rc::clone(&self.banks);
        let company = match (round.question, round.company) {
            (Some((bank, _)), _) => Some(bank.company.as_str()),
            (None, Some(word)) => Some(banks.find(word)?.company.as_str()),
            (None, None) => None,
        };
        self.prepare()?;
        let listing = self.look()?;
        let (seed, mut rng) = self.seed(settings);
        let wish = Wish { company, level: Some(settings.level) };
        let before = match round.question {
            Some(_) => Vec::new(),
            None => self.asked_before(wish, &listing),
        };
        let header = self.header(round.verb, company, settings, seed);
        let mut sitting = self.begin(header);
        let mut budget = PRESSURE * round.count as f64;
        let mut debriefs = Vec::new();
        // No question comes twice in one drill, were it dropped or answered.
        let mut put: Vec<String> = Vec::new();
        let mut last = None;
        for number in 1..=round.count {
            let (bank, question, other_level) = match round.question {
                Some((bank, question)) => (bank, question, false),
                None => {
                    let now = self.now();
                    let asked: Vec<(String, When)> = put
                        .iter()
                        .map(|id| (id.clone(), now))
                        .chain(before.iter().map(|met| (met.question.clone(), met.at)))
                        .collect();
                    let past = asked.iter().map(|(id, when)| (id.as_str(), *when));
                    let due = if round.due {
                        self.due_most(&banks, company, settings, &listing)
                    } else {
                        None
                    };
                    // Not which parts: whoever is told that has been asked.
                    if let Some((_, last)) = due {
                        let last = ago(last, now.moment().date_naive());
                        self.remark(&format!("Due again; you answered it {last}."))?;
                    }
                    let drawn = due.map(|(due, _)| due);
                    let Some(drawn) = drawn.or_else(|| banks.draw(wish, past, &mut rng)) else {
                        return Err(Trouble::wrong(format!(
                            "{} has no questions; `banks check` says what is wrong with its bank",
                            company.unwrap_or("this home")
                        )));
                    };
                    (drawn.bank, drawn.question, drawn.other_level)
                }
            };
            if put.contains(&question.id) {
                self.remark("Those were all the questions that there are.")?;
                break;
            }
            put.push(question.id.clone());
            self.asked.push(question.id.clone());
            // A drill asks as another interviewer of the company would.
            let question = &match round.verb {
                DRILL => self.reworded(question, &before, &mut rng),
                _ => question.clone(),
            };
            if round.count > 1 {
                self.remark(&format!("Question {number} of {}", round.count))?;
            }
            if other_level {
                let words = format!(
                    "{} has no question for level {}; this one is for another.",
                    bank.name, settings.level
                );
                self.remark(&words)?;
            }
            let mode = if round.pressure { Mode::Pressure { budget } } else { Mode::Normal };
            let plan = self.plan(&banks, bank, question, settings, rng.next_u64(), mode);
            let (interview, first) = Interview::new(plan);
            let mut talk = Talk::new(interview, bank, question, settings);
            let flow = self.talk(&mut sitting, &mut talk, first, Growing::default())?;
            budget -= talk.spent;
            if let Some(outcome) = talk.outcome {
                last = Some(talk.number);
                let counted = Corrected::none(&outcome);
                let canvas = self.out.canvas();
                let screen =
                    debrief(&outcome, &counted, Some(bank), settings.band, round.before, canvas);
                if round.pressure && round.count > 1 {
                    debriefs.push(screen);
                } else {
                    self.out.say(&screen)?;
                }
            }
            if flow == Flow::Left {
                break;
            }
        }
        for screen in debriefs {
            self.out.say(&screen)?;
        }
        let session = sitting.session.clone();
        if let Some(turn) = last {
            self.last = Some(Last {
                what: Past { session: session.clone(), turn },
                before: round.before.cloned(),
                company: round.company.map(str::to_owned),
                pressure: round.pressure,
                changes: round.changes.clone().over(self.options.clone()).without_seed(),
            });
        }
        self.rise(sitting)?;
        self.offer_name(&session)?;
        if last.is_some() {
            self.point_on()?;
        }
        Ok(Exit::Fine)
    }

    /// Begins a session; nothing of it is on the disk yet.
    pub(super) fn begin(&mut self, header: Header) -> Sitting {
        let out = &mut *self.out;
        #[expect(clippy::cast_possible_truncation, reason = "any sixteen bits will do")]
        let log = self.store.begin(header, || out.chance() as u16);
        let session = Session { header: log.header.clone(), entries: Vec::new() };
        self.sit(session, log)
    }

    pub(super) fn header(
        &self,
        verb: &str,
        company: Option<&str>,
        settings: &Settings,
        seed: u64,
    ) -> Header {
        let whole = |seconds: f64| seconds as u32;
        Header {
            id: company.unwrap_or("any").to_owned(),
            started: self.now(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            judge: judge::version(),
            verb: verb.to_owned(),
            company: company.map(str::to_owned),
            level: settings.level,
            seed,
            rate: settings.rate,
            band: [whole(settings.band.from), whole(settings.band.to)],
        }
    }

    /// What an interview starts from.
    pub(super) fn plan<'a>(
        &self,
        banks: &'a Banks,
        bank: &'a Bank,
        question: &Question,
        settings: &Settings,
        seed: u64,
        mode: Mode,
    ) -> Plan<'a> {
        Plan {
            probes_at_most: settings.probes,
            mode,
            guess_first: settings.guess,
            seed,
            heard: self.heard.clone(),
            ..Plan::new(banks, bank, question, settings.level)
        }
    }

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
        mut screen: Screen,
        typed: Growing,
    ) -> Result<(Event, Option<Move>), Trouble> {
        let number = sitting.session.next_number();
        let mut before = Screen::new();
        before.push(Line::new());
        before.extend(std::mem::take(&mut screen));
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
