//! Placeholder until the loopback login is merged.
use crate::auth::{Action, AuthorizationCode, TokenInfo};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
/// x
pub struct AuthorizeLocal(AuthorizationCode);
impl AuthorizeLocal {
    pub(crate) fn new(auth: AuthorizationCode) -> Self {
        Self(auth)
    }
}
impl IntoFuture for AuthorizeLocal {
    type Output = crate::Result<TokenInfo>;
    type IntoFuture = Pin<Box<dyn Future<Output = crate::Result<TokenInfo>> + Send>>;
    fn into_future(self) -> Self::IntoFuture {
        let a = self.0;
        Box::pin(async move {
            let r = a.authorization_request()?;
            a.complete_authorization(r, "").await
        })
    }
}
/// x
pub fn authorize_local(auth: &AuthorizationCode) -> AuthorizeLocal {
    auth.authorize_local()
}
