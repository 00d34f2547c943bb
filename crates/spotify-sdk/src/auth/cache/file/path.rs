//! Where the file and its neighbours are.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// Links followed before a chain of them counts as a loop, as on Linux.
const MAX_LINKS: usize = 40;

/// The path as configured.
#[derive(Clone)]
pub(super) struct Location {
    path: PathBuf,
    /// Why the path can't be used, if it can't. Kept, because a constructor that fails is a nuisance in builders.
    unusable: Option<Error>,
    pub(super) follow_symlinks: bool,
}

impl Location {
    pub(super) fn new(path: PathBuf, home: impl FnOnce() -> Option<PathBuf>) -> Self {
        let (path, unusable) = match expand(&path, home) {
            Ok(expanded) if expanded.file_name().is_some() => (expanded, None),
            Ok(expanded) => {
                let error =
                    unusable(&expanded, "it names no file").with_advice("Name one, such as `token.json`.");
                (expanded, Some(error))
            }
            Err(error) => (path, Some(error)),
        };
        Self { path, unusable, follow_symlinks: false }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The files to work on now. Links are followed each time, as they may be changed between two calls.
    pub(super) fn resolve(&self) -> Result<Files> {
        match &self.unusable {
            Some(error) => Err(error.clone()),
            None if self.follow_symlinks => Files::beside(follow(&self.path)?),
            None => Files::beside(self.path.clone()),
        }
    }
}

/// The token file and those made beside it.
pub(super) struct Files {
    /// Holds the token.
    pub(super) token: PathBuf,
    /// Where all of them are.
    pub(super) directory: PathBuf,
    /// What a save by the lock's holder is written to before it is renamed.
    pub(super) temporary: PathBuf,
    /// Locked, and never deleted.
    pub(super) lock: PathBuf,
    /// What could not be read and was replaced.
    pub(super) corrupt: PathBuf,
}

impl Files {
    pub(super) fn beside(token: PathBuf) -> Result<Self> {
        // A link's target may name no file, such as `..`.
        let Some(name) = token.file_name() else { return Err(unusable(&token, "it names no file")) };
        let directory = match token.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let beside = |name: OsString| directory.join(name);
        Ok(Self {
            temporary: beside(hidden(name, OsStr::new(".tmp"))),
            lock: beside(with_suffix(name, ".lock")),
            corrupt: beside(with_suffix(name, ".corrupt")),
            directory: directory.clone(),
            token,
        })
    }

    /// The name of a temporary file of one's own, for saves without the lock: the common one's with `tag` in it.
    pub(super) fn own_temporary(&self, tag: u64) -> PathBuf {
        let mut name = self.own_temporary_prefix();
        name.push(format!("{tag:016x}.tmp"));
        self.directory.join(name)
    }

    /// Whether `name` is one that [`own_temporary`](Self::own_temporary) gives.
    pub(super) fn is_own_temporary(&self, name: &OsStr) -> bool {
        let prefix = self.own_temporary_prefix();
        name.as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(b".tmp"))
            .is_some_and(|tag| tag.len() == 16 && tag.iter().all(u8::is_ascii_hexdigit))
    }

    fn own_temporary_prefix(&self) -> OsString {
        hidden(self.token.file_name().unwrap_or_default(), OsStr::new("."))
    }
}

fn with_suffix(name: &OsStr, suffix: &str) -> OsString {
    let mut name = name.to_owned();
    name.push(suffix);
    name
}

/// `name` with a dot before it, unless it has one, and `suffix` behind it.
fn hidden(name: &OsStr, suffix: &OsStr) -> OsString {
    let mut hidden = OsString::from(if name.as_encoded_bytes().starts_with(b".") { "" } else { "." });
    hidden.push(name);
    hidden.push(suffix);
    hidden
}

/// Replaces a leading `~` by the home directory, as the auth documents' `expanduser` does.
fn expand(path: &Path, home: impl FnOnce() -> Option<PathBuf>) -> Result<PathBuf> {
    if let Ok(rest) = path.strip_prefix("~") {
        let home = home().ok_or_else(|| {
            unusable(path, "the home directory is unknown").with_advice("Set `HOME`, or give the whole path.")
        })?;
        return Ok(if rest == Path::new("") { home } else { home.join(rest) });
    }
    if path.as_os_str().as_encoded_bytes().starts_with(b"~") {
        return Err(unusable(path, "only one's own `~` is replaced, not another user's")
            .with_advice("Give the whole path; for a name that begins with `~`, put `./` before it."));
    }
    Ok(path.to_owned())
}

/// What `path` stands for when it is a symbolic link, also when nothing is there yet.
fn follow(path: &Path) -> Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        // An error means "no link", or one that opening the file is going to report.
        let Ok(target) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(Error::new(
        ErrorKind::Cache,
        format!("the token cache `{}` is a loop of symbolic links", path.display()),
    ))
}

fn unusable(path: &Path, why: &str) -> Error {
    Error::new(
        ErrorKind::InvalidArgument,
        format!("the token cache path `{}` can't be used: {why}", path.display()),
    )
}
