//! How bytes become models, and refusals errors. The only place that knows.

mod api_error;
mod contains;
mod extra;
mod fold;
mod members;
mod player;
mod playlists;
mod several;

use bytes::Bytes;
use serde::de::{Deserialize, DeserializeOwned};

pub(crate) use api_error::api_error;
pub(crate) use contains::contains;
pub(crate) use extra::extra;
#[cfg(any(test, fuzzing))]
pub(crate) use fold::read as read_folded;
pub(crate) use members::member;
pub(crate) use playlists::filtered;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Album, Artist, AudioAnalysis, AudioFeatures, Audiobook, Chapter, CurrentUser, Episode, Playlist,
    PublicUser, Show, Track,
};
use crate::operation::Operation;
use crate::page::{self, CursorPage, Page};

/// What an answer of the Web API can be read as: the models, pages of them, a list of yes and no, and `()` for commands, whose answers (empty, or
/// a random word) mean nothing.
pub trait Decode: Sized + Send + 'static {
    /// Reads the body of a successful answer to `operation`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidResponse`] when the body is not JSON, [`ErrorKind::Decode`] when it is JSON of another shape.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self>;
}

impl Decode for () {
    fn decode(_: &Operation, _: u16, _: &Bytes) -> Result<Self> {
        Ok(())
    }
}

impl<T: DeserializeOwned + Send + 'static> Decode for Page<T> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let page: Self = if fold::is_ours::<T>() {
            model(operation, status, body)
        } else {
            json(operation, status, body)
        }?;
        let is_page = page.row_count() > 0 || page.limit > 0 || page.total > 0 || !page.href.is_empty();
        if is_page || has_items(body) {
            Ok(page)
        } else {
            Err(wrong_shape("a page", operation, status, body))
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Decode for CursorPage<T> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let page: Self = json(operation, status, body)?;
        let is_page = page.is_page() || has_items(body);
        if is_page { Ok(page) } else { Err(wrong_shape("a page", operation, status, body)) }
    }
}

/// Whether there is a list of rows in it, which may be empty and the only thing that there is.
fn has_items(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Rows {
        #[serde(rename = "items")]
        _items: Vec<serde::de::IgnoredAny>,
    }

    serde_json::from_slice::<Rows>(body).is_ok()
}

/// As every field of a model may be missing, `{}` would pass for one. What has no id is none.
macro_rules! decode_by_id {
    ($($Model:ident $what:literal),+ $(,)?) => {$(
        impl Decode for $Model {
            fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
                let model: Self = model(operation, status, body)?;
                if model.id.is_empty() { Err(wrong_shape($what, operation, status, body)) } else { Ok(model) }
            }
        }
    )+};
}

decode_by_id!(
    Album "an album",
    Artist "an artist",
    AudioFeatures "audio features",
    Audiobook "an audiobook",
    Chapter "a chapter",
    CurrentUser "a user",
    Episode "an episode",
    Playlist "a playlist",
    PublicUser "a user",
    Show "a show",
    Track "a track",
);

impl Decode for AudioAnalysis {
    /// It has no id. What has no length and no parts either is none.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let analysis: Self = json(operation, status, body)?;
        let is_one =
            analysis.track.duration > 0.0 || !analysis.segments.is_empty() || !analysis.beats.is_empty();
        if is_one { Ok(analysis) } else { Err(wrong_shape("an audio analysis", operation, status, body)) }
    }
}

/// Reads the body of a model, with the market lists folded where that can be seen to change nothing.
fn model<T: DeserializeOwned>(operation: &Operation, status: u16, body: &[u8]) -> Result<T> {
    let text = text(operation, status, body)?;
    fold::read(text).map_or_else(|| read(operation, status, text), Ok)
}

/// Reads a JSON body as it came.
pub(crate) fn json<'a, T: Deserialize<'a>>(operation: &Operation, status: u16, body: &'a [u8]) -> Result<T> {
    read(operation, status, text(operation, status, body)?)
}

/// The body as text: UTF-8 is checked once, and not again string by string.
fn text<'a>(operation: &Operation, status: u16, body: &'a [u8]) -> Result<&'a str> {
    let text = str::from_utf8(body).map_err(|_| {
        not_json("which is not UTF-8").with_operation(operation.id).with_status(status).with_body(body)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn read<'a, T: Deserialize<'a>>(operation: &Operation, status: u16, text: &'a str) -> Result<T> {
    let fail =
        |error: Error| error.with_operation(operation.id).with_status(status).with_body(text.as_bytes());
    match page::row_by_row(false, || serde_json::from_str(text)) {
        Ok(value) => Ok(value),
        Err(error) if error.is_data() => again_with_care(text).map_err(fail),
        Err(error) => Err(fail(unreadable(text, &error))),
    }
}

/// Second attempt at JSON that is not of the expected shape: pages row by row, so that a bad row does not fail the page,
/// and the path to what is wrong tracked.
fn again_with_care<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        match error.into_inner() {
            error if error.is_data() => Error::new(ErrorKind::Decode, without_position(&error))
                .with_advice("Spotify's answer has a shape this version does not know; please report it")
                .with_json_path(path),
            error => unreadable(text, &error),
        }
    })?;
    deserializer.end().map_err(|error| unreadable(text, &error))?;
    Ok(value)
}

/// The path says where; line and column of a body nobody sees only distract. The value that did not fit is quoted by serde: whole,
/// however long it is.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(before, _)| before);
    crate::error::excerpt(text.as_bytes()).unwrap_or_default()
}

fn unreadable(text: &str, error: &serde_json::Error) -> Error {
    let start = text.trim_start();
    if start.is_empty() {
        not_json("which is empty")
    } else if start.starts_with('<') {
        not_json("which is an HTML page")
            .with_advice("Something between here and Spotify may have answered instead: a proxy, or the login page of a network")
    } else if error.is_eof() {
        not_json("which is cut off")
    } else if start.starts_with(['{', '[']) {
        not_json(&format!("which is broken ({error})"))
    } else {
        not_json("which is plain text")
    }
}

fn not_json(what: &str) -> Error {
    Error::invalid_response(format!("the answer should be JSON, but has a body {what}"))
}

pub(crate) fn wrong_shape(what: &str, operation: &Operation, status: u16, body: &[u8]) -> Error {
    Error::new(ErrorKind::Decode, format!("the answer is JSON, but not {what}"))
        .with_json_path(".".to_owned())
        .with_operation(operation.id)
        .with_status(status)
        .with_body(body)
}

#[cfg(test)]
pub(crate) mod tests;
