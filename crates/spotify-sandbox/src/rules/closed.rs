//! The operations that Spotify has taken from apps, and what it answers in their place.

use http::{Method, StatusCode};

/// Operations of Spotify as a method and a path below `/v1`.
pub(crate) type Names = &'static [(Method, &'static str)];

/// One time that Spotify closed operations.
#[derive(Debug)]
pub(crate) struct Closing {
    pub(crate) status: StatusCode,
    pub(crate) message: &'static str,
    pub(crate) operations: Names,
}

/// Closed to all but the apps that used them by then.
pub(super) const NOVEMBER_2024: Closing =
    Closing { status: StatusCode::NOT_FOUND, message: "Not found.", operations: CLOSED_SINCE_2024 };

/// Closed to apps in Development Mode.
pub(super) const FEBRUARY_2026: Closing =
    Closing { status: StatusCode::FORBIDDEN, message: "Forbidden", operations: CLOSED_IN_DEVELOPMENT };

/// Taken from Development Mode in February 2026, and with them from every new app. Other apps have them.
/// <https://developer.spotify.com/documentation/web-api/references/changes/february-2026>
pub(crate) const CLOSED_IN_DEVELOPMENT: Names = &[
    (Method::GET, "/albums"),
    (Method::PUT, "/me/albums"),
    (Method::DELETE, "/me/albums"),
    (Method::GET, "/me/albums/contains"),
    (Method::GET, "/browse/new-releases"),
    (Method::GET, "/artists"),
    (Method::GET, "/artists/{id}/top-tracks"),
    (Method::GET, "/audiobooks"),
    (Method::PUT, "/me/audiobooks"),
    (Method::DELETE, "/me/audiobooks"),
    (Method::GET, "/me/audiobooks/contains"),
    (Method::GET, "/chapters"),
    (Method::GET, "/episodes"),
    (Method::PUT, "/me/episodes"),
    (Method::DELETE, "/me/episodes"),
    (Method::GET, "/me/episodes/contains"),
    (Method::GET, "/shows"),
    (Method::PUT, "/me/shows"),
    (Method::DELETE, "/me/shows"),
    (Method::GET, "/me/shows/contains"),
    (Method::GET, "/tracks"),
    (Method::PUT, "/me/tracks"),
    (Method::DELETE, "/me/tracks"),
    (Method::GET, "/me/tracks/contains"),
    (Method::GET, "/users/{id}"),
    (Method::PUT, "/playlists/{id}/followers"),
    (Method::DELETE, "/playlists/{id}/followers"),
    (Method::PUT, "/me/following"),
    (Method::DELETE, "/me/following"),
    (Method::GET, "/me/following/contains"),
    (Method::GET, "/playlists/{id}/followers/contains"),
    (Method::GET, "/playlists/{id}/tracks"),
    (Method::POST, "/playlists/{id}/tracks"),
    (Method::PUT, "/playlists/{id}/tracks"),
    (Method::DELETE, "/playlists/{id}/tracks"),
    (Method::GET, "/users/{id}/playlists"),
    (Method::POST, "/users/{id}/playlists"),
    (Method::GET, "/browse/categories"),
    (Method::GET, "/browse/categories/{id}"),
    (Method::GET, "/markets"),
];

/// Closed in November 2024 to every app that did not use them by then.
/// <https://developer.spotify.com/blog/2024-11-27-changes-to-the-web-api>
pub(crate) const CLOSED_SINCE_2024: Names = &[
    (Method::GET, "/artists/{id}/related-artists"),
    (Method::GET, "/audio-features"),
    (Method::GET, "/audio-features/{id}"),
    (Method::GET, "/audio-analysis/{id}"),
    (Method::GET, "/recommendations"),
    (Method::GET, "/browse/featured-playlists"),
    (Method::GET, "/browse/categories/{id}/playlists"),
    (Method::GET, "/recommendations/available-genre-seeds"),
];
