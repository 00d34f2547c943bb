//! Panics in code that others wrote end where they happen: their caller gets an error, and the next call works.
//!
//! The text of a panic is not kept: it may hold anything.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::error::{Error, ErrorKind, Result};

/// Calls `code`; `whose` names it in the error.
pub(crate) fn caught<T>(whose: &str, code: impl FnOnce() -> T) -> Result<T> {
    // What a panic leaves behind half done belongs to whoever panicked, and is not used here again.
    catch_unwind(AssertUnwindSafe(code))
        .map_err(|_| Error::new(ErrorKind::Custom, format!("{whose} panicked")))
}

/// The same for a future, which is not polled again after a panic.
pub(crate) async fn caught_in<F: Future>(whose: &str, future: F) -> Result<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match caught(whose, || future.as_mut().poll(context)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(error) => Poll::Ready(Err(error)),
    })
    .await
}
