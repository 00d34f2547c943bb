//! `GET /me/player/recently-played`.

use std::time::SystemTime;

use http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::show::context;
use super::{Answer, ApiError, Call, Outcome};
use crate::clock::iso8601;
use crate::rules::Limit;
use crate::world::player::{Played, unix_ms};

/// What was played, the latest first, in pages by time.
pub(crate) fn recently_played(call: &Call<'_>) -> Outcome {
    let Limit { least, most, default } = Limit::USUAL;
    let limit = number(call, "limit")?.unwrap_or(default);
    if !(least..=most).contains(&limit) {
        return Err(ApiError::bad_request("Invalid limit"));
    }
    let (after, before) = (number(call, "after")?, number(call, "before")?);
    if after.is_some() && before.is_some() {
        return Err(ApiError::bad_request("Only one of the params before or after can be used"));
    }
    call.person(|person| {
        let is_asked_for = |played: &&Played| {
            let at = unix_ms(played.at);
            after.is_none_or(|after| at > after) && before.is_none_or(|before| at < before)
        };
        let mut asked = person.player.history(call.now).iter().rev().filter(is_asked_for);
        let rows: Vec<&Played> = asked.by_ref().take(usize::try_from(limit).unwrap_or(0)).collect();
        let cursor = |row: Option<&&Played>| row.map(|played| unix_ms(played.at).to_string());
        let cursors = cursor(rows.first()).zip(cursor(rows.last()));
        let next = cursors.as_ref().filter(|_| asked.next().is_some());
        let next = next.map(|(_, before)| link(call, &[("before", before), ("limit", &limit.to_string())]));
        let answer = json!({
            "cursors": cursors.map(|(after, before)| json!({ "after": after, "before": before })),
            "href": link(call, &[("limit", &limit.to_string())]),
            "items": rows.into_iter().map(|played| row(call, played)).collect::<Vec<_>>(),
            "limit": limit,
            "next": next,
        });
        Ok(Answer::json(StatusCode::OK, &answer))
    })?
}

fn row(call: &Call<'_>, played: &Played) -> Value {
    json!({
        "context": context(call, played.context.as_deref()),
        "played_at": with_milliseconds(played.at),
        "track": call.shared.catalogue.track(played.track, &call.view(None)),
    })
}

fn with_milliseconds(time: SystemTime) -> String {
    let seconds = iso8601(time);
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), unix_ms(time) % 1_000)
}

fn link(call: &Call<'_>, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{}{}?{query}", call.request.origin, call.request.route())
}

/// A number of the query.
fn number(call: &Call<'_>, name: &str) -> Result<Option<u64>, ApiError> {
    let Some(text) = call.request.query(name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| ApiError::bad_request(format!("Invalid {name}")))
}
