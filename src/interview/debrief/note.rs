//! The interviewer's note as it would stand in a packet: two or three sentences in the third person,
//! put together from what was found. Never a number out of a hundred.

use super::story::Story;
use super::{advice, capital, counted, listed, role};
use crate::arc::{Flag, Grade, Part, Reason};
use crate::bank::Gap;

/// Something that the candidate did, as a phrase after "The candidate".
struct Did {
    /// Whether it speaks for them.
    good: bool,
    /// Whether it came only when asked; then the phrase leaves that to the sentence.
    late: bool,
    what: &'static str,
}

pub(super) fn note(story: &Story<'_>) -> String {
    let failure = did(story, Part::Failure);
    let diagnosis = did(story, Part::Diagnosis);
    let first = match (failure.late, diagnosis.late) {
        (true, true) => {
            format!("When asked, the candidate {} and {}.", failure.what, diagnosis.what)
        }
        (failure_late, diagnosis_late) => {
            let link = if failure.good == diagnosis.good { " and" } else { ", but" };
            let asked = |late: bool| if late { " when asked" } else { "" };
            format!(
                "The candidate {}{}{link} {}{}.",
                failure.what,
                asked(failure_late),
                diagnosis.what,
                asked(diagnosis_late)
            )
        }
    };
    // Nobody writes "when asked" twice.
    let when = if failure.late || diagnosis.late { "pressed further" } else { "when asked" };
    format!("{first} {} {}", second(story, when), last(story))
}

fn second(story: &Story<'_>, when: &str) -> String {
    let rest = [Part::Action, Part::Learning, Part::Improvement].map(|part| did(story, part));
    let of = |good: bool, late: bool| {
        let some = rest.iter().filter(|d| d.good == good && d.late == late).map(|d| d.what);
        listed(&some.collect::<Vec<_>>(), "and")
    };
    let (good, late, bad) = (of(true, false), of(true, true), of(false, false));
    let but = if bad.is_empty() { String::new() } else { format!(", but {bad}") };
    match (good.is_empty(), late.is_empty()) {
        (false, false) => format!("They {good} and, {when}, {late}{but}."),
        (false, true) => format!("They {good}{but}."),
        (true, false) => format!("{}, they {late}{but}.", capital(when)),
        (true, true) => format!("They {bad}."),
    }
}

fn did(story: &Story<'_>, part: Part) -> Did {
    let grade = story.after(part);
    let late = story.only_when_asked(part);
    let pressed = story.asked(part);
    let ways: &[&'static str] = match (part, grade, story.reason(part)) {
        // What the judge is not sure of is no finding to put on paper.
        (_, Grade::Strong, _) if story.unsure(part) => match part {
            Part::Failure => &["seemed to state a failure"],
            Part::Diagnosis => &["seemed to see their own part in it"],
            Part::Action => &["seemed to act on it"],
            Part::Learning => &["seemed to draw a lesson from it"],
            Part::Improvement => &["seemed to work differently since"],
        },
        (Part::Failure, Grade::Strong, _) if late => {
            &["told the failure and what it cost", "stated the failure plainly"]
        }
        (Part::Failure, Grade::Strong, _) => &[
            "told a real failure plainly",
            "stated the failure and its cost plainly",
            "gave a real failure without softening it",
        ],
        (Part::Failure, Grade::Weak, Some(Reason::Safe)) => {
            &["chose a failure that cost little", "offered a safe failure"]
        }
        (Part::Failure, Grade::Weak, Some(Reason::Disowned)) => {
            &["told the failure as something that happened around them"]
        }
        (Part::Failure, Grade::Weak, _) => &[
            "did not make clear what went wrong",
            "said that something went wrong without saying what",
        ],
        (Part::Failure, Grade::Missing, _) => {
            &["did not state a failure", "never quite got to a failure"]
        }
        (Part::Diagnosis, Grade::Strong, _) if late => {
            &["named their own part in it", "owned the cause"]
        }
        // No failure, so nothing that "it" could be.
        (Part::Diagnosis, Grade::Strong, _) if story.after(Part::Failure) == Grade::Missing => {
            &["named a decision of their own"]
        }
        (Part::Diagnosis, Grade::Strong, _) => &[
            "named the decision of their own behind it",
            "traced it to a choice of their own",
            "put it down to a call of their own",
        ],
        (Part::Diagnosis, Grade::Weak, Some(Reason::Outward)) if pressed => &[
            "put the cause on others, even when asked what was theirs",
            "looked for the cause outside, even when asked for their own part",
        ],
        (Part::Diagnosis, Grade::Weak, Some(Reason::Outward)) => {
            &["put the cause on others", "looked for the cause outside"]
        }
        (Part::Diagnosis, Grade::Weak, _) => {
            &["left the cause general", "gave a cause that would fit any project"]
        }
        (Part::Diagnosis, Grade::Missing, _) if pressed => {
            &["did not find a choice of their own behind it, even when asked"]
        }
        (Part::Diagnosis, Grade::Missing, _) => {
            &["did not say which choice of theirs led to it", "did not name a cause of their own"]
        }
        (Part::Action, Grade::Strong, _) if late => &["described concrete steps"],
        (Part::Action, Grade::Strong, _) => {
            &["took concrete steps to repair it", "acted on it directly"]
        }
        (Part::Action, Grade::Weak, Some(Reason::Passive)) => {
            &["left it open which of the repairs were theirs"]
        }
        (Part::Action, Grade::Weak, _) => {
            &["stayed general about what they did", "said little of what they did about it"]
        }
        (Part::Action, Grade::Missing, _) => &["did not say what they did about it"],
        (Part::Learning, Grade::Strong, _) if late => {
            &["found a real lesson in it", "saw what they had not understood"]
        }
        (Part::Learning, Grade::Strong, _) => {
            &["saw what they had not understood", "drew a lesson that belongs to this story"]
        }
        (Part::Learning, Grade::Weak, _) => &["offered a lesson that would fit any story"],
        (Part::Learning, Grade::Missing, _) if pressed => &["had no lesson to offer"],
        (Part::Learning, Grade::Missing, _) => &["drew no lesson from it"],
        (Part::Improvement, Grade::Strong, _) if late => {
            &["gave an instance of changed behaviour", "showed a real change since"]
        }
        (Part::Improvement, Grade::Strong, _) => {
            &["showed that they work differently since", "backed it with what they do now"]
        }
        (Part::Improvement, Grade::Weak, Some(Reason::Intended)) => &[
            "described what they would do rather than what they do",
            "promised a change rather than showed one",
        ],
        (Part::Improvement, Grade::Weak, _) => &["said that they had improved without an instance"],
        (Part::Improvement, Grade::Missing, _) if pressed => {
            &["could point to no change in how they work"]
        }
        (Part::Improvement, Grade::Missing, _) => {
            &["gave no sign of working differently since", "showed no change in how they work"]
        }
    };
    Did { good: grade == Grade::Strong, late, what: story.one_of(part.id(), ways) }
}

/// What an interviewer adds: the flag that would come up in the discussion, or how much of it had to be
/// asked for, or what the level would still want to see.
fn last(story: &Story<'_>) -> String {
    let role = role(story.level());
    let all = |grade: &dyn Fn(Part) -> Grade| Part::ALL.iter().all(|p| grade(*p) == Grade::Strong);
    let declined = story.outcome.declined();
    if story.has(Flag::BlowByBlow) {
        return story
            .one_of(
                "retold",
                &[
                    "Most of the time went into retelling events.",
                    "I had to wait a long time for the point.",
                ],
            )
            .to_owned();
    }
    if story.has(Flag::Stale) && !story.was_asked(Gap::Recency) {
        return "The story is more than two years old; I would ask for a recent one.".to_owned();
    }
    if story.senior() && story.has(Flag::NoStakes) {
        return format!("For {role} I would want a failure with more at stake.");
    }
    if story.has(Flag::We) {
        return "It was hard to tell the candidate from the team.".to_owned();
    }
    if declined > 0 {
        let questions = if declined == 1 { "question was" } else { "questions were" };
        return format!("{} follow-up {questions} left unanswered.", capital(&counted(declined)));
    }
    if all(&|part| story.unprompted(part)) {
        return if story.senior() {
            format!("This is the judgement I would look for in {role}.")
        } else {
            "Someone who learns from a mistake; I had nothing left to ask.".to_owned()
        };
    }
    if all(&|part| story.after(part)) {
        return match story.outcome.probes() {
            0 => "Nothing was left open.".to_owned(),
            1 => "Everything was there after one follow-up.".to_owned(),
            n => format!("Everything was there in the end, but it took {} follow-ups.", counted(n)),
        };
    }
    let want = match (advice::weakest(story), story.senior()) {
        (Part::Failure, _) => "a failure stated plainly, with what it cost",
        (Part::Diagnosis, true) => "how they find the cause in their own decisions",
        (Part::Diagnosis, false) => "that they see their own part in a mistake",
        (Part::Action, _) => "what they do in the hours after they know",
        (Part::Learning, _) => "what they understood that they had not before",
        (Part::Improvement, true) => "proof that their judgement changed afterwards",
        (Part::Improvement, false) => "that a mistake changes how they work",
    };
    format!("For {role} I would still want to see {want}.")
}
