//! Drills: a company without a question twice, one part alone, a whole round.

use mockloop::command::Exit;
use mockloop::session::Kind;
use mockloop::shell::Act;

use crate::person::Person;
use crate::world::{THIN, WHOLE};

const HIRE: &str = "Last autumn I hired a tech lead whom two of my panel doubted, since I wanted the \
    team to be complete before the budget review. He left after four months, two engineers went with \
    him, and the search cost us a quarter. I took their silence for agreement.";

fn unprobed() -> Person {
    let mut person = Person::new();
    person.variables = vec![("MOCKLOOP_PROBES".into(), "0".into())];
    person
}

#[test]
fn a_company_is_gone_through_without_a_question_twice_and_the_end_is_said() {
    let mut person = unprobed();
    let banks = mockloop::bank::Banks::shipped();
    let many = banks.find("netflix").unwrap().questions.len();
    let senior = |q: &&mockloop::bank::Question| q.levels.iter().any(|l| l.id() == "senior");
    let suit = banks.find("netflix").unwrap().questions.iter().filter(senior).count();
    assert!(suit < 20 && many >= suit);
    // One of them is dropped: it does not come again either.
    let acts = std::iter::once(Act::Drop).chain((1..suit).map(|_| Act::answer(WHOLE)));
    let seen = person.run("drill netflix -n 20 --seed 3", acts);
    assert_eq!((seen.exit, seen.left), (Exit::Fine, 0), "{}", seen.seen);
    assert!(seen.seen.contains("Those were all the questions that there are."), "{}", seen.seen);
    let session = &person.sessions()[0];
    let mut ids: Vec<_> = session.attempts().map(|attempt| attempt.id.to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), suit - 1);
}

#[test]
fn three_runs_through_a_company_ask_each_question_in_three_wordings_and_the_log_says_which() {
    let mut person = unprobed();
    person.variables.push(("MOCKLOOP_LEVEL".into(), "senior".into()));
    let banks = mockloop::bank::Banks::shipped();
    let questions = &banks.find("netflix").unwrap().questions;
    for _ in 0..3 {
        let seen = person.run("drill netflix -n 20 --seed 3", (0..20).map(|_| Act::answer(WHOLE)));
        assert_eq!(seen.exit, Exit::Fine, "{}", seen.seen);
        let session = person.sessions().pop().unwrap();
        for attempt in session.attempts() {
            let words = &attempt.question.asked;
            let start = words.split(' ').take(4).collect::<Vec<_>>().join(" ");
            assert!(seen.seen.contains(&start), "{words}: {}", seen.seen);
        }
        person.pass(1);
    }
    let sessions = person.sessions();
    let asked = |id: &str| {
        let all = sessions.iter().flat_map(|session| session.attempts());
        let mut words: Vec<_> =
            all.filter(|a| a.id == id).map(|a| a.question.asked.clone()).collect();
        words.sort();
        words
    };
    for question in questions.iter().filter(|q| q.levels.iter().any(|l| l.id() == "senior")) {
        let mut wordings: Vec<_> = question.wordings().map(str::to_owned).collect();
        wordings.sort();
        assert_eq!(asked(&question.id), wordings, "{}", question.id);
    }
    // Who asks for one question gets the words that the company is known for.
    person.run("ask netflix --seed 1", [Act::answer(WHOLE)]);
    let last = person.sessions().pop().unwrap();
    let attempt = last.attempts().next().unwrap();
    let known = questions.iter().find(|q| q.id == attempt.id).unwrap();
    assert_eq!(attempt.question.asked, known.words);
}

#[test]
fn what_is_no_reply_is_not_judged_in_a_drill() {
    let mut person = unprobed();
    person.run("ask amazon --seed 7", [Act::answer(THIN)]);
    person.pass(1);
    for (reply, said) in [
        ("next", "Skipped."),
        ("I had assumed the staging data was current", "That stands in the story already"),
    ] {
        let seen = person.run("drill --part improvement --seed 1", [Act::answer(reply)]);
        assert!(seen.seen.contains(said), "{}", seen.seen);
        let last = person.sessions().pop().unwrap();
        let turn = last.turns().next().unwrap();
        assert_eq!(turn.words, reply, "kept as it was typed");
        assert!(matches!(&turn.kind, Kind::Probe { shown: None, .. }), "{:?}", turn.kind);
    }
}

#[test]
fn one_part_is_drilled_in_the_stories_that_lacked_it() {
    let mut person = unprobed();
    person.run("ask amazon --seed 7", [Act::answer(THIN)]);
    person.pass(1);
    person.run("ask netflix --seed 7", [Act::answer(HIRE)]);
    person.run("name the hire", []);
    person.run("ask meta --seed 7", [Act::answer(WHOLE)]);
    person.pass(1);
    let acts = [
        Act::answer(
            "In the two searches since I asked each panelist for a reason to say no, and wrote it down; both leads are still with us.",
        ),
        Act::answer("I would plan it more carefully next time."),
    ];
    let seen = person.run("drill --part improvement --seed 1", acts);
    assert_eq!((seen.exit, seen.left), (Exit::Fine, 0), "{}", seen.seen);
    insta::assert_snapshot!(seen.seen.lines().filter(|line| !line.starts_with("Kept in")).collect::<Vec<_>>().join("\n"), @r"
    Story 1 of 2: the hire, told yesterday
      Last autumn I hired a tech lead whom two of my panel doubted, since I wanted
      the team to be complete before the budget review. He left after four months…

    You said “he left after four months, two engineers went with him”. When were you
    next in that spot, and what did you do?

    > In the two searches since I asked each panelist for a reason to say no, and wrote it down; both leads are still with us.

    Demonstrated improvement: ● there  “In the two searches since I asked each…”
    That does it. Put it into the story itself, so that nobody has to ask.

    Story 2 of 2: told 2 days ago to Amazon
      In May I shipped a billing migration on a Friday and we charged 2,300
      customers twice. I had assumed the staging data was current and never checked…

    You said “we charged 2,300 customers twice”. What stops that from happening
    again today?

    > I would plan it more carefully next time.

    Demonstrated improvement: ◐ thin  “I would plan it more carefully next time.”
    To make it hold: one time since when you did it differently, and what came of
    it.

    Demonstrated improvement in 2 replies: there 1, thin 1, not there 0.
    ");
    let sessions = person.sessions();
    let last = sessions.last().unwrap();
    assert_eq!(last.turns().count(), 2);
    assert!(
        last.turns().all(|turn| matches!(turn.kind, Kind::Probe { .. }) && !turn.words.is_empty())
    );
    // A prompted reply is no unprompted answer: what was due is still due.
    assert!(person.shows("due").contains("improvement"));
    let none = person.shows("drill --part failure");
    assert!(none.starts_with("There is no story of yours"), "{none}");
    assert!(person.refuses("drill --part improvment").contains("did you mean `improvement`?"));
    assert!(person.refuses("drill --part failure --loop").contains("cannot be used with"));
    person.columns = 40;
    let seen = person.run("drill --part learning -n 1 --seed 1", [Act::Drop]).seen;
    insta::assert_snapshot!(seen, @r"
    Story 1 of 1: told 2 days ago to Amazon
      In May I shipped a billing migration
      on a Friday and we charged 2,300…

    You said “we charged 2,300 customers
    twice”. What did you come away knowing
    about your own judgement?

    Skipped.
    Kept in /home/sessions/2026-11-04-180152-learning-0001.toml
    ");
}

#[test]
fn a_round_has_one_budget_one_debrief_and_notices_a_story_that_is_told_twice() {
    let mut person = unprobed();
    person.put("slip.md", WHOLE);
    person.shows("stories add /home/slip.md --as 'double charge'");
    let acts = [THIN, HIRE, WHOLE, "I can't think of one."].map(Act::answer);
    let acts = acts.into_iter().chain([Act::Drop]);
    let seen = person.run("drill --loop --seed 5 --minutes 30", acts);
    assert_eq!((seen.exit, seen.left), (Exit::Fine, 0), "{}", seen.seen);
    assert_eq!(seen.seen.matches("Their note").count(), 0, "one debrief for all");
    let debrief = &seen.seen[seen.seen.find("The round").unwrap()..];
    let debrief = debrief.split_once("Kept in").unwrap().0;
    insta::assert_snapshot!(debrief, @r"
    The round  4 answers, 1:27 of 30:00

    #  unasked   after  company   question
    1  ●●○○○     ●●○○○  Google    Describe a design review in which the right…
    2  ●●○●○     ●●○●○  General   Think of something at work that you set out to…
    3  ●●●●●     ●●●●●  Amazon    Give me an example of a time you let a customer…
    4  no story         DoorDash  Tell me about a time you helped one side of a…

    Told unasked, of 3 stories: failure 3, diagnosis 3, action 1, learning 2,
    improvement 1.
    Questions 1 and 3 got the same story, “double charge”. Interviewers compare
    notes: have another one ready.

    Next  The improvement is where this round was thinnest. drill --part improvement
          works on it alone, in your own stories.
    ");
    let session = person.sessions().pop().unwrap();
    assert_eq!(session.header.verb, "loop");
    let mut companies: Vec<_> = session.attempts().map(|a| a.company.to_owned()).collect();
    companies.dedup();
    assert!(companies.len() >= 3, "mixed over the family: {companies:?}");
}

#[test]
fn a_round_ends_when_its_time_is_up() {
    let mut person = unprobed();
    let slow = Act::Answer { text: THIN.to_owned(), think: 60.0, wall: 90.0 };
    let seen = person.run("drill --loop -n 5 --minutes 3 --seed 5", [slow]);
    assert!(seen.seen.contains("The time is up."), "{}", seen.seen);
    assert!(seen.seen.contains("1 answer, 2:30 of 3:00"), "{}", seen.seen);
}
