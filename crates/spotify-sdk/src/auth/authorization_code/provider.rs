//! The login as where a client gets its tokens.

use std::future::Future;

use super::AuthorizationCode;
use crate::auth::{AuthProvider, CoolDowns, Flow};
use crate::error::Result;
use crate::secret::AccessToken;

impl AuthProvider for AuthorizationCode {
    fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send {
        self.0.manager.access_token()
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        self.0.manager.cached()
    }

    fn invalidate(&self, token: &AccessToken) {
        self.0.manager.invalidate(token);
    }

    fn flow(&self) -> Option<Flow> {
        Some(Flow::AuthorizationCode)
    }

    fn client_id(&self) -> Option<&str> {
        Some(&self.0.manager.settings().client.client_id)
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        self.0.manager.cool_downs()
    }

    fn attach(&self) {
        self.0.manager.attach();
    }

    fn detach(&self) {
        self.0.manager.detach();
    }

    /// A client that is closed leaves the login of one of many users alone: the next request of that user needs it.
    async fn close(&self) {
        if self.0.user.is_none() {
            self.0.manager.close().await;
        }
    }
}
