//! The logins of many users: each its own, shared by all who serve that user, and cheap while nobody does.

mod closing;
mod elsewhere;
#[cfg(unix)]
mod hostile_keys;
mod idle;
mod interleaved;
mod keeping;
mod late;
mod options;
mod pausing;
mod requests;
mod sharing;
mod support;
