//! Golden figures, and what must hold at any width.

use super::*;
use crate::review::progress::tests::{day, practice, session};
use crate::review::{Wanted, progress as count};
use crate::session::Digest;

fn name(company: &str) -> String {
    let mut chars = company.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn shown(digests: &[Digest], wanted: &Wanted, canvas: Canvas) -> Screen {
    progress(&count(digests, wanted, day("2026-11-27")), &name, canvas)
}

#[test]
fn a_month_of_practice_at_three_widths_and_in_words() {
    for columns in [80, 40, 20] {
        let screen = shown(&practice(), &Wanted::default(), Canvas::new(columns));
        insta::assert_snapshot!(format!("progress_{columns}"), screen.plain());
    }
    let canvas = Canvas { drawings: false, ..Canvas::new(80) };
    insta::assert_snapshot!(
        "progress_plain",
        shown(&practice(), &Wanted::default(), canvas).plain()
    );
}

#[test]
fn one_company_by_session_at_ones_own_rate_with_what_is_left_out() {
    let mut digests = practice();
    digests[1].excluded = true;
    digests.push(session("9999-12-31 amazon +++++ 140 0"));
    let wanted = Wanted {
        company: Some("amazon".to_owned()),
        by: By::Session,
        rate: Some(120),
        ..Wanted::default()
    };
    insta::assert_snapshot!(shown(&digests, &wanted, Canvas::new(80)).plain());
}

#[test]
fn any_width_fits_also_with_years_of_practice() {
    let mut digests = practice();
    for (at, line) in (0..400).map(|at| (at, "2020-01-06 general ++.-- 150 2")) {
        let mut digest = session(line);
        let moved = chrono::TimeDelta::days(at * 6);
        digest.attempts[0].at = crate::session::When::new(digest.started.moment() + moved);
        digests.push(digest);
    }
    for columns in [20, 31, 40, 64, 80, 132, 200] {
        for drawings in [true, false] {
            for by in [By::Week, By::Session] {
                let canvas = Canvas { columns, colour: false, drawings };
                let wanted = Wanted { by, ..Wanted::default() };
                for line in shown(&digests, &wanted, canvas).lines() {
                    assert!(line.width() <= columns, "{columns} columns: {}", line.plain());
                }
            }
        }
    }
}
