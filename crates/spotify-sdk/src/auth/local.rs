//! The loopback login (RFC 8252 section 7.3): the browser of this machine, and a listener on the loopback
//! address of the redirect URI.
//!
//! The listener is the one part of an OAuth client that strangers can talk to: every program and every web
//! page on the machine reaches it. It serves up to 64 connections at once, each with a time limit of its own;
//! it takes nothing for a callback but a GET with the right host, path and state; and it judges the state
//! before anything else. Whatever else arrives neither ends the login nor holds it up.

mod browser;
mod connection;
mod listener;
mod login;
mod page;
mod pasted;
mod pending;
mod receive;
mod router;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::auth::{AuthorizationCode, TokenInfo};
use crate::error::Result;
use crate::runtime;
pub use browser::{can_open_browser, open_browser};
pub use pasted::PastedCallback;

/// How long the user may take unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Logs in on this machine: [`AuthorizationCode::authorize_local`] as a function, for those who know it from
/// the auth documents.
///
/// ```no_run
/// use spotify_sdk::auth::{AuthorizationCode, authorize_local};
///
/// # fn main() -> spotify_sdk::Result<()> {
/// let auth = AuthorizationCode::builder().scopes("user-library-read").build()?;
/// let token = authorize_local(&auth).wait()?;              // in async code: .await?
/// # Ok(()) }
/// ```
#[doc(alias = "async_authorize_local")]
pub fn authorize_local(auth: &AuthorizationCode) -> AuthorizeLocal {
    auth.authorize_local()
}

/// A loopback login that has not begun: set options, then `.await` it, or [`wait`](Self::wait) for it in
/// blocking code.
///
/// It listens on the address of the provider's redirect URI (`127.0.0.1`, `[::1]`, or `localhost`, which
/// Spotify refuses), on its port or, where it names none or 0, on any free one (Spotify lets a loopback
/// address that is registered without a port have any). Then it opens the browser, waits for the callback,
/// closes the listener, exchanges the code with PKCE, and stores the tokens.
///
/// Dropping it, or the future that it becomes, closes everything at once: that is how to cancel.
///
/// ```no_run
/// use std::time::Duration;
/// use spotify_sdk::auth::AuthorizationCode;
///
/// # async fn example(auth: AuthorizationCode) -> spotify_sdk::Result<()> {
/// let token = auth
///     .authorize_local()
///     .timeout(Duration::from_secs(120))
///     .on_url(|url| println!("If no browser opens, visit {url}"))
///     .await?;
/// # Ok(()) }
/// ```
///
/// # Errors
/// Before anything is opened:
/// * [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): the redirect URI is not on this machine,
///   or its port is in use.
/// * [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument): a timeout of zero, a state that can't
///   be one, or no way for the user to get to the authorization URL.
///
/// Later:
/// * [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): no browser could be opened, and nothing
///   else shows the URL.
/// * [`ErrorKind::AccessDenied`](crate::ErrorKind::AccessDenied),
///   [`InvalidScope`](crate::ErrorKind::InvalidScope),
///   [`AuthorizationFailed`](crate::ErrorKind::AuthorizationFailed): how the user or Spotify answered.
/// * [`ErrorKind::LoginTimeout`](crate::ErrorKind::LoginTimeout): no callback came in time.
/// * [`ErrorKind::StateMismatch`](crate::ErrorKind::StateMismatch): a hundred callbacks came, all with a
///   wrong state.
/// * Those of [`exchange_code`](AuthorizationCode::exchange_code).
#[must_use = "no login begins until it is awaited, or waited for with `wait`"]
pub struct AuthorizeLocal {
    auth: AuthorizationCode,
    timeout: Duration,
    show_dialog: bool,
    open_browser: bool,
    state: Option<String>,
    handler: Option<Handler>,
    pasted: Option<PastedCallback>,
}

type Handler = Box<dyn FnOnce(&str) + Send>;

impl AuthorizeLocal {
    pub(crate) fn new(auth: AuthorizationCode) -> Self {
        Self {
            show_dialog: auth.shows_dialog(),
            auth,
            timeout: TIMEOUT,
            open_browser: true,
            state: None,
            handler: None,
            pasted: None,
        }
    }

    /// How long to wait for the callback, five minutes unless set. The exchange of the code that follows has
    /// the provider's own time limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether the user sees the consent page even when they have agreed before; unless set, as the provider
    /// was built.
    pub fn show_dialog(mut self, show_dialog: bool) -> Self {
        self.show_dialog = show_dialog;
        self
    }

    /// Whether to open the browser, yes unless set. Without it, show the URL with [`on_url`](Self::on_url);
    /// [`can_open_browser`] knows where the user would see no browser.
    ///
    /// A browser that can't be opened is an error, unless `on_url` or
    /// [`pasted_callback`](Self::pasted_callback) is set: then it is a warning in the log.
    pub fn open_browser(mut self, open_browser: bool) -> Self {
        self.open_browser = open_browser;
        self
    }

    /// The `state` to send instead of a random one. It must be unguessable, and another one for each login.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Something to do with the authorization URL, such as showing it: called once, when the listener is
    /// ready and before the browser opens. The login goes on when it returns.
    #[doc(alias = "authorization_url_handler")]
    pub fn on_url(mut self, handler: impl FnOnce(&str) + Send + 'static) -> Self {
        self.handler = Some(Box::new(handler));
        self
    }

    /// Also takes a callback that the user pastes, whichever comes first. For users whose browser runs on
    /// another machine.
    pub fn pasted_callback(mut self, pasted: &PastedCallback) -> Self {
        self.pasted = Some(pasted.clone());
        self
    }

    /// Logs in and blocks this thread until it is done. Works inside tokio too, at the price of the thread.
    ///
    /// # Errors
    /// See [`AuthorizeLocal`].
    pub fn wait(self) -> Result<TokenInfo> {
        runtime::block_on(self.into_future())?
    }
}

impl IntoFuture for AuthorizeLocal {
    type Output = Result<TokenInfo>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<TokenInfo>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(login::on_tokio(login::run(self)))
    }
}

impl fmt::Debug for AuthorizeLocal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeLocal")
            .field("auth", &self.auth)
            .field("timeout", &self.timeout)
            .field("show_dialog", &self.show_dialog)
            .field("open_browser", &self.open_browser)
            .finish_non_exhaustive()
    }
}
