//! What the state machine and its runner say to each other.

use std::time::Duration;

use secrecy::SecretString;

use crate::auth::binding::Binding;
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, Result};
use crate::oauth::{Grant, TokenAnswer};

/// Refresh tokens that the service refused for good, and what it said.
#[derive(Clone)]
pub(crate) struct Refused {
    pub(crate) tokens: Vec<String>,
    pub(crate) error: Error,
}

/// What the machine knows when it starts.
#[derive(Clone)]
pub(crate) struct Knowledge {
    pub(crate) binding: Binding,
    /// What the provider holds in memory: what it stored or read last.
    pub(crate) memory: Option<TokenInfo>,
    /// The cache did not take what is in memory: while the cache holds something older, memory is right.
    pub(crate) unsaved: bool,
    /// The refresh token that the program configured.
    pub(crate) configured: Option<SecretString>,
    /// Access tokens that are of no use although the cache may hold them: refused by the Web API, or over by a clock that the file knows
    /// nothing of.
    pub(crate) spent: Vec<String>,
    /// Not to be tried again.
    pub(crate) refused: Option<Refused>,
    /// How long before its end a token is renewed.
    pub(crate) skew: Duration,
    /// Scopes that were asked for, where the answer does not say what was granted (RFC 6749 section 5.1).
    pub(crate) requested_scope: Option<String>,
}

/// What the runner is told to do.
pub(crate) enum Command {
    /// Become the only one to refresh, across processes.
    Lock,
    /// Read the cache.
    Load,
    /// Give another process time to store what it was given.
    Pause(Duration),
    /// Ask the token endpoint.
    Request(Grant),
    /// Store `token` if the cache still holds `expected`.
    Save { expected: Option<TokenInfo>, token: TokenInfo },
    /// Clear a dead login if the cache still holds it.
    Bury { expected: TokenInfo },
    /// Done.
    Finish(Outcome),
}

/// What came of it.
pub(crate) enum Event {
    Begin,
    /// Whether the lock is held. If it can't be had, the work goes on without.
    Locked(bool),
    Loaded(Result<Option<TokenInfo>>),
    Paused,
    Answered(Result<TokenAnswer>),
    /// Whether the cache still held what was expected, and now holds the token.
    Saved(Result<bool>),
    /// Likewise, for a dead login.
    Buried(Result<bool>),
    /// In this process somebody logged in or out meanwhile.
    Superseded,
}

/// The end of it.
pub(crate) enum Outcome {
    /// A token, stored where it could be.
    Token {
        token: TokenInfo,
        /// It is only in memory, and the cache is ours to write: try again later.
        unsaved: bool,
        /// It stays in memory: the cache holds somebody else's.
        foreign: Option<&'static str>,
        /// How long it lives, where the service has just said so: the wall clock may have been set since.
        lifetime: Option<Duration>,
    },
    /// There is no login, or it has ended.
    NoLogin {
        error: Error,
        refused: Option<Refused>,
        /// What memory holds is over, also should the cache forget why: somebody logged out, or logged in elsewhere.
        given_up: bool,
    },
    /// It did not work this time.
    Failed { error: Error, given_up: bool },
    /// The login changed meanwhile: look again.
    Superseded,
}

impl Outcome {
    /// A token that the cache holds, and that is good for a while.
    pub(crate) fn in_cache(token: TokenInfo) -> Self {
        Self::Token { token, unsaved: false, foreign: None, lifetime: None }
    }
}
