//! The token endpoint at its worst: connections that fail, answers that are none, waits that are asked for, and what is sent to it.

mod answers;
mod bad_input;
mod connections;
mod forms;
#[cfg(unix)]
mod oversized;
mod refusals;
mod support;
mod waits;
