//! A cache in a file.

mod cool_downs;
mod hindered;
#[cfg(all(test, unix))]
mod kills;
mod lock;
mod path;
mod permissions;
mod read;
mod store;
mod temporary;
mod warnings;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use self::cool_downs::FileCoolDowns;
#[cfg(any(test, fuzzing))]
pub(crate) use self::cool_downs::pauses;
use self::path::Location;
#[cfg(any(test, fuzzing))]
pub(crate) use self::read::parse as stored_token;
use self::store::Store;
use self::warnings::DirectoryWarnings;
use super::{CacheError, CacheLock, TokenCache};
use crate::auth::TokenInfo;
use crate::cool_downs::CoolDowns;
use crate::env;

/// Keeps the token in a JSON file, so that a login outlives the process and is shared by all that use the path.
///
/// ```
/// use spotify_sdk::auth::{FileTokenCache, TokenCache, TokenInfo};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join(".cache/spotify-sdk/token.json");
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let cache = FileTokenCache::new(path); // or ".cache/spotify-sdk/token.json", or "~/.config/my-app/token.json"
/// cache.set(&TokenInfo::new("BQD...", 1_709_567_890.123)?.with_refresh_token("AQD...")).await?;
/// assert_eq!(cache.get().await?.unwrap().refresh_token(), Some("AQD..."));
/// # Ok::<(), spotify_sdk::auth::CacheError>(())
/// # }).unwrap();
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// **The file** is the JSON of the auth documents, compact, in UTF-8; the Python `spotify-sdk` 0.10.1 reads it, and what it
/// writes is read here. See [`TokenInfo`] for its members. `~` at the start of the path is the home directory; a relative path
/// counts from the working directory at the time of each call. Nothing is created before the first lock or write.
///
/// **Privacy.** The file has mode 0600 from its first byte, and so has every file made beside it; missing parent directories
/// get 0700. A file that others can read is replaced by a private one, with a warning. On Windows the access rights of the
/// folder apply: keep it in the user's profile.
///
/// **Whole files only.** A save writes `.token.json.tmp` in the same directory, flushes it to the disk and renames it over the
/// file. Readers need no lock and see the old token or the new one; a process that is killed, or a full disk, costs neither.
/// What a killed process left behind is removed by the next one that locks or saves.
///
/// **Several processes.** [`try_lock`](TokenCache::try_lock) locks `token.json.lock`, which is never deleted; the system frees it when
/// its holder dies. Saves from processes without the lock wait for it up to a second, then go on without, each through a temporary
/// file of its own. Where the file system has no locks (some network file systems) the same is done, with one warning.
///
/// **Pauses after a 429** stand in `.spotify-sdk-cool-down.json` in the same directory, for all apps and users whose tokens are there: one
/// process's pause stops the others, and outlives it. Clients look at that file before each request, and read it when it has changed; while
/// the file system does not answer they go by what they know.
///
/// **What can't be read.** A file that is empty, too large (over 1 MiB), not JSON, or no stored token counts as absent, with one
/// warning; a save keeps what is replaced in `token.json.corrupt`, as there may be a login in it. What the system refuses to read
/// (no permission, a directory, a broken disk) is an error of kind [`Cache`](crate::ErrorKind::Cache): there may be a good
/// login behind it.
///
/// **Symbolic links.** A save replaces a link by a file and leaves alone what it points to, unless
/// [`follow_symlinks`](Self::follow_symlinks) is set.
///
/// The methods block for the few milliseconds that file operations take. Providers call them on threads that may block.
/// Clones share their lock.
#[derive(Clone)]
pub struct FileTokenCache {
    location: Location,
    store: Arc<Store>,
    cool_downs: CoolDowns,
}

/// What the files of a directory have in common.
#[derive(Clone)]
pub(super) struct InDirectory {
    /// What is wrong with the directory is said once, not once for each user.
    warnings: Arc<DirectoryWarnings>,
    cool_downs: CoolDowns,
}

impl InDirectory {
    pub(super) fn new(directory: &Path) -> Self {
        // Beside whatever file; that one is never made.
        let location = Location::new(directory.join("token.json"), env::home_directory);
        let cool_downs = CoolDowns::new(FileCoolDowns::beside(&location));
        Self { warnings: Arc::default(), cool_downs }
    }
}

impl FileTokenCache {
    /// The path that [`FileTokenCache::default`] uses, in the working directory; 0.10.1's default.
    pub const DEFAULT_PATH: &str = ".spotify_sdk_token.json";

    /// A cache in the file at `path`. Touches nothing yet.
    ///
    /// A path that can't name a file (empty, ending in `..`, `~` without a known home directory, or another user's `~name`) is
    /// reported by every method as an error of kind [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let location = Location::new(path.into(), env::home_directory);
        let cool_downs = CoolDowns::new(FileCoolDowns::beside(&location));
        Self { location, store: Arc::default(), cool_downs }
    }

    /// A cache in one of the files of a directory, which has one file of pauses.
    pub(super) fn in_directory(path: PathBuf, shared: &InDirectory) -> Self {
        let store = Arc::new(Store::in_directory(shared.warnings.clone()));
        let location = Location::new(path, env::home_directory);
        Self { location, store, cool_downs: shared.cool_downs.clone() }
    }

    /// Whether a symbolic link at the path is followed also when writing: what it points to is then replaced, and the link stays.
    /// For dotfile managers that link configuration files. The default is `false`.
    #[must_use]
    pub fn follow_symlinks(mut self, follow: bool) -> Self {
        self.location.follow_symlinks = follow;
        // The lock of another file may be another file.
        self.store = Arc::default();
        self.cool_downs = CoolDowns::new(FileCoolDowns::beside(&self.location));
        self
    }

    /// The path of the file, with `~` replaced; as given where that is impossible.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.location.path()
    }
}

/// A cache at [`FileTokenCache::DEFAULT_PATH`].
impl Default for FileTokenCache {
    fn default() -> Self {
        Self::new(Self::DEFAULT_PATH)
    }
}

impl TokenCache for FileTokenCache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(self.store.get(&self.location.resolve()?)?)
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        Ok(self.store.set(&self.location.resolve()?, token)?)
    }

    /// Stores `token` if the stored one is still `expected`. In one step among all that can lock; where nobody can, the file
    /// is read again right before it is replaced.
    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        Ok(self.store.compare_and_set(&self.location.resolve()?, expected, token)?)
    }

    /// Stores [`TokenInfo::tombstone`] if there is a file. A damaged token is not kept then, and one that was kept in `.corrupt`
    /// is removed: a logout leaves no secret behind.
    async fn delete(&self) -> Result<(), CacheError> {
        Ok(self.store.delete(&self.location.resolve()?)?)
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        Ok(self.store.try_lock(&self.location.resolve()?)?)
    }

    /// Ten seconds. A disk that other programs keep busy takes longer than two for a save now and then, and hardly ever so long; and whoever
    /// goes on without the file may send a refresh token that another process has used up.
    fn time_limit(&self) -> Duration {
        Duration::from_secs(10)
    }

    /// True: other processes use the file.
    fn is_shared(&self) -> bool {
        true
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        Some(self.cool_downs.clone())
    }
}

impl fmt::Debug for FileTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileTokenCache")
            .field("path", &self.path())
            .field("follow_symlinks", &self.location.follow_symlinks)
            .finish_non_exhaustive()
    }
}
