//! The disk, as one small trait: what is done to it is listed here, so that tests can make each fail.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// What may be done to the disk. Everything that is written is readable by its owner only, from its
/// first byte, whatever the umask says; and is on the disk when the call returns.
///
/// # Errors
///
/// Each call gives the system's error as it came: no space, no permission, not there, a name that is taken.
/// It names no path; whoever calls does, and says what to do.
pub trait Files: fmt::Debug + Send + Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// A file to be read piece by piece, for one that may be larger than memory.
    fn open(&self, path: &Path) -> io::Result<Box<dyn BufRead>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }
    /// Tells the names of all that a folder holds, in no order; none when there is no folder. One at
    /// a time, since a folder of many years holds tens of thousands.
    fn names(&self, folder: &Path, tell: &mut dyn FnMut(&OsStr)) -> io::Result<()>;
    /// The files of a folder whose names end in `.ending`, by name; none when there is no folder.
    fn list(&self, folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        self.names(folder, &mut |name| {
            if ends(name, ending) {
                paths.push(folder.join(name));
            }
        })?;
        // As bytes: comparing paths piece by piece takes ten times as long in a home of many years.
        paths.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        Ok(paths)
    }
    /// Whether there is a folder.
    fn is_folder(&self, path: &Path) -> bool;
    /// Whether others than the owner can read this; always no where the system cannot say.
    fn is_shared(&self, path: &Path) -> bool;
    /// Whether this is a link that leads out of the folder that it stands in. What a home holds is
    /// not read or written through such a link: whoever shares a bank could place one.
    fn leads_out(&self, path: &Path) -> bool;
    /// What tells this state of a file or folder from any other. A link is followed to a folder only.
    fn stamp(&self, path: &Path) -> io::Result<Stamp>;
    /// Makes a folder look as if it was last changed then, in nanoseconds since 1970.
    fn set_modified(&self, folder: &Path, then: i64) -> io::Result<()>;
    /// Makes a folder and those above it, owner-only where it has to make them.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that must not be there yet. Where the file system can, it has its name only once it
    /// is whole.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Adds to the end of a file that must be there.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Puts new contents in the place of a file: written beside it, synced, renamed.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// The same without any sync, for what may be lost: after a power cut anything may stand there.
    fn jot(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// The same as [`Files::replace`], and holds the file: until what is returned is dropped, or this process ends in any
    /// way, [`Files::is_held`] says so to others.
    fn replace_held(&self, path: &Path, bytes: &[u8]) -> io::Result<Held>;
    /// Whether a process, this one included, holds the file. Always no where the system cannot say.
    fn is_held(&self, path: &Path) -> bool;
    /// Removes a file; one that is not there is fine.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it; one that is not there is fine.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Tries whether a file can be written in a folder, and leaves nothing behind.
    fn try_out(&self, folder: &Path) -> io::Result<()>;
    /// Removes what a process that was killed was about to put in the place of a file of this folder.
    fn sweep(&self, folder: &Path) -> io::Result<()> {
        let mut names = Vec::new();
        self.names(folder, &mut |name| {
            if is_beside(name) {
                names.push(name.to_owned());
            }
        })?;
        self.sweep_of(folder, &names)
    }
    /// The same, of the names of a folder that was looked at already.
    fn sweep_of(&self, folder: &Path, names: &[OsString]) -> io::Result<()> {
        for path in names.iter().filter(|name| is_beside(name)).map(|name| folder.join(name)) {
            if !self.is_held(&path) {
                self.remove(&path)?;
            }
        }
        Ok(())
    }
}

/// What tells one state of a file or folder from another; the times are by the file system's own clock,
/// in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its bytes.
    pub size: u64,
    /// When what it holds was last changed, or when somebody says so: anybody can set it.
    pub modified: i64,
    /// When anything about it was last changed. Nobody can set it to any other time than now.
    pub changed: i64,
    /// Which of all files it is.
    pub number: u64,
}

fn is_beside(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(BESIDE.as_bytes())
}

/// Whether a name ends in `.ending` and is not hidden.
pub(super) fn ends(name: &OsStr, ending: &str) -> bool {
    let name = name.as_encoded_bytes();
    let stem = name.strip_suffix(ending.as_bytes()).and_then(|stem| stem.strip_suffix(b"."));
    stem.is_some_and(|stem| !stem.is_empty() && !stem.starts_with(b"."))
}

/// Holds a file while it lives.
#[derive(Debug, Default)]
pub struct Held(#[expect(dead_code, reason = "it is held, not used")] Option<fs::File>);

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn BufRead>> {
        Ok(Box::new(BufReader::with_capacity(1 << 16, fs::File::open(path)?)))
    }

    fn names(&self, folder: &Path, tell: &mut dyn FnMut(&OsStr)) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        for entry in entries {
            tell(&entry?.file_name());
        }
        Ok(())
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    #[cfg(unix)]
    fn is_shared(&self, path: &Path) -> bool {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
    }

    #[cfg(not(unix))]
    fn is_shared(&self, _: &Path) -> bool {
        false
    }

    fn leads_out(&self, path: &Path) -> bool {
        if !path.is_symlink() {
            return false;
        }
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        // A link to nowhere, or in a circle, leads out too.
        let inside = |folder| path.canonicalize().is_ok_and(|end| end.starts_with(folder));
        !folder.is_some_and(inside)
    }

    #[cfg(unix)]
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        use std::os::unix::fs::MetadataExt as _;
        let mut data = fs::symlink_metadata(path)?;
        if data.is_symlink() {
            data = fs::metadata(path)?;
            if !data.is_dir() {
                return Err(io::ErrorKind::InvalidInput.into());
            }
        }
        // To the year 2262.
        let nanos = |seconds: i64, rest: i64| {
            let nanos = seconds.checked_mul(1_000_000_000).and_then(|n| n.checked_add(rest));
            nanos.ok_or(io::Error::from(io::ErrorKind::Unsupported))
        };
        Ok(Stamp {
            size: data.size(),
            modified: nanos(data.mtime(), data.mtime_nsec())?,
            changed: nanos(data.ctime(), data.ctime_nsec())?,
            number: data.ino(),
        })
    }

    /// Elsewhere nothing is known of a time that nobody can set.
    #[cfg(not(unix))]
    fn stamp(&self, _: &Path) -> io::Result<Stamp> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_modified(&self, folder: &Path, then: i64) -> io::Result<()> {
        let since = u64::try_from(then).map_err(|_| io::ErrorKind::InvalidInput)?;
        let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_nanos(since);
        fs::File::open(folder)?.set_modified(then)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match synced(path, bytes)?.persist_noclobber(path) {
            Ok(_) => {
                return sync_folder(path).inspect_err(|_| {
                    // It can be tried again under this name.
                    let _ = fs::remove_file(path);
                });
            }
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => return Err(e.error),
            // A file system without links cannot give a name only if it is free.
            Err(_) => {}
        }
        let mut file = private().write(true).create_new(true).open(path)?;
        let written =
            file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| sync_folder(path));
        if written.is_err() {
            // Half a file that nobody knows of is worse than none.
            let _ = fs::remove_file(path);
        }
        written
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = private().append(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    fn jot(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        beside(path, bytes)?.persist(path).map(drop).map_err(|e| e.error)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        synced(path, bytes)?.persist(path).map_err(|e| e.error)?;
        sync_folder(path)
    }

    fn replace_held(&self, path: &Path, bytes: &[u8]) -> io::Result<Held> {
        // Held before it has its name, so that nobody sees it without its holder.
        let file = synced(path, bytes)?.persist(path).map_err(|e| e.error)?;
        sync_folder(path)?;
        Ok(Held(cfg!(unix).then_some(file)))
    }

    fn is_held(&self, path: &Path) -> bool {
        fs::File::open(path)
            .is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        match fs::remove_dir_all(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn try_out(&self, folder: &Path) -> io::Result<()> {
        // Where the system can, it never has a name.
        tempfile::tempfile_in(folder).map_err(|e| bare(&e))?.write_all(BESIDE.as_bytes())
    }
}

/// How the names begin of files that are being written.
const BESIDE: &str = ".beside-";

/// The bytes in a file of their own beside `path`, on the disk, and held.
fn synced(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let beside = beside(path, bytes)?;
    beside.as_file().sync_all()?;
    Ok(beside)
}

/// The bytes in a file of their own beside `path`, held.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside =
        tempfile::Builder::new().prefix(BESIDE).tempfile_in(folder).map_err(|e| bare(&e))?;
    // Elsewhere a file that is held cannot be renamed.
    if cfg!(unix) {
        // A file system without locks: it is kept all the same.
        let _ = beside.as_file().try_lock();
    }
    beside.as_file_mut().write_all(bytes)?;
    Ok(beside)
}

/// What the system said, without the name of a file that nobody but us knows of.
fn bare(error: &io::Error) -> io::Error {
    let said = error.to_string();
    let said = said.split_once(" at path \"").map_or(said.as_str(), |(said, _)| said);
    io::Error::new(error.kind(), said)
}

fn private() -> fs::OpenOptions {
    #[allow(unused_mut)]
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a new name last through a power cut. Not every file system lets folders be synced, and that
/// is no error; one that does and fails has perhaps lost the name.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_no_file_that_nobody_knows_of() {
        let home = tempfile::tempdir().unwrap();
        let error = Disk.replace(&home.path().join("away/x"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(!error.to_string().contains(BESIDE), "{error}");
    }

    #[test]
    fn files_and_folders_are_the_owners_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let disk = Disk;
        disk.make_folder(&folder).unwrap();
        let path = folder.join("x.toml");
        disk.create(&path, b"one\n").unwrap();
        assert!(disk.create(&path, b"again").is_err(), "what is there is never overwritten");
        disk.append(&path, b"two\n").unwrap();
        assert_eq!(disk.read(&path).unwrap(), b"one\ntwo\n");
        disk.replace(&path, b"three\n").unwrap();
        assert_eq!(disk.read(&path).unwrap(), b"three\n");
        for path in [&path, &folder, &home.path().join("a")] {
            assert!(!disk.is_shared(path), "{path:?}");
        }
        assert_eq!(disk.list(&folder, "toml").unwrap(), std::slice::from_ref(&path));
        assert_eq!(disk.list(&home.path().join("none"), "toml").unwrap(), [] as [PathBuf; 0]);
        let held = disk.replace_held(&path, b"four\n").unwrap();
        let newer = disk.replace_held(&path, b"five\n").unwrap();
        assert!(disk.is_held(&path) || cfg!(not(unix)));
        drop(held);
        assert!(disk.is_held(&path) || cfg!(not(unix)), "the newer one is still held");
        drop(newer);
        // A program that another test is just starting has all that is open until it is itself.
        let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while disk.is_held(&path) {
            assert!(std::time::Instant::now() < until, "nobody holds it any more");
            std::thread::yield_now();
        }
        disk.remove(&path).unwrap();
        disk.remove(&path).unwrap();
        assert!(disk.append(&path, b"lost").is_err(), "a log that went away is noticed");
    }

    #[test]
    fn what_a_killed_process_left_half_written_is_swept_and_what_is_being_written_is_not() {
        let home = tempfile::tempdir().unwrap();
        let left = home.path().join(format!("{BESIDE}left"));
        fs::write(&left, "half a dra").unwrap();
        let (log, writing) =
            (home.path().join("a.toml"), beside(&home.path().join("x"), b"now").unwrap());
        fs::write(&log, "log").unwrap();
        Disk.sweep(home.path()).unwrap();
        assert!(!left.exists() && log.exists());
        assert!(writing.path().exists() || cfg!(not(unix)));
        Disk.sweep(&home.path().join("none")).unwrap();
    }
}
