//! The token manager: one token for everyone, renewed once, and no login lost, whatever cache, clock and service do.

mod caches;
mod closing;
mod concurrency;
mod logging_out;
mod rotation;
mod support;
mod time;
