//! What the log format promises: any session reads back as it was, and whatever happens to the file
//! costs no more than the entry that it happens to.

use proptest::prelude::*;

use super::*;
use crate::arc::{Grade, Part};
use crate::bank::{Gap, Severity};
use crate::interview::Times;

fn path(session: &Session) -> String {
    format!("sessions/{}.toml", session.header.id)
}

/// A small session with a question, a probe and a correction.
pub(crate) fn example() -> Session {
    let when = |words: &str| When::parse(words).expect("a moment");
    let answer = "We slipped six weeks, and a client left.\nI never asked who owned the contract.";
    let verdict = crate::judge::Verdict {
        parts: crate::arc::Parts::from_fn(|part| match part {
            Part::Failure => crate::judge::Judgement {
                grade: Grade::Strong,
                reason: None,
                evidence: vec![crate::text::sentences(answer)[0]],
                confidence: 0.912_34,
            },
            _ => crate::judge::Judgement::missing(0.8),
        }),
        flags: vec![crate::arc::Flag::We],
        shares: Default::default(),
        words: 15,
        notice: None,
    };
    let question = Turn {
        number: 1,
        kind: Kind::Question {
            company: "amazon".into(),
            question: "amazon-limited-data".into(),
            shown: Some(Shown::of(&verdict, answer)),
        },
        asked: "Tell me about a decision.".into(),
        words: answer.into(),
        at: when("2026-11-27T04:47:40+01:00"),
        times: Times { think: 12.5, wall: 140.25, speaking: 6.43 },
        judge: "3".into(),
        outcome: Ending::Answered,
    };
    let probe = Turn {
        number: 2,
        kind: Kind::Probe {
            part: Part::Learning,
            gap: Gap::Missing,
            shown: Some(ShownPart {
                grade: Grade::Strong,
                reason: None,
                confidence: 0.8,
                evidence: vec!["[[Agreement]] is not \"commitment\"".into()],
            }),
            also: Vec::new(),
        },
        asked: "What do you understand now?".into(),
        words: "[[Agreement]] is not \"commitment\"".into(),
        at: when("2026-11-27T04:48:02+01:00"),
        times: Times { think: 3.0, wall: 9.75, speaking: 1.7 },
        judge: "3".into(),
        outcome: Ending::Answered,
    };
    let correction = Correction {
        turn: 1,
        at: when("2026-11-27T04:49:00+01:00"),
        says: Says::Told(Part::Diagnosis, vec!["I never asked who owned the contract.".into()]),
    };
    let started = when("2026-11-27T04:45:12+01:00");
    Session {
        header: Header {
            id: session_id(started, "amazon", 0x7f3a),
            started,
            program: "0.1.0".into(),
            judge: "3".into(),
            verb: "ask".into(),
            company: Some("amazon".into()),
            level: crate::arc::Level::Senior,
            seed: 7,
            rate: 140,
            band: [120, 180],
        },
        entries: vec![Entry::Turn(question), Entry::Turn(probe), Entry::Correction(correction)],
    }
}

#[test]
fn a_log_is_something_that_a_person_can_read() {
    insta::assert_snapshot!(encode(&example()));
}

#[test]
fn the_persons_word_counts_over_the_judges_and_a_reply_takes_nothing_away() {
    let session = example();
    let attempt = session.attempts().next().expect("one attempt");
    let marks = |parts: crate::arc::Parts<crate::judge::Standing>| {
        parts.iter().map(|(_, s)| s.grade.mark()).collect::<String>()
    };
    assert_eq!(marks(attempt.unprompted()), "●●○○○");
    assert_eq!(marks(attempt.after()), "●●○●○");
    assert_eq!(attempt.probes().count(), 1);
}

#[test]
fn evidence_comes_back_as_spans_of_the_answer() {
    let session = example();
    let attempt = session.attempts().next().expect("one attempt");
    let text = &attempt.question.words;
    let verdict = attempt.shown.expect("a verdict").verdict(text);
    let evidence: Vec<_> = verdict.parts.failure.evidence.iter().map(|s| s.of(text)).collect();
    assert_eq!(evidence, ["We slipped six weeks, and a client left."]);
}

#[test]
fn a_damaged_turn_is_numbered_and_the_others_are_kept() {
    let whole = encode(&example());
    let broken = whole.replace("gap = \"missing\"", "gap = \"mising\"");
    let decoded = decode("sessions/2026-11-27-044512-amazon-7f3a.toml", &broken);
    let kept = decoded.session.expect("a session");
    assert_eq!(kept.entries.len(), 2);
    assert_eq!(
        decoded.problems[0].to_string(),
        "sessions/2026-11-27-044512-amazon-7f3a.toml, line 41: this entry is not whole: \
         unknown gap `mising` (did you mean `missing`?). \
         It is left out, and all others are kept. Mend the line to have it back."
    );
}

#[test]
fn a_newer_format_is_left_alone_and_a_stranger_is_called_one() {
    let newer = encode(&example()).replace("format = 1", "format = 2");
    let decoded = decode("sessions/a.toml", &newer);
    assert_eq!(decoded.session, None);
    assert_eq!(
        decoded.problems[0].to_string(),
        "sessions/a.toml, line 1: the log has format 2, and this program reads up to 1. \
         Use a newer mockloop to read it. The file is left as it is."
    );
    for stranger in ["shopping = [\"milk\"]\n", "# Notes\n\nBuy milk.\n", "\u{0}\u{1}\n[[x"] {
        let decoded = decode("sessions/a.toml", stranger);
        assert_eq!(decoded.session, None);
        assert_eq!(decoded.problems.len(), 1, "{:?}", decoded.problems);
        assert_eq!(decoded.problems[0].severity, Severity::Dropped);
    }
}

#[test]
fn what_was_edited_by_hand_still_reads() {
    let edited = encode(&example())
        .replace('\n', "\r\n")
        .replace("think = 12.5", "think = 12")
        .replace("[[turn]]", "  [[turn]]")
        .replace("rate = 140\r\n", "");
    let decoded = decode("2026-11-27-044512-amazon-7f3a.toml", &format!("\u{feff}{edited}"));
    let problems: Vec<_> = decoded.problems.iter().map(|p| (p.severity, p.what.as_str())).collect();
    assert_eq!(problems, [(Severity::Note, "the head of the log has no `rate`")]);
    let session = decoded.session.expect("a session");
    assert_eq!(session.turns().count(), 2);
    assert_eq!(session.header.rate, crate::text::SPEAKING_RATE);
}

#[test]
fn a_log_torn_at_any_byte_keeps_the_whole_entries_before_and_can_go_on() {
    let session = example();
    let whole = encode(&session);
    let mut ends = vec![encode_header(&session.header).len()];
    for entry in &session.entries {
        ends.push(ends.last().unwrap_or(&0) + encode_entry(entry).len());
    }
    for cut in (0..=whole.len()).filter(|&cut| whole.is_char_boundary(cut)) {
        // An entry is whole with or without the line break after it.
        let kept = ends.iter().skip(1).filter(|&&end| cut >= end - 1).count();
        let torn = &whole[..cut];
        let decoded = decode(&path(&session), torn);
        let entries = decoded.session.map(|s| s.entries).unwrap_or_default();
        assert_eq!(entries, session.entries[..kept], "cut at byte {cut}");
        // Nothing that was typed is lost before the second byte of an entry's first line.
        let clean = ends.iter().any(|&end| (end - 1..=end + 2).contains(&cut));
        assert!(clean || !decoded.problems.is_empty(), "nothing said of the cut at byte {cut}");
        if cut >= ends[0] {
            let gone_on = format!("{torn}{}", encode_entry(&session.entries[0]));
            let decoded = decode(&path(&session), &gone_on).session.expect("a session");
            assert_eq!(decoded.entries.len(), kept + 1, "cut at byte {cut}");
            assert_eq!(decoded.entries.last(), session.entries.first());
        }
    }
}

/// What six candidates said, logged as it is logged in an interview.
pub(crate) fn played() -> Vec<(crate::interview::Outcome, Session)> {
    use crate::interview::cast;
    let all = [
        &cast::COMPLETE,
        &cast::THIN,
        &cast::BLAMING,
        &cast::BRAGGING,
        &cast::REFUSING,
        &cast::RAMBLING,
    ];
    let outcomes = all.into_iter().filter_map(|candidate| candidate.play(|_| {}).outcome);
    outcomes.map(|outcome| (outcome.clone(), logged(&outcome))).collect()
}

/// The log of one outcome.
fn logged(outcome: &crate::interview::Outcome) -> Session {
    let at = example().header.started;
    let answer = (outcome.answer.as_str(), outcome.times);
    let question = (outcome.company.as_str(), &outcome.question);
    let mut entries = vec![];
    if outcome.helped {
        let mut verdict = outcome.verdict.clone();
        verdict.flags = vec![crate::arc::Flag::NoAnswer];
        entries.push(Entry::Turn(Turn::answer(
            1,
            at,
            question,
            ("No idea.", Times::default()),
            &verdict,
        )));
    }
    let number = entries.len() as u32 + 1;
    entries.push(Entry::Turn(Turn::answer(number, at, question, answer, &outcome.verdict)));
    for (exchange, number) in outcome.exchanges.iter().zip(number + 1..) {
        entries.push(Entry::Turn(Turn::reply(number, at, exchange)));
    }
    if outcome.cut_short {
        entries.push(Entry::Cut(number));
    }
    Session { header: Header { level: outcome.level, ..example().header }, entries }
}

#[test]
fn an_outcome_comes_back_from_its_log_as_it_was() {
    let played = played();
    assert_eq!(played.len(), 6);
    for (outcome, session) in played {
        let read = decode(&path(&session), &encode(&session)).session.expect("a session");
        assert_eq!(read, session);
        let attempt = read.attempts().last().expect("an attempt");
        let mut again = attempt.outcome(Some(&outcome.question)).expect("an outcome");
        // Logs keep three digits of what judge and clock give with more.
        again.verdict.shares = outcome.verdict.shares;
        let thousandth = |a: f64, b: f64| (a - b).abs() < 0.0006;
        assert!(thousandth(again.times.speaking, outcome.times.speaking));
        again.times = outcome.times;
        for (again, exchange) in again.exchanges.iter_mut().zip(&outcome.exchanges) {
            assert!(thousandth(again.times.speaking, exchange.times.speaking));
            again.times = exchange.times;
        }
        assert_eq!(again, outcome);
        assert_eq!(attempt.after(), outcome.after);
        assert_eq!(attempt.counts(), outcome.told());
        assert_eq!(attempt.probes_needed(), outcome.probes());
    }
}

#[test]
fn ordinary_logs_are_digested_the_fast_way() {
    for (outcome, session) in played() {
        if outcome.exchanges.iter().all(|exchange| exchange.also.is_empty()) {
            let digest = scan(&session.header.id, &encode(&session));
            assert_eq!(digest, Some(Digest::of(&session)));
        }
    }
}

#[test]
fn a_story_named_before_its_turn_counts_the_same_either_way() {
    let mut session = example();
    session.entries.truncate(1);
    let at = session.header.started;
    session.entries.insert(0, Entry::Story(Naming { turn: 1, at, story: "month end".into() }));
    let digest = scan(&session.header.id, &encode(&session));
    assert_eq!(digest, Some(Digest::of(&session)));
    assert_eq!(digest.and_then(|d| d.attempts[0].story.clone()).as_deref(), Some("month end"));
}

#[test]
fn corrections_count_the_same_in_figures_and_in_the_debrief() {
    use crate::interview::{Corrected, Correction as Correcting};
    let (mut taken, mut fast) = (0, 0);
    for (outcome, session) in played() {
        let last = outcome.sentences().len();
        let mut corrections = vec![];
        for &part in Part::ALL {
            corrections.push(vec![Correcting::Missed(part)]);
            for number in 1..=last {
                corrections.push(vec![Correcting::Told(part, vec![number])]);
                corrections
                    .push(vec![Correcting::Missed(part), Correcting::Told(part, vec![number])]);
            }
        }
        corrections.extend(outcome.verdict.flags.iter().map(|&f| vec![Correcting::Wrong(f)]));
        for said in corrections {
            let Ok(counted) = Corrected::of(&outcome, &said) else { continue };
            taken += 1;
            let mut session = session.clone();
            let turn = session.attempts().last().expect("an attempt").question.number;
            for correction in &said {
                let says = Says::of(correction, &outcome);
                let at = session.header.started;
                session.entries.push(Entry::Correction(Correction { turn, at, says }));
            }
            let attempt = session.attempts().last().expect("an attempt");
            assert_eq!(
                attempt.corrected(&attempt.outcome(None).expect("an outcome")).told,
                counted.told
            );
            assert_eq!(attempt.unprompted(), crate::judge::Standing::unprompted(&counted.verdict));
            assert_eq!(attempt.after(), counted.after, "{said:?}");
            assert_eq!(attempt.flags(), counted.verdict.flags, "{said:?}");
            if let Some(digest) = scan(&session.header.id, &encode(&session)) {
                assert_eq!(digest, Digest::of(&session), "{said:?}");
                fast += 1;
            }
        }
    }
    assert!(taken > 200 && fast > 100, "{taken} {fast}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_session_reads_back_as_it_was(session in arbitrary::session()) {
        let decoded = decode(&path(&session), &encode(&session));
        prop_assert_eq!(&decoded.problems, &[]);
        prop_assert_eq!(decoded.session, Some(session));
    }

    #[test]
    fn the_fast_way_to_a_digest_agrees_with_the_right_one(session in arbitrary::session()) {
        let log = encode(&session);
        if let Some(digest) = scan(&session.header.id, &log) {
            prop_assert_eq!(digest, Digest::of(&session));
        }
    }

    #[test]
    fn the_fast_way_takes_no_log_for_whole_that_is_not(
        session in arbitrary::session(), cut in any::<prop::sample::Index>()
    ) {
        let log = encode(&session);
        let torn = cut.index(log.len());
        let whole = decode(&path(&session), log.get(..torn).unwrap_or("x"));
        if let Some(digest) = log.get(..torn).and_then(|torn| scan(&session.header.id, torn)) {
            prop_assert_eq!(whole.problems, vec![]);
            prop_assert_eq!(whole.session.map(|s| Digest::of(&s)), Some(digest));
        }
    }

    #[test]
    fn any_cut_keeps_the_entries_before_it(session in arbitrary::session(), cut in any::<prop::sample::Index>()) {
        let whole = encode(&session);
        let mut cut = cut.index(whole.len() + 1);
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        let mut end = encode_header(&session.header).len();
        let mut kept = 0;
        for entry in &session.entries {
            end += encode_entry(entry).len();
            if cut >= end - 1 {
                kept += 1;
            }
        }
        let decoded = decode(&path(&session), &whole[..cut]);
        let entries = decoded.session.map(|s| s.entries).unwrap_or_default();
        prop_assert_eq!(&entries[..], &session.entries[..kept]);
    }

    #[test]
    fn any_text_at_all_is_read_without_a_panic(text in arbitrary::text(), more in any::<String>()) {
        let decoded = decode("2026-11-27-044512-amazon-7f3a.toml", &format!("{text}\n{more}"));
        prop_assert!(decoded.session.is_some() || !decoded.problems.is_empty());
    }
}
