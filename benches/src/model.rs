//! An album as somebody writes it who has reqwest and serde: every field that the Web API documents, owned.

use std::collections::HashMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Album {
    pub(crate) album_type: String,
    pub(crate) total_tracks: u32,
    #[serde(default)]
    pub(crate) available_markets: Vec<String>,
    pub(crate) external_urls: HashMap<String, String>,
    pub(crate) href: String,
    pub(crate) id: String,
    pub(crate) images: Vec<Image>,
    pub(crate) name: String,
    pub(crate) release_date: String,
    pub(crate) release_date_precision: String,
    pub(crate) uri: String,
    pub(crate) artists: Vec<Artist>,
    pub(crate) tracks: Page<Track>,
    #[serde(default)]
    pub(crate) copyrights: Vec<Copyright>,
    #[serde(default)]
    pub(crate) external_ids: HashMap<String, String>,
    #[serde(default)]
    pub(crate) genres: Vec<String>,
    pub(crate) label: Option<String>,
    pub(crate) popularity: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Image {
    pub(crate) url: String,
    pub(crate) height: Option<u32>,
    pub(crate) width: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Artist {
    pub(crate) external_urls: HashMap<String, String>,
    pub(crate) href: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) uri: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Copyright {
    pub(crate) text: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Page<T> {
    pub(crate) href: String,
    pub(crate) limit: u32,
    pub(crate) next: Option<String>,
    pub(crate) offset: u32,
    pub(crate) previous: Option<String>,
    pub(crate) total: u32,
    pub(crate) items: Vec<T>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Track {
    pub(crate) artists: Vec<Artist>,
    #[serde(default)]
    pub(crate) available_markets: Vec<String>,
    pub(crate) disc_number: u32,
    pub(crate) duration_ms: u32,
    pub(crate) explicit: bool,
    pub(crate) external_urls: HashMap<String, String>,
    pub(crate) href: String,
    pub(crate) id: String,
    pub(crate) is_local: bool,
    pub(crate) is_playable: Option<bool>,
    pub(crate) name: String,
    pub(crate) preview_url: Option<String>,
    pub(crate) track_number: u32,
    pub(crate) uri: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct SavedTrack {
    pub(crate) added_at: String,
    pub(crate) track: FullTrack,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct FullTrack {
    pub(crate) album: TrackAlbum,
    pub(crate) artists: Vec<Artist>,
    #[serde(default)]
    pub(crate) available_markets: Vec<String>,
    pub(crate) disc_number: u32,
    pub(crate) duration_ms: u32,
    pub(crate) explicit: bool,
    #[serde(default)]
    pub(crate) external_ids: HashMap<String, String>,
    pub(crate) external_urls: HashMap<String, String>,
    pub(crate) href: String,
    pub(crate) id: String,
    pub(crate) is_local: bool,
    pub(crate) is_playable: Option<bool>,
    pub(crate) name: String,
    pub(crate) popularity: Option<u32>,
    pub(crate) preview_url: Option<String>,
    pub(crate) track_number: u32,
    pub(crate) uri: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct TrackAlbum {
    pub(crate) album_type: String,
    pub(crate) total_tracks: u32,
    #[serde(default)]
    pub(crate) available_markets: Vec<String>,
    pub(crate) external_urls: HashMap<String, String>,
    pub(crate) href: String,
    pub(crate) id: String,
    pub(crate) images: Vec<Image>,
    pub(crate) name: String,
    pub(crate) release_date: String,
    pub(crate) release_date_precision: String,
    pub(crate) uri: String,
    pub(crate) artists: Vec<Artist>,
}
