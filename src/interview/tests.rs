//! Whole interviews with scripted judges: which probes come, in which order, and why.

use super::cast::{
    BANKS, BLAMING, BRAGGING, CAST, COMPLETE, Candidate, RAMBLING, REFUSING, SHIPPED, THIN,
};
use super::scripted::{Scripted, handed_in, verdict};
use super::*;
use crate::arc::{Grade, Level, Reason};
use proptest::prelude::*;

fn moves(candidate: &Candidate) -> Vec<String> {
    candidate.play(|_| {}).moves
}

#[test]
fn the_complete_candidate_is_asked_nothing() {
    assert_eq!(moves(&COMPLETE), ["ask", "debrief"]);
}

#[test]
fn the_thin_candidate_is_asked_for_what_is_missing_then_for_what_is_weak() {
    // At mid level learning weighs most among what is weak; the intention told in the first reply is
    // weak by then too, and equal to the others, so the order of the arc decides.
    let played = THIN.play(|_| {});
    assert_eq!(
        played.moves,
        [
            "ask",
            "probe improvement missing",
            "probe learning platitude",
            "probe failure vague",
            "debrief"
        ]
    );
    let outcome = played.outcome.unwrap();
    assert_eq!(outcome.after.improvement.grade, Grade::Weak);
    assert_eq!(outcome.after.improvement.reason, Some(Reason::Intended));
    assert_eq!(outcome.after.learning.grade, Grade::Strong);
    assert_eq!((outcome.probes(), outcome.declined()), (3, 0));
}

#[test]
fn the_blaming_candidate_is_asked_what_was_theirs_to_change() {
    let played = BLAMING.play(|_| {});
    assert_eq!(
        played.moves,
        [
            "ask",
            "probe diagnosis ownership",
            "push diagnosis",
            "probe improvement missing",
            "push improvement",
            "probe learning missing",
            "debrief"
        ]
    );
    let outcome = played.outcome.unwrap();
    // Who still points outward has answered; only silence is a refusal.
    assert!(!outcome.exchanges[0].declined && !outcome.exchanges[1].declined);
    assert_eq!(outcome.after.diagnosis.reason, Some(Reason::Outward));
    assert!(outcome.exchanges[3].declined && !outcome.exchanges[2].declined);
    assert_eq!((outcome.probes(), outcome.declined()), (3, 1));
}

#[test]
fn the_bragging_candidate_is_asked_what_it_cost() {
    let played = BRAGGING.play(|_| {});
    assert_eq!(played.moves[0], "ask");
    let mut probes = played.moves[1..4].to_vec();
    probes.sort();
    assert_eq!(
        probes,
        ["probe diagnosis missing", "probe failure stakes", "probe improvement missing"]
    );
    assert_eq!(played.moves[4..], ["debrief"]);
}

#[test]
fn the_refusing_candidate_is_helped_once_and_then_let_go() {
    let played = REFUSING.play(|_| {});
    assert_eq!(played.moves, ["ask", "help", "debrief"]);
    let outcome = played.outcome.unwrap();
    assert!(outcome.helped && !outcome.told());
    assert!(outcome.exchanges.is_empty());
}

#[test]
fn the_rambling_candidate_is_asked_for_what_the_retelling_left_out() {
    assert_eq!(
        moves(&RAMBLING),
        ["ask", "probe improvement missing", "probe learning missing", "debrief"]
    );
}

#[test]
fn the_same_plan_gives_the_same_interview() {
    for (name, candidate) in &CAST {
        let one = candidate.play(|plan| plan.seed = 11);
        let two = candidate.play(|plan| plan.seed = 11);
        assert_eq!(one.probes, two.probes, "{name}");
        assert_eq!(one.outcome, two.outcome, "{name}");
    }
}

#[test]
fn the_number_of_probes_is_a_setting() {
    for limit in 0..4 {
        let played = BLAMING.play(|plan| plan.probes_at_most = limit);
        assert_eq!(played.outcome.unwrap().probes(), limit);
    }
}

#[test]
fn no_wording_comes_twice_in_a_session() {
    let mut heard: Vec<String> = Vec::new();
    for seed in 0..3 {
        let played = BLAMING.play(|plan| {
            plan.seed = seed;
            plan.heard.clone_from(&heard);
        });
        for words in played.probes {
            assert!(!heard.contains(&words), "twice: {words}");
            heard.push(words);
        }
    }
}

#[test]
fn every_company_at_every_level_asks_by_the_rule_and_in_words_of_its_own() {
    for bank in SHIPPED.iter() {
        for level in Level::ALL {
            for (name, candidate) in &CAST {
                let played = candidate.play_in(&SHIPPED, &bank.company, *level, |_| {});
                let outcome = played.outcome.unwrap();
                let case = format!("{} {level} {name}: {:?}", bank.company, played.moves);
                let mut asked = Vec::new();
                let mut after = Standing::unprompted(&outcome.verdict);
                for (at, exchange) in outcome.exchanges.iter().enumerate() {
                    let Asked { part, gap, .. } = exchange.asked;
                    if gap == Gap::Push {
                        assert_eq!(outcome.exchanges[at - 1].asked.part, part, "{case}");
                    } else {
                        let rule = next(Situation {
                            verdict: &outcome.verdict,
                            after: &after,
                            weights: &bank.weights.at(*level),
                            level: *level,
                            asked: &asked,
                        });
                        assert_eq!(rule, Some(Next { part, gap }), "{case}");
                        asked.push(Next { part, gap });
                    }
                    for (told, j) in exchange
                        .judgement
                        .iter()
                        .map(|j| (part, j))
                        .chain(exchange.also.iter().map(|(p, j)| (*p, j)))
                    {
                        after[told] = after[told].fold(j);
                    }
                }
                assert_eq!(after, outcome.after, "{case}");
                assert!(asked.len() <= 3, "{case}");
                let mut words = played.probes.clone();
                words.sort();
                words.dedup();
                assert_eq!(words.len(), played.probes.len(), "{case}");
                if *name == "blaming" {
                    // What points outward is met with a question about one's own part, everywhere.
                    let owned = asked.iter().any(|n| n.gap == Gap::Ownership);
                    assert!(owned, "{case}");
                }
                if *name == "bragging" {
                    let stakes = asked.iter().any(|n| n.gap == Gap::Stakes);
                    assert_eq!(stakes, *level >= Level::Senior, "{case}");
                }
            }
        }
    }
}

/// A candidate with one answer and one reply to everything.
fn stubborn(reply: &str, judged: &str) -> Outcome {
    let banks = &*BANKS;
    let bank = banks.find("amazon").unwrap();
    let mut judge = Scripted::default();
    let answer = judge.knows_answer(
        &[("F", "The migration lost two days of orders."), ("-", "It was a hard week.")],
        "F+ D- A- L- I-",
        &[],
    );
    judge.knows_reply(reply, judged, "");
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
    let (mut interview, first) = Interview::with_judge(plan, judge);
    assert!(matches!(first, Move::Ask(_)));
    let mut now = interview.step(handed_in(&answer));
    loop {
        now = match now {
            Move::Probe(asked) => {
                let words = if reply == "{probe}" { asked.words } else { reply.to_owned() };
                interview.step(handed_in(&words))
            }
            Move::Debrief(outcome) => return *outcome,
            other => panic!("{other:?}"),
        };
    }
}

#[test]
fn every_dodge_gets_one_push_and_then_the_interviewer_moves_on() {
    for reply in ["skip", "", "{probe}", "The migration lost two days of orders.", "Good question!"]
    {
        let outcome = stubborn(reply, "D-");
        let gaps: Vec<_> = outcome.exchanges.iter().map(|e| (e.asked.gap, e.declined)).collect();
        let pair = [(Gap::Missing, false), (Gap::Push, true)];
        assert_eq!(gaps, [pair, pair, pair].concat(), "{reply:?}");
        for two in outcome.exchanges.chunks(2) {
            assert_eq!(two[0].asked.part, two[1].asked.part);
            assert_ne!(two[0].asked.words, two[1].asked.words);
        }
    }
}

#[test]
fn the_same_sentence_to_every_probe_counts_once() {
    let outcome = stubborn("I had skipped the dry run to save a day.", "D+");
    let counted = outcome.exchanges.iter().filter(|e| e.judgement.is_some()).count();
    assert_eq!(counted, 1);
    assert_eq!(outcome.declined(), 2);
    let strong = outcome.after.iter().filter(|(_, s)| s.grade == Grade::Strong).count();
    assert_eq!(strong, 2);
}

#[test]
fn a_long_reply_that_the_judge_cannot_place_is_not_called_a_dodge() {
    let reply = "It is hard to say, there were many things going on with the vendor in that month.";
    assert!(stubborn(reply, "D-?").exchanges.iter().take(1).all(|e| !e.declined));
    assert_eq!(stubborn(reply, "D-?").exchanges[1].asked.gap, Gap::Missing);
    assert_eq!(stubborn(reply, "D-").exchanges[1].asked.gap, Gap::Push);
}

#[test]
fn a_text_that_cannot_be_read_is_judged_for_nothing() {
    let banks = &*BANKS;
    let bank = banks.find("general").unwrap();
    let mut judge = Scripted::default();
    judge.cannot_read("Una vez fallé.", "This does not look like English.");
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
    let (mut interview, _) = Interview::with_judge(plan, judge);
    let Move::Debrief(outcome) = interview.step(handed_in("Una vez fallé.")) else { panic!() };
    assert!(!outcome.told() && outcome.exchanges.is_empty());
}

#[test]
fn a_skip_on_purpose_is_not_pushed_and_the_end_of_input_keeps_what_was_said() {
    let banks = &*BANKS;
    let bank = banks.find("netflix").unwrap();
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
    let (mut interview, _) = Interview::with_judge(plan, BLAMING.judge());
    let Move::Probe(first) = interview.step(handed_in(&BLAMING.text())) else { panic!() };
    let Move::Probe(second) = interview.step(Event::Dropped) else { panic!() };
    assert_ne!(first.part, second.part);
    let Move::Debrief(outcome) = interview.step(Event::Closed) else { panic!() };
    assert_eq!((outcome.exchanges.len(), outcome.declined()), (1, 1));
    assert_eq!(interview.step(handed_in("more")), Move::Ended);
}

#[test]
fn an_answer_that_is_dropped_leaves_nothing() {
    let banks = &*BANKS;
    let bank = banks.find("meta").unwrap();
    for event in [Event::Dropped, Event::Closed] {
        let plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
        let (mut interview, _) = Interview::with_judge(plan, Scripted::default());
        assert_eq!(interview.step(event), Move::Ended);
    }
}

#[test]
fn help_brings_the_same_question_and_a_second_try_counts_in_full() {
    let banks = &*BANKS;
    let bank = banks.find("amazon").unwrap();
    let plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
    let (mut interview, _) = Interview::with_judge(plan, COMPLETE.judge());
    // Refusals that the judge does not flag are seen by their form.
    let Move::Help(again) = interview.step(handed_in("Nothing comes to mind.")) else { panic!() };
    assert_eq!(again, bank.questions[0]);
    let Move::Debrief(outcome) = interview.step(handed_in(&COMPLETE.text())) else { panic!() };
    assert!(outcome.helped && outcome.told());
}

#[test]
fn a_guess_is_kept_and_an_event_out_of_place_changes_nothing() {
    let banks = &*BANKS;
    let bank = banks.find("amazon").unwrap();
    let mut plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
    plan.guess_first = true;
    let (mut interview, first) = Interview::with_judge(plan, COMPLETE.judge());
    let guess = Parts::from_fn(|part| part != Part::Learning);
    assert_eq!(interview.step(Event::Guessed(guess)), first);
    assert_eq!(interview.step(handed_in(&COMPLETE.text())), Move::Guess);
    assert_eq!(interview.step(handed_in("what?")), Move::Guess);
    let Move::Debrief(outcome) = interview.step(Event::Guessed(guess)) else { panic!() };
    assert_eq!(outcome.guess, Some(guess));
}

#[test]
fn a_budget_that_runs_late_cuts_probes_and_pushes() {
    let budget =
        |budget| BLAMING.play(|plan| plan.mode = Mode::Pressure { budget }).outcome.unwrap();
    // The answer takes 12 seconds of thinking and 2 for each of its 70 words.
    assert_eq!((budget(170.0).probes(), budget(170.0).cut_short), (0, true));
    assert_eq!((budget(200.0).probes(), budget(200.0).cut_short), (1, true));
    let whole = budget(900.0);
    assert_eq!((whole.probes(), whole.cut_short), (3, false));
}

#[test]
fn an_answer_that_runs_on_is_interrupted_once_and_only_under_pressure() {
    let words = "and then we had another meeting about it ".repeat(20);
    let banks = &*BANKS;
    let bank = banks.find("meta").unwrap();
    for (mode, cuts_in) in [(Mode::Normal, false), (Mode::Pressure { budget: 600.0 }, true)] {
        let mut plan = Plan::new(banks, bank, &bank.questions[0], Level::Mid);
        plan.mode = mode;
        let (mut interview, _) = Interview::with_judge(plan, Scripted::default());
        let mut lines = Vec::new();
        let mut interruption = interview.interruption();
        for (at, _) in words.match_indices(' ') {
            let weighed =
                interruption.as_mut().map(|i| i.weigh(&words[..at], &Scripted::default()));
            if weighed.flatten().is_some() {
                lines.push(crate::text::words(&words[..at]));
            }
        }
        let _ = interview.step(handed_in(&words));
        assert!(interview.interruption().is_none(), "replies are not cut in on");
        let expected = if cuts_in { vec![INTERRUPT_AFTER] } else { vec![] };
        assert_eq!(lines, expected);
    }
}

#[test]
fn whoever_has_stated_the_failure_is_not_interrupted() {
    struct Told;
    impl Judge for Told {
        fn answer(&self, _: &str) -> Verdict {
            verdict("F~vague", &[])
        }
        fn reply(&self, _: Part, _: &str, _: &str) -> Judgement {
            Judgement::missing(1.0)
        }
    }
    let text = "word ".repeat(300);
    assert_eq!(interrupt(&text, &Told, 0), None);
    assert!(interrupt(&text, &Scripted::default(), u64::MAX).is_some());
    assert_eq!(interrupt("word", &Scripted::default(), 0), None);
}

proptest! {
    #[test]
    fn any_run_of_events_ends_within_the_limit(
        events in proptest::collection::vec(
            prop_oneof![
                "[a-z .!?]{0,60}|\\PC{0,20}".prop_map(|text| handed_in(&text)),
                any::<bool>().prop_map(|b| Event::Guessed(Parts::from_fn(|_| b))),
                Just(Event::Dropped),
                Just(Event::HandedIn { text: "\u{1b}[2J\u{202e}".repeat(700), times: Times { think: f64::NAN, wall: -4.0, speaking: f64::INFINITY } }),
            ],
            0..30,
        ),
        seed: u64, guess_first: bool, budget in proptest::option::of(-10.0f64..400.0),
    ) {
        let banks = &*BANKS;
        let bank = banks.find("amazon").unwrap();
        let mut plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
        plan.seed = seed;
        plan.guess_first = guess_first;
        if let Some(budget) = budget {
            plan.mode = Mode::Pressure { budget };
        }
        let (mut interview, mut now) = Interview::new(plan);
        for event in events {
            if let Move::Probe(asked) = &now {
                prop_assert!(!asked.words.trim().is_empty());
                let slots = asked.words.contains(['{', '}']);
                prop_assert!(!slots, "a slot was left open");
            }
            now = interview.step(event);
        }
        let end = interview.step(Event::Closed);
        prop_assert!(matches!(end, Move::Debrief(_) | Move::Ended));
        prop_assert_eq!(interview.step(Event::Closed), Move::Ended);
        prop_assert!(interview.exchanges().iter().filter(|e| e.asked.gap != Gap::Push).count() <= 3);
    }
}

/// What is asked of whom, where: by part and gap, so that the wordings may change.
#[test]
fn each_candidate_at_each_company() {
    let mut lines = Vec::new();
    for company in ["google", "meta", "amazon", "netflix"] {
        for (name, candidate) in &CAST {
            let played = candidate.play_in(&SHIPPED, company, candidate.level, |_| {});
            let asked = played.moves.iter().filter(|m| !matches!(m.as_str(), "ask" | "debrief"));
            let asked: Vec<&str> = asked.map(|m| m.strip_prefix("probe ").unwrap_or(m)).collect();
            let asked = if asked.is_empty() { "nothing".to_owned() } else { asked.join(", ") };
            lines.push(format!("{company:<8} {name:<9} {asked}"));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn whoever_passes_is_helped_and_not_told_that_it_is_too_short() {
    let banks = &*BANKS;
    let bank = banks.find("amazon").unwrap();
    for answer in ["pass", "skip", "idk", "no idea"] {
        let plan = Plan::new(banks, bank, &bank.questions[0], Level::Senior);
        let (mut interview, _) = Interview::new(plan);
        assert!(matches!(interview.step(handed_in(answer)), Move::Help(_)), "{answer}");
    }
}
