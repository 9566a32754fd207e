//! `ask` and `drill`: a round, from the choice of its questions to the debriefs.

use rand::Rng as _;

use super::exit::{Exit, Trouble};
use super::grammar::{Ask, Drill};
use super::past::{Last, Past, debrief};
use super::practice::{Practice, Sitting};
use super::settings::{Changes, Settings};
use super::talk::{Flow, Talk};
use crate::bank::{Bank, Banks, Question, Wish};
use crate::interview::{Corrected, Interview, Mode, Plan};
use crate::judge;
use crate::screen::{Line, ago};
use crate::session::{Header, Session, When};
use crate::shell::Growing;

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
        let glance = listing.glance(&self.first_day());
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
                        self.due_most(&banks, company, settings, &glance)
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
                if number > 1 && !self.quiet {
                    self.out.say(&[Line::new()].into_iter().collect())?;
                }
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
}
