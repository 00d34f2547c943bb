//! What Spotify answers where an app may not go, and what the sandbox answers where it has not come to yet.

use http::{Method, StatusCode};

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
const OPEN: Names = &[(Method::GET, "/search")];

/// The refusal of a request that the rules close to every app here, whether the sandbox has the operation or not.
pub(super) fn refusal(rules: Rules, method: &Method, path: &str) -> Option<ApiError> {
    if is_among(CLOSED_SINCE_2024, method, path) {
        return Some(ApiError::new(StatusCode::NOT_FOUND, "Not found."));
    }
    let is_closed = rules == Rules::DevelopmentMode && is_among(CLOSED_IN_DEVELOPMENT, method, path);
    is_closed.then(|| ApiError::new(StatusCode::FORBIDDEN, "Forbidden"))
}

/// The answer to a request for which the sandbox has no operation, and which no rule refuses.
pub(super) fn unbuilt(method: &Method, path: &str) -> ApiError {
    if is_among(CLOSED_IN_DEVELOPMENT, method, path) || is_among(OPEN, method, path) {
        let message = format!("Spotify has {method} /v1{path}, but this version of the sandbox does not");
        return ApiError::new(StatusCode::NOT_IMPLEMENTED, message);
    }
    ApiError::new(StatusCode::NOT_FOUND, "Service not found")
}

fn is_among(names: Names, method: &Method, path: &str) -> bool {
    names.iter().any(|(known, template)| known == method && matched(template, path).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::operations::OPERATIONS;
    use super::*;

    #[test]
    fn every_operation_of_spotify_is_in_one_list() {
        let lists = [CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024, OPEN].into_iter().flatten().cloned();
        // What is built and closed to some apps is in its list too.
        let built = OPERATIONS
            .iter()
            .map(|operation| (operation.method.clone(), operation.path))
            .filter(|operation| !CLOSED_IN_DEVELOPMENT.contains(operation));
        let mut all: Vec<(String, &str)> =
            built.chain(lists).map(|(method, path)| (method.to_string(), path)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((count, all.len()), (97, 97));
        assert_eq!((CLOSED_IN_DEVELOPMENT.len(), CLOSED_SINCE_2024.len()), (40, 8));
    }
}
