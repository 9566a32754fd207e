//! Labelled answers: the form in which people write them, and a linter for it.
//!
//! One TOML file for each voice (a writer, or a run of one), with a `format` number. The guideline for
//! annotators is `tests/corpus/GUIDELINE.md`. It is also the form in which a person's corrections are
//! exported, so that they can teach the judge. Pure: reads text, never files.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::arc::{Flag, Grade, Level, Part, Parts, Reason};
use crate::text::Span;

/// The format number that this version reads and writes.
pub const FORMAT: u32 = 1;

/// One file of the corpus.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Whole answers.
    #[serde(default, rename = "answer", skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Labelled>,
    /// Single sentences, each `[label, words]` or `[label, words, weak reason]`.
    #[serde(default, rename = "sentence", skip_serializing_if = "Vec::is_empty")]
    pub singles: Vec<Vec<String>>,
}

/// One whole answer with its labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// Unique over the corpus.
    pub id: String,
    /// Manner of writing, in a few words.
    pub style: String,
    /// The speaker's job.
    pub role: String,
    /// The level that the speaker claims.
    pub level: Level,
    /// Company that the answer was written for, or `general`.
    pub company: String,
    /// The question answered, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The grade of each part.
    pub parts: Parts<PartGrade>,
    /// Flags on the whole answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// `[labels, words]` for each sentence. The answer is the sentences joined by a space, or by
    /// nothing where a sentence begins with a new line.
    pub sentences: Vec<(Labels, String)>,
    /// Replies to probes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
}

/// A labelled reply to a probe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The part that was asked for.
    pub part: Part,
    /// How well the reply tells that part.
    pub grade: PartGrade,
    /// What the interviewer asked.
    pub probe: String,
    /// What was replied.
    pub text: String,
}

/// A grade with the reason when it is weak: `strong`, `missing`, `weak`, `weak:vague`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartGrade {
    /// The grade.
    pub grade: Grade,
    /// Why it is weak.
    pub reason: Option<Reason>,
}

impl FromStr for PartGrade {
    type Err = crate::arc::UnknownWord;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let (grade, reason) = match word.split_once(':') {
            Some((grade, reason)) => (grade.parse()?, Some(reason.parse()?)),
            None => (word.parse()?, None),
        };
        Ok(Self { grade, reason })
    }
}

impl fmt::Display for PartGrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Some(reason) => write!(f, "{}:{reason}", self.grade),
            None => write!(f, "{}", self.grade),
        }
    }
}

/// The parts that one sentence tells, each wholly or as a gesture (`~`): `failure+~learning`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels(pub Vec<(Part, Hold)>);

/// How far a sentence does a part's job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// It only gestures at the part.
    Gestures,
    /// It does the job.
    Tells,
}

impl Labels {
    /// How far the sentence does the job of `part`, if at all.
    pub fn hold(&self, part: Part) -> Option<Hold> {
        self.0.iter().filter(|(p, _)| *p == part).map(|(_, h)| *h).max()
    }
}

impl FromStr for Labels {
    type Err = crate::arc::UnknownWord;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let one = |w: &str| match w.trim().strip_prefix('~') {
            Some(part) => Ok((part.parse()?, Hold::Gestures)),
            None => Ok((w.parse()?, Hold::Tells)),
        };
        word.split('+')
            .filter(|w| !w.trim().is_empty())
            .map(one)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl fmt::Display for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (part, hold)) in self.0.iter().enumerate() {
            let plus = if n > 0 { "+" } else { "" };
            let tilde = if *hold == Hold::Gestures { "~" } else { "" };
            write!(f, "{plus}{tilde}{part}")?;
        }
        Ok(())
    }
}

macro_rules! serde_as_text {
    ($type:ident) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
serde_as_text!(PartGrade);
serde_as_text!(Labels);

impl Labelled {
    /// The answer as a person would have handed it in, with the span of each labelled sentence.
    pub fn text(&self) -> (String, Vec<Span>) {
        let mut text = String::new();
        let mut spans = Vec::with_capacity(self.sentences.len());
        for (_, words) in &self.sentences {
            if !text.is_empty() && !words.starts_with('\n') {
                text.push(' ');
            }
            let kept = words.trim();
            let lead = &words[..words.len() - words.trim_start().len()];
            if !text.is_empty() {
                text.push_str(lead);
            }
            let start = text.len();
            text.push_str(kept);
            spans.push(Span { start, end: text.len() });
        }
        (text, spans)
    }

    /// For any span of [`Labelled::text`], what the labelled sentences under it tell of `part`.
    ///
    /// Where the program's own sentence boundaries differ from the annotator's, a label counts for
    /// each of the program's sentences that covers at least half of the labelled one, or lies
    /// at least half within it.
    pub fn hold_in(&self, labelled: &[Span], span: Span, part: Part) -> Option<Hold> {
        self.sentences
            .iter()
            .zip(labelled)
            .filter(|(_, of)| {
                let shared = span.end.min(of.end).saturating_sub(span.start.max(of.start));
                let least = (span.end - span.start).min(of.end - of.start);
                2 * shared >= least.max(1)
            })
            .filter_map(|((labels, _), _)| labels.hold(part))
            .max()
    }
}

/// Something wrong in a file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}: {what}", line.map(|l| format!(", line {l}")).unwrap_or_default())]
pub struct Problem {
    /// The file, as it was named to the reader.
    pub path: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub what: String,
}

/// Reads one file of the corpus.
///
/// # Errors
/// When the text is not TOML, of another format number, or holds unknown keys or words.
pub fn read(path: &str, text: &str) -> Result<Voice, Problem> {
    let voice: Voice = toml::from_str(text).map_err(|err| Problem {
        path: path.to_owned(),
        line: err.span().map(|s| text[..s.start.min(text.len())].matches('\n').count() + 1),
        what: err.message().to_owned(),
    })?;
    if voice.format != FORMAT {
        return Err(Problem {
            path: path.to_owned(),
            line: Some(1),
            what: format!("format {} is not known here; this version reads {FORMAT}", voice.format),
        });
    }
    Ok(voice)
}

/// What an annotator got wrong in a file that could be read: labels that contradict the grades.
pub fn check(path: &str, text: &str, voice: &Voice) -> Vec<Problem> {
    let mut problems = Vec::new();
    for answer in &voice.answers {
        let line = text
            .find(&format!("id = \"{}\"", answer.id))
            .map(|at| text[..at].matches('\n').count() + 1);
        let mut say = |what: String| {
            problems.push(Problem {
                path: path.to_owned(),
                line,
                what: format!("{}: {what}", answer.id),
            });
        };
        if answer.sentences.iter().all(|(_, words)| words.trim().is_empty()) {
            say("no words; write the answer or take it out".into());
        }
        for (part, graded) in answer.parts.iter() {
            let best = answer.sentences.iter().filter_map(|(l, _)| l.hold(part)).max();
            let fits = match graded.grade {
                Grade::Strong => best == Some(Hold::Tells),
                Grade::Weak => best == Some(Hold::Gestures),
                Grade::Missing => best.is_none(),
            };
            if !fits {
                say(format!(
                    "{part} is {graded} but its sentences say otherwise; mark what earns the grade \
                     with `{part}` (strong) or `~{part}` (weak), and nothing when it is missing"
                ));
            }
            if let Some(problem) = wrong_reason(part, *graded) {
                say(problem);
            }
        }
        if answer.flags.contains(&Flag::NoAnswer)
            && answer.parts.iter().any(|(_, g)| g.grade != Grade::Missing)
        {
            say("no-answer, yet a part is graded; all five are then missing".into());
        }
        for reply in &answer.replies {
            if let Some(problem) = wrong_reason(reply.part, reply.grade) {
                say(format!("reply: {problem}"));
            }
        }
    }
    for (n, single) in voice.singles.iter().enumerate() {
        let label = single.first().map_or("", String::as_str);
        let wrong = match label.parse::<Labels>() {
            Err(err) => Some(err.to_string()),
            Ok(_) if !(2..=3).contains(&single.len()) => {
                Some("a sentence is [label, words] or [label, words, reason]".into())
            }
            Ok(_) => None,
        };
        problems.extend(wrong.map(|what| Problem {
            path: path.to_owned(),
            line: None,
            what: format!("sentence {}: {what}", n + 1),
        }));
    }
    problems
}

fn wrong_reason(part: Part, graded: PartGrade) -> Option<String> {
    match (graded.grade, graded.reason) {
        (Grade::Weak, Some(reason)) if !part.reasons().contains(&reason) => Some(format!(
            "{reason} is no weak reason of {part}; its reasons are {}",
            part.reasons().iter().map(|r| r.id()).collect::<Vec<_>>().join(", ")
        )),
        (Grade::Missing | Grade::Strong, Some(reason)) => {
            Some(format!("{part} carries the reason {reason}; only a weak part has a reason"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"format = 1
[[answer]]
id = "x-1"
style = "plain"
role = "engineer"
level = "senior"
company = "general"
parts = { failure = "strong", diagnosis = "weak:vague", action = "missing", learning = "missing", improvement = "missing" }
sentences = [
  ["failure+~diagnosis", "We lost the account through bad planning of mine."],
  ["", "\n- It rained."],
]
"#;

    #[test]
    fn an_answer_is_its_sentences_with_the_layout_kept() {
        let voice = read("x.toml", SAMPLE).unwrap();
        let (text, spans) = voice.answers[0].text();
        assert_eq!(text, "We lost the account through bad planning of mine.\n- It rained.");
        assert_eq!(spans[1].of(&text), "- It rained.");
        assert_eq!(check("x.toml", SAMPLE, &voice), []);
    }

    #[test]
    fn a_grade_that_no_sentence_earns_is_reported_with_its_line() {
        let text = SAMPLE.replace("action = \"missing\"", "action = \"strong\"");
        let voice = read("x.toml", &text).unwrap();
        let found = check("x.toml", &text, &voice);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("x.toml, line 3: x-1: action is strong but"));
    }

    #[test]
    fn an_unknown_part_is_named_with_its_line() {
        let err = read("x.toml", &SAMPLE.replace("failure+", "failing+")).unwrap_err();
        assert!(err.to_string().contains("unknown part `failing`"), "{err}");
        assert_eq!(err.line, Some(10), "{err}");
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let voice = read("x.toml", SAMPLE).unwrap();
        let text = toml::to_string(&voice).unwrap();
        assert_eq!(read("y.toml", &text).unwrap(), voice);
    }
}
