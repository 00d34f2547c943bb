//! Bodies of albums.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::value::RawValue;

use super::artist::SimplifiedArtist;
use super::dice::Purpose;
use super::entity::{FirstPage, Heading, Image, Restrictions};
use super::market::ListId;
use super::relations::Entry;
use super::{Catalogue, Json, Kind, Reference, View, name};

const LABELS: [&str; 4] = ["Sandbox Records", "Sandbox Recordings Ltd.", "Third Bucket", "Loopback Music"];

/// The year of the latest releases.
const LAST_YEAR: u64 = 2025;

/// `SimplifiedAlbumObject`, and with `album_group` an `ArtistDiscographyAlbumObject`
#[derive(Serialize)]
struct SimplifiedAlbum<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    album_group: Option<&'static str>,
    album_type: &'static str,
    artists: Vec<SimplifiedArtist>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_markets: Option<&'a RawValue>,
    #[serde(flatten)]
    heading: Heading,
    images: Vec<Image>,
    name: String,
    release_date: String,
    release_date_precision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    restrictions: Option<Restrictions>,
    total_tracks: u64,
}

/// `AlbumObject`
#[derive(Serialize)]
struct Album<'a> {
    #[serde(flatten)]
    simplified: SimplifiedAlbum<'a>,
    copyrights: [Copyright; 2],
    external_ids: ExternalIds,
    genres: [&'static str; 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    popularity: Option<u64>,
    tracks: FirstPage,
}

#[derive(Serialize)]
struct Copyright {
    text: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct ExternalIds {
    upc: String,
}

/// When an album came out, and how exactly that is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Release {
    year: u64,
    month: u64,
    day: u64,
    precision: &'static str,
}

impl Release {
    /// Whether it is of the catalogue's last year, to the day.
    fn is_late(&self) -> bool {
        self.year == LAST_YEAR && self.precision == "day"
    }

    /// Whether it is of the last two weeks of that year; months end on the 28th here.
    fn is_new(&self) -> bool {
        self.is_late() && self.month == 12 && self.day > 14
    }

    fn text(&self) -> String {
        match self.precision {
            "year" => format!("{:04}", self.year),
            "month" => format!("{:04}-{:02}", self.year, self.month),
            _ => format!("{:04}-{:02}-{:02}", self.year, self.month, self.day),
        }
    }
}

impl Catalogue {
    /// `AlbumObject`, with the first fifty tracks.
    pub(crate) fn album(&self, album: Reference, view: &View<'_>) -> Json {
        let has = |field| view.fields.has("album", field);
        let year = self.release(album.index).year;
        let (label, popularity) = self.label_and_popularity(album.index);
        let copyright = |kind| Copyright { text: format!("{year} {label}"), kind };
        self.finish(
            album,
            &Album {
                simplified: self.album_base(album, None, view),
                copyrights: [copyright("C"), copyright("P")],
                external_ids: ExternalIds { upc: self.upc(album.index) },
                genres: [],
                label: has("label").then_some(label),
                popularity: has("popularity").then_some(popularity),
                tracks: self.first_page(album, "tracks", &self.album_tracks(album), view, |track| {
                    self.simplified_track(track, view)
                }),
            },
        )
    }

    /// `SimplifiedAlbumObject`
    pub(crate) fn simplified_album(&self, album: Reference, view: &View<'_>) -> Json {
        self.finish(album, &self.album_base(album, None, view))
    }

    /// `ArtistDiscographyAlbumObject`: an album as an entry of `/v1/artists/{id}/albums`, with the `group`
    /// that [`Catalogue::artist_albums`] tells. Development Mode has no `album_group`.
    pub(crate) fn discography_album(&self, album: Reference, group: &'static str, view: &View<'_>) -> Json {
        let group = view.fields.has("album", "album_group").then_some(group);
        self.finish(album, &self.album_base(album, group, view))
    }

    /// An artist's albums with their groups, in the order of [`Catalogue::artist_albums`].
    pub(super) fn discography(&self, artist: u64) -> Vec<(u64, &'static str)> {
        let own = self.relations.own_albums(artist).map(|album| (album, self.relations.album_type(album)));
        let appearances = self.relations.appearances(artist).map(|album| (album, "appears_on"));
        let mut albums: Vec<_> = own.chain(appearances).collect();
        albums.sort_by_cached_key(|(album, group)| {
            let rank =
                ["album", "single", "compilation", "appears_on"].iter().position(|known| known == group);
            (rank, Reverse(self.release(*album)), *album)
        });
        albums
    }

    pub(super) fn album_name(&self, album: u64) -> String {
        name::album(self.words(Kind::Album, album), self.style(Kind::Album, album))
    }

    /// The markets of an album; those of its tracks are among them.
    pub(super) fn album_markets(&self, album: u64) -> ListId {
        self.markets.wide(&mut self.dice(Kind::Album, album, Purpose::Markets))
    }

    /// The year in which an album came out.
    pub(super) fn release_year(&self, album: u64) -> u64 {
        self.release(album).year
    }

    fn album_base(
        &self,
        album: Reference,
        album_group: Option<&'static str>,
        view: &View<'_>,
    ) -> SimplifiedAlbum<'_> {
        let release = self.release(album.index);
        let markets = self.album_markets(album.index);
        let playable = view.market.is_none_or(|market| self.markets.contains(markets, market));
        let tracks = self.relations.tracks_of(album.index);
        let artists = self.relations.album_artists(album.index);
        SimplifiedAlbum {
            album_group,
            album_type: self.relations.album_type(album.index),
            artists: artists.map(|artist| self.credit(Reference::new(Kind::Artist, artist), view)).collect(),
            available_markets: self.market_list(Kind::Album, markets, view),
            heading: self.heading(album, view),
            images: self.images(album, view),
            name: self.album_name(album.index),
            release_date: release.text(),
            release_date_precision: release.precision,
            restrictions: (!playable).then_some(Restrictions::MARKET),
            total_tracks: tracks.end - tracks.start,
        }
    }

    pub(super) fn album_popularity(&self, album: u64) -> u64 {
        self.label_and_popularity(album).1
    }

    fn label_and_popularity(&self, album: u64) -> (&'static str, u64) {
        let mut dice = self.dice(Kind::Album, album, Purpose::Attributes);
        let label = *dice.pick(&LABELS.each_ref());
        let owner = self.relations.main_artist(album);
        (label, (self.fame(owner) as f64 * (0.5 + dice.fraction() / 2.0)) as u64)
    }

    /// The latest albums, the newest first: of the catalogue's last year, with a day that is known.
    pub(crate) fn latest_albums(&self) -> Vec<Reference> {
        let release = |album| (self.release(album), album);
        let mut latest: Vec<_> =
            (0..self.count(Kind::Album)).map(release).filter(|(release, _)| release.is_late()).collect();
        latest.sort_unstable_by_key(|(release, album)| (Reverse(*release), *album));
        latest.into_iter().map(|(_, album)| Reference::new(Kind::Album, album)).collect()
    }

    /// The albums of the last two weeks. The catalogue's time ends before anybody's does, so they are its own last two.
    pub(super) fn new_albums(&self) -> Vec<u64> {
        let latest = self.latest_albums().into_iter().map(|album| album.index);
        latest.take_while(|album| self.release(*album).is_new()).collect()
    }

    /// The albums with this product code.
    pub(super) fn sold_as(&self, upc: &str) -> Vec<u64> {
        let index = upc.get(1..11).and_then(|digits| digits.parse().ok());
        index
            .into_iter()
            .filter(|album| *album < self.count(Kind::Album) && self.upc(*album) == upc)
            .collect()
    }

    /// A product code with the prefix 2, which is kept for use inside a shop, and its check digit.
    pub(super) fn upc(&self, album: u64) -> String {
        let digits = format!("2{:010}", album % 10_000_000_000);
        let sum: u32 = digits
            .bytes()
            .zip([3, 1].into_iter().cycle())
            .map(|(d, weight)| u32::from(d - b'0') * weight)
            .sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    }

    /// Careers begin between 1950 and 2023, and releases are spread over the years since.
    fn release(&self, album: u64) -> Release {
        let Entry { artist, place, of } = self.relations.entry(album);
        let mut dice = self.dice(Kind::Album, album, Purpose::Release);
        let start = 1950 + self.dice(Kind::Artist, artist, Purpose::Career).below(74);
        let year = start + (place * 100 + dice.below(100)) * (LAST_YEAR + 1 - start) / (of * 100);
        let precision = match dice.below(20) {
            0 => "year",
            1..=6 if year < 1970 => "year",
            7 => "month",
            _ => "day",
        };
        Release { year, month: 1 + dice.below(12), day: 1 + dice.below(28), precision }
    }
}
