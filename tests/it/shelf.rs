//! The story shelf: naming after a debrief, written stories, the ten-second drill, and bad input.

use mockloop::command::Exit;
use mockloop::shell::{Act, Files as _};

use crate::person::Person;
use crate::world::{THIN, WHOLE};

/// A text without its line breaks.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unprobed() -> Person {
    let mut person = Person::new();
    person.variables = vec![("MOCKLOOP_PROBES".into(), "0".into())];
    person
}

#[test]
fn a_story_is_named_after_the_debrief_and_keeps_what_it_was_used_for() {
    let mut person = unprobed();
    let acts = [
        Act::command("ask amazon --seed 7"),
        Act::answer(THIN),
        Act::command("name double charge"),
        Act::command("ask netflix --seed 7"),
        Act::answer(WHOLE),
        // Only the names and Enter: nothing is named.
        Act::command("name"),
        Act::command(""),
        // The number of one of them.
        Act::command("name"),
        Act::command("1"),
        Act::command("stories"),
    ];
    let seen = person.run("", acts);
    assert_eq!((seen.left, seen.warned.as_str()), (0, ""), "{}", seen.seen);
    assert!(seen.seen.contains("`name` gives this story a name"), "{}", seen.seen);
    assert!(seen.seen.contains("  1 double charge  sounds like this answer"), "{}", seen.seen);
    assert!(seen.seen.contains("“double charge” is on the shelf, told 2 times."), "{}", seen.seen);
    let shown = seen.seen.split_once("mockloop> stories\n").unwrap().1;
    insta::assert_snapshot!(shown, @r"
    #  story          told  best   weakest  for
    1  double charge     2  ●●●●●  none     Amazon, Netflix

    best: the best that each part was, unasked: failure, diagnosis, action,
    learning, improvement.
    ");
    let file = person.file("stories/double-charge.toml").unwrap();
    assert!(
        file.contains("name = \"double charge\"") && file.contains("billing migration"),
        "{file}"
    );
    assert!(person.file("stories/.gitignore").unwrap().contains("*"));
    person.pass(3);
    insta::assert_snapshot!(person.shows("stories show double"), @r"
    double charge

    In May I shipped a billing migration on a Friday and we charged 2,300 customers
    twice. I had assumed the staging data was current and never checked its date.

    told        company  parts  question
    3 days ago  Amazon   ●●○○○  Tell me about a time you didn't meet a commitment…
    3 days ago  Netflix  ●●●●●  Describe a bet you made on your own judgement that…

    At its best failure there, diagnosis there, action there, learning there,
    improvement there.
    All five parts have been there.
    ");
    person.columns = 40;
    insta::assert_snapshot!(person.shows("stories"), @r"
    #  story          told  best   weakest
    1  double charge     2  ●●●●●  none

    best: the best that each part was,
    unasked: failure, diagnosis, action,
    learning, improvement.
    ");
    // Another day and the same story: it is recognised.
    let seen = person.run("ask meta --seed 3", [Act::answer(WHOLE)]).seen;
    assert!(seen.contains("sounds like your story"), "{seen}");
}

#[test]
fn a_written_story_goes_through_the_audit_and_a_name_that_is_taken_is_refused() {
    let mut person = unprobed();
    person.put("slip.md", WHOLE);
    let seen = person.shows("stories add /home/slip.md --as 'double charge'");
    assert!(seen.contains("Demonstrated improvement"), "{seen}");
    assert!(
        seen.ends_with("“double charge” is on the shelf: /home/stories/double-charge.toml\n"),
        "{seen}"
    );
    let again = person.refuses("stories add /home/slip.md --as 'Double-Charge'");
    assert!(again.contains("there is a story `Double-Charge` already"), "{again}");
    // Another name with the same file name.
    person.shows("stories add /home/slip.md --as 'double charge ü'");
    person.shows("stories add /home/slip.md --as 'double charge ö'");
    assert!(person.file("stories/double-charge-3.toml").unwrap().contains("double charge ö"));
    assert!(person.shows("stories show 1").contains("Not told in an interview yet."));
}

#[test]
fn bad_stories_cost_a_sentence() {
    let mut person = unprobed();
    let empty = person.refuses("stories show slip");
    insta::assert_snapshot!(empty, @r"
    error: the shelf is empty: `name` gives the last answer's story a name, `stories
      add FILE` brings one that is written.
    ");
    assert!(person.refuses("stories draw").contains("the shelf is empty"));
    assert!(person.refuses("name slip").contains("nothing has been answered yet"));
    insta::assert_snapshot!(person.shows("stories"), @r"
    No stories on the shelf yet. `name` gives the last answer's story a name,
    `stories add FILE` brings one that is written.
    ");
    person.put("big.md", "word ".repeat(210_000));
    let big = person.refuses("stories add /home/big.md");
    assert!(big.contains("1050000 bytes") && big.contains("Nothing was added"), "{big}");
    person.put("empty.md", " \n");
    assert!(person.refuses("stories add /home/empty.md").contains("is empty"));
    assert!(person.refuses("stories add /home/nowhere.md").contains("Is the path right?"));
    person.put("slip.md", THIN);
    assert!(person.refuses("stories add /home/slip.md --as ' -- '").contains("needs a letter"));
    // Files that a hand put there.
    person.put("stories/big.toml", "x".repeat(1 << 20));
    person.put("stories/one.toml", "format = 1\nname = \"slip\"\n");
    person.put("stories/two.toml", "format = 1\nname = \"Slip\"\n");
    let seen = person.run("stories", []);
    assert_eq!(seen.exit, Exit::Fine);
    insta::assert_snapshot!(format!("{}---\n{}", seen.warned, seen.seen), @r"
    note: /home/stories/big.toml, line 1: it has 1048576 bytes and was not read; a
      story has 65536 at most. Keep to what you would say.
    note: /home/stories/two.toml, line 1: `Slip` is the name of another story too,
      in /home/stories/one.toml. Give this one another name in its file; until then
      the other counts.
    ---
    #  story  told  best  weakest       for
    1  slip      0        not told yet

    best: the best that each part was, unasked: failure, diagnosis, action,
    learning, improvement.
    ");
}

#[test]
fn draw_takes_the_time_until_the_story_has_a_name() {
    let mut person = unprobed();
    person.put("slip.md", THIN);
    person.shows("stories add /home/slip.md --as 'double charge'");
    let acts = [
        Act::Wait(7.2),
        Act::command("double"),
        Act::Wait(15.0),
        Act::command("I charged 2,300 customers twice with a migration on a Friday."),
    ];
    insta::assert_snapshot!(person.run("stories draw --seed 3", acts).seen, @r"
    Which of your stories? Name it, then type its first line. The clock runs.

    General
    Tell me about a time you should have asked for help sooner.

    story> double
    first line> I charged 2,300 customers twice with a migration on a Friday.
    Story named after 7 seconds, which passes for a breath. First line there after
    22 seconds.
    What went wrong is there in the first line already.
    When you tell it, mind the improvement: at its best it was not there.
    ");
    let seen =
        person.run("stories draw --seed 3", [Act::command("the other one"), Act::command("")]);
    assert!(seen.seen.contains("No story of this name is on the shelf."), "{}", seen.seen);
    assert_eq!(person.run("stories draw", []).exit, Exit::Fine, "leaving is fine");
}

#[test]
fn a_ladder_shows_which_part_is_lost_at_which_length_and_counts_for_no_figure() {
    let mut person = unprobed();
    person.put("slip.md", WHOLE);
    person.shows("stories add /home/slip.md --as 'double charge'");
    let seen = person.run("ladder double charge", [THIN, WHOLE, WHOLE].map(Act::answer));
    assert_eq!((seen.exit, seen.left, seen.warned.as_str()), (Exit::Fine, 0, ""), "{}", seen.seen);
    let shown = &seen.seen[seen.seen.rfind("\n\n   ").map_or(0, |at| at)..];
    let shown = shown.split_once("Kept in").unwrap().0;
    insta::assert_snapshot!(shown, @r"
                 about 75     about 200  about 400
    failure      ● there      ● there    ● there
    diagnosis    ● there      ● there    ● there
    action       ○ not there  ● there    ● there
    learning     ○ not there  ● there    ● there
    improvement  ○ not there  ● there    ● there
    words        29           74         74
    spoken       0:12         0:32       0:32

    At about 75 words you lose the action, learning and improvement.
    ");
    let session = person.sessions().pop().unwrap();
    assert_eq!((session.header.verb.as_str(), session.turns().count()), ("ladder", 3));
    assert!(session.attempts().all(|attempt| !attempt.counts()));
    person.pass(5);
    assert!(person.shows("due").starts_with("Nothing comes back yet"));
    assert!(person.shows("stories show double").contains("Not told in an interview yet."));
    person.columns = 40;
    let seen = person.run("ladder 1", [Act::Drop, Act::answer(THIN)]).seen;
    insta::assert_snapshot!(seen.split_once("Kept in").map_or(seen.as_str(), |(shown, _)| shown), @r"
    “double charge” in three lengths, the
    shortest first. What is lost at which
    length is shown at the end.

    Tell “double charge” in about 75 words.
    0:32 of speech.


    Tell “double charge” in about 200 words.
    1:26 of speech.

    > In May I shipped a billing migration on a Friday and we charged 2,300 customers twice. I had assumed the staging data was current and never checked its date.


    Tell “double charge” in about 400 words.
    2:51 of speech.


                 about 200
    failure      ● there
    diagnosis    ● there
    action       ○ not there
    learning     ○ not there
    improvement  ○ not there
    words        29
    spoken       0:12

    Told in full at no length: action,
    learning and improvement. That is the
    work, before any cutting.
    ");
    assert!(person.refuses("ladder nothing").contains("unknown story"));
}

#[test]
fn an_earlier_answer_can_have_a_name_too() {
    let mut person = unprobed();
    person.run("drill amazon -n 2 --seed 7", [Act::answer(THIN), Act::answer(WHOLE)]);
    person.pass(1);
    person.run("ask netflix --seed 7", [Act::answer("No idea.")]);
    let first = person.sessions()[0].header.id.clone();
    let said = person.shows(&format!("name double charge --session {first} --question 1"));
    assert!(said.contains("“double charge” is on the shelf, told once."), "{said}");
    assert!(person.file("stories/double-charge.toml").unwrap().contains("billing migration"));
    // By its place in the list, its last question.
    person.shows("name the other one --session 2");
    let session = &person.sessions()[0];
    let named: Vec<_> = session.attempts().map(|attempt| attempt.story()).collect();
    assert_eq!(named, [Some("double charge"), Some("the other one")]);
    let said = person.refuses("name x --session 1");
    assert!(said.contains("no story was told there"), "{said}");
    let said = person.refuses("name x --session 7");
    assert!(said.contains('7'), "{said}");
}

#[test]
fn a_ladder_needs_a_story() {
    assert!(unprobed().refuses("ladder slip").contains("the shelf is empty"));
}

#[test]
fn a_story_that_is_too_long_for_the_shelf_is_told_so_and_one_that_fits_is_kept_whole() {
    let mut person = unprobed();
    let long = format!("{WHOLE} ").repeat(100);
    assert!((32 << 10..64 << 10).contains(&long.len()), "{}", long.len());
    person.put("long.md", &long);
    let seen = person.run("", [Act::command("stories add /home/long.md")]);
    assert_eq!(seen.warned, "");
    let file = person.file("stories/long.toml").unwrap();
    assert!(file.contains(long.trim_end()), "whole");
    // What TOML has to escape becomes longer.
    let odd = "It was mine\u{1}. ".repeat(4_000);
    person.put("odd.md", &odd);
    let seen = person.run("", [Act::command("stories add /home/odd.md")]);
    assert!(seen.warned.contains("too many for the shelf"), "{}", seen.warned);
    assert!(!person.file("stories/odd.toml").unwrap().contains("mine"));
}

#[test]
fn a_session_that_is_forgotten_takes_its_story_along_or_says_where_it_is() {
    for (answer, left) in [(Act::Yes, false), (Act::No, true)] {
        let mut person = unprobed();
        let seen = person.run(
            "",
            [
                Act::command("ask amazon --seed 7"),
                Act::answer(WHOLE),
                Act::command("name double charge"),
                Act::command("forget last"),
                Act::Yes,
                answer,
                Act::command("stories"),
            ],
        );
        assert_eq!(seen.left, 0, "{}", seen.seen);
        let asks = "The story “double charge” on your shelf has its words too. Delete it as well?";
        assert!(seen.seen.contains(asks), "{}", seen.seen);
        assert_eq!(person.file("stories/double-charge.toml").is_ok(), left);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (warned, said) = (flat(&seen.warned), flat(&seen.seen));
        let told =
            warned.contains("in /home/stories/double-charge.toml. `stories remove double charge`");
        assert_eq!(told, left, "{warned}");
        assert_eq!(said.contains("gone, and so is the story “double charge”."), !left, "{said}");
    }
    // Where nobody is asked, it is said.
    let mut person = unprobed();
    let acts = [Act::command("ask amazon"), Act::answer(WHOLE), Act::command("name slip")];
    person.run("", acts);
    let seen = person.run("forget last --yes", []);
    assert!(seen.warned.contains("The story “slip” is still on your shelf"), "{}", seen.warned);
}

#[test]
fn a_story_gets_another_name_in_its_file_and_in_every_session() {
    let mut person = unprobed();
    for _ in 0..2 {
        let acts = [Act::answer(WHOLE), Act::command("name double charge")];
        person.run("", [&[Act::command("ask amazon --seed 7")], &acts[..]].concat());
    }
    person.shows("exclude last");
    let seen = person.shows("stories rename double --as 'the Friday migration'");
    assert!(
        seen.contains("“double charge” is “the Friday migration” now, in 2 sessions too."),
        "{seen}"
    );
    let file = person.file("stories/double-charge.toml").unwrap();
    assert!(file.contains("name = \"the Friday migration\"") && file.contains("billing"), "{file}");
    person.shows("include last");
    let list = person.shows("stories");
    assert!(list.contains("the Friday migration     2") && !list.contains("double"), "{list}");
    assert!(person.shows("stories rename 1 --as 'the Friday migration'").contains("already"));
    // Two that have words of their own stay two; a name that only sessions have joins one that has words.
    person.put("slip.md", WHOLE);
    person.shows("stories add /home/slip.md --as slip");
    let help = person.run("", [Act::command("help stories rename")]).seen;
    assert!(help.contains("Usage: stories rename <STORY> --as <NAME>\n"), "{help}");
    assert!(person.run("", [Act::command("help missed")]).seen.contains("Usage: missed"), "{help}");
    let two = person.refuses("stories rename slip --as 'the friday migration'");
    assert!(joined(&two).contains("with words of its own. Nothing was changed"), "{two}");
    person.disk.remove(std::path::Path::new("/home/stories/double-charge.toml")).unwrap();
    let no = person.run("stories rename friday --as slip", [Act::No]).seen;
    assert!(no.contains("Make them one?") && no.contains("Nothing was changed."), "{no}");
    let yes = person.run("stories rename friday --as SLIP", [Act::Yes]).seen;
    assert!(yes.contains("“the Friday migration” is “slip” now"), "{yes}");
    assert!(person.shows("stories").contains("1  slip      2"), "{}", person.shows("stories"));
}

#[test]
fn a_story_that_is_taken_off_the_shelf_leaves_the_sessions_as_they_are() {
    let mut person = unprobed();
    let acts = [
        Act::command("ask amazon --seed 7"),
        Act::answer(WHOLE),
        Act::command("name double charge"),
    ];
    person.run("", acts);
    let no = person.run("stories remove double charge", [Act::No]).seen;
    let asked = joined(&no);
    assert!(asked.contains("/home/stories/double-charge.toml is deleted."), "{no}");
    assert!(asked.contains("Sessions keep what was answered in them."), "{no}");
    assert!(person.file("stories/double-charge.toml").is_ok());
    let seen = person.run("stories remove double charge", [Act::Yes]).seen;
    let said = joined(&seen);
    assert!(
        said.contains("off the shelf. 1 session that told it keeps its words; `forget`"),
        "{seen}"
    );
    assert!(person.file("stories/double-charge.toml").is_err());
    assert!(person.shows("stories").contains("No stories on the shelf yet."));
    let session = &person.sessions()[0];
    assert_eq!(session.attempts().next().unwrap().story(), None);
    assert_eq!(session.turns().next().unwrap().words, WHOLE);
    // It can have a name again.
    person.shows("name double charge");
    assert!(person.shows("stories").contains("double charge"));
}

#[test]
fn at_a_pipe_nothing_leaves_the_shelf_without_a_word_of_the_person() {
    let world = crate::world::World::new();
    world.run(&["stories", "add", "-", "--as", "slip"], WHOLE);
    let asked = world.run(&["stories", "remove", "slip"], "");
    assert_eq!(asked.code, Some(2));
    assert!(joined(&asked.err).contains("`stories remove slip --yes` does it"), "{}", asked.err);
    let renamed = world.run(&["stories", "rename", "slip", "--as", "the", "slip"], "");
    assert!(renamed.out.contains("“slip” is “the slip” now."), "{}{}", renamed.out, renamed.err);
    let gone = world.run(&["stories", "remove", "slip", "--yes"], "");
    assert_eq!((gone.code, gone.out.contains("off the shelf")), (Some(0), true), "{}", gone.err);
    assert!(world.run(&["stories"], "").out.contains("No stories"));
}

#[test]
fn at_the_prompt_a_tilde_is_the_persons_own_folder() {
    let mut person = unprobed();
    person.put("anna/slip.md", WHOLE);
    let acts = ["stories add ~/slip.md --as the slip", "audit ~/slip.md", "export ~/all.jsonl"];
    let seen = person.run("", acts.map(Act::command));
    assert_eq!(seen.warned, "", "{}", seen.seen);
    assert!(seen.seen.contains("“the slip” is on the shelf"), "{}", seen.seen);
    assert!(person.file("anna/all.jsonl").is_ok(), "{}", seen.seen);
    // Another's folder is not guessed at, and on a command line the shell has done it.
    assert!(person.run("", [Act::command("audit ~bert/slip.md")]).warned.contains("~bert/slip.md"));
    assert!(person.refuses("audit ~/slip.md").contains("~/slip.md"));
}
