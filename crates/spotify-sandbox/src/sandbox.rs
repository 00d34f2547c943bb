//! The handle of a running sandbox.

mod app;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use crate::browser::{AuthorizeError, Browser, Visit};
use crate::builder::{App, Builder};
use crate::catalogue::{Ids, OddEntity};
use crate::clock::Clock;
use crate::fault::{Fault, FaultHandle, RandomFaults, RandomFaultsHandle};
use crate::http::server::Server;
use crate::journal::Journal;
use crate::rules::Rules;
use crate::shared::Shared;
use crate::world::scope::Scopes;
use crate::world::token::REFRESH_TOKEN_LIFETIME;
use crate::world::{Minted, Playback};

/// A local Spotify that runs until this handle is dropped.
///
/// It listens on 127.0.0.1, serves on a thread and a runtime of its own, and needs neither from its user: it works in
/// blocking tests, in asynchronous ones and beside runtimes that come and go.
pub struct Sandbox {
    shared: Arc<Shared>,
    first_app: App,
    // Held for its drop, which stops the server.
    _server: Server,
}

/// Beginning.
impl Sandbox {
    /// How long a refresh token lives, counted from the login: half a year of 365 days, where Spotify says "six months".
    pub const REFRESH_TOKEN_LIFETIME: Duration = REFRESH_TOKEN_LIFETIME;

    /// A builder with one made-up app, two users and 1,000 tracks.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A builder for the examples that one finds in documents about Spotify: client `your-client-id` with
    /// `your-client-secret`, redirect URIs `http://127.0.0.1:8080/callback` and `https://your-app.com/callback` (and, for
    /// programs that choose a port themselves, `http://127.0.0.1/callback`), access token `your-access-token`, code `ABC123`,
    /// every id well-formed enough to be Spotify's, and all fields.
    pub fn documents() -> Builder {
        let app = App::new("your-client-id", "your-client-secret")
            .redirect_uri("http://127.0.0.1:8080/callback")
            .redirect_uri("https://your-app.com/callback")
            .redirect_uri("http://127.0.0.1/callback");
        Builder::default()
            .ids(Ids::Open)
            .rules(Rules::ExtendedQuota)
            .app(app)
            .access_token("your-access-token")
            .code("ABC123", "https://your-app.com/callback")
    }

    pub(crate) fn new(shared: Arc<Shared>, server: Server, first_app: App) -> Self {
        Self { shared, first_app, _server: server }
    }
}

/// Where it is, and what a client has to be told.
impl Sandbox {
    /// `http://127.0.0.1:PORT`: Accounts service, Web API and images.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// The Web API, for a client that expects Spotify's `https://api.spotify.com/v1`.
    pub fn api_base_url(&self) -> String {
        format!("{}/v1", self.shared.base_url)
    }

    /// The Accounts service with `/authorize` and `/api/token`, for a client that expects `https://accounts.spotify.com`.
    pub fn accounts_base_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// The first app's client id.
    pub fn client_id(&self) -> &str {
        &self.first_app.client_id
    }

    /// The first app's client secret.
    pub fn client_secret(&self) -> &str {
        &self.first_app.client_secret
    }

    /// The first app's first redirect URI; empty if it has none.
    pub fn redirect_uri(&self) -> &str {
        self.first_app.redirect_uris.first().map_or("", String::as_str)
    }

    /// The ids of the users.
    pub fn users(&self) -> Vec<String> {
        self.shared.world().people.iter().map(|person| person.profile.id.clone()).collect()
    }
}

/// The catalogue.
impl Sandbox {
    /// The entities, some 2 % and at the catalogue's end, that have what strict clients fail on: null where a list is meant,
    /// floats for integers, missing keys, relinked tracks, names of two hundred letters. What whole answers can have is listed in
    /// [`Quirk::ALL`](crate::Quirk::ALL).
    pub fn oddities(&self) -> Vec<OddEntity> {
        self.shared.catalogue.oddities().collect()
    }
}

/// Time.
impl Sandbox {
    /// The sandbox's time.
    pub fn now(&self) -> SystemTime {
        self.shared.clock.now()
    }

    /// Lets time pass: tokens expire, nobody waits.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// Sets the sandbox's time, earlier or later.
    pub fn set_time(&self, time: SystemTime) {
        self.shared.clock.set(time);
    }

    /// The clock, for a client that should live in the same time.
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }
}

/// Logins.
impl Sandbox {
    /// A person with a browser, who can be handed to another thread.
    pub fn browser(&self) -> Browser {
        Browser::new(Arc::clone(&self.shared))
    }

    /// Lets the first user open `authorize_url` and agree; gives the URL their browser ends up at, with `code` and `state`.
    ///
    /// # Errors
    ///
    /// As [`Browser::approve_as`].
    pub fn approve(&self, authorize_url: &str) -> Result<String, AuthorizeError> {
        self.browser().approve(authorize_url)
    }

    /// Lets `user` open `authorize_url` and agree.
    ///
    /// # Errors
    ///
    /// As [`Browser::approve_as`].
    pub fn approve_as(&self, user: &str, authorize_url: &str) -> Result<String, AuthorizeError> {
        self.browser().approve_as(user, authorize_url)
    }

    /// Lets the first user open `authorize_url` and cancel; gives the URL their browser ends up at, with
    /// `error=access_denied`.
    ///
    /// # Errors
    ///
    /// As [`Browser::approve_as`].
    pub fn deny(&self, authorize_url: &str) -> Result<String, AuthorizeError> {
        self.browser().deny(authorize_url)
    }

    /// Lets the first user agree, and their browser request the callback URL, which must be http on a loopback address.
    /// Returns at once; the request is sent from another thread.
    pub fn browse(&self, authorize_url: &str) -> Visit {
        self.browser().browse(authorize_url)
    }

    /// Tokens of the first app for `user`, without a login.
    ///
    /// # Panics
    ///
    /// If the sandbox has no such user: a mistake in the test itself.
    #[track_caller]
    pub fn mint(&self, user: &str, scopes: &[&str]) -> Minted {
        let minted = self.shared.world().mint(self.now(), user, Scopes::of(scopes.iter().copied()));
        match minted {
            Some(minted) => minted,
            None => panic!("the sandbox has no user `{user}`, only {:?}", self.users()),
        }
    }

    /// An access token of the first app itself, as client credentials give it.
    pub fn mint_app_token(&self) -> String {
        self.shared.world().mint_app_token(self.now())
    }

    /// Revokes an access token or a refresh token. False if the sandbox did not issue it.
    pub fn revoke(&self, token: &str) -> bool {
        self.shared.world().revoke(token)
    }

    /// Ends the hour of every access token. Refresh tokens stay good.
    pub fn expire_access_tokens(&self) {
        self.shared.world().expire_access_tokens(self.now());
    }

    /// Lets `user` remove all apps on their account page: their tokens, codes and approvals are gone.
    pub fn user_removes_app(&self, user: &str) {
        self.shared.world().user_removes_apps(user);
    }
}

/// Trouble.
impl Sandbox {
    /// Adds a fault, behind those there are.
    pub fn fault(&self, fault: Fault) -> FaultHandle {
        self.shared.faults().add(fault)
    }

    /// Adds faults of all kinds at random, behind those there are.
    pub fn random_faults(&self, random: RandomFaults) -> RandomFaultsHandle {
        self.shared.add_random_faults(random)
    }

    /// Removes all faults. Those that are under way run their course.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }
}

/// What happened.
impl Sandbox {
    /// The requests until now.
    pub fn journal(&self) -> Journal {
        Journal::of(&self.shared)
    }

    /// The requests until the oldest that is still under way, which the sandbox forgets: the others are in a later journal, so that
    /// one who asks again and again has each once, with what became of it.
    pub fn take_journal(&self) -> Journal {
        Journal::taken_from(&self.shared)
    }

    /// The newest playback that anyone started.
    pub fn playback(&self) -> Option<Playback> {
        self.shared.world().playback()
    }

    /// Everything secret that the sandbox issued or was shown: tokens, client secrets, codes, PKCE verifiers, states. For tests
    /// that look for them in logs and files; words of fewer than six bytes, which turn up by chance, are left out. When they
    /// are more than 16 MiB the oldest are forgotten, except the apps' own secrets.
    pub fn secrets(&self) -> Vec<String> {
        self.shared.world().secrets()
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        usize::try_from(self.shared.connections.accepted.load(Ordering::Relaxed)).unwrap_or(usize::MAX)
    }

    /// How many connections are open.
    pub fn open_connections(&self) -> usize {
        self.shared.connections.open.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
