//! The synthetic catalogue: albums, artists, tracks, shows and audiobooks that nobody released, computed from a seed.
//!
//! Nothing is stored. An entity is a kind and an index; its id is an encryption of the two, its relations
//! are arithmetic on indices, and every other attribute is drawn from a generator seeded with them. So a
//! catalogue of a million tracks costs as much memory as one of ten, and the same seed gives the same
//! catalogue on every machine.
//!
//! Bodies come out as [`Json`], finished JSON text. It nests in any value that is serialised, and spares the
//! server from building a tree only to write it down again: a page of fifty tracks with market lists holds
//! some eighteen thousand strings.
//!
//! The last entities of each kind carry the oddities that real bodies have and strict clients fail on
//! ([`Oddity`]): about 2 % of the catalogue, at its end, so that a library made of the first entities is
//! plain.

mod album;
mod artist;
mod audio;
mod audiobook;
mod dice;
mod entity;
mod id;
mod image;
mod market;
mod name;
mod oddity;
mod partition;
mod preview;
mod recommend;
mod relations;
mod search;
mod show;
mod spoken;
mod track;
mod words;

#[cfg(test)]
mod tests;

use bytes::Bytes;
use serde_json::value::RawValue;

pub(crate) use audiobook::has_audiobooks;
use id::{Alias, IdCipher};
use market::Markets;
pub(crate) use market::markets;
pub(crate) use name::{genre_seeds, words_of};
pub use oddity::{OddEntity, Oddity};
pub(crate) use recommend::{ATTRIBUTES, Seed, Wish};
use relations::Relations;
pub(crate) use search::{MOST_RESULTS, Query};
use spoken::Spoken;
pub(crate) use spoken::{Position, Positions};

pub(crate) use crate::rules::Fields;

/// Which ids the catalogue knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Ids {
    /// Only ids that this catalogue issued; any other well-formed id is answered with 404, as Spotify does.
    #[default]
    Strict,
    /// Any word of 22 base62 characters also resolves, to a synthetic entity that keeps that id. Programs
    /// and test-suites that hard-code ids of the real catalogue run unchanged. The same id always resolves
    /// to the same entity; what the entity refers to (the tracks of an album, say) has ids of this
    /// catalogue.
    Open,
}

/// The kinds of entity in the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    /// `/v1/albums/{id}`
    Album,
    /// `/v1/artists/{id}`
    Artist,
    /// `/v1/tracks/{id}`
    Track,
    /// `/v1/shows/{id}`
    Show,
    /// `/v1/episodes/{id}`
    Episode,
    /// `/v1/audiobooks/{id}`
    Audiobook,
    /// `/v1/chapters/{id}`
    Chapter,
}

impl Kind {
    const ALL: [Self; 7] =
        [Kind::Album, Kind::Artist, Kind::Track, Kind::Show, Kind::Episode, Kind::Audiobook, Kind::Chapter];

    /// The word for this kind in paths, in the singular.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Album => "album",
            Kind::Artist => "artist",
            Kind::Track => "track",
            Kind::Show => "show",
            Kind::Episode => "episode",
            Kind::Audiobook => "audiobook",
            Kind::Chapter => "chapter",
        }
    }

    /// The word for this kind in URIs and links for people. To Spotify an audiobook is a kind of show there, and a chapter an
    /// episode.
    pub(crate) fn uri_word(self) -> &'static str {
        match self {
            Kind::Audiobook => "show",
            Kind::Chapter => "episode",
            other => other.word(),
        }
    }

    /// The value of `type` fields.
    fn type_word(self) -> &'static str {
        match self {
            Kind::Chapter => "episode",
            other => other.word(),
        }
    }
}

/// For whom a body is rendered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// Scheme and authority that the request came to, as in `http://127.0.0.1:4321`. Links begin with it.
    pub(crate) origin: &'a str,
    /// The market in force, upper-case ISO 3166-1 alpha-2. With one, market lists give way to `is_playable`
    /// and `restrictions`.
    pub(crate) market: Option<&'a str>,
    /// Which fields the app may see.
    pub(crate) fields: Fields,
    /// Where the listener is in episodes and chapters, if that is shown.
    pub(crate) positions: Option<&'a Positions>,
    /// Whether there are previews to link to.
    pub(crate) previews: bool,
}

/// Why an id does not resolve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Missing {
    /// Not 22 base62 characters: 400 `Invalid base62 id`.
    Malformed,
    /// Well-formed, and no entity of this kind: 404.
    Unknown,
}

/// A resolved id. Cheap to copy; orders by kind, then by place in the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Reference {
    kind: Kind,
    index: u64,
    /// The foreign id the entity was asked for by, which it keeps.
    alias: Option<Alias>,
}

impl Reference {
    fn new(kind: Kind, index: u64) -> Self {
        Self { kind, index, alias: None }
    }

    /// What kind of entity it is.
    pub(crate) fn kind(self) -> Kind {
        self.kind
    }
}

/// A finished JSON text, ready to be nested in a body.
pub(crate) type Json = Box<RawValue>;

/// The catalogue. Immutable; share it behind an `Arc`.
#[derive(Debug)]
pub(crate) struct Catalogue {
    seed: u64,
    ids: Ids,
    cipher: IdCipher,
    relations: Relations,
    spoken: Spoken,
    markets: Markets,
}

impl Catalogue {
    /// The catalogue of this seed with this many tracks (at least one), on about a tenth as many albums. Episodes and
    /// chapters are as many as tracks.
    pub(crate) fn new(seed: u64, tracks: u64, ids: Ids) -> Self {
        Self {
            seed,
            ids,
            cipher: IdCipher::new(seed),
            relations: Relations::new(tracks.max(1)),
            spoken: Spoken::new(tracks.max(1)),
            markets: Markets::new(seed),
        }
    }

    /// Resolves an id as it stands in a path.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Result<Reference, Missing> {
        let alias = Alias::parse(id).ok_or(Missing::Malformed)?;
        match self.cipher.decode(&alias) {
            Some((found, index)) if index < self.count(found) => {
                if found == kind {
                    Ok(Reference::new(kind, index))
                } else {
                    Err(Missing::Unknown)
                }
            }
            _ if self.ids == Ids::Open => {
                Ok(Reference { kind, index: self.stand_in(kind, &alias), alias: Some(alias) })
            }
            _ => Err(Missing::Unknown),
        }
    }

    /// The `n`-th entity of a kind, counting around when there are fewer.
    pub(crate) fn nth(&self, kind: Kind, n: u64) -> Reference {
        Reference::new(kind, n % self.count(kind))
    }

    /// How many entities of a kind there are; never zero.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Album => self.relations.albums(),
            Kind::Artist => self.relations.artists(),
            Kind::Track => self.relations.tracks(),
            Kind::Show => self.spoken.shows(),
            Kind::Episode => self.spoken.episodes(),
            Kind::Audiobook => self.spoken.audiobooks(),
            Kind::Chapter => self.spoken.chapters(),
        }
    }

    /// The id of an entity: 22 base62 characters.
    pub(crate) fn id(&self, reference: Reference) -> String {
        match reference.alias {
            Some(alias) => alias.as_str().to_owned(),
            None => self.cipher.encode(reference.kind, reference.index).as_str().to_owned(),
        }
    }

    /// The id of a playlist. What is in it and whose it is nobody computes: only the form of the ids is the same.
    pub(crate) fn playlist_id(&self, number: u64) -> String {
        self.cipher.playlist(number).as_str().to_owned()
    }

    /// The tracks of an album, in order.
    pub(crate) fn album_tracks(&self, album: Reference) -> Vec<Reference> {
        self.relations.tracks_of(album.index).map(|index| Reference::new(Kind::Track, index)).collect()
    }

    /// The albums of an artist with their `album_group`: albums, singles, compilations, then albums of
    /// others that the artist appears on; the newest first within each group.
    pub(crate) fn artist_albums(&self, artist: Reference) -> Vec<(Reference, &'static str)> {
        self.discography(artist.index)
            .into_iter()
            .map(|(album, group)| (Reference::new(Kind::Album, album), group))
            .collect()
    }

    /// The PNG served at `/_sandbox/images/{name}`; `None` when no body links to such a picture.
    pub(crate) fn image(&self, name: &str) -> Option<Bytes> {
        let (id, size) = name.strip_suffix(".png")?.rsplit_once('-')?;
        let (kind, index) = self.cipher.decode(&Alias::parse(id)?)?;
        let size = image::sizes(kind).iter().copied().find(|known| known.to_string() == size)?;
        (index < self.count(kind)).then(|| image::draw(self.dice(kind, index, dice::Purpose::Image), size))
    }
}
