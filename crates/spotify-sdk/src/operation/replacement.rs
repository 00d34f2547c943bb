//! Which operation has taken the place of a closed one.

use std::fmt;

use super::{Method, Operation};

/// The operation that does, for every app, what a closed one did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// Spotify's `operationId`, such as `save-library-items`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: &'static str,
}

impl fmt::Display for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} (`{}`)", self.method, self.path, self.id)
    }
}

impl Operation {
    /// What takes the place of this operation for apps to which it is closed, where something does.
    ///
    /// ```
    /// use spotify_sdk::endpoint::{Endpoint, SaveAlbums};
    ///
    /// let replacement = SaveAlbums::OPERATION.replacement().unwrap();
    /// assert_eq!(replacement.to_string(), "PUT /me/library (`save-library-items`)");
    /// ```
    #[must_use]
    pub fn replacement(&self) -> Option<Replacement> {
        let is_of = |(closed, _): &&(&[&str], Replacement)| closed.contains(&self.id);
        REPLACEMENTS.iter().find(is_of).map(|(_, replacement)| *replacement)
    }
}

const fn by(method: Method, path: &'static str, id: &'static str) -> Replacement {
    Replacement { id, method, path }
}

/// Closed operations, and what takes their place.
/// <https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide>
const REPLACEMENTS: &[(&[&str], Replacement)] = &[
    (
        &[
            "save-albums-user",
            "save-audiobooks-user",
            "save-episodes-user",
            "save-shows-user",
            "save-tracks-user",
            "follow-artists-users",
            "follow-playlist",
        ],
        by(Method::Put, "/me/library", "save-library-items"),
    ),
    (
        &[
            "remove-albums-user",
            "remove-audiobooks-user",
            "remove-episodes-user",
            "remove-shows-user",
            "remove-tracks-user",
            "unfollow-artists-users",
            "unfollow-playlist",
        ],
        by(Method::Delete, "/me/library", "remove-library-items"),
    ),
    (
        &[
            "check-users-saved-albums",
            "check-users-saved-audiobooks",
            "check-users-saved-episodes",
            "check-users-saved-shows",
            "check-users-saved-tracks",
            "check-current-user-follows",
            "check-if-user-follows-playlist",
        ],
        by(Method::Get, "/me/library/contains", "check-library-contains"),
    ),
    (&["get-playlists-tracks"], by(Method::Get, "/playlists/{playlist_id}/items", "get-playlists-items")),
    (
        &["add-tracks-to-playlist"],
        by(Method::Post, "/playlists/{playlist_id}/items", "add-items-to-playlist"),
    ),
    (
        &["reorder-or-replace-playlists-tracks"],
        by(Method::Put, "/playlists/{playlist_id}/items", "reorder-or-replace-playlists-items"),
    ),
    (
        &["remove-tracks-playlist"],
        by(Method::Delete, "/playlists/{playlist_id}/items", "remove-items-playlist"),
    ),
    (&["create-playlist-for-user"], by(Method::Post, "/me/playlists", "create-playlist")),
    // One by one.
    (&["get-multiple-albums"], by(Method::Get, "/albums/{id}", "get-an-album")),
    (&["get-multiple-artists"], by(Method::Get, "/artists/{id}", "get-an-artist")),
    (&["get-multiple-audiobooks"], by(Method::Get, "/audiobooks/{id}", "get-an-audiobook")),
    (&["get-several-chapters"], by(Method::Get, "/chapters/{id}", "get-a-chapter")),
    (&["get-multiple-episodes"], by(Method::Get, "/episodes/{id}", "get-an-episode")),
    (&["get-multiple-shows"], by(Method::Get, "/shows/{id}", "get-a-show")),
    (&["get-several-tracks"], by(Method::Get, "/tracks/{id}", "get-track")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{
        CheckFollowsArtistsOrUsers, CheckLibraryContains, CheckSavedAlbums, CheckSavedTracks, Endpoint,
        FollowArtistsOrUsers, GetAlbum, GetAlbums, GetArtist, GetArtists, GetAudiobook, GetAudiobooks,
        GetChapter, GetChapters, GetEpisode, GetEpisodes, GetShow, GetShows, GetTrack, GetTracks,
        RemoveLibraryItems, RemoveSavedAlbums, RemoveSavedTracks, SaveAlbums, SaveLibraryItems, SaveTracks,
        UnfollowArtistsOrUsers,
    };
    use crate::id::{ArtistId, UserId};
    use crate::operation::Availability;

    fn replaces<New: Endpoint, Old: Endpoint>() {
        let (new, old) = (New::OPERATION, Old::OPERATION);
        let expected = by(new.method, new.path, new.id);
        assert_eq!(old.replacement(), Some(expected), "{}", old.id);
        assert_eq!(
            (old.availability, new.availability),
            (Availability::ExtendedQuota, Availability::Everyone)
        );
        assert_eq!(new.replacement(), None, "what replaces is not replaced");
    }

    #[test]
    fn replacements_are_what_the_operations_say_they_are() {
        replaces::<SaveLibraryItems, SaveAlbums>();
        replaces::<SaveLibraryItems, SaveTracks>();
        replaces::<SaveLibraryItems, FollowArtistsOrUsers<ArtistId>>();
        replaces::<RemoveLibraryItems, RemoveSavedAlbums>();
        replaces::<RemoveLibraryItems, RemoveSavedTracks>();
        replaces::<RemoveLibraryItems, UnfollowArtistsOrUsers<UserId>>();
        replaces::<CheckLibraryContains, CheckSavedAlbums>();
        replaces::<CheckLibraryContains, CheckSavedTracks>();
        replaces::<CheckLibraryContains, CheckFollowsArtistsOrUsers<ArtistId>>();
        replaces::<GetAlbum, GetAlbums>();
        replaces::<GetArtist, GetArtists>();
        replaces::<GetAudiobook, GetAudiobooks>();
        replaces::<GetChapter, GetChapters>();
        replaces::<GetEpisode, GetEpisodes>();
        replaces::<GetShow, GetShows>();
        replaces::<GetTrack, GetTracks>();
    }

    #[test]
    fn nothing_is_replaced_twice() {
        let mut closed: Vec<&str> =
            REPLACEMENTS.iter().flat_map(|(closed, _)| closed.iter().copied()).collect();
        let count = closed.len();
        closed.sort_unstable();
        closed.dedup();
        assert_eq!((count, closed.len()), (33, 33));
    }
}
