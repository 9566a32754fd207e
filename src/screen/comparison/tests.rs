//! Golden comparisons, and what must hold at any width.

use super::*;
use crate::interview::cast::{BLAMING, COMPLETE, THIN};
use crate::interview::{Corrected, Outcome, compare};
use crate::review::difference;

const THEN: &str = "We slipped six weeks and a client left. Communication issues were behind it. \
    I told the client myself and moved the date.";
const NOW: &str = "We slipped six weeks and a client left. I had never asked who owned the contract. \
    I told the client myself and moved the date, and each launch since has one owner.";

fn attempts() -> (Outcome, Outcome) {
    let then = Outcome { answer: THEN.to_owned(), ..BLAMING.play(|_| {}).outcome.unwrap() };
    let now = Outcome { answer: NOW.to_owned(), ..COMPLETE.play(|_| {}).outcome.unwrap() };
    (then, now)
}

fn shown((then, now): &(Outcome, Outcome), canvas: Canvas) -> Screen {
    let changes = compare((then, &Corrected::none(then)), (now, &Corrected::none(now)));
    let words = difference(&then.answer, &now.answer);
    let side =
        |title: &str, outcome: &'static str| Compared { title: title.to_owned(), answer: outcome };
    let (then, now) = (then.answer.clone().leak(), now.answer.clone().leak());
    let then = side("2026-11-02 18:00 · Google · Tell me about a time you failed.", then);
    let now = side("2026-11-26 18:00 · Google · Tell me about a time you failed.", now);
    comparison([&then, &now], &changes, words.as_ref(), canvas)
}

#[test]
fn won_lost_figures_and_words() {
    for columns in [80, 40] {
        let screen = shown(&attempts(), Canvas::new(columns));
        insta::assert_snapshot!(format!("compared_{columns}"), screen.plain());
    }
    let canvas = Canvas { drawings: false, ..Canvas::new(80) };
    insta::assert_snapshot!("compared_plain", shown(&attempts(), canvas).plain());
}

#[test]
fn two_texts_with_little_in_common_stand_whole_and_side_by_side_where_there_is_room() {
    let two = (THIN.play(|_| {}).outcome.unwrap(), BLAMING.play(|_| {}).outcome.unwrap());
    let narrow = shown(&two, Canvas::new(80)).plain();
    assert!(narrow.contains("The words then\n") && !narrow.contains("{+"), "{narrow}");
    let wide = shown(&two, Canvas::new(120)).plain();
    assert!(wide.lines().any(|l| l.contains("The words then") && l.contains("The words now")));
}

#[test]
fn a_new_verdict_stands_beside_the_one_of_then() {
    let (then, now) = attempts();
    let changes = compare((&then, &Corrected::none(&then)), (&now, &Corrected::none(&now)));
    let flags = Pair { then: &[Flag::Blame][..], now: &[][..] };
    insta::assert_snapshot!(rejudgement(&changes, flags, Canvas::new(60)).plain());
}

#[test]
fn any_width_fits() {
    for columns in [36, 40, 64, 80, 99, 100, 140, 200] {
        for drawings in [true, false] {
            let canvas = Canvas { columns, colour: false, drawings };
            for line in shown(&attempts(), canvas).lines() {
                // A table in words is a sentence, which the terminal wraps.
                let fits = line.width() <= columns || !drawings;
                assert!(fits, "{columns} columns: {}", line.plain());
            }
        }
    }
}
