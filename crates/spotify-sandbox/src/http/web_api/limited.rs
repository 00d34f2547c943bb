//! What the limits and the state of the app keep from an operation, before it is looked at.

use std::time::SystemTime;

use http::header::RETRY_AFTER;
use http::{HeaderValue, Method, StatusCode};
use serde_json::json;

use super::{Answer, ApiError, Caller, matched};
use crate::http::Request;
use crate::limits::{Limited, Refusal};
use crate::shared::{Shared, lock};

/// What everybody hears when the app's owner has no Premium. It is no JSON.
const OWNER_WITHOUT_PREMIUM: &str = "Active premium subscription required for the owner of the app. When the \
                                     subscription status changes, it can take a few hours before requests are \
                                     allowed again.";

/// The refusal of a request before anybody asks what it is about.
pub(super) fn refusal(
    shared: &Shared,
    caller: &Caller,
    request: &Request,
    now: SystemTime,
) -> Option<Answer> {
    if shared.rules.set().is_gated {
        let world = shared.world();
        if !world.owner_has_premium {
            return Some(text(StatusCode::FORBIDDEN, OWNER_WITHOUT_PREMIUM));
        }
        let person = caller.user.as_deref().and_then(|user| world.person(user));
        if person.is_some_and(|person| !person.profile.registered) {
            return Some(text(StatusCode::FORBIDDEN, shared.wording.not_registered()));
        }
    }
    let path = request.route().strip_prefix("/v1").unwrap_or_default();
    let uploads_cover = request.method == Method::PUT && matched("/playlists/{id}/images", path).is_some();
    let limited = lock(&shared.limits).request(now, &caller.client_id, path, uploads_cover).err()?;
    let (mut answer, retry_after) = match limited {
        Limited::Rate { retry_after, refusal } => (too_fast(refusal), retry_after),
        Limited::Quota { retry_after } => {
            let error = json!({ "status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED" });
            (Answer::json(StatusCode::TOO_MANY_REQUESTS, &json!({ "error": error })), retry_after)
        }
    };
    if let Some(seconds) = retry_after {
        answer.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Some(answer)
}

fn too_fast(refusal: Refusal) -> Answer {
    let status = StatusCode::TOO_MANY_REQUESTS;
    match refusal {
        Refusal::Json => ApiError::new(status, "API rate limit exceeded").into(),
        Refusal::Text => text(status, "Too many requests"),
        Refusal::Empty => Answer::empty(status),
    }
}

fn text(status: StatusCode, line: &'static str) -> Answer {
    Answer::new(status, "text/plain; charset=utf-8", line)
}
