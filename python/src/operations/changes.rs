//! Changing what users keep, and asking whether they keep it: lists of any length.

use pyo3::prelude::*;

use super::operations;

/// Ids of tracks, each with the time at which it was added.
type Timestamped = Vec<(String, String)>;

// Python: Timestamped is Sequence[tuple[str, str]]
operations! {
    plain;
    albums_save = Albums.save(ids: Vec<String>);
    albums_remove_saved = Albums.remove_saved(ids: Vec<String>);
    albums_check_saved = Albums.check_saved(ids: Vec<String>);
    tracks_save = Tracks.save(ids: Vec<String>);
    tracks_save_timestamped = Tracks.save_timestamped(tracks: Timestamped);
    tracks_remove_saved = Tracks.remove_saved(ids: Vec<String>);
    tracks_check_saved = Tracks.check_saved(ids: Vec<String>);
    library_save = Library.save(uris: Vec<String>);
    library_remove = Library.remove(uris: Vec<String>);
    library_contains = Library.contains(uris: Vec<String>);
    users_follow_artists = Users.follow_artists(ids: Vec<String>);
    users_unfollow_artists = Users.unfollow_artists(ids: Vec<String>);
    users_check_follows_artists = Users.check_follows_artists(ids: Vec<String>);
    users_follow_users = Users.follow_users(ids: Vec<String>);
    users_unfollow_users = Users.unfollow_users(ids: Vec<String>);
    users_check_follows_users = Users.check_follows_users(ids: Vec<String>);
    audiobooks_save = Audiobooks.save(ids: Vec<String>);
    audiobooks_remove_saved = Audiobooks.remove_saved(ids: Vec<String>);
    audiobooks_check_saved = Audiobooks.check_saved(ids: Vec<String>);
    episodes_save = Episodes.save(ids: Vec<String>);
    episodes_remove_saved = Episodes.remove_saved(ids: Vec<String>);
    episodes_check_saved = Episodes.check_saved(ids: Vec<String>);
    shows_save = Shows.save(ids: Vec<String>);
    shows_remove_saved = Shows.remove_saved(ids: Vec<String>);
    shows_check_saved = Shows.check_saved(ids: Vec<String>);
}
