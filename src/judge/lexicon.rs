//! The closed lists behind the shape of a sentence: function words, irregular past tenses, headings.
//!
//! These are facts of English grammar and of how people lay out interview notes, not keywords: no part
//! of the arc is decided by them.

/// What a token is, when its own letters do not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A closed-class word, kept as it is.
    Closed,
    /// Holds a digit first.
    Number,
    /// Punctuation and symbols, kept as they are.
    Mark,
    /// Past tense or participle.
    Past,
    /// Ends in -ing.
    Ing,
    /// Ends in -ly.
    Adverb,
    /// An abstract noun by its ending.
    Abstract,
    /// Capitalised inside the sentence: a name.
    Name,
    /// Plural or third person by its ending.
    Ess,
    /// Any other word.
    Other,
}

impl Shape {
    /// What stands for the token in a shape n-gram.
    pub fn word(self, token: &str) -> &str {
        match self {
            Shape::Closed | Shape::Mark => token,
            Shape::Number => "<n>",
            Shape::Past => "<ed>",
            Shape::Ing => "<ing>",
            Shape::Adverb => "<ly>",
            Shape::Abstract => "<nn>",
            Shape::Name => "<name>",
            Shape::Ess => "<s>",
            Shape::Other => "<x>",
        }
    }

    /// Whether the token has letters of its own to look into.
    pub fn has_letters(self) -> bool {
        !matches!(self, Shape::Number | Shape::Mark)
    }
}

/// The shape of a lower-case token.
pub fn shape_of(word: &str, capital: bool) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Mark };
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_alphabetic() {
        return Shape::Mark;
    }
    let long = word.len() > 4;
    if CLOSED.binary_search(&word).is_ok() {
        Shape::Closed
    } else if IRREGULAR_PAST.binary_search(&word).is_ok() || (long && word.ends_with("ed")) {
        Shape::Past
    } else if long && word.ends_with("ing") {
        Shape::Ing
    } else if long && word.ends_with("ly") {
        Shape::Adverb
    } else if ABSTRACT.iter().any(|e| word.strip_suffix('s').unwrap_or(word).ends_with(e)) {
        Shape::Abstract
    } else if capital {
        Shape::Name
    } else if word.len() > 3 && word.ends_with('s') {
        Shape::Ess
    } else {
        Shape::Other
    }
}

const ABSTRACT: &[&str] = &["tion", "sion", "ment", "ness", "ity", "ance", "ence"];

/// The class of a word in a heading, 0 to 8: context, task, action, result, failure, cause, learning,
/// change since, ownership. Interview notes are laid out as STAR and its relatives.
pub fn heading_class(word: &str) -> Option<u8> {
    HEADING_WORDS.binary_search_by(|(w, _)| (*w).cmp(word)).ok().map(|at| HEADING_WORDS[at].1)
}

/// Pronouns, determiners, auxiliaries, negations, conjunctions, prepositions, adverbs of time and degree, and the verbs of knowing, asking and deciding whose choice tells parts apart. Sorted.
#[rustfmt::skip]
const CLOSED: &[&str] = &[
    "a", "about", "above", "across", "actually", "after", "afterwards", "again", "against",
    "ain't", "all", "almost", "along", "already", "also", "although", "always", "am", "among",
    "an", "and", "another", "any", "anybody", "anyone", "are", "aren't", "around", "as", "ask",
    "asked", "asking", "assume", "assumed", "assuming", "assumption", "at", "away", "back",
    "basically", "be", "because", "been", "before", "behind", "being", "below", "best", "better",
    "between", "beyond", "blame", "both", "but", "by", "can", "can't", "cannot", "cant", "cause",
    "caused", "check", "checked", "checking", "client", "clients", "cost", "could", "could've",
    "couldn't", "couldnt", "critical", "crucial", "customer", "customers", "day", "days", "delay",
    "delayed", "despite", "did", "didn't", "didnt", "do", "does", "doesn't", "doesnt", "doing",
    "don't", "done", "dont", "down", "during", "each", "else", "ended", "ending", "enough",
    "even", "ever", "every", "everybody", "everyone", "fail", "failed", "failure", "fault", "few",
    "finally", "first", "for", "forget", "forgot", "forward", "from", "future", "get", "gets",
    "going", "got", "had", "hadn't", "hadnt", "has", "hasn't", "have", "haven't", "havent",
    "having", "he", "he's", "hence", "her", "here", "hers", "herself", "him", "himself", "his",
    "honestly", "hope", "hour", "hours", "how", "however", "i", "i'd", "i'll", "i'm", "i've",
    "id", "if", "ignore", "ignored", "ill", "im", "importance", "important", "in", "instead",
    "intend", "into", "is", "isn't", "isnt", "it", "it's", "its", "itself", "ive", "just", "keep",
    "keeps", "kept", "key", "knew", "know", "known", "last", "late", "later", "learn", "learned",
    "learnt", "lesson", "lessons", "let's", "lose", "lost", "made", "make", "makes", "manager",
    "many", "may", "maybe", "me", "might", "might've", "mightn't", "mine", "minutes", "miss",
    "missed", "mistake", "mistakes", "month", "months", "more", "most", "much", "must", "mustn't",
    "my", "myself", "need", "needed", "neither", "never", "next", "no", "nobody", "none", "nor",
    "not", "nothing", "now", "of", "off", "often", "ok", "okay", "on", "once", "one", "only",
    "onto", "or", "other", "others", "otherwise", "ought", "our", "ours", "ourselves", "out",
    "outcome", "over", "own", "people", "per", "perhaps", "plan", "planned", "probably", "quite",
    "rarely", "rather", "realise", "realised", "realize", "realized", "really", "result",
    "results", "same", "second", "shall", "she", "she's", "should", "should've", "shouldn't",
    "shouldn't've", "shouldnt", "since", "skip", "skipped", "so", "some", "somebody", "someone",
    "someone's", "sometimes", "started", "starting", "still", "such", "taught", "teach", "team",
    "tell", "telling", "than", "that", "that'd", "that's", "the", "their", "theirs", "them",
    "themselves", "then", "there", "there'd", "there's", "therefore", "these", "they", "they'd",
    "they're", "they've", "think", "thinking", "third", "this", "those", "though", "thought",
    "through", "thus", "time", "to", "today", "told", "too", "toward", "towards", "tried", "try",
    "trying", "turned", "turns", "under", "understand", "understanding", "understood", "unless",
    "until", "up", "upon", "us", "use", "used", "users", "uses", "usually", "very", "via", "want",
    "wanted", "was", "wasn't", "wasnt", "we", "we'd", "we'll", "we're", "we've", "week", "weeks",
    "well", "were", "weren't", "werent", "weve", "what", "what's", "whatever", "when", "whenever",
    "where", "whether", "which", "whichever", "while", "who", "who'd", "who's", "whoever", "whom",
    "whose", "why", "will", "with", "within", "without", "won't", "wont", "would", "would've",
    "wouldn't", "wouldnt", "wrong", "year", "years", "yes", "yet", "you", "your", "yours",
];

/// Past tenses that do not end in -ed. Sorted.
#[rustfmt::skip]
const IRREGULAR_PAST: &[&str] = &[
    "began", "bent", "bet", "bled", "bought", "bound", "broke", "brought", "built", "came",
    "cast", "caught", "chose", "clung", "crept", "cut", "dealt", "drew", "drove", "dug", "fed",
    "fell", "felt", "flew", "fought", "found", "froze", "gave", "grew", "held", "hid", "hit",
    "hung", "hurt", "laid", "lay", "led", "left", "lent", "let", "lit", "meant", "met",
    "overlooked", "overran", "paid", "put", "quit", "ran", "rang", "read", "rebuilt", "redid",
    "rewrote", "rose", "said", "sat", "saw", "sent", "set", "shook", "shut", "slept", "slid",
    "sold", "sought", "spent", "split", "spoke", "spread", "stood", "struck", "stuck", "swept",
    "swore", "threw", "took", "undid", "went", "withdrew", "woke", "won", "wore", "wound",
    "wrote",
];

/// Sorted by the word.
const HEADING_WORDS: &[(&str, u8)] = &[
    ("a", 2),
    ("accountability", 8),
    ("action", 2),
    ("actions", 2),
    ("after", 7),
    ("afterwards", 7),
    ("analysis", 5),
    ("applied", 7),
    ("applying", 7),
    ("approach", 2),
    ("background", 0),
    ("cause", 5),
    ("causes", 5),
    ("challenge", 1),
    ("change", 7),
    ("changed", 7),
    ("changes", 7),
    ("consequence", 3),
    ("consequences", 3),
    ("context", 0),
    ("contributing", 5),
    ("diagnosis", 5),
    ("did", 2),
    ("differently", 7),
    ("effect", 3),
    ("error", 4),
    ("errors", 4),
    ("fail", 4),
    ("failed", 4),
    ("failure", 4),
    ("failures", 4),
    ("fix", 2),
    ("forward", 7),
    ("goal", 1),
    ("goals", 1),
    ("growth", 7),
    ("habit", 7),
    ("handled", 2),
    ("happened", 4),
    ("impact", 3),
    ("improved", 7),
    ("improvement", 7),
    ("improvements", 7),
    ("incident", 4),
    ("insight", 6),
    ("insights", 6),
    ("intro", 0),
    ("introduction", 0),
    ("issue", 4),
    ("learn", 6),
    ("learned", 6),
    ("learning", 6),
    ("learnings", 6),
    ("learnt", 6),
    ("lesson", 6),
    ("lessons", 6),
    ("mistake", 4),
    ("mistakes", 4),
    ("my", 8),
    ("next", 7),
    ("now", 7),
    ("objective", 1),
    ("outcome", 3),
    ("outcomes", 3),
    ("overview", 0),
    ("own", 8),
    ("ownership", 8),
    ("prevention", 7),
    ("problem", 4),
    ("problems", 4),
    ("project", 0),
    ("r", 3),
    ("realised", 6),
    ("realized", 6),
    ("reason", 5),
    ("reasons", 5),
    ("recovery", 2),
    ("reflection", 6),
    ("reflections", 6),
    ("resolution", 2),
    ("response", 2),
    ("responsibility", 1),
    ("result", 3),
    ("results", 3),
    ("role", 1),
    ("root", 5),
    ("s", 0),
    ("scene", 0),
    ("setup", 0),
    ("since", 7),
    ("situation", 0),
    ("situations", 0),
    ("solution", 2),
    ("solved", 2),
    ("steps", 2),
    ("t", 1),
    ("takeaway", 6),
    ("takeaways", 6),
    ("task", 1),
    ("tasks", 1),
    ("why", 5),
    ("wrong", 4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_without_doubles() {
        assert!(CLOSED.is_sorted_by(|a, b| a < b));
        assert!(IRREGULAR_PAST.is_sorted_by(|a, b| a < b));
        assert!(HEADING_WORDS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn shapes_keep_the_grammar_and_drop_the_topic() {
        let shapes = |words: &[&str]| -> Vec<String> {
            words.iter().map(|w| shape_of(w, false).word(w).to_owned()).collect()
        };
        assert_eq!(
            shapes(&["i", "never", "migrated", "the", "database"]),
            ["i", "never", "<ed>", "the", "<x>"]
        );
        assert_eq!(
            shapes(&["42", "wrote", "quickly", "alignment"]),
            ["<n>", "<ed>", "<ly>", "<nn>"]
        );
        assert_eq!(shape_of("kafka", true), Shape::Name);
    }
}
