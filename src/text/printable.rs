//! What of a text may reach a terminal or a page.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every control and direction-changing character made visible or harmless.
///
/// Newlines stay and a tab becomes four spaces. Other control characters (C0, C1, delete) become
/// their picture from the Unicode block "Control Pictures", or `�` when they have none. Characters that change the direction of the text
/// around them (the "Trojan Source" set of CVE-2021-42574) or that are invisible separators become
/// `�`, so that nobody's bank or story can rewrite what the screen seems to say.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\u{0}'..='\u{1f}' => {
                out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'));
            }
            '\u{7f}' => out.push('\u{2421}'),
            '\u{80}'..='\u{9f}'
            | '\u{061c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Data for other programs, as a terminal may be shown it: as it is, but for what [`printable`] would
/// replace, which is escaped as JSON does it, so that JSON stays the JSON that it was. Colours are left.
pub fn harmless(data: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii() && !c.is_ascii_control() || c == '\n';
    if data.chars().all(plain) {
        return data.into();
    }
    let mut out = String::with_capacity(data.len());
    let mut rest = data;
    while let Some(c) = rest.chars().next() {
        let colour = colour(rest).unwrap_or_default();
        let (kept, after) = rest.split_at(if colour > 0 { colour } else { c.len_utf8() });
        rest = after;
        if colour > 0 || c == '\t' || printable(kept) == kept {
            out.push_str(kept);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out.into()
}

/// How many bytes of a sequence that sets a colour `text` begins with.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers.get(end..)?.starts_with('m').then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn data_keeps_its_colours_and_stays_the_json_that_it_was() {
        assert_eq!(
            harmless("\u{1b}[1;32mok\u{1b}[0m \u{1b}[2J"),
            "\u{1b}[1;32mok\u{1b}[0m \\u001b[2J"
        );
        let id = "a\u{202e}b\u{7f}\u{e0041}é";
        let json = serde_json::json!({ "id": id }).to_string();
        let shown = harmless(&json);
        assert_ne!(shown, json);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap()["id"], id);
    }

    #[test]
    fn escape_sequences_and_overrides_lose_their_power() {
        assert_eq!(printable("a\u{1b}[2Jb"), "a␛[2Jb");
        assert_eq!(printable("x\u{202e}y"), "x\u{fffd}y");
        assert_eq!(printable("tab\there\nline"), "tab    here\nline");
        assert_eq!(printable("carriage\rreturn"), "carriage␍return");
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_is_left(text in any::<String>()) {
            prop_assert!(printable(&text).chars().all(|c| c == '\n' || !c.is_control()));
        }

        #[test]
        fn data_is_harmless_and_what_was_harmless_is_left(text in any::<String>()) {
            let shown = harmless(&text);
            let harmless_char = |c: char| ['\n', '\t', '\x1b'].contains(&c) || !c.is_control();
            prop_assert!(shown.chars().all(harmless_char));
            let tame = printable(&text);
            prop_assert_eq!(harmless(&tame), tame.as_str());
        }

        #[test]
        fn it_is_idempotent(text in any::<String>()) {
            let once = printable(&text);
            prop_assert_eq!(printable(&once), once);
        }
    }
}
