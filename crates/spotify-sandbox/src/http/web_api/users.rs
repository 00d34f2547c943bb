//! `GET /me`, `GET /users/{id}`.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, ApiError, Call, Outcome};
use crate::builder::User;

pub(super) fn me(call: &Call<'_>) -> Outcome {
    let (mut profile, user) = profile(call, call.caller.user.as_deref().unwrap_or_default())?;
    profile["account_id"] = format!("sandbox-account-{}", encoded(&user.id)).into();
    if call.caller.scopes.contains("user-read-private") {
        profile["country"] = user.country.as_str().into();
        profile["product"] = if user.premium { "premium" } else { "free" }.into();
        profile["explicit_content"] = json!({ "filter_enabled": false, "filter_locked": false });
    }
    if call.caller.scopes.contains("user-read-email") {
        profile["email"] = format!("{}@sandbox.example", encoded(&user.id)).into();
    }
    answer(call, profile)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    answer(call, profile(call, &call.id)?.0)
}

/// What everybody may know of a user, and the user.
fn profile(call: &Call<'_>, id: &str) -> Result<(Value, User), ApiError> {
    let person = call.shared.world().person(id).map(|person| person.profile.clone());
    let user = person.ok_or(ApiError::new(StatusCode::NOT_FOUND, "User not found"))?;
    let encoded = encoded(id);
    let profile = json!({
        "display_name": user.display_name,
        "external_urls": { "spotify": format!("https://open.spotify.com/user/{encoded}") },
        "followers": { "href": Value::Null, "total": 0 },
        "href": format!("{}/v1/users/{encoded}", call.request.origin),
        "id": user.id,
        "images": [],
        "type": "user",
        "uri": format!("spotify:user:{encoded}"),
    });
    Ok((profile, user))
}

/// An id as it stands in addresses.
fn encoded(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The profile without the fields that the app may not see.
fn answer(call: &Call<'_>, mut profile: Value) -> Outcome {
    let fields = call.shared.rules.fields();
    if let Some(profile) = profile.as_object_mut() {
        profile.retain(|field, _| fields.has("user", field));
    }
    Ok(Answer::json(StatusCode::OK, &profile))
}
