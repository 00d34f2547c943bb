//! `/_sandbox/`: the sandbox's own interface, for tests in other languages and for the command. And the cover images.

mod fault;
mod limit;

use http::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::request::is_for_loopback;
use super::{Answer, ApiError, Request};
use crate::builder::NO_QUOTA;
use crate::clock::iso8601;
use crate::fault::Quirk;
use crate::rules::{Limit, Rules};
use crate::shared::{Shared, lock};
use crate::world::scope::Scopes;

/// The ledger of what the sandbox does and why: `fidelity.toml`.
const FIDELITY: &str = include_str!("../../fidelity.toml");

pub(super) fn route(shared: &Shared, request: &Request) -> Answer {
    if let Some(name) = request.route().strip_prefix("/_sandbox/images/") {
        return image(shared, request, name);
    }
    if let Some(name) = request.route().strip_prefix("/_sandbox/previews/") {
        return preview(shared, request, name);
    }
    let Some(name) = request.route().strip_prefix("/_sandbox/v1/") else {
        return super::pages::not_found(request);
    };
    // A page of another site can neither send this header without asking first, nor make a browser send this host.
    if request.header("x-sandbox-admin").is_none() {
        return ApiError::new(StatusCode::FORBIDDEN, "Send the header X-Sandbox-Admin: 1").into();
    }
    if !is_for_loopback(&request.headers) {
        return ApiError::new(StatusCode::FORBIDDEN, "The host must be a loopback address").into();
    }
    admin(shared, request, name).unwrap_or_else(Answer::from)
}

fn admin(shared: &Shared, request: &Request, name: &str) -> Result<Answer, ApiError> {
    let now = shared.clock.now();
    let nothing = || Answer::json(StatusCode::OK, &json!({}));
    match (&request.method, name) {
        (&Method::GET, "state") => Ok(Answer::json(StatusCode::OK, &state(shared))),
        (&Method::GET, "rules") => Ok(Answer::json(StatusCode::OK, &rules(shared.rules))),
        (&Method::GET, "journal") => Ok(Answer::json(StatusCode::OK, &journal(shared))),
        (&Method::DELETE, "journal") => {
            shared.recorder().clear();
            Ok(nothing())
        }
        (&Method::GET, "oddities") => {
            let oddities: Vec<_> = shared.catalogue.oddities().collect();
            Ok(Answer::json(StatusCode::OK, &json!({ "oddities": oddities, "quirks": Quirk::ALL })))
        }
        (&Method::GET, "fidelity") => Ok(Answer::new(StatusCode::OK, "application/toml", FIDELITY)),
        (&Method::POST, "advance") => {
            shared.clock.advance(body::<Advance>(request)?.duration()?);
            Ok(Answer::json(StatusCode::OK, &json!({ "now": iso8601(shared.clock.now()) })))
        }
        (&Method::POST, "faults") => {
            shared.faults().add(body::<fault::Description>(request)?.try_into()?);
            Ok(nothing())
        }
        (&Method::POST, "random-faults") => {
            shared.add_random_faults(body::<fault::AtRandom>(request)?.try_into()?);
            Ok(nothing())
        }
        (&Method::DELETE, "faults") => {
            shared.faults().clear();
            Ok(nothing())
        }
        (&Method::POST, "tokens") => mint(shared, &body(request)?),
        (&Method::POST, "tokens/expire") => {
            shared.world().expire_access_tokens(now);
            Ok(nothing())
        }
        (&Method::POST, "tokens/revoke") => {
            let revoked = shared.world().revoke(&body::<Revoke>(request)?.token);
            if revoked { Ok(nothing()) } else { Err(ApiError::new(StatusCode::NOT_FOUND, "No such token")) }
        }
        (&Method::POST, "rate-limit") => {
            lock(&shared.limits).set_rate(Some(body::<limit::Rate>(request)?.into()));
            Ok(nothing())
        }
        (&Method::DELETE, "rate-limit") => {
            lock(&shared.limits).set_rate(None);
            Ok(nothing())
        }
        (&Method::POST, "daily-quota") if !shared.rules.set().is_gated => {
            Err(ApiError::bad_request(NO_QUOTA))
        }
        (&Method::POST, "daily-quota") => {
            lock(&shared.limits).set_quota(Some(body::<limit::Quota>(request)?.try_into()?));
            Ok(nothing())
        }
        (&Method::DELETE, "daily-quota") => {
            lock(&shared.limits).set_quota(None);
            Ok(nothing())
        }
        (&Method::POST, "owner") => {
            shared.world().owner_has_premium = body::<Owner>(request)?.premium;
            Ok(nothing())
        }
        (&Method::POST, "users/register") => {
            let Register { user, registered } = body(request)?;
            shared.set_registered(&user, registered).map_err(ApiError::bad_request)?;
            Ok(nothing())
        }
        (&Method::POST, "users/premium") => {
            let Premium { user, premium } = body(request)?;
            shared.set_premium(&user, premium).map_err(ApiError::bad_request)?;
            Ok(nothing())
        }
        (&Method::POST, "users/remove-apps") => {
            shared.world().user_removes_apps(&body::<RemoveApps>(request)?.user);
            Ok(nothing())
        }
        _ => Err(ApiError::new(StatusCode::NOT_FOUND, "The sandbox has no such administration")),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: f64,
}

impl Advance {
    fn duration(&self) -> Result<std::time::Duration, ApiError> {
        std::time::Duration::try_from_secs_f64(self.seconds)
            .map_err(|_| ApiError::bad_request("seconds must be a number that is not negative"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mint {
    /// None for an app's own token.
    user: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoke {
    token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveApps {
    user: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Owner {
    premium: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    user: String,
    registered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Premium {
    user: String,
    premium: bool,
}

fn mint(shared: &Shared, wanted: &Mint) -> Result<Answer, ApiError> {
    let now = shared.clock.now();
    let mut world = shared.world();
    let Some(user) = &wanted.user else {
        return Ok(Answer::json(StatusCode::OK, &json!({ "access_token": world.mint_app_token(now) })));
    };
    let scopes = Scopes::of(wanted.scopes.iter().map(String::as_str));
    match world.mint(now, user, scopes) {
        Some(minted) => {
            let tokens =
                json!({ "access_token": minted.access_token, "refresh_token": minted.refresh_token });
            Ok(Answer::json(StatusCode::OK, &tokens))
        }
        None => Err(ApiError::new(StatusCode::NOT_FOUND, "No such user")),
    }
}

fn body<T: DeserializeOwned>(request: &Request) -> Result<T, ApiError> {
    serde_json::from_slice(&request.body).map_err(|error| ApiError::bad_request(error.to_string()))
}

fn state(shared: &Shared) -> Value {
    let now = shared.clock.now();
    let (rate_limit, daily_quota) = limit::state(&lock(&shared.limits), now);
    let world = shared.world();
    let registered = world.people.iter().filter(|person| person.profile.registered);
    let apps: Vec<Value> = world
        .apps
        .iter()
        .map(
            |app| json!({ "client_id": app.client_id, "name": app.name, "redirect_uris": app.redirect_uris }),
        )
        .collect();
    let users: Vec<Value> = world
        .people
        .iter()
        .map(|person| {
            let playback = person.playback.as_ref();
            json!({
                "id": person.profile.id,
                "premium": person.profile.premium,
                "country": person.profile.country,
                "saved_tracks": person.saved_tracks.len(),
                "saved_albums": person.saved_albums.len(),
                "saved_shows": person.saved_shows.len(),
                "saved_episodes": person.saved_episodes.len(),
                "saved_audiobooks": person.saved_audiobooks.len(),
                "playback": playback.map(|playback| json!({
                    "at": iso8601(playback.at), "device_id": playback.device_id, "body": playback.body,
                })),
            })
        })
        .collect();
    json!({
        "now": iso8601(now),
        "rules": shared.rules.name(),
        "rate_limit": rate_limit,
        "daily_quota": daily_quota,
        "owner_premium": world.owner_has_premium,
        "registered_users": registered.map(|person| person.profile.id.as_str()).collect::<Vec<_>>(),
        "auto_approve": shared.auto_approve,
        "apps": apps,
        "users": users,
    })
}

fn journal(shared: &Shared) -> Value {
    let entries = shared.recorder().entries();
    let entries: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "at": iso8601(entry.at),
                "connection": entry.connection,
                "method": entry.method,
                "path": entry.path,
                "query": entry.query,
                "form": entry.form,
                "json": entry.json,
                "headers": entry.headers,
                "status": entry.status,
                "client_id": entry.client_id,
                "user": entry.user,
                "by_fault": entry.by_fault,
            })
        })
        .collect();
    json!({ "entries": entries })
}

fn image(shared: &Shared, request: &Request, name: &str) -> Answer {
    if let Some(jpeg) = cover(shared, name).filter(|_| request.method == Method::GET) {
        return Answer::new(StatusCode::OK, "image/jpeg", jpeg);
    }
    match shared.catalogue.image(name) {
        Some(png) if request.method == Method::GET => Answer::new(StatusCode::OK, "image/png", png)
            .with(http::header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        _ => super::pages::not_found(request),
    }
}

fn preview(shared: &Shared, request: &Request, name: &str) -> Answer {
    match shared.catalogue.preview_file(name) {
        Some(mp3) if request.method == Method::GET => Answer::new(StatusCode::OK, "audio/mpeg", mp3),
        _ => super::pages::not_found(request),
    }
}

/// The rule set in force, as data.
fn rules(rules: Rules) -> Value {
    let set = rules.set();
    let limit = |limit: Limit| json!({ "least": limit.least, "most": limit.most, "default": limit.default });
    let closed: Vec<Value> = (set.closings.iter())
        .flat_map(|closing| closing.operations.iter().map(move |operation| (closing, operation)))
        .map(|(closing, (method, path))| {
            json!({
                "method": method.as_str(),
                "path": format!("/v1{path}"),
                "status": closing.status.as_u16(),
                "message": closing.message,
            })
        })
        .collect();
    let lost: Map<String, Value> =
        set.fields.lost().iter().map(|(object, fields)| ((*object).to_owned(), json!(fields))).collect();
    json!({
        "name": set.name,
        "closed": closed,
        "lost_fields": lost,
        "previews": set.previews,
        "limits": { "artist_albums": limit(set.artist_albums), "search": limit(set.search) },
        "listed_users_only": set.is_gated,
    })
}

/// The cover that was uploaded for a playlist: `playlist-{id}.jpg`.
fn cover(shared: &Shared, name: &str) -> Option<bytes::Bytes> {
    let id = name.strip_prefix("playlist-")?.strip_suffix(".jpg")?;
    shared.world().playlist(id)?.cover.clone()
}
