//! Where the Unicode standard (UAX #29) breaks text into words and sentences.
//!
//! The crate `unicode-segmentation` knows the standard for every script, a table look-up for each character.
//! What people type here is nearly all ASCII and a few quotation marks and dashes, for which the same rules
//! fit into a few lines; whatever holds another character goes to the crate. Properties compare the two.

use unicode_segmentation::UnicodeSegmentation;

/// Hands on the words, numbers and marks of `text` in order, without white space, until `each` has
/// enough and says `false`.
pub fn pieces<'t>(text: &'t str, mut each: impl FnMut(&'t str) -> bool) {
    // A mark that modifies what is before it would join the white space; the crate knows.
    if !text.is_ascii() && text.split_ascii_whitespace().any(|run| !stands_alone(run)) {
        let mut all = text.split_word_bounds().filter(|w| !w.trim().is_empty());
        all.all(each);
        return;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if let Some(end) = plain_piece(bytes, at) {
            if !each(&text[at..end]) {
                return;
            }
            at = end;
            continue;
        }
        // The rest of the run is left to the crate.
        let end = bytes[at..].iter().position(u8::is_ascii_whitespace);
        let end = end.map_or(bytes.len(), |length| at + length);
        let mut rest = text[at..end].split_word_bounds().filter(|w| !w.trim().is_empty());
        if !rest.all(&mut each) {
            return;
        }
        at = end;
    }
}

/// Whether nothing at the beginning of `run` can belong to what stands before it.
fn stands_alone(run: &str) -> bool {
    run.chars()
        .next()
        .is_none_or(|c| c.is_ascii() || matches!(c, '‘'..='”' | '–' | '—' | '…' | '•' | 'À'..='ɏ'))
}

/// What a byte means to the rules for words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter,
    Digit,
    /// Joins two letters.
    Apostrophe,
    /// May join letters or digits.
    Joiner,
    /// Stands by itself.
    Mark,
    Space,
    /// Left to the crate.
    Unknown,
}

/// The signs of the ASCII characters.
const SIGNS: [Sign; 128] = {
    let mut signs = [Sign::Unknown; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        signs[at] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
            b'0'..=b'9' => Sign::Digit,
            b'\'' => Sign::Apostrophe,
            b'.' | b',' | b':' | b';' => Sign::Joiner,
            b'_' => Sign::Unknown,
            _ if byte.is_ascii_whitespace() => Sign::Space,
            _ if byte.is_ascii_punctuation() => Sign::Mark,
            _ => Sign::Unknown,
        };
        at += 1;
    }
    signs
};

/// The sign of the character that begins at `at`, and its length. The end of a text is a space.
fn sign(bytes: &[u8], at: usize) -> (Sign, usize) {
    match bytes.get(at..) {
        Some([byte, ..]) if byte.is_ascii() => (SIGNS[usize::from(*byte)], 1),
        // ‘ and ’
        Some([0xe2, 0x80, 0x98 | 0x99, ..]) => (Sign::Apostrophe, 3),
        // – and —, “ and ”, • and …
        Some([0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa2 | 0xa6, ..]) => (Sign::Mark, 3),
        None | Some([]) => (Sign::Space, 1),
        Some(_) => (Sign::Unknown, 1),
    }
}

/// The end of the word, number or mark that begins at `at`, when these rules are enough to know it: they are
/// those of the standard for the characters that have a sign, as long as no joiner stands between two of them.
fn plain_piece(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = past_letters(bytes, at);
    if end == at {
        let (first, length) = sign(bytes, at);
        let plain = !matches!(first, Sign::Unknown | Sign::Space)
            && sign(bytes, at + length).0 != Sign::Unknown;
        return plain.then_some(at + length);
    }
    loop {
        let (next, length) = sign(bytes, end);
        match next {
            Sign::Space | Sign::Mark => return Some(end),
            Sign::Apostrophe | Sign::Joiner => {}
            _ => return None,
        }
        match sign(bytes, end + length).0 {
            Sign::Unknown => return None,
            Sign::Letter if next == Sign::Apostrophe && bytes[end - 1].is_ascii_alphabetic() => {
                end = past_letters(bytes, end + length);
            }
            Sign::Letter | Sign::Digit => return None,
            _ => return Some(end),
        }
    }
}

/// Where the letters and digits end that begin at `at`.
fn past_letters(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    end
}

/// Hands on the candidates for sentences with their places; together they are the whole text.
pub fn sentence_pieces<'t>(text: &'t str, mut each: impl FnMut(usize, &'t str)) {
    let mut at = 0;
    // A line always ends a sentence, so that each can be read in its own way.
    for line in text.split_inclusive('\n') {
        if line.chars().all(|c| c != '\r' && kind(c).is_some()) {
            plain_sentences(line, |from, piece| each(at + from, piece));
        } else {
            line.split_sentence_bound_indices().for_each(|(from, piece)| each(at + from, piece));
        }
        at += line.len();
    }
}

/// What a character means to the rules for sentences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Stop,
    Query,
    Close,
    Space,
    Continue,
    Line,
    Other,
}

/// `None` for characters that are left to the crate.
fn kind(c: char) -> Option<Kind> {
    Some(match c {
        'a'..='z' => Kind::Lower,
        ' ' | '\t' | '\u{b}' | '\u{c}' => Kind::Space,
        'A'..='Z' => Kind::Upper,
        '0'..='9' => Kind::Digit,
        '.' => Kind::Stop,
        '!' | '?' => Kind::Query,
        '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '‘' | '’' | '“' | '”' => {
            Kind::Close
        }
        ',' | '-' | ':' | ';' | '–' | '—' => Kind::Continue,
        '\n' => Kind::Line,
        '\r' => return None,
        c if c.is_ascii() => Kind::Other,
        '…' | '•' | '£' | '€' | '→' => Kind::Other,
        _ => return None,
    })
}

/// The rules SB5 to SB11 for a line of known characters.
fn plain_sentences<'t>(line: &'t str, mut each: impl FnMut(usize, &'t str)) {
    let bytes = line.as_bytes();
    let (mut start, mut from) = (0, 0);
    while let Some(found) = memchr::memchr3(b'.', b'!', b'?', &bytes[from..]) {
        let stop = from + found;
        let after = stop + 1;
        let full_stop = bytes[stop] == b'.';
        let next = bytes.get(after);
        let inside = full_stop
            && (next.is_some_and(u8::is_ascii_digit)
                || (next.is_some_and(u8::is_ascii_uppercase)
                    && stop > 0
                    && bytes[stop - 1].is_ascii_alphabetic()));
        if inside {
            from = after;
            continue;
        }
        let is = |wanted: Kind| move |c: char| kind(c) == Some(wanted);
        let rest = line[after..].trim_start_matches(is(Kind::Close));
        let rest = rest.trim_start_matches(is(Kind::Space));
        let border = line.len() - rest.len();
        from = border;
        let goes_on = match rest.chars().next().and_then(kind) {
            None | Some(Kind::Line) => break,
            Some(Kind::Continue | Kind::Stop | Kind::Query) => true,
            _ if full_stop => {
                let telling = |k: &Kind| {
                    matches!(k, Kind::Lower | Kind::Upper | Kind::Stop | Kind::Query | Kind::Line)
                };
                rest.chars().filter_map(kind).find(telling) == Some(Kind::Lower)
            }
            _ => false,
        };
        if !goes_on {
            each(start, &line[start..border]);
            start = border;
        }
    }
    if start < line.len() {
        each(start, &line[start..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        pieces(text, |piece| {
            found.push(piece);
            true
        });
        found
    }

    fn cut_sentences(text: &str) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        sentence_pieces(text, |at, piece| found.push((at, piece)));
        found
    }

    #[test]
    fn words_are_cut_until_there_is_enough() {
        assert_eq!(
            cut("I didn't__ \"ask\" 3.5 e.g. “you’re”"),
            ["I", "didn't__", "\"", "ask", "\"", "3.5", "e.g", ".", "“", "you’re", "”"]
        );
        let mut two = Vec::new();
        pieces("one, two", |piece| {
            two.push(piece);
            two.len() < 2
        });
        assert_eq!(two, ["one", ","]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn words_are_those_of_the_standard(
            text in "[a-cA-C0-3 _.,:;'\"()\n\r\t‘’“”–—…•é\u{301}\u{200d}ñ中👍-]{0,40}|\\PC{0,40}"
        ) {
            let standard = text.split_word_bounds().filter(|w| !w.trim().is_empty());
            prop_assert_eq!(cut(&text), standard.collect::<Vec<_>>());
        }

        #[test]
        fn tokens_are_those_of_the_standard(
            text in "[a-cA-C0-3 _.,:;'\"()\n\r\t‘’“”–—…•é\u{301}\u{200d}ñ中👍-]{0,40}|\\PC{0,40}"
        ) {
            let standard: Vec<_> = text.unicode_words().collect();
            prop_assert_eq!(super::super::tokens(&text).collect::<Vec<_>>(), standard);
        }

        #[test]
        fn sentences_are_those_of_the_standard(
            text in "[a-cA-C0-3 .!?'\")\n]{0,40}|[ -~\t\n\r‘’“”–—…•£€→é。\u{85}\u{2028}\u{301}]{0,60}|\\PC{0,40}"
        ) {
            let standard: Vec<_> = text.split_sentence_bound_indices().collect();
            prop_assert_eq!(cut_sentences(&text), standard);
        }
    }
}
