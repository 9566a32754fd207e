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
        "Nothing comes back yet: a part that was thin or not there would.\n"
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

    Tue 3 Nov   Amazon (action, learning, improvement) Tell me about a time you
                  didn't meet a commitment you had made to someone.
                Amazon (new) Tell me about a decision you made with limited data
                  that turned out to be wrong?
    Wed 4 Nov   Netflix (action, learning, improvement) Tell me about something you
                  should have said in the room, and didn't.
                Amazon (new) Give me an example of a time you let a customer down.
    Thu 5 Nov   Amazon (action, learning, improvement) Tell me about a time you
                  didn't meet a commitment you had made to someone.
                Amazon (new) Describe a time you took a report at its word and
                  shouldn't have.
    Fri 6 Nov   Netflix (action, learning, improvement) Tell me about something you
                  should have said in the room, and didn't.
                Amazon (new) Tell me about a mistake you made twice.
    Sat 7 Nov   Amazon (new) Tell me about a time you traded the long term for the
                  short term, and paid for it later.
    Sun 8 Nov   Amazon (new) Describe a time you didn't push back on something you
                  believed was wrong.
    Mon 9 Nov   Amazon (new) Tell me about a decision you treated as easy to undo
                  that wasn't.
    Tue 10 Nov  Amazon (new) Tell me about a time you lost somebody's trust. How did
                  you find out?
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

    Tue 3 Nov   Amazon (action, learning,
                  improvement) Tell me about
                  a time you didn't meet a
                  commitment you had made to
                  someone.
                General (new) Tell me about
                  a time you failed.
    Wed 4 Nov   a whole round: drill --loop
    Thu 5 Nov   the interview

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

/// Practice at random, as by somebody who never looks at what is due.
#[test]
fn thirty_sessions_at_random_are_brought_into_an_order() {
    let mut person = unprobed();
    person.now = chrono::DateTime::parse_from_rfc3339("2026-11-27T08:00:00+01:00").unwrap();
    for session in generated::sessions(30, 7, person.now) {
        let name = format!("sessions/{}.toml", session.header.id);
        person.put(&name, mockloop::session::encode(&session));
    }
    insta::assert_snapshot!(person.shows("due"), @r"
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

    And 16 more; `due --all` lists them.

    To come: tomorrow 1, Mon 30 Nov 1.
    ");
    insta::assert_snapshot!(person.shows("plan 2026-12-08 --company amazon"), @r"
    Amazon’s interview is in 11 days: Tue 8 Dec.

            Mo  Tu  We  Th  Fr  Sa  Su
    23 Nov                   2   2   2
    30 Nov   2   2   2   2   2   2   2
     7 Dec   R   !
    A number: so many questions. R: a whole round. !: the interview.

    Fri 27 Nov  Amazon (action, learning, improvement) Tell me about a time you
                  didn't meet a commitment you had made to someone.
                Amazon (all parts) Tell me about a mistake you made twice.
    Sat 28 Nov  Amazon (failure, action, learning, improvement) Tell me about a
                  decision you made with limited data that turned out to be wrong?
                Amazon (diagnosis, improvement) Tell me about a problem you noticed
                  and left alone because it wasn't yours.
    Sun 29 Nov  Amazon (failure, diagnosis, learning) Describe a time you didn't
                  push back on something you believed was wrong.
                Amazon (improvement) Tell me about a time you traded the long term
                  for the short term, and paid for it later.
    Mon 30 Nov  Amazon (action, improvement) Tell me about a decision you made with
                  limited data that turned out to be wrong?
                Amazon (improvement) Tell me about a decision you treated as easy to
                  undo that wasn't.
    Tue 1 Dec   Amazon (improvement) Tell me about a mistake you made twice.
                General (failure, diagnosis, action, learning) Tell me about a time
                  you kept quiet about a problem, or spoke up too late.
    Wed 2 Dec   Amazon (action, learning) Tell me about a time you didn't meet a
                  commitment you had made to someone.
                Google (failure, learning, improvement) Tell me about a time you had
                  to change course after realizing your approach was wrong?
    Thu 3 Dec   Amazon (diagnosis, improvement) Tell me about a problem you noticed
                  and left alone because it wasn't yours.
                Amazon (improvement) Tell me about a decision you treated as easy to
                  undo that wasn't.
    Fri 4 Dec   Amazon (action, improvement) Tell me about a decision you made with
                  limited data that turned out to be wrong?
                General (diagnosis, learning, improvement) Tell me about a project
                  of yours that was stopped before it shipped.
    Sat 5 Dec   DoorDash (diagnosis, action, learning, improvement) Tell me about a
                  launch in a new place or with new people that failed.
                Airbnb (failure, diagnosis, improvement) Tell me about a time
                  something you built or decided left people out.
    Sun 6 Dec   Amazon (failure, diagnosis) Describe a time you didn't push back on
                  something you believed was wrong.
                General (action, learning, improvement) What's the hardest feedback
                  you've been given, and was it right?
    Mon 7 Dec   a whole round: drill --loop amazon
    Tue 8 Dec   the interview

    It supposes that each part comes out one grade better than the last time, and is
    made anew from your sessions whenever you ask. Enter asks what is due.
    ");
}

/// Enter and nothing else: two sessions a day, a day off after five. The first telling is thin, the
/// second lacks the improvement, from the third on all is there.
#[test]
fn thirty_sessions_by_enter_alone_keep_what_is_due_small() {
    let without_improvement = WHOLE.split(" Since then").next().unwrap();
    let mut person = unprobed();
    let mut days = Vec::new();
    for session in 0..30 {
        let due = person.shows("due");
        let many = due.matches(" · ").count();
        let before: Vec<String> = person
            .sessions()
            .iter()
            .flat_map(|session| session.attempts().map(|a| a.id.to_owned()).collect::<Vec<_>>())
            .collect();
        // What Enter will ask is known only when it asks: each answer is tried out on a copy first.
        let mut times = 0;
        for (told, answer) in [THIN, without_improvement, WHOLE].into_iter().enumerate() {
            let mut copy =
                Person { disk: person.copy(), variables: person.variables.clone(), ..person };
            let acts = [Act::command("set seed 11"), Act::command(""), Act::answer(answer)];
            copy.run("", acts);
            let id = asked(&copy).remove(0);
            times = before.iter().filter(|known| **known == id).count();
            if times.min(2) == told {
                person = copy;
                break;
            }
        }
        let how = ["new", "2nd time", "3rd time", "4th time"].get(times).unwrap_or(&"again");
        days.push(format!(
            "{}  due {many}  {how:<9} {}",
            person.now.format("%a %e %b"),
            asked(&person)[0]
        ));
        if session % 2 == 1 {
            person.pass(if session % 10 == 9 { 2 } else { 1 });
            person.now -= chrono::TimeDelta::minutes(4);
        }
    }
    insta::assert_snapshot!(days.join("\n"), @r"
    Mon  2 Nov  due 0  new       meta-fast
    Mon  2 Nov  due 0  new       meta-impact
    Tue  3 Nov  due 2  2nd time  meta-fast
    Tue  3 Nov  due 1  2nd time  meta-impact
    Wed  4 Nov  due 2  3rd time  meta-fast
    Wed  4 Nov  due 1  3rd time  meta-impact
    Thu  5 Nov  due 0  new       meta-feedback-late
    Thu  5 Nov  due 0  new       meta-lead-mistake
    Fri  6 Nov  due 4  2nd time  meta-feedback-late
    Fri  6 Nov  due 3  2nd time  meta-lead-mistake
    Sun  8 Nov  due 4  3rd time  meta-feedback-late
    Sun  8 Nov  due 3  3rd time  meta-lead-mistake
    Mon  9 Nov  due 2  4th time  meta-fast
    Mon  9 Nov  due 1  4th time  meta-impact
    Tue 10 Nov  due 0  new       meta-cross-team
    Tue 10 Nov  due 0  new       meta-feedback-got
    Wed 11 Nov  due 4  2nd time  meta-cross-team
    Wed 11 Nov  due 3  2nd time  meta-feedback-got
    Thu 12 Nov  due 4  3rd time  meta-cross-team
    Thu 12 Nov  due 3  3rd time  meta-feedback-got
    Sat 14 Nov  due 4  4th time  meta-feedback-late
    Sat 14 Nov  due 3  4th time  meta-lead-mistake
    Sun 15 Nov  due 2  4th time  meta-cross-team
    Sun 15 Nov  due 1  4th time  meta-feedback-got
    Mon 16 Nov  due 0  new       google-underestimate
    Mon 16 Nov  due 0  new       meta-conflict
    Tue 17 Nov  due 2  2nd time  google-underestimate
    Tue 17 Nov  due 1  2nd time  meta-conflict
    Wed 18 Nov  due 4  3rd time  google-underestimate
    Wed 18 Nov  due 3  3rd time  meta-conflict
    ");
    insta::assert_snapshot!(person.shows("due --all"), @r"
    Due today: 4 questions, the most due first.

    Meta · Tell me about a time you moved too fast and something broke that…
      ● improvement: there 11 days ago, told 2 times in a row; due for 2 days

    Meta · Tell me about half a year of work that had no impact in the end.
      ● improvement: there 11 days ago, told 2 times in a row; due for 2 days

    Google · Describe something that you thought would be simple and that hurt your…
      ● improvement: there 2 days ago, told once since; due today

    Meta · Tell me about a conflict with a peer that you handled badly.
      ● improvement: there 2 days ago, told once since; due today

    To come: Sun 22 Nov 2, Wed 25 Nov 2.
    ");
}
