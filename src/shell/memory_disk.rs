//! A disk in memory that can fail at any step and lose its power: what the tests are run on.
//!
//! A write reaches the platter when its file is synced, a name when its folder is; a power cut takes
//! everything else. The step that is told to fail writes half of its bytes first. Its clock goes on by
//! a second with every change.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::{Files, Held, Stamp};

/// A disk in memory. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    files: Vec<Content>,
    live: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    /// When the names in a folder were last changed, or are said to have been; and when anything was.
    times: BTreeMap<PathBuf, [i64; 2]>,
    clock: i64,
    stopped: bool,
    steps: usize,
    failing: Option<Failing>,
}

/// What fails.
#[derive(Debug)]
struct Failing {
    from: usize,
    kind: io::ErrorKind,
    for_good: bool,
    /// The folder that is ill; the rest of the disk is well.
    folder: PathBuf,
}

#[derive(Debug, Default, Clone)]
struct Content {
    live: Vec<u8>,
    durable: Vec<u8>,
    changed: i64,
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many steps that can fail have been taken.
    pub fn steps(&self) -> usize {
        self.state().steps
    }

    /// Makes the step with this number (counted from the next one, 0) fail, and with `for_good` all
    /// after it.
    pub fn fail(&self, step: usize, kind: io::ErrorKind, for_good: bool) {
        self.fail_in("/", step, kind, for_good);
    }

    /// The same for what lies in this folder; the rest of the disk is well.
    pub fn fail_in(&self, folder: &str, step: usize, kind: io::ErrorKind, for_good: bool) {
        let mut state = self.state();
        let from = state.steps + step;
        state.failing = Some(Failing { from, kind, for_good, folder: folder.into() });
    }

    /// No step fails any more.
    pub fn mend(&self) {
        self.state().failing = None;
    }

    /// Stops the clock, or lets it go on: what happens meanwhile happens within one tick.
    pub fn stop_clock(&self, stopped: bool) {
        self.state().stopped = stopped;
    }

    /// Takes the power away: what was not synced is gone.
    pub fn cut_power(&self) {
        let mut state = self.state();
        state.live = state.durable.clone();
        let now = state.tick();
        for file in &mut state.files {
            file.live = file.durable.clone();
            file.changed = now;
        }
        for times in state.times.values_mut() {
            *times = [now; 2];
        }
        state.failing = None;
    }

    /// What a file holds, as text; `None` when there is no such file.
    pub fn text(&self, path: impl AsRef<Path>) -> Option<String> {
        let bytes = self.state().file(path.as_ref()).map(|file| file.live.clone()).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Puts a file on the platter, past all the steps.
    pub fn put(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let mut state = self.state();
        let bytes = bytes.as_ref().to_vec();
        let changed = state.tick();
        state.files.push(Content { live: bytes.clone(), durable: bytes, changed });
        state.touch(path.as_ref());
        let (path, number) = (path.as_ref().to_owned(), state.files.len() - 1);
        if let Some(parent) = path.parent() {
            state.folders.insert(parent.to_owned());
        }
        state.live.insert(path.clone(), number);
        state.durable.insert(path, number);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    /// Counts a step, and fails if it is the one.
    fn step(&mut self, path: &Path) -> io::Result<()> {
        let step = self.steps;
        self.steps += 1;
        let ill = |f: &&Failing| {
            (step == f.from || f.for_good && step > f.from) && path.starts_with(&f.folder)
        };
        self.failing.as_ref().filter(ill).map_or(Ok(()), |f| Err(f.kind.into()))
    }

    /// Lets time go on, and says what it is.
    fn tick(&mut self) -> i64 {
        self.clock += if self.stopped { 0 } else { 1_000_000_000 };
        self.clock
    }

    /// The names in the folder of `path` change.
    fn touch(&mut self, path: &Path) {
        let now = self.tick();
        self.times.insert(path.parent().unwrap_or(path).to_owned(), [now; 2]);
    }

    /// The names in the folder of `path` reach the platter.
    fn sync_names(&mut self, path: &Path) -> io::Result<()> {
        self.step(path)?;
        let folder = path.parent();
        let live: Vec<_> = self.live.iter().map(|(name, &n)| (name.clone(), n)).collect();
        self.durable.retain(|name, _| name.parent() != folder);
        self.durable.extend(live.into_iter().filter(|(name, _)| name.parent() == folder));
        Ok(())
    }

    fn file(&mut self, path: &Path) -> io::Result<&mut Content> {
        let number = *self.live.get(path).ok_or(io::ErrorKind::NotFound)?;
        self.files.get_mut(number).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl MemoryDisk {
    /// Writes at the end of a file that is there, and syncs it: two steps.
    fn write(state: &mut State, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let step = state.step(path);
        let written = if step.is_ok() { bytes.len() } else { bytes.len() / 2 };
        let now = state.tick();
        let file = state.file(path)?;
        file.live.extend(bytes.iter().take(written));
        file.changed = now;
        step?;
        state.step(path)?;
        let file = state.file(path)?;
        file.durable.clone_from(&file.live);
        Ok(())
    }

    /// Writes a file beside `path` that has no name of its own yet, up to the step that would give it
    /// one; returns its number.
    fn beside(state: &mut State, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        let beside = path.with_file_name(".beside");
        state.step(&beside)?;
        if path.parent().is_none_or(|parent| !state.folders.contains(parent)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.files.push(Content::default());
        let number = state.files.len() - 1;
        state.live.insert(beside.clone(), number);
        state.touch(path);
        let done = Self::write(state, &beside, bytes).and_then(|()| state.step(path));
        state.live.remove(&beside);
        done.map(|()| number)
    }
}

impl Files for MemoryDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut state = self.state();
        state.step(path)?;
        state.file(path).map(|file| file.live.clone())
    }

    fn names(&self, folder: &Path, tell: &mut dyn FnMut(&OsStr)) -> io::Result<()> {
        let mut state = self.state();
        state.step(folder)?;
        let all = state.live.keys().chain(&state.folders);
        all.filter(|path| path.parent() == Some(folder))
            .filter_map(|p| p.file_name())
            .for_each(tell);
        Ok(())
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.state().folders.contains(path)
    }

    fn is_shared(&self, _: &Path) -> bool {
        false
    }

    fn leads_out(&self, _: &Path) -> bool {
        false
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let mut state = self.state();
        state.step(path)?;
        if state.folders.contains(path) {
            let [modified, changed] = state.times.get(path).copied().unwrap_or_default();
            return Ok(Stamp { size: 0, modified, changed, number: 0 });
        }
        let number = *state.live.get(path).ok_or(io::ErrorKind::NotFound)? as u64;
        let file = state.file(path)?;
        let (size, changed) = (file.live.len() as u64, file.changed);
        Ok(Stamp { size, modified: changed, changed, number })
    }

    fn set_modified(&self, folder: &Path, then: i64) -> io::Result<()> {
        let mut state = self.state();
        state.step(folder)?;
        let now = state.tick();
        state.times.insert(folder.to_owned(), [then, now]);
        Ok(())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if !state.folders.contains(path) {
            state.step(path)?;
            state.touch(path);
            state.folders.extend(path.ancestors().map(Path::to_owned));
        }
        Ok(())
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let number = Self::beside(&mut state, path, bytes)?;
        if state.live.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.live.insert(path.to_owned(), number);
        let done = state.sync_names(path);
        if done.is_err() {
            state.live.remove(path);
        }
        state.touch(path);
        done
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        state.step(path)?;
        state.file(path)?;
        Self::write(&mut state, path, bytes)
    }

    fn jot(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let number = Self::beside(&mut state, path, bytes)?;
        state.live.insert(path.to_owned(), number);
        state.touch(path);
        Ok(())
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.jot(path, bytes)?;
        self.state().sync_names(path)
    }

    fn replace_held(&self, path: &Path, bytes: &[u8]) -> io::Result<Held> {
        self.replace(path, bytes).map(|()| Held::default())
    }

    fn is_held(&self, _: &Path) -> bool {
        false
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step(path)?;
        state.live.remove(path);
        state.touch(path);
        state.sync_names(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.folders.contains(path) {
            state.step(path)?;
            state.folders.remove(path);
            state.live.retain(|file, _| !file.starts_with(path));
            state.touch(path);
        }
        Ok(())
    }

    fn try_out(&self, folder: &Path) -> io::Result<()> {
        self.state().step(folder)
    }
}
