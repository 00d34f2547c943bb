//! Spotify for Rust: logins that are kept, and the Web API, async and blocking in one build.
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
//! use spotify_sdk::{SpotifyClient, auth::{AuthorizationCode, FileTokenCache}};
//!
//! # async fn example() -> spotify_sdk::Result<()> {
//! let auth = AuthorizationCode::builder()          // client id, secret, redirect URI: given here, else SPOTIFY_SDK_* variables
//!     .scopes(["user-read-private", "user-library-read"])
//!     .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
//!     .build()?;
//! auth.ensure_login().await?;                      // the stored login if it works and covers the scopes, else the browser
//! let client = SpotifyClient::new(auth);
//! for saved in client.albums().get_saved().limit(10).await?.items {
//!     println!("{} by {}", saved.album.name, saved.album.artists[0].name);
//! }
//! # Ok(()) }
//! ```
//!
//! The same in code that blocks: `.wait()?` for `.await?` on a provider, [`blocking::SpotifyClient`] for the client, `.send()?` for
//! `.await?` on a call.
//!
//! # Which login
//!
//! | for | use |
//! |---|---|
//! | a token that you have | [`SpotifyClient::from_access_token`]: used as it is, never refreshed |
//! | public data, no user | [`auth::ClientCredentials`]: fetched and renewed with the app's id and secret |
//! | a user's library, playlists, player | [`auth::AuthorizationCode`]: with a secret, or without one by PKCE |
//! | anything else | your own [`auth::AuthProvider`] |
//!
//! # A short tour
//!
//! Every operation is a method of a [`service`]; `.await` sends it. Options are setters of the [`Call`].
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
//! # async fn example(client: spotify_sdk::SpotifyClient, ids: Vec<String>) -> spotify_sdk::Result<()> {
//! // A list row by row, page after page; blocking it is `.iter()`. Four pages are under way at a time.
//! let mut saved = client.tracks().get_saved().stream().concurrency(4);
//! while let Some(saved) = saved.next().await {
//!     println!("{}", saved?.track.name);
//! }
//! // No more rows than wanted, and no more pages than those need.
//! let first = client.playlists().get_for_current_user().stream().collect_up_to(100).await?;
//! println!("{} playlists", first.len());
//!
//! // A page by itself, and later the rows that follow it.
//! let page = client.albums().get_saved().limit(10).await?;
//! if let Some(next) = &page.next {
//!     let rest = client.albums().get_saved().stream().resume(next).collect_up_to(1_000).await?;
//!     println!("{} more", rest.len());
//! }
//!
//! // Lists of any length, however many one request takes, in their order; `None` for what there is not.
//! let tracks = client.tracks().get_several(&ids).await?;
//! println!("{} of {} found", tracks.iter().flatten().count(), tracks.len());
//!
//! // The answer, and beside it what Spotify sent and the model does not have.
//! let track = client.tracks().get("11dFghVXANMlKmJXsNCbNl").with_extra().await?;
//! println!("{track:?}");
//! # Ok(()) }
//! ```
//!
//! Where a list of several requests fails in the middle, [`Error::progress`] says what was done.
//!
//! # What is kept, and what is not
//!
//! A login is a refresh token. Spotify's answers to a refresh often bring no new one, and the old one dies six months after the user
//! authorized. Here it is kept when none comes back, stored before anyone sees the new access token, renewed once for all tasks and
//! processes, never overwritten by another app's, and when it has ended the error says so, once over the network and then from memory:
//! [`ErrorKind::ReauthorizationRequired`]. [`auth::AuthorizationCode::refresh_token_expires_at`] tells the day in advance.
//!
//! # Settings from the environment
//!
//! What is not given to a builder comes from the variables in [`env::names`], where they are set: the app, the base URLs, and how
//! requests are sent (proxy, certificate, time limits, retries). What is given wins; a value that can't be used is an error that names
//! its variable. One call can have a time limit, retries and headers of its own: [`Call::timeout`], [`Call::max_retries`],
//! [`Call::header`].
//!
//! # Errors
//!
//! One type, [`Error`]; match on its [`kind`](Error::kind). Its text says what to do next. Rate limits that last longer than `max_wait`
//! (a minute unless set) are errors at once, with the time left; nothing sleeps for a day.
//!
//! # Testing your program
//!
//! The crate `spotify-sandbox` is a local Spotify: point `api_base_url` and `accounts_base_url` (or the variables in
//! [`env::names`]) at it, and give [`clock::WallClock`] its time.
//!
//! # Coming from another client
//!
//! [`coming_from`] has the names of rspotify, spotipy, tekore and PyPI's spotify-sdk 0.10.1 beside the names here.
//!
//! # Names
//!
//! Names are those of the auth documents of the Python package; where Rust's rules differ (`access_token` for `get_access_token`), searching
//! these docs for the documents' name finds ours.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | the clients, the providers, the loopback login; without it the pure half remains: models, endpoints, OAuth values |
//! | `redis` | no | `auth::RedisTokenCache`: logins and pauses after a 429 shared by processes on many hosts, over a Redis server |
//! | `redis-tls` | no | encrypted connections to it (`rediss://`), by rustls |
//! | `keyring` | no | `auth::KeyringTokenCache`: the login in the keyring of a desktop. On Linux that is the Secret Service, without C libraries |

// Without the client, parts of the pure half have nobody inside the crate who uses them.
#![cfg_attr(not(feature = "client"), allow(dead_code, unused_imports))]

#[cfg(feature = "client")]
mod attempt;
pub mod auth;
mod base_url;
#[cfg(feature = "client")]
pub mod blocking;
pub mod call;
#[cfg(feature = "client")]
mod client;
pub mod clock;
#[cfg(feature = "client")]
pub mod coming_from;
mod cool_downs;
mod decode;
pub mod endpoint;
pub mod env;
mod error;
mod fingerprint;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "client")]
mod gate;
pub mod id;
mod lenient;
pub mod model;
pub mod oauth;
mod operation;
pub mod page;
#[cfg(feature = "client")]
mod panics;
#[cfg(feature = "client")]
mod process;
mod retry;
#[cfg(feature = "client")]
mod runtime;
pub mod scope;
mod secret;
pub mod service;
#[cfg(feature = "client")]
mod sync;
mod text;
#[cfg(feature = "client")]
pub mod transport;

pub use call::Call;
#[cfg(feature = "client")]
pub use client::{SpotifyClient, SpotifyClientBuilder};
pub use endpoint::WithExtra;
pub use env::Environment;
pub use error::{Aftermath, Error, ErrorKind, Progress, Result};
pub use page::{CursorPage, Page, RejectedRow};
pub use secret::AccessToken;

/// Keeping secrets out of what people read: the rule by which this crate's errors are made.
pub mod redact {
    pub use crate::error::{names_secret, scrub};
}

/// The README's code blocks, compiled and run with the documentation's tests.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../../README.md")]
struct ReadmeExamples;

/// Those of the guide for web applications.
#[cfg(all(doctest, feature = "redis"))]
#[doc = include_str!("../../../docs/many-users.md")]
struct ManyUsersExamples;
