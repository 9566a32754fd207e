//! The machine itself: what stage an interview is in, and what an event makes of it.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::heard::{self, Heard, Story};
use super::pressure::{self, PROBE_NEEDS};
use super::quotes;
use super::{
    Asked, Event, Exchange, Interruption, Judge, Mode, Move, Next, Outcome, Plan, Reply, Situation,
    Times, Trained, dodges, next, refuses,
};
use crate::arc::{Flag, Grade, Part, Parts, Reason};
use crate::bank::{Gap, Slots};
use crate::judge::{Judgement, Standing, Verdict};
use crate::text::words;

/// A reply that the judge calls missing without being sure is pushed only when it is at most this
/// short; somebody who has said more is not told that they said nothing.
const SHORT_REPLY: usize = 8;

/// How many words may follow something in an answer that "that" still points at.
const CLOSING: usize = 15;

/// One question with its follow-ups.
///
/// ```
/// use mockloop::arc::Level;
/// use mockloop::bank::Banks;
/// use mockloop::interview::{Event, Interview, Move, Plan, Times};
///
/// let banks = Banks::shipped();
/// let bank = banks.find("amazon").unwrap();
/// let plan = Plan::new(&banks, bank, &bank.questions[0], Level::Senior);
/// let (mut interview, first) = Interview::new(plan);
/// assert!(matches!(first, Move::Ask(_)));
/// let text = "I can't think of one.".to_owned();
/// let second = interview.step(Event::HandedIn { text, times: Times::default() });
/// assert!(matches!(second, Move::Help(_)));
/// ```
#[derive(Debug)]
pub struct Interview<'a, J: Judge = Trained> {
    plan: Plan<'a>,
    judge: J,
    rng: ChaCha8Rng,
    stage: Stage,
    /// Seconds of the budget that are used.
    used: f64,
    /// Whether the candidate has been given help.
    helped: bool,
    answer: String,
    times: Times,
    verdict: Option<Verdict>,
    guess: Option<Parts<bool>>,
    after: Parts<Standing>,
    asked: Vec<Next>,
    exchanges: Vec<Exchange>,
    cut_short: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Answering,
    Guessing,
    Probing(Asked),
    Over,
}

impl<'a> Interview<'a, Trained> {
    /// Begins an interview with the program's own judge: the machine, and its first move.
    pub fn new(plan: Plan<'a>) -> (Self, Move) {
        Self::with_judge(plan, Trained)
    }
}

impl<'a, J: Judge> Interview<'a, J> {
    /// Begins an interview with any judge.
    pub fn with_judge(plan: Plan<'a>, judge: J) -> (Self, Move) {
        let first = Move::Ask(plan.question.clone());
        let rng = ChaCha8Rng::seed_from_u64(plan.seed);
        let after = Parts::from_fn(|_| Standing { grade: Grade::Missing, reason: None });
        let interview = Self {
            plan,
            judge,
            rng,
            stage: Stage::Answering,
            used: 0.0,
            helped: false,
            answer: String::new(),
            times: Times::default(),
            verdict: None,
            guess: None,
            after,
            asked: Vec::new(),
            exchanges: Vec::new(),
            cut_short: false,
        };
        (interview, first)
    }

    /// The verdict on the answer, once one was handed in. For the log; not to be shown before the end.
    pub const fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// The exchanges so far; the last one is what the last reply came to.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// The number of the probe that is open, counted from 1; a push has the number of its probe.
    pub fn probe_number(&self) -> usize {
        self.asked.len()
    }

    /// What it started from.
    pub const fn plan(&self) -> &Plan<'a> {
        &self.plan
    }

    /// What cuts in on the answer that is asked for next; `None` outside pressure mode, and for replies.
    pub fn interruption(&self) -> Option<Interruption> {
        let pressed = self.plan.mode != Mode::Normal && self.stage == Stage::Answering;
        pressed.then(|| Interruption::new(self.plan.seed))
    }

    /// What the interviewer does next. An event that does not fit the stage changes nothing: the last
    /// move comes again.
    pub fn step(&mut self, event: Event) -> Move {
        match (self.stage.clone(), event) {
            (Stage::Over, _) => Move::Ended,
            (Stage::Answering, Event::HandedIn { text, times }) => self.answered(text, times),
            (Stage::Answering, Event::Dropped | Event::Closed) => self.end(),
            (Stage::Answering, Event::Guessed(_)) => Move::Ask(self.plan.question.clone()),
            (Stage::Guessing, Event::Guessed(guess)) => {
                self.guess = Some(guess);
                self.go_on()
            }
            (Stage::Guessing, Event::Dropped) => self.go_on(),
            (Stage::Guessing, Event::HandedIn { .. }) => Move::Guess,
            (Stage::Guessing | Stage::Probing(_), Event::Closed) => self.end(),
            (Stage::Probing(asked), Event::HandedIn { text, times }) => {
                self.replied(asked, text, times)
            }
            (Stage::Probing(asked), Event::Dropped) => {
                // Skipping on purpose is no dodge: no push.
                self.exchanges.push(Exchange {
                    asked,
                    reply: String::new(),
                    times: Times::default(),
                    judgement: None,
                    also: Vec::new(),
                    declined: true,
                });
                self.go_on()
            }
            (Stage::Probing(asked), Event::Guessed(_)) => Move::Probe(asked),
        }
    }

    fn answered(&mut self, text: String, times: Times) -> Move {
        self.used += pressure::taken(times);
        let mut verdict = self.judge.answer(&text);
        if words(&text) > 0 && refuses(&text) {
            // Also what is too short to judge: "pass" says well enough what is meant.
            verdict.notice = None;
            verdict.flags = vec![Flag::NoAnswer];
            verdict.parts = Parts::from_fn(|_| Judgement::missing(1.0));
        }
        let readable = verdict.notice.is_none();
        let no_story = readable && verdict.has(Flag::NoAnswer);
        self.after = Standing::unprompted(&verdict);
        self.verdict = Some(verdict);
        self.answer = text;
        self.times = times;
        if no_story && !self.helped {
            self.helped = true;
            return Move::Help(self.plan.question.clone());
        }
        if no_story || !readable {
            return self.end();
        }
        if self.plan.guess_first {
            self.stage = Stage::Guessing;
            return Move::Guess;
        }
        self.go_on()
    }

    fn replied(&mut self, asked: Asked, text: String, times: Times) -> Move {
        self.used += pressure::taken(times);
        let said = self.exchanges.iter().map(|e| e.reply.as_str());
        let form = dodges(
            &text,
            [self.plan.question.words.as_str(), asked.words.as_str()],
            said.chain([self.answer.as_str()]).filter(|words| !words.is_empty()),
        );
        let heard = (form == Reply::Said).then(|| self.hear(asked.part, &text)).flatten();
        if let Some(Heard { asked: judged, also, .. }) = &heard {
            let told = also.iter().map(|(part, judged)| (*part, judged));
            for (part, judged) in told.chain([(asked.part, judged)]) {
                self.after[part] = self.after[part].fold(judged);
            }
        }
        let elsewhere = heard.as_ref().is_some_and(|heard| heard.elsewhere);
        let (judgement, also) = heard.map(|heard| (heard.asked, heard.also)).unzip();
        let dodged = match &judgement {
            None => true,
            // Whether there is a more recent story is answered by any words at all.
            Some(_) if asked.gap == Gap::Recency => false,
            Some(j) if j.grade > Grade::Missing => false,
            // Whoever surely tells another part has answered another question, however long.
            Some(j) => elsewhere || !j.unsure() || words(&text) <= SHORT_REPLY,
        };
        // Asked for their own part, they point outward again: one more try, in other words.
        let outward = matches!(asked.gap, Gap::Ownership | Gap::Weak(Reason::Outward))
            && judgement.as_ref().is_some_and(|j| j.reason == Some(Reason::Outward));
        // Whoever has no newer story has none: to push would be to scold.
        let push = (dodged || outward) && !matches!(asked.gap, Gap::Push | Gap::Recency);
        let again = push && !self.late();
        self.cut_short |= push && !again;
        let part = asked.part;
        self.exchanges.push(Exchange {
            asked,
            reply: text,
            times,
            judgement,
            also: also.unwrap_or_default(),
            // Whoever told something else has not passed it over.
            declined: dodged && !again && !elsewhere,
        });
        if again { self.probe(Next { part, gap: Gap::Push }) } else { self.go_on() }
    }

    fn hear(&self, asked: Part, reply: &str) -> Option<Heard> {
        let verdict = self.verdict.as_ref()?;
        let story = Story { answer: &self.answer, verdict, after: &self.after };
        Some(heard::hear(&self.judge, story, asked, reply))
    }

    /// Whether the budget has no room for another reply.
    fn late(&self) -> bool {
        match self.plan.mode {
            Mode::Normal => false,
            Mode::Pressure { budget } => budget - self.used < PROBE_NEEDS,
        }
    }

    fn go_on(&mut self) -> Move {
        let Some(verdict) = &self.verdict else { return self.end() };
        let found = next(Situation {
            verdict,
            after: &self.after,
            weights: &self.plan.bank.weights.at(self.plan.level),
            level: self.plan.level,
            asked: &self.asked,
        });
        match found {
            Some(found) if self.asked.len() < self.plan.probes_at_most => {
                if self.late() {
                    self.cut_short = true;
                    return self.end();
                }
                self.asked.push(found);
                self.probe(found)
            }
            _ => self.end(),
        }
    }

    fn probe(&mut self, next: Next) -> Move {
        let slots = match &self.verdict {
            Some(verdict) => self.slots(verdict, next.part),
            None => Slots::default(),
        };
        // A judge errs now and then, and nobody is asked when they last did what they never planned.
        let planned = slots.quote.as_deref().is_none_or(quotes::intends);
        let (gap, slots) = match next.gap {
            Gap::Weak(Reason::Intended) if !planned => {
                (Gap::Unsure, Slots { quote: None, ..slots })
            }
            // Nor is anybody asked whether a plan has held up.
            Gap::Unsure
                if next.part == Part::Improvement
                    && slots.quote.as_deref().is_some_and(quotes::promises) =>
            {
                (Gap::Weak(Reason::Intended), slots)
            }
            gap => (gap, slots),
        };
        let heard: Vec<&str> = self
            .plan
            .heard
            .iter()
            .map(String::as_str)
            .chain(self.exchanges.iter().map(|e| e.asked.words.as_str()))
            .collect();
        let Plan { banks, bank, .. } = self.plan;
        let words = banks.word(bank, next.part, gap, &heard, &slots, &mut self.rng);
        let asked = Asked { part: next.part, gap: next.gap, words };
        self.stage = Stage::Probing(asked.clone());
        Move::Probe(asked)
    }

    /// What a probe may quote: the newest that was said of the part, and what went wrong.
    fn slots(&self, verdict: &Verdict, part: Part) -> Slots {
        let of = |part: Part| {
            let replies = self.exchanges.iter().rev().flat_map(move |e| {
                let asked = e.judgement.iter().filter(move |_| e.asked.part == part);
                let also = e.also.iter().filter(move |(p, _)| *p == part).map(|(_, j)| j);
                let spans = asked.chain(also).flat_map(|j| &j.evidence);
                spans.map(|span| span.of(&e.reply))
            });
            let answer = verdict.parts[part].evidence.iter().map(|span| span.of(&self.answer));
            replies.chain(answer).collect::<Vec<_>>()
        };
        let quote =
            |part: Part| of(part).into_iter().find_map(|s| quotes::quote(s, part, &self.judge));
        // Nobody says the same sentence back twice.
        let heard = |failure: &String| {
            let head: String = failure.chars().skip(1).collect();
            self.exchanges.iter().any(|e| e.asked.words.contains(&head))
        };
        Slots {
            quote: quote(part),
            failure: quote(Part::Failure).filter(|failure| !heard(failure)),
            past: !self.just_said(verdict, part),
        }
    }

    /// Whether what was said of a part is still in the room: the last reply was about it, or it closed
    /// the answer.
    fn just_said(&self, verdict: &Verdict, part: Part) -> bool {
        if let Some(last) = self.exchanges.last() {
            return last.asked.part == part || last.also.iter().any(|(also, _)| *also == part);
        }
        let last = verdict.parts[part].evidence.iter().map(|span| span.end).max();
        last.is_some_and(|end| self.answer.get(end..).is_some_and(|rest| words(rest) <= CLOSING))
    }

    fn end(&mut self) -> Move {
        self.stage = Stage::Over;
        let Some(verdict) = self.verdict.clone() else { return Move::Ended };
        Move::Debrief(Box::new(Outcome {
            company: self.plan.bank.company.clone(),
            level: self.plan.level,
            question: self.plan.question.clone(),
            answer: self.answer.clone(),
            times: self.times,
            verdict,
            helped: self.helped,
            guess: self.guess,
            exchanges: self.exchanges.clone(),
            after: self.after,
            cut_short: self.cut_short,
        }))
    }
}
