//! What the trainer learns from: the labels of a voice as targets of the network.

use super::Recipe;
use crate::arc::{Flag, Grade, Part};
use crate::judge::corpus::{Hold, Labels, PartGrade, Voice};
use crate::judge::features::{Sentence, extract};
use crate::judge::net::{DECISIONS, REASONS, SCORES};

/// One thing to learn from: a whole answer, a reply, or a single sentence.
#[derive(Debug, Clone)]
pub struct Example {
    /// What the model sees.
    pub sentences: Vec<Sentence>,
    /// Whether it is a reply to a probe.
    pub reply: bool,
    /// Targets of each sentence's scores.
    pub holds: Vec<[f32; SCORES]>,
    /// Weight of the sentence targets; 0 where there are none.
    pub holds_weight: f32,
    /// Targets of the decisions; `None` where there is none.
    pub decisions: [Option<f32>; DECISIONS],
    /// Weight of the whole.
    pub weight: f32,
}

/// The examples of the voice that has this name.
pub fn examples(name: &str, voice: &Voice, recipe: &Recipe) -> Vec<Example> {
    let mut out = Vec::new();
    let weight = recipe.weight(name);
    for answer in &voice.answers {
        let (text, spans) = answer.text();
        let sentences = extract(&text, None);
        if sentences.is_empty() {
            continue;
        }
        let holds = sentences.iter().map(|s| {
            let mut targets = [0.0; SCORES];
            for part in Part::ALL {
                let hold = answer.hold_in(&spans, s.span, *part);
                targets[*part as usize] = f32::from(hold.is_some());
                targets[5 + *part as usize] = f32::from(hold == Some(Hold::Tells));
            }
            targets
        });
        let holds = holds.collect();
        let mut decisions = [None; DECISIONS];
        for (part, graded) in answer.parts.iter() {
            decisions[2 * part as usize] = Some(f32::from(graded.grade as u8 > 0));
            decisions[2 * part as usize + 1] = Some(f32::from(graded.grade as u8 > 1));
        }
        for (f, flag) in Flag::ALL.iter().enumerate() {
            decisions[10 + f] = Some(f32::from(answer.flags.contains(flag)));
        }
        for (part, graded) in answer.parts.iter() {
            reasons(part, *graded, &mut decisions);
        }
        out.push(Example { sentences, reply: false, holds, holds_weight: 1.0, decisions, weight });
        for reply in &answer.replies {
            let sentences = extract(&reply.text, Some(reply.part));
            if sentences.is_empty() {
                continue;
            }
            let mut decisions = [None; DECISIONS];
            decisions[2 * reply.part as usize] = Some(f32::from(reply.grade.grade as u8 > 0));
            decisions[2 * reply.part as usize + 1] = Some(f32::from(reply.grade.grade as u8 > 1));
            reasons(reply.part, reply.grade, &mut decisions);
            let holds = vec![[0.0; SCORES]; sentences.len()];
            out.push(Example {
                sentences,
                reply: true,
                holds,
                holds_weight: 0.0,
                decisions,
                weight,
            });
        }
    }
    for single in &voice.singles {
        let (Some(label), Some(words)) = (single.first(), single.get(1)) else { continue };
        let Ok(labels) = label.parse::<Labels>() else { continue };
        let sentences: Vec<_> = extract(words, None).into_iter().take(1).collect();
        if sentences.is_empty() {
            continue;
        }
        let mut targets = [0.0; SCORES];
        for part in Part::ALL {
            let hold = labels.hold(*part);
            targets[*part as usize] = f32::from(hold.is_some());
            let tells = hold == Some(Hold::Tells) && single.get(2).is_none_or(String::is_empty);
            targets[5 + *part as usize] = f32::from(tells);
        }
        out.push(Example {
            sentences,
            reply: false,
            holds: vec![targets],
            holds_weight: 1.0,
            decisions: [None; DECISIONS],
            weight: 0.7,
        });
    }
    out
}

/// Sets the targets of the weak reasons; none where the part is not weak or no reason was given.
fn reasons(part: Part, graded: PartGrade, decisions: &mut [Option<f32>; DECISIONS]) {
    let (Grade::Weak, Some(reason)) = (graded.grade, graded.reason) else { return };
    for (r, _) in REASONS.iter().enumerate().filter(|(_, (p, _))| *p == part) {
        decisions[16 + r] = Some(f32::from(REASONS[r].1 == reason));
    }
}
