//! The Web API's scopes, and what they let an app do in words for the consent page.

use std::fmt;
use std::sync::Arc;

/// Every scope that Spotify knows, with what it allows.
/// <https://developer.spotify.com/documentation/web-api/concepts/scopes>
pub(crate) const KNOWN: &[(&str, &str)] = &[
    ("ugc-image-upload", "Upload covers for your playlists"),
    ("user-read-playback-state", "See what you are playing, and on which device"),
    ("user-modify-playback-state", "Control what you are playing"),
    ("user-read-currently-playing", "See the track you are playing"),
    ("user-read-recently-played", "See what you played recently"),
    ("user-read-playback-position", "See where you stopped in episodes and audiobooks"),
    ("user-top-read", "See your top artists and tracks"),
    ("user-library-read", "See what you saved in your library"),
    ("user-library-modify", "Add to your library, and remove from it"),
    ("user-follow-read", "See whom you follow"),
    ("user-follow-modify", "Follow and unfollow for you"),
    ("playlist-read-private", "See your private playlists"),
    ("playlist-read-collaborative", "See the playlists you make with others"),
    ("playlist-modify-public", "Change your public playlists"),
    ("playlist-modify-private", "Change your private playlists"),
    ("user-read-email", "See your e-mail address"),
    ("user-read-private", "See your country, your subscription and your explicit content setting"),
    ("streaming", "Play music in the app itself"),
    ("app-remote-control", "Talk to the app on this device"),
    ("openid", "Know who you are"),
    ("user-personalized", "Use what is made for you"),
    ("user-soa-link", "Link your account to a partner's"),
    ("user-soa-unlink", "Unlink your account from a partner's"),
    ("soa-manage-entitlements", "Manage what a partner entitles you to"),
    ("soa-manage-partner", "Manage partners"),
    ("soa-create-partner", "Create partners"),
];

/// Scopes that belong to a grant, in the order in which they were asked for, each once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Scopes(Arc<str>);

impl Scopes {
    /// From a list in one string, as `scope` of RFC 6749 3.3 carries it.
    pub(crate) fn parse(list: &str) -> Self {
        Self::of(list.split_ascii_whitespace())
    }

    pub(crate) fn of<'a>(scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut seen: Vec<&str> = Vec::new();
        for scope in scopes {
            if !seen.contains(&scope) {
                seen.push(scope);
            }
        }
        Self(seen.join(" ").into())
    }

    /// Every scope an app can ask for.
    pub(crate) fn all() -> Self {
        Self::of(KNOWN.iter().map(|(scope, _)| *scope))
    }

    pub(crate) fn none() -> Self {
        Self("".into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }

    pub(crate) fn contains(&self, scope: &str) -> bool {
        self.iter().any(|one| one == scope)
    }

    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.iter().all(|scope| self.contains(scope))
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::of(self.iter().chain(other.iter()))
    }

    /// The first scope that Spotify does not know.
    pub(crate) fn unknown(&self) -> Option<&str> {
        self.iter().find(|scope| describe(scope).is_none())
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What `scope` allows, in words; none for a scope that Spotify does not know.
pub(crate) fn describe(scope: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(name, _)| *name == scope).map(|(_, words)| *words)
}
