//! What is known about an operation before it is called: the facts that requests, retries, errors and docs read.

mod replacement;

use std::fmt;

pub use replacement::Replacement;

/// An operation of the Web API, as Spotify describes it.
///
/// ```
/// use spotify_sdk::endpoint::{Endpoint, GetSavedAlbums, Login};
///
/// let operation = GetSavedAlbums::OPERATION;
/// assert_eq!(operation.id, "get-users-saved-albums");
/// assert_eq!((operation.method.as_str(), operation.path), ("GET", "/me/albums"));
/// assert_eq!((operation.login, operation.scopes), (Login::User, &["user-library-read"][..]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Spotify's `operationId`, such as `get-an-album`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with parameters in braces: `/albums/{id}`.
    pub path: &'static str,
    /// Scopes that Spotify lists for it. Some only unlock fields of the answer.
    pub scopes: &'static [&'static str],
    /// Whose token it takes.
    pub login: Login,
    /// Whether it may be sent again when its answer was lost.
    pub repeat: Repeat,
    /// What `limit` may be, for operations that take one.
    pub limit: Option<Limit>,
    /// Which apps may call it.
    pub availability: Availability,
}

impl Operation {
    /// A `GET`: open to every login and every app, and safe to repeat.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Get, path, Repeat::Safe)
    }

    /// A `POST`, to be repeated only if it was not sent.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Post, path, Repeat::OnlyIfUnsent)
    }

    /// A `PUT`, to be repeated only if it was not sent.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Put, path, Repeat::OnlyIfUnsent)
    }

    /// A `DELETE`, to be repeated only if it was not sent.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Delete, path, Repeat::OnlyIfUnsent)
    }

    const fn new(id: &'static str, method: Method, path: &'static str, repeat: Repeat) -> Self {
        Self {
            id,
            method,
            path,
            scopes: &[],
            login: Login::App,
            repeat,
            limit: None,
            availability: Availability::Everyone,
        }
    }

    /// The same for a user's data or devices: it takes a user's login with these scopes.
    #[must_use]
    pub const fn of_user(self, scopes: &'static [&'static str]) -> Self {
        Self { login: Login::User, scopes, ..self }
    }

    /// The same for any login, where these scopes of a user's login unlock fields of the answer.
    #[must_use]
    pub const fn unlocked_by(self, scopes: &'static [&'static str]) -> Self {
        Self { scopes, ..self }
    }

    /// The same, with a write that is safe to repeat: applied twice it has the effect of once.
    #[must_use]
    pub const fn safe_to_repeat(self) -> Self {
        Self { repeat: Repeat::Safe, ..self }
    }

    /// The same with a `limit` of at most `largest` rows, for every app.
    #[must_use]
    pub const fn limited_to(self, largest: u32) -> Self {
        self.limited(Limit::new(1, largest))
    }

    /// The same with this range of `limit`.
    #[must_use]
    pub const fn limited(self, limit: Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// The same for the apps in `availability` only.
    #[must_use]
    pub const fn available_to(self, availability: Availability) -> Self {
        Self { availability, ..self }
    }
}

/// The HTTP methods of the Web API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Read.
    Get,
    /// Create or command.
    Post,
    /// Change or command.
    Put,
    /// Remove.
    Delete,
}

impl Method {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
        }
    }
}

/// Whose token an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Login {
    /// Any token: the app's own (client credentials) or a user's.
    App,
    /// A user's token: it is about this user's data or devices.
    User,
}

/// Whether an operation may be sent again when it is not known if the first time had an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// Yes: twice is the same as once.
    Safe,
    /// No: only when it is certain that nothing was sent or that the server did not act.
    OnlyIfUnsent,
}

/// What `limit` may be, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Limit {
    /// The smallest.
    pub smallest: u32,
    /// The largest, for apps in Extended Quota Mode. A larger one is refused before anything is sent.
    pub largest: u32,
    /// The largest for apps in Development Mode, by which lists are read unless the call has a `limit` or the client was told
    /// that its app is in Extended Quota Mode. Spotify refuses a larger one with `Invalid limit`.
    pub largest_in_development_mode: u32,
}

impl Limit {
    /// This range, for every app.
    #[must_use]
    pub const fn new(smallest: u32, largest: u32) -> Self {
        Self { smallest, largest, largest_in_development_mode: largest }
    }

    /// The same, with fewer rows for apps in Development Mode.
    #[must_use]
    pub const fn in_development_mode(self, largest: u32) -> Self {
        Self { largest_in_development_mode: largest, ..self }
    }
}

/// Which apps may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Availability {
    /// All apps.
    Everyone,
    /// Apps in Extended Quota Mode; closed to Development Mode since February 2026.
    ExtendedQuota,
    /// Apps that had access before 27 November 2024.
    Before2024,
}

/// The two modes in which Spotify lets apps use the Web API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuotaMode {
    /// Development Mode, in which every app begins: fewer operations and fields, and a daily quota.
    Development,
    /// Extended Quota Mode, which Spotify grants.
    Extended,
}
