//! `drill --part` and `drill --loop`: one part over the person's own stories, and a whole round.

use rand::Rng as _;

use super::exit::{Exit, Trouble};
use super::grammar::Drill;
use super::practice::{Practice, Sitting};
use super::settings::Settings;
use super::talk::{Flow, Talk, keep, times};
use crate::arc::{Grade, Part};
use crate::bank::{Gap, Slots, Wish};
use crate::interview::{Asked, Exchange, Interview, Judge as _, Mode, Reply, Trained, dodges};
use crate::review::Filter;
use crate::screen::{self, Line, Meaning, Round, RoundAnswer, Screen, ago, count};
use crate::session::{Digest, Entry, Session, Turn, When};
use crate::shell::{Answered, Ended, Growing, Wanted};
use crate::story::{SAME, Shelf, key, overlap};

/// How many stories one part is drilled on when nobody says.
const STORIES: usize = 5;

/// How many questions a round has when nobody says.
const QUESTIONS: usize = 4;

/// Minutes for a question of a round: an hour of an interview has room for five with greetings and the
/// candidate's own questions, and forty minutes are left for them.
const MINUTES: u32 = 8;

/// With less than this left of the budget, in seconds, no question is begun.
const TOO_LATE: f64 = 60.0;

/// A past answer in which a part was not told.
struct Open {
    session: String,
    attempt: usize,
    at: When,
}

impl Practice<'_> {
    /// `drill --part`
    pub(super) fn drill_part(
        &mut self,
        part: Part,
        drill: &Drill,
        settings: &Settings,
    ) -> Result<Exit, Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        let (company, number) = drill.wanted();
        let company = match company {
            Some(word) => Some(banks.find(word)?.company.clone()),
            None => settings.company.clone(),
        };
        let number = if drill.counted() { number } else { STORIES };
        let glance = self.glance()?;
        let open = open(&self.recent(&glance), part, company.as_deref());
        if open.is_empty() {
            self.remark(&format!(
                "There is no story of yours in which the {} was thin or not there the last time.",
                part.id()
            ))?;
            return Ok(Exit::Fine);
        }
        self.prepare()?;
        let (seed, mut rng) = self.seed(settings);
        let mut header = self.header("drill", company.as_deref(), settings, seed);
        header.id = part.id().to_owned();
        let mut sitting = self.begin(header);
        let many = open.len().min(number);
        let mut grades = Vec::new();
        for (place, open) in (1..).zip(open.iter().take(many)) {
            let Some(past) = self.store.read(&open.session)?.session else { continue };
            let Some(attempt) = past.attempts().find(|a| a.number == open.attempt) else {
                continue;
            };
            let (Some(shown), Ok(bank)) = (attempt.shown, banks.find(attempt.company)) else {
                continue;
            };
            let answer = &attempt.question.words;
            let standing = attempt.unprompted()[part];
            let gap = match (standing.grade, standing.reason) {
                (Grade::Weak, Some(reason)) => Gap::Weak(reason),
                _ => Gap::Missing,
            };
            let slots = Slots::of_verdict(answer, &shown.verdict(answer), part);
            let heard: Vec<&str> = self.heard.iter().map(String::as_str).collect();
            let words = banks.word(bank, part, gap, &heard, &slots, &mut rng);
            self.heard.push(words.clone());
            let asked = Asked { part, gap, words };
            let canvas = self.out.canvas();
            let told = ago(open.at.moment().date_naive(), self.now().moment().date_naive());
            let about = match attempt.story() {
                Some(story) => format!("Story {place} of {many}: {story}, told {told}"),
                None => format!("Story {place} of {many}: told {told} to {}", bank.name),
            };
            let mut before: Screen = [Line::new()].into_iter().collect();
            before.extend(screen::note(&about, canvas));
            before.extend(screen::two_lines(answer, canvas));
            before.push(Line::new());
            let blank = Line::new();
            let line = Line::of(Meaning::Probe, &asked.words);
            before.extend(screen::paragraph(&line, canvas.text_width(), &blank, &blank));
            before.push(Line::new());
            match self.reply(&mut sitting, &asked, answer, before, settings)? {
                None => break,
                Some(None) => {}
                Some(Some(grade)) => grades.push(grade),
            }
        }
        let of = |grade| grades.iter().filter(|g| **g == grade).count();
        if grades.len() > 1 {
            self.out.say(&[Line::new()].into_iter().collect())?;
            self.remark(&format!(
                "{} in {}: there {}, thin {}, not there {}.",
                part.title(),
                count(grades.len(), "reply"),
                of(Grade::Strong),
                of(Grade::Weak),
                of(Grade::Missing)
            ))?;
        }
        self.rise(sitting)?;
        Ok(Exit::Fine)
    }

    /// Asks a probe on its own, keeps the reply and shows what the judge says of it. `None` when input
    /// has ended, and no grade when it was skipped.
    fn reply(
        &mut self,
        sitting: &mut Sitting,
        asked: &Asked,
        answer: &str,
        before: Screen,
        settings: &Settings,
    ) -> Result<Option<Option<Grade>>, Trouble> {
        self.out.say(&before)?;
        let number = sitting.session.next_number();
        let exchange = |said: &Growing, judgement, declined| Exchange {
            asked: asked.clone(),
            reply: said.text.clone(),
            times: times(said, settings.rate),
            judgement,
            also: Vec::new(),
            declined,
        };
        let draft = Turn::reply(number, self.now(), &exchange(&Growing::default(), None, true));
        let pen = self.pen(sitting);
        let mut keep = keep(pen.clone(), &sitting.session.header, draft, settings.rate);
        let Answered { said, ended } = self.out.answer(Wanted {
            may_be_empty: true,
            hint: super::talk::SKIPS,
            keep: Box::new(move |growing| keep(growing)),
            ..Wanted::new(before, settings.rate)
        })?;
        if ended == Ended::Closed {
            return Ok(None);
        }
        let form = match ended {
            Ended::Dropped => Reply::Skipped,
            _ => dodges(&said.text, [asked.words.as_str()], [answer]),
        };
        let declined = form != Reply::Said;
        let judgement = (!declined).then(|| Trained.reply(asked.part, &said.text, answer));
        let turn = Turn::reply(number, self.now(), &exchange(&said, judgement.clone(), declined));
        self.keep(sitting, Entry::Turn(turn))?;
        if let Some(pen) = &pen {
            pen.discard();
        }
        let canvas = self.out.canvas();
        let screen = match &judgement {
            None => {
                let why = match form {
                    Reply::Echoed => "That is the question given back; nothing was judged.",
                    Reply::Repeated => "That stands in the story already; nothing was judged.",
                    Reply::Skipped | Reply::Said => "Skipped.",
                };
                screen::note(why, canvas).into_iter().collect()
            }
            Some(judgement) => screen::judged_reply(asked.part, judgement, &said.text, canvas),
        };
        self.out.say(&screen)?;
        Ok(Some(judgement.map(|judgement| judgement.grade)))
    }

    /// `drill --loop`
    pub(super) fn drill_round(
        &mut self,
        drill: &Drill,
        settings: &Settings,
    ) -> Result<Exit, Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        let (company, number) = drill.wanted();
        let company = match company.or(settings.company.as_deref()) {
            Some(word) => Some(banks.find(word)?.company.as_str()),
            None => None,
        };
        let settings = &settings.with(&drill.manner.changes());
        let number = if drill.counted() { number } else { QUESTIONS };
        let minutes = drill.minutes.unwrap_or(MINUTES * number as u32);
        let whole = f64::from(minutes) * 60.0;
        self.prepare()?;
        let (seed, mut rng) = self.seed(settings);
        let wish = Wish { company, level: Some(settings.level) };
        let listing = self.look()?;
        let before = self.asked_before(wish, &listing);
        let header = self.header("loop", company, settings, seed);
        let mut sitting = self.begin(header);
        self.remark(&format!(
            "A round of {} in {}. No feedback until the end.",
            count(number, "question"),
            count(minutes as usize, "minute")
        ))?;
        let mut answers: Vec<RoundAnswer> = Vec::new();
        // Questions that were put, and all of the companies that have had their turn.
        let mut put: Vec<String> = Vec::new();
        let mut spent = 0.0;
        for place in 1..=number {
            if whole - spent < TOO_LATE {
                self.remark("The time is up.")?;
                break;
            }
            let now = self.now();
            let asked: Vec<(&str, When)> = before
                .iter()
                .map(|met| (met.question.as_str(), met.at))
                .chain(put.iter().map(|id| (id.as_str(), now)))
                .collect();
            // A few draws find another company where there is one.
            let had = |id: &str| answers.iter().any(|answer| answer.company == id);
            let drawn = (0..8).filter_map(|_| {
                let drawn = banks.draw(wish, asked.iter().copied(), &mut rng)?;
                (!put.contains(&drawn.question.id)).then_some(drawn)
            });
            let drawn: Vec<_> = drawn.collect();
            let other = drawn.iter().find(|d| !had(&d.bank.name)).or_else(|| drawn.first());
            let Some(&drawn) = other else { break };
            put.push(drawn.question.id.clone());
            self.asked.push(drawn.question.id.clone());
            self.out.say(&[Line::new()].into_iter().collect())?;
            self.remark(&format!(
                "Question {place} of {number} · {} left",
                screen::duration(whole - spent)
            ))?;
            let mode = Mode::Pressure { budget: whole - spent };
            let question = self.reworded(drawn.question, &before, &mut rng);
            let plan = self.plan(&banks, drawn.bank, &question, settings, rng.next_u64(), mode);
            let (interview, first) = Interview::new(plan);
            let mut talk = Talk::new(interview, drawn.bank, &question, settings);
            let flow = self.talk(&mut sitting, &mut talk, first, Growing::default())?;
            spent += talk.spent;
            if let Some(outcome) = talk.outcome {
                answers.push(RoundAnswer {
                    company: drawn.bank.name.clone(),
                    question: question.words.clone(),
                    outcome: *outcome,
                });
            }
            if flow == Flow::Left {
                break;
            }
        }
        if !answers.is_empty() {
            let shelf = self.shelf()?;
            let round = Round { same: same(&answers, &shelf), answers, spent, budget: whole };
            let screen = screen::round(&round, self.out.canvas());
            self.out.say(&screen)?;
        }
        let session: Session = sitting.session.clone();
        self.rise(sitting)?;
        self.offer_name(&session)?;
        Ok(Exit::Fine)
    }
}

/// The past answers in which a part was thin or missing the last time that this story was told, or
/// this question answered; the newest first.
fn open(digests: &[Digest], part: Part, company: Option<&str>) -> Vec<Open> {
    let filter = Filter { company: company.map(str::to_owned), ..Filter::default() };
    let mut all: Vec<_> = digests
        .iter()
        .filter(|digest| !digest.excluded)
        .flat_map(|digest| filter.of(digest).map(move |attempt| (digest, attempt)))
        .filter(|(_, attempt)| attempt.counts)
        .collect();
    all.sort_by(|(a, x), (b, y)| (y.at, &b.id, y.number).cmp(&(x.at, &a.id, x.number)));
    let mut seen: Vec<String> = Vec::new();
    let mut open = Vec::new();
    for (digest, attempt) in all {
        let this = match &attempt.story {
            Some(story) => format!("story {}", key(story)),
            None => attempt.question.clone(),
        };
        if seen.contains(&this) {
            continue;
        }
        seen.push(this);
        if attempt.unprompted[part] < Grade::Strong {
            let session = digest.id.clone();
            open.push(Open { session, attempt: attempt.number, at: attempt.at });
        }
    }
    open
}

/// Which answers of a round told the same story, with its name when it is on the shelf.
fn same(answers: &[RoundAnswer], shelf: &Shelf) -> Vec<(usize, usize, Option<String>)> {
    let shelved = |text: &str| {
        let like = |story: &crate::story::Shelved| {
            story.text.as_deref().map_or(0.0, |told| overlap(told, text))
        };
        let nearest = shelf.stories.iter().max_by(|a, b| like(a).total_cmp(&like(b)))?;
        (like(nearest) >= SAME).then(|| nearest.name.clone())
    };
    let told: Vec<_> = answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.outcome.told())
        .map(|(at, answer)| (at + 1, &answer.outcome.answer, shelved(&answer.outcome.answer)))
        .collect();
    let mut same = Vec::new();
    for (at, (one, text, name)) in told.iter().enumerate() {
        for (other, again, other_name) in told.iter().skip(at + 1) {
            if name.is_some() && name == other_name || overlap(text, again) >= SAME {
                same.push((*one, *other, name.clone().or_else(|| other_name.clone())));
            }
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::session;

    #[test]
    fn a_part_is_drilled_where_it_was_open_the_last_time() {
        let mut named = session("2026-11-20 meta ++++- 140 1");
        named.attempts[0].story = Some("the hire".to_owned());
        let mut later = session("2026-11-21 google +++++ 140 1");
        later.attempts[0].story = Some("The hire".to_owned());
        let digests = [
            session("2026-11-02 amazon ++++- 140 1"),
            session("2026-11-04 amazon ++++. 140 1"),
            session("2026-11-05 netflix ++++- 140 1"),
            session("2026-11-06 netflix +++++ 140 1"),
            named,
            later,
        ];
        let found = |part, company| {
            open(&digests, part, company).into_iter().map(|open| open.session).collect::<Vec<_>>()
        };
        assert_eq!(found(Part::Improvement, None), ["2026-11-04-180000-amazon-0000"]);
        assert_eq!(found(Part::Improvement, Some("netflix")), [""; 0]);
        assert_eq!(found(Part::Failure, None), [""; 0]);
    }
}
