//! `/me/following`: artists and users whom somebody follows.

use http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::batch::{Most, is_id, list, yes_or_no};
use super::page::Range;
use super::saved::{are_there, entities};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::Kind;
use crate::rules::Limit;
use crate::world::Item;

const MOST: Most = Most { query: 50, body: Some(50) };

/// `GET /me/following`. The artists come in the order of their ids, so that a cursor stays good when its artist goes.
pub(super) fn list_artists(call: &Call<'_>) -> Outcome {
    if call.request.query("type").as_deref() != Some("artist") {
        return Err(invalid_type());
    }
    let limit = Range::of(call, Limit::USUAL)?.limit();
    let after = call.request.query("after");
    if after.as_deref().is_some_and(|after| !is_id(after)) {
        return Err(ApiError::bad_request("Invalid base62 id"));
    }
    let mut all = call.person(|person| person.followed_artists.clone())?;
    let total = all.len();
    all.sort_by_cached_key(|artist| call.shared.catalogue.id(*artist));
    if let Some(after) = &after {
        all.retain(|artist| call.shared.catalogue.id(*artist) > *after);
    }
    let rest = all.split_off(all.len().min(limit));
    let last = all.last().filter(|_| !rest.is_empty()).map(|artist| call.shared.catalogue.id(*artist));
    let view = call.view(None);
    let items: Vec<_> = all.iter().map(|artist| call.shared.catalogue.artist(*artist, &view)).collect();
    let page = json!({
        "cursors": { "after": last },
        "href": link(call, limit, after.as_deref()),
        "limit": limit,
        "next": last.as_deref().map_or(Value::Null, |last| link(call, limit, Some(last)).into()),
        "total": total,
        "items": items,
    });
    Ok(Answer::json(StatusCode::OK, &json!({ "artists": page })))
}

fn link(call: &Call<'_>, limit: usize, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("type", "artist");
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    query.append_pair("limit", &limit.to_string());
    format!("{}{}?{}", call.request.origin, call.request.route(), query.finish())
}

pub(super) fn follow(call: &Call<'_>) -> Outcome {
    let items = named(call)?;
    call.save(items)?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

pub(super) fn unfollow(call: &Call<'_>) -> Outcome {
    let items = named(call)?;
    call.person(|person| person.remove(&items))?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

pub(super) fn check(call: &Call<'_>) -> Outcome {
    let most = Most { body: None, ..MOST };
    let answers = match Followed::of(call)? {
        Followed::Artists => are_there(call, Kind::Artist, most)?,
        Followed::Users => {
            let users = list(call, "ids", most)?;
            let users: Vec<_> = users.iter().map(|id| call.user(id).ok().map(Item::Other)).collect();
            call.person(|person| {
                users.iter().map(|user| user.as_ref().is_some_and(|user| person.has(user))).collect()
            })?
        }
    };
    yes_or_no(&answers)
}

/// The artists or users that a request names.
fn named(call: &Call<'_>) -> Result<Vec<Item>, ApiError> {
    match Followed::of(call)? {
        Followed::Artists => entities(call, Kind::Artist, MOST),
        Followed::Users => list(call, "ids", MOST)?.iter().map(|id| call.user(id).map(Item::Other)).collect(),
    }
}

/// What `type` may be.
enum Followed {
    Artists,
    Users,
}

impl Followed {
    fn of(call: &Call<'_>) -> Result<Self, ApiError> {
        match call.request.query("type").as_deref() {
            Some("artist") => Ok(Self::Artists),
            Some("user") => Ok(Self::Users),
            _ => Err(invalid_type()),
        }
    }
}

fn invalid_type() -> ApiError {
    ApiError::bad_request("Invalid type")
}
