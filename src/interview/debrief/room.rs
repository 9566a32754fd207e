//! Where the answer would break in the room.

use super::findings::Length;
use super::role;
use super::story::Story;
use crate::arc::{Flag, Grade, Part, Reason};

/// What a break is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weakness {
    /// No failure was stated.
    Failure,
    /// Blame, "we", or no cause of one's own.
    Ownership,
    /// No change that already happened.
    Improvement,
    /// Events are retold and take the room of the rest.
    BlowByBlow,
    /// Nothing of weight was at risk.
    TooSafe,
    /// More than two years old.
    Stale,
}

impl Weakness {
    /// As a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Weakness::Failure => "Failure",
            Weakness::Ownership => "Ownership",
            Weakness::Improvement => "Improvement",
            Weakness::BlowByBlow => "Blow by blow",
            Weakness::TooSafe => "Too safe",
            Weakness::Stale => "Stale",
        }
    }
}

/// A place where an interviewer would stop believing, or stop listening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What it is about.
    pub weakness: Weakness,
    /// What would happen, in a sentence or two.
    pub why: String,
}

/// A weight from which a company is said to weigh a part more than others do.
const WEIGHED: f32 = 1.3;

pub(super) fn breaks(story: &Story<'_>) -> Vec<Break> {
    [
        (Weakness::Failure, failure(story)),
        (Weakness::Ownership, ownership(story)),
        (Weakness::Improvement, improvement(story)),
        (Weakness::TooSafe, too_safe(story)),
        (Weakness::BlowByBlow, blow_by_blow(story)),
        (Weakness::Stale, stale(story)),
    ]
    .into_iter()
    .filter_map(|(weakness, why)| why.map(|why| Break { weakness, why }))
    .collect()
}

/// What to say where nothing breaks: whether it would hold whole, or what they would still ask for.
pub(super) fn holds(story: &Story<'_>) -> String {
    let open = |part: Part| story.after(part) < Grade::Strong;
    let over = story.length() == Length::Over;
    let asked = match (open(Part::Action), open(Part::Learning)) {
        (false, false) => {
            let late = Part::ALL.iter().any(|part| story.only_when_asked(*part));
            return if over {
                "The parts are there, but it runs past the time they have: they would cut in before the end."
            } else if late {
                "It held once they asked. Told whole, it should hold at once."
            } else {
                "It should hold: nothing in it would make them stop you."
            }
            .to_owned();
        }
        (true, false) => "what you did about it",
        (false, true) => "what you learned",
        (true, true) => "what you did about it and what you learned",
    };
    if over {
        return format!(
            "It runs past the time they have: they would cut in before the end, and still want to hear {asked}."
        );
    }
    format!("Nothing in it would make them stop you, but they will still want to hear {asked}.")
}

fn failure(story: &Story<'_>) -> Option<String> {
    match (story.after(Part::Failure), story.reason(Part::Failure)) {
        (Grade::Missing, _) => {
            Some("They would still be waiting to hear what went wrong.".to_owned())
        }
        (Grade::Weak, Some(Reason::Vague)) => {
            Some("They could not write down what went wrong, or for whom.".to_owned())
        }
        _ => None,
    }
}

fn ownership(story: &Story<'_>) -> Option<String> {
    let told = story.after(Part::Diagnosis) == Grade::Strong;
    let pressed = story.asked(Part::Diagnosis);
    let mut why = match (story.after(Part::Diagnosis), story.reason(Part::Diagnosis)) {
        (Grade::Strong, _)
            if (story.has(Flag::Blame) || story.pointed_outward())
                && story.only_when_asked(Part::Diagnosis) =>
        {
            "Others come first in this story, and your own part only when they ask.".to_owned()
        }
        (Grade::Strong, _) if story.has(Flag::We) => {
            "“We” covers most of it, so they will keep asking which part was you.".to_owned()
        }
        (Grade::Strong, _) => return None,
        (_, Some(Reason::Outward)) if pressed => {
            "You were asked what was yours to change, and the answer still pointed elsewhere."
                .to_owned()
        }
        _ if story.has(Flag::Blame) || story.reason(Part::Diagnosis) == Some(Reason::Outward) => {
            "The cause points at others. They will ask what was yours to change.".to_owned()
        }
        _ if story.has(Flag::We) => {
            "“We” hides you. They will ask what you decided yourself.".to_owned()
        }
        (Grade::Missing, _) => "The choice of yours that led there is not named yet.".to_owned(),
        (Grade::Weak, _) => "They will ask what exactly you decided, or did not check.".to_owned(),
    };
    if let (Some(company), false, true) =
        (story.company, told, story.weights.usual[Part::Diagnosis] >= WEIGHED)
    {
        why.push_str(&format!(" {company} weighs this most."));
    }
    Some(why)
}

fn improvement(story: &Story<'_>) -> Option<String> {
    match (story.after(Part::Improvement), story.reason(Part::Improvement)) {
        (Grade::Strong, _) => None,
        (Grade::Missing, _) => Some(
            "Nothing yet shows that you work differently now. They will ask, and look for a fact."
                .to_owned(),
        ),
        (Grade::Weak, Some(Reason::Intended)) => {
            Some("What you would do is a plan. They will ask when you last did it.".to_owned())
        }
        (Grade::Weak, _) => Some("They will ask for one time that shows the change.".to_owned()),
    }
}

fn too_safe(story: &Story<'_>) -> Option<String> {
    let safe = story.reason(Part::Failure) == Some(Reason::Safe);
    if story.senior() && (story.has(Flag::NoStakes) || safe) {
        return Some(format!(
            "Little was at stake. For {} they expect a team, a timeline or the strategy to have felt it.",
            role(story.level())
        ));
    }
    safe.then(|| "It seems to have cost nobody much. They will ask for another story.".to_owned())
}

fn blow_by_blow(story: &Story<'_>) -> Option<String> {
    let context = (story.counted.verdict.shares.context * 100.0).round();
    match () {
        () if !story.has(Flag::BlowByBlow) => None,
        () if context >= 40.0 => Some(format!(
            "{context}% of the words retell what happened. They may cut in before you get to the point."
        )),
        () => Some(
            "Most of it retells what happened. They may cut in before you get to the point."
                .to_owned(),
        ),
    }
}

fn stale(story: &Story<'_>) -> Option<String> {
    story.has(Flag::Stale).then(|| {
        if story.newer() {
            "It is more than two years old, and they had to ask for a recent one.".to_owned()
        } else {
            "It is more than two years old. They will ask for a recent one.".to_owned()
        }
    })
}
