//! The page: it stands alone, nothing in it is markup that was not meant, and it says what it shows.

use proptest::prelude::*;

use super::*;
use crate::bank::Banks;
use crate::review::progress::tests::{day, practice};
use crate::review::{Wanted, progress};
use crate::session::arbitrary;
use crate::session::{Entry, Kind, Session, played};

fn whole(sessions: &[Session], digests: &[Digest]) -> String {
    let figures = progress(digests, &Wanted::default(), day("2026-11-27"));
    let banks = Banks::shipped();
    let name = |company: &str| company.to_owned();
    let made = When::parse("2026-11-27T09:00:00+00:00").unwrap();
    let page = Page { progress: &figures, digests, name: &name, made };
    let rows: String = sessions.iter().map(|s| session(s, &banks, None, |_| true)).collect();
    begin(&page) + &rows + &end(&page, sessions.len())
}

fn sessions() -> Vec<Session> {
    played().into_iter().map(|(_, session)| session).collect()
}

#[test]
fn it_stands_alone_and_forbids_to_fetch_anything() {
    let page = whole(&sessions(), &practice());
    for foreign in ["<script", "<link", "<img", "<iframe", "url(", "@import", "src=", "href="] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http://") && !outside.contains("https://"));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn it_has_a_language_headings_captions_and_charts_in_words() {
    let page = whole(&sessions(), &practice());
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(page.matches("<h2 id=").count(), 6);
    assert_eq!(page.matches("<table").count(), page.matches("<caption>").count());
    assert_eq!(page.matches("<svg role=\"img\" aria-label=\"").count(), 7);
    assert_eq!(page.matches("<svg class=\"days\" role=\"img\" aria-label=\"").count(), 1);
    assert!(
        page.contains("aria-label=\"improvement: 2026-11-02 0%, 2026-11-16 0%, 2026-11-23 50%\"")
    );
    for element in ["table", "tr", "td", "th", "details", "section", "figure", "ul", "li", "p"] {
        let opened = page.matches(&format!("<{element}>")).count()
            + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
}

#[test]
fn no_text_of_a_log_or_a_bank_becomes_markup() {
    let evil = "</summary></details><script>alert(1)</script>\" onload=\"x' & \u{202e}\u{1b}[2J";
    let mut sessions = sessions();
    for session in &mut sessions {
        session.header.company = Some(evil.to_owned());
        for entry in &mut session.entries {
            if let Entry::Turn(turn) = entry {
                turn.asked = evil.to_owned();
                turn.words = format!("{evil} I broke it. {}", turn.words);
                if let Kind::Question { company, question, .. } = &mut turn.kind {
                    *company = evil.to_owned();
                    *question = evil.to_owned();
                }
            }
        }
    }
    let mut digests = practice();
    for digest in &mut digests {
        digest.attempts[0].company = evil.to_owned();
    }
    let page = whole(&sessions, &digests);
    assert!(!page.contains("<script") && !page.contains("\" onload=\""));
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn a_page_of_one_answer_and_of_years_can_be_made() {
    let one = whole(&sessions()[..1], &practice()[..1]);
    assert!(one.contains("Improvement") || one.contains("improvement"));
    let years: Vec<Digest> = (0..3000)
        .map(|at| {
            let mut digest = practice()[at % 6].clone();
            let moved = chrono::TimeDelta::days(at as i64 / 2 - 1500);
            let when = When::new(digest.started.moment() + moved);
            (digest.started, digest.attempts[0].at) = (when, when);
            digest
        })
        .collect();
    let page = whole(&[], &years);
    assert!(page.len() < 400_000, "{} bytes", page.len());
    assert_eq!(page.matches("<svg role").count(), 7);
    assert_eq!(page.matches("<svg class=\"days\" role=\"img\"").count(), 2, "two halves of a year");
    assert_eq!(page.matches("<rect class=").count(), 2 * 27 * 7);
}

#[test]
fn the_calendar_says_in_words_and_numbers_what_it_draws() {
    let page = whole(&[], &practice());
    let label = page.split("class=\"days\" role=\"img\" aria-label=\"").nth(1).unwrap();
    let label = label.split('"').next().unwrap();
    assert_eq!(
        label,
        "Practice on 6 days in the weeks from 2026-11-02 to 2026-11-23: 2026-11-02 1 answer, 2026-11-03 1 answer, \
         2026-11-18 1 answer, 2026-11-19 1 answer, 2026-11-24 1 answer, 2026-11-26 1 answer"
    );
    let row = "<tr><th scope=\"row\">November 2026</th><td>6</td><td>6</td></tr>";
    assert_eq!(page.matches(row).count(), 1);
    assert!(!whole(&[], &[]).contains("class=\"days\""), "no practice, no calendar");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_can_be_logged_fits_into_the_page(logged in arbitrary::session()) {
        let rows = session(&logged, &Banks::shipped(), None, |_| true);
        prop_assert_eq!(rows.matches("<tr role").count(), 2 * logged.attempts().count());
        prop_assert_eq!(rows.matches("<details>").count(), rows.matches("</details>").count());
        let steered = rows.contains(['\u{1b}', '\u{202e}', '\u{0}']);
        prop_assert!(!steered);
    }
}
