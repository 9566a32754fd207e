//! What the program says of itself: the page of `--help`, `help`, `man`, `completions`, `--version`.
//!
//! All of it is made from the grammar. This file knows which verbs belong together, and nothing of
//! what they do.

use clap::builder::StyledStr;
use clap_mangen::roff::{Roff, bold, roman};

use super::exit::{Exit, Trouble};
use super::grammar::{self, Completions, Help, Man};
use super::practice::Practice;
use crate::arc::UnknownWord;
use crate::judge;
use crate::screen::{Canvas, Line, Meaning, Screen, paragraph, width};

/// The widest that help is laid out.
const COLUMNS: usize = 100;

/// Which verbs stand together on the page. One that is in none stands in the last.
const GROUPS: [(&str, &[&str]); 6] = [
    (
        "Practise",
        &["tour", "ask", "drill", "resume", "again", "next", "find", "ladder", "calibrate"],
    ),
    ("Look back", &["review", "progress", "audit", "told", "missed", "wrong"]),
    ("Plan", &["due", "plan", "name", "stories"]),
    ("Your data", &["export", "import", "sessions", "forget", "exclude", "include", "save"]),
    ("Set up", &["banks", "set", "config", "completions", "man"]),
    ("Besides", &[]),
];

/// Three ways in, for the page.
const EXAMPLES: [(&str, &str); 3] = [
    ("mockloop", "open the prompt; Enter asks a question"),
    ("mockloop ask amazon --level senior", "one question, its follow-ups, a debrief"),
    ("mockloop audit story.md", "a story that you wrote, part by part"),
];

/// What the exit codes mean, as [`Exit`] decides them.
const EXIT_CODES: [(&str, &str); 3] = [
    ("0", "All was done; also when input ended, or nobody reads the output any more."),
    (
        "1",
        "Something is wrong or not there: a bank with mistakes, a line that cannot be read, a session \
         that does not exist, a file that cannot be written.",
    ),
    ("2", "The command was not understood."),
];

/// What the environment changes.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("MOCKLOOP_HOME", "The folder of sessions and banks, when --home does not name one."),
    ("NO_COLOR", "When it is set and not empty, there is no colour; --color always overrules it."),
    ("CLICOLOR_FORCE", "When it is set and not 0, there is colour in a pipe too."),
    (
        "PAGER",
        "The program that shows long output on a terminal; none when it is empty or not set.",
    ),
    ("VISUAL, EDITOR", "The program that edits an answer, after `:edit` or Ctrl-X Ctrl-E."),
    ("TERM", "With `dumb` the program reads and writes by lines, as at a pipe."),
];

/// What lies in a home.
const FILES: [(&str, &str); 5] = [
    ("questions/*.toml", "Your own banks: they add to the shipped ones, or replace them."),
    ("sessions/*.toml", "A log for each session, readable by you alone."),
    ("sessions/*.draft", "An answer that was being typed; the next start offers it."),
    ("stories/*.toml", "Your stories, one each, readable by you alone; yours to edit."),
    ("config.toml", "Your settings, with comments; `config` shows what is in force."),
];

/// The program's name, its version, and which judge it carries.
pub(super) fn version() -> String {
    format!("mockloop {} (judge {})\n", env!("CARGO_PKG_VERSION"), judge::version())
}

/// The grammar of the command line with its page: what `--help` shows, on one screen.
pub(super) fn paged(command: clap::Command) -> clap::Command {
    let page = page(&command);
    command.override_help(page)
}

/// The names that are shown, by group.
fn groups(command: &clap::Command) -> Vec<(&'static str, Vec<&str>)> {
    let shown = |name: &str| command.find_subcommand(name).is_some_and(|verb| !verb.is_hide_set());
    let mut groups: Vec<(&str, Vec<&str>)> = GROUPS
        .iter()
        .map(|(heading, names)| (*heading, names.iter().copied().filter(|n| shown(n)).collect()))
        .collect();
    let grouped: Vec<&str> = groups.iter().flat_map(|(_, names)| names.clone()).collect();
    let rest = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    let rest = rest.map(clap::Command::get_name).filter(|name| !grouped.contains(name));
    if let Some((_, last)) = groups.last_mut() {
        last.extend(rest);
    }
    groups.retain(|(_, names)| !names.is_empty());
    groups
}

fn page(command: &clap::Command) -> StyledStr {
    let styles = command.get_styles();
    let (head, literal) = (styles.get_header(), styles.get_literal());
    let mut page = String::new();
    let mut line = |words: String| {
        page.push_str(&words);
        page.push('\n');
    };
    line(command.get_about().map(ToString::to_string).unwrap_or_default());
    line(String::new());
    line(format!("{head}Usage:{head:#} {literal}mockloop{literal:#} [OPTIONS] [COMMAND]"));
    line(String::new());
    line(format!("{head}Examples:{head:#}"));
    for (typed, what) in EXAMPLES {
        line(format!("  {literal}{typed:<36}{literal:#} {what}"));
    }
    line(String::new());
    line(format!("{head}Commands{head:#} (`mockloop help` says what each does){head}:{head:#}"));
    for (heading, names) in groups(command) {
        let names: Vec<String> =
            names.iter().map(|name| format!("{literal}{name}{literal:#}")).collect();
        line(format!("  {heading:<11} {}", names.join(", ")));
    }
    line(String::new());
    line(format!("{head}Options:{head:#}"));
    // Those of the interview are explained where there is one.
    let options =
        command.get_arguments().filter(|arg| arg.get_help_heading() == Some("Everywhere"));
    for option in options {
        let long = option.get_long().unwrap_or_default();
        let short = option.get_short().map_or_else(|| "    ".to_owned(), |c| format!("-{c}, "));
        let takes = option.get_action().takes_values();
        let value = option.get_value_names().filter(|_| takes).and_then(<[_]>::first);
        let value = value.map(|name| format!(" <{name}>")).unwrap_or_default();
        let typed = format!("{short}--{long}{value}");
        let what = option.get_help().map(ToString::to_string).unwrap_or_default();
        line(format!("  {literal}{typed:<20}{literal:#} {what}"));
    }
    line(format!("  {literal}{:<20}{literal:#} This page, or that of a command", "-h, --help"));
    line(format!("  {literal}{:<20}{literal:#} Which program and which judge", "-V, --version"));
    StyledStr::from(page)
}

impl Practice<'_> {
    /// `completions`
    pub(super) fn completions(&mut self, wanted: &Completions) -> Result<Exit, Trouble> {
        let mut script = Vec::new();
        clap_complete::generate(wanted.shell, &mut grammar::program(), "mockloop", &mut script);
        self.out.write(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Fine)
    }

    /// `man`
    pub(super) fn man(&mut self, wanted: &Man) -> Result<Exit, Trouble> {
        let mut command = grammar::program();
        command.build();
        let page = match &wanted.verb {
            None => manual(&command),
            Some(word) => manual(named(&mut command, word)?),
        };
        let page = page.map_err(|error| Trouble::wrong(error.to_string()))?;
        self.out.write(&String::from_utf8_lossy(&page))?;
        Ok(Exit::Fine)
    }

    /// `help`
    pub(super) fn help(&mut self, help: &Help) -> Result<Exit, Trouble> {
        let canvas = self.out.canvas();
        if help.verb.is_empty() {
            let screen = if self.at_prompt { at_prompt(canvas) } else { on_command_line(canvas) };
            self.present(&screen)?;
            return Ok(Exit::Fine);
        }
        let mut command = if self.at_prompt { grammar::prompt() } else { grammar::program() };
        command = command.term_width(canvas.width().min(COLUMNS));
        command.build();
        let mut shown = &mut command;
        for word in &help.verb {
            shown = named(shown, word)?;
        }
        let text = shown.render_help();
        let text = if canvas.colour { text.ansi().to_string() } else { text.to_string() };
        // At the prompt the program's name is not typed.
        let text = if self.at_prompt { nameless(&text) } else { text };
        self.out.write(&text)?;
        Ok(Exit::Fine)
    }
}

/// Help without the program's name, of which the grammar of the prompt leaves a space.
fn nameless(help: &str) -> String {
    help.replace("  mockloop ", "  ")
        .replace("Usage: mockloop ", "Usage: ")
        .replace("Usage:  ", "Usage: ")
        .replace("\u{1b}[1m ", "\u{1b}[1m")
}

/// The verb of this name, or which one may have been meant.
fn named<'c>(command: &'c mut clap::Command, word: &str) -> Result<&'c mut clap::Command, Trouble> {
    let names = command.get_subcommands().map(|verb| verb.get_name().to_owned());
    let known: Vec<String> = names.collect();
    let known = known.iter().map(String::as_str);
    let unknown = UnknownWord::new("command", word, known);
    command.find_subcommand_mut(word).ok_or_else(|| unknown.into())
}

/// What each verb does, in their groups, beside its name or where there is no room below it.
fn listed(command: &clap::Command, canvas: Canvas) -> Vec<Line> {
    let mut verbs: Vec<(&str, String)> = groups(command)
        .into_iter()
        .flat_map(|(_, names)| names)
        .map(|name| (name, command.find_subcommand(name).and_then(clap::Command::get_about)))
        .map(|(name, about)| (name, about.map(ToString::to_string).unwrap_or_default()))
        .collect();
    if command.find_subcommand("man").is_some_and(clap::Command::is_hide_set) {
        verbs.insert(0, ("Enter", "Ask the next question".to_owned()));
    }
    let beside = verbs.iter().map(|(name, _)| width(name)).max().unwrap_or_default() + 2;
    let narrow = beside * 3 > canvas.text_width();
    let indent = Line::text(" ".repeat(if narrow { 2 } else { beside }));
    let mut lines = Vec::new();
    for (name, about) in verbs {
        let name = Line::of(Meaning::Typed, name);
        let about = Line::text(about);
        if narrow {
            lines.push(name);
            lines.extend(paragraph(&about, canvas.text_width(), &indent, &indent));
        } else {
            let head = name.padded(beside);
            lines.extend(paragraph(&about, canvas.text_width(), &head, &indent));
        }
    }
    lines
}

fn on_command_line(canvas: Canvas) -> Screen {
    let words = [
        "`mockloop help ask` says more of one command; `mockloop` alone opens a prompt, where they \
                  work too.",
    ];
    with_words(listed(&grammar::program(), canvas), &words, canvas)
}

fn at_prompt(canvas: Canvas) -> Screen {
    let words = [
        "`help ask` says more of one command. Tab completes, the arrows bring back old lines.",
        "In an answer Enter is a new line, and an empty line or Ctrl-D hands in. Ctrl-C asks whether to \
         drop it. `:edit` on a line of its own, or Ctrl-X Ctrl-E, opens your own editor. The clock after \
         your words shows how long they take to say.",
    ];
    with_words(listed(&grammar::prompt(), canvas), &words, canvas)
}

fn with_words(lines: Vec<Line>, words: &[&str], canvas: Canvas) -> Screen {
    let mut screen: Screen = lines.into_iter().collect();
    screen.gap();
    for words in words {
        let blank = Line::new();
        let line = Line::of(Meaning::Muted, words);
        screen.extend(paragraph(&line, canvas.text_width(), &blank, &blank));
    }
    screen
}

/// The manual page of the program or of a verb, in the language of `man`.
fn manual(command: &clap::Command) -> std::io::Result<Vec<u8>> {
    let program = command.get_name() == "mockloop";
    let man = clap_mangen::Man::new(command.clone())
        .source(format!("mockloop {}", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    if !program {
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
        return Ok(page);
    }
    man.render_description_section(&mut page)?;
    section("EXAMPLES", &EXAMPLES).to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    let names = groups(command).into_iter().flat_map(|(_, names)| names);
    let commands: Vec<(String, String)> = names
        .filter_map(|name| command.find_subcommand(name))
        .map(|verb| (usage(verb), verb.get_about().map(ToString::to_string).unwrap_or_default()))
        .collect();
    section("COMMANDS", &commands).to_writer(&mut page)?;
    section("EXIT STATUS", &EXIT_CODES).to_writer(&mut page)?;
    section("ENVIRONMENT", &ENVIRONMENT).to_writer(&mut page)?;
    section("FILES", &FILES).to_writer(&mut page)?;
    Ok(page)
}

/// A verb and what it takes.
fn usage(verb: &clap::Command) -> String {
    let mut usage = verb.get_name().to_owned();
    for arg in verb.get_positionals() {
        let name = arg.get_value_names().and_then(<[_]>::first);
        let name = name.map_or_else(|| arg.get_id().to_string(), ToString::to_string);
        usage.push_str(&if arg.is_required_set() {
            format!(" {name}")
        } else {
            format!(" [{name}]")
        });
    }
    usage
}

fn section(heading: &str, entries: &[(impl AsRef<str>, impl AsRef<str>)]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    for (name, what) in entries {
        roff.control("TP", []).text([bold(name.as_ref())]).text([roman(what.as_ref())]);
    }
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each shown verb with its verbs, the way to it first.
    fn verbs(command: &clap::Command, way: &str) -> Vec<(String, clap::Command)> {
        let shown = command.get_subcommands().filter(|verb| !verb.is_hide_set());
        shown.map(|verb| (format!("{way} {}", verb.get_name()), verb.clone())).collect()
    }

    #[test]
    fn the_page_fits_a_screen_with_three_examples_and_every_command() {
        let page = page(&grammar::program()).to_string();
        assert!(page.lines().count() <= 24, "{} lines", page.lines().count());
        assert!(page.lines().all(|line| line.len() <= 80), "{page}");
        for (way, verb) in verbs(&grammar::program(), "") {
            let shown = page.lines().any(|l| l.split([' ', ',']).any(|w| w == verb.get_name()));
            assert!(shown, "{way} is not on the page");
        }
    }

    #[test]
    fn a_command_explains_only_the_options_that_mean_something_to_it() {
        let help = |mut command: clap::Command, verb: &str| {
            command.build();
            named(&mut command, verb).map(|verb| verb.render_help().to_string()).unwrap_or_default()
        };
        for (verb, level, seed) in [
            ("ask", true, true),
            ("audit", true, false),
            ("missed", false, false),
            ("quit", false, false),
        ] {
            for text in [help(grammar::prompt(), verb), help(grammar::program(), verb)] {
                assert!(text.contains("Usage"), "{text}");
                assert_eq!(text.contains("--level"), level, "{text}");
                assert_eq!(text.contains("--seed"), seed, "{text}");
            }
        }
        assert!(help(grammar::program(), "missed").contains("--home"));
        // They are taken all the same, as before.
        assert!(grammar::line("missed learning --level staff").is_ok());
    }

    #[test]
    fn every_command_has_an_example_that_can_be_typed() {
        for (way, verb) in verbs(&grammar::program(), "mockloop") {
            let example = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            let typed = example.strip_prefix("Example:\n  ").unwrap_or_else(|| {
                panic!("{way} has no example: give it after_help = \"Example:\\n  {way} …\"")
            });
            let typed = typed.lines().next().unwrap().split(" > ").next().unwrap();
            assert!(typed.starts_with(&way), "{typed} is no example of {way}");
            let words = grammar::words(typed).into_iter().map(Into::into);
            assert!(grammar::arguments(words).is_ok(), "{typed}");
        }
    }

    #[test]
    fn the_manual_names_options_exit_codes_environment_and_files() {
        let page = String::from_utf8(manual(&grammar::program()).unwrap()).unwrap();
        for what in ["SH EXAMPLES", "home", "SH \"EXIT STATUS\"", "MOCKLOOP_HOME", "sessions/"] {
            assert!(page.contains(what), "{what} is not in\n{page}");
        }
    }
}
