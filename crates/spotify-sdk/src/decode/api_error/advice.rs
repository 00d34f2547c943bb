//! What to do about a refusal. Spotify's messages name the symptom; most have one cause and one remedy.

use crate::error::ErrorKind;
use crate::operation::{Availability, Login, Method, Operation};
use crate::scope;

pub(super) fn advice(
    kind: ErrorKind,
    status: u16,
    message: &str,
    reason: Option<&str>,
    operation: &Operation,
) -> Option<String> {
    if let Some(advice) = reason.and_then(|reason| by_reason(reason, operation)) {
        return Some(advice.to_owned());
    }
    if let Some(advice) = by_kind(kind, operation) {
        return Some(advice);
    }
    let message = message.to_ascii_lowercase();
    match status {
        400 => bad_request(&message, operation),
        401 => Some(UNAUTHORIZED.to_owned()),
        403 => Some(forbidden(operation)),
        404 => not_found(&message, operation),
        429 => Some(
            "Wait as long as `retry_after` says before the next call; calling on makes the wait longer"
                .to_owned(),
        ),
        500..=599 => Some("Spotify failed; the same call may succeed later".to_owned()),
        _ => None,
    }
}

/// The `reason` codes of player and quota errors. The list is open.
fn by_reason(reason: &str, operation: &Operation) -> Option<&'static str> {
    Some(match reason {
        "NO_ACTIVE_DEVICE" => {
            "Open Spotify on a device and play something there, or name a device with `device_id`"
        }
        "PREMIUM_REQUIRED" => "Only users with Spotify Premium can control playback through the Web API",
        "DEVICE_NOT_CONTROLLABLE" | "REMOTE_CONTROL_DISALLOW" | "UNSUPPORTED_DEVICE" => {
            "This device can't be controlled from elsewhere; choose another one"
        }
        "VOLUME_CONTROL_DISALLOW" => "The volume of this device can't be set from elsewhere",
        "QUOTA_EXCEEDED" => {
            "The developer account's quota for this group of operations is used up; it comes back over about a day, \
             and other operations still answer"
        }
        "ALREADY_PLAYING" | "ALREADY_PAUSED" | "NOT_PAUSED" => "Playback already is in that state",
        "ENDLESS_CONTEXT" => "What plays has no end to repeat or skip to",
        "CONTEXT_DISALLOW" => "What is playing does not allow this command; play something else first",
        "RATE_LIMITED" => "Too many commands in a short time; wait a little before the next one",
        "NO_PREV_TRACK" | "NO_NEXT_TRACK" | "NO_SPECIFIC_TRACK" => "There is no such item in what is playing",
        "NOT_PLAYING_LOCALLY" | "NOT_PLAYING_TRACK" | "NOT_PLAYING_CONTEXT" => {
            "Nothing is playing that this command could act on; start playback first"
        }
        "UNKNOWN" if operation.path.starts_with("/me/player") => {
            "Spotify gives no reason; usual ones are that playback already is in that state, or that the item can't be played"
        }
        _ => return None,
    })
}

fn bad_request(message: &str, operation: &Operation) -> Option<String> {
    if message.contains("invalid limit")
        && let Some(limit) = operation.limit
    {
        return Some(format!(
            "`limit` may be {} to {}, and at most {} for apps in Development Mode",
            limit.smallest, limit.largest, limit.largest_in_development_mode
        ));
    }
    if message.contains("version tag") {
        return Some(
            "The playlist was not in the state of this `snapshot_id`, or too long ago: read it again"
                .to_owned(),
        );
    }
    if message.contains("out of bounds") {
        return Some("The playlist does not have as many items: its `total` says how many it has".to_owned());
    }
    message
        .contains("base62")
        .then(|| "One of the ids is none of Spotify's, which are 22 letters and digits".to_owned())
}

const UNAUTHORIZED: &str = "The access token is missing, expired, revoked or not Spotify's: get another one, or use a login that \
                            renews its tokens";

/// Where the kind alone says what to do.
fn by_kind(kind: ErrorKind, operation: &Operation) -> Option<String> {
    Some(match kind {
        ErrorKind::MissingScope => log_in_with(operation),
        ErrorKind::UserLoginRequired => {
            "The token is the app's own; this operation needs a user's login (`AuthorizationCode`)".to_owned()
        }
        ErrorKind::OwnerWithoutPremium => {
            "The owner of the app needs Spotify Premium while it is in Development Mode; hours may pass until a new \
             subscription is noticed"
                .to_owned()
        }
        ErrorKind::UserNotRegistered => {
            "The app is in Development Mode and this user is not on its list: add the user in the app's settings on \
             developer.spotify.com/dashboard (at most 5)"
                .to_owned()
        }
        ErrorKind::PremiumRequired => "Only users with Spotify Premium can do this".to_owned(),
        ErrorKind::ClosedToApp => closed(operation),
        _ => return None,
    })
}

fn forbidden(operation: &Operation) -> String {
    match operation.login {
        Login::User => format!(
            "{}, or the login lacks a scope; it needs: {}",
            match changes_playlist(operation) {
                true => "Only the owner of a playlist may change it, and collaborators what is in it",
                false => "The user may not do this (is it theirs?)",
            },
            list(operation)
        ),
        Login::App if is_of_items(operation) => {
            "In Development Mode only the owner of a playlist and its collaborators are shown what is in it, by a user's login"
                .to_owned()
        }
        Login::App => "The token, its user or the app may not do this".to_owned(),
    }
}

fn not_found(message: &str, operation: &Operation) -> Option<String> {
    if message.ends_with("with an html page") {
        return Some(
            "The Web API answers in JSON, so something else answered: check the API base URL".to_owned(),
        );
    }
    if message.contains("device") {
        return Some("Devices come and go: list them again and use a current id".to_owned());
    }
    if ["/audiobooks", "/chapters"].iter().any(|start| operation.path.starts_with(start)) {
        return Some(
            "Audiobooks exist in AU, CA, GB, IE, NZ and US only: the user's country decides, or without a user's login `market`"
                .to_owned(),
        );
    }
    operation.path.starts_with("/playlists/").then(|| {
        "There is no such playlist, or it is one that Spotify makes itself, which is kept from apps that had no access to \
         those before 27 November 2024"
            .to_owned()
    })
}

fn closed(operation: &Operation) -> String {
    let why = match operation.availability {
        Availability::Before2024 => {
            "This operation is closed to apps that did not have access to it before 27 November 2024"
        }
        Availability::ExtendedQuota | Availability::Everyone => {
            "Since February 2026 this operation is closed to apps in Development Mode; it needs Extended Quota Mode"
        }
    };
    match operation.replacement() {
        Some(replacement) => format!("{why}. In its place there is {replacement}"),
        None => why.to_owned(),
    }
}

fn log_in_with(operation: &Operation) -> String {
    match (operation.scopes, operation.login) {
        ([], _) => "The login lacks a scope: log in again and ask for it".to_owned(),
        (_, Login::User) => format!("The login lacks a scope: log in again and ask for {}", list(operation)),
        // Where any login will do, this is about something private, which an app's own login never sees.
        (_, Login::App) => {
            format!("This takes a user's login: log in (again) and ask for {}", list(operation))
        }
    }
}

/// The scopes as words. Of the two for changing playlists it takes one; which, only Spotify knows.
fn list(operation: &Operation) -> String {
    let scopes = operation.scopes;
    if scopes.is_empty() {
        return "none".to_owned();
    }
    let has_both = MODIFY.iter().all(|scope| scopes.contains(scope));
    let is_either = |scope: &&str| has_both && changes_playlist(operation) && MODIFY.contains(scope);
    let mut words: Vec<String> =
        scopes.iter().copied().filter(|scope| !is_either(scope)).map(str::to_owned).collect();
    if scopes.iter().any(is_either) {
        let [public, private] = MODIFY;
        words.push(format!("{public} or, for what is not public, {private}"));
    }
    words.join(", ")
}

const MODIFY: [&str; 2] = [scope::PLAYLIST_MODIFY_PUBLIC, scope::PLAYLIST_MODIFY_PRIVATE];

fn changes_playlist(operation: &Operation) -> bool {
    operation.method != Method::Get && operation.path.starts_with("/playlists/")
}

/// Whether it reads what is in a playlist.
fn is_of_items(operation: &Operation) -> bool {
    operation.path.starts_with("/playlists/")
        && ["/items", "/tracks"].iter().any(|end| operation.path.ends_with(end))
}
