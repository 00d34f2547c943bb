//! The command as a user runs it: the real binary, beside a sandbox.

mod command;
mod demo;
mod sandbox_run;
