//! What comes back: the greeting, Enter, `due`, over days that the test lets pass.

use mockloop::shell::Act;

use crate::person::Person;
use crate::world::{THIN, WHOLE};

/// Somebody who is not asked any follow-ups.
fn unprobed() -> Person {
    let mut person = Person::new();
    person.variables = vec![("MOCKLOOP_PROBES".into(), "0".into())];
    person
}

/// The ids of the questions of the newest session.
fn asked(person: &Person) -> Vec<String> {
    let sessions = person.sessions();
    let last = sessions.last().expect("there is a session");
    last.attempts().map(|attempt| attempt.id.to_owned()).collect()
}

#[test]
fn what_was_thin_comes_back_with_enter_and_says_so_in_the_greeting() {
    let mut person = unprobed();
    person.run("ask amazon --seed 7", [Act::answer(THIN)]);
    let first = asked(&person);
    assert!(!person.run("", []).seen.contains("Due today"), "not on the same day");
    person.pass(2);
    let seen = person.run("", [Act::command(""), Act::answer(WHOLE)]);
    assert!(seen.seen.contains("Due today: 1 question. due says why."), "{}", seen.seen);
    assert!(seen.seen.contains("Due again; you answered it 2 days ago."), "{}", seen.seen);
    assert_eq!(asked(&person), first);
    person.pass(1);
    let seen = person.run("", [Act::command(""), Act::answer(WHOLE)]);
    assert!(seen.seen.contains("Nothing is due today"), "{}", seen.seen);
    assert_ne!(asked(&person), first);
    let due = person.shows("due");
    assert!(due.starts_with("Nothing is due today.\n\nTo come: "), "{due}");
}

#[test]
fn random_asks_another_and_what_is_dropped_is_not_met_at_every_enter() {
    let mut person = unprobed();
    person.run("ask amazon --seed 7", [Act::answer(THIN)]);
    let first = asked(&person);
    person.pass(2);
    person.run("ask --random --seed 1", [Act::answer(WHOLE)]);
    assert_ne!(asked(&person), first);
    let acts = [Act::command(""), Act::Drop, Act::command(""), Act::answer(WHOLE)];
    let seen = person.run("--seed 2", acts);
    assert_eq!(seen.seen.matches("Due again").count(), 1, "{}", seen.seen);
    assert_ne!(asked(&person), first);
    // A company that was set has its own questions asked, due or not.
    person.run("--seed 2", [Act::command("ask netflix"), Act::answer(WHOLE)]);
    assert!(asked(&person)[0].starts_with("netflix"));
}

#[test]
fn due_lists_with_reasons_at_eighty_columns_and_at_forty() {
    let mut person = unprobed();
    person.run("drill amazon 3 --seed 7", [THIN, WHOLE, THIN].map(Act::answer));
    person.pass(3);
    insta::assert_snapshot!(person.shows("due"), @r"
    Due today: 2 questions, the most due first.

    Amazon · Tell me about a time you didn't meet a commitment you had made to…
      ○ action, learning, improvement: not there 3 days ago; due for 2 days

    Amazon · Tell me about a decision you made with limited data that turned out to…
      ○ action, learning, improvement: not there 3 days ago; due for 2 days
    ");
    assert_eq!(
        person.shows("due netflix"),
        "Nothing comes back yet: a part that was thin or not there would.\n\n"
    );
    assert!(person.refuses("due amazn").contains("did you mean `amazon`?"));
    person.columns = 40;
    insta::assert_snapshot!(person.shows("due"), @r"
    Due today: 2 questions, the most due
    first.

    Amazon · Tell me about a time you…
      ○ action, learning, improvement: not
        there 3 days ago; due for 2 days

    Amazon · Tell me about a decision you…
      ○ action, learning, improvement: not
        there 3 days ago; due for 2 days
    ");
}

#[test]
fn a_clock_set_back_a_month_is_said_and_hides_nothing() {
    let mut person = unprobed();
    person.run("ask amazon --seed 7", [Act::answer(THIN)]);
    person.now -= chrono::TimeDelta::days(30);
    let due = person.shows("due");
    assert!(due.contains("1 answer is dated in the future"), "{due}");
    assert!(due.contains("Due today: 1 question"), "{due}");
}

#[test]
fn a_plan_lays_the_days_out_until_the_interview() {
    let mut person = unprobed();
    person.run("drill amazon 2 --seed 7", [THIN, WHOLE].map(Act::answer));
    person.pass(1);
    person.run("ask netflix --seed 7", [Act::answer(THIN)]);
    insta::assert_snapshot!(person.shows("plan 2026-11-12 --company amazon"), @r"
    Amazon’s interview is in 9 days: Thu 12 Nov.

           Mo  Tu  We  Th  Fr  Sa  Su
    2 Nov       2   2   2   2   1   1
    9 Nov   1   1   R   !
    A number: so many questions. R: a whole round. !: the interview.

    day         practise
    Tue 3 Nov   Amazon (action, learning, improvement) Tell me about a time you…
                Amazon (new) Tell me about a decision you made with limited data…
    Wed 4 Nov   Netflix (action, learning, improvement) Tell me about something you…
                Amazon (new) Tell me about a problem you noticed and left alone…
    Thu 5 Nov   Amazon (action, learning, improvement) Tell me about a time you…
                Amazon (new) Describe a time you took a report at its word and…
    Fri 6 Nov   Netflix (action, learning, improvement) Tell me about something you…
                Amazon (new) Tell me about a mistake you made twice.
    Sat 7 Nov   Amazon (new) Tell me about a time you traded the long term for the…
    Sun 8 Nov   Amazon (new) Describe a time you didn't push back on something you…
    Mon 9 Nov   Amazon (new) Tell me about a decision you treated as easy to undo…
    Tue 10 Nov  Amazon (new) Tell me about a time you lost somebody's trust. How…
    Wed 11 Nov  a whole round: drill --loop amazon
    Thu 12 Nov  the interview

    It supposes that each part comes out one grade better than the last time, and is
    made anew from your sessions whenever you ask. Enter asks what is due.
    ");
    person.columns = 40;
    insta::assert_snapshot!(person.shows("plan 2026-11-05"), @r"
    The interview is in 2 days: Thu 5 Nov.

           Mo  Tu  We  Th  Fr  Sa  Su
    2 Nov       2   R   !
    A number: so many questions. R: a whole
    round. !: the interview.

    day        practise
    Tue 3 Nov  Amazon (action, learning…
               General (new) Tell me about…
    Wed 4 Nov  a whole round: drill --loop
    Thu 5 Nov  the interview

    It supposes that each part comes out one
    grade better than the last time, and is
    made anew from your sessions whenever
    you ask. Enter asks what is due.
    ");
    person.columns = 80;
    assert!(person.shows("plan 2026-11-03").contains("is today: Tue 3 Nov."));
    assert!(person.shows("plan 2027-02-03").contains("The first 4 weeks; the 65 days after"));
    let said = person.refuses("plan 2026-10-01");
    assert!(said.contains("2026-10-01 is over") && said.contains("like 2026-11-10"), "{said}");
    assert!(person.refuses("plan soon").contains("`soon` is no day"));
    assert!(person.refuses("plan 2026-11-12 --company amazn").contains("did you mean `amazon`?"));
}
