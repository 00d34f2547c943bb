//! A callback that the user carries over by hand, because the browser runs on another machine.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::pending::Pending;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::AuthorizationCallback;

/// Where a user's pasted callback goes in while [`AuthorizeLocal`](super::AuthorizeLocal) waits: whichever
/// comes first, the browser's visit or the paste, completes the login.
///
/// Over SSH the browser runs elsewhere, and its visit to `127.0.0.1` fails there; but its address bar then
/// shows the callback. The library reads no input itself: read it where your program does and
/// [`submit`](Self::submit) it. Clones are the same handle.
///
/// ```no_run
/// use std::io::BufRead as _;
/// use spotify_sdk::auth::{AuthorizationCode, PastedCallback};
///
/// # fn main() -> spotify_sdk::Result<()> {
/// let auth = AuthorizationCode::builder().scopes("user-library-read").build()?;
/// let pasted = PastedCallback::new();
/// let input = pasted.clone();
/// let login = auth
///     .authorize_local()
///     .open_browser(false)
///     .pasted_callback(&pasted)
///     .on_url(move |url| {
///         println!("Visit {url}\nand paste here the address that the browser ends up at:");
///         std::thread::spawn(move || {
///             for line in std::io::stdin().lock().lines().map_while(Result::ok) {
///                 match input.submit(&line) {
///                     Ok(()) => break,
///                     Err(error) => println!("That was not it: {error}. Try again:"),
///                 }
///             }
///         });
///     });
/// let token = login.wait()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct PastedCallback(Arc<Mutex<Weak<Pending>>>);

impl PastedCallback {
    /// A handle that belongs to no login yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the waiting login what the user pasted: the whole address that the browser was sent to, its path
    /// and query, or its query alone.
    ///
    /// `Ok` means that it belongs to this login and completes it; whether the user agreed, and what the
    /// exchange of the code brought, the login itself returns. After an error the login goes on waiting, and
    /// another paste can be tried.
    ///
    /// # Errors
    /// * [`ErrorKind::InvalidCallback`](crate::ErrorKind::InvalidCallback): it is no callback (no code, a
    ///   repeated parameter, another issuer). A bare code is none either: without its state nobody can tell
    ///   whose it is.
    /// * [`ErrorKind::StateMismatch`](crate::ErrorKind::StateMismatch): it is the callback of another login.
    /// * [`ErrorKind::Closed`](crate::ErrorKind::Closed): no login waits: it has not started, or is over.
    pub fn submit(&self, pasted: &str) -> Result<()> {
        let Some(pending) = self.slot().upgrade() else {
            return Err(Error::new(ErrorKind::Closed, "no login is waiting for a callback")
                .with_advice("Start the login first; if it is over, start another one"));
        };
        let pasted = AuthorizationCallback::pasted(pasted);
        // Whatever else is wrong with something that is no callback at all, its state is not what to tell the
        // user about.
        if let Err(error) = AuthorizationCallback::parse_from(pasted, None, pending.issuer())
            && error.kind() == ErrorKind::InvalidCallback
        {
            return Err(error);
        }
        pending.offer(pasted)
    }

    /// From now on pastes go to this login, until it is dropped.
    pub(super) fn attach(&self, pending: &Arc<Pending>) {
        *self.slot() = Arc::downgrade(pending);
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Weak<Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for PastedCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PastedCallback")
    }
}
