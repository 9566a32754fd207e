//! Interviews in which a reply tells another part than the one asked, or leaves one thin.

use super::cast::{BANKS, SHIPPED};
use super::scripted::{Scripted, handed_in};
use super::*;
use crate::arc::{Grade, Level, Reason};

#[test]
fn a_reply_that_tells_another_part_spares_the_question_for_it() {
    let banks = &*BANKS;
    let bank = banks.find("general").unwrap();
    let mut judge = Scripted::default();
    let answer = judge.knows_answer(
        &[("F", "I lost a customer."), ("A", "I called them.")],
        "F+ A+ L+",
        &[],
    );
    let reply = judge.knows_reply(
        "I never read the contract, and since then I read every one aloud with legal before I sign.",
        "D+",
        "D+ I+",
    );
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
    let (mut interview, _) = Interview::with_judge(plan, judge);
    let Move::Probe(asked) = interview.step(handed_in(&answer)) else { panic!() };
    assert_eq!(asked.part, Part::Diagnosis);
    let Move::Debrief(outcome) = interview.step(handed_in(&reply)) else { panic!() };
    assert_eq!(outcome.after.improvement.grade, Grade::Strong);
    assert_eq!(outcome.exchanges[0].also[0].0, Part::Improvement);
    assert_eq!(outcome.verdict.parts.improvement.grade, Grade::Missing, "unprompted stays");
}

#[test]
fn what_a_reply_left_thin_is_asked_about_by_its_reason() {
    let banks = &*BANKS;
    let bank = banks.find("general").unwrap();
    let mut judge = Scripted::default();
    let answer = judge.knows_answer(&[("F", "I lost a customer.")], "F+ D+ A+ L+ I-", &[]);
    let reply = judge.knows_reply("Going forward I will read contracts.", "I~intended", "");
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
    let (mut interview, _) = Interview::with_judge(plan, judge);
    let Move::Probe(first) = interview.step(handed_in(&answer)) else { panic!() };
    assert_eq!(first.gap, Gap::Missing);
    let Move::Probe(second) = interview.step(handed_in(&reply)) else { panic!() };
    assert_eq!((second.part, second.gap), (Part::Improvement, Gap::Weak(Reason::Intended)));
    let Move::Probe(third) = interview.step(Event::Closed) else { return };
    panic!("input ended, and yet {third:?}");
}

#[test]
fn a_reply_that_answers_another_question_is_pushed_and_what_it_tells_is_kept() {
    // For a change it is hardly one, or the judge is not sure that it is none, or is taken in by it.
    for judged in ["I~vague", "I-?", "I+"] {
        pushed_and_kept(judged);
    }
}

fn pushed_and_kept(judged: &str) {
    let banks = &*BANKS;
    let bank = banks.find("amazon").unwrap();
    let mut judge = Scripted::default();
    let answer = judge.knows_answer(
        &[
            ("F", "We shipped late."),
            ("D", "I never asked the vendor."),
            ("A", "I called them all."),
        ],
        "F+ D+ A+ L- I-",
        &[],
    );
    // Asked what changed since, they say what they learned.
    let aside = judge.knows_reply(
        "I had taken a price list for a promise, which it never was.",
        judged,
        "L+",
    );
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
    let (mut interview, _) = Interview::with_judge(plan, judge);
    let Move::Probe(first) = interview.step(handed_in(&answer)) else { panic!("a probe") };
    assert_eq!(first.part, Part::Improvement);
    let Move::Probe(push) = interview.step(handed_in(&aside)) else { panic!("a push") };
    assert_eq!((push.part, push.gap), (Part::Improvement, Gap::Push));
    let Move::Debrief(outcome) = interview.step(Event::Closed) else { panic!("a debrief") };
    assert_eq!(outcome.after.learning.grade, Grade::Strong);
    assert_eq!(outcome.after.improvement.grade, Grade::Missing);
}

#[test]
fn nobody_is_asked_whether_a_plan_has_held_up() {
    let bank = SHIPPED.find("google").unwrap();
    let plan_of = |words: &str, seed| {
        let mut judge = Scripted::default();
        let lines = [
            ("F", "We lost a day of orders."),
            ("DA", "I had told nobody, and I rang them all."),
            ("I", words),
        ];
        let answer = judge.knows_answer(&lines, "F+ D+ A+ L+ I~intended?", &[]);
        judge.knows_reply(words.trim_end_matches('.'), "I~intended", "I~intended");
        let plan = Plan { seed, ..Plan::new(&SHIPPED, bank, &bank.questions[0], Level::Senior) };
        let (mut interview, _) = Interview::with_judge(plan, judge);
        let Move::Probe(asked) = interview.step(handed_in(&answer)) else { panic!("a probe") };
        asked
    };
    for seed in 0..12 {
        let asked = plan_of("We will automate the rotation in the summer.", seed);
        assert_eq!((asked.part, asked.gap), (Part::Improvement, Gap::Unsure));
        assert!(!asked.words.contains("held up"), "{}", asked.words);
    }
    let fact = (0..12)
        .any(|seed| plan_of("The rotation runs by itself now.", seed).words.contains("held up"));
    assert!(fact, "of a fact it is asked");
}
