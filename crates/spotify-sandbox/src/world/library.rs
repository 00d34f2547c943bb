//! What a user has saved and whom they follow.

use std::time::SystemTime;

use super::{Person, Saved};
use crate::catalogue::{Kind, Reference};

/// Something that a library can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// An album, artist or track of the catalogue.
    Entity(Reference),
    /// What the catalogue has no kind for, by its URI.
    Other(String),
}

impl Person {
    /// Adds what is not there yet. What is added comes before all that is there, in the order given.
    pub(crate) fn save(&mut self, items: Vec<Item>, now: SystemTime) {
        for item in items.into_iter().rev() {
            if self.has(&item) {
                continue;
            }
            match item {
                Item::Entity(reference) => match reference.kind() {
                    Kind::Album => self.saved_albums.insert(0, Saved { reference, added_at: now }),
                    Kind::Track => self.saved_tracks.insert(0, Saved { reference, added_at: now }),
                    Kind::Artist => self.followed_artists.push(reference),
                },
                Item::Other(uri) => self.saved_uris.push(uri),
            }
        }
    }

    /// Takes out what is there.
    pub(crate) fn remove(&mut self, items: &[Item]) {
        let stays = |reference: &Reference| !items.contains(&Item::Entity(*reference));
        self.saved_albums.retain(|saved| stays(&saved.reference));
        self.saved_tracks.retain(|saved| stays(&saved.reference));
        self.followed_artists.retain(stays);
        self.saved_uris
            .retain(|uri| !items.iter().any(|item| matches!(item, Item::Other(gone) if gone == uri)));
    }

    /// Whether it is there.
    pub(crate) fn has(&self, item: &Item) -> bool {
        let is_in = |list: &[Saved], reference| list.iter().any(|saved| saved.reference == reference);
        match item {
            Item::Entity(reference) => match reference.kind() {
                Kind::Album => is_in(&self.saved_albums, *reference),
                Kind::Track => is_in(&self.saved_tracks, *reference),
                Kind::Artist => self.followed_artists.contains(reference),
            },
            Item::Other(uri) => self.saved_uris.contains(uri),
        }
    }
}
