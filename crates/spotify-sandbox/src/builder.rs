//! What a sandbox begins with.

mod app;
mod device;
mod playlist;
mod user;
mod wording;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

pub use app::App;
pub use device::Device;
pub use playlist::Playlist;
pub use user::User;
pub use wording::Wording;

use crate::catalogue::{Catalogue, Ids, Kind};
use crate::clock::Clock;
use crate::fault::{Fault, Faults, Quirk};
use crate::http::Cache;
use crate::http::server::Server;
use crate::journal::{Recorder, Recording};
use crate::limits::{DailyQuota, Limits, RateLimit};
use crate::random::Random;
use crate::rules::Rules;
use crate::sandbox::Sandbox;
use crate::shared::{Connections, Shared};
use crate::world::{Listed, Person, Player, RefreshTokens, Saved, World};

/// The seed of the catalogue when none is given.
const DEFAULT_SEED: u64 = 2026;

/// How many users the owner of an app in Development Mode can put on its list.
pub(crate) const MOST_USERS: usize = 5;

/// Why there can be no quota outside Development Mode.
pub(crate) const NO_QUOTA: &str = "only apps in Development Mode have a daily quota";

/// How far apart the entries of a library were saved.
const BETWEEN_SAVES: Duration = Duration::from_secs(3600);

/// Builds a [`Sandbox`]: what [`Sandbox::builder`] gives.
#[derive(Clone)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    seed: Option<u64>,
    tracks: u64,
    ids: Ids,
    rules: Rules,
    port: u16,
    auto_approve: bool,
    wording: Wording,
    rate_limit: Option<RateLimit>,
    daily_quota: Option<DailyQuota>,
    owner_has_premium: bool,
    odd_answers: Vec<Quirk>,
    apps: Vec<App>,
    users: Vec<User>,
    country: Option<String>,
    access_tokens: Vec<String>,
    codes: Vec<(String, String)>,
    refresh_tokens: RefreshTokens,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: None,
            tracks: 1_000,
            ids: Ids::Strict,
            rules: Rules::default(),
            port: 0,
            auto_approve: true,
            wording: Wording::default(),
            rate_limit: None,
            daily_quota: None,
            owner_has_premium: true,
            odd_answers: Vec::new(),
            apps: Vec::new(),
            users: Vec::new(),
            country: None,
            access_tokens: Vec::new(),
            codes: Vec::new(),
            refresh_tokens: RefreshTokens::default(),
        }
    }
}

impl Builder {
    /// The seed of the catalogue, of the tokens and of everything else that is made up: one seed, one world. Without it the
    /// catalogue is always the same, and tokens come from the operating system's randomness.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// How many tracks the catalogue has; albums and artists follow from it. 1,000 unless given. The catalogue is computed, so
    /// a million costs no more memory than one.
    pub fn tracks(mut self, tracks: u64) -> Self {
        self.tracks = tracks;
        self
    }

    /// What becomes of ids that the catalogue did not make. [`Ids::Strict`] unless given.
    pub fn ids(mut self, ids: Ids) -> Self {
        self.ids = ids;
        self
    }

    /// The rule set. [`Rules::DevelopmentMode`] unless given, as for every new app.
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// The port on 127.0.0.1. 0, the default, takes any free one, which is what tests want.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether `/authorize` at once does what the first user would do: log in and agree. True unless given; false shows the
    /// login and the consent page.
    pub fn auto_approve(mut self, auto_approve: bool) -> Self {
        self.auto_approve = auto_approve;
        self
    }

    /// A rate limit for each app. None unless given, as tests are faster than programs.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// A daily quota for all apps together, which [`Rules::DevelopmentMode`] alone has. None unless given.
    pub fn daily_quota(mut self, quota: DailyQuota) -> Self {
        self.daily_quota = Some(quota);
        self
    }

    /// Lets the owner of the apps be without Premium, which [`Rules::DevelopmentMode`] alone minds: every Web API request is
    /// answered with 403 and a line of plain text.
    pub fn owner_without_premium(mut self) -> Self {
        self.owner_has_premium = false;
        self
    }

    /// Makes every answer of the Web API odd in these ways, by a fault that is there from the start.
    pub fn odd_answers(mut self, quirks: impl IntoIterator<Item = Quirk>) -> Self {
        self.odd_answers.extend(quirks);
        self
    }

    /// Which of Spotify's texts are used where there were several. [`Wording::Current`] unless given.
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = wording;
        self
    }

    /// Registers an app; repeatable. Without any, one is made up, whose redirect URI `http://127.0.0.1/callback` takes
    /// every port.
    pub fn app(mut self, app: App) -> Self {
        self.apps.push(app);
        self
    }

    /// Adds a user; repeatable. Without any, there are `ada` (Premium, in Sweden) and `bob` (Free, in Great Britain, where there
    /// are audiobooks).
    pub fn user(mut self, user: User) -> Self {
        self.users.push(user);
        self
    }

    /// The country of the users that there are without any of [`user`](Self::user), ISO 3166-1 alpha-2. Users who are given have
    /// their own, and then this is refused.
    pub fn country(mut self, code: impl Into<String>) -> Self {
        self.country = Some(code.into());
        self
    }

    /// Makes `token` an access token of the first app and the first user, with every scope, for an hour; repeatable.
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.access_tokens.push(token.into());
        self
    }

    /// Makes `code` an authorization code of the first app and the first user, with every scope, for ten minutes; repeatable.
    /// `redirect_uri` is the one it is exchanged with.
    pub fn code(mut self, code: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        self.codes.push((code.into(), redirect_uri.into()));
        self
    }

    /// What the answers to refreshes say about the refresh token. [`RefreshTokens::Omit`] unless given.
    pub fn refresh_tokens(mut self, policy: RefreshTokens) -> Self {
        self.refresh_tokens = policy;
        self
    }

    /// Starts the sandbox on a thread of its own; it stops when the returned handle is dropped.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for an app that Spotify would not register (a redirect URI with `localhost`, say), a
    /// library larger than the catalogue, more than five registered users in Development Mode, or a quota outside it, with
    /// what to do instead. Otherwise whatever keeps the port, or the folder of `SPOTIFY_SANDBOX_RECORD`, from being opened.
    pub fn start(mut self) -> io::Result<Sandbox> {
        let impossible = |why: String| io::Error::new(io::ErrorKind::InvalidInput, why);
        self.check().map_err(impossible)?;
        let mut random = Random::new(self.seed)?;
        if self.apps.is_empty() {
            let client_id = random.word("").to_ascii_lowercase();
            let app = App::new(client_id, random.word("sandbox-secret-"));
            self.apps.push(app.redirect_uri("http://127.0.0.1/callback"));
        }
        let tracks = self.tracks.max(1);
        let catalogue = Catalogue::new(self.seed.unwrap_or(DEFAULT_SEED), tracks, self.ids);
        if self.users.is_empty() {
            let at_most = |kind, wanted: u64| wanted.min(catalogue.count(kind));
            let library = |user: User, country: &str, tracks, albums| {
                user.country(self.country.as_deref().unwrap_or(country))
                    .saved_tracks(at_most(Kind::Track, tracks))
                    .saved_albums(at_most(Kind::Album, albums))
                    .saved_shows(at_most(Kind::Show, albums / 5))
                    .saved_episodes(at_most(Kind::Episode, tracks / 5))
                    .saved_audiobooks(at_most(Kind::Audiobook, albums / 10))
            };
            let users = [
                library(User::premium("ada"), "SE", 120, 40),
                // Somewhere with audiobooks.
                library(User::free("bob"), "GB", 30, 10),
            ];
            users.iter().try_for_each(User::check).map_err(impossible)?;
            self.users.extend(users);
        }
        let clock = Clock::default();
        let now = clock.now();
        let seed = self.seed.unwrap_or(DEFAULT_SEED);
        let people =
            self.users.iter().map(|user| person(&catalogue, user, seed, now)).collect::<io::Result<_>>()?;
        let mut world = World::new(self.apps.clone(), people, random, self.refresh_tokens);
        world.owner_has_premium = self.owner_has_premium;
        playlists(&mut world, &catalogue, &self.users, now).map_err(impossible)?;
        for token in &self.access_tokens {
            world.seed_access_token(now, token);
        }
        for (code, redirect_uri) in &self.codes {
            world.seed_code(now, code, redirect_uri);
        }
        let mut faults = Faults::default();
        if !self.odd_answers.is_empty() {
            faults
                .add(self.odd_answers.iter().fold(Fault::on("GET /v1/*"), |fault, quirk| fault.odd(*quirk)));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        let shared = Arc::new(Shared {
            base_url: format!("http://{}", listener.local_addr()?),
            clock,
            catalogue: Arc::new(catalogue),
            rules: self.rules,
            auto_approve: self.auto_approve,
            wording: self.wording,
            limits: Mutex::new(Limits::new(self.rate_limit, self.daily_quota)),
            world: Mutex::new(world),
            faults: Mutex::new(faults),
            recorder: Mutex::new(Recorder::default()),
            recording: Recording::if_asked()?.map(Mutex::new),
            cache: Mutex::new(Cache::default()),
            connections: Connections::default(),
        });
        let server = Server::start(listener, Arc::clone(&shared))?;
        let first = self.apps.swap_remove(0);
        Ok(Sandbox::new(shared, server, first))
    }

    fn check(&self) -> Result<(), String> {
        self.apps.iter().try_for_each(App::check)?;
        self.users.iter().try_for_each(User::check)?;
        if self.country.is_some() && !self.users.is_empty() {
            return Err(
                "the country is of the users that there are without any; give each user theirs with \
                        User::country"
                    .to_owned(),
            );
        }
        if let Some(id) = repeated(self.apps.iter().map(|app| &app.client_id)) {
            return Err(format!("two apps have the client id `{id}`"));
        }
        if let Some(id) = repeated(self.users.iter().map(|user| &user.id)) {
            return Err(format!("two users have the id `{id}`"));
        }
        if self.rules.set().is_gated {
            let registered = self.users.iter().filter(|user| user.registered).count();
            if registered > MOST_USERS {
                return Err(format!(
                    "an app in Development Mode has {MOST_USERS} users at most, and these are {registered}; \
                     make the others User::not_registered(), or choose other rules"
                ));
            }
        } else if self.daily_quota.is_some() {
            return Err(NO_QUOTA.to_owned());
        } else if !self.owner_has_premium {
            return Err("only Development Mode asks whether the owner has Premium".to_owned());
        }
        Ok(())
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Seeded tokens and codes are secrets; how many there are is not.
        f.debug_struct("Builder")
            .field("seed", &self.seed)
            .field("tracks", &self.tracks)
            .field("ids", &self.ids)
            .field("rules", &self.rules)
            .field("port", &self.port)
            .field("auto_approve", &self.auto_approve)
            .field("wording", &self.wording)
            .field("rate_limit", &self.rate_limit)
            .field("daily_quota", &self.daily_quota)
            .field("owner_has_premium", &self.owner_has_premium)
            .field("odd_answers", &self.odd_answers)
            .field("apps", &self.apps)
            .field("users", &self.users)
            .field("country", &self.country)
            .field("access_tokens", &self.access_tokens.len())
            .field("codes", &self.codes.len())
            .field("refresh_tokens", &self.refresh_tokens)
            .finish()
    }
}

/// The first word that comes twice.
fn repeated<'a>(words: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = std::collections::HashSet::new();
    words.into_iter().find(|word| !seen.insert(*word))
}

fn person(catalogue: &Catalogue, user: &User, seed: u64, now: SystemTime) -> io::Result<Person> {
    let library = |kind, count: u64, verb: &str, what: &str| {
        if count > catalogue.count(kind) {
            let has = catalogue.count(kind);
            let why = format!(
                "user `{}` {verb} {count} {what}, but the catalogue has {has}; give it more tracks",
                user.id
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let saved = |n: u64| {
            let hours = u32::try_from(n).unwrap_or(u32::MAX);
            let added_at = now.checked_sub(BETWEEN_SAVES * hours).unwrap_or(SystemTime::UNIX_EPOCH);
            Saved { reference: catalogue.nth(kind, n), added_at }
        };
        Ok((0..count).map(saved).collect::<Vec<_>>())
    };
    let followed = library(Kind::Artist, user.followed_artists, "follows", "artists")?;
    Ok(Person {
        saved_tracks: library(Kind::Track, user.saved_tracks, "saves", "tracks")?,
        saved_albums: library(Kind::Album, user.saved_albums, "saves", "albums")?,
        saved_shows: library(Kind::Show, user.saved_shows, "saves", "shows")?,
        saved_episodes: library(Kind::Episode, user.saved_episodes, "saves", "episodes")?,
        saved_audiobooks: library(Kind::Audiobook, user.saved_audiobooks, "saves", "audiobooks")?,
        followed_artists: followed.iter().map(|followed| followed.reference).collect(),
        playlists: Vec::new(),
        saved_uris: Vec::new(),
        player: Player::new(user.all_devices(), seed),
        profile: user.clone(),
        playback: None,
    })
}

/// Gives all users their playlists, and then those of others that they follow.
fn playlists(
    world: &mut World,
    catalogue: &Catalogue,
    users: &[User],
    now: SystemTime,
) -> Result<(), String> {
    for user in users {
        // What is added last comes first in the list.
        for playlist in user.playlists.iter().rev() {
            playlist.check(catalogue).map_err(|why| format!("user `{}`: {why}", user.id))?;
            let id = catalogue.playlist_id(world.playlists.len() as u64);
            world.add_playlist(playlist.build(catalogue, id, &user.id, now));
        }
    }
    for user in users {
        for (owner, name) in &user.followed_playlists {
            let followed =
                world.playlists.iter().find(|playlist| playlist.owner == *owner && playlist.name == *name);
            let Some(id) = followed.map(|playlist| playlist.id.clone()) else {
                return Err(format!(
                    "user `{}` follows a playlist `{name}` of `{owner}`, which there is not",
                    user.id
                ));
            };
            if let Some(person) = world.person_mut(&user.id) {
                person.playlists.push(Listed { id, public: true });
            }
        }
    }
    Ok(())
}
