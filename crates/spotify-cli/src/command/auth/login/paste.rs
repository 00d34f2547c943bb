//! Addresses that the user pastes while the login waits.

use std::convert::Infallible;

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::PastedCallback;

use crate::command::auth::app::Input;
use crate::output;

/// Gives every line to the login until one is its callback. It is the login that ends, not this.
pub(super) async fn read(mut input: Input, pasted: &PastedCallback) -> Infallible {
    // The end of the input, or a line that is no text: the browser may still come.
    while let Ok(Some(line)) = input.next_line().await {
        if line.trim().is_empty() {
            continue;
        }
        match pasted.submit(&line) {
            Ok(()) => break,
            Err(error) if error.kind() == ErrorKind::Closed => break,
            Err(error) => output::note(&format!(
                "That was not it: {error}\nPaste the whole address that the browser ended at:"
            )),
        }
    }
    std::future::pending().await
}
