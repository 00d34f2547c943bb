//! `spotify:` URIs as arguments, where things of several kinds may be named.

use std::fmt;

use super::types::SpotifyId;
use super::{
    AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, Kind, PlaylistId, Reference, ShowId, TrackId,
    UserId, parse,
};
use crate::error::{Error, Result};

/// A `spotify:` URI, for operations that take things of several kinds.
///
/// ```
/// use spotify_sdk::id::{Kind, Uri};
///
/// let uri = Uri::parse("https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl?si=x")?;
/// assert_eq!(uri.as_str(), "spotify:track:11dFghVXANMlKmJXsNCbNl");
/// assert_eq!(uri.kind(), Some(Kind::Track));
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Uri {
    kind: Option<Kind>,
    text: String,
}

impl Uri {
    /// Reads a `spotify:` URI or an `open.spotify.com` link. A bare id does not say what it is the id of.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the text is neither.
    pub fn parse(text: &str) -> Result<Self> {
        match Reference::of(text) {
            Reference::Named(kind, id) if parse::is_valid(kind, &id) => Ok(Self::new(kind, &id)),
            Reference::Foreign if is_foreign_uri(text) => Ok(Self { kind: None, text: text.trim().to_owned() }),
            _ => Err(Error::invalid_argument(format!("{} is not a Spotify URI", parse::quote(text))).with_advice(
                "Pass a URI such as spotify:track:ID, or a link such as https://open.spotify.com/track/ID",
            )),
        }
    }

    fn new(kind: Kind, id: &str) -> Self {
        Self { kind: Some(kind), text: format!("spotify:{kind}:{id}") }
    }

    /// The URI as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it names. `None` for URIs without an id, such as `spotify:local:...` or `spotify:user:NAME:collection`.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }
}

fn is_foreign_uri(text: &str) -> bool {
    let is_plain =
        |rest: &str| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    text.trim().strip_prefix("spotify:").is_some_and(is_plain)
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({:?})", self.text)
    }
}

/// What can be passed where a URI is needed: text that [`Uri::parse`] reads, the `uri` of a model, or a typed id. Methods
/// keep the error and report it when the call is sent.
pub trait IntoUri {
    /// The URI.
    ///
    /// # Errors
    /// As [`Uri::parse`].
    fn into_uri(self) -> Result<Uri>;
}

impl IntoUri for Uri {
    fn into_uri(self) -> Result<Uri> {
        Ok(self)
    }
}

impl IntoUri for &Uri {
    fn into_uri(self) -> Result<Uri> {
        Ok(self.clone())
    }
}

impl IntoUri for &str {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(self)
    }
}

/// What iterating over borrowed texts gives.
impl IntoUri for &&str {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(self)
    }
}

impl IntoUri for String {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(&self)
    }
}

impl IntoUri for &String {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(self)
    }
}

macro_rules! typed {
    ($($Name:ident)+) => {$(
        impl IntoUri for &$Name {
            fn into_uri(self) -> Result<Uri> {
                self.validate().map(|()| Uri::new($Name::KIND, self.as_str()))
            }
        }

        impl IntoUri for $Name {
            fn into_uri(self) -> Result<Uri> {
                (&self).into_uri()
            }
        }
    )+};
}

typed!(AlbumId ArtistId TrackId PlaylistId ShowId EpisodeId AudiobookId ChapterId UserId);
