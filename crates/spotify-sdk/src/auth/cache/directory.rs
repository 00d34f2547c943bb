//! A cache in a directory: a file for each of many users.

mod name;

#[cfg(any(test, fuzzing))]
pub(crate) use name::file_name;

use std::fmt;
use std::path::{Path, PathBuf};

use super::file::InDirectory;
use super::{FileTokenCache, KeyedTokenCache};

/// Keeps the tokens of many users in one directory, a [`FileTokenCache`] for each key: logins that outlive the process, shared by all
/// processes of this host that use the directory.
///
/// ```
/// use spotify_sdk::auth::{DirectoryTokenCache, KeyedTokenCache};
///
/// let cache = DirectoryTokenCache::new("/var/lib/my-app/spotify");
/// let file = cache.for_key("alice@example.com");
/// assert_eq!(file.path().file_name().unwrap(), "token-alice@example.com.json");
/// ```
///
/// **File names** are `token-`, the key, `.json`. Small letters, digits and `-_.@` stand for themselves; every other byte is written as
/// `%` and two digits, capitals too, as some file systems take them for small ones. Keys that would be longer than
/// a hundred characters are cut, and end in `+` and the SHA-256 of the whole. So distinct keys are distinct files on every
/// file system, and no key leaves the directory.
///
/// **The directory** gets mode 0700 when it has to be made; `~` at its start is the home directory. It is for one app's users: a file that
/// another app wrote is left alone. A logout leaves a file that says so and a lock file beside it, which are never deleted while
/// processes may use them; removing both is safe once no process does.
#[derive(Clone)]
pub struct DirectoryTokenCache {
    path: PathBuf,
    shared: InDirectory,
}

impl DirectoryTokenCache {
    /// A cache in the directory at `path`. Touches nothing yet.
    ///
    /// A path that can't be used (`~` without a known home directory, or another user's `~name`) is reported by every method of
    /// the files' caches as an error of kind [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { shared: InDirectory::new(&path), path }
    }

    /// The directory's path, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl KeyedTokenCache for DirectoryTokenCache {
    type Cache = FileTokenCache;

    fn for_key(&self, key: &str) -> FileTokenCache {
        FileTokenCache::in_directory(self.path.join(name::file_name(key)), &self.shared)
    }
}

impl fmt::Debug for DirectoryTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryTokenCache").field("path", &self.path).finish_non_exhaustive()
    }
}
