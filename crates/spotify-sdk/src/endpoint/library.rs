//! Operations on the user's library, whatever the kind of thing.

use bytes::Bytes;
use http::HeaderMap;

use super::batch::Batch;
use super::{ApiRequest, Endpoint, splits};
use crate::decode::{api_error, contains};
use crate::error::{Error, Result};
use crate::id::{IntoUri, Kind, Uri};
use crate::operation::Operation;
use crate::scope;

/// The scopes of the operation that asks what is in it.
const READ: &[&str; 3] = &[scope::USER_LIBRARY_READ, scope::USER_FOLLOW_READ, scope::PLAYLIST_READ_PRIVATE];

/// How many URIs one request takes.
const LARGEST: usize = 40;

/// The scopes of the operations that change the library.
const MODIFY: &[&str; 3] =
    &[scope::USER_LIBRARY_MODIFY, scope::USER_FOLLOW_MODIFY, scope::PLAYLIST_MODIFY_PUBLIC];

/// Those of `scopes` that it takes for these URIs. `scopes` are the one for what is saved, the one for what is followed and
/// the one for playlists.
fn scopes_for(uris: &Batch, scopes: &'static [&'static str; 3]) -> &'static [&'static str] {
    let has = |words: &[&str]| {
        uris.entries().iter().any(|uri| words.iter().any(|word| uri.split(':').nth(1) == Some(*word)))
    };
    let saved = has(&["track", "album", "show", "episode", "audiobook"]);
    // Things to save and playlists, and nothing to follow, are named with all three.
    match (saved, has(&["artist", "user"]), has(&["playlist"])) {
        (true, false, false) => &scopes[..1],
        (true, true, false) => &scopes[..2],
        (false, true, false) => &scopes[1..2],
        (false, true, true) => &scopes[1..],
        (false, false, true) => &scopes[2..],
        _ => scopes,
    }
}

fn batch(uris: impl IntoIterator<Item: IntoUri>) -> Batch {
    Batch::of_uris(uris, can_be_saved)
}

/// Whether a library can have it. Spotify refuses the whole request for one URI of another kind.
fn can_be_saved(uri: &Uri) -> Result<()> {
    let what = match uri.kind() {
        Some(Kind::Chapter) => "a chapter",
        Some(_) => return Ok(()),
        None => "not of a kind that a library has",
    };
    Err(Error::invalid_argument(format!("`{uri}` is {what}")).with_advice(
        "Pass URIs of tracks, albums, artists, playlists, shows, episodes, audiobooks and users",
    ))
}

/// `PUT /me/library`: see [`Library::save`](crate::service::Library::save).
#[derive(Debug, Clone)]
pub struct SaveLibraryItems {
    uris: Batch,
}

impl SaveLibraryItems {
    /// These things.
    pub fn new(uris: impl IntoIterator<Item: IntoUri>) -> Self {
        Self { uris: batch(uris) }
    }

    /// Things of one kind, whose ids were checked before.
    pub(super) fn of_kind(kind: Kind, ids: &[String]) -> Self {
        Self { uris: Batch::of_kind(kind, ids) }
    }
}

splits!(SaveLibraryItems: uris, at most LARGEST);

impl Endpoint for SaveLibraryItems {
    type Output = ();
    const OPERATION: Operation =
        Operation::put("save-library-items", "/me/library").of_user(MODIFY).safe_to_repeat();

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = scopes_for(&self.uris, MODIFY);
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("uris", &self.uris, LARGEST).build()
    }
}

/// `DELETE /me/library`: see [`Library::remove`](crate::service::Library::remove).
#[derive(Debug, Clone)]
pub struct RemoveLibraryItems {
    uris: Batch,
}

impl RemoveLibraryItems {
    /// These things.
    pub fn new(uris: impl IntoIterator<Item: IntoUri>) -> Self {
        Self { uris: batch(uris) }
    }

    /// Things of one kind, whose ids were checked before.
    pub(super) fn of_kind(kind: Kind, ids: &[String]) -> Self {
        Self { uris: Batch::of_kind(kind, ids) }
    }
}

splits!(RemoveLibraryItems: uris, at most LARGEST);

impl Endpoint for RemoveLibraryItems {
    type Output = ();
    const OPERATION: Operation =
        Operation::delete("remove-library-items", "/me/library").of_user(MODIFY).safe_to_repeat();

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = scopes_for(&self.uris, MODIFY);
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("uris", &self.uris, LARGEST).build()
    }
}

/// `GET /me/library/contains`: see [`Library::contains`](crate::service::Library::contains).
#[derive(Debug, Clone)]
pub struct CheckLibraryContains {
    uris: Batch,
}

impl CheckLibraryContains {
    /// These things.
    pub fn new(uris: impl IntoIterator<Item: IntoUri>) -> Self {
        Self { uris: batch(uris) }
    }

    /// Things of one kind, whose ids were checked before.
    pub(super) fn of_kind(kind: Kind, ids: &[String]) -> Self {
        Self { uris: Batch::of_kind(kind, ids) }
    }
}

splits!(CheckLibraryContains: uris, at most LARGEST);

impl Endpoint for CheckLibraryContains {
    type Output = Vec<bool>;
    const OPERATION: Operation =
        Operation::get("check-library-contains", "/me/library/contains").of_user(READ);

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = scopes_for(&self.uris, READ);
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("uris", &self.uris, LARGEST).build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        contains(&Self::OPERATION, status, body, self.uris.len())
    }
}
