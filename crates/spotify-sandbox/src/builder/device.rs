//! A device that a user plays on.

/// A device of a user. Give it to [`User::device`](crate::User::device).
///
/// ```
/// use spotify_sandbox::{Device, User};
///
/// let user = User::premium("ada")
///     .device(Device::new("kitchen", "Speaker").active())
///     .device(Device::new("old-phone", "Smartphone").without_volume());
/// # drop(user);
/// ```
#[derive(Clone, Debug)]
pub struct Device {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) volume_percent: u8,
    pub(crate) supports_volume: bool,
    pub(crate) restricted: bool,
    pub(crate) private_session: bool,
    pub(crate) active: bool,
}

impl Device {
    /// A device at volume 50 that is idle. `id` is its `device_id`, `kind` what Spotify calls its `type`: `Computer`,
    /// `Smartphone`, `Speaker` and more.
    pub fn new(id: impl Into<String>, kind: impl Into<String>) -> Self {
        let (id, kind) = (id.into(), kind.into());
        Self {
            name: kind.clone(),
            id,
            kind,
            volume_percent: 50,
            supports_volume: true,
            restricted: false,
            private_session: false,
            active: false,
        }
    }

    /// The name its owner gave it. Its type unless given.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Makes it the one that the user plays on. Of several, the first.
    #[must_use]
    pub fn active(mut self) -> Self {
        self.active = true;
        self
    }

    /// Takes away that its volume can be set from elsewhere, as with most phones: `volume_percent` is null then.
    #[must_use]
    pub fn without_volume(mut self) -> Self {
        self.supports_volume = false;
        self
    }

    /// Makes it one that takes no commands of the Web API: its `id` is null then, and commands are refused.
    #[must_use]
    pub fn restricted(mut self) -> Self {
        self.restricted = true;
        self
    }
    /// Puts it in a private session: what plays on it is nobody's business, and `GET /me/player` and `GET
    /// /me/player/currently-playing` answer 204 as if nothing did.
    #[must_use]
    pub fn private_session(mut self) -> Self {
        self.private_session = true;
        self
    }
}
