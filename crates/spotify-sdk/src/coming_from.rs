//! For those who know another client: its names beside the names here, one page for each.
//!
//! | page | for programs that use |
//! |---|---|
//! | [`rspotify`] | rspotify 0.16 (Rust) |
//! | [`spotipy`] | spotipy 2.26 (Python) |
//! | [`tekore`] | tekore 6 (Python) |
//! | [`python_spotify_sdk`] | spotify-sdk 0.10.1 of PyPI (Python) |
//!
//! Each has the clients and logins, every operation, scopes, errors, paging, token caches, and what happens when something fails. They
//! hold no code; what stands in them links to what it names.
//!
//! The names of methods here are Spotify's own words for its operations. Searching these docs for Spotify's `operationId`, such as
//! `get-users-saved-tracks`, finds the method.

#[doc = include_str!("coming_from/python_spotify_sdk.md")]
pub mod python_spotify_sdk {}
#[doc = include_str!("coming_from/rspotify.md")]
pub mod rspotify {}
#[doc = include_str!("coming_from/spotipy.md")]
pub mod spotipy {}
#[doc = include_str!("coming_from/tekore.md")]
pub mod tekore {}
