//! Everything that is tested from outside the crate, in one binary: linking is slow.

mod client_faults;
#[cfg(unix)]
mod file_cache;
mod first_steps;
#[cfg(all(unix, feature = "keyring"))]
mod keyring;
mod local_login;
mod rate_limit;
#[cfg(all(unix, feature = "redis"))]
mod redis;
mod round_trips;
mod runtimes;
mod secrets;
mod support;
mod token_endpoint;
mod token_manager;
mod user_logins;
mod web_api;
