//! A person at a terminal: the program in a real pseudo-terminal, its screen read as a terminal would.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use nix::sys::wait::WaitStatus;
use rexpect::process::PtyProcess;
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long anything may take on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks at a screen.
const BLINK: Duration = Duration::from_millis(10);

pub const ENTER: &str = "\r";
pub const CTRL_C: &str = "\x03";
pub const CTRL_D: &str = "\x04";
pub const UP: &str = "\x1b[A";
pub const BACKSPACE: &str = "\x7f";

/// A program in a terminal.
pub struct Terminal {
    process: PtyProcess,
    keys: File,
    screen: Arc<Mutex<vt100::Parser>>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Terminal {
    /// Starts `command` in a terminal of this size.
    pub fn start(command: Command, columns: u16, rows: u16) -> Self {
        let mut process = PtyProcess::new(command).expect("a pseudo-terminal can be opened");
        process.set_kill_timeout(Some(2_000));
        let keys = process.get_file_handle().expect("the terminal has a handle");
        let mut output = process.get_file_handle().expect("the terminal has a handle");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(size(rows), size(columns), 10_000)));
        let mut terminal = Self { process, keys, screen: Arc::clone(&screen), reader: None };
        terminal.set_size(columns, rows);
        terminal.reader = Some(thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Reading fails when the program has ended.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
            }
        }));
        terminal
    }

    fn parser(&self) -> MutexGuard<'_, vt100::Parser> {
        self.screen.lock().unwrap()
    }

    fn set_size(&self, columns: u16, rows: u16) {
        let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.keys, size).expect("a terminal can be resized");
    }

    /// Another size, as when a window is dragged.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.parser().screen_mut().set_size(size(rows), size(columns));
        self.set_size(columns, rows);
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        // Before the line editor reads, these would be the terminal's own.
        let until = Instant::now() + Duration::from_secs(5);
        while keys.starts_with(['\x03', '\x04']) && self.takes_lines() && Instant::now() < until {
            thread::sleep(BLINK);
        }
        self.keys.write_all(keys.as_bytes()).expect("the program reads its keys");
        self
    }

    /// Pastes, as a terminal does that was asked to say where a paste begins and ends.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.press(&format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")))
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        self.parser().screen().contents()
    }

    /// What is on the screen and what has left it at the top.
    pub fn all(&self) -> String {
        let mut parser = self.parser();
        let screen = parser.screen_mut();
        let rows = usize::from(screen.size().0.get());
        let mut at = usize::MAX;
        let mut pages: Vec<String> = Vec::new();
        // As many rows back as there are; then a screen at a time down to the present.
        screen.set_scrollback(at);
        at = screen.scrollback();
        while at > 0 {
            screen.set_scrollback(at);
            let page = screen.contents();
            let fresh = rows.min(at);
            pages.push(page.lines().take(fresh).collect::<Vec<_>>().join("\n"));
            at -= fresh;
        }
        screen.set_scrollback(0);
        pages.push(screen.contents());
        pages.join("\n")
    }

    /// Waits until something is on the screen.
    pub fn see(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("{text:?} on the screen"), |screen| screen.contains(text))
    }

    /// Waits until something is no longer on the screen.
    pub fn see_no(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("no {text:?} on the screen"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as it should be.
    pub fn wait(&mut self, what: &str, is: impl Fn(&str) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while !is(&self.screen()) {
            assert!(Instant::now() < until, "waited for {what}:\n{}", self.screen());
            thread::sleep(BLINK);
        }
        self
    }

    /// The look of the place where `text` stands: colour, dim, bold.
    pub fn look(&self, text: &str) -> (vt100::Color, bool, bool) {
        let parser = self.parser();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        for row in 0..rows {
            let line: String = (0..columns)
                .map(|column| match screen.cell(row, column) {
                    Some(cell) if cell.has_contents() => cell.contents().chars().next().unwrap(),
                    _ => ' ',
                })
                .collect();
            if let Some(at) = line.find(text) {
                let column = u16::try_from(line[..at].chars().count()).unwrap();
                let cell = screen.cell(row, column).unwrap();
                return (cell.fgcolor(), cell.dim(), cell.bold());
            }
        }
        panic!("no {text:?} on the screen:\n{}", screen.contents());
    }

    /// What is on the screen with its colours and weights, as a program would have written it.
    pub fn styled(&self) -> String {
        let parser = self.parser();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let mut lines = Vec::new();
        for row in 0..rows {
            let mut line = String::new();
            for column in 0..columns {
                let Some(cell) = screen.cell(row, column) else { continue };
                let style = crate::pictures::style(cell);
                let text = if cell.has_contents() { cell.contents() } else { " " };
                line.push_str(&format!("{style}{text}{style:#}"));
            }
            lines.push(line.trim_end().to_owned());
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines.join("\n")
    }

    /// Whether any place on the screen has colour or weight.
    pub fn is_coloured(&self) -> bool {
        let parser = self.parser();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let plain = |cell: &vt100::Cell| {
            cell.fgcolor() == vt100::Color::Default && !cell.dim() && !cell.bold()
        };
        (0..rows).any(|row| {
            (0..columns).any(|column| screen.cell(row, column).is_some_and(|cell| !plain(cell)))
        })
    }

    /// Whether the terminal takes lines, as it does for a shell.
    pub fn takes_lines(&self) -> bool {
        tcgetattr(&self.keys).is_ok_and(|modes| modes.local_modes.contains(LocalModes::ICANON))
    }

    /// Waits until the program reads single keys: before that a terminal makes lines of what is typed,
    /// and of Ctrl-D an end of input.
    pub fn listens(&mut self) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while self.takes_lines() {
            assert!(Instant::now() < until, "waited for single keys:\n{}", self.screen());
            thread::sleep(BLINK);
        }
        self
    }

    /// Whether pastes are marked.
    pub fn marks_pastes(&self) -> bool {
        self.parser().screen().bracketed_paste()
    }

    /// Sends a signal.
    pub fn signal(&mut self, signal: Signal) {
        self.process.signal(signal).expect("the program is there");
    }

    /// Takes in all that the program has written; once it has ended.
    ///
    /// A program that was ended before it had opened its side of the terminal leaves the reader waiting
    /// for good: such a reader is let go after a while.
    pub fn drain(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        let until = Instant::now() + PATIENCE / 6;
        while !reader.is_finished() {
            if Instant::now() > until {
                return;
            }
            thread::sleep(BLINK);
        }
        reader.join().expect("the reader ends with the program");
    }

    /// Waits until the program has ended.
    pub fn end(&mut self) -> WaitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.process.status() {
                Some(WaitStatus::StillAlive) => {}
                Some(status) => return status,
                None => panic!("somebody else has waited for the program"),
            }
            assert!(Instant::now() < until, "waited for the end:\n{}", self.screen());
            thread::sleep(BLINK);
        }
    }
}

fn size(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen has rows and columns")
}

/// The program has ended by itself, with this code.
pub fn exited(status: WaitStatus) -> Option<i32> {
    match status {
        WaitStatus::Exited(_, code) => Some(code),
        _ => None,
    }
}

/// Whether the program was ended by this signal, in the one way that is right here.
///
/// A signal of which it takes notice ends it by that same signal, so that a shell can tell. Where this
/// process ignores the signal, as all do under `nohup`, the program inherits that and cannot end by it:
/// then it ends by itself, with the code that a shell gives for the signal.
pub fn ended_by(status: WaitStatus, signal: Signal) -> bool {
    if is_ignored(signal) {
        exited(status) == Some(128 + signal as i32)
    } else {
        matches!(status, WaitStatus::Signaled(_, of, _) if of == signal)
    }
}

/// Whether this process ignores a signal, and whatever it starts does too.
fn is_ignored(signal: Signal) -> bool {
    // Asking the system itself needs `unsafe`. Where there is no such file, no test is run under `nohup`.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).expect("a mask"));
    ignored >> (signal as u32 - 1) & 1 == 1
}
