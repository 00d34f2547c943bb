//! A token as caches keep it.

mod json;
mod lineage;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use crate::auth::binding::{Binding, Flow};
use crate::clock;
use crate::error::{Error, Result};
use crate::scope::Scopes;
use lineage::Lineage;

/// Spotify ends a login six months after the user's authorization, and refreshing does not extend it. Six months are 181 to 184 days,
/// and with the fewest a warning is never late.
const SHORTEST_SIX_MONTHS: Duration = Duration::from_secs(181 * 24 * 60 * 60);

/// What is stored to expire later than this was stored with a wrong clock.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// An access token, when it expires, and what renews it: what a [`TokenCache`](crate::auth::TokenCache) keeps.
///
/// Its serde form is the JSON of the auth documents, readable by and from the Python `spotify-sdk` 0.10.1: `access_token`,
/// `expires_at` (Unix seconds), `refresh_token`, `scope`; what this crate adds stands in one more object, `x`, which others
/// ignore. Members it does not know are kept. `Debug` shows no token; serialising does, as that is its purpose.
///
/// ```
/// use spotify_sdk::auth::TokenInfo;
///
/// let token = TokenInfo::new("BQD...", 1_700_000_000.0)?
///     .with_refresh_token("AQD...")
///     .with_scope("user-read-private playlist-read-private");
/// assert_eq!(token.scope(), Some("user-read-private playlist-read-private"));
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
///
/// Clones share what they hold: memory, cache and callers keep one copy of a token between them.
#[derive(Clone)]
pub struct TokenInfo(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    access_token: SecretString,
    expires_at: f64,
    refresh_token: Option<SecretString>,
    scope: Option<String>,
    authorized_at: Option<f64>,
    lineage: Option<Lineage>,
    binding: Option<Binding>,
    unknown: Map<String, Value>,
}

impl TokenInfo {
    /// A token that expires at `expires_at`, in Unix seconds.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when `expires_at` is not finite or negative: such a token
    /// would never expire, or always have.
    pub fn new(access_token: impl Into<String>, expires_at: f64) -> Result<Self> {
        check_unix_seconds("expires_at", expires_at)?;
        Ok(Self::unchecked(access_token.into(), expires_at))
    }

    fn unchecked(access_token: String, expires_at: f64) -> Self {
        Self(Arc::new(Parts {
            access_token: access_token.into(),
            expires_at,
            refresh_token: None,
            scope: None,
            authorized_at: None,
            lineage: None,
            binding: None,
            unknown: Map::new(),
        }))
    }

    fn parts(&mut self) -> &mut Parts {
        Arc::make_mut(&mut self.0)
    }

    /// What stands in a cache after a logout: no access token, expired, no refresh token. 0.10.1 reads it as "not logged in".
    #[must_use]
    pub fn tombstone() -> Self {
        Self::unchecked(String::new(), 0.0)
    }

    /// The same with a refresh token; an empty one counts as none.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<String>) -> Self {
        let parts = self.parts();
        parts.refresh_token =
            Some(refresh_token.into()).filter(|token| !token.is_empty()).map(SecretString::from);
        // It may be another login's.
        parts.lineage = None;
        self
    }

    /// The same with the granted scopes, separated by spaces.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<String>) -> Self {
        self.parts().scope = Some(scope.into());
        self
    }

    /// The same with the moment at which the user authorized, in Unix seconds. From it the six months count.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when `authorized_at` is not finite or negative: nobody could tell
    /// when such a login ends.
    pub fn with_authorized_at(mut self, authorized_at: f64) -> Result<Self> {
        check_unix_seconds("authorized_at", authorized_at)?;
        self.parts().authorized_at = Some(authorized_at);
        Ok(self)
    }

    /// The same, authorized at `now`: the first token of its login.
    pub(crate) fn authorized(mut self, now: SystemTime) -> Self {
        let parts = self.parts();
        parts.authorized_at = Some(clock::unix_seconds(now));
        parts.lineage = Some(Lineage::begin(parts.access_token.expose_secret(), parts.expires_at));
        self
    }

    /// Whether it was renewed more or less often than `other`, where both came of one token and everyone counted since.
    pub(crate) fn renewals_beside(&self, other: &Self) -> Option<Ordering> {
        self.0.lineage.as_ref()?.compare(other.0.lineage.as_ref()?)
    }

    /// The access token. Keep it out of logs.
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.0.access_token.expose_secret()
    }

    /// When the access token expires, in Unix seconds.
    #[must_use]
    pub fn expires_at(&self) -> f64 {
        self.0.expires_at
    }

    /// The refresh token. Keep it out of logs.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&str> {
        self.0.refresh_token.as_ref().map(ExposeSecret::expose_secret)
    }

    /// The granted scopes, separated by spaces, where the service said them.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.0.scope.as_deref()
    }

    /// The granted scopes as a set; empty when the service did not say.
    #[must_use]
    pub fn scopes(&self) -> Scopes {
        self.scope().map(Scopes::from).unwrap_or_default()
    }

    /// When the user authorized, in Unix seconds; unknown for tokens that another program stored.
    #[must_use]
    pub fn authorized_at(&self) -> Option<f64> {
        self.0.authorized_at
    }

    /// When the refresh token dies at the earliest: 181 days after the authorization. Spotify lets a login live six months from
    /// the user's authorization, and refreshing does not extend it. `None` where the authorization's time is unknown.
    #[must_use]
    pub fn refresh_token_expires_at(&self) -> Option<SystemTime> {
        self.refresh_token()?;
        clock::from_unix_seconds(self.0.authorized_at? + SHORTEST_SIX_MONTHS.as_secs_f64())
    }

    /// Whether the access token has expired, or will within `skew`. One that is said to live for more than a day counts as expired:
    /// Spotify's live for an hour, so it was written while the clock was ahead, or its time is wrong.
    #[must_use]
    pub fn is_expired(&self, now: SystemTime, skew: Duration) -> bool {
        let left = self.0.expires_at - clock::unix_seconds(now);
        // Written so that NaN counts as expired.
        !(left > skew.as_secs_f64() && left <= LONGEST_LIFETIME.as_secs_f64())
    }

    /// Whether nothing in it is of use any more: neither an access token nor a refresh token.
    #[must_use]
    pub fn is_tombstone(&self) -> bool {
        self.access_token().is_empty() && self.0.refresh_token.is_none()
    }

    /// How it was obtained; unknown for tokens that another program stored.
    #[must_use]
    pub fn flow(&self) -> Option<Flow> {
        self.0.binding.as_ref().map(Binding::flow)
    }

    /// The Accounts service that issued it, as scheme, host and port; unknown for tokens that another program stored.
    #[must_use]
    pub fn accounts_origin(&self) -> Option<&str> {
        self.0.binding.as_ref().map(Binding::origin)
    }

    pub(crate) fn binding(&self) -> Option<&Binding> {
        self.0.binding.as_ref()
    }

    pub(crate) fn bound_to(mut self, binding: Binding) -> Self {
        self.parts().binding = Some(binding);
        self
    }

    /// One copy for all tokens of a provider: each that is read from a cache comes with its own.
    pub(crate) fn share_binding(&mut self, binding: &Binding) {
        // Not where it is shared already: the token may be shared, too, and would be copied.
        if self.binding().is_some_and(|own| own == binding && !own.is_shared_with(binding)) {
            self.parts().binding = Some(binding.clone());
        }
    }

    /// The login alone: as if its access token had expired.
    #[cfg(feature = "keyring")]
    pub(crate) fn without_access_token(mut self) -> Self {
        let parts = self.parts();
        parts.access_token = String::new().into();
        parts.expires_at = 0.0;
        self
    }

    /// The same as told by a clock that is so many seconds ahead. What has no time, such as a tombstone, gets none.
    #[cfg(feature = "redis")]
    pub(crate) fn moved_by(mut self, seconds: f64) -> Self {
        let parts = self.parts();
        for time in [Some(&mut parts.expires_at), parts.authorized_at.as_mut()].into_iter().flatten() {
            if *time > 0.0 {
                *time = (*time + seconds).max(0.0);
            }
        }
        self
    }

    /// Whether it is `other` but for its times.
    #[cfg(feature = "redis")]
    pub(crate) fn is_but_for_times(&self, other: &Self) -> bool {
        let mut same_times = self.clone();
        let parts = same_times.parts();
        parts.expires_at = other.0.expires_at;
        parts.authorized_at = other.0.authorized_at;
        same_times == *other && self.0.authorized_at.is_some() == other.0.authorized_at.is_some()
    }

    /// What a renewed token inherits from the one it replaces: the refresh token where none came back (RFC 6749 section 6), the
    /// time of the authorization, the scope where the answer does not say, and members we do not know. One more renewal is counted, or the first.
    pub(crate) fn inherit(mut self, old: &Self) -> Self {
        let (parts, old) = (self.parts(), &*old.0);
        parts.refresh_token = parts.refresh_token.take().or_else(|| old.refresh_token.clone());
        parts.scope = parts.scope.take().or_else(|| old.scope.clone());
        parts.authorized_at = parts.authorized_at.or(old.authorized_at);
        parts.lineage = Some(match &old.lineage {
            Some(lineage) => lineage.renewed(),
            None => Lineage::begin(parts.access_token.expose_secret(), parts.expires_at),
        });
        for (name, value) in &old.unknown {
            parts.unknown.entry(name).or_insert_with(|| value.clone());
        }
        self
    }
}

fn check_unix_seconds(what: &str, seconds: f64) -> Result<()> {
    if seconds.is_finite() && seconds >= 0.0 {
        return Ok(());
    }
    Err(Error::invalid_argument(format!("{what} must be Unix seconds, not {seconds}")))
}

impl PartialEq for TokenInfo {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (&*self.0, &*other.0);
        Arc::ptr_eq(&self.0, &other.0)
            || self.access_token() == other.access_token()
                && ours.expires_at.to_bits() == theirs.expires_at.to_bits()
                && self.refresh_token() == other.refresh_token()
                && ours.scope == theirs.scope
                && ours.authorized_at == theirs.authorized_at
                && ours.lineage == theirs.lineage
                && ours.binding == theirs.binding
                && ours.unknown == theirs.unknown
    }
}

impl fmt::Debug for TokenInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenInfo")
            .field("access_token", &"[redacted]")
            .field("expires_at", &self.0.expires_at)
            .field("refresh_token", &self.0.refresh_token.as_ref().map(|_| "[redacted]"))
            .field("scope", &self.0.scope)
            .field("authorized_at", &self.0.authorized_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
