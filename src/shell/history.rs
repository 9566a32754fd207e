//! The lines that were typed at the prompt, kept for the next run, as the line editor reads them.
//!
//! It is told of commands only: a story that somebody pastes at the prompt by mistake never gets here.

use std::io;
use std::path::Path;

use super::Files;

/// How the file begins.
const HEAD: &str = "#V2\n";

/// The most lines that a run takes from the runs before.
pub(super) const LINES: usize = 500;

/// Adds a line.
pub(super) fn add(files: &dyn Files, path: &Path, line: &str) -> io::Result<()> {
    if files.leads_out(path) {
        return Ok(());
    }
    let line = line.replace('\\', "\\\\").replace(['\n', '\r'], " ") + "\n";
    match files.append(path, line.as_bytes()) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            files.create(path, format!("{HEAD}{line}").as_bytes())
        }
        done => done,
    }
}

/// Drops the oldest lines of a history that has become twice as long as it need be.
pub(super) fn shorten(files: &dyn Files, path: &Path) -> io::Result<()> {
    let bytes = files.read(path)?;
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').collect();
    if lines.len() < 2 * LINES || files.leads_out(path) {
        return Ok(());
    }
    let kept = lines.iter().skip(lines.len() - LINES).copied();
    let kept: Vec<&[u8]> = std::iter::once(HEAD.as_bytes()).chain(kept).collect();
    files.replace(path, &kept.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::MemoryDisk;

    #[test]
    fn lines_are_added_as_the_line_editor_reads_them_and_the_oldest_go() {
        let disk = MemoryDisk::new();
        disk.make_folder(Path::new("/home")).unwrap();
        let path = Path::new("/home/.history");
        for n in 0..2 * LINES {
            add(&disk, path, &format!("audit c:\\{n}.md")).unwrap();
        }
        assert!(disk.text(path).unwrap().starts_with("#V2\naudit c:\\\\0.md\n"));
        shorten(&disk, path).unwrap();
        let text = disk.text(path).unwrap();
        assert_eq!(text.lines().count(), LINES + 1);
        assert!(text.starts_with("#V2\naudit c:\\\\500.md\n") && text.ends_with("999.md\n"));
        shorten(&disk, path).unwrap();
        assert_eq!(disk.text(path).unwrap(), text);
    }
}
