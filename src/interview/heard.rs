//! What a reply comes to: whether it tells the part that was asked, and what it tells of others.
//!
//! A reply is read three ways: for the part that was asked, knowing that it was; as an answer of its own;
//! and as the end of the story, for two sentences alone are hardly an answer. The first knows best what a
//! reply says of the part, but takes nearly any plain sentence for what was asked: of replies made of the
//! validation split's sentences on other parts it credits more than half, and the other two readings take
//! most of these back (of a hundred true replies they take back three).
//!
//! It knows nothing of gaps, wordings or stages.

use super::Judge;
use crate::arc::{Grade, Part, Parts};
use crate::judge::{Judgement, Standing, UNSURE, Verdict};
use crate::text::{Span, sentences, words};

/// A reply of fewer words is judged for the part that was asked only: no whole part fits into less.
const SHORTEST: usize = 6;

/// What stands between an answer and a reply that is read as its end.
const BREAK: &str = "\n\n";

/// A reply as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heard {
    /// Of the part that was asked; missing when the reply answers another question.
    pub(super) asked: Judgement,
    /// Of other parts, surely told: each is worth more than what was told of it so far.
    pub(super) also: Vec<(Part, Judgement)>,
    /// Whether it surely tells another part and not the one that was asked.
    pub(super) elsewhere: bool,
}

/// The story that a reply belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story<'a> {
    pub(super) answer: &'a str,
    pub(super) verdict: &'a Verdict,
    /// Where each part stands before the reply.
    pub(super) after: &'a Parts<Standing>,
}

/// Reads a reply to a question about `asked`.
pub(super) fn hear(judge: &impl Judge, story: Story<'_>, asked: Part, reply: &str) -> Heard {
    let judged = judge.reply(asked, reply, story.answer);
    let plain = Heard { asked: judged, also: Vec::new(), elsewhere: false };
    if words(reply) < SHORTEST {
        return plain;
    }
    let alone = judge.answer(reply);
    if alone.notice.is_some() {
        return plain;
    }
    let joined = judge.answer(&format!("{}{BREAK}{reply}", story.answer));
    let read = Read { story, reply, alone, joined };
    let others = || Part::ALL.iter().copied().filter(|part| *part != asked);
    let told = others().any(|part| read.tells(part).is_some());
    let aside = told && !read.touches(asked);
    let also = others().filter_map(|part| Some((part, read.adds(judge, part)?))).collect();
    let judged = plain.asked;
    let judged = if aside && judged.grade > Grade::Missing {
        Judgement::missing(judged.confidence)
    } else {
        judged
    };
    let elsewhere = told && judged.grade == Grade::Missing;
    Heard { asked: judged, also, elsewhere }
}

/// A reply as an answer of its own, and at the end of the story.
struct Read<'a> {
    story: Story<'a>,
    reply: &'a str,
    alone: Verdict,
    joined: Verdict,
}

impl Read<'_> {
    /// What it surely tells of a part, if it tells that whole.
    fn tells(&self, part: Part) -> Option<Judgement> {
        let surely = |j: &&Judgement| j.grade == Grade::Strong && !j.unsure();
        let alone = Some(&self.alone.parts[part]).filter(surely).cloned();
        alone.or_else(|| self.at_the_end(part).filter(|j| surely(&j)))
    }

    /// Whether anything in it may do something for a part; of one that the answer tells whole, the
    /// readings cannot say.
    fn touches(&self, part: Part) -> bool {
        self.story.verdict.parts[part].grade == Grade::Strong
            || self.alone.parts[part].grade > Grade::Missing
            || self.at_the_end(part).is_some()
    }

    /// What it adds to a part that nobody asked for here.
    fn adds(&self, judge: &impl Judge, part: Part) -> Option<Judgement> {
        let so_far = self.story.after[part].grade;
        if so_far == Grade::Strong {
            return None;
        }
        if let Some(told) = self.tells(part) {
            return Some(told);
        }
        // "I will ask finance next time" is worth knowing when nothing is: it can be asked about then.
        let surely = |j: &Judgement| j.grade == Grade::Weak && j.confidence >= UNSURE;
        let thin = self.at_the_end(part).filter(|j| so_far == Grade::Missing && surely(j))?;
        surely(&judge.reply(part, self.reply, self.story.answer)).then_some(thin)
    }

    /// What the story with the reply behind it tells of a part, when it is in the reply that it tells it.
    fn at_the_end(&self, part: Part) -> Option<Judgement> {
        let judged = &self.joined.parts[part];
        if self.story.verdict.parts[part].grade == Grade::Strong || judged.grade == Grade::Missing {
            return None;
        }
        let begin = self.story.answer.len() + BREAK.len();
        let held = |sentence: &Span| {
            let (start, end) = (begin + sentence.start, begin + sentence.end);
            judged.evidence.iter().any(|span| span.start < end && start < span.end)
        };
        let evidence: Vec<Span> = sentences(self.reply).into_iter().filter(held).collect();
        (!evidence.is_empty()).then(|| Judgement { evidence, ..judged.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Trained;

    const STORY: &str = "Last spring I led the move of our billing jobs to a new scheduler. On the 31st the \
        jobs queued for nine hours, and 1,400 invoices went out a day late. I had sized it from one week of \
        traffic and never asked finance what a month end looks like. That evening I moved the month-end jobs \
        back to the old scheduler and called our three largest customers myself.";

    const CHANGED: &str = "I now close every review by asking each owner to say the date back, and the last \
        three releases shipped on time.";

    const LEARNED: &str =
        "I had taken a quiet week for a typical one, because it was the data that I already had.";

    fn heard(asked: Part, reply: &str) -> Heard {
        let verdict = Trained.answer(STORY);
        let after = Standing::unprompted(&verdict);
        assert_eq!(
            after.map(|_, s| s.grade as u8),
            Parts::from_fn(|p| [2, 2, 2, 0, 0][p as usize])
        );
        hear(&Trained, Story { answer: STORY, verdict: &verdict, after: &after }, asked, reply)
    }

    fn also(heard: &Heard) -> Vec<(Part, Grade)> {
        heard.also.iter().map(|(part, judged)| (*part, judged.grade)).collect()
    }

    #[test]
    fn an_improvement_told_to_the_question_for_the_learning_counts_and_leaves_that_open() {
        let heard = heard(Part::Learning, CHANGED);
        assert_eq!((heard.asked.grade, heard.elsewhere), (Grade::Missing, true));
        assert_eq!(also(&heard), [(Part::Improvement, Grade::Strong)]);
        assert_eq!(heard.also[0].1.evidence[0].of(CHANGED), CHANGED);
    }

    #[test]
    fn a_learning_alone_is_no_improvement_and_both_are_both() {
        let one = heard(Part::Learning, LEARNED);
        assert_eq!((one.asked.grade, one.elsewhere, also(&one)), (Grade::Strong, false, vec![]));
        let reply = format!("{LEARNED} {CHANGED}");
        let both = heard(Part::Learning, &reply);
        assert_eq!((both.asked.grade, both.elsewhere), (Grade::Strong, false));
        assert_eq!(also(&both), [(Part::Improvement, Grade::Strong)]);
        let other_way = heard(Part::Improvement, &reply);
        assert_eq!((other_way.asked.grade, other_way.elsewhere), (Grade::Strong, false));
    }

    #[test]
    fn what_tells_again_what_the_answer_told_is_no_improvement() {
        // Asked for a change, nearly any plain sentence passes for one.
        let again = "I put the month-end jobs back on the old scheduler by hand, and 1,400 customers got a \
            letter from me.";
        let heard = heard(Part::Improvement, again);
        assert_eq!((heard.asked.grade, heard.elsewhere), (Grade::Missing, true));
        assert_eq!(also(&heard), [], "the action was told before");
    }

    #[test]
    fn a_plan_told_to_another_question_is_known_as_one() {
        let heard = heard(Part::Learning, "I will always ask finance about it next time.");
        assert_eq!(also(&heard), [(Part::Improvement, Grade::Weak)]);
        assert!(!heard.elsewhere, "a plan alone does not show that the question was passed by");
    }
}
