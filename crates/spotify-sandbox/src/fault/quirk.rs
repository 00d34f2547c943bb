//! Oddities of answers: what whole answers of Spotify have been seen to contain, on top of what single entities do
//! ([`Oddity`](crate::Oddity)).
//!
//! Each is an edit that looks at shapes and not at operations, so that it reaches every answer that has the shape, nested ones
//! too.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One way in which a whole answer strays from Spotify's description, as users have seen real ones do. Give it to
/// [`Fault::odd`](crate::Fault::odd) or [`Builder::odd_answers`](crate::Builder::odd_answers).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Quirk {
    /// The first row of a page is null.
    NullRow,
    /// A page's `total` is null.
    NullTotal,
    /// A page's `total` is 97, whatever there is.
    WrongTotal,
    /// A page without rows has a `next`, which leads to itself.
    EmptyPage,
    /// A page's `next` leads to itself.
    RepeatedPage,
    /// A page's `limit`, `offset` and `total` are floats.
    FloatPage,
    /// A page by cursor has `cursors` null.
    NullCursors,
    /// A page by cursor has no `cursors` and no `total`.
    MissingCursors,
    /// The first entry of several that were asked for at once is null.
    NullEntry,
    /// A saved row's `added_at` is null.
    NullAddedAt,
    /// A saved row has null for what was saved.
    SavedNothing,
    /// A play in the history has null for its track.
    PlayedNothing,
    /// A play in the history has an unlisted kind of context.
    PlayedFromUnlisted,
    /// An advertisement plays: `item` is null.
    Advertisement,
    /// What plays is of an unlisted type.
    UnlistedPlayingType,
    /// Playback has no `item`, no `progress_ms` and no `actions`.
    MissingPlaybackKeys,
    /// Playback has null for `progress_ms`, `context` and `actions`.
    NullPlaybackKeys,
    /// Playback is from `collectionyourepisodes`.
    UnlistedContext,
    /// Devices have null for their `id` and are restricted.
    DeviceWithoutId,
    /// Devices have null for `volume_percent`, and no `supports_volume`.
    DeviceWithoutVolume,
    /// Devices are of an unlisted type.
    UnlistedDeviceType,
    /// The types of devices are in capital letters.
    ShoutedDeviceType,
    /// A user's `display_name` and `images` are null.
    NullProfile,
    /// A user has `id`, `type` and `uri`, and nothing else.
    BareProfile,
    /// Every `images` is null.
    NullImages,
    /// Every boolean of every object is null.
    NullBooleans,
    /// Every whole number is a float.
    FloatIntegers,
    /// Every object has fields that nobody knows.
    UnknownFields,
}

impl Quirk {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::NullRow,
        Self::NullTotal,
        Self::WrongTotal,
        Self::EmptyPage,
        Self::RepeatedPage,
        Self::FloatPage,
        Self::NullCursors,
        Self::MissingCursors,
        Self::NullEntry,
        Self::NullAddedAt,
        Self::SavedNothing,
        Self::PlayedNothing,
        Self::PlayedFromUnlisted,
        Self::Advertisement,
        Self::UnlistedPlayingType,
        Self::MissingPlaybackKeys,
        Self::NullPlaybackKeys,
        Self::UnlistedContext,
        Self::DeviceWithoutId,
        Self::DeviceWithoutVolume,
        Self::UnlistedDeviceType,
        Self::ShoutedDeviceType,
        Self::NullProfile,
        Self::BareProfile,
        Self::NullImages,
        Self::NullBooleans,
        Self::FloatIntegers,
        Self::UnknownFields,
    ];

    /// Edits an answer.
    pub(super) fn edit(self, answer: &mut Value) {
        if self == Self::NullEntry {
            null_entry(answer);
        } else {
            walk(answer, &|object| self.edit_object(object));
        }
    }

    fn edit_object(self, object: &mut Value) {
        match self {
            Self::NullRow if is_page(object) => first(&mut object["items"], |row| *row = Value::Null),
            Self::NullTotal if is_page(object) => set(object, &["total"], |_| Value::Null),
            Self::WrongTotal if is_page(object) => set(object, &["total"], |_| json!(97)),
            Self::EmptyPage if is_page(object) => {
                object["items"] = json!([]);
                object["next"] = object["href"].clone();
            }
            Self::RepeatedPage if is_page(object) => object["next"] = object["href"].clone(),
            Self::FloatPage if is_page(object) => set(object, &["limit", "offset", "total"], float),
            Self::NullCursors => set(object, &["cursors"], |_| Value::Null),
            Self::MissingCursors if object.get("cursors").is_some() => remove(object, &["cursors", "total"]),
            Self::NullAddedAt => set(object, &["added_at"], |_| Value::Null),
            Self::SavedNothing if object.get("added_at").is_some() => set(object, SAVED, |_| Value::Null),
            Self::PlayedNothing if object.get("played_at").is_some() => {
                set(object, &["track"], |_| Value::Null)
            }
            Self::PlayedFromUnlisted if object.get("played_at").is_some() => {
                object["context"] = your_episodes()
            }
            Self::Advertisement if is_playback(object) => {
                object["currently_playing_type"] = json!("ad");
                object["item"] = Value::Null;
            }
            Self::UnlistedPlayingType => set(object, &["currently_playing_type"], |_| json!("hologram")),
            Self::MissingPlaybackKeys if is_playback(object) => {
                remove(object, &["item", "progress_ms", "actions"])
            }
            Self::NullPlaybackKeys if is_playback(object) => {
                set(object, &["progress_ms", "context", "actions"], |_| Value::Null);
            }
            Self::UnlistedContext if is_playback(object) => object["context"] = your_episodes(),
            Self::DeviceWithoutId if is_device(object) => {
                object["id"] = Value::Null;
                object["is_restricted"] = json!(true);
            }
            Self::DeviceWithoutVolume if is_device(object) => {
                object["volume_percent"] = Value::Null;
                remove(object, &["supports_volume"]);
            }
            Self::UnlistedDeviceType if is_device(object) => object["type"] = json!("Hologram"),
            Self::ShoutedDeviceType if is_device(object) => {
                set(object, &["type"], |word| json!(word.as_str().map(str::to_uppercase)));
            }
            Self::NullProfile if is_user(object) => set(object, &["display_name", "images"], |_| Value::Null),
            Self::BareProfile if is_user(object) => {
                if let Some(fields) = object.as_object_mut() {
                    fields.retain(|name, _| ["id", "type", "uri"].contains(&name.as_str()));
                }
            }
            Self::NullImages => set(object, &["images"], |_| Value::Null),
            Self::NullBooleans => every(object, |value| value.is_boolean().then_some(Value::Null)),
            Self::FloatIntegers => every(object, |value| value.is_i64().then(|| float(value))),
            Self::UnknownFields => {
                object["brand_new"] = json!({ "word": "hologram", "list": [1, null] });
                object["another_null"] = Value::Null;
            }
            // The shape is another one.
            _ => {}
        }
    }
}

/// What a saved row may hold.
const SAVED: &[&str] = &["track", "album", "episode", "show", "audiobook"];

fn is_page(object: &Value) -> bool {
    object["items"].is_array() && object.get("next").is_some()
}

fn is_playback(object: &Value) -> bool {
    object.get("currently_playing_type").is_some()
}

fn is_device(object: &Value) -> bool {
    object.get("is_private_session").is_some()
}

fn is_user(object: &Value) -> bool {
    object["type"] == "user"
}

fn your_episodes() -> Value {
    json!({
        "external_urls": { "spotify": "https://open.spotify.com/collection/your-episodes" },
        "href": null,
        "type": "collectionyourepisodes",
        "uri": "spotify:user:ada:collection:your-episodes",
    })
}

fn float(value: &Value) -> Value {
    value.as_f64().map_or(Value::Null, Value::from)
}

/// `{"albums": [..]}`: one member, which is a list.
fn null_entry(answer: &mut Value) {
    if let Some(fields) = answer.as_object_mut().filter(|fields| fields.len() == 1) {
        fields.values_mut().for_each(|list| first(list, |entry| *entry = Value::Null));
    }
}

/// Does something with every object, the inner ones first.
fn walk(value: &mut Value, edit: &impl Fn(&mut Value)) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| walk(row, edit)),
        Value::Object(fields) => {
            fields.values_mut().for_each(|field| walk(field, edit));
            edit(value);
        }
        _ => {}
    }
}

fn first(list: &mut Value, edit: impl FnOnce(&mut Value)) {
    if let Some(entry) = list.as_array_mut().and_then(|list| list.first_mut()) {
        edit(entry);
    }
}

/// Replaces the values of these keys, where they are.
fn set(object: &mut Value, keys: &[&str], new: impl Fn(&Value) -> Value) {
    for key in keys {
        if let Some(value) = object.get_mut(*key) {
            *value = new(value);
        }
    }
}

fn remove(object: &mut Value, keys: &[&str]) {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|name, _| !keys.contains(&name.as_str()));
    }
}

/// Replaces the values of an object for which there is another.
fn every(object: &mut Value, new: impl Fn(&Value) -> Option<Value>) {
    for value in object.as_object_mut().into_iter().flat_map(|fields| fields.values_mut()) {
        if let Some(new) = new(value) {
            *value = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_name_of_its_own_by_which_it_is_found() {
        let mut names: Vec<Value> = Quirk::ALL.iter().map(|quirk| json!(quirk)).collect();
        for (name, quirk) in names.iter().zip(Quirk::ALL) {
            assert_eq!(serde_json::from_value::<Quirk>(name.clone()).unwrap(), *quirk);
        }
        names.sort_by_key(Value::to_string);
        names.dedup();
        assert_eq!(names.len(), Quirk::ALL.len());
    }
}
