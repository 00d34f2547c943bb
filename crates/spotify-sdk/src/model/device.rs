//! Devices that a user plays on.

use super::model;
use super::open_enum::open_enum;

model! {
    /// A device with Spotify on it, as `GET /me/player/devices` lists them.
    pub struct Device {
        /// What `device_id` takes. Not promised to stay the same for good. `None` for devices that take no commands.
        pub id: Option<String>,
        /// The name its owner or its maker gave it.
        pub name: String,
        /// What it is.
        #[serde(rename = "type")]
        pub device_type: DeviceType,
        /// Whether it is the one that plays, or played last.
        pub is_active: bool,
        /// Whether what it plays is kept out of the user's history.
        pub is_private_session: bool,
        /// Whether it takes no commands of the Web API at all.
        pub is_restricted: bool,
        /// Its volume in percent. `None` where Spotify does not know.
        pub volume_percent: Option<u32>,
        /// Whether its volume can be set; on most phones it can't.
        pub supports_volume: bool,
    }
}

open_enum! {
    /// What a [`Device`] is.
    pub enum DeviceType {
        /// A computer, or a browser.
        Computer = "Computer",
        /// A tablet.
        Tablet = "Tablet",
        /// A phone.
        Smartphone = "Smartphone",
        /// A watch.
        Smartwatch = "Smartwatch",
        /// A loudspeaker.
        Speaker = "Speaker",
        /// A television.
        Tv = "TV",
        /// A receiver.
        Avr = "AVR",
        /// A set-top box.
        Stb = "STB",
        /// An audio adapter.
        AudioDongle = "AudioDongle",
        /// A game console.
        GameConsole = "GameConsole",
        /// A video cast receiver.
        CastVideo = "CastVideo",
        /// An audio cast receiver.
        CastAudio = "CastAudio",
        /// A car.
        Automobile = "Automobile",
        /// Spotify does not know either.
        Unknown = "Unknown",
    }
}
