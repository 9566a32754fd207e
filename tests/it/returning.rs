//! What comes back: the greeting, Enter, `due`, over days that the test lets pass.

use mockloop::shell::Act;

use crate::generated;
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

#[test]
fn a_candidate_of_thirty_sessions_has_a_schedule_that_makes_sense() {
    let mut person = unprobed();
    person.now = chrono::DateTime::parse_from_rfc3339("2026-11-27T08:00:00+01:00").unwrap();
    for session in generated::sessions(30, 7, person.now) {
        let name = format!("sessions/{}.toml", session.header.id);
        person.put(&name, mockloop::session::encode(&session));
    }
    insta::assert_snapshot!(person.shows("due --all"), @r"
    Due today: 24 questions, the most due first.

    General · Tell me about a time you kept quiet about a problem, or spoke up too…
      ○ failure, diagnosis, action, learning: not there on 6 Nov; due since 7 Nov

    Amazon · Tell me about a time you didn't meet a commitment you had made to…
      ○ action, learning: not there on 10 Nov; due since 11 Nov
      ◐ improvement: thin on 10 Nov; due since 12 Nov

    Google · Tell me about a time you had to change course after realizing your…
      ○ failure: not there on 4 Nov; due since 5 Nov
      ◐ learning, improvement: thin on 4 Nov; due since 6 Nov

    Amazon · Tell me about a mistake you made twice.
      ● failure: there on 10 Nov, told once since; due for 4 days
      ◐ diagnosis, learning: thin on 10 Nov; due for 12 days
      ◐ action: thin on 10 Nov; due for 9 days
      ○ improvement: not there on 10 Nov; due since 11 Nov

    General · Tell me about a project of yours that was stopped before it shipped.
      ○ diagnosis: not there on 7 Nov; due since 8 Nov
      ◐ learning, improvement: thin on 7 Nov; due since 9 Nov

    Airbnb · Tell me about a time something you built or decided left people out.
      ○ failure: not there on 13 Nov; due for 13 days
      ◐ diagnosis, improvement: thin on 13 Nov; due for 12 days

    Amazon · Tell me about a decision you made with limited data that turned out to…
      ◐ failure, learning: thin 8 days ago; due for 4 days
      ○ action, improvement: not there 8 days ago; due for 7 days

    DoorDash · Tell me about a launch in a new place or with new people that failed.
      ● diagnosis: there 11 days ago, told once since; due for 5 days
      ○ action, improvement: not there 11 days ago; due for 9 days
      ● learning: there 11 days ago, told once since; due for 7 days

    Amazon · Tell me about a problem you noticed and left alone because it wasn't…
      ○ diagnosis, improvement: not there on 10 Nov; due since 11 Nov

    General · Tell me about a decision you had to take back in front of other…
      ◐ diagnosis: thin on 7 Nov; due since 9 Nov
      ○ improvement: not there on 7 Nov; due since 8 Nov

    General · What's the hardest feedback you've been given, and was it right?
      ○ learning, improvement: not there 8 days ago; due for 7 days

    General · Tell me about a time you failed.
      ◐ learning: thin on 13 Nov; due for 12 days
      ○ improvement: not there on 13 Nov; due for 13 days

    Google · Tell me about a design of yours that didn't survive contact with real…
      ◐ action, improvement: thin on 8 Nov; due since 10 Nov

    Pinterest · Describe something you made that you loved and nobody else did.
      ○ learning, improvement: not there 6 days ago; due for 5 days

    Amazon · Describe a time you didn't push back on something you believed was…
      ○ failure, diagnosis: not there 8 days ago; due for 6 days
      ◐ learning: thin 8 days ago; due for 4 days

    Meta · Tell me about a decision that you rushed and then had to reverse.
      ○ failure, diagnosis, learning: not there 4 days ago; due since yesterday

    Pinterest · Tell me about a time you chose the business, or the deadline, over…
      ○ improvement: not there 7 days ago; due for 6 days

    Amazon · Tell me about a time you traded the long term for the short term, and…
      ◐ improvement: thin on 7 Nov; due since 9 Nov

    Airbnb · Describe something bold you tried that didn't come off.
      ○ action: not there 2 days ago; due today
      ○ improvement: not there 2 days ago; due since yesterday

    Meta · Tell me about a time you moved too fast and something broke that…
      ○ improvement: not there 4 days ago; due for 3 days

    Pinterest · Tell me about a side effect of your work that you didn't see coming…
      ◐ improvement: thin 6 days ago; due for 4 days

    Pinterest · Tell me about something you tried that you can't call a win. What…
      ○ improvement: not there 6 days ago; due for 4 days

    Airbnb · Describe a decision that you made for one group of people at the…
      ○ improvement: not there 2 days ago; due since yesterday

    Meta · Tell me about feedback that hurt. What did you do with it the next day?
      ◐ improvement: thin 4 days ago; due for 2 days

    To come: tomorrow 1, Mon 30 Nov 1.
    ");
    insta::assert_snapshot!(person.shows("plan 2026-12-08 --company amazon"), @r"
    Amazon’s interview is in 11 days: Tue 8 Dec.

            Mo  Tu  We  Th  Fr  Sa  Su
    23 Nov                   2   2   2
    30 Nov   2   2   2   2   2   2   2
     7 Dec   R   !
    A number: so many questions. R: a whole round. !: the interview.

    day         practise
    Fri 27 Nov  Amazon (action, learning, improvement) Tell me about a time you…
                Amazon (all parts) Tell me about a mistake you made twice.
    Sat 28 Nov  Amazon (failure, action, learning, improvement) Tell me about a…
                Amazon (diagnosis, improvement) Tell me about a problem you noticed…
    Sun 29 Nov  Amazon (failure, diagnosis, learning) Describe a time you didn't…
                Amazon (improvement) Tell me about a time you traded the long term…
    Mon 30 Nov  Amazon (action, improvement) Tell me about a decision you made with…
                Amazon (improvement) Tell me about a decision you treated as easy…
    Tue 1 Dec   Amazon (improvement) Tell me about a mistake you made twice.
                General (failure, diagnosis, action, learning) Tell me about a time…
    Wed 2 Dec   Amazon (action, learning) Tell me about a time you didn't meet a…
                Google (failure, learning, improvement) Tell me about a time you…
    Thu 3 Dec   Amazon (diagnosis, improvement) Tell me about a problem you noticed…
                Amazon (improvement) Tell me about a decision you treated as easy…
    Fri 4 Dec   Amazon (action, improvement) Tell me about a decision you made with…
                General (diagnosis, learning, improvement) Tell me about a project…
    Sat 5 Dec   DoorDash (diagnosis, action, learning, improvement) Tell me about a…
                Airbnb (failure, diagnosis, improvement) Tell me about a time…
    Sun 6 Dec   Amazon (failure, diagnosis) Describe a time you didn't push back on…
                General (action, learning, improvement) What's the hardest feedback…
    Mon 7 Dec   a whole round: drill --loop amazon
    Tue 8 Dec   the interview

    It supposes that each part comes out one grade better than the last time, and is
    made anew from your sessions whenever you ask. Enter asks what is due.
    ");
}
