//! A person with an account.

use sha2::{Digest, Sha256};

use super::{Device, Playlist};

/// A user of the sandbox, with a library. Give it to [`Builder::user`](crate::Builder::user).
///
/// Without any the sandbox has two: `ada` (Premium, in Sweden; 120 tracks, 40 albums, 8 shows, 24 episodes and 4 audiobooks
/// saved, which Sweden does not have) and `bob` (Free, in Great Britain, which has them; 30, 10, 2, 6 and 1).
#[derive(Clone, Debug)]
pub struct User {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) premium: bool,
    pub(crate) country: String,
    pub(crate) registered: bool,
    pub(crate) saved_tracks: u64,
    pub(crate) saved_albums: u64,
    pub(crate) saved_shows: u64,
    pub(crate) saved_episodes: u64,
    pub(crate) saved_audiobooks: u64,
    /// None until one is given, or that there are none.
    pub(crate) devices: Option<Vec<Device>>,
    pub(crate) followed_artists: u64,
    pub(crate) playlists: Vec<Playlist>,
    /// Owner and name of playlists of others.
    pub(crate) followed_playlists: Vec<(String, String)>,
}

impl User {
    /// A user with Spotify Premium, who may use the player operations. `id` is what they log in as.
    pub fn premium(id: impl Into<String>) -> Self {
        Self::new(id.into(), true)
    }

    /// A user without Spotify Premium. The player answers `403 PREMIUM_REQUIRED`.
    pub fn free(id: impl Into<String>) -> Self {
        Self::new(id.into(), false)
    }

    fn new(id: String, premium: bool) -> Self {
        let mut letters = id.chars();
        let display_name = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
        Self {
            display_name: display_name.unwrap_or_default(),
            id,
            premium,
            country: "SE".to_owned(),
            registered: true,
            saved_tracks: 0,
            saved_albums: 0,
            saved_shows: 0,
            saved_episodes: 0,
            saved_audiobooks: 0,
            devices: None,
            followed_artists: 0,
            playlists: Vec::new(),
            followed_playlists: Vec::new(),
        }
    }

    /// The name the profile shows. The capitalised id unless given.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = name.into();
        self
    }

    /// The country of the account, ISO 3166-1 alpha-2. `SE` unless given.
    #[must_use]
    pub fn country(mut self, code: impl Into<String>) -> Self {
        self.country = code.into();
        self
    }

    /// Leaves the user out of the list of users that the app's owner keeps in the dashboard. Under
    /// [`Rules::DevelopmentMode`](crate::Rules::DevelopmentMode) they can log in, and every Web API request for them is then
    /// answered with 403 and a line of plain text.
    #[must_use]
    pub fn not_registered(mut self) -> Self {
        self.registered = false;
        self
    }

    /// How many tracks the library holds: the first `count` of the catalogue, so no more than the catalogue has.
    #[must_use]
    pub fn saved_tracks(mut self, count: u64) -> Self {
        self.saved_tracks = count;
        self
    }

    /// How many albums the library holds: the first `count` of the catalogue, so no more than the catalogue has.
    #[must_use]
    pub fn saved_albums(mut self, count: u64) -> Self {
        self.saved_albums = count;
        self
    }

    /// How many shows the library holds: the first `count` of the catalogue, so no more than the catalogue has.
    #[must_use]
    pub fn saved_shows(mut self, count: u64) -> Self {
        self.saved_shows = count;
        self
    }

    /// How many episodes the library holds: the first `count` of the catalogue, so no more than the catalogue has.
    #[must_use]
    pub fn saved_episodes(mut self, count: u64) -> Self {
        self.saved_episodes = count;
        self
    }

    /// How many audiobooks the library holds: the first `count` of the catalogue, so no more than the catalogue has. They are
    /// seen only if the [`country`](Self::country) is one with audiobooks: AU, CA, GB, IE, NZ or US.
    #[must_use]
    pub fn saved_audiobooks(mut self, count: u64) -> Self {
        self.saved_audiobooks = count;
        self
    }

    /// Adds a device to play on; repeatable. Without any there are two: a computer, which is active, and an idle phone.
    #[must_use]
    pub fn device(mut self, device: Device) -> Self {
        self.devices.get_or_insert_default().push(device);
        self
    }

    /// Leaves the user without any device. Commands to the player are answered with 404 `NO_ACTIVE_DEVICE`.
    #[must_use]
    pub fn no_devices(mut self) -> Self {
        self.devices = Some(Vec::new());
        self
    }

    /// The devices to begin with. Ids are 40 hexadecimal digits, as Spotify's are.
    pub(crate) fn all_devices(&self) -> Vec<Device> {
        self.devices.clone().unwrap_or_else(|| {
            let id = |what: &str| {
                let hash = Sha256::new_with_prefix(what).chain_update(&self.id).finalize();
                hash.iter().take(20).map(|byte| format!("{byte:02x}")).collect::<String>()
            };
            let name = |what: &str| format!("{}'s {what}", self.display_name);
            let computer = Device::new(id("computer"), "Computer").name(name("computer")).active();
            let phone = Device::new(id("phone"), "Smartphone").name(name("phone")).without_volume();
            vec![computer, phone]
        })
    }

    /// How many artists the user follows: the first `count` of the catalogue, so no more than the catalogue has. None
    /// unless given.
    #[must_use]
    pub fn followed_artists(mut self, count: u64) -> Self {
        self.followed_artists = count;
        self
    }

    /// Adds a playlist of the user's; repeatable. The first stands first in their list.
    #[must_use]
    pub fn playlist(mut self, playlist: Playlist) -> Self {
        self.playlists.push(playlist);
        self
    }

    /// Lets the user follow another user's playlist, by its name; repeatable. It stands behind their own in their list.
    #[must_use]
    pub fn followed_playlist(mut self, owner: impl Into<String>, name: impl Into<String>) -> Self {
        self.followed_playlists.push((owner.into(), name.into()));
        self
    }

    /// What makes this user impossible, in a sentence that says what to do.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.id.is_empty() {
            return Err("a user needs an id that is not empty".to_owned());
        }
        let country = self.country.as_bytes();
        if country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase) {
            return Err(format!("user `{}`: the country is two capital letters, such as SE", self.id));
        }
        let devices = self.devices.iter().flatten();
        let mut ids = std::collections::HashSet::new();
        for device in devices {
            if device.id.is_empty() || !ids.insert(&device.id) {
                return Err(format!("user `{}`: every device needs an id of its own", self.id));
            }
        }
        Ok(())
    }
}
