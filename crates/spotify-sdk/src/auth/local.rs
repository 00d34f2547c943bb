//! The loopback login.

mod browser;
mod connection;
mod listener;
mod page;
mod pasted;
mod pending;
mod receive;
mod router;
#[cfg(test)]
mod tests;

pub use browser::can_open_browser;
pub use pasted::PastedCallback;
