//! The steps of a login, in their order: check everything, bind, make the URL, show it, wait, close,
//! exchange.

use std::future::Future;
use std::sync::Arc;

use secrecy::ExposeSecret;
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinError};

use super::connection::Limits;
use super::listener::{Listener, check_loopback};
use super::pending::Pending;
use super::receive::receive;
use super::{AuthorizeLocal, browser};
use crate::auth::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::panics::caught;
use crate::runtime;

pub(super) async fn run(login: AuthorizeLocal) -> Result<TokenInfo> {
    check(&login)?;
    let AuthorizeLocal { auth, timeout, show_dialog, open_browser, state, handler, pasted } = login;
    let listener = Listener::bind(auth.redirect_uri()).await?;
    let request = auth.authorization_request_with(listener.redirect_uri().clone(), state, show_dialog)?;
    let pending = Arc::new(Pending::new(request.state(), Some(auth.issuer().to_owned())));
    let time_is_up = auth.clock().sleep(timeout);
    if let Some(pasted) = &pasted {
        pasted.attach(&pending);
    }
    let has_other_way = handler.is_some() || pasted.is_some();
    if let Some(handler) = handler {
        caught("the handler that is given the URL", || handler(request.authorization_url()))?;
    }
    let browser = async {
        if open_browser {
            let error = browser::open(request.authorization_url()).await;
            if !has_other_way {
                return error;
            }
            tracing::warn!(%error, "the login goes on without a browser of this machine");
        }
        std::future::pending().await
    };
    let callback = receive(listener, &pending, browser, time_is_up, &Limits::DEFAULT).await?;
    let request = request.waited_for(auth.clock().now());
    auth.complete_authorization(request, callback.expose_secret()).await
}

/// Everything that can be wrong before a socket is opened.
fn check(login: &AuthorizeLocal) -> Result<()> {
    check_loopback(login.auth.redirect_uri())?;
    if login.timeout.is_zero() {
        return Err(Error::invalid_argument("the timeout of a login must be more than zero"));
    }
    if let Some(state) = &login.state {
        // RFC 6749 appendix A.5.
        if state.is_empty() || !state.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Error::invalid_argument("the state must be printable ASCII, at least one character")
                .with_advice("Leave it out: a random one is made for each login"));
        }
    }
    if !login.open_browser && login.handler.is_none() && login.pasted.is_none() {
        return Err(Error::invalid_argument(
            "with open_browser(false) nobody gets to see the authorization URL",
        )
        .with_advice("Show it to the user with `on_url`"));
    }
    Ok(())
}

/// Runs `login` where there is a runtime for its sockets: here, or, under an executor that is not tokio's, in
/// the background.
pub(super) async fn on_tokio<F>(login: F) -> Result<TokenInfo>
where
    F: Future<Output = Result<TokenInfo>> + Send + 'static,
{
    if Handle::try_current().is_ok() {
        return login.await;
    }
    let task = runtime::background()?.spawn(login);
    let _cancelled_with_us = CancelOnDrop(task.abort_handle());
    task.await.unwrap_or_else(|error| Err(panicked(error)))
}

struct CancelOnDrop(AbortHandle);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The handler's panic is the caller's own: it goes on there.
fn panicked(error: JoinError) -> Error {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_cancelled) => Error::new(ErrorKind::Closed, "the login was cancelled"),
    }
}
