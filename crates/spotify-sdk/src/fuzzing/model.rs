//! Models: what was read can be written, and what was written is read as the same.

use std::fmt::Debug;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{check_error, json};
use crate::decode::{Decode, extra};
use crate::error::ErrorKind;
use crate::model::*;
use crate::operation::Operation;
use crate::page::{CursorPage, Page};

type Check = fn(&str);

/// By the names of the folders of `fixtures/`.
const MODELS: &[(&str, Check)] = &[
    ("album", check::<Album>),
    ("artist", check::<Artist>),
    ("audio_analysis", check::<AudioAnalysis>),
    ("audio_features", check::<AudioFeatures>),
    ("audiobook", check::<Audiobook>),
    ("chapter", check::<Chapter>),
    ("currently_playing", check::<Option<CurrentlyPlaying>>),
    ("episode", check::<Episode>),
    ("featured_playlists", check::<FeaturedPlaylists>),
    ("followed_artists", check::<CursorPage<Artist>>),
    ("playback_state", check::<Option<PlaybackState>>),
    ("playlist", check::<Playlist>),
    ("playlist_items", check::<Page<PlaylistItem>>),
    ("private_user", check::<CurrentUser>),
    ("queue", check::<Queue>),
    ("recently_played", check::<RecentlyPlayed>),
    ("recommendations", check::<Recommendations>),
    ("saved_track", check::<Page<SavedTrack>>),
    ("search_results", check::<SearchResults>),
    ("show", check::<Show>),
    ("track", check::<Track>),
];

/// The name of a model in the first line, then a body. Or a byte for the model, and directions for a body.
pub fn model(input: &[u8]) {
    let named = input.iter().position(|byte| *byte == b'\n').and_then(|end| {
        let (_, check) = MODELS.iter().find(|(name, _)| name.as_bytes() == &input[..end])?;
        Some((*check, &input[end + 1..]))
    });
    let (check, body) = match (named, input) {
        (Some(named), _) => named,
        (None, [first, rest @ ..]) => (MODELS[usize::from(*first) % MODELS.len()].1, rest),
        (None, []) => return,
    };
    check(&json::text(body));
}

fn check<T: Decode + DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    let operation = Operation::get("fuzz", "/fuzz");
    let body = Bytes::copy_from_slice(text.as_bytes());
    let model = match T::decode(&operation, 200, &body) {
        Ok(model) => model,
        Err(error) => {
            check_error(&error);
            assert!(matches!(error.kind(), ErrorKind::InvalidResponse | ErrorKind::Decode), "{error}");
            return;
        }
    };
    let written = serde_json::to_string(&model).expect("a model is JSON");
    let again: T = serde_json::from_str(&written).expect("what we wrote");
    assert_eq!(again, model, "{written}");
    assert_eq!(serde_json::to_string(&again).expect("a model is JSON"), written);
    // Nothing of what a model writes is missing from it.
    let value: serde_json::Value = serde_json::from_str(&written).expect("what we wrote");
    assert!(extra(value.clone(), &value).is_empty());
}
