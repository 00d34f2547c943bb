//! The kinds of failure.

/// What kind of failure an [`Error`](crate::Error) is. More kinds may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument can't work: an id, a redirect URI, a token, a time. Nothing was sent.
    InvalidArgument,
    /// A client id, secret or redirect URI is missing, or options can't work as they are: a base URL, a proxy, two logins at once.
    /// Nothing was sent.
    Configuration,
    /// The operation needs a user's login, and the token is an app's own (client credentials). Where the client knows that,
    /// nothing is sent.
    UserLoginRequired,
    /// There is no login yet: nothing in the cache, no refresh token, no code exchanged.
    NotLoggedIn,
    /// There was a login and it has ended (revoked, or six months old): the user must authorize again.
    ReauthorizationRequired,
    /// The user declined on the consent page.
    AccessDenied,
    /// The authorization endpoint answered with an error other than `access_denied` (RFC 6749 section 4.1.2.1).
    AuthorizationFailed,
    /// The callback's `state` is not the one that was sent (RFC 6749 section 10.12).
    StateMismatch,
    /// The callback is not one: no code, a repeated parameter, another issuer, not a URL.
    InvalidCallback,
    /// The login was not completed in time.
    LoginTimeout,
    /// The authorization code was refused (`invalid_grant`): used already, too old, of another app or redirect URI.
    InvalidGrant,
    /// The client id or secret is wrong (`invalid_client`).
    InvalidClient,
    /// The app may not use this grant (`unauthorized_client`).
    UnauthorizedClient,
    /// A requested scope does not exist (`invalid_scope`).
    InvalidScope,
    /// The Accounts service does not know the grant (`unsupported_grant_type`).
    UnsupportedGrantType,
    /// The Accounts service found the token request malformed (`invalid_request`).
    InvalidTokenRequest,
    /// No connection, or one that broke.
    Network,
    /// No answer within the time limit.
    Timeout,
    /// A write was sent and its answer was lost, or can't be read: it may or may not have been applied. Look before you repeat
    /// it.
    RequestMaybeApplied,
    /// The answer is not what the protocol says: HTML instead of JSON, a redirect, too large a body, an unusable token.
    InvalidResponse,
    /// The answer is JSON, but not of the expected shape; see [`Error::json_path`](crate::Error::json_path).
    Decode,
    /// 400: Spotify refused the request's parameters.
    BadRequest,
    /// 401: the access token was refused, and could not be renewed or was refused again.
    Unauthorized,
    /// 403: not allowed for this token, this user or this app, for a reason that is none of those below.
    Forbidden,
    /// 403, or 401 from the player: the login lacks a scope that the operation needs.
    MissingScope,
    /// 403 or 404: the operation is closed to apps of this mode or age. The advice names what takes its place, where
    /// something does; see [`Operation::replacement`](crate::endpoint::Operation::replacement).
    ClosedToApp,
    /// 403: the app is in Development Mode, and this user is not on its list.
    UserNotRegistered,
    /// 403: the app is in Development Mode, and its owner has no Spotify Premium. Nothing works for anybody.
    OwnerWithoutPremium,
    /// 403: the user has no Spotify Premium.
    PremiumRequired,
    /// 404: no such thing, or no active device.
    NotFound,
    /// 429: too many requests at a time; see [`Error::retry_after`](crate::Error::retry_after).
    RateLimited,
    /// 429 `QUOTA_EXCEEDED`: the day's requests for operations of this group are used up;
    /// [`Error::retry_after`](crate::Error::retry_after) is hours. Others still answer.
    QuotaExceeded,
    /// 5xx: Spotify failed.
    Server,
    /// Any other HTTP status.
    UnexpectedStatus,
    /// The token cache could not be read or written.
    Cache,
    /// The provider or client was closed.
    Closed,
    /// A custom provider, cache or transport failed or panicked.
    Custom,
}

impl ErrorKind {
    /// See [`Error::is_transient`](crate::Error::is_transient).
    pub(super) fn is_transient(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::RateLimited | Self::QuotaExceeded | Self::Server)
    }
}
