//! A story as a file: TOML, one story each, written once and the person's to edit.

use serde::Deserialize;

use super::{Story, key, name};
use crate::bank::{Problem, Severity};
use crate::session::{When, block, line};

/// The format of the files that are written; all up to it can be read.
pub const FORMAT: i64 = 1;

/// The most bytes of a story: five times what fits an interview of an hour.
pub const MOST_BYTES: usize = 64 << 10;

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadStory {
    /// What messages call the file.
    pub path: String,
    /// The story; `None` when the file is none.
    pub story: Option<Story>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

#[derive(Deserialize)]
struct File {
    format: i64,
    name: String,
    added: Option<When>,
    text: Option<String>,
}

/// The file of a story.
pub fn encode(story: &Story) -> String {
    let mut out = String::from(
        "# A story on the shelf of mockloop. `name` is what answers refer to; `text` is yours to edit.\n",
    );
    out.push_str(&format!("format = {FORMAT}\n"));
    out.push_str(&format!("name = {}\n", line(&story.name)));
    out.push_str(&format!("added = {}\n", story.added));
    if let Some(text) = &story.text {
        out.push_str(&format!("text = {}\n", block(text)));
    }
    out
}

/// The file of a story with another name in it, all else as it stands; `None` when it is no story.
pub fn renamed(text: &str, name: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        name: toml::Spanned<String>,
    }
    let toml = text.trim_start_matches('\u{feff}');
    let at = toml::from_str::<Named>(toml).ok()?.name.span();
    let (mark, toml) = text.split_at(text.len() - toml.len());
    let (before, after) = (toml.get(..at.start)?, toml.get(at.end..)?);
    Some(format!("{mark}{before}{}{after}", line(name)))
}

/// Reads a story from bytes that may be anything; `path` is what messages call the file.
pub fn decode(path: &str, bytes: &[u8]) -> ReadStory {
    let wrong = |line: usize, what: String, fix: &str| ReadStory {
        path: path.to_owned(),
        story: None,
        problem: Some(Problem {
            path: path.to_owned(),
            line,
            severity: Severity::Dropped,
            what,
            fix: fix.to_owned(),
        }),
    };
    if bytes.len() > MOST_BYTES {
        let what = format!(
            "it has {} bytes and was not read; a story has {MOST_BYTES} at most",
            bytes.len()
        );
        return wrong(1, what, "Keep to what you would say.");
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return wrong(1, "this is not UTF-8 text".to_owned(), "Save the file as UTF-8.");
    };
    let text = text.trim_start_matches('\u{feff}');
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.as_bytes().get(..at).unwrap_or_default();
            let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
            let what = error.message().lines().next().unwrap_or_default().to_owned();
            return wrong(line, what, "A story has `format`, `name` and perhaps `text`.");
        }
    };
    if file.format > FORMAT {
        let what = format!("its format {} is newer than this program knows", file.format);
        return wrong(1, what, "A newer mockloop reads it.");
    }
    let Some(name) = name(&file.name) else {
        return wrong(
            1,
            "its name is empty or longer than 60 characters".into(),
            "Give it a short one.",
        );
    };
    let text = file.text.filter(|text| !text.trim().is_empty());
    let story = Story { name, added: file.added.unwrap_or_else(When::epoch), text };
    ReadStory { path: path.to_owned(), story: Some(story), problem: None }
}

/// The stem of the file for a name, without an ending: nothing in it could leave the folder, hide the
/// file, or be a device on some system. Different names may have the same stem.
pub fn stem(name: &str) -> String {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let stem: String = key(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(48)
        .collect();
    let stem = stem.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.is_empty() || DEVICES.contains(&bare) {
        return format!("story-{stem}").trim_end_matches('-').to_owned();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn story(name: &str, text: Option<&str>) -> Story {
        let added = When::parse("2026-11-02T18:00:00+01:00").unwrap();
        Story { name: name.to_owned(), added, text: text.map(str::to_owned) }
    }

    #[test]
    fn a_file_is_something_that_a_person_can_read() {
        let text = "We slipped six weeks.\n\nIt was mine: I never asked \"who owns this?\".";
        insta::assert_snapshot!(encode(&story("privacy review slip", Some(text))), @r#"
        # A story on the shelf of mockloop. `name` is what answers refer to; `text` is yours to edit.
        format = 1
        name = "privacy review slip"
        added = 2026-11-02T18:00:00+01:00
        text = """
        We slipped six weeks.

        It was mine: I never asked "who owns this?"."""
        "#);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_line() {
        let said =
            |text: &str| decode("stories/x.toml", text.as_bytes()).problem.unwrap().to_string();
        assert_eq!(
            said("format = 1\nname = 3\n"),
            "stories/x.toml, line 2: invalid type: integer `3`, expected a string. A story has `format`, `name` and perhaps `text`."
        );
        assert!(said("format = 9\nname = \"x\"\n").contains("newer"));
        assert!(said("format = 1\nname = \"\"\n").contains("name is empty"));
        assert!(said(&"x".repeat(1 << 20)).contains("1048576 bytes"));
        assert!(decode("x", &[0xff, 0xfe]).problem.unwrap().what.contains("UTF-8"));
    }

    #[test]
    fn another_name_leaves_the_rest_as_it_stands() {
        let text = "# mine\nformat = 1\nname = 'the \"old\" one' # a name\ntext = \"\"\"\nname = \"x\"\n\"\"\"\n";
        let new = renamed(text, "é \"new\"").unwrap();
        assert_eq!(new, text.replace("'the \"old\" one'", "\"é \\\"new\\\"\""));
        assert_eq!(decode("x", new.as_bytes()).story.unwrap().name, "é \"new\"");
        assert_eq!(renamed("name = 3", "x"), None);
    }

    #[test]
    fn stems_are_safe_on_any_system() {
        for (name, is) in [
            ("privacy review slip", "privacy-review-slip"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "story-con"),
            ("com1", "story-com1"),
            (".hidden", "hidden"),
            ("die Größe", "die-gr-e"),
            ("隐私", "story"),
        ] {
            assert_eq!(stem(name), is, "{name}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(name in "[a-zA-Z\"'\\\\é ]{1,50}x", text in "\\PC{0,80}(\n\\PC{0,20}){0,3}") {
            let name = super::super::name(&name).unwrap();
            let kept = Some(text.as_str()).filter(|text| !text.trim().is_empty());
            let story = story(&name, kept);
            let read = decode("x.toml", encode(&story).as_bytes());
            prop_assert_eq!(read.problem, None);
            prop_assert_eq!(read.story, Some(story));
        }

        #[test]
        fn a_stem_is_a_plain_file_name(name in "\\PC{0,80}") {
            let stem = stem(&name);
            prop_assert!(!stem.is_empty() && stem.len() <= 60);
            prop_assert!(stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode("x.toml", &bytes);
        }
    }
}
