//! Who belongs to whom, as arithmetic on indices, so that links forward and back agree without a table.

use std::ops::Range;

use super::partition::Partition;

/// Tracks per album in one round: singles, albums, a double album (24), a retrospective (20) and a box set
/// of more than one page (62).
const TRACKS_PER_ALBUM: [u64; 24] =
    [12, 1, 10, 14, 2, 11, 5, 1, 13, 9, 24, 1, 10, 4, 12, 20, 1, 11, 8, 3, 10, 62, 1, 12];
/// Albums per artist in one round; the longest discography takes several pages.
const ALBUMS_PER_ARTIST: [u64; 16] = [5, 1, 2, 1, 3, 14, 1, 2, 1, 4, 1, 22, 2, 1, 3, 1];
/// Slots of [`TRACKS_PER_ALBUM`] that are compilations.
const COMPILATIONS: [usize; 2] = [15, 21];
/// More tracks than this are spread over several discs.
const TRACKS_PER_DISC: u64 = 21;

/// The place of a track on its album, both from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) disc: u64,
    pub(super) number: u64,
}

/// The place of an album in the discography of its main artist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) artist: u64,
    /// From 0, the earliest.
    pub(super) place: u64,
    /// How many albums the artist has made as the main one.
    pub(super) of: u64,
}

/// The relations of a catalogue with a given number of tracks.
#[derive(Debug)]
pub(super) struct Relations {
    tracks: Partition,
    albums: Partition,
    /// Albums made together with a second artist.
    partners: Visits,
    /// Artists who appear on one track of somebody else's album.
    guests: Visits,
}

impl Relations {
    pub(super) fn new(tracks: u64) -> Self {
        let tracks = Partition::new(&TRACKS_PER_ALBUM, tracks);
        let albums = Partition::new(&ALBUMS_PER_ARTIST, tracks.owners());
        let (hosts, visitors) = (albums.members(), albums.owners());
        Self {
            tracks,
            albums,
            partners: Visits { every: 16, first: 5, shift: 7, hosts, visitors },
            guests: Visits { every: 3, first: 1, shift: 1, hosts, visitors },
        }
    }

    pub(super) fn tracks(&self) -> u64 {
        self.tracks.members()
    }

    pub(super) fn albums(&self) -> u64 {
        self.tracks.owners()
    }

    pub(super) fn artists(&self) -> u64 {
        self.albums.owners()
    }

    pub(super) fn tracks_of(&self, album: u64) -> Range<u64> {
        self.tracks.run(album)
    }

    pub(super) fn album_of(&self, track: u64) -> u64 {
        self.tracks.owner(track).0
    }

    pub(super) fn place(&self, track: u64) -> Place {
        let (album, position) = self.tracks.owner(track);
        let run = self.tracks.run(album);
        let length = run.end - run.start;
        let per_disc = length.div_ceil(length.div_ceil(TRACKS_PER_DISC));
        Place { disc: position / per_disc + 1, number: position % per_disc + 1 }
    }

    /// The other recording of a track on the same album, its neighbour; a single has none.
    pub(super) fn neighbour(&self, track: u64) -> Option<u64> {
        let run = self.tracks.run(self.album_of(track));
        [track.checked_add(1), track.checked_sub(1)].into_iter().flatten().find(|other| run.contains(other))
    }

    /// `album`, `single` or `compilation`.
    pub(super) fn album_type(&self, album: u64) -> &'static str {
        let run = self.tracks.run(album);
        match run.end - run.start {
            _ if COMPILATIONS.contains(&self.tracks.slot(album)) => "compilation",
            0..=6 => "single",
            _ => "album",
        }
    }

    /// The artist who made an album, alone or first among others.
    pub(super) fn main_artist(&self, album: u64) -> u64 {
        self.albums.owner(album).0
    }

    /// Where an album stands in its main artist's discography.
    pub(super) fn entry(&self, album: u64) -> Entry {
        let (artist, place) = self.albums.owner(album);
        let run = self.albums.run(artist);
        Entry { artist, place, of: run.end - run.start }
    }

    /// The artists of an album, the main one first.
    pub(super) fn album_artists(&self, album: u64) -> impl Iterator<Item = u64> {
        let main = self.main_artist(album);
        std::iter::once(main).chain(self.partner(album))
    }

    /// The artists of a track: those of its album, and on one track of some albums a guest.
    pub(super) fn track_artists(&self, track: u64) -> impl Iterator<Item = u64> {
        let album = self.album_of(track);
        self.album_artists(album).chain(self.track_guest(track))
    }

    /// The artist who is on this track only.
    pub(super) fn track_guest(&self, track: u64) -> Option<u64> {
        let album = self.album_of(track);
        let run = self.tracks.run(album);
        // The second track, or the only one.
        let featured = (run.start + 1).min(run.end - 1);
        if track == featured { self.guest(album) } else { None }
    }

    /// The albums in an artist's own name.
    pub(super) fn own_albums(&self, artist: u64) -> impl Iterator<Item = u64> {
        let shared = self.partners.hosts_of(artist).filter(move |album| self.partner(*album) == Some(artist));
        self.albums.run(artist).chain(shared)
    }

    /// The albums of others that an artist appears on.
    pub(super) fn appearances(&self, artist: u64) -> impl Iterator<Item = u64> {
        self.guests.hosts_of(artist).filter(move |album| self.guest(*album) == Some(artist))
    }

    fn partner(&self, album: u64) -> Option<u64> {
        self.partners.visitor_of(album).filter(|artist| *artist != self.main_artist(album))
    }

    fn guest(&self, album: u64) -> Option<u64> {
        self.guests
            .visitor_of(album)
            .filter(|artist| *artist != self.main_artist(album) && self.partner(album) != Some(*artist))
    }
}

/// Every so many hosts has one visitor, and the visitors take turns.
#[derive(Debug)]
struct Visits {
    every: u64,
    /// The first host with a visitor.
    first: u64,
    /// The visitor of the first host.
    shift: u64,
    hosts: u64,
    visitors: u64,
}

impl Visits {
    fn visitor_of(&self, host: u64) -> Option<u64> {
        (host % self.every == self.first).then(|| (host / self.every + self.shift) % self.visitors)
    }

    fn hosts_of(&self, visitor: u64) -> impl Iterator<Item = u64> {
        let (every, first, hosts, visitors) = (self.every, self.first, self.hosts, self.visitors);
        let turn = (visitor + visitors - self.shift % visitors) % visitors;
        (turn..)
            .step_by(visitors as usize)
            .map(move |k| k * every + first)
            .take_while(move |host| *host < hosts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn visits_agree_both_ways(
            every in 1u64..20,
            shift in 0u64..50,
            hosts in 1u64..500,
            visitors in 1u64..40,
            host in 0u64..500,
        ) {
            let visits = Visits { every, first: every / 2, shift, hosts, visitors };
            let host = host % hosts;
            for visitor in 0..visitors {
                let listed = visits.hosts_of(visitor).any(|other| other == host);
                prop_assert_eq!(listed, visits.visitor_of(host) == Some(visitor));
            }
        }

        #[test]
        fn discographies_agree_with_credits(tracks in 1u64..4_000) {
            let relations = Relations::new(tracks);
            for artist in 0..relations.artists() {
                for album in relations.own_albums(artist) {
                    prop_assert!(relations.album_artists(album).any(|other| other == artist));
                }
                for album in relations.appearances(artist) {
                    prop_assert!(relations.album_artists(album).all(|other| other != artist));
                    let tracks = relations.tracks_of(album);
                    let mut guests = tracks.filter_map(|track| relations.track_guest(track));
                    prop_assert_eq!(guests.next(), Some(artist));
                    prop_assert_eq!(guests.next(), None);
                }
            }
            for album in 0..relations.albums() {
                for artist in relations.album_artists(album) {
                    prop_assert_eq!(relations.own_albums(artist).filter(|other| *other == album).count(), 1);
                }
                for artist in relations.tracks_of(album).filter_map(|track| relations.track_guest(track)) {
                    prop_assert_eq!(relations.appearances(artist).filter(|other| *other == album).count(), 1);
                }
            }
        }

        #[test]
        fn places_on_an_album_count_up_without_gaps(tracks in 1u64..4_000, album: u64) {
            let relations = Relations::new(tracks);
            let mut expected = Place { disc: 1, number: 1 };
            for track in relations.tracks_of(album % relations.albums()) {
                let place = relations.place(track);
                if place.disc != expected.disc {
                    expected = Place { disc: expected.disc + 1, number: 1 };
                }
                prop_assert_eq!(place, expected);
                expected.number += 1;
            }
        }
    }

    #[test]
    fn every_shape_of_album_and_artist_occurs() {
        let relations = Relations::new(1_000);
        for word in ["album", "single", "compilation"] {
            assert!((0..relations.albums()).any(|album| relations.album_type(album) == word), "{word}");
        }
        assert!((0..relations.albums()).any(|album| relations.tracks_of(album).count() > 50));
        assert!((0..relations.artists()).any(|artist| relations.own_albums(artist).count() > 20));
        assert!((0..relations.albums()).any(|album| relations.album_artists(album).count() == 2));
        assert!((0..relations.tracks()).any(|track| relations.place(track).disc == 3));
        assert!(relations.albums() >= 60 && relations.artists() >= 20, "{relations:?}");
    }
}
