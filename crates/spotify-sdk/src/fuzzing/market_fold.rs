//! Market lists: whether they are folded before a body is read can't be seen in what is read.

use std::fmt::Debug;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json;
use crate::decode::{Decode, read_folded};
use crate::model::{
    Album, Audiobook, Chapter, PlayableItem, PlaylistItem, SavedAlbum, SavedShow, SavedTrack, SearchResults,
    Show, SimplifiedAlbum, Track,
};
use crate::operation::Operation;
use crate::page::{self, Page};

/// A body, or directions for one.
pub fn market_fold(input: &[u8]) {
    let text = json::text(input);
    macro_rules! same {
        ($($Model:ty),+ $(,)?) => { $(check_fold::<$Model>(&text);)+ };
    }
    same!(
        Album,
        Chapter,
        Page<PlayableItem>,
        Page<PlaylistItem>,
        Page<SavedAlbum>,
        Page<SavedShow>,
        Page<SavedTrack>,
        Page<SimplifiedAlbum>,
        Show,
        Track,
        serde_json::Value,
    );
    macro_rules! decoded {
        ($($Model:ty),+ $(,)?) => { $(check_decode::<$Model>(&text);)+ };
    }
    decoded!(
        Album,
        Audiobook,
        Page<PlayableItem>,
        Page<SavedTrack>,
        SearchResults,
        Track,
        Vec<Option<Track>>
    );
}

/// A folded reading is that of the text as it came, or none.
fn check_fold<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
    if let Some(folded) = read_folded::<T>(text) {
        let plain = page::row_by_row(false, || serde_json::from_str::<T>(text));
        assert_eq!(folded, plain.expect("what can be read folded can be read as it came"));
    }
}

/// And so is what a caller gets: compared with the text in which no list can be folded, because its key is written with an escape.
fn check_decode<T: Decode + Serialize + Debug>(text: &str) {
    let unfoldable = text.replace("\"available_markets\"", "\"available_market\\u0073\"");
    // Inside of a string the escape would say something else.
    if serde_json::from_str::<serde_json::Value>(&unfoldable).ok() != serde_json::from_str(text).ok() {
        return;
    }
    let operation = Operation::get("get-tracks", "/tracks");
    let read = |text: &str| T::decode(&operation, 200, &Bytes::copy_from_slice(text.as_bytes()));
    match (read(text), read(&unfoldable)) {
        (Ok(one), Ok(other)) => {
            // Rows that could not be read are kept as they came, with the key as it was written: their values are compared.
            let written = |model: &T| serde_json::to_value(model).expect("a model is JSON");
            assert_eq!(written(&one), written(&other));
        }
        (Err(one), Err(other)) => {
            assert_eq!((one.kind(), one.json_path()), (other.kind(), other.json_path()));
        }
        (one, other) => panic!("{one:?}, but {other:?} as it came"),
    }
}
