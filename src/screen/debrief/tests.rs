//! Golden debriefs: six candidates at 80 and 40 columns, and what must hold at any width.

use super::*;
use crate::interview::cast::{BANKS, BLAMING, CAST, Candidate, THIN};
use crate::interview::{Band, Corrected, Correction, Outcome, compare};

fn shown(outcome: &Outcome, said: &[Correction], canvas: Canvas) -> Screen {
    let counted = Corrected::of(outcome, said).unwrap();
    let bank = BANKS.find(&outcome.company).ok();
    debrief(&Debrief::of(outcome, &counted, bank, Band::default()), None, canvas)
}

fn outcome(candidate: &Candidate) -> Outcome {
    candidate.play(|plan| plan.seed = 3).outcome.unwrap()
}

#[test]
fn six_candidates_at_two_widths() {
    for (name, candidate) in &CAST {
        for columns in [80, 40] {
            let screen = shown(&outcome(candidate), &[], Canvas::new(columns));
            insta::assert_snapshot!(format!("{name}_{columns}"), screen.plain());
        }
    }
}

#[test]
fn without_drawings_everything_is_said_in_words() {
    let canvas = Canvas { drawings: false, ..Canvas::new(80) };
    let screen = shown(&outcome(&BLAMING), &[], canvas);
    insta::assert_snapshot!("plain_80", screen.plain());
    let drawn = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c) || c == '→';
    assert!(!screen.plain().contains(drawn));
}

#[test]
fn the_persons_word_the_guess_and_the_last_attempt_stand_in_it() {
    let then = outcome(&BLAMING);
    let now = Outcome {
        guess: Some(crate::arc::Parts::from_fn(|part| part != Part::Failure)),
        ..outcome(&THIN)
    };
    let said = [Correction::Told(Part::Improvement, vec![4]), Correction::Missed(Part::Learning)];
    let counted = Corrected::of(&now, &said).unwrap();
    let bank = BANKS.find("google").ok();
    let against = compare((&then, &Corrected::none(&then)), (&now, &counted));
    let value = Debrief::of(&now, &counted, bank, Band::default());
    let screen = debrief(&value, Some(&against), Canvas::new(80));
    insta::assert_snapshot!("corrected_80", screen.plain());
}

#[test]
fn an_unsure_judge_says_so_and_how_to_set_it_right() {
    let mut outcome = outcome(&BLAMING);
    outcome.verdict.parts.action.confidence = 0.5;
    let text = shown(&outcome, &[], Canvas::new(80)).plain();
    assert!(text.contains("● there?"), "{text}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("? not sure: action. To settle it: told PART NUMBER or missed PART"),
        "{text}"
    );
    // Any sentence of the person's settles it: one of the answer, one of a reply.
    for sentence in [4, 6] {
        let said = [Correction::Told(Part::Action, vec![sentence])];
        let text = shown(&outcome, &said, Canvas::new(80)).plain();
        assert!(!text.contains("not sure") && !text.contains("there?"), "{text}");
    }
}

#[test]
fn it_takes_one_screen_or_two() {
    for (name, candidate) in &CAST {
        let lines = shown(&outcome(candidate), &[], Canvas::new(80)).lines().len();
        assert!(lines <= 40, "{name}: {lines}");
    }
    assert!(shown(&outcome(&CAST[0].1), &[], Canvas::new(80)).lines().len() <= 24);
}

#[test]
fn any_width_is_laid_out_without_a_line_that_overflows() {
    for (name, candidate) in &CAST {
        for columns in [0, 1, 16, 20, 25, 33, 40, 63, 64, 80, 120, 200] {
            for drawings in [true, false] {
                let canvas = Canvas { columns, colour: false, drawings };
                for line in shown(&outcome(candidate), &[], canvas).lines() {
                    assert!(
                        line.width() <= columns.max(36),
                        "{name} at {columns}: {:?}",
                        line.plain()
                    );
                }
            }
        }
    }
}

#[test]
fn colour_is_never_the_only_signal() {
    for (name, candidate) in &CAST {
        let screen = shown(&outcome(candidate), &[], Canvas::new(80));
        let coloured = screen.render(true);
        let bare = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(bare, screen.plain(), "{name}");
        for line in screen.lines() {
            for piece in line.pieces() {
                let says = match piece.meaning() {
                    Meaning::Strong => ["there", "within", "won", "D", "L", "I"].as_slice(),
                    Meaning::Weak => &["thin"],
                    Meaning::Missing => &["not there", "lost"],
                    _ => continue,
                };
                assert!(says.iter().any(|s| piece.text().contains(s)), "{name}: {piece:?}");
            }
        }
    }
}

#[test]
fn help_fits_where_it_must() {
    insta::assert_snapshot!(help(Canvas::new(80)).plain());
    assert!(help(Canvas::new(40)).lines().iter().all(|line| line.width() <= 40));
}

#[test]
fn every_sentence_has_the_number_by_which_it_is_named() {
    let mut outcome = outcome(&BLAMING);
    for exchange in &mut outcome.exchanges {
        exchange.asked.words = "The words of a probe?".to_owned();
    }
    let counted = Corrected::none(&outcome);
    insta::assert_snapshot!(numbered(&outcome, &counted, Canvas::new(60)).plain());
}

#[test]
fn evidence_is_quoted_without_heading_and_emphasis() {
    for (sentence, shown) in [
        ("**What happened:** Nine did not come.", "Nine did not come."),
        ("- “Rang all nine that evening.”", "Rang all nine that evening."),
        ("Since: New forms are tried for a month.", "New forms are tried for a month."),
        ("“I never asked.”", "I never asked."),
        ("I told them that night: we had lost it.", "I told them that night: we had lost it."),
    ] {
        assert_eq!(super::bare(sentence), shown);
    }
}
