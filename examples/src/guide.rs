//! Twins of the auth guide's snippets.

pub mod access_token;
pub mod authorization_code;
pub mod authorize_local;
pub mod cleanup;
pub mod client_credentials_constructor;
pub mod client_credentials_environment;
pub mod client_credentials_factory;
pub mod file_cache;
pub mod manual_flow;
pub mod memory_cache;
pub mod redis_cache;
pub mod refresh;
pub mod refresh_configuration;
pub mod scopes;
