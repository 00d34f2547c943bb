//! The token manager: one token for everyone, renewed once, and no login lost, whatever cache, clock and service do.

mod caches;
#[cfg(unix)]
pub(crate) mod child;
mod closing;
mod concurrency;
mod dead_logins;
#[cfg(unix)]
mod kills;
mod late;
mod logging_out;
mod manual_login;
mod mistakes;
mod other_programs;
mod outages;
#[cfg(unix)]
mod processes;
mod provenance;
mod rotation;
mod spread;
pub(crate) mod support;
mod time;
mod unshared;
mod ways_in;
