//! From what the model reads to a verdict: grades, reasons, evidence, flags, shares.

use super::features::{ALONE, Sentence};
use super::net::REASONS;
use super::reader::{Reader, Reading};
use super::{Judgement, Shares, Verdict};
use crate::arc::{Flag, Grade, Part, Parts, Reason};
use crate::text::{self, Span};

/// A sentence is shown as evidence of a part, and its words are counted for it, from this probability.
const SPEAKS: f32 = 0.5;

/// From this probability a part counts as there in some form, by [`Part`]: the borders that agree best with
/// annotators, on the validation split as well as on what people wrote. Nearly every answer gestures at a cause and
/// many at a lesson, so that even odds find too few of those that are not there.
const THERE: [f32; 5] = [0.5, 0.6, 0.5, 0.55, 0.45];

/// From this probability it counts as strong. Below even odds: people tell strong parts more blandly than
/// any corpus of written answers does, and on the validation split the lower border costs little.
const STRONG: f32 = 0.3;

/// At most this many sentences are shown for one part: the guideline asks for the shortest run.
const MOST_EVIDENCE: usize = 2;

/// An answer with fewer words cannot be told from a slip of the hand.
const LEAST_WORDS: usize = 3;

/// Below this share of English function words, a text of some length is not English prose. English
/// prose has 40 to 50 % of them (the function words of `lexicon`), clipped notes about 20 %.
const LEAST_ENGLISH: f32 = 0.12;

/// The model alone says "stale" only when it is nearly sure: it cannot count years.
const STALE: f32 = 0.8;

/// With an old year named, the model need only find it possible.
const STALE_WITH_YEAR: f32 = 0.08;

/// The sentences of an answer, each with the parts that it tells.
pub type Marked = Vec<(Span, Vec<Part>)>;

/// Judges a whole answer; beside the verdict, the sentences by what they tell, which agrees
/// with it.
pub fn judge(reader: &mut Reader<'_>, answer: &str) -> (Verdict, Marked) {
    let sentences = reader.sentences(answer, None);
    let words = words(answer, &sentences);
    // Cut once for all the rules that look at single words: cutting costs as much as reading does.
    let tokens: Vec<&str> = text::tokens(answer).collect();
    let context = || sentences.iter().map(|s| (s.span, Vec::new())).collect();
    if let Some(notice) = unreadable(reader, &tokens, words, &sentences) {
        return (nothing(words, Some(notice)), context());
    }
    let reading = reader.read(&sentences, false);
    if reading.decisions[10 + Flag::NoAnswer as usize] >= 0.5 {
        return (nothing(words, None), context());
    }
    let parts = Parts::from_fn(|part| {
        let (grade, confidence) = grade(&reading, part);
        let evidence = match grade {
            Grade::Missing => Vec::new(),
            _ => evidence(&sentences, &reading, part, grade),
        };
        Judgement { grade, reason: reason(&reading, part, grade), evidence, confidence }
    });
    let raised = |f: &Flag| reading.decisions[10 + *f as usize] >= 0.5;
    let mut flags: Vec<Flag> = Flag::ALL.iter().copied().filter(raised).collect();
    flags.retain(|f| *f != Flag::Stale);
    // Who blames others has no cause of their own to give. Of the flags without an outward diagnosis
    // hardly any was right on the validation split (2 of 17).
    if parts.diagnosis.reason != Some(Reason::Outward) {
        flags.retain(|f| *f != Flag::Blame);
    }
    let stale = reading.decisions[10 + Flag::Stale as usize];
    if stale >= STALE || dated(&tokens) || (stale >= STALE_WITH_YEAR && names_old_year(&tokens)) {
        flags.push(Flag::Stale);
    }
    flags.sort();
    let told = told(&sentences, &reading, &parts);
    let verdict = Verdict { parts, flags, shares: shares(&sentences, &told), words, notice: None };
    (verdict, sentences.iter().map(|s| s.span).zip(told).collect())
}

/// Number of words. Where white space stands between all the sentences, no word is in two of them, and theirs
/// were counted.
fn words(answer: &str, sentences: &[Sentence]) -> usize {
    if sentences.windows(2).all(|pair| pair[0].span.end < pair[1].span.start) {
        sentences.iter().map(|sentence| sentence.words).sum()
    } else {
        text::words(answer)
    }
}

/// Judges a reply to a probe for `part`.
pub fn judge_reply(reader: &mut Reader<'_>, part: Part, reply: &str) -> Judgement {
    let sentences = reader.sentences(reply, Some(part));
    if words(reply, &sentences) == 0 {
        return Judgement::missing(1.0);
    }
    let reading = reader.read(&sentences, true);
    let (grade, confidence) = grade(&reading, part);
    let evidence = match grade {
        Grade::Missing => Vec::new(),
        _ => evidence(&sentences, &reading, part, grade),
    };
    Judgement { grade, reason: reason(&reading, part, grade), evidence, confidence }
}

fn nothing(words: usize, notice: Option<String>) -> Verdict {
    Verdict {
        parts: Parts::from_fn(|_| Judgement::missing(0.95)),
        flags: vec![Flag::NoAnswer],
        shares: Shares { context: if words > 0 { 1.0 } else { 0.0 }, parts: Parts::default() },
        words,
        notice,
    }
}

/// Why a text cannot be judged at all, if it cannot.
fn unreadable(
    reader: &mut Reader<'_>,
    tokens: &[&str],
    words: usize,
    sentences: &[Sentence],
) -> Option<String> {
    if sentences.is_empty() || words == 0 {
        return Some("There are no words here, so nothing was judged.".into());
    }
    if words < LEAST_WORDS {
        return Some("That is too short to judge.".into());
    }
    let tokens = &tokens[..tokens.len().min(400)];
    // Most prose has said enough after its first sentences.
    let enough = (LEAST_ENGLISH * tokens.len() as f32).ceil() as usize;
    let known = tokens.iter().filter(|t| reader.is_function_word(t)).take(enough).count();
    (tokens.len() >= 8 && known < enough).then(|| {
        "This does not look like an answer in English prose, the only kind that can be judged here; \
         nothing was judged."
            .into()
    })
}

/// The grade with the probability that a careful reader gives the same.
fn grade(reading: &Reading, part: Part) -> (Grade, f32) {
    let there = reading.decisions[2 * part as usize];
    let strong = reading.decisions[2 * part as usize + 1].min(there);
    let chances = [1.0 - there, there - strong, strong];
    let grade = if there < THERE[part as usize] {
        Grade::Missing
    } else if strong < STRONG {
        Grade::Weak
    } else {
        Grade::Strong
    };
    (grade, chances[grade as usize].clamp(0.0, 1.0))
}

fn reason(reading: &Reading, part: Part, grade: Grade) -> Option<Reason> {
    if grade != Grade::Weak {
        return None;
    }
    let known = REASONS.iter().enumerate().filter(|(_, (p, _))| *p == part);
    let best = known
        .map(|(r, (_, reason))| (reading.decisions[16 + r], *reason))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    Some(match (part, best) {
        (Part::Learning, _) | (_, None) => Reason::Platitude,
        (Part::Failure, Some((_, reason))) => reason,
        (_, Some((chance, reason))) if chance >= 0.5 => reason,
        _ => Reason::Vague,
    })
}

fn evidence(sentences: &[Sentence], reading: &Reading, part: Part, grade: Grade) -> Vec<Span> {
    let speaks = |i: usize| -> f32 {
        let [any, tells] = [reading.scores[i][part as usize], reading.scores[i][5 + part as usize]];
        // A heading announces a part, it does not tell it.
        let announces = 4.0 * sentences[i].plain[ALONE];
        let speaks =
            if grade == Grade::Strong { any + 2.0 * tells } else { 2.0 * any + 0.5 * tells };
        speaks - announces
    };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    order.sort_by(|a, b| speaks(*b).total_cmp(&speaks(*a)).then(a.cmp(b)));
    let column = if grade == Grade::Strong { 5 + part as usize } else { part as usize };
    let best = reading.scores[order[0]][column];
    let mut kept: Vec<usize> = order
        .iter()
        .copied()
        .enumerate()
        .take(MOST_EVIDENCE)
        .filter(|(n, i)| {
            let score = reading.scores[*i][column];
            *n == 0 || (score >= SPEAKS && score >= 0.8 * best)
        })
        .map(|(_, i)| i)
        .collect();
    kept.sort_unstable();
    kept.into_iter().map(|i| sentences[i].span).collect()
}

/// The parts that each sentence tells: those that it speaks for, and those whose evidence it is, so that
/// a part that is there has words. A part that is missing has none.
fn told(sentences: &[Sentence], reading: &Reading, parts: &Parts<Judgement>) -> Vec<Vec<Part>> {
    let tells = |i: usize, part: Part| {
        let judged = &parts[part];
        judged.grade != Grade::Missing
            && (reading.scores[i][part as usize] >= SPEAKS
                || judged.evidence.contains(&sentences[i].span))
    };
    let of = |i: usize| Part::ALL.iter().copied().filter(|p| tells(i, *p)).collect();
    (0..sentences.len()).map(of).collect()
}

fn shares(sentences: &[Sentence], told: &[Vec<Part>]) -> Shares {
    let total: usize = sentences.iter().map(|s| s.words).sum();
    let mut shares = Shares::default();
    if total == 0 {
        return shares;
    }
    for (sentence, told) in sentences.iter().zip(told) {
        let share = sentence.words as f32 / total as f32;
        for part in told {
            shares.parts[*part] += share / told.len() as f32;
        }
        if told.is_empty() {
            shares.context += share;
        }
    }
    shares
}

/// The year that this version of the judge was made in. A year named in an answer is old when it was
/// more than two years before; a later version moves on. A constant and not the clock, so that the same
/// answer has the same verdict on any day.
const MADE_IN: u32 = 2026;

/// Whether the answer itself dates something to more than two years ago.
fn dated(tokens: &[&str]) -> bool {
    let is = |token: &str, word: &str| token.eq_ignore_ascii_case(word);
    let many = |token: &str| {
        MANY.iter().any(|word| is(token, word))
            || token.parse::<u32>().is_ok_and(|n| (3..100).contains(&n))
    };
    let ago = tokens
        .windows(3)
        .any(|w| is(w[1], "years") && (is(w[2], "ago") || is(w[2], "back")) && many(w[0]));
    ago || tokens.windows(2).any(|w| is(w[0], "decade") && is(w[1], "ago"))
}

/// Words for more years than two.
const MANY: &[&str] = &[
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "several", "many",
];

/// Whether the answer names a year more than two years before [`MADE_IN`].
fn names_old_year(tokens: &[&str]) -> bool {
    let old = 1970..=MADE_IN - 3;
    tokens.iter().filter_map(|t| t.parse::<u32>().ok()).any(|year| old.contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted() {
        let tokens = |text: &'static str| text::tokens(text).collect::<Vec<_>>();
        for old in ["It was Six years ago.", "about 4 years back", "a decade ago we had no tests"] {
            assert!(dated(&tokens(old)), "{old}");
        }
        for recent in ["two years ago", "six weeks ago", "for six years we had it", "1 years ago"] {
            assert!(!dated(&tokens(recent)), "{recent}");
        }
        assert!(names_old_year(&tokens("In 2021, we lost it.")));
        assert!(!names_old_year(&tokens("In 2025 we lost 1200 rows.")));
    }
}
