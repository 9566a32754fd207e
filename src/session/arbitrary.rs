//! Sessions at random, for property tests: anything that a log could be asked to hold.

use chrono::{FixedOffset, TimeZone, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::arc::{Flag, Grade, Level, Part, Parts, Reason};
use crate::bank::Gap;
use crate::interview::Times;
use crate::judge::Shares;

/// A text as people, files and mischief make it.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z',. \n]{0,200}",
        2 => any::<String>(),
        2 => vec(select(TRAPS.to_vec()), 0..12).prop_map(|parts| parts.concat()),
    ]
}

/// What means something to TOML, to our own rules, or to a terminal.
const TRAPS: &[&str] = &[
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u005B",
    "\n",
    "\r\n",
    "\r",
    "\n[[turn]]\n",
    "[[turn]]",
    "[",
    " ",
    "\t",
    "outcome = \"answered\"\n",
    "#",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "é",
    "😀",
    "\u{85}",
    "\u{2028}",
    "We slipped six weeks.",
    "I ",
    "= ",
];

pub fn when() -> impl Strategy<Value = When> {
    (0i64..4_102_444_800, -840i32..=840).prop_map(|(seconds, offset)| {
        let offset =
            FixedOffset::east_opt(offset * 60).unwrap_or_else(|| chrono::Offset::fix(&Utc));
        When::new(offset.timestamp_opt(seconds, 0).single().unwrap_or_default())
    })
}

fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all)
}

fn some<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Vec<T>> {
    subsequence(all, 0..=all.len())
}

fn share() -> impl Strategy<Value = f32> {
    (0u16..=1000).prop_map(|n| f32::from(n) / 1000.0)
}

fn seconds() -> impl Strategy<Value = f64> {
    prop_oneof![(0u32..5_000_000).prop_map(|ms| f64::from(ms) / 1000.0), 0.0..1e20]
}

fn shown_part() -> impl Strategy<Value = ShownPart> {
    (one(Grade::ALL), option::of(one(Reason::ALL)), share(), vec(text(), 0..3)).prop_map(
        |(grade, reason, confidence, evidence)| ShownPart { grade, reason, confidence, evidence },
    )
}

fn shown() -> impl Strategy<Value = Shown> {
    let five = || (shown_part(), shown_part(), shown_part(), shown_part(), shown_part());
    (
        five(),
        some(Flag::ALL),
        [share(), share(), share(), share(), share(), share()],
        option::of(text()),
    )
        .prop_map(|((failure, diagnosis, action, learning, improvement), flags, s, notice)| {
            Shown {
                parts: Parts { failure, diagnosis, action, learning, improvement },
                flags,
                shares: Shares {
                    context: s[0],
                    parts: Parts {
                        failure: s[1],
                        diagnosis: s[2],
                        action: s[3],
                        learning: s[4],
                        improvement: s[5],
                    },
                },
                notice,
            }
        })
}

fn kind() -> impl Strategy<Value = Kind> {
    let gaps: Vec<Gap> = Gap::all().collect();
    let also = prop_oneof![
        3 => Just(Vec::new()),
        1 => (some(Part::ALL), shown_part())
            .prop_map(|(parts, shown)| parts.into_iter().map(|p| (p, shown.clone())).collect()),
    ];
    prop_oneof![
        ("[a-z]{1,10}", "[a-z-]{1,20}", option::of(shown()))
            .prop_map(|(company, question, shown)| Kind::Question { company, question, shown }),
        (one(Part::ALL), select(gaps), option::of(shown_part()), also)
            .prop_map(|(part, gap, shown, also)| Kind::Probe { part, gap, shown, also }),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let outcome = select(vec![Ending::Answered, Ending::Declined, Ending::Dropped]);
    (kind(), text(), text(), when(), [seconds(), seconds(), seconds()], text(), outcome).prop_map(
        |(kind, asked, words, at, [think, wall, speaking], judge, outcome)| Turn {
            number: 0,
            kind,
            asked,
            words,
            at,
            times: Times { think, wall, speaking },
            judge,
            outcome,
        },
    )
}

fn entry() -> impl Strategy<Value = Entry> {
    let says = prop_oneof![
        (one(Part::ALL), vec(text(), 0..3)).prop_map(|(part, text)| Says::Told(part, text)),
        one(Part::ALL).prop_map(Says::Missed),
        one(Flag::ALL).prop_map(Says::Wrong),
    ];
    prop_oneof![
        6 => turn().prop_map(Entry::Turn),
        1 => (1u32..6, when(), says)
            .prop_map(|(turn, at, says)| Entry::Correction(Correction { turn, at, says })),
        1 => (1u32..6).prop_map(Entry::Cut),
        1 => (when(), any::<bool>())
            .prop_map(|(at, excluded)| Entry::Exclusion(Exclusion { at, excluded })),
        1 => (1u32..6, some(Part::ALL)).prop_map(|(turn, parts)| Entry::Guess(Guess { turn, parts })),
        1 => (1u32..6, when(), prop_oneof![3 => text(), 1 => Just(String::new())])
            .prop_map(|(turn, at, story)| Entry::Story(Naming { turn, at, story })),
    ]
}

fn header() -> impl Strategy<Value = Header> {
    let numbers = (any::<u64>(), any::<u32>(), any::<[u32; 2]>());
    (
        "[a-z]{1,12}",
        when(),
        any::<u16>(),
        text(),
        text(),
        text(),
        option::of(text()),
        one(Level::ALL),
        numbers,
    )
        .prop_map(
            |(about, started, chance, program, judge, verb, company, level, (seed, rate, band))| {
                Header {
                    id: session_id(started, &about, chance),
                    started,
                    program,
                    judge,
                    verb,
                    company,
                    level,
                    seed,
                    rate,
                    band,
                }
            },
        )
}

/// Any session that can be logged.
pub fn session() -> impl Strategy<Value = Session> {
    (header(), vec(entry(), 0..6)).prop_map(|(header, mut entries)| {
        let turns = entries.iter_mut().filter_map(|entry| match entry {
            Entry::Turn(turn) => Some(turn),
            _ => None,
        });
        for (turn, number) in turns.zip(1..) {
            turn.number = number;
        }
        Session { header, entries }
    })
}
