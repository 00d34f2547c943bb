//! Playlists: what is in them, and every state that they were in.

mod change;
mod listed;
mod snapshot;
#[cfg(test)]
mod tests;

use std::time::SystemTime;

use bytes::Bytes;

use crate::catalogue::Reference;

pub(crate) use change::{Move, Refusal};
pub(crate) use listed::Listed;
use snapshot::Past;

/// One playlist.
pub(crate) struct Playlist {
    pub(crate) id: String,
    /// The user's id.
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) public: bool,
    pub(crate) collaborative: bool,
    /// A JPEG that was uploaded.
    pub(crate) cover: Option<Bytes>,
    rows: Vec<Row>,
    /// How many rows there were ever, for the number of the next.
    numbered: u64,
    past: Past,
}

/// A row of a playlist. It keeps its number wherever it is moved.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    number: u64,
    pub(crate) content: Content,
    pub(crate) added_at: Option<SystemTime>,
    /// The user's id.
    pub(crate) added_by: Option<String>,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A track or an episode of the catalogue.
    Entity(Reference),
    /// A file on somebody's device.
    Local(LocalFile),
    /// Something that is no longer there.
    Gone,
}

/// A file on somebody's device, as far as Spotify knows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalFile {
    pub(crate) artist: String,
    pub(crate) album: String,
    pub(crate) title: String,
    pub(crate) seconds: u64,
}

impl LocalFile {
    /// `spotify:local:{artist}:{album}:{title}:{seconds}`, each form-encoded.
    pub(crate) fn uri(&self) -> String {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (artist, album, title) = (encoded(&self.artist), encoded(&self.album), encoded(&self.title));
        format!("spotify:local:{artist}:{album}:{title}:{}", self.seconds)
    }

    /// How long it is. A URI may claim any number of seconds.
    pub(crate) fn duration_ms(&self) -> u64 {
        self.seconds.saturating_mul(1_000)
    }
}

impl Playlist {
    /// An empty one, public and nobody else's to change.
    pub(crate) fn new(id: String, owner: &str, name: String) -> Self {
        let mut playlist = Self {
            id,
            owner: owner.to_owned(),
            name,
            description: None,
            public: true,
            collaborative: false,
            cover: None,
            rows: Vec::new(),
            numbered: 0,
            past: Past::default(),
        };
        playlist.changed();
        playlist
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The state that it is in.
    pub(crate) fn snapshot_id(&self) -> &str {
        self.past.latest()
    }

    /// Notes that something about it has changed: a new state, whatever it was.
    pub(crate) fn changed(&mut self) {
        self.past.push(&self.id, self.rows.iter().map(|row| row.number));
    }

    fn row(&mut self, content: Content, added_at: Option<SystemTime>, added_by: Option<String>) -> Row {
        self.numbered += 1;
        Row { number: self.numbered, content, added_at, added_by }
    }
}
