//! Every option of many users' logins.

use std::fmt;
use std::sync::Arc;

use super::{Shared, Table, UserLogins};
use crate::auth::cache::SharedTokenCache;
use crate::auth::{AuthorizationCodeBuilder, KeyedTokenCache};
use crate::error::{Error, Result};

/// Makes [`UserLogins`].
#[must_use = "call `build`"]
pub struct UserLoginsBuilder {
    login: AuthorizationCodeBuilder,
    cache: Box<dyn Fn(&str) -> SharedTokenCache + Send + Sync>,
    max_idle: usize,
}

impl UserLoginsBuilder {
    pub(in crate::auth) fn new(login: AuthorizationCodeBuilder, cache: impl KeyedTokenCache) -> Self {
        Self {
            login,
            cache: Box::new(move |key| SharedTokenCache::new(cache.for_key(key))),
            max_idle: 10_000,
        }
    }

    /// How many providers that nobody uses at the moment are kept in memory, 10,000 unless set. Each spares its user one look into the
    /// cache; none costs more than memory.
    pub fn max_idle(mut self, max_idle: usize) -> Self {
        self.max_idle = max_idle;
        self
    }

    /// Checks the options and makes the logins. Nothing is read from the cache and nothing sent yet.
    ///
    /// # Errors
    /// Those of [`AuthorizationCodeBuilder::build`], and [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) for a
    /// refresh token or a token cache: those are one user's, and every user would get that login.
    pub fn build(mut self) -> Result<UserLogins> {
        let (cache, refresh_token) = self.login.take_login();
        if refresh_token.is_some() {
            return Err(Error::invalid_argument(
                "a refresh token is one user's login, and here every user would get it",
            )
            .with_advice("Store it in the cache under that user's key"));
        }
        if cache.is_some() {
            return Err(Error::invalid_argument(
                "a token cache keeps one user's login, and here every user would get it",
            )
            .with_advice("Leave it out: for_users() has the cache for all of them"));
        }
        let (settings, app) = self.login.into_settings()?;
        Ok(UserLogins(Arc::new(Shared {
            settings: Arc::new(settings),
            app: Arc::new(app),
            cache: self.cache,
            max_idle: self.max_idle,
            table: Table::default().into(),
        })))
    }
}

impl fmt::Debug for UserLoginsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserLoginsBuilder")
            .field("login", &self.login)
            .field("max_idle", &self.max_idle)
            .finish_non_exhaustive()
    }
}
