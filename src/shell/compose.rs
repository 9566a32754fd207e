//! An answer in the person's own editor, and back.
//!
//! The file lies in a folder of its own inside the home, owner-only; the folder goes when the text has
//! come back, with all that the editor left beside it. When something goes wrong the text that was
//! there before stands, and the folder stays if there is something else in it.

use std::io;
use std::path::Path;

use super::Files;

/// What the editor's file is called.
pub(super) const FILE: &str = "answer.txt";

/// Lets the person edit `text` in `folder`; returns what it became.
///
/// # Errors
/// Why it could not be, in a few words.
pub(super) fn compose(
    files: &dyn Files,
    folder: &Path,
    text: &str,
    edit: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<String, String> {
    let path = folder.join(FILE);
    let before = format!("{text}\n");
    let placed = files.make_folder(folder).and_then(|()| files.replace(&path, before.as_bytes()));
    placed.map_err(|error| format!("could not write {}: {error}", path.display()))?;
    let ended = edit(&path).map_err(|error| error.to_string());
    let after = files.read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match (ended, after) {
        (Ok(()), Ok(after)) => {
            let _ = files.remove_folder(folder);
            Ok(after.trim_end().to_owned())
        }
        (Err(why), Ok(after)) if after != before => {
            Err(format!("{why}; what it wrote is in {}", path.display()))
        }
        (Err(why), _) => {
            let _ = files.remove_folder(folder);
            Err(why)
        }
        (Ok(()), Err(error)) => Err(format!("could not read {}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Disk;
    use std::fs;

    type Ended = io::Result<()>;

    fn composed(edit: impl FnOnce(&Path) -> Ended) -> (Result<String, String>, tempfile::TempDir) {
        let home = tempfile::tempdir().unwrap();
        let came = compose(&Disk, &home.path().join("x.edit"), "We slipped.", edit);
        (came, home)
    }

    fn left(home: &tempfile::TempDir) -> usize {
        fs::read_dir(home.path()).unwrap().count()
    }

    #[test]
    fn what_the_editor_wrote_comes_back_and_nothing_of_it_stays() {
        let (came, home) = composed(|path| {
            assert!(!Disk.is_shared(path) && !Disk.is_shared(path.parent().unwrap()));
            fs::copy(path, path.with_extension("txt~"))?;
            fs::write(path, "We slipped.\nSix weeks.\n\n")
        });
        assert_eq!(came, Ok("We slipped.\nSix weeks.".to_owned()));
        assert_eq!(left(&home), 0);
    }

    #[test]
    fn an_editor_that_gives_up_changes_nothing_and_loses_nothing() {
        let gave_up = || Err(io::Error::other("`vi` ended with 3"));
        let (came, home) = composed(|_| gave_up());
        assert_eq!(came, Err("`vi` ended with 3".to_owned()));
        assert_eq!(left(&home), 0);
        let (came, home) = composed(|path| fs::write(path, "more").and_then(|()| gave_up()));
        let why = came.unwrap_err();
        assert!(why.contains("what it wrote is in"), "{why}");
        assert_eq!(left(&home), 1);
        let (came, home) = composed(|path| fs::remove_file(path));
        assert!(came.unwrap_err().contains("could not read"));
        assert_eq!(left(&home), 1);
    }
}
