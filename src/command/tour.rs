//! `tour`: one question from beginning to end in a minute, with somebody else's answer typed for the
//! person. The judge and the probes are the real ones; nothing is logged.
//!
//! What is said about the answer is made from the verdict, so it stays true when the judge changes.

use std::rc::Rc;

use super::aid;
use super::exit::{Exit, Trouble};
use super::past::debrief;
use super::practice::Practice;
use super::settings::Settings;
use crate::arc::{Grade, Part, Parts};
use crate::bank::Banks;
use crate::interview::{Band, Corrected, Event, Interview, Move, Plan, Times};
use crate::screen::{Line, Meaning, Screen, paragraph, probe, question};
use crate::shell::Spoken;
use crate::text::{speaking_seconds, words};

/// Whose question it is: one that everybody meets somewhere.
const COMPANY: &str = "general";

/// The answer: three parts told, a maxim where the learning should be, and no improvement.
const ANSWER: &str = "Last spring I moved our on-call alerts to a new tool, and for a weekend forty of them \
went nowhere. Three shops could not take cards on a Saturday and lost $40,000 between them, and nobody was \
paged. I had tested that alerts were sent, never that a phone rang. On Sunday I put the old tool back and \
rang every customer who had waited. Communication is key, as they say.";

/// What is said when a part is asked for.
const REPLIES: Parts<&str> = Parts {
    failure: "Forty alerts went nowhere and three shops could not take cards. That was my move.",
    diagnosis: "I decided to test the sending only. I never checked that a phone would ring.",
    action: "On Sunday I put the old tool back and rang every customer who had waited.",
    learning: "I took sent for received. An alert is only received when somebody has answered it.",
    improvement: "Every switch since then ends with a real page that a person has to answer. The two so far \
                  each found a dead number before it mattered.",
};

/// How many of the five parts.
const COUNTS: [&str; 6] = ["none", "one", "two", "three", "four", "all"];

/// Seconds that the person of the tour thinks before the answer, and before a reply.
const THOUGHT: [f64; 2] = [12.0, 4.0];

/// Words a minute that they type.
const TYPED: u32 = 50;

impl Practice<'_> {
    /// `tour`
    pub(super) fn tour(&mut self, settings: &Settings) -> Result<Exit, Trouble> {
        let banks = Banks::shipped();
        let bank = banks.find(COMPANY)?;
        let Some(asked) = bank.questions.first() else { return Ok(Exit::Fine) };
        self.tell(
            "One question from beginning to end, in a minute. Somebody else's answer is typed for you, and \
             nothing of it is kept. First the question:",
        )?;
        let canvas = self.out.canvas();
        self.below(question(&bank.name, &asked.words, canvas))?;
        self.tell(
            "You answer as you would say it, over as many lines as you like. After your words stands a clock: \
             how long they take to say. Two to three minutes is usual; this one is short.",
        )?;
        if !self.goes_on()? {
            return Ok(Exit::Fine);
        }
        let plan = Plan { seed: 1, ..Plan::new(&banks, bank, asked, settings.level) };
        let (mut interview, _) = Interview::new(plan);
        self.type_for_them(ANSWER, settings, Some(settings.band))?;
        let mut next = interview.step(handed_in(ANSWER, THOUGHT[0], settings.rate));
        if let Some(verdict) = interview.verdict() {
            let told = |part: &&Part| verdict.parts[**part].grade == Grade::Strong;
            let count = Part::ALL.iter().filter(told).count();
            self.tell(&format!(
                "An empty line hands it in. A good answer has five parts: a failure, why it happened, what you \
                 did, what you learned, what has changed since. This one has {} of them. The interviewer \
                 asks for what is thin or not there, one thing at a time:",
                COUNTS.get(count).copied().unwrap_or("some")
            ))?;
        }
        loop {
            match next {
                Move::Probe(asked) => {
                    let (number, most) =
                        (interview.probe_number(), interview.plan().probes_at_most);
                    self.below(probe(number, most, &asked, self.out.canvas()))?;
                    if !self.goes_on()? {
                        return Ok(Exit::Fine);
                    }
                    let reply = REPLIES[asked.part];
                    self.type_for_them(reply, settings, None)?;
                    next = interview.step(handed_in(reply, THOUGHT[1], settings.rate));
                }
                Move::Debrief(outcome) => {
                    self.tell("Then you read what a panel would write about you:")?;
                    if !self.goes_on()? {
                        return Ok(Exit::Fine);
                    }
                    let counted = Corrected::none(&outcome);
                    let canvas = self.out.canvas();
                    let screen =
                        debrief(&outcome, &counted, Some(bank), settings.band, None, canvas);
                    self.out.say(&screen)?;
                    break;
                }
                Move::Guess => next = interview.step(Event::Dropped),
                Move::Ask(_) | Move::Help(_) | Move::Ended => break,
            }
        }
        let way = if self.at_prompt { "Enter" } else { "`mockloop` and then Enter" };
        self.tell(&format!(
            "That was all of it. Now yours: {way} asks you a question. Type as you would speak; if you have no \
             story yet, say so, and it helps you find one."
        ))?;
        Ok(Exit::Fine)
    }

    /// Says something about what is on the screen, with air around it.
    fn tell(&mut self, words: &str) -> Result<(), Trouble> {
        let canvas = self.out.canvas();
        let (first, rest) = if canvas.drawings { ("│ ", "│ ") } else { ("Tour: ", "") };
        let [first, rest] = [first, rest].map(|mark| Line::of(Meaning::Quote, mark));
        self.below(paragraph(&Line::text(words), canvas.text_width(), &first, &rest))
    }

    fn below(&mut self, lines: Vec<Line>) -> Result<(), Trouble> {
        let screen: Screen = std::iter::once(Line::new()).chain(lines).collect();
        Ok(self.out.say(&screen)?)
    }

    fn type_for_them(
        &mut self,
        text: &str,
        settings: &Settings,
        band: Option<Band>,
    ) -> Result<(), Trouble> {
        self.below(Vec::new())?;
        Ok(self.out.type_out(text, settings.rate, band)?)
    }

    /// Waits for Enter where somebody sits; says whether they want to go on.
    fn goes_on(&mut self) -> Result<bool, Trouble> {
        if !self.out.interactive() {
            return Ok(true);
        }
        self.below(Vec::new())?;
        let line = self.out.command("Enter goes on, Ctrl-D leaves> ", Rc::new(aid::Words(&[])))?;
        Ok(matches!(line, Spoken::Line(_)))
    }
}

fn handed_in(text: &str, think: f64, rate: u32) -> Event {
    let count = words(text);
    let times = Times {
        think,
        wall: speaking_seconds(count, TYPED),
        speaking: speaking_seconds(count, rate),
    };
    Event::HandedIn { text: text.to_owned(), times }
}
