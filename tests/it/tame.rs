//! Text from anywhere is dead on the screen: banks, logs, drafts, stories, settings, answers and
//! commands full of what terminals and readers of text obey, through every verb that shows something.

use std::sync::Arc;

use mockloop::command::{Surroundings, run_on};
use mockloop::screen::Canvas;
use mockloop::shell::{Act, MemoryDisk, Scripted};
use mockloop::text::{harmless, printable};
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// What must not be obeyed: sequences that clear, move, rename and answer; single controls of both
/// sets; overrides of direction; what cannot be seen.
const ALIVE: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}c",
    "\u{1b}[6n",
    "\u{1b}[?1049h",
    "\u{9b}31m",
    "\u{9d}0;x\u{9c}",
    "\u{90}q",
    "\u{0}",
    "\u{7}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\u{e}",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{2069}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}",
    "\u{fff9}",
    "\u{e0041}",
    "\u{e007f}",
];

/// A word, with something alive in it.
fn alive(chance: &mut ChaCha8Rng, word: &str) -> String {
    let at = chance.random_range(0..=word.len());
    let at = word.floor_char_boundary(at);
    format!("{}{}{}", &word[..at], ALIVE.choose(chance).unwrap(), &word[at..])
}

/// TOML with something alive in each of its strings: escaped, as TOML wants it, or as it is.
fn infested(chance: &mut ChaCha8Rng, text: &str) -> String {
    let mut out = String::new();
    for (number, piece) in text.split('"').enumerate() {
        if number > 0 {
            out.push('"');
        }
        // Between quotes, but not of ids and of words that the format knows.
        let known = piece.len() < 8 || piece.starts_with(|c: char| c.is_ascii_digit());
        if number % 2 == 0 || known || piece.contains(['\n', '\\']) {
            out.push_str(piece);
            continue;
        }
        let infested = alive(chance, piece);
        let raw = chance.random_ratio(1, 4);
        for c in infested.chars() {
            match u32::from(c) {
                code if !raw && !(0x20..0x7f).contains(&code) => {
                    out.push_str(&format!("\\U{code:08X}"))
                }
                _ => out.push(c),
            }
        }
    }
    out
}

/// Nothing in what was shown would be obeyed, but for the program's own colours.
fn is_dead(shown: &str, what: &str) {
    let dead = harmless(shown);
    assert_eq!(dead, shown, "{what}");
    // `harmless` lets colours through; without colour there must be none.
    assert_eq!(printable(shown).replace("    ", "\t"), shown.replace("    ", "\t"), "{what}");
}

#[test]
fn nothing_from_a_file_or_a_person_is_obeyed_by_the_terminal() {
    let verbs = [
        "",
        "review",
        "review last",
        "review --compare",
        "review 2",
        "banks",
        "banks list",
        "banks show acme",
        "banks show amazon",
        "banks check",
        "sessions check",
        "progress",
        "progress --json",
        "config",
        "set",
        "stories",
        "due",
        "plan 2026-12-03",
        "export --format jsonl",
        "export --format markdown",
        "export --format csv",
        "audit /home/story.md",
        "audit --json /home/story.md",
        "exclude last",
        "include last",
    ];
    let mut shown = 0;
    for seed in 0..4 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let disk = MemoryDisk::new();
        let log = include_str!("../targets/seeds/log/every-entry");
        for id in [
            "2026-01-02-030405-amazon-0001",
            "2026-01-03-030405-acme-0002",
            "2026-01-04-030405-meta-0003",
        ] {
            let log = log.replace("2026-11-27-044512-amazon-7f3a", id);
            disk.put(format!("/home/sessions/{id}.toml"), infested(&mut chance, &log));
        }
        let draft = infested(&mut chance, log);
        disk.put("/home/sessions/2026-01-05-030405-amazon-0004.draft", draft);
        let bank = include_str!("../targets/seeds/bank/whole");
        disk.put("/home/questions/acme.toml", infested(&mut chance, bank));
        let key = alive(&mut chance, "levle");
        disk.put(
            "/home/config.toml",
            format!("\"{key}\" = \"x\"\nlevel = \"{}\"\n", alive(&mut chance, "senior")),
        );
        let story = format!("{} {}", crate::world::WHOLE, alive(&mut chance, "And so."));
        disk.put(
            "/home/stories/slip.toml",
            format!("format = 1\nname = '{story}'\ntext = '{story}'\n"),
        );
        disk.put("/home/story.md", &story);
        let mut acts: Vec<Act> = vec![Act::command("k")];
        acts.extend(verbs.iter().skip(1).map(|verb| Act::command(verb)));
        acts.push(Act::command(&alive(&mut chance, "unknown words")));
        acts.push(Act::command(&format!("ask '{}'", alive(&mut chance, "amazon"))));
        acts.push(Act::command("ask acme --probes 0"));
        acts.push(Act::answer(&story));
        acts.push(Act::command("review last"));
        let run = |args: &str, acts: Vec<Act>| {
            let mut script = Scripted::new(acts);
            script.files = Arc::new(disk.clone());
            script.canvas = Canvas::new(80);
            let around = Surroundings { home: Some("/home".into()), ..Surroundings::default() };
            let words = std::iter::once("mockloop".to_owned()).chain(shlex::split(args).unwrap());
            run_on(words, &mut script, &around);
            is_dead(&script.seen, &format!("seed {seed}, {args:?}"));
            is_dead(&script.warned, &format!("seed {seed}, {args:?}, beside"));
            script.seen.len() + script.warned.len()
        };
        shown += run("", acts);
        for verb in verbs {
            shown += run(verb, vec![Act::command("k"), Act::command("quit")]);
        }
    }
    assert!(shown > 40_000, "{shown} bytes were shown");
}
