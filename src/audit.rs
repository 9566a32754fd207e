//! A written story walked through the five parts: as values, as JSON, as JSON Lines.
//!
//! Pure: the text is handed in. The JSON shapes are a contract, documented in the README; new fields may be
//! added, none changes its meaning or goes away.

use serde::{Deserialize, Serialize};

use crate::arc::{Flag, Grade, Part, Parts, Reason};
use crate::judge::{self, Judgement, Shares, Verdict};
use crate::text::{SPEAKING_RATE, speaking_seconds};

/// What the judge says of one part, with its evidence as sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartObject {
    /// `strong`, `weak` or `missing`.
    pub grade: Grade,
    /// Why it is weak, or null.
    pub reason: Option<Reason>,
    /// The sentences that earned the grade, exactly as they stand in the text.
    pub evidence: Vec<String>,
    /// The probability that a careful reader gives the same grade, to two decimals.
    pub confidence: f64,
}

/// One audited text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Object {
    /// As it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Part by part, in the order of the arc.
    pub parts: Parts<PartObject>,
    /// The flags raised.
    pub flags: Vec<Flag>,
    /// The share of words on context and on each part, to three decimals.
    pub shares: ShareObject,
    /// Number of words.
    pub words: usize,
    /// Seconds that saying it takes at the speaking rate.
    pub speaking_seconds: u64,
    /// Why nothing could be judged, or how much was; absent when all of it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// Shares of words, see [`Shares`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShareObject {
    /// Words that do no part's job.
    pub context: f64,
    /// Words on each part.
    #[serde(flatten)]
    pub parts: Parts<f64>,
}

impl From<Shares> for ShareObject {
    fn from(shares: Shares) -> Self {
        let three = |x: f32| (f64::from(x) * 1000.0).round() / 1000.0;
        Self { context: three(shares.context), parts: shares.parts.map(|_, s| three(*s)) }
    }
}

/// One judged reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplyObject {
    /// As it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The part that was asked for.
    pub part: Part,
    /// How well the reply tells it.
    pub grade: Grade,
    /// Why it is weak, or null.
    pub reason: Option<Reason>,
    /// See [`PartObject::confidence`].
    pub confidence: f64,
    /// How much was judged; absent when all of it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// That only the beginning of a text was judged, when it was.
pub fn beginning(text: &str) -> Option<String> {
    (text.len() > judge::LONGEST).then(|| {
        format!("Only the first {} bytes were judged, more than an hour of speech.", judge::LONGEST)
    })
}

/// The longest line of JSON Lines that is read, in bytes.
const LONGEST_LINE: usize = 4 << 20;

fn two(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

impl Object {
    /// What the judge says of `text`, for a speaker of `rate` words a minute.
    pub fn of(id: Option<String>, text: &str, rate: u32) -> Self {
        Self::from_verdict(id, text, &judge::judge(text), rate)
    }

    /// The same, when the verdict is at hand.
    pub fn from_verdict(id: Option<String>, text: &str, verdict: &Verdict, rate: u32) -> Self {
        let part = |j: &Judgement| PartObject {
            grade: j.grade,
            reason: j.reason,
            evidence: j.evidence.iter().map(|s| s.of(text).to_owned()).collect(),
            confidence: two(j.confidence),
        };
        Self {
            id,
            parts: verdict.parts.map(|_, j| part(j)),
            flags: verdict.flags.clone(),
            shares: verdict.shares.into(),
            words: verdict.words,
            speaking_seconds: speaking_seconds(verdict.words, rate).round() as u64,
            notice: verdict.notice.clone().or_else(|| beginning(text)),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    id: Option<serde_json::Value>,
    text: String,
    reply_to: Option<Part>,
    answer: Option<String>,
}

#[derive(Serialize)]
struct Unread {
    line: usize,
    error: String,
}

/// Judges one line of JSON Lines: the line to write, and whether the line could be read.
///
/// `number` counts from 1. A line that cannot be read gives `{"line": …, "error": …}`.
pub fn line(number: usize, input: &str) -> (String, bool) {
    match judged(input) {
        Ok(output) => (output, true),
        Err(error) => {
            let unread = Unread { line: number, error };
            // A struct of a number and a string always has a JSON form.
            (serde_json::to_string(&unread).unwrap_or_default(), false)
        }
    }
}

fn judged(input: &str) -> Result<String, String> {
    let input = input.trim_start_matches('\u{feff}');
    if input.trim().is_empty() {
        return Err("the line is empty; a line is {\"id\": …, \"text\": …}".into());
    }
    if input.len() > LONGEST_LINE {
        let long = input.len();
        return Err(format!(
            "the line has {long} bytes, more than any answer; {LONGEST_LINE} are read at most"
        ));
    }
    let input: Input = serde_json::from_str(input)
        .map_err(|err| format!("{err}; a line is {{\"id\": …, \"text\": …}}"))?;
    let id = match input.id {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(id)) => Some(id),
        Some(serde_json::Value::Number(id)) => Some(id.to_string()),
        Some(_) => return Err("id is neither a string nor a number".into()),
    };
    let output = match input.reply_to {
        None if input.answer.is_some() => {
            return Err("answer goes with reply_to; name the part that was asked for".into());
        }
        None => serde_json::to_string(&Object::of(id, &input.text, SPEAKING_RATE)),
        Some(part) => {
            let judged = judge::judge_reply(part, &input.text, input.answer.as_deref());
            let (grade, reason) = (judged.grade, judged.reason);
            let (confidence, notice) = (two(judged.confidence), beginning(&input.text));
            serde_json::to_string(&ReplyObject { id, part, grade, reason, confidence, notice })
        }
    };
    output.map_err(|err| err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "I shipped the billing change on a Friday without a dry run and we charged \
        2,300 customers twice. I had assumed the staging data was current and never checked its date. I reversed \
        the charges that night and wrote to every customer. I understood that a rehearsal on stale data \
        rehearses nothing. Every billing release since then has run against a copy of last night's data, and \
        the four since had no double charge.";

    fn value(line: &str) -> serde_json::Value {
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn an_answer_gives_the_documented_object() {
        let input = serde_json::json!({"id": "a", "text": STORY}).to_string();
        let (out, read) = line(1, &input);
        assert!(read);
        let out = value(&out);
        assert_eq!(out["id"], "a");
        let mut keys: Vec<&str> = out.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["flags", "id", "parts", "shares", "speaking_seconds", "words"]);
        for part in Part::ALL {
            let told = &out["parts"][part.id()];
            assert!(told["confidence"].as_f64().unwrap() <= 1.0);
            for sentence in told["evidence"].as_array().unwrap() {
                assert!(STORY.contains(sentence.as_str().unwrap()));
            }
        }
        assert_eq!(out["words"], 74);
        assert_eq!(out["speaking_seconds"], 32);
        let shares: f64 =
            out["shares"].as_object().unwrap().values().map(|v| v.as_f64().unwrap()).sum();
        assert!((shares - 1.0).abs() < 0.01, "{shares}");
    }

    #[test]
    fn a_reply_is_judged_for_the_part_that_was_asked() {
        let input =
            r#"{"id": 7, "text": "That being right isn't enough.", "reply_to": "learning"}"#;
        let (out, read) = line(1, input);
        assert!(read, "{out}");
        let out = value(&out);
        assert_eq!((out["id"].as_str(), out["part"].as_str()), (Some("7"), Some("learning")));
        assert_ne!(out["grade"], "missing");
        let (nothing, _) = line(1, r#"{"text": "Good question.", "reply_to": "learning"}"#);
        assert_eq!(value(&nothing)["grade"], "missing");
    }

    #[test]
    fn a_line_that_cannot_be_read_says_its_number_and_why() {
        for bad in [
            "not json",
            "{}",
            r#"{"text": 3}"#,
            r#"{"text": "x", "reply_to": "learnings"}"#,
            r#"{"text": "x", "answer": "y"}"#,
            r#"{"text": "x", "txet": "y"}"#,
        ] {
            let (out, read) = line(7, bad);
            assert!(!read, "{bad}");
            let out = value(&out);
            assert_eq!(out["line"], 7);
            assert!(!out["error"].as_str().unwrap().is_empty());
        }
        let (out, _) = line(1, r#"{"text": "x", "reply_to": "learnings"}"#);
        assert!(out.contains("did you mean `learning`?"), "{out}");
    }
}
