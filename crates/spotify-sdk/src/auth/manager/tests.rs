//! The state machine against a model of service, cache and processes; and what only the inside can show.

mod commands;
mod endings;
mod looks;
mod mishaps;
mod model;
mod other_programs;
mod properties;
mod service;
mod warnings;
