//! The candidate's own sentence, trimmed to what an interviewer would say back.
//!
//! The quote is always words that the candidate said, in their order, with none left out between the
//! first and the last. It knows nothing of parts, banks or screens.

use crate::text::printable;

/// The longest quote, in words: what somebody can say back from memory in one breath.
const MAX_WORDS: usize = 16;

/// The shortest quote, in words: less is seldom a clause.
const MIN_WORDS: usize = 3;

/// A word longer than this, in characters, is a link, code or mash; nobody says it back.
const MAX_WORD: usize = 28;

/// Words that can be the subject of a clause or stand before one, so that a clause may begin there.
const SUBJECTS: &str = "i i'd i'm i've i'll we we'd we're we've he she it it's they you this that these those \
    there my our his her its their the a an no nobody everyone everybody someone nothing \
    everything some most half both all one two three four five six";

/// Words that open a clause which cannot stand alone.
const SUBORDINATORS: &str = "when after because if although though while since once as before until unless whereas \
    where which who by in on at during with for despite given instead";

/// Words before which a sentence can be cut.
const JOINTS: &str = "but because which when while after before until although though since where whereas if \
    unless";

/// Words before which a sentence can be cut when a subject follows them.
const LOOSE_JOINTS: &str = "and so then or";

/// Subjects that no noun follows, so that a verb does.
const PRONOUNS: &str = "i i'd i'm i've i'll we we'd we're we've he she it it's they you nobody everyone everybody \
    someone nothing everything that this there";

/// Words whose object is the clause that follows: "nobody could say where they were".
const ASKING: &str = "say says said saying know knows knew knowing see saw seen ask asks asked asking tell told \
    understand understood check checked checking remember decide decided find found wonder wondered matter mattered \
    sure clear idea on of about";

/// What a whole team is named by at the head of a sentence: "as a team we learned".
const TOGETHER: &str =
    "team group company org organisation organization result consequence manager lead";

/// Words that make a point in time of a "then" behind them.
const UNTIL_THEN: &str = "since by until till back even";

/// Units of time, which "before" and "after" measure in.
const UNITS: &str = "minute minutes hour hours day days week weeks month months year years quarter \
    quarters moment long shortly just right soon";

/// Words that lean on what was said before, and are left out at the head of a quote.
const LEADS: &str = "and so but then or yet also plus well anyway anyways look okay ok yeah yes um uh honestly \
    basically actually because";

/// Words that a quote cannot end on.
const DANGLING: &str = "the a an of to for in on at with by from that which who and or but so because is was were \
    are be been had have has my our their its his your not very than as if when while after \
    before until into about would could should will i we they always wasn't isn't don't didn't too even more less such other then";

/// Words that are written small inside a sentence, so that a quote may begin with them there.
const SMALL: &str = "we we'd we're we've he she it it's they you this that these those there my our his her its \
    their the a an no nobody everyone everybody someone nothing everything some most half both \
    all one two three four five six seven eight nine ten eleven twelve twenty several many few about nearly almost \
    within afterwards meanwhile when after because if although though while since once as \
    before until by in on at during with for despite not never what how why who where which \
    instead now today every each last next from to of about so going unfortunately only just even maybe probably \
    later eventually finally";

/// A sentence of the candidate's, cut at a clause border to what an interviewer would say back;
/// `None` when nothing in it can be quoted well.
///
/// Bullets, headings and words that lean on the sentence before are left out at its head, marks at
/// its end; double quotation marks become single ones, since the quote stands in double ones.
pub fn quotable(sentence: &str) -> Option<String> {
    quotables(sentence, 1).into_iter().next()
}

/// The quotes that can be cut out of a sentence, the one that begins first at the head: one of its
/// later clauses may say more. At most `most`.
pub fn quotables(sentence: &str, most: usize) -> Vec<String> {
    // Nobody's question is worth quoting back at them, and what is longer was not cut by us.
    if sentence.len() > 4_000 || sentence.trim_end().ends_with('?') {
        return Vec::new();
    }
    let visible: String = sentence
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| c == ' ' || printable(c.encode_utf8(&mut [0; 4])).starts_with(c))
        .collect();
    let words: Vec<&str> = headless(&visible).split_whitespace().collect();
    let clauses = clauses(&words);
    let begun_at = |from: usize| {
        let start = without_lead(&words, clauses[from]);
        let begins = words.get(start).map(|word| bare(word))?;
        // "A" opens an item of a list as often as a clause.
        if from > 0 && (!within(SUBJECTS, &begins) || matches!(begins.as_str(), "a" | "an")) {
            return None;
        }
        // The longest run of clauses that can be said in one breath, or, where each would end in
        // the middle of a list, the shortest.
        let ends = |last: usize| clauses.get(last + 1).copied().unwrap_or(words.len());
        let (clean, listed): (Vec<usize>, Vec<usize>) =
            (from..clauses.len()).partition(|&last| clean_end(&words, ends(last)));
        clean.into_iter().rev().chain(listed).find_map(|last| {
            let end = ends(last);
            let fits = (MIN_WORDS..=MAX_WORDS).contains(&end.saturating_sub(start));
            let stands = !within(SUBORDINATORS, &begins)
                || clauses[from + 1..=last]
                    .iter()
                    .any(|&c| ends_clause(words[c - 1]) && within(SUBJECTS, &bare(words[c])));
            (fits && stands).then(|| said(words.get(start..end)?)).flatten()
        })
    };
    (0..clauses.len()).filter_map(begun_at).take(most).collect()
}

/// A sentence without bullets, list numbers, emphasis and a heading such as "Situation:" at its head.
pub fn headless(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text
            .trim_start_matches([
                '-', '*', '•', '–', '—', '·', '▪', '◦', '#', '>', '+', '|', '_', '`', '.',
            ])
            .trim_start();
        let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() < text.len() && text.len() - digits.len() <= 2 {
            text = digits.strip_prefix([')', '.']).filter(|t| t.starts_with(' ')).unwrap_or(text);
        }
        if let Some((head, rest)) = text.split_once(':')
            && heads(head)
            && rest.starts_with([' ', '*', '_'])
            && rest.split_whitespace().count() >= MIN_WORDS
        {
            text = rest;
        }
        // "R – …", the letters of STAR.
        let mut chars = text.chars();
        if chars.next().is_some_and(char::is_uppercase)
            && let Some(rest) =
                [" – ", " — ", " - "].iter().find_map(|d| chars.as_str().strip_prefix(d))
        {
            text = rest;
        }
        text = text.trim_start();
        if text == before {
            return text;
        }
    }
}

/// Whether what stands before a colon is a heading: "Result", "What I know now".
fn heads(head: &str) -> bool {
    let count = head.split_whitespace().count();
    count <= 3 || count <= 5 && head.split_whitespace().next().is_some_and(|w| bare(w) == "what")
}

/// Whether `word` is one of the words of a list.
fn within(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The word in small letters, without the marks around it, its apostrophe straight.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}

fn ends_clause(word: &str) -> bool {
    let word = word.trim_end_matches(['*', '_', '`', '"', '”']);
    word.ends_with([',', ';', ':', ')', '—', '–', '!', '.', '…']) || matches!(word, "-" | "--")
}

/// Where each clause begins, as indices into `words`; the first is always 0.
fn clauses(words: &[&str]) -> Vec<usize> {
    (0..words.len())
        .filter(|&at| {
            let Some(before) = at.checked_sub(1).and_then(|b| words.get(b)) else { return true };
            let word = bare(words[at]);
            let next = words.get(at + 1).map(|next| bare(next)).unwrap_or_default();
            let since_then = bare(before) == "then"
                && at > 1
                && within(UNTIL_THEN, &bare(words[at - 2]))
                && within(PRONOUNS, &word);
            since_then
                || ends_clause(before)
                || words[at].starts_with(['(', '—', '–'])
                || matches!(words[at], "-" | "--")
                || opens(&bare(before), &word, &next)
        })
        .collect()
}

/// Whether a clause begins with `word`, given the words around it.
fn opens(before: &str, word: &str, next: &str) -> bool {
    match word {
        // "Three days before the review" is one measure.
        "before" | "after" if within(UNITS, before) => false,
        // "Before" and the like are as often no joint: "the numbers of the year before".
        "before" | "after" | "since" => within(SUBJECTS, next),
        // "It took us until the next morning" is not over before its until.
        "as" | "until" => within(PRONOUNS, next),
        "where" | "when" | "which" | "who" | "if" if within(ASKING, before) => false,
        // "Since then I did it for both": the clause begins after it.
        "then" if within(UNTIL_THEN, before) => false,
        // "An old library and a test set" is one thing, "it broke and I left" are two.
        _ if within(LOOSE_JOINTS, word) => within(PRONOUNS, next),
        _ => within(JOINTS, word) && !next.is_empty(),
    }
}

/// Whether a quote may end before the clause that begins at `at` and not be cut off in a list.
fn clean_end(words: &[&str], at: usize) -> bool {
    let Some(word) = words.get(at) else { return true };
    let before = at.checked_sub(1).and_then(|b| words.get(b)).copied().unwrap_or("");
    let (word, next) = (bare(word), words.get(at + 1).map(|next| bare(next)).unwrap_or_default());
    !before.ends_with(',')
        || within(SUBJECTS, &word)
        || within(JOINTS, &word)
        || within(LOOSE_JOINTS, &word) && within(SUBJECTS, &next)
}

/// The index of the first word from `start` that does not lean on what was said before.
fn without_lead(words: &[&str], mut start: usize) -> usize {
    while let (Some(word), Some(next)) = (words.get(start), words.get(start + 1)) {
        let lead = bare(word);
        // "In the end it was delayed".
        let idle = words[start..].iter().take(3).map(|word| bare(word)).eq(["in", "the", "end"]);
        if idle && words.get(start + 3).is_some_and(|word| within(SUBJECTS, &bare(word))) {
            start += 3;
            continue;
        }
        // "As a team we learned".
        let together = words[start..].iter().take(2).map(|word| bare(word)).eq(["as", "a"])
            && words.get(start + 2).is_some_and(|word| within(TOGETHER, &bare(word)))
            && words.get(start + 3).is_some_and(|word| within(PRONOUNS, &bare(word)));
        if together {
            start += 3;
            continue;
        }
        let always = matches!(lead.as_str(), "and" | "but" | "");
        let fits = word.ends_with(',') || within(SUBJECTS, &bare(next));
        // "So people waited", but "so far nothing had broken".
        let fits = fits
            || lead == "so"
                && !matches!(
                    bare(next).as_str(),
                    "far" | "much" | "many" | "long" | "that" | "to" | "little" | "few" | "often"
                );
        // "Because I was sure, we skipped it" keeps its because: the rest leans on it.
        let whole = lead == "because" && words[start..].iter().any(|w| w.ends_with(','));
        if !(always || within(LEADS, &lead) && fits && !whole) {
            break;
        }
        start += 1;
    }
    start
}

/// The words as they are said back, or `None` when they cannot be.
fn said(words: &[&str]) -> Option<String> {
    let last = bare(words.last()?);
    let letters = words.iter().flat_map(|w| w.chars()).filter(|c| c.is_alphabetic()).count();
    let all: usize = words.iter().map(|w| w.chars().count()).sum();
    if within(DANGLING, &last)
        || words.iter().any(|w| w.chars().count() > MAX_WORD || w.contains(['{', '}', '[', ']']))
        || words.iter().any(|w| has_mark_inside(w))
        || words.iter().flat_map(|w| w.chars()).filter(|c| *c == '(').count()
            != words.iter().flat_map(|w| w.chars()).filter(|c| *c == ')').count()
        || words.iter().skip(1).any(|w| matches!(*w, "-" | "--") || w.ends_with(":-"))
        // A quotation that begins in here and ends elsewhere.
        || words.iter().flat_map(|w| w.chars()).filter(is_double_mark).count() % 2 == 1
        // A full stop inside: two sentences, or a heading and one.
        || words.iter().rev().skip(1).any(|w| {
            w.trim_end_matches(['*', '_', '"', '”', '\'', '’', ')']).ends_with(['.', '!', '?', '…'])
        })
        || letters * 10 < all * 7
    {
        return None;
    }
    let mut quote = String::new();
    for word in words {
        let word = word.trim_matches(['*', '_', '`']);
        if word.is_empty() {
            continue;
        }
        if !quote.is_empty() {
            quote.push(' ');
        }
        // People type a small i; nobody says one.
        match bare(word).as_str() {
            "i" | "i'd" | "i'm" | "i've" | "i'll" => quote.push_str(&word.replacen('i', "I", 1)),
            _ => quote.push_str(word),
        }
    }
    let quote = single_marks(
        quote.trim_end_matches(['.', '!', '?', '…', ',', ';', ':', '-', '–', '—', ' ']),
    );
    let first = bare(quote.split(' ').next()?);
    let quote = quote.trim().to_owned();
    let mut chars = quote.chars();
    let head = chars.next()?;
    if within(SMALL, &first) {
        Some(head.to_lowercase().chain(chars).collect())
    } else {
        Some(quote)
    }
}

/// Whether a quotation mark or bracket stands between the letters of a word, as in code.
fn has_mark_inside(word: &str) -> bool {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .contains(['"', '“', '”', '„', '«', '»', '(', ')'])
}

fn is_double_mark(c: &char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// With single quotation marks for double ones, which come in pairs.
fn single_marks(text: &str) -> String {
    let mut open = false;
    text.chars()
        .map(|c| {
            if !is_double_mark(&c) {
                return c;
            }
            open = !open;
            if open { '‘' } else { '’' }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each sentence with what becomes of it.
    const SAID: &[(&str, Option<&str>)] = &[
        ("We slipped six weeks.", Some("we slipped six weeks")),
        (
            "And so we slipped six weeks because I never confirmed that they had read the doc I sent in March.",
            Some("we slipped six weeks"),
        ),
        (
            "Situation: The import ran twice, and 4,000 customers were charged two times on the same Friday night in May.",
            Some("the import ran twice"),
        ),
        ("- told nobody for two days", Some("told nobody for two days")),
        ("**What happened:** Nine of them did not come.", Some("nine of them did not come")),
        (
            "What I know now: convenience for me is not convenience.",
            Some("convenience for me is not convenience"),
        ),
        ("2) i assumed it was fine", Some("I assumed it was fine")),
        (
            "**Failure:** I shipped the change without a flag, which is on me.",
            Some("I shipped the change without a flag, which is on me"),
        ),
        (
            "When the board asked for a date in the middle of the quarter, I gave them one that I had not checked with anyone on my team.",
            Some("I gave them one that I had not checked with anyone on my team"),
        ),
        (
            "When the board asked for a date in the middle of that long quarter, I gave them one, and nobody on my team had seen it.",
            Some("I gave them one, and nobody on my team had seen it"),
        ),
        (
            "Anyway, in the end it was delayed by about four months and some people left.",
            Some("it was delayed by about four months and some people left"),
        ),
        ("When they asked, I said yes.", Some("when they asked, I said yes")),
        (
            "Because I was sure, we skipped the review.",
            Some("because I was sure, we skipped the review"),
        ),
        ("Because I never asked.", Some("I never asked")),
        (
            "I told her \"it's handled\" and went home.",
            Some("I told her ‘it's handled’ and went home"),
        ),
        ("So far nothing had broken.", Some("so far nothing had broken")),
        ("so people waited 11 minutes per build", Some("people waited 11 minutes per build")),
        (
            "I write the default down for each country in the ticket, at least since then I did it for the two launches we had",
            Some("I write the default down for each country in the ticket"),
        ),
        ("Kubernetes was the wrong choice.", Some("Kubernetes was the wrong choice")),
        (
            "We lost two customers (both of them enterprise, both of them in their first year with us), and the team's trust.",
            Some("we lost two customers"),
        ),
        (
            "R – Unfortunately the adoption was only 2% after sixty days and we had to sunset the whole of it.",
            Some("unfortunately the adoption was only 2% after sixty days"),
        ),
        ("**3. The average.** I told them that it was 41.", Some("I told them that it was 41")),
        ("Two files called app(7) and app(8).", None),
        (
            "The import was slow because it was a mix of an old library and a test set of mine that could have been a good deal wider.",
            Some("the import was slow"),
        ),
        (
            "I think the reason was a mix of misaligned expectations, big egos, and in part my own leadership at that time.",
            Some("I think the reason was a mix of misaligned expectations"),
        ),
        (
            "The tickets were piling up, the client was not happy, and I told nobody about it for the whole of that week.",
            Some("the tickets were piling up, the client was not happy"),
        ),
        ("I told them \"soon, and they believed it.", Some("they believed it")),
        (
            "I informed the product owner about the delay three days before the review, escalated the open points, and wrote a note.",
            Some("I informed the product owner about the delay three days before the review"),
        ),
        (
            "A few months later we pushed a bad config and it took us until the next morning to get it out of every cache.",
            Some("a few months later we pushed a bad config"),
        ),
        ("As a team we learned to put the user first.", Some("we learned to put the user first")),
        ("What did I do?", None),
        ("Nope.", None),
        ("asdkjhaskjdhaksjhdkajshdkajshdkjahsd a b c", None),
        ("fn main() { println!(\"{quote}\"); }", None),
        (
            "It was a very long and winding process of slow alignment over several quarters of many different people across the company",
            None,
        ),
    ];

    #[test]
    fn a_quote_is_what_somebody_would_say_back() {
        for (sentence, quote) in SAID {
            assert_eq!(quotable(sentence).as_deref(), *quote, "{sentence}");
        }
    }

    #[test]
    fn what_was_asked_or_known_is_not_cut_from_its_verb() {
        let sentence = "We lost 2,300 parcels in ten days, and the customers had to be refunded around 90k because \
            nobody could say where they were.";
        let quotes = quotables(sentence, 6);
        assert_eq!(quotes.len(), 2, "{quotes:?}");
        assert!(quotes.iter().all(|quote| !quote.ends_with("say")), "{quotes:?}");
    }

    fn plain(text: &str) -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(|w| w.trim_matches(['\'', '’']).to_lowercase())
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .collect()
    }

    proptest! {
        #[test]
        fn a_quote_is_whole_words_in_their_order_and_nothing_else(
            sentence in "(\\PC{0,60}|([-*1.)>#] )?(And |So |But |Situation: )?([A-Za-z,.;:()\"'’—-]{1,9} ){0,40})"
        ) {
            if let Some(quote) = quotable(&sentence) {
                let count = quote.split(' ').count();
                prop_assert!((1..=MAX_WORDS).contains(&count), "{}", quote);
                prop_assert_eq!(printable(&quote), quote.clone());
                let marked = quote.contains(['"', '“', '”', '\n', '{', '}']);
                prop_assert!(!marked);
                prop_assert_eq!(quote.trim(), &quote);
                let (said, given) = (plain(&quote), plain(&sentence));
                prop_assert!(
                    said.is_empty() || given.windows(said.len()).any(|w| w == said),
                    "{:?} not in {:?}", said, given
                );
            }
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            if let Some(quote) = quotable(&text) {
                prop_assert!(printable(&quote) == quote && !quote.contains('\n'));
            }
        }

        #[test]
        fn a_sentence_of_one_short_clause_is_quoted_whole(words in proptest::collection::vec("[b-df-h]{2,8}x", 3..=16)) {
            let sentence = format!("{}.", words.join(" "));
            prop_assert_eq!(quotable(&sentence), Some(words.join(" ")));
        }
    }
}
