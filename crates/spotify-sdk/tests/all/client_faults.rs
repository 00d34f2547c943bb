//! The client against a bad network, a bad server and bad input: rows 5, 23, 93 to 97, 106 to 121 and 122 to 125, and its options.

mod answers;
mod authorization;
mod cached_tokens;
mod call_options;
mod connections;
mod environment;
mod headers;
mod http2;
mod large;
mod network_change;
mod origin;
mod panics;
mod paths;
mod proxy;
mod settings;
mod timeouts;
pub(crate) mod tls;
mod unauthorized;
mod writes;
