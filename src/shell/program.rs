//! Other programs: the person's editor.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Command;

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
    let status = Command::new(program).args(words).arg(path).status().map_err(said)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_options_and_spaces_in_its_path() {
        assert_eq!(words("code --wait".into()), ["code", "--wait"]);
        assert_eq!(words("'/opt/my editor' -n".into()), ["/opt/my editor", "-n"]);
        assert_eq!(words("it's".into()), ["it's"]);
    }
}
