//! What of a text may reach a terminal or a page.

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        fn it_is_idempotent(text in any::<String>()) {
            let once = printable(&text);
            prop_assert_eq!(printable(&once), once);
        }
    }
}
