//! Years of practice, made up from a seed: what tests and benches fill a home with.
//!
//! A made-up candidate who slowly gets better, and now and then has a bad day. Everything follows from
//! the seed, so that two runs compare.

use chrono::{DateTime, Duration, FixedOffset};
use mockloop::arc::{Flag, Grade, Level, Part, Parts};
use mockloop::bank::{Banks, Gap, Question};
use mockloop::interview::Times;
use mockloop::judge::Shares;
use mockloop::session::{
    Correction, Ending, Entry, Exclusion, Header, Kind, Naming, Says, Session, Shown, ShownPart,
    Turn, When, session_id,
};
use mockloop::text::{sentences, speaking_seconds, words};
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const CONTEXT: &[&str] = &[
    "I was the tech lead for the billing rewrite at a company of about three hundred people.",
    "We had two quarters to move every customer off the old invoicing service.",
    "The team was five engineers and a product manager who had joined the month before.",
    "Legal, privacy and the data team all had a stake in how the records were kept.",
    "My manager had asked for a plan with dates that we could show to the board.",
    "There was a lot of talk in those weeks about whether the old service could stay.",
    "Marta said that the export would be ready in May, and Jonas thought that June was likelier.",
    "In the end we agreed on a date in the second week of June and told the sales team.",
];

const TOLD: [&[&str]; 5] = [
    &[
        "We slipped six weeks, and our largest client moved the renewal to a competitor.",
        "The launch went out without a privacy review, and I had to pull it back in front of everybody.",
        "On the first of the month 1,400 invoices went out with the wrong tax, and that was mine.",
    ],
    &[
        "I had never asked who owned the contract test, because I took silence in the review for a yes.",
        "I sized the migration from one quiet week and did not check what a month end looks like.",
        "I decided alone to skip the dry run, since the last two had found nothing.",
    ],
    &[
        "That evening I turned the flag off, called the three largest customers and wrote down what we knew.",
        "I stopped the rollout, restored Tuesday's snapshot and put the two of us who knew it on call.",
        "I told my director the same day, cut the scope to exports and moved the date openly.",
    ],
    &[
        "I had confused agreement with commitment: nobody had said no, so I thought that they had said yes.",
        "What I had not understood is that a quiet week is the data that I already had, and not the data that I needed.",
        "I saw that being the fastest to decide had made me the only one who knew why.",
    ],
    &[
        "Since then I close every review by asking each owner to say their date back, and the next launch had no slip.",
        "The warehouse move in the spring had a dry run on a month end, and not one invoice was late.",
        "I have written a one-page decision note for each of the four launches since, and my lead now asks others for theirs.",
    ],
];

const WEAK: [&str; 5] = [
    "It did not go as well as everyone had hoped.",
    "There was some poor planning and communication on the way.",
    "We worked hard and in the end it got fixed.",
    "I learned that communication is key.",
    "Next time I would plan much more carefully.",
];

const STORIES: &[&str] = &["privacy review slip", "the tax invoices", "month end", "the hire"];

/// `count` sessions, oldest first, the last one a little before `until`.
pub fn sessions(
    count: usize,
    seed: u64,
    until: DateTime<FixedOffset>,
) -> impl Iterator<Item = Session> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let banks = Banks::shipped();
    // About nine sessions a week.
    let mut at = until - Duration::minutes(count as i64 * 1120);
    (0..count).map(move |n| {
        at += Duration::minutes(rng.random_range(240..2000));
        at = at.min(until);
        let skill = n as f64 / count.max(1) as f64;
        session(&banks, &mut rng, When::new(at), skill)
    })
}

fn session(banks: &Banks, rng: &mut ChaCha8Rng, started: When, skill: f64) -> Session {
    let companies: Vec<_> = banks.iter().collect();
    let Some(bank) = companies.choose(rng) else { unreachable!("there are shipped banks") };
    let level = *[Level::Mid, Level::Senior, Level::Staff, Level::Manager]
        .choose(rng)
        .unwrap_or(&Level::Senior);
    let drill = rng.random_bool(0.2);
    let header = Header {
        id: session_id(started, &bank.company, rng.random()),
        started,
        program: "0.1.0".to_owned(),
        judge: if skill < 0.5 { "1" } else { mockloop::judge::VERSION }.to_owned(),
        verb: if drill { "drill" } else { "ask" }.to_owned(),
        company: Some(bank.company.clone()),
        level,
        seed: u64::from(rng.random::<u32>()),
        rate: 140,
        band: [120, 180],
    };
    let mut session = Session { header, entries: Vec::new() };
    let mut at = started;
    for _ in 0..if drill { 3 } else { 1 } {
        if let Some(question) = bank.questions.choose(rng) {
            attempt(&mut session, &bank.company, question, rng, &mut at, skill);
        }
    }
    if rng.random_bool(0.02) {
        session.entries.push(Entry::Exclusion(Exclusion { at, excluded: true }));
    }
    session
}

fn grade(rng: &mut ChaCha8Rng, part: Part, skill: f64) -> Grade {
    // Failure and action come easily; diagnosis, learning and improvement are hard won.
    let ease = match part {
        Part::Failure | Part::Action => 0.55,
        Part::Diagnosis => 0.35,
        Part::Learning => 0.3,
        Part::Improvement => 0.15,
    };
    let strong = ease + 0.4 * skill;
    match rng.random::<f64>() {
        x if x < strong => Grade::Strong,
        x if x < strong + (1.0 - strong) * 0.5 => Grade::Weak,
        _ => Grade::Missing,
    }
}

fn attempt(
    session: &mut Session,
    company: &str,
    question: &Question,
    rng: &mut ChaCha8Rng,
    at: &mut When,
    skill: f64,
) {
    let grades = Parts::from_fn(|part| grade(rng, part, skill));
    let mut said: Vec<(String, Option<Part>)> = Vec::new();
    for _ in 0..rng.random_range(4..12) {
        said.push((pick(CONTEXT, rng), None));
    }
    for (part, grade) in grades.iter() {
        match grade {
            Grade::Strong => said.push((pick(TOLD[part as usize], rng), Some(part))),
            Grade::Weak => said.push((WEAK[part as usize].to_owned(), Some(part))),
            Grade::Missing => {}
        }
    }
    let mut text = String::new();
    for (n, (sentence, _)) in said.iter().enumerate() {
        text.push_str(if n == 0 {
            ""
        } else if n % 5 == 0 {
            "\n"
        } else {
            " "
        });
        text.push_str(sentence);
    }
    let number = session.next_number();
    let evidence = |part: Part| {
        said.iter().filter(|(_, tells)| *tells == Some(part)).map(|(s, _)| s.clone()).collect()
    };
    let count = words(&text);
    let shown = Shown {
        parts: grades.map(|part, &grade| ShownPart {
            grade,
            reason: (grade == Grade::Weak).then(|| part.reasons()[0]),
            confidence: f32::from(rng.random_range(600u16..1000)) / 1000.0,
            evidence: evidence(part),
        }),
        flags: if skill < 0.3 && rng.random_bool(0.3) { vec![Flag::We] } else { Vec::new() },
        shares: Shares {
            context: 0.5,
            parts: grades.map(|_, &grade| if grade == Grade::Missing { 0.0 } else { 0.1 }),
        },
        notice: None,
    };
    let times = |rng: &mut ChaCha8Rng, count: usize| Times {
        think: f64::from(rng.random_range(2_000u32..60_000)) / 1000.0,
        wall: f64::from(rng.random_range(60_000u32..400_000)) / 1000.0,
        speaking: (speaking_seconds(count, 140) * 1000.0).round() / 1000.0,
    };
    let judge = session.header.judge.clone();
    *at = When::new(at.moment() + Duration::seconds(rng.random_range(90..500)));
    session.entries.push(Entry::Turn(Turn {
        number,
        kind: Kind::Question {
            company: company.to_owned(),
            question: question.id.clone(),
            shown: Some(shown),
        },
        asked: question.words.clone(),
        words: text.clone(),
        at: *at,
        times: times(rng, count),
        judge: judge.clone(),
        outcome: Ending::Answered,
    }));
    let gaps: Vec<_> = grades.iter().filter(|(_, g)| **g != Grade::Strong).take(3).collect();
    for (probe, (part, grade)) in gaps.into_iter().enumerate() {
        let reply = pick(TOLD[part as usize], rng);
        *at = When::new(at.moment() + Duration::seconds(rng.random_range(20..90)));
        session.entries.push(Entry::Turn(Turn {
            number: number + probe as u32 + 1,
            kind: Kind::Probe {
                part,
                gap: if *grade == Grade::Weak {
                    Gap::Weak(part.reasons()[0])
                } else {
                    Gap::Missing
                },
                shown: Some(ShownPart {
                    grade: Grade::Strong,
                    reason: None,
                    confidence: 0.875,
                    evidence: sentences(&reply).iter().map(|s| s.of(&reply).to_owned()).collect(),
                }),
                also: Vec::new(),
            },
            asked: format!("You have not said much about the {part}. What would you add?"),
            times: times(rng, words(&reply)),
            words: reply,
            at: *at,
            judge: judge.clone(),
            outcome: Ending::Answered,
        }));
    }
    if rng.random_bool(0.05) {
        let says = Says::Told(Part::Diagnosis, vec![said[0].0.clone()]);
        session.entries.push(Entry::Correction(Correction { turn: number, at: *at, says }));
    }
    if rng.random_bool(0.2) {
        let story = pick(STORIES, rng);
        session.entries.push(Entry::Story(Naming { turn: number, at: *at, story }));
    }
}

fn pick(from: &[&str], rng: &mut ChaCha8Rng) -> String {
    from.choose(rng).copied().unwrap_or_default().to_owned()
}
