//! The one thing to do before the next attempt, in terms of this story.

use super::findings::Length;
use super::story::Story;
use crate::arc::{Flag, Grade, Part, Reason};
use crate::interview::quotes::intends;

/// The part that the next hour should go into, and what to do about it.
pub(super) fn next(story: &Story<'_>) -> (Part, String) {
    let part = weakest(story);
    let advice = match (story.after(part), story.unprompted(part)) {
        (Grade::Missing, _) => missing(story, part),
        (Grade::Weak, _) => weak(story, part),
        (Grade::Strong, Grade::Missing | Grade::Weak) => told_when_asked(story, part),
        (Grade::Strong, Grade::Strong) => complete(story),
    };
    (part, advice)
}

/// The part that needs the work most: the least told, and among equals what company and level weigh.
pub(super) fn weakest(story: &Story<'_>) -> Part {
    let unowned = story.has(Flag::Blame) || story.has(Flag::We);
    let left = |part: Part| {
        let after = story.after(part);
        match (part, after) {
            // Nothing else can stand on a failure that was not stated.
            (Part::Failure, Grade::Missing) => 0,
            // A cause that points outward is as good as none.
            (Part::Diagnosis, Grade::Weak) if unowned => 1,
            (_, Grade::Missing) => 1,
            (_, Grade::Weak) => 2,
            (_, Grade::Strong) => match story.unprompted(part) {
                Grade::Missing => 3,
                Grade::Weak => 4,
                Grade::Strong => 5,
            },
        }
    };
    let by = |a: &Part, b: &Part| {
        left(*a).cmp(&left(*b)).then_with(|| story.weight(*b).total_cmp(&story.weight(*a)))
    };
    Part::ALL.iter().copied().min_by(by).unwrap_or(Part::Failure)
}

/// "“we slipped six weeks”", or "the failure".
fn the_failure(story: &Story<'_>) -> String {
    story.quote(Part::Failure).map_or_else(|| "the failure".to_owned(), |q| format!("“{q}”"))
}

fn missing(story: &Story<'_>, part: Part) -> String {
    let failure = the_failure(story);
    match part {
        Part::Failure => match story.opening() {
            Some(opening) => format!(
                "Put one sentence before “{opening}”: what went wrong, for whom, and what it cost. \
                 Everything after it will make more sense."
            ),
            None => {
                "Open with one sentence: what went wrong, for whom, and what it cost.".to_owned()
            }
        },
        Part::Diagnosis => format!(
            "Right after {failure}, add one sentence that begins “I decided” or “I never checked”. \
             It is the sentence they wait for."
        ),
        Part::Action => format!(
            "Right after {failure}, say the first thing you did yourself once you knew, and when: \
             that hour, that day."
        ),
        Part::Learning => format!(
            "Finish this about {failure}: “Until then I had thought …”. What you had wrong is the \
             lesson; say it in your own words."
        ),
        Part::Improvement => format!(
            "Think of the next time after {failure} when it could have happened again. What did you \
             do differently, and what came of it? One instance is enough; if there is none yet, make \
             one this week, however small."
        ),
    }
}

fn weak(story: &Story<'_>, part: Part) -> String {
    let quote = story.quote(part).map(|q| format!("“{q}”"));
    let (quote, has) = (quote.as_deref().unwrap_or("That sentence"), quote.is_some());
    let failure = the_failure(story);
    match (part, story.reason(part)) {
        (Part::Failure, Some(Reason::Safe)) => {
            let whom = if story.senior() {
                "which team waited, which date moved, what plan changed"
            } else {
                "who waited, who had to do it again"
            };
            format!(
                "Look for what it cost in {}: {whom}. If nobody paid, choose another failure: one you \
                 would rather not tell is often the one.",
                if has { quote } else { "this story" }
            )
        }
        (Part::Failure, Some(Reason::Disowned)) => format!(
            "Say {} again with “I” as its subject. What did you do, or leave, that made it possible?",
            if has { quote } else { "it" }
        ),
        (Part::Failure, _) => format!(
            "Make {} exact: what broke, for whom, by how much. One number or one name does it.",
            if has { quote } else { "the failure" }
        ),
        (Part::Diagnosis, Some(Reason::Outward)) => format!(
            "{} may well be true. Give it half a sentence, then say what you could have done in \
             spite of it: asked earlier, checked, said no.",
            super::capital(quote)
        ),
        (Part::Diagnosis, _) => format!(
            "Behind {} there is one decision, assumption or missing check that was yours. Name it: what \
             you took for granted, or did not ask.",
            if has { quote } else { "it" }
        ),
        (Part::Action, Some(Reason::Passive)) => format!(
            "Which step of {} was yours? Name it, even if it was small.",
            if has { quote } else { "the repair" }
        ),
        (Part::Action, _) => format!(
            "Instead of {}, name one step that somebody could have watched you take.",
            if has { quote } else { "the general word" }
        ),
        (Part::Learning, _) => format!(
            "{} could close any story. What did you have wrong in this one, before {failure}? That \
             is the lesson.",
            super::capital(quote)
        ),
        (Part::Improvement, reason) if reason == Some(Reason::Intended) || intends(quote) => {
            format!(
                "{} is a plan. Do it once this week, then tell when you did it and what came of it; if \
             you have done it already, tell that.",
                if intends(quote) { super::capital(quote) } else { "The change so far".to_owned() }
            )
        }
        (Part::Improvement, _) => format!(
            "{} needs one instance: which piece of work, what you did, what came of it.",
            super::capital(quote)
        ),
    }
}

fn told_when_asked(story: &Story<'_>, part: Part) -> String {
    match (story.quote(part), part) {
        (Some(quote), Part::Failure) => {
            format!("You had it when asked: “{quote}”. Make it your first sentence next time.")
        }
        (Some(quote), _) => format!(
            "You had it when asked: “{quote}”. Put it into the story itself, so that nobody has to ask."
        ),
        (None, _) => format!(
            "You told the {part} when asked. Put it into the story itself, so that nobody has to ask."
        ),
    }
}

/// All five parts unprompted: what is left is the story's age, size and length.
fn complete(story: &Story<'_>) -> String {
    if story.has(Flag::Stale) && story.newer() {
        return "Nothing is missing, but it is an old story. You had a newer one when asked: begin with \
                that, and tell it all the way through."
            .to_owned();
    }
    if story.has(Flag::Stale) {
        return "Nothing is missing, but it is an old story. Find one from the last two years and \
                tell it the same way."
            .to_owned();
    }
    if story.senior() && story.has(Flag::NoStakes) {
        return format!(
            "The shape is right. Tell a bigger failure in it: one that a team, a timeline or the \
             strategy felt, where {} is one that few did.",
            the_failure(story)
        );
    }
    if story.has(Flag::We) {
        return "All five parts are there. Say “I” for what you decided and did; keep “we” for what \
                was truly shared."
            .to_owned();
    }
    let context = story.counted.verdict.shares.context;
    match story.length() {
        Length::Over => match story.quote(Part::Failure) {
            Some(quote) => format!(
                "All five parts are there; it only runs long. Begin two sentences before “{quote}” \
                 and let the rest of the background go."
            ),
            None => {
                "All five parts are there; it only runs long. Cut the background first.".to_owned()
            }
        },
        Length::Under if context < 0.3 => match story.quote(Part::Diagnosis) {
            Some(quote) => format!(
                "Nothing is missing, and there is time left. Say how you came to that: “{quote}”."
            ),
            None => {
                "Nothing is missing, and there is time left. Say how you came to decide as you did."
                    .to_owned()
            }
        },
        _ => "Nothing is missing. Tell it once more tomorrow, aloud and without looking, and see \
              that all five parts are still there."
            .to_owned(),
    }
}
