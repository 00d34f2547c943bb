//! The logins of many users over one app, one set of connections, one cache.

mod builder;
mod table;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::auth::authorization_code::App;
use crate::auth::cache::SharedTokenCache;
use crate::auth::manager::{Settings, TokenManager};
use crate::auth::{Action, AuthorizationCode};
use crate::error::{Error, ErrorKind};
use crate::runtime;
pub use builder::UserLoginsBuilder;
use table::Table;

/// The logins of a web application's users: a provider for each, made when it is asked for, over the same settings and connections.
///
/// The same key gives the same live provider, also from another handler at the same time, so that a hundred requests of one user renew
/// its token once. A login of one user is never another's: each has a place of its own in the cache, and an
/// [`AuthorizationRequest`](crate::oauth::AuthorizationRequest) of one user is refused by the provider of another.
///
/// ```no_run
/// use spotify_sdk::SpotifyClient;
/// use spotify_sdk::auth::{AuthorizationCode, ClientCredentials, DirectoryTokenCache};
///
/// # async fn example(user_id: &str, callback: &str) -> spotify_sdk::Result<()> {
/// // Once, when the application starts:
/// let logins = AuthorizationCode::builder()
///     .client_id("your-client-id")
///     .client_secret("your-client-secret")
///     .redirect_uri("https://your-app.com/callback")
///     .scopes(["user-library-read"])
///     .for_users(DirectoryTokenCache::new("/var/lib/your-app/spotify"))
///     .build()?;
/// let client = SpotifyClient::new(ClientCredentials::from_env()?);
///
/// // GET /login: keep the request in the user's session, send the user to its URL.
/// let request = logins.for_user(user_id).authorization_request()?;
///
/// // GET /callback, in this process or another: the session says who it is.
/// logins.for_user(user_id).complete_authorization(request, callback).await?;
///
/// // Any later request of that user:
/// let tracks = client.with_auth(logins.for_user(user_id)).tracks().get_saved().await?;
///
/// // POST /logout, and when the application ends:
/// logins.for_user(user_id).logout().await?;
/// logins.close().await?;
/// # Ok(()) }
/// ```
///
/// **The key** is any text that the application knows the user by and takes from the user's session, never from a URL: whoever can
/// choose a key uses that user's login. It goes to the cache and nowhere else; requests carry a hash of it. Errors about a file show the
/// file's path, which is made of the key.
///
/// **Where users sign in with Spotify itself** nobody knows who it is before the login is complete. Complete it with a provider of its own
/// ([`AuthorizationCodeBuilder::build`](crate::auth::AuthorizationCodeBuilder::build), a token in memory), ask for the profile, and store
/// the [`TokenInfo`](crate::auth::TokenInfo) under that user's key: `cache.for_key(&profile.id).set(&token)`.
///
/// **Memory.** A user whose provider is idle costs about two kilobytes, and no task, thread or socket. Ten thousand idle
/// ones are kept ([`max_idle`](UserLoginsBuilder::max_idle)), those that were asked for last. Who is dropped comes back from the cache
/// at the next call. A provider stays, however many there are, as long as anybody holds it, anything is under way for it, or
/// its cache has not taken its token.
///
/// Clones are handles to the same logins.
#[derive(Clone)]
pub struct UserLogins(Arc<Shared>);

struct Shared {
    settings: Arc<Settings>,
    app: Arc<App>,
    /// The cache of a key: somebody else's code.
    cache: Box<dyn Fn(&str) -> SharedTokenCache + Send + Sync>,
    max_idle: usize,
    table: Mutex<Table>,
}

impl UserLogins {
    /// The provider of one user. Reads nothing and sends nothing yet.
    ///
    /// It has all that a single user's provider has. Closing a client that uses it leaves it open;
    /// [closing it](AuthorizationCode::close) ends it for all who hold it, and the same key then gives a new one.
    ///
    /// An empty key is reported by whatever is done with the provider, as
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument), and so is one that is asked for after [`close`](Self::close), as
    /// [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    pub fn for_user(&self, key: impl AsRef<str>) -> AuthorizationCode {
        let (shared, key) = (&*self.0, key.as_ref());
        if key.is_empty() {
            return shared.unusable(key, no_key());
        }
        let now = shared.settings.attempts.clock.now();
        // Providers are dropped without the table's lock: their caches, which are somebody else's code, go with them.
        let (known, _dropped) = {
            let mut table = shared.table();
            (table.find(key), table.tidy(shared.max_idle, now))
        };
        if let Some(known) = known {
            return known;
        }
        // Without the lock as well: making a cache may ask for another user.
        let manager = TokenManager::new(shared.settings.clone(), (shared.cache)(key), None);
        let key: Arc<str> = key.into();
        let auth = AuthorizationCode::of_user(manager, shared.app.clone(), key.clone());
        let admitted = {
            let mut table = shared.table();
            if table.is_closed() {
                None
            } else {
                Some((table.admit(key.clone(), &auth), table.tidy(shared.max_idle, now)))
            }
        };
        match admitted {
            Some((auth, _dropped)) => auth,
            None => shared.unusable(&key, closed()),
        }
    }

    /// For how many users there is a provider in memory at present, idle or not.
    #[must_use]
    pub fn in_memory(&self) -> usize {
        self.0.table().len()
    }

    /// Ends all providers, as [`AuthorizationCode::close`] does: renewals under way are waited for, two seconds at most altogether; the
    /// logins stay in the cache.
    ///
    /// # Errors
    /// None; closing twice is fine.
    pub fn close(&self) -> Action<()> {
        let logins = self.clone();
        Action::new(async move {
            let open = logins.0.table().close();
            let background = runtime::background()?;
            let closing: Vec<_> =
                open.into_iter().map(|auth| background.spawn(async move { auth.end().await })).collect();
            for closed in closing {
                // It can't panic but in a custom cache, and those calls are tasks of their own.
                let _ = closed.await;
            }
            Ok(())
        })
    }
}

impl Shared {
    fn table(&self) -> MutexGuard<'_, Table> {
        // Nothing panics while it is held.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unusable(&self, key: &str, error: Error) -> AuthorizationCode {
        let manager = TokenManager::unusable(self.settings.clone(), error);
        AuthorizationCode::of_user(manager, self.app.clone(), key.into())
    }
}

fn no_key() -> Error {
    Error::invalid_argument("the user's key is empty, so nothing says whose login this is")
        .with_advice("Give for_user() what the application knows the user by, such as the id in the session")
}

fn closed() -> Error {
    Error::new(ErrorKind::Closed, "the logins were closed").with_advice("Make new ones")
}

impl fmt::Debug for UserLogins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserLogins").field("in_memory", &self.in_memory()).finish_non_exhaustive()
    }
}
