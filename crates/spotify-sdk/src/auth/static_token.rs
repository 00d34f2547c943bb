//! An access token that somebody else obtained.

use std::future::Future;

use crate::auth::{Action, AuthProvider};
use crate::error::Result;
use crate::secret::AccessToken;

/// A fixed access token. It is used as it is and never refreshed: it works until it expires, at most an hour after it was issued.
#[derive(Debug, Clone)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Wraps a token.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when it is empty or holds a character that no token has.
    pub fn new(access_token: impl Into<String>) -> Result<Self> {
        AccessToken::new(access_token).map(Self)
    }

    /// The token.
    ///
    /// # Errors
    /// None.
    #[doc(alias = "get_access_token")]
    pub fn access_token(&self) -> Action<AccessToken> {
        Action::done(Ok(self.0.clone()))
    }
}

impl AuthProvider for StaticToken {
    fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send {
        std::future::ready(Ok(self.0.clone()))
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        Some(self.0.clone())
    }
}
