//! Logging in and staying logged in.

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
pub use action::Action;
#[cfg(feature = "client")]
pub use authorization_code::{AuthorizationCode, AuthorizationCodeBuilder, AuthorizationUrlBuilder};
pub use binding::Flow;
pub use cache::{CacheError, CacheLock, FileTokenCache, InMemoryTokenCache, TokenCache};
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
