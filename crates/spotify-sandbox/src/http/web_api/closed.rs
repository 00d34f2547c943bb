//! What Spotify answers where an app may not go, and what the sandbox answers where it has not come to yet.

use http::{Method, StatusCode};

use super::operations::Operation;
use super::{ApiError, matched};
use crate::rules::Rules;

/// Operations of Spotify as a method and a path below `/v1`.
type Names = &'static [(Method, &'static str)];

/// Taken from Development Mode in February 2026, and with them from every new app. Other apps have them, and so has the
/// sandbox some.
/// <https://developer.spotify.com/documentation/web-api/references/changes/february-2026>
const CLOSED_IN_DEVELOPMENT: Names = &[
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
const CLOSED_SINCE_2024: Names = &[
    (Method::GET, "/artists/{id}/related-artists"),
    (Method::GET, "/audio-features"),
    (Method::GET, "/audio-features/{id}"),
    (Method::GET, "/audio-analysis/{id}"),
    (Method::GET, "/recommendations"),
    (Method::GET, "/browse/featured-playlists"),
    (Method::GET, "/browse/categories/{id}/playlists"),
    (Method::GET, "/recommendations/available-genre-seeds"),
];

/// Open to every app, and not built here yet.
const OPEN: Names = &[
    (Method::GET, "/audiobooks/{id}"),
    (Method::GET, "/audiobooks/{id}/chapters"),
    (Method::GET, "/me/audiobooks"),
    (Method::GET, "/chapters/{id}"),
    (Method::GET, "/episodes/{id}"),
    (Method::GET, "/me/episodes"),
    (Method::GET, "/shows/{id}"),
    (Method::GET, "/shows/{id}/episodes"),
    (Method::GET, "/me/shows"),
    (Method::GET, "/playlists/{id}"),
    (Method::PUT, "/playlists/{id}"),
    (Method::GET, "/playlists/{id}/items"),
    (Method::POST, "/playlists/{id}/items"),
    (Method::PUT, "/playlists/{id}/items"),
    (Method::DELETE, "/playlists/{id}/items"),
    (Method::GET, "/me/playlists"),
    (Method::POST, "/me/playlists"),
    (Method::GET, "/playlists/{id}/images"),
    (Method::PUT, "/playlists/{id}/images"),
    (Method::GET, "/search"),
    (Method::GET, "/me/player"),
    (Method::PUT, "/me/player"),
    (Method::GET, "/me/player/devices"),
    (Method::GET, "/me/player/currently-playing"),
    (Method::PUT, "/me/player/pause"),
    (Method::POST, "/me/player/next"),
    (Method::POST, "/me/player/previous"),
    (Method::PUT, "/me/player/seek"),
    (Method::PUT, "/me/player/repeat"),
    (Method::PUT, "/me/player/volume"),
    (Method::PUT, "/me/player/shuffle"),
    (Method::GET, "/me/player/recently-played"),
    (Method::GET, "/me/player/queue"),
    (Method::POST, "/me/player/queue"),
];

/// Whether the rules close an operation that the sandbox has. It then gets the same answer as one that the sandbox has not.
pub(super) fn is_closed(rules: Rules, operation: &Operation) -> bool {
    rules == Rules::DevelopmentMode
        && CLOSED_IN_DEVELOPMENT
            .iter()
            .any(|(method, path)| *method == operation.method && *path == operation.path)
}

/// The refusal of a request for which the app may call no operation of the sandbox.
pub(super) fn answer(rules: Rules, method: &Method, path: &str) -> ApiError {
    let among = |names: Names| {
        names.iter().any(|(known, template)| known == method && matched(template, path).is_some())
    };
    if among(CLOSED_SINCE_2024) {
        return ApiError::new(StatusCode::NOT_FOUND, "Not found.");
    }
    if among(CLOSED_IN_DEVELOPMENT) && rules == Rules::DevelopmentMode {
        return ApiError::new(StatusCode::FORBIDDEN, "Forbidden");
    }
    if among(CLOSED_IN_DEVELOPMENT) || among(OPEN) {
        let message = format!("Spotify has {method} /v1{path}, but this version of the sandbox does not");
        return ApiError::new(StatusCode::NOT_IMPLEMENTED, message);
    }
    ApiError::new(StatusCode::NOT_FOUND, "Service not found")
}

#[cfg(test)]
mod tests {
    use super::super::operations::OPERATIONS;
    use super::*;

    #[test]
    fn every_operation_of_spotify_is_built_or_listed() {
        let named = |names: Names| -> Vec<(String, &str)> {
            names.iter().map(|(method, path)| (method.to_string(), *path)).collect()
        };
        let mut all: Vec<(String, &str)> =
            OPERATIONS.iter().map(|operation| (operation.method.to_string(), operation.path)).collect();
        // What is closed to some apps may be built for the others, what is closed to all or not built yet may not.
        let closed = named(CLOSED_IN_DEVELOPMENT);
        all.retain(|built| !closed.contains(built));
        all.extend([closed, named(CLOSED_SINCE_2024), named(OPEN)].concat());
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((count, all.len()), (97, 97));
        assert_eq!((CLOSED_IN_DEVELOPMENT.len(), CLOSED_SINCE_2024.len()), (40, 8));
    }
}
