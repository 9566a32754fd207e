//! What each key does while an answer is typed: the state behind the editor, without the editor.
//!
//! Pure: a key, the text and the size of the screen in; what the line editor should do out. It draws
//! nothing and knows no clock.
//!
//! The line editor redraws all of its text at every key, which garbles a screen that is lower than the
//! text. So it only ever holds a *window* of the answer, a good deal lower than the screen: the rows
//! `above` stand printed for good, the rows `below` are set aside, and when a key would leave the
//! window or make it too high, the window moves ([`Stop::Moved`]).

use std::mem::take;

use rustyline::{Cmd, KeyCode as K, KeyEvent, Modifiers as M, Movement};
use unicode_segmentation::UnicodeSegmentation;

use super::rows::{self, Place};

/// Rows of the screen that the window leaves free: the clock may take two, the next prompt one.
const SPARE: usize = 4;

/// What a pasted tab becomes.
pub(super) const TAB: &str = "    ";

/// Why the line editor stops and hands control back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// The answer is handed in.
    HandIn,
    /// The person gave it up.
    Drop,
    /// Nothing was typed and input was closed (Ctrl-D).
    Leave,
    /// The window moved: draw it anew.
    Moved,
    /// The screen was asked to be cleared (Ctrl-L).
    Clear,
}

/// The line editor's side of a key: its text, its cursor, the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The window's text.
    pub(super) line: &'a str,
    /// The cursor, a byte of `line`.
    pub(super) at: usize,
    /// Columns and rows of the screen.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Columns of the prompt before the first row of the answer.
    pub(super) prompt: usize,
}

/// The state of an answer that is being typed.
#[derive(Debug, Default)]
pub(super) struct Typing {
    /// The rows above the window.
    pub(super) above: String,
    /// The window, as it is to be drawn next; the line editor has its own copy while it runs.
    pub(super) window: String,
    /// The cursor in `window`.
    pub(super) cursor: usize,
    /// The rows below the window.
    pub(super) below: String,
    /// Whether a key of the answer has come: thinking time is over.
    pub(super) begun: bool,
    /// Whether the person is being asked if the answer should be dropped.
    pub(super) asks_to_drop: bool,
    /// Why the editor was stopped.
    pub(super) stop: Option<Stop>,
    /// Whether an empty answer can be handed in (a reply may be skipped, a first answer not).
    pub(super) may_be_empty: bool,
    /// A paste that is coming in.
    paste: Option<String>,
    /// An Enter that belongs to the "n" before it.
    enter_belongs_to_no: bool,
}

impl Typing {
    /// Begins with a text that was typed before, its cursor at the end.
    pub(super) fn of(text: &str, may_be_empty: bool) -> Self {
        let window = text.to_owned();
        Self {
            cursor: text.len(),
            window,
            begun: !text.is_empty(),
            may_be_empty,
            ..Self::default()
        }
    }

    /// The whole answer, with `line` in the window.
    pub(super) fn whole(&self, line: &str) -> String {
        [self.above.as_str(), line, self.below.as_str()].concat()
    }

    /// The column in which the window's first row begins.
    pub(super) fn first_column(&self, prompt: usize) -> usize {
        if self.above.is_empty() { prompt } else { 0 }
    }

    /// Makes the window fit a screen, as it must before the editor is first shown.
    pub(super) fn fit(&mut self, columns: usize, rows: usize, prompt: usize) {
        let text = self.whole(&self.window.clone());
        let at = self.above.len() + self.cursor;
        self.move_window(text, at, columns, rows, prompt);
    }

    /// What a key does; `None` leaves it to the line editor.
    pub(super) fn key(&mut self, key: KeyEvent, view: View<'_>) -> Option<Cmd> {
        if let Some(paste) = &mut self.paste {
            match key {
                KeyEvent(K::BracketedPasteEnd, _) => {
                    let text = take(paste).replace("\r\n", "\n").replace('\r', "\n");
                    self.paste = None;
                    return Some(self.insert(&text, view));
                }
                // Not part of any paste: a terminal that never said where its paste ends.
                KeyEvent(K::Char('C'), M::CTRL) => {
                    let text = take(paste);
                    self.paste = None;
                    return Some(self.insert(&text, view));
                }
                KeyEvent(K::Enter, _) | KeyEvent(K::Char('M'), M::CTRL) => paste.push('\r'),
                KeyEvent(K::Char('J'), M::CTRL) => paste.push('\n'),
                KeyEvent(K::Tab, _) | KeyEvent(K::Char('I'), M::CTRL) => paste.push_str(TAB),
                KeyEvent(K::Char(c), M::NONE) if typeable(c) => paste.push(c),
                _ => {}
            }
            return Some(Cmd::Noop);
        }
        let enter = matches!(
            key,
            KeyEvent(K::Enter, _)
                | KeyEvent(K::Char('J'), M::CTRL)
                | KeyEvent(K::Char('M'), M::CTRL)
        );
        if take(&mut self.enter_belongs_to_no) && enter {
            return Some(Cmd::Noop);
        }
        if self.asks_to_drop {
            return self.answer_about_dropping(key, enter, view);
        }
        match key {
            _ if enter => Some(self.enter(view)),
            KeyEvent(K::BracketedPasteStart, _) => {
                self.paste = Some(String::new());
                Some(Cmd::Noop)
            }
            KeyEvent(K::Char('D'), M::CTRL) => {
                let empty = self.whole(view.line).trim().is_empty();
                let leaves = empty && !self.may_be_empty;
                Some(self.stop(if leaves { Stop::Leave } else { Stop::HandIn }))
            }
            KeyEvent(K::Char('C'), M::CTRL) => {
                if self.whole(view.line).trim().is_empty() {
                    return Some(self.stop(Stop::Drop));
                }
                self.asks_to_drop = true;
                Some(Cmd::Repaint)
            }
            KeyEvent(K::Char('L'), M::CTRL) => {
                self.keep_window(view);
                Some(self.stop(Stop::Clear))
            }
            KeyEvent(K::Char(c), M::NONE) => {
                if !typeable(c) {
                    return Some(Cmd::Noop);
                }
                match self.insert(c.encode_utf8(&mut [0; 4]), view) {
                    // The line editor's own way: a command from here would repeat what came before.
                    Cmd::Insert(..) => None,
                    cmd => Some(cmd),
                }
            }
            KeyEvent(K::Up, M::NONE) | KeyEvent(K::Char('P'), M::CTRL) => Some(self.up(view)),
            KeyEvent(K::Down, M::NONE) | KeyEvent(K::Char('N'), M::CTRL) => Some(self.down(view)),
            KeyEvent(K::Left, M::NONE) | KeyEvent(K::Char('B'), M::CTRL)
                if view.at == 0 && !self.above.is_empty() =>
            {
                Some(self.step_to(self.above.len(), view, true))
            }
            KeyEvent(K::Right, M::NONE) | KeyEvent(K::Char('F'), M::CTRL)
                if view.at == view.line.len() =>
            {
                if self.below.is_empty() {
                    return Some(Cmd::Noop);
                }
                Some(self.step_to(self.above.len() + view.at, view, false))
            }
            KeyEvent(K::Backspace, M::NONE) | KeyEvent(K::Char('H'), M::CTRL)
                if view.at == 0 && !self.above.is_empty() =>
            {
                Some(self.backspace_into_above(view))
            }
            KeyEvent(K::Char('<'), M::ALT) | KeyEvent(K::Home, M::CTRL) => Some(self.jump(0, view)),
            KeyEvent(K::Char('>'), M::ALT) | KeyEvent(K::End, M::CTRL) => {
                Some(self.jump(usize::MAX, view))
            }
            KeyEvent(K::PageUp, _) => Some(self.page(view, false)),
            KeyEvent(K::PageDown, _) => Some(self.page(view, true)),
            // No history, completion, search or raw characters inside an answer.
            KeyEvent(K::Tab | K::BackTab, _)
            | KeyEvent(K::Char('I' | 'R' | 'S' | 'Q' | 'V' | 'O'), M::CTRL) => Some(Cmd::Noop),
            _ => None,
        }
    }

    /// Enter: a new line; on an empty last line it hands in.
    fn enter(&mut self, view: View<'_>) -> Cmd {
        let before = &view.line[..view.at];
        let starts_above = !before.contains('\n');
        let above = self.above.rsplit('\n').next().filter(|_| starts_above).unwrap_or("");
        let line = [above, before.rsplit('\n').next().unwrap_or("")].concat();
        let rest_is_empty = view.line[view.at..].trim().is_empty() && self.below.trim().is_empty();
        if line.trim().is_empty() && rest_is_empty {
            let nothing_yet = self.whole(view.line).trim().is_empty();
            if nothing_yet && !self.may_be_empty {
                self.begun = false;
                return Cmd::Repaint;
            }
            return self.stop(Stop::HandIn);
        }
        self.insert("\n", view)
    }

    fn answer_about_dropping(&mut self, key: KeyEvent, enter: bool, view: View<'_>) -> Option<Cmd> {
        self.asks_to_drop = false;
        match key {
            KeyEvent(K::Char('y' | 'Y'), M::NONE) => return Some(self.stop(Stop::Drop)),
            KeyEvent(K::Char('n' | 'N'), M::NONE) => {
                self.enter_belongs_to_no = true;
                return Some(Cmd::Repaint);
            }
            KeyEvent(K::Esc | K::Backspace, _) | KeyEvent(K::Char('C' | 'G'), M::CTRL) => {
                return Some(Cmd::Repaint);
            }
            _ if enter => return Some(Cmd::Repaint),
            _ => {}
        }
        // Somebody who just writes on has answered too, and loses no letter of it.
        match self.key(key, view) {
            None if matches!(key, KeyEvent(K::Char(_), M::NONE)) => None,
            None | Some(Cmd::Noop) => Some(Cmd::Repaint),
            cmd => cmd,
        }
    }

    /// Puts text at the cursor, in the line editor when it fits and by moving the window when not.
    fn insert(&mut self, text: &str, view: View<'_>) -> Cmd {
        if text.is_empty() {
            return Cmd::Repaint;
        }
        self.begun = true;
        let line = [&view.line[..view.at], text, &view.line[view.at..]].concat();
        let first = Place { row: 0, column: self.first_column(view.prompt) };
        if rows::end(&line, view.columns, first).row < highest(view.rows) {
            return if text == "\n" { Cmd::Newline } else { Cmd::Insert(1, text.to_owned()) };
        }
        let at = self.above.len() + view.at + text.len();
        let whole = self.whole(&line);
        self.move_window(whole, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    fn backspace_into_above(&mut self, view: View<'_>) -> Cmd {
        let end = self.above.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        let whole = [&self.above[..end], view.line, &self.below].concat();
        self.move_window(whole, end, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    /// Moves the cursor to a byte of the whole answer that lies at or beyond the window's edge.
    fn step_to(&mut self, at: usize, view: View<'_>, back: bool) -> Cmd {
        let whole = self.whole(view.line);
        let at = if back {
            whole[..at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
        } else {
            at + whole[at..].graphemes(true).next().map_or(0, str::len)
        };
        self.move_window(whole, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    fn jump(&mut self, at: usize, view: View<'_>) -> Cmd {
        if at == 0 && self.above.is_empty() {
            return Cmd::Move(Movement::BeginningOfBuffer);
        }
        if at > 0 && self.below.is_empty() {
            return Cmd::Move(Movement::EndOfBuffer);
        }
        let whole = self.whole(view.line);
        let at = at.min(whole.len());
        self.move_window(whole, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    fn page(&mut self, view: View<'_>, down: bool) -> Cmd {
        let whole = self.whole(view.line);
        let starts = rows::starts(&whole, view.columns, view.prompt);
        let row = rows::row_of(&starts, self.above.len() + view.at);
        let step = kept(view.rows);
        let to = if down { row + step } else { row.saturating_sub(step) };
        let to = to.min(starts.len() - 1);
        let at = rows::under(&whole, &starts, to, 0, 0);
        self.go(whole, at, view)
    }

    fn up(&mut self, view: View<'_>) -> Cmd {
        self.vertical(view, false)
    }

    fn down(&mut self, view: View<'_>) -> Cmd {
        self.vertical(view, true)
    }

    /// Up and down go by the rows that are seen, not by the lines that were ended with Enter.
    fn vertical(&mut self, view: View<'_>, down: bool) -> Cmd {
        let whole = self.whole(view.line);
        let at = self.above.len() + view.at;
        let starts = rows::starts(&whole, view.columns, view.prompt);
        let row = rows::row_of(&starts, at);
        let to = match row {
            _ if down => row + 1,
            0 => return Cmd::Noop,
            _ => row - 1,
        };
        if to >= starts.len() {
            return Cmd::Noop;
        }
        let first = if row == 0 { view.prompt } else { 0 };
        let from = Place { row: 0, column: first };
        // A position at the very end of a full row is drawn at the start of the next.
        let column = rows::end(&whole[starts[row]..at], view.columns, from).column;
        let at = rows::under(&whole, &starts, to, column, view.prompt);
        self.go(whole, at, view)
    }

    /// Moves the cursor to a byte of the whole answer, inside the window if it lies there.
    fn go(&mut self, whole: String, at: usize, view: View<'_>) -> Cmd {
        let window = self.above.len()..self.above.len() + view.line.len();
        let inside = window.contains(&at) || (at == window.end && self.below.is_empty());
        if inside {
            let at = at - window.start;
            // The line editor cannot be told to move by several characters: it overrules the count.
            return if at == view.at { Cmd::Noop } else { self.draw_anew(view.line, at) };
        }
        self.move_window(whole, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    /// Cuts the whole answer anew, between rows, so that the row of byte `at` is in the window with
    /// what comes before it, and the window is low enough.
    fn move_window(
        &mut self,
        whole: String,
        at: usize,
        columns: usize,
        rows: usize,
        prompt: usize,
    ) {
        let starts = rows::starts(&whole, columns, prompt);
        let highest = highest(rows);
        let row = rows::row_of(&starts, at);
        let top = if starts.len() <= highest { 0 } else { (row + 1).saturating_sub(kept(rows)) };
        let from = starts[top];
        let to = starts.get(top + highest).copied().unwrap_or(whole.len());
        self.above = whole[..from].to_owned();
        self.window = whole[from..to].to_owned();
        self.below = whole[to..].to_owned();
        self.cursor = at - from;
    }

    /// Has the window drawn anew as it is, with this text and cursor.
    pub(super) fn draw_anew(&mut self, line: &str, at: usize) -> Cmd {
        line.clone_into(&mut self.window);
        self.cursor = at;
        self.stop(Stop::Moved)
    }

    /// Goes on after the editor was left without a word: `whole` is all there was, and the person is
    /// asked what they meant.
    pub(super) fn resume_after_interrupt(
        &mut self,
        whole: &str,
        (columns, rows): (usize, usize),
        prompt: usize,
    ) {
        self.asks_to_drop = !whole.trim().is_empty();
        self.move_window(whole.to_owned(), whole.len(), columns, rows, prompt);
    }

    fn keep_window(&mut self, view: View<'_>) {
        view.line.clone_into(&mut self.window);
        self.cursor = view.at;
    }

    fn stop(&mut self, stop: Stop) -> Cmd {
        self.stop = Some(stop);
        Cmd::AcceptLine
    }
}

/// The most rows that a window may have.
fn highest(rows: usize) -> usize {
    rows.saturating_sub(SPARE).max(2)
}

/// The rows of a moved window down to the cursor's.
fn kept(rows: usize) -> usize {
    (rows / 2).min(highest(rows) - 1).max(1)
}

/// Whether a character may enter an answer: nothing that steers a terminal.
pub(super) fn typeable(c: char) -> bool {
    let mut bytes = [0; 4];
    let c: &str = c.encode_utf8(&mut bytes);
    crate::text::printable(c) == c
}
