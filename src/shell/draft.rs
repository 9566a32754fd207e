//! The pen: keeps the latest version of a draft on the disk without making a key wait for it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Files, Held};

/// How long the pen rests after each version, so that fast typing does not wear out a disk. What was
/// typed in the meantime is what a kill can cost at most.
const REST: Duration = Duration::from_millis(200);

/// Writes the latest version of a draft, from a thread of its own. Clones are the same pen.
///
/// Each version is written beside, synced and renamed; versions that come while one is being written
/// replace each other, so the pen is never far behind.
#[derive(Debug, Clone)]
pub struct Pen {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    woken: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// A version that is not on the disk yet. `None` inside: the draft is to be removed.
    next: Option<Option<Vec<u8>>>,
    /// Whether the thread is writing right now.
    busy: bool,
    /// Somebody waits: no rest.
    hurry: bool,
    /// Why the last version could not be written.
    trouble: Option<String>,
    /// All handles are gone.
    over: bool,
}

impl Pen {
    /// A pen for the draft at `path`.
    pub fn new(files: Arc<dyn Files>, path: &Path) -> Self {
        let shared = Arc::new(Shared::default());
        let pen = Self { shared: Arc::clone(&shared) };
        let path = path.to_owned();
        let spawned = thread::Builder::new().name("draft".to_owned()).spawn(move || {
            // Held for as long as there is a pen, so that no other terminal takes it for left.
            let mut held = None;
            shared.run(|version| {
                held = write(&*files, &path, version)?;
                Ok(())
            });
        });
        if let Err(e) = spawned {
            pen.shared.lock().trouble = Some(e.to_string());
        }
        pen
    }

    /// Gives it a new version.
    pub fn put(&self, version: Vec<u8>) {
        self.shared.lock().next = Some(Some(version));
        self.shared.woken.notify_all();
    }

    /// Removes the draft: what it held is safe elsewhere, or was dropped.
    pub fn discard(&self) {
        self.shared.lock().next = Some(None);
        self.flush();
    }

    /// Waits until the latest version is on the disk, or could not be put there, or two seconds are
    /// over: a dying process does not wait for a dead disk.
    pub fn flush(&self) {
        let mut state = self.shared.lock();
        state.hurry = true;
        self.shared.woken.notify_all();
        let until = Instant::now() + Duration::from_secs(2);
        while state.next.is_some() || state.busy {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self
                .shared
                .woken
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state.hurry = false;
    }

    /// Why the last version could not be written; `None` when all is well.
    pub fn trouble(&self) -> Option<String> {
        self.shared.lock().trouble.clone()
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        // The thread holds the other one.
        if Arc::strong_count(&self.shared) <= 2 {
            self.shared.lock().over = true;
            self.shared.woken.notify_all();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, mut write: impl FnMut(Option<&[u8]>) -> io::Result<()>) {
        let mut state = self.lock();
        loop {
            let Some(version) = state.next.take() else {
                if state.over {
                    return;
                }
                state = self.woken.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.busy = true;
            drop(state);
            let done = write(version.as_deref());
            state = self.lock();
            state.busy = false;
            state.trouble = done.err().map(|e| e.to_string());
            self.woken.notify_all();
            let until = Instant::now() + REST;
            while !state.hurry && !state.over {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                state =
                    self.woken.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

fn write(files: &dyn Files, path: &Path, version: Option<&[u8]>) -> io::Result<Option<Held>> {
    match version {
        Some(bytes) => files.replace_held(path, bytes).map(Some),
        None => files.remove(path).map(|()| None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Disk;

    #[test]
    fn the_latest_version_is_on_the_disk_after_a_flush_and_gone_after_a_discard() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("draft.toml");
        let pen = Pen::new(Arc::new(Disk), &path);
        for n in 0..200 {
            pen.put(format!("version {n}").into_bytes());
        }
        pen.flush();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "version 199");
        assert_eq!(pen.trouble(), None);
        pen.discard();
        assert!(!path.exists());
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is left beside it");
    }

    #[test]
    fn trouble_is_told_and_ends_when_the_disk_is_well_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("away");
        let pen = Pen::new(Arc::new(Disk), &folder.join("draft.toml"));
        pen.put(b"one".to_vec());
        pen.flush();
        assert!(pen.trouble().is_some());
        std::fs::create_dir(&folder).unwrap();
        pen.put(b"two".to_vec());
        pen.flush();
        assert_eq!(pen.trouble(), None);
    }
}
