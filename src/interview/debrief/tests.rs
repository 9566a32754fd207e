//! Every sentence that a debrief can be put together from, over all verdicts that there are.

use std::collections::BTreeSet;

use super::*;
use crate::arc::{Flag, Reason};
use crate::bank::{Banks, Gap};
use crate::interview::cast::{BANKS, BLAMING, CAST};
use crate::interview::scripted::{Scripted, handed_in, verdict};
use crate::interview::{Asked, Correction, Exchange, Interview, Mode, Move, Plan};
use crate::judge::{Judgement, Standing};
use crate::text::sentences;

fn of(outcome: &Outcome) -> Debrief {
    let bank = BANKS.find(&outcome.company).ok();
    Debrief::of(outcome, &Corrected::none(outcome), bank, Band::default())
}

fn body(outcome: &Outcome) -> Told {
    match of(outcome).body {
        Body::Told(told) => *told,
        other => panic!("{other:?}"),
    }
}

fn played(name: &str) -> Outcome {
    CAST.iter().find(|(n, _)| *n == name).unwrap().1.play(|_| {}).outcome.unwrap()
}

/// An outcome with these grades, with every open part asked for, in vain, or nothing asked at all.
fn graded(grades: &str, flags: &[Flag], level: Level, pressed: bool) -> Outcome {
    let base = BLAMING.play(|plan| plan.probes_at_most = 0).outcome.unwrap();
    let mut verdict = verdict(grades, flags);
    let spans = sentences(&base.answer);
    for (part, span) in Part::ALL.iter().zip(spans) {
        if verdict.parts[*part].grade > Grade::Missing {
            verdict.parts[*part].evidence = vec![span];
        }
    }
    let after = Standing::unprompted(&verdict);
    let exchanges = Part::ALL
        .iter()
        .filter(|part| pressed && after[**part].grade < Grade::Strong)
        .map(|part| Exchange {
            asked: Asked { part: *part, gap: Gap::Missing, words: "And?".into() },
            reply: "No.".into(),
            times: Times::default(),
            judgement: Some(Judgement::missing(0.9)),
            also: Vec::new(),
            declined: false,
        })
        .collect();
    Outcome { level, verdict, after, exchanges, ..base }
}

fn every_grade(part: char, reasons: &[Reason]) -> Vec<String> {
    let weak = reasons.iter().map(|r| format!("{part}~{r}"));
    [format!("{part}+"), format!("{part}-")].into_iter().chain(weak).collect()
}

/// What is wrong with a text that a person is to read, if anything is.
fn blemish(text: &str) -> Option<&'static str> {
    let odd =
        ["  ", " ,", " .", "..", ",,", "and and", "but but", ", and , ", "{", "}", "/100", " a a "];
    if text.trim() != text || text.is_empty() {
        return Some("empty or ragged");
    }
    if !text.ends_with(['.', '?']) {
        return Some("no full stop");
    }
    let lower = text.trim_start_matches('“').chars().next().is_some_and(char::is_lowercase);
    if lower {
        return Some("no capital");
    }
    odd.iter().any(|o| text.contains(o)).then_some("an odd run of characters")
}

#[test]
fn every_debrief_is_made_of_whole_sentences() {
    let mut notes = BTreeSet::new();
    for f in every_grade('F', Part::Failure.reasons()) {
        for d in every_grade('D', Part::Diagnosis.reasons()) {
            for a in every_grade('A', Part::Action.reasons()) {
                for l in every_grade('L', Part::Learning.reasons()) {
                    for i in every_grade('I', Part::Improvement.reasons()) {
                        let grades = format!("{f} {d} {a} {l} {i}");
                        // Levels, flags and pressure in turn: all combinations would only repeat.
                        let turn = notes.len();
                        let level = Level::ALL[turn % 4];
                        let flags = match turn % 7 {
                            n @ 0..5 => vec![Flag::ALL[n]],
                            5 => vec![],
                            _ => vec![
                                Flag::Blame,
                                Flag::We,
                                Flag::BlowByBlow,
                                Flag::Stale,
                                Flag::NoStakes,
                            ],
                        };
                        let outcome = graded(&grades, &flags, level, turn % 2 == 0);
                        let told = body(&outcome);
                        let sentences = [&told.note, &told.next, &told.bulk, &told.probes]
                            .into_iter()
                            .chain(told.traits.iter().map(|t| &t.why))
                            .chain(told.breaks.iter().map(|b| &b.why));
                        for text in sentences {
                            assert_eq!(blemish(text), None, "{grades} {flags:?}: {text}");
                        }
                        let count = crate::text::sentences(&told.note).len();
                        assert!((2..=3).contains(&count), "{count} sentences: {}", told.note);
                        notes.insert(told.note);
                    }
                }
            }
        }
    }
    // Varied: hardly any note is like another.
    assert!(notes.len() > 900, "{}", notes.len());
}

#[test]
fn the_advice_is_for_the_weakest_part_and_speaks_of_this_story() {
    let blaming = body(&played("blaming"));
    assert_eq!(blaming.weakest, Part::Diagnosis, "blame counts as a missing diagnosis");
    assert!(blaming.next.contains("“The data team kept changing their schema"), "{}", blaming.next);
    let rambling = body(&played("rambling"));
    assert_eq!(rambling.weakest, Part::Improvement);
    assert!(
        rambling.next.starts_with("You had it when asked: “the search move last quarter"),
        "{}",
        rambling.next
    );
    for (name, candidate) in &CAST {
        let outcome = candidate.play(|_| {}).outcome.unwrap();
        if outcome.told() {
            let next = body(&outcome).next;
            let quoted = next.split('“').nth(1).and_then(|q| q.split(['”', '…']).next()).unwrap();
            let said: String =
                outcome.sentences().iter().map(|s| s.text.to_lowercase() + " ").collect();
            assert!(said.contains(&quoted.to_lowercase()), "{name}: {next}");
        }
    }
}

#[test]
fn the_level_changes_how_it_reads() {
    let read = |level| body(&graded("F~safe D+ A+ L+ I-", &[Flag::NoStakes], level, false));
    let (mid, staff) = (read(Level::Mid), read(Level::Staff));
    assert_ne!(mid.note, staff.note);
    assert!(staff.note.ends_with("For a staff role I would want a failure with more at stake."));
    let safe = |told: &Told| told.breaks.iter().find(|b| b.weakness == Weakness::TooSafe).cloned();
    assert!(safe(&staff).unwrap().why.contains("a team, a timeline or the strategy"));
    assert!(!safe(&mid).unwrap().why.contains("strategy"));
}

#[test]
fn the_company_weighs_what_it_weighs() {
    let mut outcome = graded("F+ D~outward A+ L+ I+", &[], Level::Senior, false);
    let why = |outcome: &Outcome| body(outcome).breaks[0].why.clone();
    assert!(why(&outcome).ends_with("Netflix weighs this most."));
    outcome.company = "general".into();
    assert!(!why(&outcome).contains("weighs"));
    outcome.company = "gone".into();
    assert_eq!(of(&outcome).company, "gone");
}

#[test]
fn what_would_hold_breaks_nowhere() {
    assert_eq!(body(&played("complete")).breaks, []);
    let weaknesses =
        |name| body(&played(name)).breaks.iter().map(|b| b.weakness).collect::<Vec<_>>();
    assert_eq!(weaknesses("blaming"), [Weakness::Ownership, Weakness::Improvement]);
    assert_eq!(weaknesses("bragging"), [Weakness::TooSafe]);
    assert_eq!(weaknesses("rambling"), [Weakness::BlowByBlow]);
}

#[test]
fn a_guess_is_held_against_what_was_told_unasked() {
    let guessed = |guess: Parts<bool>| {
        let outcome = Outcome { guess: Some(guess), ..played("blaming") };
        body(&outcome).guess.unwrap()
    };
    let sober = Parts::from_fn(|p| matches!(p, Part::Failure | Part::Action));
    assert_eq!(guessed(sober), "You saw all five parts as they were.");
    assert_eq!(
        guessed(Parts::from_fn(|_| true)),
        "You saw two of five as they were; you counted diagnosis (thin), learning (not there) \
         and improvement (not there)."
    );
    assert_eq!(
        guessed(Parts::from_fn(|_| false)),
        "You saw three of five as they were; you left out failure and action, which were there."
    );
}

#[test]
fn the_persons_word_changes_what_is_said() {
    let outcome = played("blaming");
    let said = [
        Correction::Told(Part::Diagnosis, vec![4]),
        Correction::Told(Part::Improvement, vec![5]),
        Correction::Wrong(Flag::Blame),
    ];
    let counted = Corrected::of(&outcome, &said).unwrap();
    let debrief = Debrief::of(&outcome, &counted, BANKS.find("netflix").ok(), Band::default());
    let Body::Told(told) = debrief.body else { panic!() };
    assert_eq!(told.breaks, []);
    assert_eq!(told.parts.diagnosis.evidence.as_ref().unwrap().number, 4);
    assert_eq!(
        told.yours.unwrap(),
        "You say that diagnosis is there, improvement is there and `blame` is wrong, and that \
         counts. The judge's own view is kept."
    );
}

#[test]
fn probes_are_told_as_they_were() {
    assert_eq!(body(&played("complete")).probes, "No follow-ups needed.");
    assert_eq!(body(&played("blaming")).probes, "Three follow-ups, one passed over.");
    let late = BLAMING.play(|p| p.mode = Mode::Pressure { budget: 200.0 }).outcome.unwrap();
    assert_eq!(body(&late).probes, "One follow-up. More would have come, but the time was up.");
}

#[test]
fn what_is_said_of_a_flag_fits_the_length_and_the_replies() {
    let breaks = |outcome: &Outcome| -> Vec<Weakness> {
        body(outcome).breaks.into_iter().map(|b| b.weakness).collect()
    };
    let taking = |seconds| Outcome {
        times: Times { speaking: seconds, ..Times::default() },
        ..played("rambling")
    };
    assert!(breaks(&taking(61.0)).contains(&Weakness::BlowByBlow));
    assert!(!breaks(&taking(29.0)).contains(&Weakness::BlowByBlow), "nobody has waited long");
    assert!(!body(&taking(29.0)).note.contains("retelling"));

    let safe = graded("F~safe D+ A+ L+ I+", &[Flag::NoStakes], Level::Senior, false);
    assert!(breaks(&safe).contains(&Weakness::TooSafe));
    let mut told = safe.clone();
    told.after = Standing::unprompted(&verdict("F+ D+ A+ L+ I+", &[]));
    assert!(!breaks(&told).contains(&Weakness::TooSafe), "a reply told what was at stake");
}

#[test]
fn lengths_stand_to_the_band() {
    assert_eq!(body(&played("complete")).length, Length::Under);
    assert_eq!(body(&played("rambling")).length, Length::Within);
    let long =
        Outcome { times: Times { speaking: 200.0, ..Times::default() }, ..played("complete") };
    let told = body(&long);
    assert_eq!(told.length, Length::Over);
    assert!(told.next.contains("it only runs long"), "{}", told.next);
    // Nobody who runs over is told that nothing would make them stop.
    let past = "runs past the time they have";
    assert!(told.breaks.is_empty() && told.holds.contains(past), "{}", told.holds);
    let open = graded("F+ D+ A- L~platitude I+", &[], Level::Senior, false);
    for (speaking, over) in [(181.0, true), (179.0, false)] {
        let told = body(&Outcome { times: Times { speaking, ..Times::default() }, ..open.clone() });
        assert!(
            told.breaks.is_empty() && told.holds.contains("what you learned"),
            "{}",
            told.holds
        );
        assert_eq!(told.holds.contains(past), over, "{speaking}: {}", told.holds);
        assert_eq!(told.holds.contains("Nothing in it"), !over, "{speaking}: {}", told.holds);
    }
}

#[test]
fn a_story_of_two_kilobytes_in_one_word_is_quoted_nowhere() {
    let word = "x\u{1b}[31m".repeat(400);
    let mut judge = Scripted::default();
    let answer = judge.knows_answer(&[("F", word.as_str())], "F~vague", &[]);
    let banks: &Banks = &BANKS;
    let bank = banks.find("amazon").unwrap();
    let plan =
        Plan { probes_at_most: 0, ..Plan::new(banks, bank, &bank.questions[0], Level::Staff) };
    let (mut interview, _) = Interview::with_judge(plan, judge);
    let Move::Debrief(outcome) = interview.step(handed_in(&answer)) else { panic!() };
    let told = body(&outcome);
    assert!(!told.next.contains('\u{1b}') && told.next.len() < 300, "{}", told.next);
}

#[test]
fn what_the_judge_wrongly_takes_for_a_plan_is_not_called_one_in_quotes() {
    let mut outcome = graded("F+ D+ A+ L+ I~intended", &[], Level::Mid, false);
    assert!(body(&outcome).next.starts_with("The change so far is a plan."));
    let at = sentences("I would ask first next time.");
    outcome.answer = "I would ask first next time.".to_owned();
    outcome.verdict.parts =
        outcome.verdict.parts.map(|_, j| Judgement { evidence: at.clone(), ..j.clone() });
    assert!(body(&outcome).next.starts_with("“I would ask first next time” is a plan."));
}
