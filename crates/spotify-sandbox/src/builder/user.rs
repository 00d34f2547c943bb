//! A person with an account.

/// A user of the sandbox, with a library. Give it to [`Builder::user`](crate::Builder::user).
///
/// Without any the sandbox has two: `ada` (Premium, 120 saved tracks, 40 saved albums) and `bob` (Free, 30 and 10).
#[derive(Clone, Debug)]
pub struct User {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) premium: bool,
    pub(crate) country: String,
    pub(crate) registered: bool,
    pub(crate) saved_tracks: u64,
    pub(crate) saved_albums: u64,
    pub(crate) followed_artists: u64,
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
            followed_artists: 0,
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

    /// How many artists the user follows: the first `count` of the catalogue, so no more than the catalogue has. None
    /// unless given.
    #[must_use]
    pub fn followed_artists(mut self, count: u64) -> Self {
        self.followed_artists = count;
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
        Ok(())
    }
}
