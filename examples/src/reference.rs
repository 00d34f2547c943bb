//! Twins of the auth reference's snippets.

pub mod auth_provider;
pub mod authorization_code;
pub mod client_credentials;
pub mod file_cache;
pub mod local_dev_helper;
pub mod token_cache;
pub mod token_info;
