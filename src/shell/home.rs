//! Where banks, sessions and drafts live: which folder is home, and making it one.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::Files;

/// Why a folder is the home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `--home` said so.
    Flag,
    /// `MOCKLOOP_HOME` said so.
    Environment,
    /// The current folder holds `questions/` and `sessions/`.
    Here,
    /// The platform's folder for data.
    Platform,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Flag => "from --home",
            Origin::Environment => "from MOCKLOOP_HOME",
            Origin::Here => "the current folder, which holds questions/ and sessions/",
            Origin::Platform => "this system's folder for data",
        })
    }
}

/// The folder that holds a person's banks and sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The folder.
    pub root: PathBuf,
    /// Why it is the home.
    pub origin: Origin,
}

/// There is no place to keep anything.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The platform names no folder for data.
    #[error(
        "this system names no home directory; say where sessions should be kept with --home DIR or MOCKLOOP_HOME"
    )]
    Nowhere,
    /// The folder of the sessions could not be made ready.
    #[error("sessions cannot be kept in {}: {error}", .path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// What keeps the logs of a home out of version control.
const IGNORE: &str = "# This is private: nothing in this folder belongs in version control.\n*\n";

impl Home {
    /// The home: what `--home` says, else what the environment says, else the current folder if it is
    /// one, else the platform's folder for data.
    ///
    /// # Errors
    ///
    /// [`HomeError::Nowhere`] when nothing is said and the platform has no folder for data.
    pub fn find(
        flag: Option<PathBuf>,
        environment: Option<OsString>,
        here: Option<&Path>,
        platform: Option<PathBuf>,
        files: &dyn Files,
    ) -> Result<Self, HomeError> {
        let is_home = |p: &Path| {
            files.is_folder(&p.join("questions")) && files.is_folder(&p.join("sessions"))
        };
        let environment = environment.filter(|v| !v.is_empty()).map(PathBuf::from);
        let (root, origin) = if let Some(root) = flag {
            (root, Origin::Flag)
        } else if let Some(root) = environment {
            (root, Origin::Environment)
        } else if let Some(root) = here.filter(|p| is_home(p)) {
            (root.to_owned(), Origin::Here)
        } else if let Some(root) = platform {
            (root.join("mockloop"), Origin::Platform)
        } else {
            return Err(HomeError::Nowhere);
        };
        Ok(Self { root, origin })
    }

    /// The platform's folder for data, as this process sees it.
    pub fn platform() -> Option<PathBuf> {
        use etcetera::BaseStrategy as _;
        etcetera::choose_base_strategy().ok().map(|strategy| strategy.data_dir())
    }

    /// The folder of the home's own banks.
    pub fn questions(&self) -> PathBuf {
        self.root.join("questions")
    }

    /// The folder of the logs.
    pub fn sessions(&self) -> PathBuf {
        self.root.join("sessions")
    }

    /// The file of the settings.
    pub fn config(&self) -> PathBuf {
        self.root.join("config.toml")
    }

    /// The folder of the story shelf.
    pub fn stories(&self) -> PathBuf {
        self.root.join("stories")
    }

    /// The lines that were typed at the prompt; never answers.
    pub fn history(&self) -> PathBuf {
        self.sessions().join(".history")
    }

    /// Makes the folder of the sessions, owner-only and ignored by version control, unless it is there.
    ///
    /// # Errors
    ///
    /// [`HomeError::Unusable`] when the folder or its `.gitignore` cannot be made.
    pub fn prepare(&self, files: &dyn Files) -> Result<(), HomeError> {
        private_folder(files, self.sessions())
    }

    /// Makes the folder of the stories, as private as that of the sessions, unless it is there.
    ///
    /// # Errors
    ///
    /// [`HomeError::Unusable`] when the folder or its `.gitignore` cannot be made.
    pub fn prepare_stories(&self, files: &dyn Files) -> Result<(), HomeError> {
        let stories = self.stories();
        private_folder(files, stories.clone())?;
        // What cannot be swept now can be next time.
        let _ = files.sweep(&stories);
        Ok(())
    }
}

/// Makes a folder that is the owner's alone and that version control leaves alone.
fn private_folder(files: &dyn Files, path: PathBuf) -> Result<(), HomeError> {
    let prepare = || -> io::Result<()> {
        files.make_folder(&path)?;
        let ignore = path.join(".gitignore");
        // Whoever cannot write here shall know before they have typed anything. A file that is made
        // and synced anew at every start is a high price for that.
        if files.read(&ignore).is_ok() {
            return files.try_out(&path);
        }
        match files.create(&ignore, IGNORE.as_bytes()) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
            _ => Ok(()),
        }
    };
    prepare().map_err(|error| HomeError::Unusable { path: path.clone(), error })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Disk;

    #[test]
    fn the_flag_beats_the_environment_beats_the_current_folder_beats_the_platform() {
        let here = tempfile::tempdir().unwrap();
        let find = |flag: Option<&str>, env: Option<&str>, platform: Option<&str>| {
            let flag = flag.map(PathBuf::from);
            let found = Home::find(
                flag,
                env.map(OsString::from),
                Some(here.path()),
                platform.map(PathBuf::from),
                &Disk,
            );
            found.map(|home| (home.root, home.origin))
        };
        assert_eq!(find(Some("f"), Some("e"), Some("p")).unwrap(), ("f".into(), Origin::Flag));
        assert_eq!(find(None, Some("e"), Some("p")).unwrap(), ("e".into(), Origin::Environment));
        assert_eq!(find(None, Some(""), Some("p")).unwrap().1, Origin::Platform);
        assert_eq!(find(None, None, Some("p")).unwrap().0, Path::new("p").join("mockloop"));
        std::fs::create_dir(here.path().join("questions")).unwrap();
        assert_eq!(find(None, None, Some("p")).unwrap().1, Origin::Platform, "half a home is none");
        std::fs::create_dir(here.path().join("sessions")).unwrap();
        assert_eq!(find(None, None, Some("p")).unwrap(), (here.path().into(), Origin::Here));
        assert!(find(None, None, None).is_ok());
    }

    #[test]
    fn a_prepared_home_is_private_and_ignored_and_preparing_twice_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let home = Home { root: root.path().join("new"), origin: Origin::Flag };
        home.prepare(&Disk).unwrap();
        let ignore = home.sessions().join(".gitignore");
        std::fs::write(&ignore, "mine\n").unwrap();
        home.prepare(&Disk).unwrap();
        assert_eq!(std::fs::read_to_string(&ignore).unwrap(), "mine\n");
        assert!(!Disk.is_shared(&home.sessions()));
    }

    #[test]
    fn a_home_that_cannot_be_made_says_where_and_why() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        std::fs::write(&file, "").unwrap();
        let home = Home { root: file, origin: Origin::Flag };
        let error = home.prepare(&Disk).unwrap_err().to_string();
        assert!(
            error.starts_with("sessions cannot be kept in ") && error.contains("file"),
            "{error}"
        );
    }
}
