//! What these tests share: a sandbox with many users, and their logins.

use spotify_sandbox::{Ids, Rules, Sandbox, User};
use spotify_sdk::auth::{
    AuthorizationCode, InMemoryKeyedTokenCache, KeyedTokenCache, TokenCache as _, TokenInfo, UserLogins,
    UserLoginsBuilder,
};

use crate::token_manager::support::{provider, seconds};

/// The name of a user of the sandbox, and the key of the same one.
pub(crate) fn name(number: usize) -> String {
    format!("user-{number}")
}

/// A sandbox with so many users.
pub(crate) fn sandbox(users: usize) -> Sandbox {
    let builder = Sandbox::builder().rules(Rules::ExtendedQuota).ids(Ids::Open);
    (0..users).fold(builder, |builder, number| builder.user(User::premium(name(number)))).start().unwrap()
}

/// Logins over a cache. Waits are real ones, the wall clock is the sandbox's.
pub(crate) fn over(sandbox: &Sandbox, cache: impl KeyedTokenCache) -> UserLoginsBuilder {
    provider(sandbox).for_users(cache)
}

/// Logins in memory.
pub(crate) fn in_memory(sandbox: &Sandbox) -> UserLogins {
    over(sandbox, InMemoryKeyedTokenCache::new()).build().unwrap()
}

/// Sends the user through the authorization endpoint.
pub(crate) async fn log_in(sandbox: &Sandbox, auth: &AuthorizationCode, user: &str) -> TokenInfo {
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve_as(user, request.authorization_url()).unwrap();
    auth.complete_authorization(request, &callback).await.unwrap()
}

/// Puts a login with `lifetime` seconds left into the cache of `user`'s key, as if this app had stored it.
pub(crate) async fn store_login(
    sandbox: &Sandbox,
    cache: &impl KeyedTokenCache,
    user: &str,
    lifetime: f64,
) -> TokenInfo {
    let minted = sandbox.mint(user, &["user-read-private"]);
    let token = TokenInfo::new(minted.access_token, seconds(sandbox) + lifetime)
        .unwrap()
        .with_refresh_token(minted.refresh_token)
        .with_scope("user-read-private");
    cache.for_key(user).set(&token).await.unwrap();
    token
}
