//! Settings from the file, the environment, the command line and the prompt.

use mockloop::command::Exit;
use mockloop::shell::Act;

use crate::person::Person;
use crate::world::{THIN, WHOLE};

#[test]
fn config_says_what_is_in_force_and_where_it_came_from() {
    let mut person = Person::new();
    insta::assert_snapshot!(person.shows("config"), @r"
    setting  now        from
    level    senior     as usual
    company  any        as usual
    limit    3:00       as usual
    probes   3          as usual
    rate     140        as usual
    seed     by chance  as usual
    guess    off        as usual

    There is no /home/config.toml yet; `config edit` begins one.
    Home: /home (from MOCKLOOP_HOME).
    ");
    person.put("config.toml", "# mine\nlevel = \"staff\"\nprobes = 1\nrate = 120\n");
    person.variables = vec![
        ("MOCKLOOP_PROBES".into(), "2".into()),
        ("MOCKLOOP_RATE".into(), "130".into()),
        ("MOCKLOOP_LIMIT".into(), "".into()),
        ("MOCKLOOP_SOMETHING".into(), "else".into()),
    ];
    let acts = [Act::command("set guess on"), Act::command("config")];
    let seen = person.run("--rate 150", acts).seen;
    let shown = seen.split_once("mockloop> config\n").unwrap().1;
    insta::assert_snapshot!(shown, @r"
    setting  now        from
    level    staff      config.toml, line 2
    company  any        as usual
    limit    3:00       as usual
    probes   2          MOCKLOOP_PROBES
    rate     150        --rate
    seed     by chance  as usual
    guess    on         set, until you leave

    The file is /home/config.toml; `config edit` opens it.
    Home: /home (from MOCKLOOP_HOME).
    ");
    person.columns = 40;
    insta::assert_snapshot!(person.shows("config --level mid"), @r"
    setting  now        from
    level    mid        --level
    company  any        as usual
    limit    3:00       as usual
    probes   2          MOCKLOOP_PROBES
    rate     130        MOCKLOOP_RATE
    seed     by chance  as usual
    guess    off        as usual

    The file is /home/config.toml; `config
    edit` opens it.
    Home: /home (from MOCKLOOP_HOME).
    ");
}

#[test]
fn a_config_with_a_typo_stops_nothing() {
    let mut person = Person::new();
    person.put("config.toml", "levle = \"staff\"\nlevel = \"maneger\"\nprobes = 0\nrate 120\n");
    person.variables = vec![("MOCKLOOP_GUESS".into(), "maybe".into())];
    let seen = person.run("ask amazon --seed 7", [Act::answer(WHOLE)]);
    assert_eq!(seen.exit, Exit::Fine);
    insta::assert_snapshot!(seen.warned, @r"
    note: /home/config.toml, line 1: unknown setting `levle`. Did you mean `level`?
    note: /home/config.toml, line 2: level: unknown level `maneger`. Did you mean
      `manager`?
    note: /home/config.toml, line 4: this is not TOML: key with no value, expected
      `=`. The lines that are right count.
    note: MOCKLOOP_GUESS: `maybe` is neither `on` nor `off`. It is passed over.
    ");
    assert_eq!(person.sessions().len(), 1);
}

#[test]
fn set_lasts_for_the_run_and_save_writes_it_and_keeps_the_comments() {
    let mut person = Person::new();
    person.put("config.toml", "# mine\n\nlevel = \"mid\"  # until spring\nlevle = 3\n");
    let acts = [
        Act::command("set level staff"),
        Act::command("set probes 0 --save"),
        Act::command("ask amazon --seed 7"),
        Act::answer(THIN),
    ];
    let seen = person.run("", acts);
    assert_eq!(seen.left, 0, "{}", seen.seen);
    assert!(seen.seen.contains("Written to /home/config.toml"), "{}", seen.seen);
    assert_eq!(person.sessions()[0].header.level.id(), "staff");
    let text = "# mine\n\nlevel = \"mid\"  # until spring\nlevle = 3\nprobes = 0\n";
    assert_eq!(person.file("config.toml").unwrap(), text);
    person.run("set level senior --save", []);
    let text = "# mine\n\nlevel = \"senior\"  # until spring\nlevle = 3\nprobes = 0\n";
    assert_eq!(person.file("config.toml").unwrap(), text);
    assert!(person.refuses("set level seniour --save").contains("did you mean `senior`?"));
    assert_eq!(person.file("config.toml").unwrap(), text);
}

#[test]
fn the_first_save_begins_a_file_that_explains_itself() {
    let mut person = Person::new();
    person.shows("set limit 2m --save");
    let text = person.file("config.toml").unwrap();
    assert!(text.contains("# limit = \"3m\"\nlimit = \"2m\"\n"), "{text}");
    let now = person.shows("config");
    assert!(now.contains("2:00"), "{now}");
    person.shows("set limit default --save");
    assert!(person.shows("config").contains("3:00"));
}

#[test]
fn edit_opens_the_file_and_says_what_is_wrong_in_it() {
    let mut person = Person::new();
    let acts = [
        Act::command("config edit"),
        Act::Edit("rate = 100\nprobs = 2\n".into()),
        Act::command("config edit"),
        Act::Edit("".into()),
    ];
    let seen = person.run("", acts);
    assert!(seen.warned.contains("Did you mean `probes`?"), "{}", seen.warned);
    assert!(seen.seen.contains("rate     100        config.toml, line 1"), "{}", seen.seen);
    assert!(seen.seen.contains("rate     140        as usual"), "{}", seen.seen);
    assert_eq!(person.file("config.toml").unwrap(), "");
}

#[test]
fn calibrate_times_a_passage_between_two_enters_and_writes_the_rate() {
    let mut person = Person::new();
    person.put("config.toml", "# mine\nlevel = \"mid\"\n");
    let enters = |seconds| [Act::command(""), Act::Wait(seconds), Act::command("")];
    let seen = person.run("calibrate", enters(42.0));
    assert_eq!(seen.exit, Exit::Fine, "{}", seen.warned);
    insta::assert_snapshot!(seen.seen, @r"
    Your speaking rate
    Read this aloud, at the pace at which you would tell it to somebody. Enter when
    you begin, Enter when you are done.

      Last spring I told three teams that our change was ready. It was not. I had
      tried it on one customer's data and taken that for all of them, and on the
      first Monday half of the invoices came out wrong. I stopped the run that
      morning, wrote to everybody who had one, and stayed until each was put right.
      What I had not understood is how little one good test says. Since then I ask
      for the three strangest cases before I call anything ready, and the two
      changes that followed went out without a single letter of apology.

    Enter when you begin 
    Enter when you are done 
    You speak 143 words a minute. The clock counts by it from now on, and so do the
    figures over all past sessions.
    Written to /home/config.toml; it holds from now on.
    ");
    assert_eq!(person.file("config.toml").unwrap(), "# mine\nlevel = \"mid\"\nrate = 143\n");
    person.run("ask amazon --seed 7", [Act::answer(WHOLE)]);
    assert_eq!(person.sessions()[0].header.rate, 143);
    let hasty = person.run("calibrate", enters(3.0)).warned.replace("\n  ", " ");
    assert!(hasty.contains("faster than anybody speaks; the rate stays at 143"), "{hasty}");
    let left = person.run("calibrate", [Act::command("")]).seen;
    assert!(left.contains("The rate stays as it was, 143 words a minute."), "{left}");
}
