//! Secrets reach no `Debug`, no error and no log: rows 94 and 98 to 100.

mod debug;
mod errors;
mod events;
mod http2;
pub(crate) mod log;
mod memory;
mod scan;
mod trace;

use std::error::Error as _;
use std::fmt::Write as _;

/// Everything that anyone could print of an error, its causes included.
pub(crate) fn everything_about(error: &spotify_sdk::Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {error:#?} {}", error.message());
    for part in [error.advice(), error.reason(), error.oauth_error(), error.json_path(), error.body_excerpt()]
    {
        write!(text, " {part:?}").unwrap();
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(text, " {error} {error:?} {error:#?}").unwrap();
        cause = error.source();
    }
    text
}
