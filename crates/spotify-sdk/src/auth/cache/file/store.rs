//! What the cache does with its file: every operation, step by step.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

use super::lock::{self, Attempt, HeldLock};
use super::path::Files;
use super::permissions::{create_private_directory, lets_others_replace};
use super::read::{Content, Unreadable, read, require_regular};
use super::temporary::sweep_fixed;
use super::warnings::{DirectoryWarnings, Warnings};
use super::write::{commit, prepare, rename};
use crate::auth::TokenInfo;
use crate::auth::cache::CacheLock;
use crate::error::{Error, ErrorKind, Result};

/// A save that is made without the lock waits for it this often and so long, a second in all: a tenth of what a provider
/// gives this cache. Then it goes on without, as its holder may be waiting for the network, or be stopped.
const LOCK_ATTEMPTS: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// What the clones of a cache share.
#[derive(Default)]
pub(super) struct Store {
    /// One save at a time: the holder of the lock may save from several threads, and they share a temporary file.
    saving: Mutex<()>,
    /// The lock that `try_lock` gave out, while it is held.
    given: Mutex<Weak<HeldLock>>,
    warnings: Warnings,
    about_directory: Arc<DirectoryWarnings>,
}

impl Store {
    /// The store of one of the files in a directory.
    pub(super) fn in_directory(warnings: Arc<DirectoryWarnings>) -> Self {
        Self { about_directory: warnings, ..Self::default() }
    }

    pub(super) fn get(&self, files: &Files) -> Result<Option<TokenInfo>> {
        Ok(match self.read(files)? {
            Content::Token(token, _) => Some(token),
            Content::Absent | Content::Unreadable(_) => None,
        })
    }

    pub(super) fn set(&self, files: &Files, token: &TokenInfo) -> Result<()> {
        let bytes = serialize(token)?;
        self.save(files, |locked| self.replace(files, &bytes, &self.read_to_replace(files), locked))
    }

    pub(super) fn compare_and_set(
        &self,
        files: &Files,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool> {
        let bytes = serialize(token)?;
        self.save(files, |locked| {
            let content = self.read(files)?;
            let stored = if let Content::Token(token, _) = &content { Some(token) } else { None };
            if stored != expected {
                return Ok(false);
            }
            self.replace(files, &bytes, &content, locked)?;
            Ok(true)
        })
    }

    pub(super) fn delete(&self, files: &Files) -> Result<()> {
        let is_missing =
            |path| fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_missing(&files.token) && is_missing(&files.corrupt) {
            return Ok(());
        }
        let bytes = serialize(&TokenInfo::tombstone())?;
        self.save(files, |locked| {
            if !is_missing(&files.token) {
                let content = match self.read_to_replace(files) {
                    // A damaged token is to be forgotten like a whole one.
                    Content::Unreadable(unreadable) if unreadable.mentions_token() => Content::Absent,
                    content => content,
                };
                self.replace(files, &bytes, &content, locked)?;
            }
            match read(&files.corrupt) {
                Ok(Content::Unreadable(kept)) if kept.mentions_token() => fs::remove_file(&files.corrupt)
                    .map_err(|error| cache_error("remove what was kept of", &files.token, error)),
                _ => Ok(()),
            }
        })
    }

    pub(super) fn try_lock(&self, files: &Files) -> Result<CacheLock> {
        self.prepare_directory(files)?;
        Ok(match lock::try_lock(&files.lock) {
            Attempt::Held(lock) => {
                sweep_fixed(files);
                let lock = Arc::new(lock);
                *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&lock);
                CacheLock::Held(Box::new(lock))
            }
            Attempt::Busy => CacheLock::Busy,
            Attempt::Unsupported(error) => {
                self.warn_of_no_lock(files, &error);
                CacheLock::Unsupported
            }
        })
    }

    fn read(&self, files: &Files) -> Result<Content> {
        let content = read(&files.token).map_err(|error| cache_error("read", &files.token, error))?;
        let path = files.token.display();
        match &content {
            Content::Absent => {}
            Content::Token(_, exposure) => {
                self.warnings.unreadable.reset();
                if let Some(mode) = exposure {
                    self.warnings.exposed.say(|| {
                        tracing::warn!(
                            "other users of this machine can open the token cache `{path}` (mode {mode:04o}); \
                             the next save replaces it by a private file (mode 0600)"
                        );
                    });
                }
            }
            Content::Unreadable(Unreadable { why, .. }) => self.warnings.unreadable.say(|| {
                tracing::warn!(
                    "the token cache `{path}` can't be used: it is {why}; it counts as absent, \
                     and the next save keeps what is in it as `{}`",
                    files.corrupt.display()
                );
            }),
        }
        Ok(content)
    }

    /// What a save is about to replace. What can't be read may be replaced all the same, and is kept.
    fn read_to_replace(&self, files: &Files) -> Content {
        self.read(files).unwrap_or_else(|_| Content::Unreadable(Unreadable::beyond_reach()))
    }

    /// Runs `save`, telling it whether this cache holds the lock. The lock that `try_lock` gave out counts; it is kept until
    /// `save` has ended, also when its owner drops it meanwhile.
    fn save<T>(&self, files: &Files, save: impl FnOnce(bool) -> Result<T>) -> Result<T> {
        // Before anything is created: a rename would put a file in place of a device.
        if let Ok(metadata) = fs::symlink_metadata(&files.token)
            && !metadata.is_symlink()
        {
            require_regular(&metadata).map_err(|error| cache_error("replace", &files.token, error))?;
        }
        let _one_at_a_time = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        self.prepare_directory(files)?;
        let lock = self.given_lock(files).or_else(|| self.wait_for_lock(files));
        save(lock.is_some())
    }

    fn given_lock(&self, files: &Files) -> Option<Arc<HeldLock>> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        given.filter(|lock| lock.path() == files.lock)
    }

    fn wait_for_lock(&self, files: &Files) -> Option<Arc<HeldLock>> {
        for attempt in 0..LOCK_ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(LOCK_PAUSE);
            }
            match lock::try_lock(&files.lock) {
                Attempt::Held(lock) => return Some(Arc::new(lock)),
                Attempt::Busy => {}
                Attempt::Unsupported(error) => {
                    self.warn_of_no_lock(files, &error);
                    return None;
                }
            }
            // Another thread of ours may have been given it while we waited.
            if let Some(lock) = self.given_lock(files) {
                return Some(lock);
            }
        }
        tracing::debug!(lock = %files.lock.display(), "saving the token without the lock, which is held elsewhere");
        None
    }

    /// Replaces the file, in which `content` was found, by `bytes`.
    fn replace(&self, files: &Files, bytes: &[u8], content: &Content, locked: bool) -> Result<()> {
        let is_link = fs::symlink_metadata(&files.token).is_ok_and(|metadata| metadata.is_symlink());
        let kept = match content {
            // What a link points to stays where it is.
            Content::Unreadable(unreadable) if !is_link && !unreadable.is_empty() => Some(unreadable),
            _ => None,
        };
        write(files, bytes, kept, locked).map_err(|error| cache_error("write", &files.token, error))?;
        self.warnings.unreadable.reset();
        self.warnings.exposed.reset();
        if is_link {
            self.warnings.link.say(|| {
                tracing::warn!(
                    "the token cache `{}` was a symbolic link and is a file now; what it pointed to is untouched. \
                     `follow_symlinks(true)` writes there instead",
                    files.token.display()
                );
            });
        }
        Ok(())
    }

    fn prepare_directory(&self, files: &Files) -> Result<()> {
        let directory = &files.directory;
        create_private_directory(directory)
            .map_err(|error| cache_error("create the directory of", &files.token, error))?;
        if fs::metadata(directory).is_ok_and(|metadata| lets_others_replace(&metadata)) {
            self.about_directory.open.say(|| {
                tracing::warn!(
                    "other users of this machine can replace the token cache `{}`: its directory is writable for them",
                    files.token.display()
                );
            });
        }
        Ok(())
    }

    fn warn_of_no_lock(&self, files: &Files, error: &io::Error) {
        self.about_directory.no_lock.say(|| {
            tracing::warn!(
                "the token cache's lock `{}` can't be used: {error}; several processes may refresh at once",
                files.lock.display()
            );
        });
    }
}

/// Replaces the file by `bytes`, and keeps what is in it now beside it: there may be a login in it that a human can save.
fn write(files: &Files, bytes: &[u8], kept: Option<&Unreadable>, locked: bool) -> io::Result<()> {
    if let Some(Unreadable { bytes: Some(kept), .. }) = kept {
        // Written anew, as the old file may be open to others.
        commit(files, prepare(files, kept, locked)?, &files.corrupt)?;
    }
    let temporary = prepare(files, bytes, locked)?;
    if let Some(Unreadable { bytes: None, .. }) = kept {
        rename(&files.token, &files.corrupt)?;
    }
    commit(files, temporary, &files.token)
}

fn serialize(token: &TokenInfo) -> Result<Zeroizing<Vec<u8>>> {
    // Room for all of it: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
    serde_json::to_writer(&mut *bytes, token).map_err(|error| {
        Error::new(ErrorKind::Cache, "the token can't be written as JSON").with_source(error)
    })?;
    Ok(bytes)
}

fn cache_error(verb: &str, path: &Path, error: io::Error) -> Error {
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            Some("Make it readable and writable for this user, or use another path.")
        }
        io::ErrorKind::IsADirectory => Some("Give the path of a file in it."),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            Some("A part of the path is a file; use another path.")
        }
        io::ErrorKind::ResourceBusy => {
            Some("If it is mounted into a container, mount its directory instead of the file.")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("Free some space; the stored token is unchanged.")
        }
        io::ErrorKind::ReadOnlyFilesystem => Some("Use a path on a file system that can be written to."),
        _ => None,
    };
    let message = format!("could not {verb} the token cache `{}`: {error}", path.display());
    let made = Error::new(ErrorKind::Cache, message).with_source(error);
    match advice {
        Some(advice) => made.with_advice(advice),
        None => made,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_055_what_is_wrong_with_the_file_comes_with_what_to_do() {
        for (kind, advice) in [
            (io::ErrorKind::PermissionDenied, "readable and writable for this user"),
            (io::ErrorKind::IsADirectory, "the path of a file in it"),
            (io::ErrorKind::NotADirectory, "A part of the path is a file"),
            (io::ErrorKind::ResourceBusy, "mount its directory"),
            (io::ErrorKind::StorageFull, "Free some space"),
            (io::ErrorKind::ReadOnlyFilesystem, "a file system that can be written to"),
        ] {
            let error = cache_error("save", Path::new("/a/token.json"), kind.into());
            assert_eq!(error.kind(), ErrorKind::Cache);
            assert!(
                error.message().starts_with("could not save the token cache `/a/token.json`: "),
                "{error}"
            );
            assert!(error.advice().is_some_and(|given| given.contains(advice)), "{kind}: {error}");
        }
        assert_eq!(cache_error("read", Path::new("a"), io::ErrorKind::Other.into()).advice(), None);
    }
}
