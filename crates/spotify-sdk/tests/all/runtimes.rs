//! Runtimes that come and go, callers that block, and programs that end: no hang, no panic.

mod blocking;
mod dropping;
pub(crate) mod foreign;
mod several;
