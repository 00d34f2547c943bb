//! Oddities: what real bodies contain although the description rules it out.
//!
//! The last entities of each kind carry one each. An oddity of a name belongs to the entity and shows
//! wherever its name does; every other is an edit of the finished body, so ordinary rendering knows nothing
//! of them.

use serde::Serialize;
use serde_json::{Value, json};

use super::name::Style;
use super::{Catalogue, Kind, Reference};

mod kinds;

/// What the description requires of episodes and chapters, shows and audiobooks, and what was seen to be missing or null.
const REQUIRED: [&str; 5] = ["is_playable", "resume_point", "language", "languages", "is_externally_hosted"];

/// One way in which the bodies of an entity stray from Spotify's description, as users have seen real ones
/// do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Oddity {
    /// A name of two hundred characters.
    LongName,
    /// A name in letters of both writing directions.
    RightToLeftName,
    /// A name with emoji and combining marks.
    EmojiName,
    /// An empty name, as after a takedown.
    EmptyName,
    /// `"ALBUM"` for `"album"`.
    UppercaseAlbumType,
    /// An `album_type` that is not in the description: `"ep"`.
    UnlistedAlbumType,
    /// `images` is null where an empty list is meant.
    NullImages,
    /// `images` is an empty list.
    EmptyImages,
    /// Images without known size: `height` and `width` are null.
    NullImageSizes,
    /// Image sizes written as `640.0`.
    FloatImageSizes,
    /// `label` is null.
    NullLabel,
    /// `release_date` is `"0000"`.
    YearZero,
    /// `available_markets` is an empty list, though the content plays.
    EmptyMarkets,
    /// `followers.total` written as a float.
    FloatFollowers,
    /// `duration_ms` and `popularity` written as floats.
    FloatNumbers,
    /// `popularity`, `genres` and, for artists, `followers` are missing for every app.
    MissingKeys,
    /// `explicit` is null.
    NullBoolean,
    /// `preview_url` and `is_local` are missing.
    MissingPreview,
    /// `external_ids` is an empty object.
    EmptyExternalIds,
    /// With a market: not playable, for a reason that is not in the description.
    UnlistedRestriction,
    /// With a market: another recording is returned, with `linked_from`.
    Relinked,
    /// Like [`Oddity::Relinked`], and `linked_from` has no `id`.
    RelinkedWithoutId,
    /// `publisher` is an object, with the name in it.
    PublisherObject,
    /// `is_playable`, `resume_point`, `language`, `languages` and `is_externally_hosted` are missing for every app.
    MissingRequired,
    /// The last of the episodes that a show carries is null.
    NullEpisode,
    /// The same fields as for [`Oddity::MissingRequired`] are null.
    NullRequired,
    /// `album_type` is null.
    NullAlbumType,
    /// `release_date` and `release_date_precision` are null.
    NullRelease,
    /// `release_date` is to the minute, and `release_date_precision` `"minute"`, which is not in the description.
    MinuteRelease,
    /// `available_markets` is missing for every app.
    MissingMarkets,
    /// `total_tracks` and the numbers of the page of tracks written as floats.
    FloatTotals,
    /// With a market: another recording is returned, and `linked_from.id` is null.
    RelinkedWithNullId,
    /// `is_playable` is null where it is said at all.
    NullPlayable,
    /// `media_type` is a word that is not in the description.
    UnlistedMediaType,
    /// `description` has escaped characters of HTML in it.
    EscapedDescription,
    /// `authors` and `narrators` are null.
    NullVoices,
}

/// An entity of the catalogue that carries an oddity.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[non_exhaustive]
pub struct OddEntity {
    /// What it is: `album`, `artist`, `track`, `show`, `episode`, `audiobook` or `chapter`.
    pub kind: &'static str,
    /// `spotify:album:{id}`, say. Audiobooks and chapters have the URIs of shows and episodes, as on Spotify.
    pub uri: String,
    /// The id, for a path.
    pub id: String,
    /// What is odd.
    pub oddity: Oddity,
}

impl Oddity {
    /// How the entity's name is written.
    pub(super) fn style(self) -> Style {
        match self {
            Oddity::LongName => Style::Long,
            Oddity::RightToLeftName => Style::RightToLeft,
            Oddity::EmojiName => Style::Emoji,
            Oddity::EmptyName => Style::Empty,
            _ => Style::Plain,
        }
    }

    /// Edits a finished body. A key that the body does not have stays absent.
    pub(super) fn edit(self, body: &mut Value) {
        match self {
            Oddity::UppercaseAlbumType => {
                replace(body, "album_type", |old| json!(old.as_str().map(str::to_ascii_uppercase)))
            }
            Oddity::UnlistedAlbumType => replace(body, "album_type", |_| json!("ep")),
            Oddity::NullImages => replace(body, "images", |_| Value::Null),
            Oddity::EmptyImages => replace(body, "images", |_| json!([])),
            Oddity::NullImageSizes => image_sizes(body, |_| Value::Null),
            Oddity::FloatImageSizes => image_sizes(body, |size| json!(size.as_f64())),
            Oddity::NullLabel => replace(body, "label", |_| Value::Null),
            Oddity::YearZero => {
                replace(body, "release_date", |_| json!("0000"));
                replace(body, "release_date_precision", |_| json!("year"));
            }
            Oddity::EmptyMarkets => replace(body, "available_markets", |_| json!([])),
            Oddity::FloatFollowers => {
                if let Some(followers) = body.get_mut("followers") {
                    replace(followers, "total", |old| json!(old.as_f64()));
                }
            }
            Oddity::FloatNumbers => {
                for key in ["duration_ms", "popularity"] {
                    replace(body, key, |old| json!(old.as_f64()));
                }
            }
            Oddity::MissingKeys => remove(body, &["popularity", "followers", "genres"]),
            Oddity::NullBoolean => replace(body, "explicit", |_| Value::Null),
            Oddity::MissingPreview => remove(body, &["preview_url", "is_local"]),
            Oddity::EmptyExternalIds => replace(body, "external_ids", |_| json!({})),
            Oddity::UnlistedRestriction => {
                if body.get("is_playable").is_some() {
                    body["is_playable"] = json!(false);
                    body["restrictions"] = json!({ "reason": "payment_required" });
                }
            }
            Oddity::RelinkedWithoutId => {
                if let Some(linked_from) = body.get_mut("linked_from") {
                    remove(linked_from, &["id"]);
                }
            }
            Oddity::PublisherObject => replace(body, "publisher", |old| json!({ "name": old })),
            Oddity::MissingRequired => remove(body, &REQUIRED),
            Oddity::NullEpisode => {
                let items = body.pointer_mut("/episodes/items").and_then(Value::as_array_mut);
                if let Some(last) = items.and_then(|items| items.last_mut()) {
                    *last = Value::Null;
                }
            }
            Oddity::NullRequired => {
                for key in REQUIRED {
                    replace(body, key, |_| Value::Null);
                }
            }
            Oddity::NullAlbumType => replace(body, "album_type", |_| Value::Null),
            Oddity::NullRelease => {
                for key in ["release_date", "release_date_precision"] {
                    replace(body, key, |_| Value::Null);
                }
            }
            Oddity::MinuteRelease => {
                replace(body, "release_date", |_| json!("2013-05-01T07:00:00Z"));
                replace(body, "release_date_precision", |_| json!("minute"));
            }
            Oddity::MissingMarkets => remove(body, &["available_markets"]),
            Oddity::FloatTotals => {
                replace(body, "total_tracks", |old| json!(old.as_f64()));
                for key in ["limit", "offset", "total"] {
                    if let Some(page) = body.get_mut("tracks") {
                        replace(page, key, |old| json!(old.as_f64()));
                    }
                }
            }
            Oddity::RelinkedWithNullId => {
                if let Some(linked_from) = body.get_mut("linked_from") {
                    replace(linked_from, "id", |_| Value::Null);
                }
            }
            Oddity::NullPlayable => replace(body, "is_playable", |_| Value::Null),
            Oddity::UnlistedMediaType => replace(body, "media_type", |_| json!("hologram")),
            Oddity::EscapedDescription => {
                replace(body, "description", |_| json!("&quot;Q&amp;A&quot; &#x2F; &lt;b&gt;"))
            }
            Oddity::NullVoices => {
                for key in ["authors", "narrators"] {
                    replace(body, key, |_| Value::Null);
                }
            }
            Oddity::LongName
            | Oddity::RightToLeftName
            | Oddity::EmojiName
            | Oddity::EmptyName
            | Oddity::Relinked => {}
        }
    }
}

impl Catalogue {
    /// Every entity that carries an oddity, kind by kind in the order of [`Kind::ALL`], and in catalogue order.
    pub(crate) fn oddities(&self) -> impl Iterator<Item = OddEntity> + '_ {
        Kind::ALL.into_iter().flat_map(|kind| self.odd(kind)).map(|(reference, oddity)| {
            let id = self.id(reference);
            let kind = reference.kind;
            OddEntity { kind: kind.word(), uri: format!("spotify:{}:{id}", kind.uri_word()), id, oddity }
        })
    }

    /// The entities of a kind that carry an oddity, in catalogue order.
    pub(super) fn odd(&self, kind: Kind) -> impl Iterator<Item = (Reference, Oddity)> + '_ {
        (self.plain(kind)..self.count(kind)).filter_map(move |index| {
            let reference = Reference::new(kind, index);
            self.oddity(reference).map(|oddity| (reference, oddity))
        })
    }

    /// The oddity of an entity, if it is in the slice that has one.
    pub(super) fn oddity(&self, reference: Reference) -> Option<Oddity> {
        let place = reference.index.checked_sub(self.plain(reference.kind))?;
        let all = Oddity::of(reference.kind);
        Some(all[(place % all.len() as u64) as usize])
    }

    /// How many entities of a kind are plain; those after them carry oddities. One in fifty does, and in a
    /// small catalogue up to half, so that each oddity occurs once.
    pub(super) fn plain(&self, kind: Kind) -> u64 {
        let count = self.count(kind);
        let odd = (count / 50).max((Oddity::of(kind).len() as u64).min(count / 2));
        count - odd
    }
}

fn replace(body: &mut Value, key: &str, new: impl FnOnce(&Value) -> Value) {
    if let Some(value) = body.get_mut(key) {
        *value = new(value);
    }
}

fn remove(body: &mut Value, keys: &[&str]) {
    if let Some(object) = body.as_object_mut() {
        for key in keys {
            object.remove(*key);
        }
    }
}

fn image_sizes(body: &mut Value, new: impl Fn(&Value) -> Value) {
    for image in body.get_mut("images").and_then(Value::as_array_mut).into_iter().flatten() {
        for key in ["height", "width"] {
            replace(image, key, &new);
        }
    }
}
