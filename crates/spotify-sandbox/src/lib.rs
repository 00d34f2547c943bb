//! A local Spotify for tests: the Accounts service and the Web API, with state, a clock, faults and a consent page.
//!
//! ```
//! # fn main() -> std::io::Result<()> {
//! use std::time::Duration;
//! use spotify_sandbox::{Fault, Sandbox, User};
//!
//! let sandbox = Sandbox::builder().user(User::premium("ada").saved_tracks(300)).start()?;
//! // Point your program at sandbox.api_base_url() and sandbox.accounts_base_url(), log it in ..
//! let tokens = sandbox.mint("ada", &["user-library-read"]);
//! // .. and see how it takes an outage, an hour, and half a year.
//! sandbox.fault(Fault::on("POST /api/token").status(503).times(2));
//! sandbox.advance(Duration::from_secs(3600));
//! assert_eq!(sandbox.journal().count("POST /api/token"), 0);
//! # drop(tokens);
//! # Ok(())
//! # }
//! ```
//!
//! Every sandbox has its own port, its own world and its own time, so each test starts one. It speaks plain HTTP and knows
//! nothing of any client library: whatever can be told another base URL can be tested with it.
//!
//! Where the variable `SPOTIFY_SANDBOX_RECORD` names a folder, the answers of the Web API are also written there, but for
//! those that a [`Fault`] had a hand in: a JSON object a line, with `method`, `path`, `status`, `body`, and `fields`, which
//! says whether the request had the parameter of that name.
//!
//! What it does, on what evidence, and which test shows it, is listed in `fidelity.toml` beside this crate.

mod browser;
mod builder;
mod catalogue;
mod clock;
mod fault;
mod http;
mod journal;
mod limits;
mod random;
mod rules;
mod sandbox;
mod shared;
mod world;

pub use browser::{AuthorizeError, Browser, Visit, Visited};
pub use builder::{App, Builder, Device, Playlist, User, Wording};
pub use catalogue::{Ids, OddEntity, Oddity};
pub use clock::Clock;
pub use fault::{Fault, FaultHandle, Quirk, RandomFaults, RandomFaultsHandle};
pub use journal::{Entry, Journal};
pub use limits::{Bucket, DailyQuota, RateLimit, Refusal, RetryAfter};
pub use rules::Rules;
pub use sandbox::Sandbox;
pub use world::{Minted, Playback, RefreshTokens};
