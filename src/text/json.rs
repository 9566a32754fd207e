//! JSON that may be shown on a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::printable;

/// A value as one line of JSON, with everything escaped that a terminal would obey: control
/// characters, and those that change the direction of text. It reads back as the same value.
///
/// # Errors
/// When the value has no form in JSON: a map whose keys are no strings.
pub fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut out = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Harmless))?;
    // Whole characters are written or escapes, so this loses nothing.
    Ok(String::from_utf8_lossy(&out).into_owned())
}

struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut compact = CompactFormatter;
        let mut from = 0;
        for (at, c) in fragment.char_indices() {
            if c.is_ascii() && c != '\u{7f}' || printable(c.encode_utf8(&mut [0; 4])).starts_with(c)
            {
                continue;
            }
            compact.write_string_fragment(writer, fragment.get(from..at).unwrap_or(""))?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        compact.write_string_fragment(writer, fragment.get(from..).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_the_rest_is_as_it_is() {
        let text = "é “x” \u{1b}[2J \u{7f} \u{202e} \u{e0041} 😀";
        let line = json(&text).unwrap();
        assert_eq!(line, "\"é “x” \\u001b[2J \\u007f \\u202e \\udb40\\udc41 😀\"");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let line = json(&text).unwrap();
            prop_assert_eq!(printable(&line), line.clone());
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
