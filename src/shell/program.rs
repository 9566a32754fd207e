//! Other programs: the person's editor and pager.
//!
//! The pager is only asked for what is higher than the screen, so it needs no way to quit at once on a
//! short text, and `less` keeps its usual screen. Nothing here knows what is edited or shown.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// The editor when nobody names one.
const EDITOR: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Opens a file in the editor that `VISUAL` or else `EDITOR` names, and waits for it to end.
pub(super) fn edit(path: &Path) -> io::Result<()> {
    let named = |variable| std::env::var_os(variable).filter(|name| !name.is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| EDITOR.into());
    let words = words(editor);
    let Some((program, words)) = words.split_first() else { return Ok(()) };
    let called = program.to_string_lossy().into_owned();
    let said = |error: io::Error| io::Error::new(error.kind(), format!("`{called}`: {error}"));
    let mut child = Command::new(program).args(words).arg(path).spawn().map_err(said)?;
    let _held = interrupts::hold();
    let status = child.wait().map_err(said)?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("`{called}` ended with {status}")))
}

/// The editor with its own options: `code --wait`.
fn words(editor: OsString) -> Vec<OsString> {
    match editor.to_str().and_then(shlex::split) {
        Some(words) if !words.is_empty() => words.into_iter().map(OsString::from).collect(),
        _ => vec![editor],
    }
}

/// What `less` is told when nobody has told it anything: to show colours as colours.
const LESS: &str = "R";

/// The words of a pager's command; `None` when there is to be none.
pub(super) fn pager(variable: Option<OsString>) -> Option<Vec<String>> {
    let line = variable?.into_string().ok()?;
    let words = shlex::split(&line)?;
    // `cat` is how people say that they want none.
    Some(words).filter(|words| words.first().is_some_and(|word| word != "cat"))
}

/// Shows `text` with a pager, until the person has left it.
///
/// # Errors
/// When it cannot be started; nothing was shown then.
pub(super) fn page(words: &[String], text: &str) -> io::Result<()> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", LESS);
    }
    let mut pager = command.spawn()?;
    let _held = interrupts::hold();
    if let Some(mut input) = pager.stdin.take() {
        // Somebody who has seen enough leaves before the end.
        let _ = input.write_all(text.as_bytes());
    }
    pager.wait().map(drop)
}

/// Ctrl-C in a pager or an editor is for that program: ours waits for it to end.
mod interrupts {
    #[cfg(unix)]
    pub(super) fn hold() -> impl Drop {
        use nix::sys::signal::{SigSet, Signal};

        struct Held(SigSet);
        impl Drop for Held {
            fn drop(&mut self) {
                let _ = self.0.thread_unblock();
            }
        }
        let mut signals = SigSet::empty();
        signals.add(Signal::SIGINT);
        let _ = signals.thread_block();
        Held(signals)
    }

    #[cfg(not(unix))]
    pub(super) fn hold() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pager_is_started_that_nobody_named() {
        let words = |line: &str| pager(Some(line.into()));
        assert_eq!(pager(None), None);
        for none in ["", "  ", "cat", "less 'unclosed"] {
            assert_eq!(words(none), None, "{none}");
        }
        assert_eq!(words("less -S").unwrap(), ["less", "-S"]);
        assert_eq!(words("'/a b/less'").unwrap(), ["/a b/less"]);
    }

    #[test]
    fn a_pager_that_is_not_there_is_an_error_and_one_that_leaves_early_is_none() {
        assert!(page(&["no-such-pager".to_owned()], "x").is_err());
        let long = "line\n".repeat(100_000);
        if cfg!(unix) {
            page(&["true".to_owned()], &long).unwrap();
        }
    }

    #[test]
    fn an_editor_may_have_options_and_spaces_in_its_path() {
        assert_eq!(words("code --wait".into()), ["code", "--wait"]);
        assert_eq!(words("'/opt/my editor' -n".into()), ["/opt/my editor", "-n"]);
        assert_eq!(words("it's".into()), ["it's"]);
    }
}
