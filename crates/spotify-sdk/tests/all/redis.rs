//! Logins on a Redis server: a real one, where there is a `redis-server`. `cargo xtask test` installs Debian's where it may.

mod child;
mod clocks;
mod compare_and_set;
mod entries;
mod failover;
mod fleet;
mod locks;
mod losses;
mod outages;
mod pauses;
mod proxy;
mod server;
mod silence;
mod times;

/// What the tests need: a server of their own.
macro_rules! server_or_skip {
    () => {
        match crate::redis::server::Server::start() {
            Some(server) => server,
            None => return,
        }
    };
}
use server_or_skip;
