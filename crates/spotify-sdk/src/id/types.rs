//! The id types, one per kind.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Kind, parse};
use crate::error::{Error, Result};
use crate::text::{self, Text};

mod sealed {
    pub trait Sealed {}
}

/// What all id types can do; for code that is generic over kinds.
pub trait SpotifyId: sealed::Sealed + Sized + Clone + Send + Sync + 'static {
    /// The kind of thing these ids name.
    const KIND: Kind;

    /// Reads an id, a `spotify:` URI or an `open.spotify.com` link.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the text is none of them, or of another kind.
    fn parse(text: &str) -> Result<Self>;

    /// The id alone.
    fn as_str(&self) -> &str;

    /// Whether the id may stand in the path of a request. One that came in an answer may not.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when it may not.
    fn validate(&self) -> Result<()>;
}

/// An id as it came. The way in for answers only: `From<&str>` of an id itself would be a way around [`SpotifyId::parse`].
struct Unchecked<I>(I);

macro_rules! id_types {
    ($($(#[$documentation:meta])* $Name:ident = $accepted:expr;)+) => {$(
        $(#[$documentation])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $Name(Text);

        impl $Name {
            /// Reads an id, a `spotify:` URI or an `open.spotify.com` link.
            ///
            /// # Errors
            /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the text is none of them, or of
            /// another kind.
            pub fn parse(text: &str) -> Result<Self> {
                let id = Self(Text::from(&*parse::id_in(text, &$accepted)?));
                if parse::is_valid(Self::KIND, id.as_str()) { Ok(id) } else { Err(parse::not_an_id(text, Self::KIND)) }
            }

            /// The id alone.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Whether there is no id, as with local files.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }

            /// The id as a `spotify:` URI.
            #[must_use]
            pub fn uri(&self) -> String {
                format!("spotify:{}:{self}", Self::KIND)
            }

            /// The id as an `open.spotify.com` link.
            #[must_use]
            pub fn url(&self) -> String {
                let id = percent_encoding::utf8_percent_encode(self.as_str(), SEGMENT);
                format!("https://open.spotify.com/{}/{id}", Self::KIND)
            }
        }

        impl sealed::Sealed for $Name {}

        impl SpotifyId for $Name {
            const KIND: Kind = $accepted[0];

            fn parse(text: &str) -> Result<Self> {
                Self::parse(text)
            }

            fn as_str(&self) -> &str {
                self.as_str()
            }

            fn validate(&self) -> Result<()> {
                if parse::is_valid(Self::KIND, self.as_str()) { Ok(()) } else { Err(parse::not_an_id(self.as_str(), Self::KIND)) }
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($Name), "({:?})"), self.as_str())
            }
        }

        impl FromStr for $Name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $Name {
            type Error = Error;

            fn try_from(text: &str) -> Result<Self> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $Name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self> {
                Self::parse(&text)
            }
        }

        impl PartialEq<str> for $Name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $Name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $Name {
            /// Takes any string, and `null` as the empty id: what Spotify sends is not ours to refuse.
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                text::deserialize(deserializer, "an id").map(|Unchecked(id)| id)
            }
        }

        impl From<&str> for Unchecked<$Name> {
            fn from(text: &str) -> Self {
                Self($Name(Text::from(text)))
            }
        }

        crate::lenient::lenient_itself!($Name);
    )+};
}

/// What is left as it is in a segment of a path: the unreserved characters of RFC 3986 section 2.3.
pub(crate) const SEGMENT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

id_types! {
    /// The id of an album, single or compilation.
    AlbumId = [Kind::Album];
    /// The id of an artist.
    ArtistId = [Kind::Artist];
    /// The id of a track.
    TrackId = [Kind::Track];
    /// The id of a playlist. The old form `spotify:user:NAME:playlist:ID` is read too.
    PlaylistId = [Kind::Playlist];
    /// The id of a show.
    ShowId = [Kind::Show];
    /// The id of an episode.
    EpisodeId = [Kind::Episode];
    /// The id of an audiobook. Spotify writes these as `spotify:show:ID` too, which is read.
    AudiobookId = [Kind::Audiobook, Kind::Show];
    /// The id of a chapter. Spotify writes these as `spotify:episode:ID` too, which is read.
    ChapterId = [Kind::Chapter, Kind::Episode];
    /// The id of a user: any text (older ones are names), percent-encoded in paths. It can change; to recognise a
    /// user across time use [`CurrentUser::account_id`](crate::model::CurrentUser::account_id).
    UserId = [Kind::User];
}
