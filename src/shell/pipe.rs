//! Lines from anything that is not a person at a terminal: a pipe, a file, a program.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use rand::TryRng as _;

use super::{Aid, Answered, Disk, Ended, Files, Growing, Outside, Spoken, Wanted};
use crate::screen::{Canvas, Line, Meaning, Screen};

/// Input by lines, plain output. An empty line hands in, and so does the end of input.
pub struct Pipe<I, O, E> {
    started: Instant,
    input: I,
    out: O,
    err: E,
    canvas: Canvas,
    /// Whether it was said that some bytes could not be read.
    said_garbled: bool,
}

impl<I, O, E> std::fmt::Debug for Pipe<I, O, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipe").field("canvas", &self.canvas).finish_non_exhaustive()
    }
}

impl<I: BufRead, O: Write, E: Write> Pipe<I, O, E> {
    /// Reads from `input`, shows on `out`, warns on `err`.
    pub fn new(input: I, out: O, err: E, canvas: Canvas) -> Self {
        Self { started: Instant::now(), input, out, err, canvas, said_garbled: false }
    }

    fn next_line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if bytes.ends_with(b"\n") {
            bytes.pop();
        }
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
        let line = match String::from_utf8(bytes) {
            Ok(line) => line,
            Err(e) => {
                if !std::mem::replace(&mut self.said_garbled, true) {
                    let words = "Some of the input is not UTF-8 text; those bytes became \u{fffd}.";
                    self.warn(&[Line::of(Meaning::Warning, words)].into_iter().collect())?;
                }
                String::from_utf8_lossy(e.as_bytes()).into_owned()
            }
        };
        Ok(Some(line))
    }
}

impl<I: BufRead, O: Write, E: Write> Outside for Pipe<I, O, E> {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn chance(&mut self) -> u64 {
        chance()
    }

    fn canvas(&self) -> Canvas {
        self.canvas
    }

    fn interactive(&self) -> bool {
        false
    }

    fn is_seen(&self) -> bool {
        io::IsTerminal::is_terminal(&io::stdout())
    }

    fn command(&mut self, _: &str, _: Rc<dyn Aid>) -> io::Result<Spoken> {
        Ok(self.next_line()?.map_or(Spoken::Closed, Spoken::Line))
    }

    fn answer(&mut self, mut wanted: Wanted) -> io::Result<Answered> {
        let asked_at = self.elapsed();
        let mut begun_at = None;
        let mut said = wanted.resumed;
        let (think, wall) = (said.think, said.wall);
        let mut closed = true;
        while let Some(line) = self.next_line()? {
            let now = self.elapsed();
            let begun = *begun_at.get_or_insert(now);
            said.think = think + begun.saturating_sub(asked_at).as_secs_f64();
            said.wall = wall + now.saturating_sub(begun).as_secs_f64();
            if line.trim().is_empty() {
                closed = false;
                break;
            }
            if !said.text.is_empty() {
                said.text.push('\n');
            }
            said.text.push_str(&line);
            (wanted.keep)(&said);
        }
        let ended = if closed && said.text.is_empty() { Ended::Closed } else { Ended::HandedIn };
        Ok(Answered { said, ended })
    }

    fn confirm(&mut self, _: &str) -> io::Result<bool> {
        Ok(false)
    }

    fn say(&mut self, screen: &Screen) -> io::Result<()> {
        self.out.write_all(screen.render(self.canvas.colour).as_bytes())?;
        self.out.flush()
    }

    fn write(&mut self, data: &str) -> io::Result<()> {
        self.out.write_all(data.as_bytes())
    }

    fn warn(&mut self, screen: &Screen) -> io::Result<()> {
        self.out.flush()?;
        // Nobody who closed standard error wants to hear of it.
        let _ = self.err.write_all(screen.plain().as_bytes());
        Ok(())
    }

    fn progress(&mut self, words: &str) {
        super::progress::show(words);
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        self.next_line()
    }

    fn rest_of_input(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::new(Disk)
    }

    fn remember(&mut self, _: &Path) {}
}

/// A number from the operating system.
pub(super) fn chance() -> u64 {
    // A system without chance still has a clock.
    rand::rngs::SysRng
        .try_next_u64()
        .unwrap_or_else(|_| Local::now().timestamp_nanos_opt().unwrap_or_default().unsigned_abs())
}

/// Nothing typed, nothing spent.
impl From<String> for Growing {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pipe(input: &[u8]) -> Pipe<&[u8], Vec<u8>, Vec<u8>> {
        Pipe::new(input, Vec::new(), Vec::new(), Canvas::new(80))
    }

    fn wanted() -> Wanted {
        Wanted::new(Screen::new(), 140)
    }

    #[test]
    fn an_empty_line_hands_in_and_so_does_the_end_of_input() {
        let mut pipe = pipe(b"one\r\ntwo\n\nthree");
        let answers: Vec<_> = (0..3).map(|_| pipe.answer(wanted()).unwrap()).collect();
        let texts: Vec<_> = answers.iter().map(|a| (a.said.text.as_str(), a.ended)).collect();
        assert_eq!(
            texts,
            [("one\ntwo", Ended::HandedIn), ("three", Ended::HandedIn), ("", Ended::Closed)]
        );
    }

    #[test]
    fn an_empty_line_first_is_an_empty_answer_and_not_the_end() {
        let answer = pipe(b"\nlater\n").answer(wanted()).unwrap();
        assert_eq!((answer.said.text.as_str(), answer.ended), ("", Ended::HandedIn));
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_it_is_said_once() {
        let mut pipe = pipe(b"caf\xe9\nol\xe9\n");
        let answer = pipe.answer(wanted()).unwrap();
        assert_eq!(answer.said.text, "caf\u{fffd}\nol\u{fffd}");
        assert_eq!(String::from_utf8(pipe.err).unwrap().lines().count(), 1);
    }

    #[test]
    fn a_megabyte_in_one_line_is_fine() {
        let mut input = vec![b'a'; 1 << 20];
        input.extend(b"\n\n");
        assert_eq!(pipe(&input).answer(wanted()).unwrap().said.text.len(), 1 << 20);
    }
}
