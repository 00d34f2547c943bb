//! The sandbox seen from outside: real sockets, raw HTTP, no client library.

#![allow(unreachable_pub, reason = "the modules of a test binary are public to nobody else")]

mod client;
