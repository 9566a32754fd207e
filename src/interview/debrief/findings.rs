//! Part by part, trait by trait, and the figures: what was found, each in a sentence.

use super::story::Story;
use super::{capital, counted, listed, of_parts};
use crate::arc::{Grade, Part, Reason, Trait};

/// The sentence behind a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The number by which a person names it in a correction.
    pub number: usize,
    /// The whole sentence, as it was typed.
    pub text: String,
    /// Whether it was said in a reply.
    pub reply: bool,
}

/// What was found of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Without being asked.
    pub unprompted: Grade,
    /// After the probes.
    pub after: Grade,
    /// Why it is weak after the probes, when it is.
    pub reason: Option<Reason>,
    /// The sentence behind the grade; `None` when nothing was said of it.
    pub evidence: Option<Evidence>,
    /// Whether the judge is not sure.
    pub unsure: bool,
    /// Whether this is the person's word and not the judge's.
    pub yours: bool,
}

/// What was found of humility or agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraitFinding {
    /// Which.
    pub shown: Trait,
    /// There when all its parts are, not there when none is, thin in between.
    pub grade: Grade,
    /// The reason, one sentence.
    pub why: String,
}

/// How the speaking time stands to the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Shorter.
    Under,
    /// Inside.
    Within,
    /// Longer.
    Over,
}

pub(super) fn finding(story: &Story<'_>, part: Part) -> Finding {
    Finding {
        unprompted: story.unprompted(part),
        after: story.after(part),
        reason: story.reason(part),
        evidence: story.evidence(part),
        unsure: story.unsure(part),
        yours: story.counted.yours[part],
    }
}

/// What an interviewer hears when the part is there.
const fn heard(part: Part) -> &'static str {
    match part {
        Part::Failure => "the failure",
        Part::Diagnosis => "your part in it",
        Part::Action => "what you did",
        Part::Learning => "what you learned",
        Part::Improvement => "what you do differently since",
    }
}

/// What keeps a weak part from being there, as a clause.
const fn thin(part: Part, reason: Option<Reason>) -> &'static str {
    match (part, reason) {
        (Part::Failure, Some(Reason::Safe)) => "the failure seems to have cost little",
        (Part::Failure, Some(Reason::Disowned)) => {
            "the failure is told as something that happened to you"
        }
        (Part::Failure, _) => "it is not yet clear what went wrong",
        (Part::Diagnosis, Some(Reason::Outward)) => "the cause points away from you",
        (Part::Diagnosis, _) => "the cause stays general",
        (Part::Action, Some(Reason::Passive)) => "it is hard to tell which steps were yours",
        (Part::Action, _) => "what you did stays general",
        (Part::Learning, _) => "the lesson would fit any story",
        (Part::Improvement, Some(Reason::Intended)) => "the change is still a plan",
        (Part::Improvement, _) => "the change has no example yet",
    }
}

pub(super) fn of_trait(story: &Story<'_>, shown: Trait) -> TraitFinding {
    let parts: Vec<Part> = Part::ALL.iter().copied().filter(|p| p.shows() == shown).collect();
    let with = |grade: Grade| {
        parts.iter().copied().filter(|p| story.after(*p) == grade).collect::<Vec<_>>()
    };
    let said: Vec<_> = with(Grade::Strong).into_iter().map(heard).collect();
    let open: Vec<_> = with(Grade::Missing).into_iter().map(heard).collect();
    let weak: Vec<_> = with(Grade::Weak).into_iter().map(|p| thin(p, story.reason(p))).collect();
    let weak = listed(&weak, "and");
    let said_list = listed(&said, "and");
    let open_list = listed(&open, "or");
    let why = match (said.is_empty(), open.is_empty(), weak.is_empty()) {
        (false, true, true) if parts.iter().any(|p| story.only_when_asked(*p)) => {
            let late: Vec<_> = parts.iter().filter(|p| story.only_when_asked(**p)).collect();
            match late.len() {
                n if n == parts.len() => format!("They hear {said_list}, once they ask."),
                _ => {
                    let late: Vec<_> = late.into_iter().map(|p| heard(*p)).collect();
                    let first: Vec<_> =
                        said.iter().copied().filter(|s| !late.contains(s)).collect();
                    let (first, late) = (listed(&first, "and"), listed(&late, "and"));
                    format!("They hear {first} and, once they ask, {late}.")
                }
            }
        }
        (false, true, true) => format!("They hear {said_list}."),
        (false, false, true) => format!("They hear {said_list}, but not yet {open_list}."),
        (false, true, false) => format!("They hear {said_list}; {weak}."),
        (false, false, false) => {
            format!("They hear {said_list}, but not yet {open_list}; {weak}.")
        }
        (true, false, true) => format!("They do not yet hear {open_list}."),
        (true, false, false) => {
            format!("{}, and they do not yet hear {open_list}.", capital(&weak))
        }
        (true, true, _) => format!("{}.", capital(&weak)),
    };
    TraitFinding { shown, grade: of_parts(parts.iter().map(|p| story.after(*p))), why }
}

/// What share of the words diagnosis, learning and improvement together should have at least: they
/// are "the bulk" in every coach's advice, so more than half.
const BULK: f32 = 0.5;

pub(super) fn bulk(story: &Story<'_>) -> String {
    let shares = story.counted.verdict.shares;
    let share = shares.parts.diagnosis + shares.parts.learning + shares.parts.improvement;
    let percent = |share: f32| (share * 100.0).round();
    let context = match percent(shares.context) {
        p if p < 1.0 => "No context".to_owned(),
        p => format!("{p}% context"),
    };
    let three = "Diagnosis, learning and improvement";
    match percent(share) {
        p if share >= BULK => format!("{context}. {three} {p}%: well spent."),
        p if p < 1.0 => format!("{context}. {three}: none yet; aim for half."),
        p => format!("{context}. {three} {p}%; aim for half."),
    }
}

pub(super) fn probes(story: &Story<'_>) -> String {
    let outcome = story.outcome;
    let mut out = match outcome.probes() {
        0 if outcome.cut_short => "No follow-ups: the time was up.".to_owned(),
        0 if Part::ALL.iter().all(|part| story.after(*part) == Grade::Strong) => {
            "No follow-ups needed.".to_owned()
        }
        0 => "No follow-ups this time.".to_owned(),
        1 => "One follow-up.".to_owned(),
        n => format!("{} follow-ups.", capital(&counted(n))),
    };
    match outcome.declined() {
        0 => {}
        n if n == outcome.probes() && n == 1 => out = "One follow-up, passed over.".to_owned(),
        n => {
            out.pop();
            out.push_str(&format!(", {} passed over.", counted(n)));
        }
    }
    if outcome.cut_short && outcome.probes() > 0 {
        out.push_str(" More would have come, but the time was up.");
    }
    out
}

pub(super) fn guess(story: &Story<'_>) -> Option<String> {
    let guess = story.outcome.guess?;
    let wrong = |part: Part| guess[part] != (story.unprompted(part) == Grade::Strong);
    // Something thin that was not claimed is no wrong guess, but a sober one.
    let off: Vec<Part> = Part::ALL.iter().copied().filter(|p| wrong(*p)).collect();
    if off.is_empty() {
        return Some("You saw all five parts as they were.".to_owned());
    }
    let over: Vec<String> = off
        .iter()
        .filter(|p| guess[**p])
        .map(|p| format!("{p} ({})", story.unprompted(*p).shown()))
        .collect();
    let under: Vec<String> = off.iter().filter(|p| !guess[**p]).map(|p| p.to_string()).collect();
    let mut said = Vec::new();
    if !over.is_empty() {
        said.push(format!("you counted {}", listed(&over, "and")));
    }
    if !under.is_empty() {
        let there = if under.len() == 1 { "which was there" } else { "which were there" };
        said.push(format!("you left out {}, {there}", listed(&under, "and")));
    }
    Some(format!("You saw {} of five as they were; {}.", counted(5 - off.len()), said.join("; ")))
}

pub(super) fn yours(story: &Story<'_>) -> Option<String> {
    let counted = story.counted;
    let mut said: Vec<String> = Part::ALL
        .iter()
        .filter(|p| counted.yours[**p])
        .map(|p| format!("{p} is {}", story.after(*p).shown()))
        .collect();
    said.extend(counted.dropped.iter().map(|flag| format!("`{flag}` is wrong")));
    (!said.is_empty()).then(|| {
        format!(
            "You say that {}, and that counts. The judge's own view is kept.",
            listed(&said, "and")
        )
    })
}
