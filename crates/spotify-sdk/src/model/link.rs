//! Addresses: `spotify:` URIs, links for people, links into the Web API, images.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Result;
use crate::id::{IntoUri, Kind, Uri};

/// An address in one of Spotify's answers: a `spotify:` URI, a web link, a link into the Web API or an image.
///
/// Most addresses follow from an id, and an answer repeats each id four times over; so those are kept as the id alone, without
/// an allocation. `Display` and `to_string` give the text, which is always exactly what Spotify sent.
///
/// ```
/// use spotify_sdk::model::Link;
///
/// let link = Link::from("spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
/// assert_eq!(link.to_string(), "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
/// assert_eq!(link, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Link(Repr);

/// One form per text, so that equality of forms is equality of texts.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// `SHAPES[shape]`, then the id.
    Entity {
        shape: u8,
        id: [u8; ID],
    },
    /// `IMAGES`, then 40 hexadecimal digits.
    Image([u8; 20]),
    Text(Box<str>),
}

const ID: usize = 22;
const IMAGES: &str = "https://i.scdn.co/image/";

/// The text before and after the name of the kind.
const FORMS: [(&str, &str); 3] =
    [("spotify:", ":"), ("https://open.spotify.com/", "/"), ("https://api.spotify.com/v1/", "s/")];

/// The text before the id, by form and kind.
const SHAPES: [(&str, Kind, &str); 27] = {
    let mut shapes = [("", Kind::Album, ""); 27];
    let mut index = 0;
    while index < shapes.len() {
        let (before, after) = FORMS[index / Kind::ALL.len()];
        shapes[index] = (before, Kind::ALL[index % Kind::ALL.len()], after);
        index += 1;
    }
    shapes
};

impl Link {
    /// Whether Spotify sent none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Repr::Text(text) if text.is_empty())
    }
}

impl From<&str> for Link {
    fn from(text: &str) -> Self {
        Self(entity(text).or_else(|| image(text)).unwrap_or_else(|| Repr::Text(text.into())))
    }
}

fn entity(text: &str) -> Option<Repr> {
    let (start, id) = text.split_at_checked(text.len().checked_sub(ID)?)?;
    let (form, kind) = FORMS
        .iter()
        .enumerate()
        .find_map(|(form, (before, after))| Some((form, start.strip_prefix(before)?.strip_suffix(after)?)))?;
    let shape = form * Kind::ALL.len() + Kind::ALL.iter().position(|known| known.as_str() == kind)?;
    let id: [u8; ID] = id.as_bytes().try_into().ok()?;
    let is_plain = id.iter().all(u8::is_ascii_alphanumeric);
    is_plain.then_some(Repr::Entity { shape: u8::try_from(shape).ok()?, id })
}

fn image(text: &str) -> Option<Repr> {
    let digits: &[u8; 40] = text.strip_prefix(IMAGES)?.as_bytes().try_into().ok()?;
    let mut bytes = [0; 20];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(Repr::Image(bytes))
}

/// Lower case only: the text must come back as it was.
fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

impl Default for Link {
    fn default() -> Self {
        Self(Repr::Text(Box::default()))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Entity { shape, id } => {
                let (before, kind, after) = SHAPES[usize::from(*shape)];
                let id = str::from_utf8(id).map_err(|_| fmt::Error)?;
                write!(f, "{before}{kind}{after}{id}")
            }
            Repr::Image(bytes) => {
                f.write_str(IMAGES)?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.to_string()
    }
}

impl IntoUri for Link {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(&self.to_string())
    }
}

impl IntoUri for &Link {
    fn into_uri(self) -> Result<Uri> {
        Uri::parse(&self.to_string())
    }
}

impl PartialEq<str> for Link {
    fn eq(&self, other: &str) -> bool {
        match &self.0 {
            Repr::Text(text) => **text == *other,
            shorter => entity(other).or_else(|| image(other)).as_ref() == Some(shorter),
        }
    }
}

impl PartialEq<&str> for Link {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::text::deserialize(deserializer, "an address")
    }
}

crate::lenient::lenient_itself!(Link);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

    #[test]
    fn addresses_that_follow_from_an_id_need_no_heap() {
        for text in [
            format!("spotify:album:{WORD}"),
            format!("https://open.spotify.com/artist/{WORD}"),
            format!("https://api.spotify.com/v1/tracks/{WORD}"),
            "https://i.scdn.co/image/ab67616d00001e02ff9ca10b55ce82ae553c8228".to_owned(),
        ] {
            let link = Link::from(text.as_str());
            assert!(!matches!(link.0, Repr::Text(_)), "{text}");
            assert_eq!(link.to_string(), text);
        }
        assert_eq!(size_of::<Link>(), 24);
        assert_eq!(size_of::<Option<Link>>(), 24);
    }

    #[test]
    fn what_only_resembles_such_an_address_is_kept_as_text() {
        for text in [
            "https://i.scdn.co/image/AB67616D00001E02FF9CA10B55CE82AE553C8228",
            "https://i.scdn.co/image/ab67616d00001e02ff9ca10b55ce82ae553c822",
            "https://i.scdn.co/image/zb67616d00001e02ff9ca10b55ce82ae553c8228",
            "spotify:album:4aawyAB9vmqN3uQ7FjRG-y",
            "spotify:albums:4aawyAB9vmqN3uQ7FjRGTy",
            "https://api.spotify.com/v1/album/4aawyAB9vmqN3uQ7FjRGTy",
            "http://127.0.0.1:1/v1/albums/4aawyAB9vmqN3uQ7FjRGTy",
        ] {
            let link = Link::from(text);
            assert!(matches!(link.0, Repr::Text(_)), "{text}");
            assert_eq!(link.to_string(), text);
            assert!(link == text && link != "x");
        }
    }

    #[test]
    fn no_address_is_the_empty_one() {
        assert!(Link::default().is_empty());
        assert!(serde_json::from_str::<Link>("null").expect("lenient").is_empty());
        assert!(!Link::from("x").is_empty());
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(
            start in "(spotify:|https://open.spotify.com/|https://api.spotify.com/v1/|https://i.scdn.co/image/)?",
            middle in "(album|albums|track|tracks|user)?[:/]?",
            end in "([0-9a-zA-Z]{22}|[0-9a-fA-F]{40}|.{0,30})",
        ) {
            let text = format!("{start}{middle}{end}");
            prop_assert_eq!(Link::from(text.as_str()).to_string(), text);
        }
    }
}
