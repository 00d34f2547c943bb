//! A playlist that a user begins with.

use std::time::{Duration, SystemTime};

use crate::catalogue::{Catalogue, Kind};
use crate::world;
use crate::world::playlist::{Content, LocalFile};

/// How far apart the rows of a playlist were added.
const BETWEEN_ROWS: Duration = Duration::from_secs(3600);

/// A playlist in a user's account. Give it to [`User::playlist`](crate::User::playlist).
///
/// ```
/// use spotify_sandbox::{Playlist, User};
///
/// let road = Playlist::new("Road").tracks(120).episode(0).local_file("Ann", "Demos", "Take 3", 183).gone();
/// let ada = User::premium("ada").playlist(road).playlist(Playlist::new("Secret").private());
/// # let _ = ada;
/// ```
#[derive(Clone, Debug)]
pub struct Playlist {
    pub(crate) name: String,
    description: Option<String>,
    public: bool,
    collaborative: bool,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Track(u64),
    Episode(u64),
    Local(LocalFile),
    Gone,
}

impl Playlist {
    /// A playlist of this name, public and empty.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), description: None, public: true, collaborative: false, rows: Vec::new() }
    }

    /// What is written about it.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Keeps it off the owner's profile.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.public = false;
        self
    }

    /// Lets those who follow it change it too. It is private then.
    #[must_use]
    pub fn collaborative(mut self) -> Self {
        (self.public, self.collaborative) = (false, true);
        self
    }

    /// Adds the first `count` tracks of the catalogue.
    #[must_use]
    pub fn tracks(mut self, count: u64) -> Self {
        self.rows.extend((0..count).map(Row::Track));
        self
    }

    /// Adds the track at `index` in the catalogue, from 0.
    #[must_use]
    pub fn track(mut self, index: u64) -> Self {
        self.rows.push(Row::Track(index));
        self
    }

    /// Adds the episode at `index` in the catalogue, from 0.
    #[must_use]
    pub fn episode(mut self, index: u64) -> Self {
        self.rows.push(Row::Episode(index));
        self
    }

    /// Adds a file on the owner's device, as only Spotify's own apps can.
    #[must_use]
    pub fn local_file(
        mut self,
        artist: impl Into<String>,
        album: impl Into<String>,
        title: impl Into<String>,
        seconds: u64,
    ) -> Self {
        let (artist, album, title) = (artist.into(), album.into(), title.into());
        self.rows.push(Row::Local(LocalFile { artist, album, title, seconds }));
        self
    }

    /// Adds a row about something that is gone from Spotify: its item is null.
    #[must_use]
    pub fn gone(mut self) -> Self {
        self.rows.push(Row::Gone);
        self
    }

    /// What makes this playlist impossible, in a sentence that says what to do.
    pub(crate) fn check(&self, catalogue: &Catalogue) -> Result<(), String> {
        for row in &self.rows {
            let (kind, index) = match row {
                Row::Track(index) => (Kind::Track, *index),
                Row::Episode(index) => (Kind::Episode, *index),
                Row::Local(_) | Row::Gone => continue,
            };
            let has = catalogue.count(kind);
            if index >= has {
                return Err(format!(
                    "playlist `{}` has {} {index}, but the catalogue has {has}; give it more tracks",
                    self.name,
                    kind.word()
                ));
            }
        }
        Ok(())
    }

    /// The playlist with this id. The last row was added last, at `now`.
    pub(crate) fn build(
        &self,
        catalogue: &Catalogue,
        id: String,
        owner: &str,
        now: SystemTime,
    ) -> world::Playlist {
        let mut playlist = world::Playlist::new(id, owner, self.name.clone());
        playlist.description.clone_from(&self.description);
        (playlist.public, playlist.collaborative) = (self.public, self.collaborative);
        let content = |row: &Row| match row {
            Row::Track(index) => Content::Entity(catalogue.nth(Kind::Track, *index)),
            Row::Episode(index) => Content::Entity(catalogue.nth(Kind::Episode, *index)),
            Row::Local(file) => Content::Local(file.clone()),
            Row::Gone => Content::Gone,
        };
        let rows = self.rows.iter().rev().zip(0..).map(|(row, hours)| {
            let added_at = now.checked_sub(BETWEEN_ROWS * hours).unwrap_or(SystemTime::UNIX_EPOCH);
            (content(row), added_at)
        });
        let mut rows: Vec<_> = rows.collect();
        rows.reverse();
        playlist.fill(rows);
        playlist
    }
}
