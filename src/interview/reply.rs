//! Reading a reply by its form, before any judge sees it: a refusal, a skip, an echo, a repetition.
//!
//! It knows nothing of parts or grades.

use crate::text::{tokens, words};

/// What a reply is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Something to judge.
    Said,
    /// Nothing, a word that asks to go on ("skip", "pass"), or that there is nothing to say.
    Skipped,
    /// What was asked, given back.
    Echoed,
    /// What was said before: the same reply, or a sentence of the answer.
    Repeated,
}

/// The words that ask to go on.
const SKIPS: [&str; 14] = [
    "skip",
    "skip it",
    "skip this",
    "pass",
    "next",
    "next one",
    "next question",
    "no comment",
    "no",
    "nope",
    "nothing",
    "n a",
    "none",
    "move on",
];

/// The openings of a refusal to tell a story; a refusal is short and holds one of them.
const REFUSALS: [&str; 26] = [
    "cant think of",
    "can not think of",
    "cannot think of",
    "couldnt think of",
    "dont have a story",
    "dont have one",
    "dont have any",
    "do not have one",
    "do not have a story",
    "no story",
    "nothing comes to mind",
    "nothing springs to mind",
    "drawing a blank",
    "my mind is blank",
    "mind went blank",
    "ive never failed",
    "i have never failed",
    "i never failed",
    "never really failed",
    "dont really fail",
    "i dont fail",
    "rather not say",
    "rather not answer",
    "prefer not to",
    "i dont know what to say",
    "no idea what to say",
];

/// What else a reply to a follow-up declines with; a story could hold these.
const DECLINES: [&str; 15] = [
    "cant remember",
    "cannot remember",
    "dont remember",
    "dont recall",
    "cant recall",
    "cant say",
    "couldnt say",
    "not that i can think",
    "not that i know",
    "not that i remember",
    "hasnt come up",
    "hasnt happened",
    "hasnt been the case",
    "no example",
    "dont have an example",
];

/// What declines when it is all of a reply.
const BLANKS: [&str; 8] = [
    "i dont know",
    "dont know",
    "dunno",
    "idk",
    "no idea",
    "not sure",
    "im not sure",
    "hard to say",
];

/// Words that a refusal is softened with: "nothing really comes to mind".
const SOFTENERS: [&str; 12] = [
    "really",
    "actually",
    "just",
    "honestly",
    "probably",
    "quite",
    "currently",
    "immediately",
    "sorry",
    "well",
    "hm",
    "hmm",
];

/// The longest that a reply which declines is, in words: whoever says more has said something.
const LONGEST_DECLINE: usize = 12;

/// The longest that a refusal is, in words; what is longer has a story in it or is the judge's to call.
const LONGEST_REFUSAL: usize = 25;

/// The fewest words that count as a repetition or an echo: anything shorter may well be a true reply.
const SHORTEST_REPETITION: usize = 3;

/// What of the asked words a reply may share before it is an echo of them.
const ECHO: f64 = 0.8;

/// Letters, digits and single spaces, in lower case.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(token.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    out
}

/// Whether an answer to the question is no story but "I can't think of one", a skip, or nothing.
pub fn refuses(answer: &str) -> bool {
    let count = words(answer);
    if count == 0 {
        return true;
    }
    if count > LONGEST_REFUSAL {
        return false;
    }
    let answer = bare(answer);
    let idle = ["i dont know", "dont know", "dunno", "idk", "no idea", "help", "pass on this one"];
    SKIPS.contains(&answer.as_str())
        || idle.contains(&answer.as_str())
        || REFUSALS.iter().any(|r| holds(&answer, r))
}

/// Whether a reply, bare, only says that there is nothing to say.
fn declines(reply: &str) -> bool {
    let kept: Vec<&str> = reply.split(' ').filter(|word| !SOFTENERS.contains(word)).collect();
    let words = kept.join(" ");
    // "I can't remember the date, but I called all twelve."
    let goes_on = kept.iter().any(|word| matches!(*word, "but" | "except" | "though"));
    BLANKS.contains(&words.as_str())
        || kept.len() <= LONGEST_DECLINE
            && !goes_on
            && REFUSALS.iter().chain(&DECLINES).any(|phrase| holds(&words, phrase))
}

/// What a reply is by its form. `asked` is everything that was asked so far (the question, this probe),
/// `said` everything that was said so far (the answer, earlier replies).
pub fn dodges<'a>(
    reply: &str,
    asked: impl IntoIterator<Item = &'a str>,
    said: impl IntoIterator<Item = &'a str>,
) -> Reply {
    let reply = bare(reply);
    if reply.is_empty() || SKIPS.contains(&reply.as_str()) || declines(&reply) {
        return Reply::Skipped;
    }
    let count = reply.split(' ').count();
    for words in asked {
        let words = bare(words);
        if words == reply || count >= SHORTEST_REPETITION && echoes(&reply, &words) {
            return Reply::Echoed;
        }
    }
    for words in said {
        let words = bare(words);
        if words == reply || count >= SHORTEST_REPETITION && holds(&words, &reply) {
            return Reply::Repeated;
        }
    }
    Reply::Said
}

/// Whether `reply` gives back what was asked: a run of it, or nearly all of it.
fn echoes(reply: &str, asked: &str) -> bool {
    if holds(asked, reply) {
        return true;
    }
    let reply: Vec<&str> = reply.split(' ').collect();
    let asked: Vec<&str> = asked.split(' ').collect();
    let near = reply.len().abs_diff(asked.len()) * 4 <= asked.len();
    near && strsim::generic_damerau_levenshtein(&reply, &asked) as f64
        <= (1.0 - ECHO) * asked.len() as f64
}

/// Whether the words of `part` occur in `text`, whole and in order.
fn holds(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + part.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROBE: &str =
        "You said “we slipped six weeks”. What did you decide that made that possible?";
    const ANSWER: &str =
        "We slipped six weeks. The client was unhappy, and I had promised the date alone.";

    fn form(reply: &str) -> Reply {
        dodges(reply, [PROBE], [ANSWER, "I asked the wrong team."])
    }

    #[test]
    fn a_skip_an_echo_and_a_repetition_are_told_apart() {
        for reply in ["", "  \n ", "skip", "Skip.", "no comment!", "…", "?!", "Pass"] {
            assert_eq!(form(reply), Reply::Skipped, "{reply:?}");
        }
        for reply in [
            "Nothing really comes to mind, it hasn't been the case since",
            "hm, not sure",
            "I honestly can't think of one",
            "I don't really remember, sorry",
        ] {
            assert_eq!(form(reply), Reply::Skipped, "{reply:?}");
        }
        for reply in [PROBE, "what did you decide that made that possible", "We slipped six weeks"]
        {
            assert_eq!(form(reply), Reply::Echoed, "{reply:?}");
        }
        for reply in ["I asked the wrong team", "the client was unhappy", ANSWER] {
            assert_eq!(form(reply), Reply::Repeated, "{reply:?}");
        }
        for reply in [
            "That being right isn't enough.",
            "I decided to promise the date alone, without asking the two teams who had to build it.",
            "Nothing yet, honestly; I have only planned it.",
            "six weeks",
            "I can't remember the date, but I called all twelve of them.",
            "Not sure it was enough: I called the client that night and offered them a month.",
        ] {
            assert_eq!(form(reply), Reply::Said, "{reply:?}");
        }
    }

    #[test]
    fn a_refusal_is_short_and_says_so() {
        for answer in [
            "",
            "I can't think of one.",
            "Honestly nothing comes to mind right now, sorry",
            "skip",
            "I don't have one",
            "Well, I’ve never failed at anything.",
            "idk",
        ] {
            assert!(refuses(answer), "{answer:?}");
        }
        for answer in [
            "I dropped the production database and restored it over nine hours.",
            "i couldn't think of the on-call rota as my job, so for two months nobody answered the pager and the client left us for a competitor in March, which cost the team a year's work.",
        ] {
            assert!(!refuses(answer), "{answer:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_makes_it_panic(reply in any::<String>(), other in any::<String>()) {
            let _ = dodges(&reply, [other.as_str()], [other.as_str()]);
            let _ = refuses(&reply);
        }

        #[test]
        fn whatever_was_asked_or_said_is_never_taken_for_a_new_reply(text in "[a-z]{2,8}( [a-z]{2,8}){3,12}") {
            prop_assert_eq!(dodges(&text, [text.as_str()], []), Reply::Echoed);
            prop_assert_eq!(dodges(&text, [], [text.as_str()]), Reply::Repeated);
        }
    }
}
