//! The login of one of many users: what [`UserLogins`](crate::auth::UserLogins) do with it.

use std::sync::Arc;
use std::time::SystemTime;

use super::{App, AuthorizationCode};
use crate::auth::manager::TokenManager;

impl AuthorizationCode {
    /// The provider of one of many users.
    pub(in crate::auth) fn of_user(manager: TokenManager, app: Arc<App>, user: Arc<str>) -> Self {
        Self::new(manager, app, Some(user))
    }

    /// What [`close`](Self::close) does.
    pub(in crate::auth) async fn end(&self) {
        self.0.manager.close().await;
    }

    /// Whether something would be lost with it, or somebody misses it, if its last known handle were dropped: it is in use, it has a
    /// login under way, or it holds what the cache does not.
    pub(in crate::auth) fn is_needed(&self, now: SystemTime) -> bool {
        Arc::strong_count(&self.0) > 1 || self.0.manager.is_needed() || self.0.pending.is_under_way(now)
    }

    pub(in crate::auth) fn is_closed(&self) -> bool {
        self.0.manager.is_closed()
    }
}
