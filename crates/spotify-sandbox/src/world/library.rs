//! What a user has saved and whom they follow.

use std::time::{SystemTime, UNIX_EPOCH};

use super::{Person, Saved};
use crate::catalogue::{Kind, Reference};
use crate::rules::Capacity;

/// Something that a library can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// Something of the catalogue: an artist, or what has a list of its own.
    Entity(Reference),
    /// A playlist, by its id.
    Playlist(String),
    /// What the catalogue has no kind for, by its URI.
    Other(String),
}

impl Item {
    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Entity(reference) => Some(reference.kind()),
            Self::Playlist(_) | Self::Other(_) => None,
        }
    }
}

/// Minutes since 1970.
fn minute(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 60
}

impl Person {
    /// Adds what is not there yet, as of these times. The latest comes first, to the minute: within one, what is added
    /// comes before what is there, in the order given.
    pub(crate) fn save(&mut self, items: Vec<(Item, SystemTime)>) {
        for (item, added_at) in items.into_iter().rev() {
            if self.has(&item) {
                continue;
            }
            match item {
                Item::Entity(reference) => match self.list_mut(reference.kind()) {
                    Some(list) => {
                        let is_later = |saved: &Saved| minute(saved.added_at) > minute(added_at);
                        let place = list.iter().position(|saved| !is_later(saved)).unwrap_or(list.len());
                        list.insert(place, Saved { reference, added_at });
                    }
                    None => self.followed_artists.push(reference),
                },
                Item::Playlist(id) => self.follow(&id, true),
                Item::Other(uri) => self.saved_uris.push(uri),
            }
        }
    }

    /// Whether all of these can be there. What is there already needs no room.
    pub(crate) fn has_room(&self, items: &[(Item, SystemTime)], capacity: Capacity) -> bool {
        let mut new: Vec<&Item> = Vec::new();
        for (item, _) in items {
            if !new.contains(&item) && !self.has(item) {
                new.push(item);
            }
        }
        new.iter().all(|item| match item {
            Item::Entity(reference) => self.list(reference.kind()).is_none_or(|list| {
                let of_this_kind = new.iter().filter(|other| other.kind() == Some(reference.kind()));
                list.len() + of_this_kind.count() <= capacity.saved
            }),
            Item::Playlist(_) => {
                let playlists = new.iter().filter(|other| matches!(other, Item::Playlist(_)));
                self.playlists.len() + playlists.count() <= capacity.playlists
            }
            Item::Other(_) => true,
        })
    }

    /// Takes out what is there.
    pub(crate) fn remove(&mut self, items: &[Item]) {
        let stays = |reference: &Reference| !items.contains(&Item::Entity(*reference));
        for kind in [Kind::Album, Kind::Audiobook, Kind::Episode, Kind::Show, Kind::Track] {
            if let Some(list) = self.list_mut(kind) {
                list.retain(|saved| stays(&saved.reference));
            }
        }
        self.followed_artists.retain(stays);
        self.playlists.retain(|listed| {
            !items.iter().any(|item| matches!(item, Item::Playlist(gone) if *gone == listed.id))
        });
        self.saved_uris
            .retain(|uri| !items.iter().any(|item| matches!(item, Item::Other(gone) if gone == uri)));
    }

    /// Whether it is there.
    pub(crate) fn has(&self, item: &Item) -> bool {
        match item {
            Item::Entity(reference) => match self.list(reference.kind()) {
                Some(list) => list.iter().any(|saved| saved.reference == *reference),
                None => self.followed_artists.contains(reference),
            },
            Item::Playlist(id) => self.follows(id),
            Item::Other(uri) => self.saved_uris.contains(uri),
        }
    }

    /// What is saved of a kind, for kinds that are saved.
    fn list(&self, kind: Kind) -> Option<&Vec<Saved>> {
        match kind {
            Kind::Album => Some(&self.saved_albums),
            Kind::Audiobook => Some(&self.saved_audiobooks),
            Kind::Episode => Some(&self.saved_episodes),
            Kind::Show => Some(&self.saved_shows),
            Kind::Track => Some(&self.saved_tracks),
            Kind::Artist | Kind::Chapter => None,
        }
    }

    fn list_mut(&mut self, kind: Kind) -> Option<&mut Vec<Saved>> {
        match kind {
            Kind::Album => Some(&mut self.saved_albums),
            Kind::Audiobook => Some(&mut self.saved_audiobooks),
            Kind::Episode => Some(&mut self.saved_episodes),
            Kind::Show => Some(&mut self.saved_shows),
            Kind::Track => Some(&mut self.saved_tracks),
            Kind::Artist | Kind::Chapter => None,
        }
    }
}
