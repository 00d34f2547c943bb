//! Logging in and staying logged in.
//!
//! | to | use |
//! |---|---|
//! | log a user in on this machine: a script, a command, a desktop program | [`AuthorizationCode::ensure_login`] |
//! | log users in to a web application, with several workers | [`AuthorizationCode::authorization_request`], and with the callback [`AuthorizationCode::complete_authorization`] |
//! | tell the logins of many users apart | [`UserLogins`], over a [`KeyedTokenCache`] |
//! | go through the three steps of the auth documents | [`AuthorizationCode::authorization_url`], [`parse_response_url`](AuthorizationCode::parse_response_url), [`exchange_code`](AuthorizationCode::exchange_code) |
//! | do without a client secret | [`AuthorizationCodeBuilder::pkce`] |
//! | call the API as the app itself | [`ClientCredentials`] |
//! | share logins between the processes of many hosts | `RedisTokenCache`, with the feature `redis` |
//! | keep the login in the keyring of a desktop | `KeyringTokenCache`, with the feature `keyring` |
//! | keep the login between runs | [`FileTokenCache`], or a [`TokenCache`] of your own |
//! | take tokens from elsewhere | [`StaticToken`], or an [`AuthProvider`] of your own |
//!
//! What a provider does is an [`Action`]: `.await` it in async code, `.wait()` for it in code that blocks. An app that only calls the API
//! asks no provider for tokens; the client does.

#[cfg(feature = "client")]
mod action;
#[cfg(feature = "client")]
mod authorization_code;
mod binding;
mod cache;
#[cfg(feature = "client")]
mod client_credentials;
#[cfg(feature = "client")]
pub mod local;
#[cfg(feature = "client")]
mod manager;
#[cfg(feature = "client")]
mod options;
mod provider;
#[cfg(feature = "client")]
mod static_token;
mod token_info;
#[cfg(feature = "client")]
mod user_logins;

#[cfg(feature = "client")]
pub use action::Action;
#[cfg(feature = "client")]
pub use authorization_code::{AuthorizationCode, AuthorizationCodeBuilder, AuthorizationUrlBuilder};
pub use binding::Flow;
#[cfg(feature = "keyring")]
pub use cache::KeyringTokenCache;
#[cfg(feature = "redis")]
pub use cache::RedisTokenCache;
pub use cache::{
    CacheError, CacheLock, DirectoryTokenCache, FileTokenCache, InMemoryKeyedTokenCache, InMemoryTokenCache,
    KeyedTokenCache, TokenCache,
};
#[cfg(feature = "client")]
pub use client_credentials::{ClientCredentials, ClientCredentialsBuilder};
#[cfg(feature = "client")]
pub use local::{AuthorizeLocal, PastedCallback, authorize_local};
pub use provider::AuthProvider;
#[cfg(feature = "client")]
pub(crate) use provider::SharedProvider;
#[cfg(feature = "client")]
pub use static_token::StaticToken;
pub use token_info::TokenInfo;
#[cfg(feature = "client")]
pub use user_logins::{UserLogins, UserLoginsBuilder};

#[cfg(any(test, fuzzing))]
pub(crate) use cache::{file_name, pauses, stored_token};

pub use crate::cool_downs::CoolDowns;
