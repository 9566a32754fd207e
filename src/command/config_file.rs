//! `config.toml` as text: what it sets, what is wrong with it, and how one setting is written into it.
//!
//! Pure: the text is handed in. A mistake costs the line that it is on and nothing else, and writing
//! leaves every comment and every other line as they are.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::settings::Settings;
use crate::arc::nearest;
use crate::bank::{Banks, Problem, Severity};
use crate::screen::trimmed;
use crate::text::printable;

/// The name of the file in its home.
pub(super) const NAME: &str = "config.toml";

/// The most bytes that are read; seven settings with their comments have some 1,500.
pub(super) const MOST_BYTES: usize = 64 << 10;

/// What is said of a line that cannot be read at all.
const NO_TOML: &str = "this is not TOML";

/// The most bytes of a value; the longest are the names of companies.
const LONGEST: usize = 100;

/// What a file sets.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Given {
    /// Name, value as `set` takes it, and line, in the order of the file.
    pub(super) values: Vec<(&'static str, String, usize)>,
    /// What is wrong, by line.
    pub(super) problems: Vec<Problem>,
}

/// A file with every setting in it, each off: the documentation and the start of one's own.
pub(super) fn template() -> String {
    let mut text = String::from(
        "# The settings of mockloop. Take the # before a setting away to make it yours.\n\
         # `config` shows what is in force and where it came from; `set NAME VALUE --save` writes here.\n",
    );
    for name in Settings::NAMES {
        let Some((_, what)) = Settings::default().shown(name) else { continue };
        let (example, may_be) = example(name);
        text.push_str(&format!("\n# {}{}.\n# {name} = {example}\n", capital(what), may_be));
    }
    text
}

/// A value as it stands in the file, and what else may stand there.
fn example(name: &str) -> (&'static str, &'static str) {
    match name {
        "level" => ("\"senior\"", ": mid, senior, staff or manager"),
        "company" => ("\"amazon\"", ": the name of a bank, or \"any\""),
        "limit" => ("\"3m\"", "; 30s to 30m"),
        "probes" => ("3", ", 0 to 9"),
        "rate" => ("140", ", 60 to 300; `calibrate` measures it"),
        "seed" => ("7", "; any whole number"),
        "guess" => ("false", ": true or false"),
        _ => ("\"\"", ""),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Reads a file; `path` is what messages call it.
pub(super) fn read(path: &str, text: &str, banks: &Banks) -> Given {
    let mut given = Given::default();
    let mut tell = |line: usize, what: String, fix: &str| {
        given.problems.push(Problem {
            path: path.to_owned(),
            line,
            severity: Severity::Dropped,
            what,
            fix: fix.to_owned(),
        });
    };
    if text.len() > MOST_BYTES {
        tell(1, format!("it has {} bytes and was not read", text.len()), "`config edit` opens it.");
        return given;
    }
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at);
    let breaks: Vec<usize> = breaks.collect();
    // Counted from 1.
    let line = |at: usize| breaks.partition_point(|&end| end < at) + 1;
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = line(error.span().map_or(0, |span| span.start));
        let what = error.message().lines().next().unwrap_or_default().to_owned();
        tell(line, format!("{NO_TOML}: {what}"), "The lines that are right count.");
    }
    let mut values = Vec::new();
    let mut scratch = Settings::default();
    for (key, value) in table.get_ref() {
        let line = line(Spanned::span(key).start);
        let key: &str = key.get_ref();
        let Some(name) = Settings::NAMES.iter().copied().find(|name| *name == key) else {
            let fix = match nearest(key, Settings::NAMES) {
                Some(name) => format!("Did you mean `{name}`?"),
                None => format!("Known: {}.", Settings::NAMES.join(", ")),
            };
            tell(line, format!("unknown setting `{}`", trimmed(&printable(key), 40)), &fix);
            continue;
        };
        let Some(word) = word(value.get_ref()) else {
            let what = format!("`{name}` takes one value");
            tell(line, what, "`config edit` opens the file; write it like the example in it.");
            continue;
        };
        if word.len() > LONGEST {
            let what =
                format!("{name}: the value has {} bytes, more than any that it can be", word.len());
            tell(line, what, "Until it is mended, it counts as not set.");
            continue;
        }
        match scratch.set(name, &word, banks) {
            Ok(()) => values.push((name, word, line)),
            Err(what) => {
                let what = format!("{name}: {}", printable(&what));
                // The value itself may hold these words too.
                let near =
                    what.rsplit_once("; did you mean ").filter(|(_, near)| near.ends_with('?'));
                match near {
                    Some((what, near)) => {
                        tell(line, what.to_owned(), &format!("Did you mean {near}"));
                    }
                    None => tell(line, what, "Until it is mended, it counts as not set."),
                }
            }
        }
    }
    values.sort_by_key(|(_, _, line)| *line);
    given.values = values;
    given.problems.sort_by_key(|problem| problem.line);
    given
}

/// A value as `set` takes it; none of a list or a table.
fn word(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(word) => Some(word.trim().to_owned()),
        DeValue::Integer(number) => Some(decimal(number.as_str(), number.radix())),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(if *yes { "on" } else { "off" }.to_owned()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// Digits of this radix in decimal; what is too long for a number is no setting, and stays as it is.
fn decimal(digits: &str, radix: u32) -> String {
    u64::from_str_radix(digits, radix).map_or_else(|_| digits.to_owned(), |n| n.to_string())
}

/// The text with one setting changed, or put to rest when `value` takes it back to what is usual.
///
/// A setting that is there keeps its line and the comment on it; one that is only there as an example
/// is written under its example; any other goes to the end of what stands before the first table.
///
/// # Errors
/// When the file is written in a way in which one line cannot be changed alone; nothing is lost then.
pub(super) fn written(
    text: &str,
    name: &str,
    value: &str,
    banks: &Banks,
) -> Result<String, String> {
    let back = matches!(value, "off" | "any" | "default" | "none") && name != "guess";
    let put = format!("{name} = {}", toml_of(name, value));
    // A line keeps its own end, as whichever system wrote it.
    let mut lines: Vec<String> = text.split_terminator('\n').map(str::to_owned).collect();
    let cr = if text.contains("\r\n") { "\r" } else { "" };
    let set = lines.iter().position(|line| names(line, name));
    let example = lines
        .iter()
        .position(|line| line.trim_start().strip_prefix('#').is_some_and(|rest| names(rest, name)));
    // The other lines of a text would stay behind.
    let is_long = set.is_some_and(|at| lines[at].contains("\"\"\"") || lines[at].contains("'''"));
    match (set, back) {
        (Some(at), true) => lines[at] = format!("# {}", lines[at].trim_start()),
        (Some(at), false) => {
            let line = lines[at].trim_end_matches('\r');
            let cr = &lines[at][line.len()..];
            let bom = if line.starts_with('\u{feff}') { "\u{feff}" } else { "" };
            let comment = comment(line).map(|c| format!("  {c}")).unwrap_or_default();
            lines[at] = format!("{bom}{put}{comment}{cr}");
        }
        (None, true) => {}
        (None, false) => {
            let table = lines.iter().position(|line| line.trim_start().starts_with('['));
            let end = table.unwrap_or(lines.len());
            lines.insert(example.map_or(end, |at| (at + 1).min(end)), put + cr);
        }
    }
    let mut out = lines.join("\n");
    out.push('\n');
    // Whatever strange file it was: only this setting may have changed.
    let (before, after) = (read("", text, banks), read("", &out, banks));
    let others = |given: &Given| -> Vec<(&str, String)> {
        let all = given.values.iter().filter(|(other, ..)| *other != name);
        all.map(|(name, value, _)| (*name, value.clone())).collect()
    };
    let now = |given: &Given| {
        let mut settings = Settings::default();
        let found = given.values.iter().find(|(other, ..)| *other == name);
        found.map(|(name, value, _)| settings.set(name, value, banks).map(|()| settings))
    };
    let mut wanted = Settings::default();
    let taken = wanted.set(name, value, banks).map(|()| wanted);
    let done = if back { now(&after).is_none() } else { now(&after) == Some(taken) };
    let broken =
        |given: &Given| given.problems.iter().filter(|p| p.what.starts_with(NO_TOML)).count();
    // The line that was changed is the one that was read.
    let read_at = before.values.iter().find(|(other, ..)| *other == name).map(|(.., at)| *at);
    let is_it = read_at.is_none_or(|at| set == Some(at - 1));
    let sound = after.problems.len() <= before.problems.len() && broken(&after) <= broken(&before);
    if done && sound && is_it && !is_long && others(&before) == others(&after) {
        return Ok(out);
    }
    Err(format!("`{name}` could not be changed on a line of its own; `config edit` opens the file"))
}

/// Whether a line sets `name`.
fn names(line: &str, name: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_start();
    let rest = line.strip_prefix(name).or_else(|| line.strip_prefix(&format!("\"{name}\"")));
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// The comment at the end of a line; a `#` inside quotes begins none.
fn comment(line: &str) -> Option<&str> {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return line.get(at..),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// A value of `set` as TOML.
fn toml_of(name: &str, value: &str) -> String {
    match (name, value) {
        ("guess", "on" | "yes" | "true") => "true".to_owned(),
        ("guess", _) => "false".to_owned(),
        _ => match value.parse::<i64>() {
            Ok(number) => number.to_string(),
            Err(_) => crate::session::line(value),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static BANKS: LazyLock<Banks> = LazyLock::new(Banks::shipped);

    fn values(text: &str) -> Vec<(&'static str, String)> {
        read("config.toml", text, &BANKS).values.into_iter().map(|(n, v, _)| (n, v)).collect()
    }

    fn problems(text: &str) -> Vec<String> {
        read("config.toml", text, &BANKS).problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_template_explains_every_setting_and_sets_none() {
        insta::assert_snapshot!(template(), @r#"
        # The settings of mockloop. Take the # before a setting away to make it yours.
        # `config` shows what is in force and where it came from; `set NAME VALUE --save` writes here.

        # The level that you interview for: mid, senior, staff or manager.
        # level = "senior"

        # Whose questions Enter asks: the name of a bank, or "any".
        # company = "amazon"

        # How long an answer may take to say; aim for the last third; 30s to 30m.
        # limit = "3m"

        # Follow-ups for a question at most, 0 to 9.
        # probes = 3

        # Your speaking rate in words a minute, 60 to 300; `calibrate` measures it.
        # rate = 140

        # The same seed asks the same questions; any whole number.
        # seed = 7

        # Say which parts you think you told before you see: true or false.
        # guess = false
        "#);
        assert_eq!(read("config.toml", &template(), &BANKS), Given::default());
        // With every example taken at its word, each is a setting.
        let on: String = template()
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| Settings::NAMES.iter().any(|name| names(line, name)))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(values(&on).len(), Settings::NAMES.len(), "{:?}", problems(&on));
    }

    #[test]
    fn a_typo_is_named_with_the_nearest_and_costs_nothing_else() {
        let text = "levle = \"staff\"\nprobes = 2\nrate = 5000\nlimit = [3]\nguess = true\n";
        assert_eq!(values(text), [("probes", "2".to_owned()), ("guess", "on".to_owned())]);
        assert_eq!(
            problems(text),
            [
                "config.toml, line 1: unknown setting `levle`. Did you mean `level`?",
                "config.toml, line 3: rate: `5000` is no speaking rate; it can be 60 to 300. Until it is mended, it counts as not set.",
                "config.toml, line 4: `limit` takes one value. `config edit` opens the file; write it like the example in it.",
            ]
        );
    }

    #[test]
    fn what_is_said_of_a_value_is_as_short_as_it_should_be() {
        let long = "x".repeat(2_000);
        for text in [format!("level = \"{long}\"\n"), format!("{long} = 1\n")] {
            assert!(problems(&text)[0].len() < 200, "{:?}", problems(&text));
        }
        let odd = problems("level = \"x; did you mean y\"\n");
        assert!(odd[0].ends_with("Until it is mended, it counts as not set."), "{odd:?}");
        assert_eq!(
            problems("level = \"staf; did you mean\"\n")[0],
            "config.toml, line 1: level: unknown level `staf; did you mean`; known: mid, senior, staff, manager. Until it is mended, it counts as not set."
        );
    }

    #[test]
    fn a_line_that_is_no_toml_costs_that_line() {
        let text = "probes = 2\nlevel = staff\nguess = true\n";
        assert!(values(text).contains(&("probes", "2".to_owned())));
        assert!(values(text).contains(&("guess", "on".to_owned())));
        assert!(problems(text).iter().any(|p| p.contains("line 2")), "{:?}", problems(text));
    }

    #[test]
    fn writing_keeps_comments_and_lines() {
        let write = |text: &str, name: &str, value: &str| written(text, name, value, &BANKS);
        let text = "# mine\nlevel = 'mid' # for now # really\n\n[notes]\nx = 1\n";
        assert_eq!(
            write(text, "level", "staff").unwrap(),
            "# mine\nlevel = \"staff\"  # for now # really\n\n[notes]\nx = 1\n"
        );
        assert_eq!(
            write(text, "probes", "2").unwrap(),
            "# mine\nlevel = 'mid' # for now # really\n\nprobes = 2\n[notes]\nx = 1\n"
        );
        assert_eq!(write("", "guess", "on").unwrap(), "guess = true\n");
        assert_eq!(write("guess = true\n", "guess", "off").unwrap(), "guess = false\n");
        let text = write(&template(), "limit", "90s").unwrap();
        assert!(text.contains("# limit = \"3m\"\nlimit = \"90s\"\n"), "{text}");
        let back = write(&text, "limit", "default").unwrap();
        assert!(back.contains("# limit = \"3m\"\n# limit = \"90s\"\n"), "{back}");
        assert_eq!(values(&back), []);
        assert_eq!(values(&write(&back, "limit", "2m").unwrap()), [("limit", "2m".to_owned())]);
        // As an editor on Windows left it.
        assert_eq!(
            write("# mine\r\nprobes = 2\r\n", "probes", "3").unwrap(),
            "# mine\r\nprobes = 3\r\n"
        );
        assert_eq!(
            write("\u{feff}probes = 2 # few\r\n", "probes", "3").unwrap(),
            "\u{feff}probes = 3  # few\r\n"
        );
    }

    #[test]
    fn a_number_is_its_value_however_it_is_spelled() {
        assert_eq!(
            values("seed = 0x1f\nrate = 1_40\n"),
            [("seed", "31"), ("rate", "140")].map(own)
        );
        for (value, line) in [("007", "seed = 7\n"), ("+7", "seed = 7\n")] {
            assert_eq!(written("", "seed", value, &BANKS).unwrap(), line);
        }
        let most = u64::MAX.to_string();
        let text = written("", "seed", &most, &BANKS).unwrap();
        assert_eq!(values(&text), [("seed", most)]);
    }

    fn own((name, value): (&'static str, &str)) -> (&'static str, String) {
        (name, value.to_owned())
    }

    #[test]
    fn a_file_that_cannot_be_changed_by_lines_is_left_alone() {
        for text in [
            "level = \"\"\"\nmid\"\"\"\n",
            "level = \"\"\"\nmid\n\"\"\"\nprobes = ?\n",
            "level = [\n]\n",
        ] {
            assert!(written(text, "level", "staff", &BANKS).unwrap_err().contains("config edit"));
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_makes_it_panic(text in "\\PC{0,80}|([a-z]{1,8} ?= ?[a-z0-9\"\\[#]{0,8}\n){0,6}") {
            let given = read("config.toml", &text, &BANKS);
            for name in Settings::NAMES {
                if let Ok(out) = written(&text, name, "7", &BANKS) {
                    let after = read("config.toml", &out, &BANKS);
                    let kept = given.values.iter().filter(|(n, ..)| *n != name).count();
                    prop_assert!(after.values.iter().filter(|(n, ..)| *n != name).count() == kept);
                }
            }
        }
    }
}
