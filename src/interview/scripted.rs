//! For tests: a judge that answers from a script, verdicts written in one line, a bank to ask from.

use std::collections::HashMap;

use super::{Event, Judge, Times};
use crate::arc::{Flag, Grade, Part, Parts};
use crate::judge::{Judgement, Shares, Verdict};
use crate::text::{Span, sentences, speaking_seconds, words};

/// A verdict from a line like `F+ D~vague A- L~platitude? I+`: `+` strong, `~reason` weak, `-`
/// missing, `?` unsure. Parts that the line leaves out are missing.
pub(crate) fn verdict(line: &str, flags: &[Flag]) -> Verdict {
    let mut parts = Parts::from_fn(|_| Judgement::missing(0.9));
    for token in line.split_whitespace() {
        let (part, judgement) = judgement(token);
        parts[part] = judgement;
    }
    Verdict { parts, flags: flags.to_vec(), shares: Shares::default(), words: 0, notice: None }
}

fn judgement(token: &str) -> (Part, Judgement) {
    let part = match &token[..1] {
        "F" => Part::Failure,
        "D" => Part::Diagnosis,
        "A" => Part::Action,
        "L" => Part::Learning,
        "I" => Part::Improvement,
        other => panic!("no part {other}"),
    };
    let grade = token[1..].trim_end_matches('?');
    let confidence = if token.ends_with('?') { 0.5 } else { 0.9 };
    let (grade, reason) = match grade.split_at(1) {
        ("+", _) => (Grade::Strong, None),
        ("-", _) => (Grade::Missing, None),
        ("~", reason) => (Grade::Weak, Some(reason.parse().unwrap())),
        other => panic!("no grade {other:?}"),
    };
    (part, Judgement { grade, reason, evidence: Vec::new(), confidence })
}

/// A judge that knows its candidate: sentence by sentence what it does, and the grades of the whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scripted {
    answers: HashMap<String, Verdict>,
    replies: HashMap<String, Judgement>,
}

impl Scripted {
    /// Teaches it an answer: each line is a sentence under the letters of the parts that it tells
    /// (`-` for none), the grades of the whole, and the flags. Gives the answer back as text.
    pub(crate) fn knows_answer(
        &mut self,
        lines: &[(&str, &str)],
        grades: &str,
        flags: &[Flag],
    ) -> String {
        let text = lines.iter().map(|(_, s)| *s).collect::<Vec<_>>().join(" ");
        let mut verdict = verdict(grades, flags);
        verdict.words = words(&text);
        let total = verdict.words.max(1) as f32;
        for (letters, sentence) in lines {
            let span = Span::find(&text, sentence).unwrap();
            let share = words(sentence) as f32 / total;
            let parts: Vec<Part> = Part::ALL
                .iter()
                .copied()
                .filter(|p| letters.contains(&p.id()[..1].to_uppercase()))
                .collect();
            for &part in &parts {
                verdict.parts[part].evidence.push(span);
                verdict.shares.parts[part] += share / parts.len() as f32;
            }
            if parts.is_empty() {
                verdict.shares.context += share;
            }
        }
        for part in Part::ALL {
            if verdict.parts[*part].grade == Grade::Missing {
                verdict.parts[*part].evidence.clear();
            }
        }
        self.answers.insert(text.clone(), verdict);
        text
    }

    /// Teaches it a reply: what it is to the part that was asked (`I~intended`), and what it is as an
    /// answer of its own (for other parts).
    pub(crate) fn knows_reply(&mut self, text: &str, asked: &str, alone: &str) -> String {
        let (_, mut judged) = judgement(asked);
        if judged.grade > Grade::Missing {
            judged.evidence = sentences(text);
        }
        self.replies.insert(text.to_owned(), judged);
        let mut whole = verdict(alone, &[]);
        whole.words = words(text);
        for part in Part::ALL {
            if whole.parts[*part].grade > Grade::Missing {
                whole.parts[*part].evidence = sentences(text);
            }
        }
        self.answers.insert(text.to_owned(), whole);
        text.to_owned()
    }

    /// Teaches it a text that it cannot read.
    pub(crate) fn cannot_read(&mut self, text: &str, notice: &str) {
        let v = Verdict { notice: Some(notice.to_owned()), words: words(text), ..verdict("", &[]) };
        self.answers.insert(text.to_owned(), v);
    }
}

impl Judge for Scripted {
    fn answer(&self, text: &str) -> Verdict {
        let words = words(text);
        let unknown = || Verdict { words, ..verdict("", &[]) };
        self.answers.get(text).cloned().unwrap_or_else(unknown)
    }

    fn reply(&self, _: Part, reply: &str, _: &str) -> Judgement {
        self.replies.get(reply).cloned().unwrap_or_else(|| Judgement::missing(0.9))
    }
}

/// Something handed in after twelve seconds of thinking and two of typing for each word.
pub(crate) fn handed_in(text: &str) -> Event {
    let count = words(text);
    let times =
        Times { think: 12.0, wall: 2.0 * count as f64, speaking: speaking_seconds(count, 140) };
    Event::HandedIn { text: text.to_owned(), times }
}
