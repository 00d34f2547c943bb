//! The Web API by resource: `client.albums().get(id)`. Names and docs; what they do is in [`endpoint`](crate::endpoint).
//!
//! Every service is written once for both clients: with [`SpotifyClient`](crate::SpotifyClient) its calls are awaited, with
//! [`blocking::SpotifyClient`](crate::blocking::SpotifyClient) they are sent with `send()`.

mod albums;
mod artists;
mod audiobooks;
mod browse;
mod chapters;
mod episodes;
mod genres;
mod library;
mod markets;
mod player;
mod playlists;
mod recommendations;
mod search;
mod shows;
mod tracks;
mod users;

pub use albums::Albums;
pub use artists::Artists;
pub use audiobooks::Audiobooks;
pub use browse::Browse;
pub use chapters::Chapters;
pub use episodes::Episodes;
pub use genres::Genres;
pub use library::Library;
pub use markets::Markets;
pub use player::Player;
pub use playlists::Playlists;
pub use recommendations::Recommendations;
pub use search::Search;
pub use shows::Shows;
pub use tracks::Tracks;
pub use users::Users;

/// Declares a service: a handle that holds nothing but its client.
macro_rules! service {
    ($(#[$attribute:meta])* pub struct $Name:ident;) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        pub struct $Name<C> {
            client: C,
        }

        impl<C: Clone> $Name<C> {
            /// The service of this client. The clients of this crate have a method for it; a client of your own, which takes
            /// the [`Call`](crate::call::Call) apart and sends what it describes, begins here.
            #[must_use]
            pub fn new(client: C) -> Self {
                Self { client }
            }

            fn call<E>(&self, endpoint: E) -> crate::call::Call<C, E> {
                crate::call::Call::new(self.client.clone(), endpoint)
            }
        }
    };
}
use service;

/// Gives a client its services.
#[cfg(feature = "client")]
macro_rules! services {
    ($($Client:ty),+) => {$(
        impl $Client {
            /// Albums, and those in the user's library.
            #[must_use]
            pub fn albums(&self) -> Albums<Self> {
                Albums::new(self.clone())
            }

            /// Artists and their albums.
            #[must_use]
            pub fn artists(&self) -> Artists<Self> {
                Artists::new(self.clone())
            }

            /// Audiobooks, and those in the user's library.
            #[must_use]
            pub fn audiobooks(&self) -> Audiobooks<Self> {
                Audiobooks::new(self.clone())
            }

            /// What Spotify shows to people who browse.
            #[must_use]
            pub fn browse(&self) -> Browse<Self> {
                Browse::new(self.clone())
            }

            /// Chapters of audiobooks.
            #[must_use]
            pub fn chapters(&self) -> Chapters<Self> {
                Chapters::new(self.clone())
            }

            /// Episodes of shows, and those in the user's library.
            #[must_use]
            pub fn episodes(&self) -> Episodes<Self> {
                Episodes::new(self.clone())
            }

            /// Genres from which recommendations can begin.
            #[must_use]
            pub fn genres(&self) -> Genres<Self> {
                Genres::new(self.clone())
            }

            /// The user's library, whatever the kind of thing.
            #[must_use]
            pub fn library(&self) -> Library<Self> {
                Library::new(self.clone())
            }

            /// The markets in which Spotify is.
            #[must_use]
            pub fn markets(&self) -> Markets<Self> {
                Markets::new(self.clone())
            }

            /// What plays on the user's devices.
            #[must_use]
            pub fn player(&self) -> Player<Self> {
                Player::new(self.clone())
            }

            /// Playlists: reading, making and changing them.
            #[must_use]
            pub fn playlists(&self) -> Playlists<Self> {
                Playlists::new(self.clone())
            }

            /// Tracks that go with artists, genres and tracks.
            #[must_use]
            pub fn recommendations(&self) -> Recommendations<Self> {
                Recommendations::new(self.clone())
            }

            /// Searching the catalogue.
            #[must_use]
            pub fn search(&self) -> Search<Self> {
                Search::new(self.clone())
            }

            /// Shows (podcasts), and those in the user's library.
            #[must_use]
            pub fn shows(&self) -> Shows<Self> {
                Shows::new(self.clone())
            }

            /// Tracks, and those in the user's library.
            #[must_use]
            pub fn tracks(&self) -> Tracks<Self> {
                Tracks::new(self.clone())
            }

            /// The user who is logged in, and other users.
            #[must_use]
            pub fn users(&self) -> Users<Self> {
                Users::new(self.clone())
            }
        }
    )+};
}

#[cfg(feature = "client")]
services!(crate::client::SpotifyClient, crate::blocking::SpotifyClient);
