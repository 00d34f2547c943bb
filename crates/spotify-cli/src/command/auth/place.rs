//! Where the login is kept.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use spotify_sdk::auth::{CacheError, FileTokenCache, TokenCache as _};

use super::Stored;
use crate::exit::{Exit, Failure};

/// The token file's name, in whichever folder.
const TOKEN_FILE: &str = "token.json";

/// The folder of this program, in a folder for many.
const FOLDER: &str = "spotify-sdk";

/// The token file, and the file beside it that remembers the app.
pub(super) struct Place {
    pub(super) cache: FileTokenCache,
}

impl Place {
    /// As `stored` and the environment say. Touches nothing.
    pub(super) fn find(stored: Stored) -> Result<Self, Failure> {
        let path = match stored.token_file {
            Some(path) => path,
            None => default_path(&|name| env::var_os(name), env::home_dir()).ok_or_else(|| {
                Failure::new(
                    Exit::Failure,
                    "the home directory is unknown, so there is no place for the token",
                )
                .with_advice("Set HOME or SPOTIFY_SDK_HOME, or give --token-file.")
            })?,
        };
        Ok(Self { cache: FileTokenCache::new(path) })
    }

    /// Makes the folder if there is no login yet, or says that nothing can be kept here: before the user is sent to the browser for
    /// a login that would be lost.
    pub(super) async fn prepare(&self) -> Result<(), Failure> {
        let prepared = async {
            if self.cache.get().await?.is_none() {
                self.cache.try_lock().await?;
            }
            Ok(())
        };
        prepared.await.map_err(|error: CacheError| {
            Failure::new(Exit::Failure, error.to_string())
                .with_advice("Choose another place for the login with --token-file PATH.")
        })
    }

    /// The token file.
    pub(super) fn token_file(&self) -> &Path {
        self.cache.path()
    }

    /// What remembers the app: `token.json.app` beside `token.json`.
    pub(super) fn app_file(&self) -> PathBuf {
        let mut path = self.token_file().as_os_str().to_owned();
        path.push(".app");
        PathBuf::from(path)
    }
}

/// `$SPOTIFY_SDK_HOME`, else `$XDG_STATE_HOME/spotify-sdk`, else where the platform keeps what programs remember.
fn default_path(variable: &dyn Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder_of_many =
        |name: &str| folder(name).filter(|folder| folder.is_absolute()).map(|path| path.join(FOLDER));
    let platform = || {
        let home = || home.filter(|home| !home.as_os_str().is_empty());
        if cfg!(windows) {
            folder_of_many("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            Some(home()?.join("Library/Application Support").join(FOLDER))
        } else {
            Some(home()?.join(".local/state").join(FOLDER))
        }
    };
    // Relative paths in XDG variables are to be ignored, says the XDG Base Directory Specification.
    let folder = folder("SPOTIFY_SDK_HOME").or_else(|| folder_of_many("XDG_STATE_HOME")).or_else(platform)?;
    Some(folder.join(TOKEN_FILE))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_wins() {
        let path = |variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            };
            default_path(&variable, Some("/home/ada".into())).map(|path| path.to_str().unwrap().to_owned())
        };
        let expected = |text: &str| Some(text.to_owned());
        let (own, state) = (("SPOTIFY_SDK_HOME", "own"), ("XDG_STATE_HOME", "/state"));
        assert_eq!(path(&[own, state]), expected("own/token.json"));
        assert_eq!(path(&[state]), expected("/state/spotify-sdk/token.json"));
        for nothing in [&[][..], &[("SPOTIFY_SDK_HOME", ""), ("XDG_STATE_HOME", "relative")]] {
            assert_eq!(path(nothing), expected("/home/ada/.local/state/spotify-sdk/token.json"));
        }
        assert_eq!(default_path(&|_| None, None), None);
    }
}
