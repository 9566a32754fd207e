//! What each key does while an answer is typed: the state behind the editor, without the editor.
//!
//! Pure: a key, the text and the size of the screen in; what the line editor should do out. It draws
//! nothing and knows no clock.
//!
//! Texts here have their rows broken between words (see [`wrap`]); what leaves is joined again.
//!
//! The line editor redraws all of its text at every key, which garbles a screen that is lower than the
//! text. So it only ever holds a *window* of the answer, a good deal lower than the screen: the rows
//! `above` stand printed for good, the rows `below` are set aside, and when a key would leave the
//! window or make it too high, the window moves ([`Stop::Moved`]).

use std::mem::take;

use rustyline::{Cmd, KeyCode as K, KeyEvent, Modifiers as M, Movement};

use super::rows::{self, Place};
use super::wrap::{self, BREAK, SOFT, after, before};

/// Rows of the screen that the window leaves free: the clock may take two, the next prompt one.
const SPARE: usize = 4;

/// The line that asks for the person's own editor.
pub(super) const EDIT: &str = ":edit";

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
    /// The shell is wanted (Ctrl-Z).
    Suspend,
    /// The person's own editor is wanted (Ctrl-X Ctrl-E, or [`EDIT`] on a line of its own).
    Edit,
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
    /// Whether Ctrl-X was pressed, which begins Ctrl-X Ctrl-E.
    ctrl_x: bool,
    /// A paste that is coming in.
    paste: Option<String>,
    /// An Enter that belongs to the "n" before it.
    enter_belongs_to_no: bool,
    /// Whether a paste that ended in a line break came just now: who pasted it did not press Enter.
    pasted_break: bool,
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

    /// The whole answer as it was typed, with `line` in the window.
    pub(super) fn whole(&self, line: &str) -> String {
        wrap::joined(&self.rows(line), 0).0
    }

    /// The whole answer as it is broken into rows.
    fn rows(&self, line: &str) -> String {
        [self.above.as_str(), line, self.below.as_str()].concat()
    }

    /// The column in which the window's first row begins.
    pub(super) fn first_column(&self, prompt: usize) -> usize {
        if self.above.is_empty() { prompt } else { 0 }
    }

    /// Makes the window fit a screen, as it must before the editor is first shown.
    pub(super) fn fit(&mut self, columns: usize, rows: usize, prompt: usize) {
        let (text, at) = wrap::joined(&self.rows(&self.window), self.above.len() + self.cursor);
        let (text, at) = wrap::broken(&text, at, columns, prompt);
        self.move_window(text, at, columns, rows, prompt);
    }

    /// What a key does; `None` leaves it to the line editor.
    pub(super) fn key(&mut self, key: KeyEvent, view: View<'_>) -> Option<Cmd> {
        if let Some(paste) = &mut self.paste {
            match key {
                KeyEvent(K::BracketedPasteEnd, _) => {
                    let text = take(paste).replace("\r\n", "\n").replace('\r', "\n");
                    self.paste = None;
                    self.pasted_break = text.ends_with('\n');
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
                KeyEvent(K::Char(c), M::NONE) => paste.extend(typed(c)),
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
        if take(&mut self.pasted_break) && enter && !self.asks_to_drop {
            // Enter twice hands in, as after typing; the second must not go to what is asked next.
            return Some(self.insert("\n", view));
        }
        if self.asks_to_drop {
            return self.answer_about_dropping(key, enter, view);
        }
        if take(&mut self.ctrl_x) && key == KeyEvent(K::Char('E'), M::CTRL) {
            return Some(self.edit(view));
        }
        match key {
            _ if enter => Some(self.enter(view)),
            KeyEvent(K::Char('X'), M::CTRL) => {
                self.ctrl_x = true;
                Some(Cmd::Noop)
            }
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
            KeyEvent(K::Char('Z'), M::CTRL) if cfg!(unix) => {
                self.keep_window(view);
                Some(self.stop(Stop::Suspend))
            }
            KeyEvent(K::Char(c), M::NONE) => {
                let Some(c) = typed(c).filter(|_| c != SOFT) else { return Some(Cmd::Noop) };
                match self.insert(c.encode_utf8(&mut [0; 4]), view) {
                    // The line editor's own way: a command from here would repeat what came before.
                    Cmd::Insert(..) => None,
                    cmd => Some(cmd),
                }
            }
            KeyEvent(K::Up, M::NONE) | KeyEvent(K::Char('P'), M::CTRL) => {
                Some(self.vertical(view, false))
            }
            KeyEvent(K::Down, M::NONE) | KeyEvent(K::Char('N'), M::CTRL) => {
                Some(self.vertical(view, true))
            }
            KeyEvent(K::Left, M::NONE) | KeyEvent(K::Char('B'), M::CTRL)
                if view.at == 0 || view.line[..view.at].ends_with(BREAK) =>
            {
                let text = self.rows(view.line);
                let at = before(&text, self.above.len() + view.at);
                Some(self.go(text, at, view))
            }
            KeyEvent(K::Right, M::NONE) | KeyEvent(K::Char('F'), M::CTRL)
                if view.at == view.line.len() || view.line[view.at..].starts_with(BREAK) =>
            {
                let text = self.rows(view.line);
                let at = after(&text, self.above.len() + view.at);
                Some(self.go(text, at, view))
            }
            KeyEvent(K::Backspace, M::NONE) | KeyEvent(K::Char('H'), M::CTRL) => {
                let (left, right) = view.line.split_at(view.at);
                if left.is_empty() && !self.above.is_empty() {
                    let from = before(&self.above, self.above.len());
                    return Some(self.cut_across(from, self.above.len(), view));
                }
                if left.ends_with(SOFT) && right.starts_with('\n') {
                    return Some(self.cut(view.at - SOFT.len_utf8(), view.at + 1, view));
                }
                left.ends_with(BREAK).then(|| self.cut(view.at - BREAK.len(), view.at, view))
            }
            KeyEvent(K::Delete, M::NONE) => {
                let (left, right) = view.line.split_at(view.at);
                if right.is_empty() && !self.below.is_empty() {
                    let at = self.above.len() + view.at;
                    let to = after(&self.rows(view.line), at);
                    return Some(self.cut_across(at, to, view));
                }
                if left.ends_with(SOFT) && right.starts_with('\n') {
                    let from = view.at + 1;
                    return Some(self.cut(from, after(view.line, from), view));
                }
                right.starts_with(BREAK).then(|| self.cut(view.at, view.at + BREAK.len(), view))
            }
            KeyEvent(K::Char('K'), M::CTRL) => {
                // To the end of the row, whose break stays what it is.
                let row = view.line[view.at..].split('\n').next().unwrap_or("");
                let kept = row.strip_suffix(SOFT)?.len();
                Some(self.cut(view.at, view.at + kept, view))
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
        // A row that was broken between words is no line.
        let (before, _) = wrap::joined(&[&self.above, &view.line[..view.at]].concat(), 0);
        let line = before.rsplit('\n').next().unwrap_or("");
        let rest_is_empty = view.line[view.at..].trim().is_empty() && self.below.trim().is_empty();
        if line.trim().is_empty() && rest_is_empty {
            let nothing_yet = self.whole(view.line).trim().is_empty();
            if nothing_yet && !self.may_be_empty {
                self.begun = false;
                return Cmd::Repaint;
            }
            return self.stop(Stop::HandIn);
        }
        if line.trim() == EDIT && rest_is_empty {
            return self.edit(view);
        }
        self.insert("\n", view)
    }

    /// Hands the answer to the person's own editor, which is a way of typing it.
    fn edit(&mut self, view: View<'_>) -> Cmd {
        self.begun = true;
        self.keep_window(view);
        self.stop(Stop::Edit)
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

    /// Puts text at the cursor: in the line editor when no row moves, else by drawing the window anew.
    fn insert(&mut self, text: &str, view: View<'_>) -> Cmd {
        if text.is_empty() {
            return Cmd::Repaint;
        }
        self.begun = true;
        // Between a space at which a row was broken and the break: the next row is meant.
        let inside = view.line[..view.at].ends_with(SOFT) && view.line[view.at..].starts_with('\n');
        let at = view.at + usize::from(inside);
        let line = [&view.line[..at], text, &view.line[at..]].concat();
        let first = self.first_column(view.prompt);
        let from = Place { row: 0, column: first };
        let fits = rows::end(&line, view.columns, from).row < highest(view.rows);
        if fits && !inside {
            let (typed, _) = wrap::joined(&line, 0);
            if wrap::broken(&typed, 0, view.columns, first).0 == line {
                return if text == "\n" { Cmd::Newline } else { Cmd::Insert(1, text.to_owned()) };
            }
        }
        self.lay(&line, at + text.len(), view)
    }

    /// Takes a stretch of the window out.
    fn cut(&mut self, from: usize, to: usize, view: View<'_>) -> Cmd {
        let line = [&view.line[..from], &view.line[to..]].concat();
        self.lay(&line, from, view)
    }

    /// Breaks the window's rows anew, with this text and cursor, and has it drawn.
    fn lay(&mut self, line: &str, at: usize, view: View<'_>) -> Cmd {
        // What is below goes on with the window's last paragraph, up to the first typed line break.
        let typed_break = |(at, _): &(usize, &str)| !self.below[..*at].ends_with(SOFT);
        let end = self.below.match_indices('\n').find(typed_break).map(|(at, _)| at);
        let (rest, below) = self.below.split_at(end.unwrap_or(self.below.len()));
        let (text, at) = wrap::joined(&[line, rest].concat(), at);
        let (text, at) = wrap::broken(&text, at, view.columns, self.first_column(view.prompt));
        let whole = [self.above.as_str(), &text, below].concat();
        let at = self.above.len() + at;
        self.move_window(whole, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    /// Takes a stretch of the whole answer out that lies at or beyond the window's edge.
    fn cut_across(&mut self, from: usize, to: usize, view: View<'_>) -> Cmd {
        let mut text = self.rows(view.line);
        text.replace_range(from..to, "");
        let (text, at) = wrap::joined(&text, from);
        let (text, at) = wrap::broken(&text, at, view.columns, view.prompt);
        self.move_window(text, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    fn jump(&mut self, at: usize, view: View<'_>) -> Cmd {
        if at == 0 && self.above.is_empty() {
            return Cmd::Move(Movement::BeginningOfBuffer);
        }
        if at > 0 && self.below.is_empty() {
            return Cmd::Move(Movement::EndOfBuffer);
        }
        let text = self.rows(view.line);
        let at = at.min(text.len());
        self.go(text, at, view)
    }

    fn page(&mut self, view: View<'_>, down: bool) -> Cmd {
        let text = self.rows(view.line);
        let starts = rows::starts(&text, view.columns, view.prompt);
        let row = rows::row_of(&starts, self.above.len() + view.at);
        let step = kept(view.rows);
        let to = if down { row + step } else { row.saturating_sub(step) };
        let to = to.min(starts.len() - 1);
        let at = rows::under(&text, &starts, to, 0, 0);
        self.go(text, at, view)
    }

    /// Up and down go by the rows that are seen, not by the lines that were ended with Enter.
    fn vertical(&mut self, view: View<'_>, down: bool) -> Cmd {
        let text = self.rows(view.line);
        let at = self.above.len() + view.at;
        let starts = rows::starts(&text, view.columns, view.prompt);
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
        let column = rows::end(&text[starts[row]..at], view.columns, from).column;
        let at = rows::under(&text, &starts, to, column, view.prompt);
        self.go(text, at, view)
    }

    /// Moves the cursor to a byte of the whole answer, and the window when it lies outside.
    fn go(&mut self, text: String, at: usize, view: View<'_>) -> Cmd {
        // The line editor cannot be told to move by several characters: it overrules the count.
        if at == self.above.len() + view.at {
            return Cmd::Noop;
        }
        self.move_window(text, at, view.columns, view.rows, view.prompt);
        self.stop(Stop::Moved)
    }

    /// Cuts the whole answer, as it is broken into rows, into what is above the window, in it, and
    /// below. The window stays where it is when the row of byte `at` is in it; else that row is in
    /// its lower half.
    fn move_window(&mut self, text: String, at: usize, columns: usize, rows: usize, prompt: usize) {
        let starts = rows::starts(&text, columns, prompt);
        let highest = highest(rows);
        let row = rows::row_of(&starts, at);
        let stay = starts.binary_search(&self.above.len()).ok();
        let top = match stay.filter(|top| (*top..top + highest).contains(&row)) {
            _ if starts.len() <= highest => 0,
            Some(top) => top,
            None => (row + 1).saturating_sub(kept(rows)),
        };
        let from = starts[top];
        let to = starts.get(top + highest).copied().unwrap_or(text.len());
        self.above = text[..from].to_owned();
        self.window = text[from..to].to_owned();
        self.below = text[to..].to_owned();
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
        let (text, at) = wrap::broken(whole, whole.len(), columns, prompt);
        self.move_window(text, at, columns, rows, prompt);
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

/// What of a character enters an answer: nothing that steers a terminal.
pub(super) fn typed(c: char) -> Option<char> {
    let mut bytes = [0; 4];
    let text: &str = c.encode_utf8(&mut bytes);
    match c {
        SOFT => Some(' '),
        c => (crate::text::printable(text) == text).then_some(c),
    }
}
