//! What Spotify's answers become: one type per resource.
//!
//! Models are lenient. What Spotify leaves out, nulls, renames or newly invents never fails a call: a missing or null string
//! or list is the empty one, enums keep values they don't know in `Other`, and a field is an `Option` where Spotify leaves it
//! out of ordinary answers or where absence means something. Since February 2026 apps in Development Mode are sent fewer
//! fields: they are `None` there.
//!
//! All models are plain data: public fields, `Serialize` and `Deserialize` in Spotify's own JSON, and `Default`, from which
//! tests can build them.

mod album;
mod artist;
mod audio_analysis;
mod audio_features;
mod audiobook;
mod browse;
mod chapter;
mod common;
mod device;
mod episode;
mod link;
mod markets;
mod open_enum;
mod playable_item;
mod playback;
mod playlist;
mod playlist_item;
mod recently_played;
mod recommendations;
mod release_date;
mod search_results;
mod show;
mod text_type;
mod timestamp;
mod track;
mod user;

pub use album::{Album, AlbumGroup, AlbumType, DiscographyAlbum, SavedAlbum, SimplifiedAlbum};
pub use artist::{Artist, SimplifiedArtist};
pub use audio_analysis::{
    AudioAnalysis, AudioAnalysisMeta, AudioAnalysisTrack, Section, Segment, TimeInterval,
};
pub use audio_features::AudioFeatures;
pub use audiobook::{Audiobook, Author, Narrator, SavedAudiobook, SimplifiedAudiobook};
pub use browse::{Category, FeaturedPlaylists};
pub use chapter::{Chapter, SimplifiedChapter};
pub use common::{
    Copyright, CopyrightType, ExternalId, ExternalIds, ExternalUrls, Followers, Image, Restriction,
    RestrictionReason,
};
pub use device::{Device, DeviceType};
pub use episode::{Episode, ResumePoint, SavedEpisode, SimplifiedEpisode};
pub use link::Link;
pub(crate) use markets::MarketLists;
pub use markets::Markets;
pub use playable_item::PlayableItem;
pub use playback::{
    Actions, ContextType, CurrentlyPlaying, CurrentlyPlayingType, Disallows, PlaybackContext, PlaybackState,
    Queue, RepeatState,
};
pub use playlist::{Playlist, PlaylistItemsRef, PlaylistUser, SimplifiedPlaylist, SnapshotId};
pub use playlist_item::PlaylistItem;
pub use recently_played::{PlayHistory, RecentlyPlayed, RecentlyPlayedCursors};
pub use recommendations::{RecommendationSeed, Recommendations, SeedType};
pub use release_date::{ReleaseDate, ReleaseDatePrecision};
pub use search_results::SearchResults;
pub use show::{MediaType, SavedShow, Show, SimplifiedShow};
pub use timestamp::Timestamp;
pub use track::{LinkedTrack, SavedTrack, SimplifiedTrack, Track};
pub use user::{CurrentUser, ExplicitContent, Product, PublicUser};

/// Declares a model: plain public fields, read leniently (see [`lenient`](crate::lenient)), written back as they came.
macro_rules! model {
    (
        $(#[$attribute:meta])*
        pub struct $Name:ident {
            $($(#[$field_attribute:meta])* pub $field:ident: $Type:ty,)+
        }
    ) => {
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        $(#[$attribute])*
        pub struct $Name {
            $(
                $(#[$field_attribute])*
                #[serde(
                    default,
                    deserialize_with = "crate::lenient::field",
                    skip_serializing_if = "crate::lenient::is_absent"
                )]
                pub $field: $Type,
            )+
        }

        crate::lenient::null_is_default!($Name);
    };
}
use model;

#[cfg(test)]
pub(crate) mod tests;
