//! What an interview starts from: the question, the settings, and the judge as an argument.

use crate::arc::{Level, Part};
use crate::bank::{Bank, Banks, Question};
use crate::judge::{self, Judgement, Verdict};

/// Who reads the answers. The program's own is [`Trained`]; tests script one.
pub trait Judge {
    /// Judges a whole answer.
    fn answer(&self, text: &str) -> Verdict;
    /// Judges a reply to a probe for `part`, knowing the first answer.
    fn reply(&self, part: Part, reply: &str, answer: &str) -> Judgement;
}

/// The program's own judge.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trained;

impl Judge for Trained {
    fn answer(&self, text: &str) -> Verdict {
        judge::judge(text)
    }

    fn reply(&self, part: Part, reply: &str, answer: &str) -> Judgement {
        judge::judge_reply(part, reply, Some(answer))
    }
}

/// The length that an answer should have, in seconds of speech.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The shortest.
    pub from: f64,
    /// The longest.
    pub to: f64,
}

impl Default for Band {
    /// Two to three minutes, as the coaches' consensus for behavioural answers has it.
    fn default() -> Self {
        Self { from: 120.0, to: 180.0 }
    }
}

/// How hard the room is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Mode {
    /// Probes come until they are used up or nothing is left to ask.
    #[default]
    Normal,
    /// A budget in seconds for this question, thinking and typing together: probes are cut when it
    /// runs late, and an answer whose context runs on is interrupted. Feedback waits for the end.
    Pressure {
        /// What is left of the session's budget when the question is asked.
        budget: f64,
    },
}

/// What an interview starts from.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// Where wordings come from when `bank` has none.
    pub banks: &'a Banks,
    /// Whose question it is, and in whose voice the probes are.
    pub bank: &'a Bank,
    /// The question.
    pub question: Question,
    /// The level that the candidate interviews for.
    pub level: Level,
    /// How many probes there may be; a push on a dodged reply belongs to its probe.
    pub probes_at_most: usize,
    /// How hard the room is.
    pub mode: Mode,
    /// Whether the candidate guesses which parts they told before anything is said.
    pub guess_first: bool,
    /// What decides between wordings.
    pub seed: u64,
    /// The words of the probes that this session has asked before, so that none comes twice.
    pub heard: Vec<String>,
}

impl<'a> Plan<'a> {
    /// The usual number of probes.
    pub const PROBES: usize = 3;

    /// A plan with the usual settings.
    pub fn new(banks: &'a Banks, bank: &'a Bank, question: &Question, level: Level) -> Self {
        Self {
            banks,
            bank,
            question: question.clone(),
            level,
            probes_at_most: Self::PROBES,
            mode: Mode::Normal,
            guess_first: false,
            seed: 0,
            heard: Vec::new(),
        }
    }
}
