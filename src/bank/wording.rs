//! The words of a probe: which wording, and the candidate's own sentence in its slots.
//!
//! Pure: what was heard before and the chance that decides are arguments.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::{Bank, Banks, Gap, quotable};
use crate::arc::Part;
use crate::judge::Verdict;

/// The slots that a wording may hold.
const SLOTS: [&str; 2] = ["{quote}", "{failure}"];

/// What the slots of a wording can be filled with: the candidate's own words, already trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slots {
    /// For `{quote}`: what the candidate said of the part that is asked for.
    pub quote: Option<String>,
    /// For `{failure}`: what the candidate said went wrong.
    pub failure: Option<String>,
    /// Whether something else was said since, so that "that" would point nowhere: then a thing that
    /// was said is asked about by quoting it, if it can be quoted.
    pub past: bool,
}

impl Slots {
    /// The first sentence of each kind that can be quoted; see [`quotable`].
    pub fn of<'a>(
        quote: impl IntoIterator<Item = &'a str>,
        failure: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            quote: quote.into_iter().find_map(quotable),
            failure: failure.into_iter().find_map(quotable),
            past: false,
        }
    }

    /// From the sentences that earned `part` and the failure their grades in a verdict on `answer`.
    pub fn of_verdict(answer: &str, verdict: &Verdict, part: Part) -> Self {
        let of = |part: Part| verdict.parts[part].evidence.iter().map(|span| span.of(answer));
        Self::of(of(part), of(Part::Failure))
    }

    fn get(&self, slot: &str) -> Option<&str> {
        match slot {
            "{quote}" => self.quote.as_deref(),
            _ => self.failure.as_deref(),
        }
    }

    /// The wording with its slots filled; `None` when there is nothing to fill one with.
    fn fill(&self, wording: &str) -> Option<String> {
        // A quote is put in last and never searched for slots: it is the candidate's text.
        let mut filled = String::with_capacity(wording.len() + 80);
        let mut rest = wording;
        while let Some((at, slot)) = first_slot(rest) {
            filled.push_str(&rest[..at]);
            let words = self.get(slot)?;
            filled.push_str(&fitted(words, &filled));
            rest = &rest[at + slot.len()..];
        }
        filled.push_str(rest);
        Some(filled)
    }
}

/// A quote that opens a sentence begins with a capital, whatever it began with.
fn fitted(words: &str, before: &str) -> String {
    let before = before.trim_end_matches(['“', '"', '‘', ' ']);
    let opens = before.is_empty() || before.ends_with(['.', '?', '!']);
    let mut chars = words.chars();
    match chars.next() {
        Some(first) if opens => first.to_uppercase().chain(chars).collect(),
        _ => words.to_owned(),
    }
}

fn first_slot(text: &str) -> Option<(usize, &'static str)> {
    SLOTS.iter().filter_map(|slot| text.find(slot).map(|at| (at, *slot))).min()
}

/// Whether a wording's braces are slots that exist, each inside quotation marks, so that the
/// candidate's words stay theirs and the sentence around them keeps its grammar.
///
/// # Errors
/// What is wrong, and what to do.
pub(super) fn slots_hold(wording: &str) -> Result<(), (String, String)> {
    if !wording.contains(['{', '}']) {
        return Ok(());
    }
    let mut rest = wording.to_owned();
    for slot in SLOTS {
        let bare = rest.replace(&format!("“{slot}”"), "").replace(&format!("\"{slot}\""), "");
        if bare.contains(slot) {
            return Err((
                format!("the slot `{slot}` does not stand in quotation marks"),
                format!("Write “{slot}”: it is filled with the candidate's own words."),
            ));
        }
        rest = bare;
    }
    match rest.find(['{', '}']) {
        Some(at) => {
            let word: String =
                rest[at..].chars().take_while(|c| !c.is_whitespace()).take(20).collect();
            Err((format!("`{word}` is no slot"), "The slots are `{quote}` and `{failure}`.".into()))
        }
        None => Ok(()),
    }
}

/// Whether `words`, as they were asked, came from this wording.
fn came_from(wording: &str, words: &str) -> bool {
    let mut pieces = Vec::new();
    let mut rest = wording;
    while let Some((at, slot)) = first_slot(rest) {
        pieces.push(&rest[..at]);
        rest = &rest[at + slot.len()..];
    }
    if pieces.is_empty() {
        return wording == words;
    }
    let Some(mut left) = words.strip_prefix(pieces[0]).and_then(|w| w.strip_suffix(rest)) else {
        return false;
    };
    for piece in &pieces[1..] {
        match left.find(piece) {
            Some(at) => left = &left[at + piece.len()..],
            None => return false,
        }
    }
    true
}

impl Banks {
    /// The words that ask for this gap of this part, in the voice of `bank`.
    ///
    /// `heard` holds the words of the probes that this session has already asked, as they were asked:
    /// no wording comes twice while another is left. Wordings that quote the candidate are twice as
    /// likely as those that do not, since a follow-up that follows is what this is for; one whose
    /// slots cannot be filled is never used. What the bank lacks is asked in the words of the general
    /// bank.
    pub fn word(
        &self,
        bank: &Bank,
        part: Part,
        gap: Gap,
        heard: &[&str],
        slots: &Slots,
        rng: &mut impl Rng,
    ) -> String {
        let quoting = slots.past && matches!(gap, Gap::Weak(_) | Gap::Unsure);
        let sources = [bank.probe(part, gap), self.general().probe(part, gap)];
        let wordings = |fresh: bool, quoting: bool| {
            sources.iter().flatten().find_map(|probe| {
                let mut fit = Vec::new();
                for wording in &probe.wordings {
                    if quoting && !wording.contains("{quote}") {
                        continue;
                    }
                    if fresh && heard.iter().any(|words| came_from(wording, words)) {
                        continue;
                    }
                    if let Some(words) = slots.fill(wording) {
                        let weight = if first_slot(wording).is_some() { 2 } else { 1 };
                        fit.extend(std::iter::repeat_n(words, weight));
                    }
                }
                (!fit.is_empty()).then_some(fit)
            })
        };
        let by_quoting = quoting.then(|| wordings(true, true)).flatten();
        by_quoting
            .or_else(|| wordings(true, false))
            .or_else(|| wordings(false, false))
            .and_then(|fit| fit.choose(rng).cloned())
            .unwrap_or_else(|| plainest(part).to_owned())
    }
}

/// The question behind every probe for a part, for a gap that no bank has words for.
const fn plainest(part: Part) -> &'static str {
    match part {
        Part::Failure => "So what was it that went wrong?",
        Part::Diagnosis => "And what was your part in why it happened?",
        Part::Action => "So what did you do, once you knew?",
        Part::Learning => "And what do you understand now that you didn't then?",
        Part::Improvement => "And what have you done differently since?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::all_gaps;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use std::sync::LazyLock;

    /// Read once: a property test would read them hundreds of times.
    static BANKS: LazyLock<Banks> = LazyLock::new(Banks::shipped);

    fn slots() -> Slots {
        Slots::of(["It was mostly bad luck."], ["And we slipped six weeks."])
    }

    #[test]
    fn a_quote_opens_a_sentence_with_a_capital_and_stands_small_inside_one() {
        let fill = |wording| slots().fill(wording);
        assert_eq!(
            fill("You said “{failure}”. Why?").as_deref(),
            Some("You said “we slipped six weeks”. Why?")
        );
        assert_eq!(
            fill("“{quote}”. Is that all of it?").as_deref(),
            Some("“It was mostly bad luck”. Is that all of it?")
        );
        assert_eq!(Slots::default().fill("You said “{failure}”."), None);
    }

    #[test]
    fn slots_must_exist_and_stand_in_quotation_marks() {
        assert_eq!(slots_hold("You said “{quote}”. And \"{failure}\"?"), Ok(()));
        assert!(slots_hold("After {failure}, what?").unwrap_err().0.contains("quotation marks"));
        assert!(slots_hold("You said “{qoute}”.").unwrap_err().0.contains("`{qoute}”.`"));
        assert!(slots_hold("An open { brace").is_err());
    }

    #[test]
    fn words_that_were_asked_are_known_by_their_wording() {
        let wording = "You said “{failure}”. And “{quote}”. Which?";
        let asked = slots().fill(wording).unwrap();
        assert!(came_from(wording, &asked));
        assert!(!came_from(wording, "You said “this”. And then?"));
        assert!(came_from("Why?", "Why?") && !came_from("Why?", "Why not?"));
    }

    #[test]
    fn no_wording_comes_twice_while_another_is_left() {
        let banks = Banks::shipped();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for bank in banks.iter() {
            for (part, gap) in all_gaps() {
                let Some(probe) = bank.probe(part, gap) else { continue };
                let mut heard: Vec<String> = Vec::new();
                for _ in &probe.wordings {
                    let seen: Vec<&str> = heard.iter().map(String::as_str).collect();
                    let words = banks.word(bank, part, gap, &seen, &slots(), &mut rng);
                    assert!(!heard.contains(&words), "{words}");
                    assert!(probe.wordings.iter().any(|w| came_from(w, &words)), "{words}");
                    heard.push(words);
                }
            }
        }
    }

    #[test]
    fn what_no_bank_has_words_for_is_asked_all_the_same() {
        let banks = Banks::shipped();
        let bank = Bank { probes: Vec::new(), ..banks.find("amazon").unwrap().clone() };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let gap = Gap::Weak(crate::arc::Reason::Safe);
        assert!(
            !banks.word(&bank, Part::Failure, gap, &[], &Slots::default(), &mut rng).is_empty()
        );
        assert_eq!(
            banks.word(&bank, Part::Learning, Gap::Stakes, &[], &Slots::default(), &mut rng),
            plainest(Part::Learning)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_was_said_the_words_have_no_open_slot(
            quote in "\\PC{0,120}", failure in "([a-z{}”“\"]{1,8} ){0,20}", seed: u64
        ) {
            let banks = &*BANKS;
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let slots = Slots::of([quote.as_str()], [failure.as_str()]);
            for (part, gap) in all_gaps() {
                for bank in banks.iter().take(2) {
                    let words = banks.word(bank, part, gap, &[], &slots, &mut rng);
                    let open = words.contains(['{', '}', '\n']);
                    prop_assert!(!open);
                    prop_assert_eq!(words.matches('“').count(), words.matches('”').count());
                }
            }
        }
    }
}
