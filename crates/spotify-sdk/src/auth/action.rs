//! Something to do that can be awaited or waited for.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Result;
use crate::runtime;

/// An operation of a provider: `.await` it in async code, [`wait`](Action::wait) for it in blocking code. Nothing happens before.
///
/// ```
/// use spotify_sdk::auth::{AuthProvider, StaticToken};
///
/// let auth = StaticToken::new("your-access-token")?;
/// let token = auth.access_token().wait()?;
/// # async fn in_async_code(auth: StaticToken) -> spotify_sdk::Result<()> {
/// let token = auth.access_token().await?;
/// # Ok(()) }
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[must_use = "nothing happens until it is awaited, or waited for with `wait`"]
pub struct Action<T>(Step<T>);

enum Step<T> {
    /// The result is there already: no future had to be made.
    Done(Option<Result<T>>),
    Future(Pin<Box<dyn Future<Output = Result<T>> + Send>>),
}

impl<T: Send + 'static> Action<T> {
    pub(crate) fn new(future: impl Future<Output = Result<T>> + Send + 'static) -> Self {
        Self(Step::Future(Box::pin(async move { runtime::on_tokio(future).await? })))
    }

    pub(crate) fn done(result: Result<T>) -> Self {
        Self(Step::Done(Some(result)))
    }

    /// Does it and blocks this thread until it is done. Works inside tokio too, at the price of the thread.
    ///
    /// # Errors
    /// Those of the operation.
    ///
    /// # Panics
    /// As every future that is polled again: when it was awaited to its end before, by reference.
    pub fn wait(self) -> Result<T> {
        match self.0 {
            Step::Done(result) => result.expect("waited for after it was done"),
            Step::Future(future) => runtime::block_on(future)?,
        }
    }
}

impl<T: Unpin> Future for Action<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Step::Done(result) => Poll::Ready(result.take().expect("polled after it was done")),
            Step::Future(future) => future.as_mut().poll(context),
        }
    }
}

impl<T> Unpin for Action<T> {}

impl<T> fmt::Debug for Action<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Action")
    }
}
