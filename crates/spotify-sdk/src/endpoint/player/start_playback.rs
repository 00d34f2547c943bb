//! Starting and resuming playback.

use serde::Serialize;

use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoUri, Kind, Uri};
use crate::operation::Operation;
use crate::scope;

/// `PUT /me/player/play`: see [`Player::start_playback`](crate::service::Player::start_playback).
#[derive(Debug, Clone, Default)]
pub struct StartPlayback {
    pub(crate) device_id: Option<String>,
    pub(crate) context_uri: Option<Result<Uri>>,
    pub(crate) uris: Option<Result<Vec<Uri>>>,
    pub(crate) offset: Option<PlaybackOffset>,
    pub(crate) position_ms: Option<u32>,
}

impl Endpoint for StartPlayback {
    type Output = ();
    const OPERATION: Operation = Operation::put("start-a-users-playback", "/me/player/play")
        .of_user(&[scope::USER_MODIFY_PLAYBACK_STATE]);

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).device_id(self.device_id.as_deref());
        match self.body() {
            Err(error) => request.fail(|| error),
            // Without a body Spotify resumes what was playing.
            Ok(body) if body == Body::default() => request,
            Ok(body) => request.json(&body),
        }
        .build()
    }
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    context_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uris: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<Offset<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position_ms: Option<u32>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Offset<'a> {
    Position(u32),
    Uri(&'a str),
}

impl StartPlayback {
    fn body(&self) -> Result<Body<'_>> {
        let context = self.context_uri.as_ref().map(as_ref_or_error).transpose()?;
        let uris = self.uris.as_ref().map(as_ref_or_error).transpose()?;
        let offset = self.offset.as_ref().map(PlaybackOffset::value).transpose()?;
        match (context, uris) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid_argument("`context_uri` and `uris` exclude each other"));
            }
            (Some(context), None) => check_context(context, offset.is_some())?,
            (None, Some(uris)) => check_uris(uris)?,
            (None, None) if offset.is_some() => {
                return Err(Error::invalid_argument("`offset` needs a `context_uri` or `uris` to count in"));
            }
            (None, None) => {}
        }
        Ok(Body {
            context_uri: context.map(Uri::as_str),
            uris: uris.map(|uris| uris.iter().map(Uri::as_str).collect()),
            offset,
            position_ms: self.position_ms,
        })
    }
}

fn as_ref_or_error<T>(argument: &Result<T>) -> Result<&T> {
    argument.as_ref().map_err(Clone::clone)
}

fn check_context(context: &Uri, has_offset: bool) -> Result<()> {
    match context.kind() {
        Some(kind @ (Kind::Track | Kind::Episode | Kind::Chapter)) => Err(Error::invalid_argument(format!(
            "`context_uri` is {}, which has nothing in it",
            kind.with_article()
        ))
        .with_advice("Pass it to `uris`")),
        Some(Kind::User) => Err(Error::invalid_argument("`context_uri` is a user, who can't be played")
            .with_advice("Pass an album, an artist or a playlist")),
        Some(Kind::Artist) if has_offset => Err(Error::invalid_argument(
            "`offset` needs an album or a playlist as `context_uri`, not an artist",
        )),
        _ => Ok(()),
    }
}

fn check_uris(uris: &[Uri]) -> Result<()> {
    if uris.is_empty() {
        return Err(Error::invalid_argument("`uris` is empty"));
    }
    let misplaced = uris.iter().find_map(|uri| match uri.kind() {
        None | Some(Kind::Track | Kind::Episode | Kind::Chapter) => None,
        Some(kind) => Some(kind),
    });
    misplaced.map_or(Ok(()), |kind| {
        Err(Error::invalid_argument(format!("`uris` has {} in it", kind.with_article()))
            .with_advice("Pass albums, artists and playlists to `context_uri`"))
    })
}

/// Where playback begins: at the n-th item, from 0, or at the item with a URI.
///
/// ```
/// use spotify_sdk::endpoint::PlaybackOffset;
///
/// let at_the_sixth = PlaybackOffset::from(5);
/// let at_a_track = PlaybackOffset::from("spotify:track:11dFghVXANMlKmJXsNCbNl");
/// # let _ = (at_the_sixth, at_a_track);
/// ```
#[derive(Debug, Clone)]
pub struct PlaybackOffset(Repr);

#[derive(Debug, Clone)]
enum Repr {
    Position(u32),
    Uri(Result<Uri>),
}

impl PlaybackOffset {
    fn value(&self) -> Result<Offset<'_>> {
        match &self.0 {
            Repr::Position(position) => Ok(Offset::Position(*position)),
            Repr::Uri(uri) => as_ref_or_error(uri).map(|uri| Offset::Uri(uri.as_str())),
        }
    }
}

impl From<u32> for PlaybackOffset {
    fn from(position: u32) -> Self {
        Self(Repr::Position(position))
    }
}

impl<U: IntoUri> From<U> for PlaybackOffset {
    fn from(uri: U) -> Self {
        Self(Repr::Uri(uri.into_uri()))
    }
}
