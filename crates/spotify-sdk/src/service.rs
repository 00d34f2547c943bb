//! The Web API by resource: `client.albums().get(id)`. Names and docs; what they do is in [`endpoint`](crate::endpoint).
//!
//! Every service is written once for both clients: with [`SpotifyClient`](crate::SpotifyClient) its calls are awaited, with
//! [`blocking::SpotifyClient`](crate::blocking::SpotifyClient) they are sent with `send()`.
//!
//! Lists of ids and URIs may have any length: [`Batched`](crate::endpoint::Batched) says how they are split, what an error in the
//! middle tells, and what happens in Development Mode. Lists that come in pages are read as [`page`](crate::page) says. What
//! Spotify sends and a model does not have is in [`WithExtra`](crate::WithExtra).

mod albums;
mod artists;
mod audiobooks;
mod chapters;
mod episodes;
mod library;
mod player;
mod shows;
mod tracks;
mod users;

pub use albums::Albums;
pub use artists::Artists;
pub use audiobooks::Audiobooks;
pub use chapters::Chapters;
pub use episodes::Episodes;
pub use library::Library;
pub use player::Player;
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

            /// The user's library, whatever the kind of thing.
            #[must_use]
            pub fn library(&self) -> Library<Self> {
                Library::new(self.clone())
            }

            /// What plays on the user's devices.
            #[must_use]
            pub fn player(&self) -> Player<Self> {
                Player::new(self.clone())
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

            /// The user who is logged in.
            #[must_use]
            pub fn users(&self) -> Users<Self> {
                Users::new(self.clone())
            }
        }
    )+};
}

#[cfg(feature = "client")]
services!(crate::client::SpotifyClient, crate::blocking::SpotifyClient);
