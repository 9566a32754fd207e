//! For tests: six candidates, each with an answer, the verdict of a careful reader, and the replies
//! that they give to whatever is asked.

use std::sync::LazyLock;

use super::scripted::{Scripted, handed_in};
use super::{Interview, Mode, Move, Outcome, Plan};
use crate::arc::{Flag, Level, Part};
use crate::bank::{Banks, Gap, read};

/// The shipped banks, read once for all tests.
pub(crate) static SHIPPED: LazyLock<Banks> = LazyLock::new(Banks::shipped);

/// Banks that stay as they are when the shipped ones are edited: one question each, no wordings of
/// their own, so that these come from the general bank.
pub(crate) static BANKS: LazyLock<Banks> = LazyLock::new(|| {
    let bank = |company: &str, name: &str, weights: &str, words: &str| {
        let text = format!(
            "format = 1\ncompany = \"{company}\"\nname = \"{name}\"\nlens = \"Ours.\"\n\
             framework = \"Ours.\"\n[weights]\n{weights}\n[[question]]\nid = \"{company}-one\"\n\
             words = \"{words}\"\nlevels = [\"mid\", \"senior\", \"staff\", \"manager\"]\n\
             tests = \"it\"\nnote = \"none\"\n"
        );
        read(&format!("{company}.toml"), &text)
    };
    let limited =
        "Tell me about a decision you made with limited data that turned out to be wrong.";
    let (banks, _) = Banks::with(vec![
        bank("amazon", "Amazon", "diagnosis = 1.5\nimprovement = 1.25", limited),
        bank(
            "netflix",
            "Netflix",
            "failure = 1.25\ndiagnosis = 1.5",
            "Tell me about a hire you regret.",
        ),
        bank(
            "google",
            "Google",
            "",
            "Tell me about a time you had to change course late in a project.",
        ),
        bank("meta", "Meta", "", "What's your biggest mistake as a manager?"),
        bank("general", "General", "", "Tell me about a time you failed."),
    ]);
    banks
});

/// Somebody who sits in the interview.
pub(crate) struct Candidate {
    pub(crate) company: &'static str,
    pub(crate) level: Level,
    /// Each sentence under the letters of the parts that it tells, `-` for none.
    pub(crate) story: &'static [(&'static str, &'static str)],
    pub(crate) grades: &'static str,
    pub(crate) flags: &'static [Flag],
    /// The reply to a probe for a part: in words, as a judgement of that part, and as an answer of its
    /// own. The first that fits and has not been given yet; with none left the candidate skips.
    pub(crate) replies: &'static [(Part, &'static str, &'static str, &'static str)],
}

pub(crate) const COMPLETE: Candidate = Candidate {
    company: "amazon",
    level: Level::Senior,
    story: &[
        ("-", "I led the move of our billing jobs to a new scheduler last spring."),
        (
            "D",
            "I sized it from one week of traffic and never asked finance what a month end looks like.",
        ),
        (
            "F",
            "On the 31st the jobs queued for nine hours, and 1,400 invoices went out a day late.",
        ),
        (
            "A",
            "That evening I moved the month-end jobs back to the old scheduler, and called our three largest customers myself.",
        ),
        ("L", "I had taken a quiet week for a typical one, because it was the data I already had."),
        ("I", "Since then I ask the owner of every job for its worst day before I size anything."),
        ("I", "The warehouse move in June ran through two month ends without a late invoice."),
    ],
    grades: "F+ D+ A+ L+ I+",
    flags: &[],
    replies: &[],
};

pub(crate) const THIN: Candidate = Candidate {
    company: "google",
    level: Level::Mid,
    story: &[
        ("-", "Last year I worked on a search feature for our mobile app."),
        ("F", "It didn't go as well as everyone had hoped."),
        ("D", "There was poor planning at the start."),
        ("A", "I worked hard to get it back on track."),
        ("L", "I learned that communication is key."),
    ],
    grades: "F~vague D~vague A~vague L~platitude I-",
    flags: &[],
    replies: &[
        (Part::Improvement, "Next time I would write a plan before I start.", "I~intended", ""),
        (
            Part::Learning,
            "I thought the spec was the agreement, and it was only a document nobody had read.",
            "L+",
            "L+ D~vague",
        ),
        (Part::Diagnosis, "It was complicated.", "D-", ""),
        (Part::Failure, "The feature shipped five weeks late.", "F+", "F+"),
    ],
};

pub(crate) const BLAMING: Candidate = Candidate {
    company: "netflix",
    level: Level::Senior,
    story: &[
        ("-", "We were building a new recommendation row for the television app."),
        ("F", "The launch slipped by six weeks and missed the holiday campaign."),
        (
            "D",
            "The data team kept changing their schema without telling anyone, and leadership never gave us the people we had asked for.",
        ),
        ("A", "I escalated it to my director and pushed the data team to freeze the schema."),
        ("-", "They agreed in the end, but by then it was too late."),
    ],
    grades: "F+ D~outward A+ L- I-",
    flags: &[Flag::Blame],
    replies: &[
        (
            Part::Diagnosis,
            "Honestly, I had no way to force another team to talk to us.",
            "D~outward",
            "",
        ),
        (Part::Diagnosis, "Like I said, it was decided above me.", "D~outward", ""),
        (Part::Improvement, "skip", "I-", ""),
        (Part::Improvement, "I don't really have anything for that.", "I-", ""),
        (Part::Learning, "That you can't rely on other teams.", "L~platitude", ""),
    ],
};

pub(crate) const BRAGGING: Candidate = Candidate {
    company: "meta",
    level: Level::Staff,
    story: &[
        ("F", "My biggest failure is probably that I care too much about quality."),
        (
            "-",
            "On the last launch I found a small layout bug the night before and stayed until two to fix it myself.",
        ),
        ("A", "I rewrote the component from scratch and it shipped on time."),
        ("-", "The launch was the best one our group has had, and my manager called it flawless."),
        ("L", "I learned that high standards always pay off."),
    ],
    grades: "F~safe D- A+ L~platitude I-",
    flags: &[Flag::NoStakes],
    replies: &[
        (
            Part::Failure,
            "Well, two designers had to redo their screens, so a day each.",
            "F~safe",
            "",
        ),
        (
            Part::Diagnosis,
            "I kept the component to myself for a month and showed it to nobody.",
            "D+",
            "D+",
        ),
        (
            Part::Improvement,
            "I've shown every component in the weekly review since March, half finished; the last two went out without rework.",
            "I+",
            "I+",
        ),
    ],
};

pub(crate) const REFUSING: Candidate = Candidate {
    company: "general",
    level: Level::Mid,
    story: &[("-", "I can't think of one.")],
    grades: "",
    flags: &[Flag::NoAnswer],
    replies: &[],
};

pub(crate) const RAMBLING: Candidate = Candidate {
    company: "meta",
    level: Level::Manager,
    story: &[
        (
            "-",
            "So this was back when I had the platform group, which was eleven people across two offices, and we had just come out of a reorganisation that moved the infrastructure people to another director.",
        ),
        (
            "-",
            "There was a project called Lighthouse that had been going for about a year before I joined, and it had changed its lead twice, and the second lead was a very strong engineer whom everyone liked.",
        ),
        (
            "-",
            "He came to me in my second week and said the plan was fine, and then the product side said that they wanted a demo in June, and then sales heard about the demo and asked for it in May.",
        ),
        (
            "-",
            "We had a meeting about it on a Thursday, and another one on the Friday, and in the second one somebody from sales drew a calendar on the whiteboard and we went through it week by week.",
        ),
        (
            "-",
            "Then two people went on leave, one of them planned and one of them not, and the contractor that we had brought in turned out to know a different version of the framework.",
        ),
        (
            "-",
            "In the first week of April we were still saying May, and in the second week of April one of the engineers told me over lunch that nobody on the team believed in May and that they had stopped saying so.",
        ),
        (
            "F",
            "We cancelled the demo four days before it, and the customer took their pilot to somebody else.",
        ),
        (
            "-",
            "The sales director was furious and there was a long thread about it, and my own director asked for a timeline, which I wrote, and then there was a review meeting with nine people in it.",
        ),
        (
            "-",
            "In that meeting the lead said one thing and the product manager said another, and it went back and forth for most of an hour until we ran out of time.",
        ),
        (
            "A",
            "I called the customer's head of operations the next morning, told her what we could show and when, and offered her two of our engineers for a week.",
        ),
        (
            "-",
            "She was polite about it, and she said they would think about it, and in the end they stayed with the other supplier, which I understood.",
        ),
        (
            "D",
            "I had heard a plan from one person in my second week and never asked the eleven who had to build it.",
        ),
        (
            "-",
            "After that the project went on under another name, and the lead moved to a different group in the autumn, and we did ship a version of it the year after.",
        ),
    ],
    grades: "F+ D+ A+ L- I-",
    flags: &[Flag::BlowByBlow],
    replies: &[
        (
            Part::Improvement,
            "Every plan since then I've had each engineer give their own date in writing before I repeat it to anyone; the search move last quarter landed on the day.",
            "I+",
            "I+",
        ),
        (
            Part::Learning,
            "I took one confident voice for the team's voice. Silence in a room of eleven is not agreement.",
            "L+",
            "L+",
        ),
    ],
};

/// All of them with their names.
pub(crate) const CAST: [(&str, Candidate); 6] = [
    ("complete", COMPLETE),
    ("thin", THIN),
    ("blaming", BLAMING),
    ("bragging", BRAGGING),
    ("refusing", REFUSING),
    ("rambling", RAMBLING),
];

/// What was asked and said, and how it ended.
pub(crate) struct Played {
    /// The moves in order: `ask`, `help`, `probe improvement missing`, `push improvement`, `debrief`.
    pub(crate) moves: Vec<String>,
    /// The words of the probes, in order.
    pub(crate) probes: Vec<String>,
    pub(crate) outcome: Option<Outcome>,
}

impl Candidate {
    pub(crate) fn text(&self) -> String {
        self.story.iter().map(|(_, s)| *s).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn judge(&self) -> Scripted {
        let mut judge = Scripted::default();
        judge.knows_answer(self.story, self.grades, self.flags);
        for (_, words, asked, alone) in self.replies {
            judge.knows_reply(words, asked, alone);
        }
        judge
    }

    /// Sits through a whole interview, with the plan changed as the test wants it.
    pub(crate) fn play(&self, change: impl FnOnce(&mut Plan<'_>)) -> Played {
        self.play_in(&BANKS, self.company, self.level, change)
    }

    /// The same somewhere else.
    pub(crate) fn play_in(
        &self,
        banks: &Banks,
        company: &str,
        level: Level,
        change: impl FnOnce(&mut Plan<'_>),
    ) -> Played {
        let bank = banks.find(company).unwrap();
        let mut plan = Plan::new(banks, bank, &bank.questions[0], level);
        change(&mut plan);
        let limit = plan.probes_at_most;
        let (mut interview, mut now) = Interview::with_judge(plan, self.judge());
        let mut played = Played { moves: Vec::new(), probes: Vec::new(), outcome: None };
        let mut left: Vec<_> = self.replies.iter().collect();
        for _ in 0..50 {
            now = match now {
                Move::Ask(_) | Move::Help(_) => {
                    let name = if matches!(now, Move::Ask(_)) { "ask" } else { "help" };
                    played.moves.push(name.into());
                    interview.step(handed_in(&self.text()))
                }
                Move::Guess => {
                    played.moves.push("guess".into());
                    interview.step(super::Event::Dropped)
                }
                Move::Probe(asked) => {
                    assert!(interview.probe_number() <= limit);
                    played.moves.push(match asked.gap {
                        Gap::Push => format!("push {}", asked.part),
                        gap => format!("probe {} {gap}", asked.part),
                    });
                    let at = left.iter().position(|(part, ..)| *part == asked.part);
                    let reply = at.map_or("skip", |at| left.remove(at).1);
                    played.probes.push(asked.words);
                    interview.step(handed_in(reply))
                }
                Move::Debrief(outcome) => {
                    played.moves.push("debrief".into());
                    played.outcome = Some(*outcome);
                    return played;
                }
                Move::Ended => {
                    played.moves.push("ended".into());
                    return played;
                }
            };
        }
        panic!("the interview does not end: {:?} {:?}", played.moves, Mode::Normal)
    }
}
