//! What is counted, on practice that fits into a few lines.

use super::*;
use crate::arc::Level;
use crate::interview::Times;
use crate::session::When;

pub(crate) fn day(words: &str) -> NaiveDate {
    words.parse().unwrap()
}

/// A session of one question: `"2026-11-02 amazon ++.-- 150 2"` is its day, its company, the parts
/// (`+` there, `.` thin, `-` not there), seconds of speech and probes needed.
pub(crate) fn session(line: &str) -> Digest {
    let words: Vec<&str> = line.split(' ').collect();
    let at = When::parse(&format!("{}T18:00:00+01:00", words[0])).unwrap();
    let mut grades = words[2].chars().map(|c| match c {
        '+' => Grade::Strong,
        '.' => Grade::Weak,
        _ => Grade::Missing,
    });
    let unprompted = Parts::from_fn(|_| grades.next().unwrap());
    let speaking: f64 = words[3].parse().unwrap();
    Digest {
        id: format!("{}-180000-{}-0000", words[0], words[1]),
        started: at,
        level: Level::Senior,
        band: [120, 180],
        excluded: false,
        attempts: vec![AttemptDigest {
            number: 1,
            company: words[1].to_owned(),
            question: format!("{}-1", words[1]),
            at,
            times: Times { think: 20.0, wall: 300.0, speaking },
            words: (speaking * 140.0 / 60.0).round() as usize,
            unprompted,
            after: unprompted.map(|_, &g| g.max(Grade::Weak)),
            flags: Vec::new(),
            probes: words[4].parse().unwrap(),
            counts: true,
            story: None,
        }],
    }
}

pub(crate) fn practice() -> Vec<Digest> {
    [
        "2026-11-02 amazon +---- 60 3",
        "2026-11-03 amazon +.+-- 100 3",
        "2026-11-18 netflix ++--- 150 3",
        "2026-11-19 netflix +-+-- 200 2",
        "2026-11-24 amazon ++++- 130 1",
        "2026-11-26 meta +++++ 140 0",
    ]
    .map(session)
    .into()
}

fn counted(digests: &[Digest], wanted: &Wanted) -> Progress {
    progress(digests, wanted, day("2026-11-27"))
}

#[test]
fn parts_are_counted_as_told_without_being_asked() {
    let out = counted(&practice(), &Wanted::default());
    assert_eq!((out.sessions, out.all.attempts), (6, 6));
    let told: Vec<_> = out.all.told.iter().map(|(_, share)| (share.count, share.of)).collect();
    assert_eq!(told, [(6, 6), (3, 6), (4, 6), (2, 6), (1, 6)]);
    assert_eq!(out.weakest_part(), Some((Part::Improvement, Share { count: 1, of: 6 })));
    assert_eq!(out.covers, Some((day("2026-11-02"), day("2026-11-26"))));
    assert_eq!(out.all.within(), Share { count: 3, of: 6 });
    assert_eq!((out.all.short, out.all.long, out.all.probes), (2, 1, 12));
}

#[test]
fn weeks_without_practice_are_there_and_empty() {
    let out = counted(&practice(), &Wanted::default());
    let weeks: Vec<_> =
        out.periods.iter().map(|p| (p.from.to_string(), p.standing.attempts)).collect();
    assert_eq!(
        weeks,
        [("2026-11-02", 2), ("2026-11-09", 0), ("2026-11-16", 2), ("2026-11-23", 2)]
            .map(|(day, n)| (day.to_owned(), n))
    );
    let by = Wanted { by: By::Session, ..Wanted::default() };
    assert_eq!(counted(&practice(), &by).periods.len(), 6);
}

#[test]
fn the_weakest_company_needs_two_answers_and_another_to_stand_against() {
    let out = counted(&practice(), &Wanted::default());
    let (company, standing, elsewhere) = out.weakest_company().unwrap();
    assert_eq!((company, standing.attempts, standing.parts_told()), ("netflix", 2, Some(2.0)));
    assert_eq!(elsewhere, 3.25 - 0.25);
    let amazon = Wanted { company: Some("amazon".into()), ..Wanted::default() };
    assert_eq!(counted(&practice(), &amazon).weakest_company(), None);
}

#[test]
fn the_last_session_stands_against_all_before_it() {
    let out = counted(&practice(), &Wanted::default());
    let last = out.last.unwrap();
    assert_eq!(last.id, "2026-11-26-180000-meta-0000");
    assert_eq!((last.standing.parts_told(), last.before.parts_told()), (Some(5.0), Some(2.2)));
    assert_eq!(counted(&practice()[..1], &Wanted::default()).last, None);
}

#[test]
fn what_was_left_out_and_what_is_no_answer_count_for_nothing() {
    let mut digests = practice();
    digests[0].excluded = true;
    digests[1].attempts[0].counts = false;
    let out = counted(&digests, &Wanted::default());
    assert_eq!((out.sessions, out.excluded, out.all.attempts), (4, 1, 4));
}

#[test]
fn a_wrong_clock_makes_no_chart_of_eight_thousand_years() {
    let mut digests = practice();
    digests.push(session("9999-12-31 amazon +++++ 140 0"));
    digests.push(session("0001-01-01 amazon +++++ 140 0"));
    let out = counted(&digests, &Wanted::default());
    assert_eq!((out.future, out.all.attempts), (1, 8));
    assert_eq!(out.periods.len(), 520);
    assert_eq!(out.periods.last().unwrap().from, day("2026-11-23"));
}

#[test]
fn filters_and_the_persons_own_rate_hold_for_all_figures() {
    let since = Wanted { since: Some(day("2026-11-18")), ..Wanted::default() };
    assert_eq!(counted(&practice(), &since).all.attempts, 4);
    let slow = Wanted { rate: Some(70), ..Wanted::default() };
    assert_eq!(counted(&practice(), &slow).all.speaking, 2.0 * 780.0);
}

#[test]
fn nothing_adds_up_to_nothing() {
    let out = counted(&[], &Wanted::default());
    assert_eq!((out.covers, out.periods.len(), out.weakest_part()), (None, 0, None));
    assert_eq!(out.all.parts_told(), None);
}
