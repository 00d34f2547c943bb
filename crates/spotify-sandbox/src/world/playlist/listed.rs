//! The playlists that a user has: their own, and those they follow.

use super::Playlist;
use crate::world::{Person, World};

/// A playlist in a user's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The playlist's id.
    pub(crate) id: String,
    /// Whether it is shown on the user's profile.
    pub(crate) public: bool,
}

impl Person {
    /// Puts a playlist at the top of the list, unless it is there already.
    pub(crate) fn follow(&mut self, id: &str, public: bool) {
        match self.playlists.iter_mut().find(|listed| listed.id == id) {
            Some(listed) => listed.public = public,
            None => self.playlists.insert(0, Listed { id: id.to_owned(), public }),
        }
    }

    /// Shows a playlist of the list on the user's profile, or no longer.
    pub(crate) fn show_on_profile(&mut self, id: &str, public: bool) {
        if let Some(listed) = self.playlists.iter_mut().find(|listed| listed.id == id) {
            listed.public = public;
        }
    }

    /// Takes a playlist out of the list. One's own lives on, out of sight.
    pub(crate) fn unfollow(&mut self, id: &str) {
        self.playlists.retain(|listed| listed.id != id);
    }

    pub(crate) fn follows(&self, id: &str) -> bool {
        self.playlists.iter().any(|listed| listed.id == id)
    }
}

impl World {
    pub(crate) fn playlist(&self, id: &str) -> Option<&Playlist> {
        self.playlists.iter().find(|playlist| playlist.id == id)
    }

    pub(crate) fn playlist_mut(&mut self, id: &str) -> Option<&mut Playlist> {
        self.playlists.iter_mut().find(|playlist| playlist.id == id)
    }

    /// Adds a playlist, at the top of its owner's list.
    pub(crate) fn add_playlist(&mut self, playlist: Playlist) {
        let (id, public) = (playlist.id.clone(), playlist.public);
        if let Some(person) = self.person_mut(&playlist.owner) {
            person.follow(&id, public);
        }
        self.playlists.push(playlist);
    }

    /// Whether a user may change what is in a playlist: it is theirs, or it is collaborative and they have it in their list.
    pub(crate) fn may_change(&self, user: Option<&str>, playlist: &Playlist) -> bool {
        user.is_some_and(|user| {
            let has_it = || self.person(user).is_some_and(|person| person.follows(&playlist.id));
            playlist.owner == user || (playlist.collaborative && has_it())
        })
    }

    /// How many people follow a playlist, its owner not counted.
    pub(crate) fn followers(&self, playlist: &Playlist) -> usize {
        let others = self.people.iter().filter(|person| person.profile.id != playlist.owner);
        others.filter(|person| person.follows(&playlist.id)).count()
    }
}
