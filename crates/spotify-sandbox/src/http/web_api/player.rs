//! The player: `/me/player` and below it.

mod commands;
mod play;
mod queue;
mod recently_played;
mod show;

use std::time::SystemTime;

use http::StatusCode;

use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Catalogue, Kind, Reference};
use crate::world::Person;
use crate::world::player::{Item, Refusal};

pub(super) use commands::{next, pause, previous, repeat, seek, shuffle, transfer, volume};
pub(super) use play::play;
pub(super) use queue::{add_to_queue, queue};
pub(super) use recently_played::recently_played;
pub(super) use show::{currently_playing, devices, state};

/// How long something lasts that the catalogue knows nothing about.
const UNKNOWN_DURATION_MS: u64 = 180_000;

/// A command: it needs Premium, is for a device, and answers with nothing.
fn command(
    call: &Call<'_>,
    run: impl FnOnce(&mut Person, Option<&str>, SystemTime) -> Result<(), ApiError>,
) -> Outcome {
    call.person(|person| {
        if !person.profile.premium {
            let error = ApiError::new(StatusCode::FORBIDDEN, "Player command failed: Premium required");
            return Err(error.reason("PREMIUM_REQUIRED"));
        }
        run(person, call.request.query("device_id").as_deref(), call.now)
    })??;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let (status, what, reason) = match refusal {
            Refusal::NoActiveDevice => {
                (StatusCode::NOT_FOUND, "No active device found", Some("NO_ACTIVE_DEVICE"))
            }
            Refusal::DeviceNotFound => (StatusCode::NOT_FOUND, "Device not found", None),
            Refusal::DeviceNotControllable => {
                (StatusCode::FORBIDDEN, "Device not controllable", Some("DEVICE_NOT_CONTROLLABLE"))
            }
            Refusal::VolumeNotControllable => {
                (StatusCode::FORBIDDEN, "Cannot control device volume", Some("VOLUME_CONTROL_DISALLOW"))
            }
            Refusal::Restricted => (StatusCode::FORBIDDEN, "Restriction violated", Some("UNKNOWN")),
        };
        let error = Self::new(status, format!("Player command failed: {what}"));
        match reason {
            Some(reason) => error.reason(reason),
            None => error,
        }
    }
}

/// What a URI names. What the catalogue does not have plays all the same, as something without a body.
fn item(catalogue: &Catalogue, uri: &str) -> Item {
    let entity = named(catalogue, uri, &[Kind::Track, Kind::Episode, Kind::Chapter]);
    let duration_ms = entity.map_or(UNKNOWN_DURATION_MS, |entity| catalogue.duration_ms(entity));
    Item { uri: uri.to_owned(), entity, duration_ms }
}

/// The entity of one of these kinds that a URI names: by the kind's own word, or by the one that Spotify writes for it.
fn named(catalogue: &Catalogue, uri: &str, kinds: &[Kind]) -> Option<Reference> {
    let (word, id) = uri.strip_prefix("spotify:")?.split_once(':')?;
    let of_this_word = kinds.iter().filter(|kind| kind.word() == word || kind.uri_word() == word);
    of_this_word.into_iter().find_map(|kind| catalogue.find(*kind, id).ok())
}

/// The kind of a URI such as `spotify:album:..`.
fn kind_of(uri: &str) -> Option<&str> {
    let (kind, rest) = uri.strip_prefix("spotify:")?.split_once(':')?;
    (!kind.is_empty() && !rest.is_empty()).then_some(kind)
}
