//! Oddities: what real bodies contain although the description rules it out.
//!
//! The last entities of each kind carry one each. An oddity of a name belongs to the entity and shows
//! wherever its name does; every other is an edit of the finished body, so ordinary rendering knows nothing
//! of them.

use serde::Serialize;
use serde_json::{Value, json};

use super::name::Style;
use super::{Catalogue, Kind, Reference};

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
}

/// An entity of the catalogue that carries an oddity.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[non_exhaustive]
pub struct OddEntity {
    /// `spotify:album:{id}`, or the same with `artist`, `track`, `show` or `episode`.
    pub uri: String,
    /// The id, for a path.
    pub id: String,
    /// What is odd.
    pub oddity: Oddity,
}

impl Oddity {
    /// The oddities that a kind of entity can have, in the order in which the slice repeats them.
    pub(super) fn of(kind: Kind) -> &'static [Self] {
        use Oddity::*;
        match kind {
            Kind::Album => &[
                LongName,
                RightToLeftName,
                EmojiName,
                EmptyName,
                UppercaseAlbumType,
                UnlistedAlbumType,
                NullImages,
                NullImageSizes,
                FloatImageSizes,
                NullLabel,
                YearZero,
                EmptyMarkets,
                MissingKeys,
            ],
            Kind::Artist => {
                &[FloatFollowers, NullImages, EmojiName, EmptyImages, LongName, MissingKeys, RightToLeftName]
            }
            Kind::Track => &[
                LongName,
                RightToLeftName,
                Relinked,
                EmojiName,
                EmptyName,
                FloatNumbers,
                NullBoolean,
                RelinkedWithoutId,
                MissingPreview,
                EmptyExternalIds,
                UnlistedRestriction,
                EmptyMarkets,
                MissingKeys,
            ],
            Kind::Show => &[
                PublisherObject,
                MissingRequired,
                NullEpisode,
                EmojiName,
                NullImages,
                LongName,
                NullImageSizes,
            ],
            Kind::Episode => &[
                MissingRequired,
                LongName,
                RightToLeftName,
                EmojiName,
                EmptyName,
                FloatNumbers,
                NullBoolean,
                NullImages,
            ],
            // Their URIs are those of shows and episodes, so that the list of odd entities could not say what to ask for.
            Kind::Audiobook | Kind::Chapter => &[],
        }
    }

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
            Oddity::MissingRequired => remove(
                body,
                &["is_playable", "resume_point", "language", "languages", "is_externally_hosted"],
            ),
            Oddity::NullEpisode => {
                let items = body.pointer_mut("/episodes/items").and_then(Value::as_array_mut);
                if let Some(last) = items.and_then(|items| items.last_mut()) {
                    *last = Value::Null;
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
    /// Every entity that carries an oddity: albums, artists, tracks, shows, then episodes, in catalogue order.
    pub(crate) fn oddities(&self) -> impl Iterator<Item = OddEntity> + '_ {
        Kind::ALL.into_iter().flat_map(|kind| self.odd(kind)).map(|(reference, oddity)| {
            let id = self.id(reference);
            OddEntity { uri: format!("spotify:{}:{id}", reference.kind.uri_word()), id, oddity }
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
    /// small catalogue up to a quarter, so that each oddity occurs once.
    pub(super) fn plain(&self, kind: Kind) -> u64 {
        let count = self.count(kind);
        if Oddity::of(kind).is_empty() {
            return count;
        }
        let odd = (count / 50).max((Oddity::of(kind).len() as u64).min(count / 4));
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
