//! A candidate walked through three weeks: what is due when.

use super::*;
use crate::review::{day, session};

/// What is due on a day, the most due first: `amazon-1: improvement, learning`.
fn due(lines: &[&str], today: &str) -> Vec<String> {
    let digests: Vec<Digest> = lines.iter().map(|line| session(line)).collect();
    let schedule = Schedule::of(&digests, day(today));
    let said = |returning: &&Returning| {
        let parts: Vec<_> = returning.due(day(today)).map(|item| item.part.id()).collect();
        format!("{}: {}", returning.question, parts.join(", "))
    };
    schedule.due(day(today)).iter().map(said).collect()
}

#[test]
fn what_was_missing_is_due_tomorrow_and_what_was_thin_the_day_after() {
    let first = ["2026-11-02 amazon +++.- 140 2"];
    assert_eq!(due(&first, "2026-11-02"), [""; 0]);
    assert_eq!(due(&first, "2026-11-03"), ["amazon-1: improvement"]);
    assert_eq!(due(&first, "2026-11-04"), ["amazon-1: learning, improvement"]);
}

#[test]
fn three_weeks_of_a_candidate_who_gets_better() {
    let mut done: Vec<&str> = Vec::new();
    let mut walk = |on: &str, practised: &[&'static str]| {
        let due = due(&done, on);
        done.extend(practised);
        due
    };
    let days: Vec<String> = [
        ("2026-11-02", &["2026-11-02 amazon +.+-- 140 3"][..]),
        ("2026-11-03", &["2026-11-03 netflix ++++- 140 1"]),
        ("2026-11-04", &["2026-11-04 amazon ++++. 140 1"]),
        ("2026-11-05", &["2026-11-05 netflix +++++ 140 0"]),
        ("2026-11-06", &["2026-11-06 amazon +++++ 140 0"]),
        ("2026-11-09", &[]),
        ("2026-11-12", &[]),
        ("2026-11-16", &["2026-11-16 netflix +++++ 140 0"]),
        ("2026-11-22", &["2026-11-22 amazon +++++ 140 0"]),
        ("2026-11-23", &[]),
    ]
    .into_iter()
    .map(|(on, practised)| format!("{on}  {}", walk(on, practised).join("; ")))
    .collect();
    insta::assert_snapshot!(days.join("\n"), @r"
    2026-11-02  
    2026-11-03  amazon-1: learning, improvement
    2026-11-04  amazon-1: diagnosis, learning, improvement; netflix-1: improvement
    2026-11-05  netflix-1: improvement
    2026-11-06  amazon-1: improvement
    2026-11-09  
    2026-11-12  netflix-1: improvement
    2026-11-16  netflix-1: improvement; amazon-1: improvement
    2026-11-22  amazon-1: learning, improvement
    2026-11-23
    ");
}

#[test]
fn a_part_that_was_always_told_does_not_come_back() {
    assert_eq!(due(&["2026-11-02 amazon +++++ 140 0"], "2026-12-24"), [""; 0]);
}

#[test]
fn what_was_left_out_and_what_is_no_answer_come_back_to_nobody() {
    let mut digests = vec![session("2026-11-02 amazon ----- 140 3"); 2];
    digests[0].excluded = true;
    digests[1].attempts[0].counts = false;
    assert_eq!(Schedule::of(&digests, day("2026-11-20")).questions, []);
}

#[test]
fn a_clock_set_back_a_month_hides_nothing_and_asks_nothing_for_ever() {
    // The clock says the 4th; yesterday's practice is dated a month ahead.
    let wrong = ["2026-12-03 amazon ++++- 140 1", "2026-12-03 meta +++++ 140 0"];
    assert_eq!(due(&wrong, "2026-11-04"), ["amazon-1: improvement"]);
    // Practised since, it goes by that.
    let since = [wrong[0], "2026-11-04 amazon +++++ 140 0"];
    assert_eq!(due(&since, "2026-11-04"), [""; 0]);
    assert_eq!(due(&since, "2026-11-05"), [""; 0]);
    let digests: Vec<Digest> = since.iter().map(|line| session(line)).collect();
    assert_eq!(Schedule::of(&digests, day("2026-11-04")).undated, 1);
    // Once the calendar has caught up, it is an answer like any other.
    assert_eq!(Schedule::of(&digests, day("2026-12-04")).undated, 0);
}

#[test]
fn an_earlier_search_is_over() {
    assert_eq!(due(&["2025-10-01 amazon ----- 140 3"], "2026-11-02"), [""; 0]);
}

#[test]
fn the_order_in_which_the_past_is_told_does_not_matter() {
    let mut digests = crate::review::practice();
    let there = Schedule::of(&digests, day("2026-11-27"));
    digests.reverse();
    assert_eq!(Schedule::of(&digests, day("2026-11-27")), there);
}
