//! The command as a user runs it: the real binary, beside a sandbox.

mod auth;
mod command;
mod demo;
mod home;
mod sandbox_run;
