//! Bodies of tracks.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::value::RawValue;

use super::artist::SimplifiedArtist;
use super::dice::{Dice, Purpose};
use super::entity::{Heading, Restrictions};
use super::market::ListId;
use super::{Catalogue, Json, Kind, Oddity, Reference, View, name, spoken};

/// `SimplifiedTrackObject`
#[derive(Serialize)]
struct SimplifiedTrack<'a> {
    artists: Vec<SimplifiedArtist>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_markets: Option<&'a RawValue>,
    disc_number: u64,
    duration_ms: u64,
    explicit: bool,
    #[serde(flatten)]
    heading: Heading,
    is_local: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_playable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    linked_from: Option<Heading>,
    name: String,
    /// Samples ended in November 2024.
    preview_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restrictions: Option<Restrictions>,
    track_number: u64,
}

/// `TrackObject`
#[derive(Serialize)]
struct Track<'a> {
    album: Json,
    external_ids: ExternalIds,
    #[serde(skip_serializing_if = "Option::is_none")]
    popularity: Option<u64>,
    #[serde(flatten)]
    simplified: SimplifiedTrack<'a>,
}

#[derive(Serialize)]
struct ExternalIds {
    isrc: String,
}

/// Which track a request for a track is about.
#[derive(Clone, Copy, Debug)]
struct Recording {
    /// The track that the body describes.
    shown: Reference,
    /// The index whose sound it has: two tracks of the catalogue can be the same recording.
    sound: u64,
    /// Whether the body describes another track than was asked for.
    relinked: bool,
}

impl Catalogue {
    /// `TrackObject`
    pub(crate) fn track(&self, track: Reference, view: &View<'_>) -> Json {
        let recording = self.recording(track, view);
        let shown = recording.shown.index;
        let album = self.relations.album_of(shown);
        self.finish(
            track,
            &Track {
                album: self.simplified_album(Reference::new(Kind::Album, album), view),
                external_ids: ExternalIds { isrc: self.isrc_of(recording.sound) },
                popularity: view.fields.has("track", "popularity").then(|| self.popularity(shown)),
                simplified: self.track_base(track, recording, view),
            },
        )
    }

    /// `SimplifiedTrackObject`
    pub(crate) fn simplified_track(&self, track: Reference, view: &View<'_>) -> Json {
        self.finish(track, &self.track_base(track, self.recording(track, view), view))
    }

    /// From 0 to 100; no track has more of it than the artist.
    pub(super) fn popularity(&self, track: u64) -> u64 {
        let owner = self.relations.main_artist(self.relations.album_of(track));
        let mut dice = self.dice(Kind::Track, track, Purpose::Popularity);
        (self.fame(owner) as f64 * (0.2 + dice.fraction() * 0.8)) as u64
    }

    /// The most popular tracks on an artist's own albums that play in the market, the most popular first.
    pub(crate) fn top_tracks(&self, artist: Reference, market: Option<&str>) -> Vec<Reference> {
        const MOST: usize = 10;
        let plays = |track: &u64| {
            market.is_none_or(|market| self.markets.contains(self.track_markets(*track), market))
        };
        let albums = self.relations.own_albums(artist.index);
        let mut tracks: Vec<u64> =
            albums.flat_map(|album| self.relations.tracks_of(album)).filter(plays).collect();
        tracks.sort_by_key(|track| (Reverse(self.popularity(*track)), *track));
        tracks.into_iter().take(MOST).map(|index| Reference::new(Kind::Track, index)).collect()
    }

    /// The length of a track, an episode or a chapter, the same that its body tells.
    pub(crate) fn duration_ms(&self, of: Reference) -> u64 {
        if of.kind != Kind::Track {
            return spoken::length(&mut self.dice(of.kind, of.index, Purpose::Attributes));
        }
        let sound = self.same_recording(of).unwrap_or(of.index);
        length(&mut self.dice(Kind::Track, sound, Purpose::Attributes))
    }

    fn track_base(&self, asked: Reference, recording: Recording, view: &View<'_>) -> SimplifiedTrack<'_> {
        let Recording { shown, sound, relinked } = recording;
        let place = self.relations.place(shown.index);
        let markets = self.track_markets(shown.index);
        let is_playable = view.market.map(|market| self.markets.contains(markets, market));
        let mut dice = self.dice(Kind::Track, sound, Purpose::Attributes);
        let artists = self.relations.track_artists(sound);
        SimplifiedTrack {
            artists: artists.map(|artist| self.credit(Reference::new(Kind::Artist, artist), view)).collect(),
            available_markets: self.market_list(Kind::Track, markets, view),
            disc_number: place.disc,
            duration_ms: length(&mut dice),
            explicit: dice.once_in(12),
            heading: self.heading(shown, view),
            is_local: false,
            is_playable,
            linked_from: (relinked && view.fields.has("track", "linked_from"))
                .then(|| self.heading(asked, view)),
            name: self.title(sound),
            preview_url: self.preview(shown, view),
            restrictions: (is_playable == Some(false)).then_some(Restrictions::MARKET),
            track_number: place.number,
        }
    }

    /// The recording code of a track.
    pub(super) fn isrc(&self, track: u64) -> String {
        self.isrc_of(self.same_recording(Reference::new(Kind::Track, track)).unwrap_or(track))
    }

    /// The tracks with this recording code.
    pub(super) fn recorded_as(&self, isrc: &str) -> Vec<u64> {
        let number = |digits: std::ops::Range<usize>| isrc.get(digits)?.parse::<u64>().ok();
        let Some((registrant, track)) = number(2..5).zip(number(7..12)) else { return Vec::new() };
        let track = registrant * 100_000 + track;
        // A track can be the same recording as its neighbour.
        let all = track.saturating_sub(1)..track.saturating_add(2).min(self.count(Kind::Track));
        all.filter(|track| self.isrc(*track) == isrc).collect()
    }

    /// A recording code with the country `ZZ`, which no country has.
    fn isrc_of(&self, sound: u64) -> String {
        let year = self.release_year(self.relations.album_of(sound));
        format!("ZZ{:03}{:02}{:05}", sound / 100_000 % 1_000, year % 100, sound % 100_000)
    }

    pub(super) fn title(&self, track: u64) -> String {
        let title = name::track(self.words(Kind::Track, track), self.style(Kind::Track, track));
        match self.relations.track_guest(track) {
            Some(guest) if !title.is_empty() => format!("{title} (feat. {})", self.artist_name(guest)),
            _ => title,
        }
    }

    /// The first track of an album is available wherever the album is; of the others, one in twelve is in
    /// fewer markets.
    pub(super) fn track_markets(&self, track: u64) -> ListId {
        let album = self.relations.album_of(track);
        let markets = self.album_markets(album);
        let first = self.relations.tracks_of(album).start == track;
        let fewer = self.dice(Kind::Track, track, Purpose::Markets).once_in(12);
        if fewer && !first { self.markets.narrower(markets) } else { markets }
    }

    /// The index of another track that is the same recording.
    pub(super) fn same_recording(&self, track: Reference) -> Option<u64> {
        match self.oddity(track) {
            Some(Oddity::Relinked | Oddity::RelinkedWithoutId | Oddity::RelinkedWithNullId) => {
                self.relations.neighbour(track.index)
            }
            _ => None,
        }
    }

    /// Track relinking: with a market, a track can be answered with another that is the same recording and
    /// plays there.
    fn recording(&self, track: Reference, view: &View<'_>) -> Recording {
        let Some(sound) = self.same_recording(track) else {
            return Recording { shown: track, sound: track.index, relinked: false };
        };
        let relinked =
            view.market.is_some_and(|market| self.markets.contains(self.track_markets(sound), market));
        Recording {
            shown: if relinked { Reference::new(Kind::Track, sound) } else { track },
            sound,
            relinked,
        }
    }
}

/// Most tracks last between a minute and a half and six and a half, around four; one in twenty is an interlude.
fn length(dice: &mut Dice) -> u64 {
    if dice.once_in(20) {
        20_000 + dice.below(60_000)
    } else {
        90_000 + (0..3).map(|_| dice.below(100_000)).sum::<u64>()
    }
}
