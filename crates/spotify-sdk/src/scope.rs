//! Scopes: what a login may do.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A set of scopes in the order they were given (RFC 6749 section 3.3). Open: a name this crate does not know is kept.
///
/// ```
/// use spotify_sdk::scope::{self, Scopes};
///
/// let scopes = Scopes::from("user-read-private, user-library-read");
/// assert_eq!(scopes, Scopes::from([scope::USER_READ_PRIVATE, scope::USER_LIBRARY_READ]));
/// assert_eq!(scopes.to_string(), "user-read-private user-library-read");
/// assert!(scopes.missing_from(&Scopes::from("user-read-private")).contains("user-library-read"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// No scopes: only what is public.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `scope` is among them.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// Those of these scopes that `granted` lacks.
    #[must_use]
    pub fn missing_from(&self, granted: &Self) -> Self {
        Self(self.0.iter().filter(|scope| !granted.contains(scope)).cloned().collect())
    }

    /// The scopes in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn extend_from_text(&mut self, text: &str) {
        for scope in text.split(|c: char| c.is_whitespace() || c == ',').filter(|scope| !scope.is_empty()) {
            if !self.contains(scope) {
                self.0.push(scope.to_owned());
            }
        }
    }
}

impl PartialEq for Scopes {
    /// The same scopes in any order.
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|scope| other.contains(scope))
    }
}

impl Eq for Scopes {}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl From<&str> for Scopes {
    /// One or more scopes, separated by spaces or commas.
    fn from(text: &str) -> Self {
        Self::from_iter([text])
    }
}

impl From<String> for Scopes {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Scopes {
    fn from(scopes: &Self) -> Self {
        scopes.clone()
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Scopes {
    fn from(list: [S; N]) -> Self {
        list.into_iter().collect()
    }
}

impl<S: AsRef<str>> From<&[S]> for Scopes {
    fn from(list: &[S]) -> Self {
        list.iter().collect()
    }
}

impl<S: AsRef<str>> From<Vec<S>> for Scopes {
    fn from(list: Vec<S>) -> Self {
        list.into_iter().collect()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(list: I) -> Self {
        let mut scopes = Self::none();
        list.into_iter().for_each(|item| scopes.extend_from_text(item.as_ref()));
        scopes
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?))
    }
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $value;)*
        /// Every scope of Spotify's API description.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

scopes! {
    /// Upload playlist covers.
    UGC_IMAGE_UPLOAD = "ugc-image-upload";
    /// Read the player's state, devices and queue.
    USER_READ_PLAYBACK_STATE = "user-read-playback-state";
    /// Control the player. Spotify also asks for Premium.
    USER_MODIFY_PLAYBACK_STATE = "user-modify-playback-state";
    /// Read what is playing and the queue.
    USER_READ_CURRENTLY_PLAYING = "user-read-currently-playing";
    /// Read what was played recently.
    USER_READ_RECENTLY_PLAYED = "user-read-recently-played";
    /// Read the position in episodes.
    USER_READ_PLAYBACK_POSITION = "user-read-playback-position";
    /// Read top artists and tracks.
    USER_TOP_READ = "user-top-read";
    /// Read the library.
    USER_LIBRARY_READ = "user-library-read";
    /// Change the library.
    USER_LIBRARY_MODIFY = "user-library-modify";
    /// Read which artists and users are followed.
    USER_FOLLOW_READ = "user-follow-read";
    /// Follow and unfollow artists and users.
    USER_FOLLOW_MODIFY = "user-follow-modify";
    /// Read private playlists.
    PLAYLIST_READ_PRIVATE = "playlist-read-private";
    /// Read collaborative playlists.
    PLAYLIST_READ_COLLABORATIVE = "playlist-read-collaborative";
    /// Change public playlists.
    PLAYLIST_MODIFY_PUBLIC = "playlist-modify-public";
    /// Change private playlists.
    PLAYLIST_MODIFY_PRIVATE = "playlist-modify-private";
    /// Read the user's email address.
    USER_READ_EMAIL = "user-read-email";
    /// Read the user's country, subscription and explicit-content setting.
    USER_READ_PRIVATE = "user-read-private";
    /// Play in the Web Playback SDK.
    STREAMING = "streaming";
    /// Control the mobile apps by the App Remote SDK.
    APP_REMOTE_CONTROL = "app-remote-control";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_lists_mean_the_same() {
        let expected = Scopes::from(["a", "b", "c"]);
        for scopes in [
            Scopes::from("a b c"),
            Scopes::from("a,b, c"),
            Scopes::from(vec!["c", "b", "a", "a"]),
            Scopes::from(&["a,b", " c "][..]),
        ] {
            assert_eq!(scopes, expected);
        }
        assert!(Scopes::from("  , ").is_empty());
        assert_ne!(Scopes::from("a b"), expected);
    }
}
