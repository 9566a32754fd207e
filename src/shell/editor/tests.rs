//! An answer typed against a line editor of twenty lines, which does only what commands say.

use proptest::prelude::*;
use rustyline::{Cmd, KeyCode as K, KeyEvent, Modifiers as M, Movement};
use unicode_segmentation::UnicodeSegmentation;

use super::rows::{self, Place};
use super::typing::{Stop, Typing, View};

/// The line editor: a text and a cursor.
struct Desk {
    typing: Typing,
    line: String,
    at: usize,
    columns: usize,
    rows: usize,
    /// How the answer ended, with its text.
    ended: Option<(Stop, String)>,
}

const PROMPT: usize = 2;

impl Desk {
    fn new(columns: usize, rows: usize) -> Self {
        Self::of("", columns, rows, false)
    }

    fn of(text: &str, columns: usize, rows: usize, may_be_empty: bool) -> Self {
        let mut typing = Typing::of(text, may_be_empty);
        typing.fit(columns, rows, PROMPT);
        let (line, at) = (typing.window.clone(), typing.cursor);
        Self { typing, line, at, columns, rows, ended: None }
    }

    fn key(&mut self, key: KeyEvent) {
        if self.ended.is_some() {
            return;
        }
        let line = self.line.clone();
        let (columns, rows) = (self.columns, self.rows);
        let view = View { line: &line, at: self.at, columns, rows, prompt: PROMPT };
        match (self.typing.key(key, view), key) {
            (None, KeyEvent(K::Char(c), M::NONE)) => self.insert(&c.to_string()),
            (Some(Cmd::Insert(_, text)), _) => self.insert(&text),
            (Some(Cmd::Newline), _) => self.insert("\n"),
            (None, KeyEvent(K::Backspace, _)) => {
                let from = line[..self.at].grapheme_indices(true).next_back().map_or(0, |g| g.0);
                self.line.replace_range(from..self.at, "");
                self.at = from;
            }
            (None, KeyEvent(K::Left, _)) => {
                self.at = line[..self.at].grapheme_indices(true).next_back().map_or(0, |g| g.0);
            }
            (None, KeyEvent(K::Right, _)) => {
                self.at += line[self.at..].graphemes(true).next().map_or(0, str::len);
            }
            (None, KeyEvent(K::Delete, _)) => {
                let to = self.at + line[self.at..].graphemes(true).next().map_or(0, str::len);
                self.line.replace_range(self.at..to, "");
            }
            (Some(Cmd::Move(Movement::BeginningOfBuffer)), _) => self.at = 0,
            (Some(Cmd::Move(Movement::EndOfBuffer)), _) => self.at = line.len(),
            (Some(Cmd::AcceptLine), _) => match self.typing.stop.take() {
                Some(Stop::Moved | Stop::Clear) => {
                    self.line = self.typing.window.clone();
                    self.at = self.typing.cursor;
                }
                Some(stop) => self.ended = Some((stop, self.typing.whole(&line))),
                None => panic!("the editor was stopped for no reason"),
            },
            (Some(Cmd::Noop | Cmd::Repaint), _) | (None, _) => {}
            (Some(other), _) => panic!("{other:?} is not played here"),
        }
        assert!(self.height() < self.rows.max(3), "{} rows are too many", self.height());
    }

    fn insert(&mut self, text: &str) {
        self.line.insert_str(self.at, text);
        self.at += text.len();
    }

    fn height(&self) -> usize {
        let column = self.typing.first_column(PROMPT);
        rows::end(&self.line, self.columns, Place { row: 0, column }).row + 1
    }

    /// Types as a person would: `\n` is Enter, `⌫` Backspace, `↑` and `↓` the arrows, `␃` Ctrl-C,
    /// `␄` Ctrl-D.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            self.key(match c {
                '\n' => KeyEvent(K::Enter, M::NONE),
                '⌫' => KeyEvent(K::Backspace, M::NONE),
                '↑' => KeyEvent(K::Up, M::NONE),
                '↓' => KeyEvent(K::Down, M::NONE),
                '←' => KeyEvent(K::Left, M::NONE),
                '→' => KeyEvent(K::Right, M::NONE),
                '⌦' => KeyEvent(K::Delete, M::NONE),
                '␃' => KeyEvent::ctrl('C'),
                '␄' => KeyEvent::ctrl('D'),
                c => KeyEvent::new(c, M::NONE),
            });
        }
        self
    }

    fn paste(&mut self, text: &str) -> &mut Self {
        self.key(KeyEvent(K::BracketedPasteStart, M::NONE));
        // What a terminal sends for a line break in a paste.
        text.replace('\n', "\r").chars().for_each(|c| self.key(KeyEvent::new(c, M::NONE)));
        self.key(KeyEvent(K::BracketedPasteEnd, M::NONE));
        self
    }

    fn whole(&self) -> String {
        self.typing.whole(&self.line)
    }

    fn ended(&self) -> (Stop, &str) {
        let (stop, text) = self.ended.as_ref().expect("the answer has ended");
        (stop.clone(), text)
    }
}

#[test]
fn enter_is_a_new_line_and_on_an_empty_line_it_hands_in() {
    let mut desk = Desk::new(80, 24);
    desk.keys("one\ntwo\n");
    assert_eq!(desk.whole(), "one\ntwo\n");
    desk.keys("\n");
    assert_eq!(desk.ended(), (Stop::HandIn, "one\ntwo\n"));
}

#[test]
fn enter_on_an_empty_line_inside_the_answer_only_adds_a_line() {
    let mut desk = Desk::new(80, 24);
    desk.paste("one\n\ntwo").keys("↑\n");
    assert_eq!(desk.whole(), "one\n\n\ntwo");
}

#[test]
fn nothing_is_no_answer_but_it_skips_a_probe() {
    let mut answer = Desk::new(80, 24);
    answer.keys("\n\n  \n");
    assert!(answer.ended.is_none() && !answer.typing.begun);
    answer.keys("⌫⌫␄");
    assert_eq!(answer.ended().0, Stop::Leave);
    let mut reply = Desk::of("", 80, 24, true);
    assert_eq!(reply.keys("\n").ended(), (Stop::HandIn, ""));
}

#[test]
fn ctrl_d_hands_in_what_is_there() {
    let mut desk = Desk::new(80, 24);
    assert_eq!(desk.keys("one\ntw␄").ended(), (Stop::HandIn, "one\ntw"));
}

#[test]
fn a_paste_stays_whole_whatever_lines_it_has() {
    let mut desk = Desk::new(80, 24);
    desk.paste("\n\none\n\n\ntwo\tand\u{1b}three\u{202e}\n\n");
    assert_eq!(desk.whole(), "\n\none\n\n\ntwo    andthree\n\n");
    // After the end of a paste as after the end of a typed line: Enter twice hands in.
    assert!(desk.keys("\n").ended.is_none());
    assert_eq!(desk.keys("\n").ended().0, Stop::HandIn);
    let mut typed_on = Desk::new(80, 24);
    typed_on.paste("one\n").keys("two\n");
    assert!(typed_on.ended.is_none());
    assert_eq!(typed_on.keys("\n").ended(), (Stop::HandIn, "one\ntwo\n"));
}

#[test]
fn ctrl_c_asks_and_only_yes_drops() {
    for (keys, kept) in [
        ("one␃n\ntwo", "onetwo"),
        ("one␃\n", "one"),
        ("one␃␃", "one"),
        ("one␃ two", "one two"),
        ("one\n␃n\n", "one\n"),
    ] {
        let mut desk = Desk::new(80, 24);
        desk.keys(keys);
        assert!(desk.ended.is_none(), "{keys:?}");
        assert_eq!(desk.whole(), kept, "{keys:?}");
    }
    assert_eq!(Desk::new(80, 24).keys("one␃y").ended(), (Stop::Drop, "one"));
    assert_eq!(Desk::new(80, 24).keys("␃").ended(), (Stop::Drop, ""), "nothing to ask about");
}

#[test]
fn a_long_answer_leaves_the_window_and_comes_back() {
    let mut desk = Desk::new(20, 10);
    let text = (1..60).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    desk.keys(&text);
    assert_eq!(desk.whole(), text);
    assert!(!desk.typing.above.is_empty() && desk.typing.below.is_empty());
    desk.keys(&"↑".repeat(58)).keys("first ");
    assert!(desk.typing.above.is_empty() && !desk.typing.below.is_empty());
    // The cursor came up under the end of "line 9"; the first row begins after the prompt.
    assert!(desk.whole().starts_with("linefirst  1\n"), "{:?}", &desk.whole()[..20]);
    desk.keys(&"↓".repeat(58));
    assert!(desk.typing.below.is_empty());
    desk.keys(&"⌫".repeat(2000));
    assert!(desk.whole().len() < 20, "{:?}", desk.whole());
}

#[test]
fn an_answer_that_is_gone_on_with_has_its_cursor_at_the_end() {
    let text = "a paragraph that was typed before\n".repeat(40);
    let mut desk = Desk::of(&text, 80, 24, false);
    assert!(desk.typing.begun && desk.height() < 24);
    desk.keys("and on");
    assert_eq!(desk.whole(), text + "and on");
}

proptest! {
    #[test]
    fn no_key_but_backspace_takes_anything_away(
        keys in "[a-z\\n↑↓← 日é␃]{0,200}", columns in 6usize..40, rows in 4usize..12
    ) {
        let mut desk = Desk::new(columns, rows);
        let mut typed = String::new();
        for key in keys.chars() {
            let asked = desk.typing.asks_to_drop;
            desk.keys(&key.to_string());
            // Yes and no are answers, not letters.
            if !(matches!(key, '\n' | '↑' | '↓' | '←' | '␃') || asked && matches!(key, 'y' | 'n')) {
                typed.push(key);
            }
            if desk.ended.is_some() {
                break;
            }
            let mut have: Vec<_> = desk.whole().chars().filter(|c| *c != '\n').collect();
            let mut want: Vec<_> = typed.chars().collect();
            have.sort_unstable();
            want.sort_unstable();
            prop_assert_eq!(have, want);
            prop_assert!(desk.line.is_char_boundary(desk.at));
        }
    }

    /// However rows are broken and windows moved, keys do what they would do to a plain text.
    #[test]
    fn the_answer_is_what_a_plain_text_would_be(
        keys in "[a-z   \n⌫⌫←←→日é⌦]{0,300}", columns in 6usize..30, rows in 4usize..12
    ) {
        let mut desk = Desk::new(columns, rows);
        let (mut plain, mut at) = (String::new(), 0);
        for key in keys.chars() {
            desk.keys(&key.to_string());
            if desk.ended.is_some() {
                break;
            }
            let left = plain[..at].char_indices().next_back().map_or(0, |(at, _)| at);
            let right = plain[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            match key {
                '\n' if plain.trim().is_empty() => {}
                '⌫' => {
                    plain.replace_range(left..at, "");
                    at = left;
                }
                '⌦' => plain.replace_range(at..right, ""),
                '←' => at = left,
                '→' => at = right,
                c => {
                    plain.insert(at, c);
                    at += c.len_utf8();
                }
            }
            prop_assert_eq!(desk.whole(), plain.clone(), "after {:?}", key);
        }
    }

    #[test]
    fn a_paste_of_anything_is_in_the_answer_as_it_was(
        before in "[a-z \\n]{0,60}", pasted in "[a-z \\n日é]{0,400}", rows in 4usize..30
    ) {
        let mut desk = Desk::of(&before, 20, rows, false);
        desk.paste(&pasted);
        prop_assert_eq!(desk.whole(), before + &pasted);
    }
}

#[test]
fn a_question_for_yes_or_no_breaks_between_words_and_keeps_its_answer_in_sight() {
    let question =
        "Take “the Friday migration” off the shelf? Sessions keep what was answered in them.";
    for columns in [20, 40, 60, 80, 200] {
        let (above, last) = super::asked(question, columns);
        let whole = format!("{above}{last}");
        assert_eq!(
            whole.split_whitespace().collect::<Vec<_>>().join(" "),
            format!("{question} [y/N]")
        );
        assert!(last.ends_with("[y/N] "), "{last}");
        for row in whole.lines() {
            assert!(crate::screen::width(row) < columns, "{columns}: {row}");
            let words = row
                .split_whitespace()
                .all(|w| format!("{question} [y/N]").split(' ').any(|q| q == w));
            assert!(words, "{columns}: {row}");
        }
    }
    assert_eq!(super::asked("Drop it?", 80), (String::new(), "Drop it? [y/N] ".to_owned()));
}
