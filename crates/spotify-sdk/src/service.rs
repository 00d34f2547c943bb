//! The Web API by resource: `client.albums().get(id)`. Names and docs; what they do is in [`endpoint`](crate::endpoint).
//!
//! Every service is written once for both clients: with [`SpotifyClient`](crate::SpotifyClient) its calls are awaited, with
//! [`blocking::SpotifyClient`](crate::blocking::SpotifyClient) they are sent with `send()`.

mod albums;

pub use albums::Albums;

/// Declares a service: a handle that holds nothing but its client.
macro_rules! service {
    ($(#[$attribute:meta])* pub struct $Name:ident;) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        pub struct $Name<C> {
            client: C,
        }

        impl<C: Clone> $Name<C> {
            pub(crate) fn new(client: C) -> Self {
                Self { client }
            }

            fn call<E>(&self, endpoint: E) -> crate::Call<C, E> {
                crate::Call::new(self.client.clone(), endpoint)
            }
        }
    };
}
use service;

/// Gives a client its services.
macro_rules! services {
    ($($Client:ty),+) => {$(
        impl $Client {
            /// Albums, and those in the user's library.
            #[must_use]
            pub fn albums(&self) -> Albums<Self> {
                Albums::new(self.clone())
            }
        }
    )+};
}
