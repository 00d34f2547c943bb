//! The state of the local Spotify: apps, users, grants, tokens, libraries. Pure: the time is an argument, and nothing here
//! knows of sockets.

mod access;
pub(crate) mod authorize;
mod library;
pub(crate) mod login;
mod mint;
pub(crate) mod player;
pub(crate) mod playlist;
pub(crate) mod redirect;
pub(crate) mod scope;
mod secrets;
pub(crate) mod token;

use std::collections::{HashMap, VecDeque};
use std::time::SystemTime;

use crate::builder::{App, User};
use crate::catalogue::Reference;
use crate::random::Random;

pub(crate) use access::{AccessToken, Caller};
pub(crate) use library::Item;
pub use mint::Minted;
pub(crate) use player::Player;
pub(crate) use playlist::{Listed, Playlist};
pub use token::RefreshTokens;

use authorize::Code;
use login::Logins;
use scope::Scopes;
use secrets::Secrets;
use token::RefreshToken;

/// Everything that requests can change.
pub(crate) struct World {
    pub(crate) apps: Vec<App>,
    pub(crate) people: Vec<Person>,
    pub(crate) playlists: Vec<Playlist>,
    pub(crate) logins: Logins,
    /// Whether the owner of the apps has Premium.
    pub(crate) owner_has_premium: bool,
    random: Random,
    refresh_tokens_policy: RefreshTokens,
    codes: HashMap<String, Code>,
    access_tokens: HashMap<String, AccessToken>,
    /// The access tokens in the order in which they were issued, with the ends of their hours.
    issued: VecDeque<(SystemTime, String)>,
    refresh_tokens: HashMap<String, RefreshToken>,
    /// What each user has approved for each app: (client id, user id) to scopes.
    approvals: HashMap<(String, String), Scopes>,
    secrets: Secrets,
    families: u64,
}

/// A user and what is theirs.
pub(crate) struct Person {
    pub(crate) profile: User,
    pub(crate) saved_tracks: Vec<Saved>,
    pub(crate) saved_albums: Vec<Saved>,
    pub(crate) saved_shows: Vec<Saved>,
    pub(crate) saved_episodes: Vec<Saved>,
    pub(crate) saved_audiobooks: Vec<Saved>,
    pub(crate) followed_artists: Vec<Reference>,
    /// Their own playlists and those they follow, the latest first.
    pub(crate) playlists: Vec<Listed>,
    /// Whatever else is saved or followed: users, and kinds that the catalogue does not have.
    pub(crate) saved_uris: Vec<String>,
    pub(crate) playback: Option<Playback>,
    pub(crate) player: Player,
}

/// An entity in a library, and since when.
#[derive(Clone, Copy)]
pub(crate) struct Saved {
    pub(crate) reference: Reference,
    pub(crate) added_at: SystemTime,
}

/// The last accepted `PUT /me/player/play` of a user: what [`Sandbox::playback`](crate::Sandbox::playback) gives.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Playback {
    /// Whose playback it is: the user's id.
    pub user: String,
    /// The `device_id` of the query, if one was given.
    pub device_id: Option<String>,
    /// The JSON body; none when the request had an empty one, which resumes playback.
    pub body: Option<serde_json::Value>,
    /// When it was asked for, on the sandbox's clock.
    pub at: SystemTime,
}

impl World {
    pub(crate) fn new(apps: Vec<App>, people: Vec<Person>, random: Random, policy: RefreshTokens) -> Self {
        Self {
            apps,
            people,
            playlists: Vec::new(),
            logins: Logins::default(),
            owner_has_premium: true,
            random,
            refresh_tokens_policy: policy,
            codes: HashMap::new(),
            access_tokens: HashMap::new(),
            issued: VecDeque::new(),
            refresh_tokens: HashMap::new(),
            approvals: HashMap::new(),
            secrets: Secrets::default(),
            families: 0,
        }
    }

    pub(crate) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    pub(crate) fn person(&self, user: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.profile.id == user)
    }

    pub(crate) fn person_mut(&mut self, user: &str) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.profile.id == user)
    }

    /// The newest playback of anyone.
    pub(crate) fn playback(&self) -> Option<Playback> {
        self.people.iter().filter_map(|person| person.playback.clone()).max_by_key(|playback| playback.at)
    }

    /// Remembers something that must not turn up in a log.
    pub(crate) fn note_secret(&mut self, secret: &str) {
        self.secrets.note(secret);
    }

    /// The apps' secrets and what else secret was issued or shown, as far as it is remembered; sorted. Words that any text
    /// may contain by chance are left out.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let of_apps = self.apps.iter().map(|app| app.client_secret.as_str());
        let all = of_apps.chain(self.secrets.iter());
        let mut all: Vec<String> = all.filter(|secret| secret.len() >= 6).map(str::to_owned).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A new secret word, remembered as one.
    fn secret(&mut self, prefix: &str) -> String {
        let word = self.random.word(prefix);
        self.secrets.note(&word);
        word
    }

    fn next_family(&mut self) -> u64 {
        self.families += 1;
        self.families
    }
}
