//! `GET /me`.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, ApiError, Call, Outcome};

pub(super) fn me(call: &Call<'_>) -> Outcome {
    let world = call.shared.world();
    let person = call.caller.user.as_deref().and_then(|user| world.person(user));
    let Some(user) = person.map(|person| &person.profile) else {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "User not found"));
    };
    let encoded =
        url::form_urlencoded::byte_serialize(user.id.as_bytes()).collect::<String>().replace('+', "%20");
    let mut profile = json!({
        "account_id": format!("sandbox-account-{encoded}"),
        "display_name": user.display_name,
        "external_urls": { "spotify": format!("https://open.spotify.com/user/{encoded}") },
        "href": format!("{}/v1/users/{encoded}", call.request.origin),
        "id": user.id,
        "images": [],
        "type": "user",
        "uri": format!("spotify:user:{encoded}"),
    });
    profile["followers"] = json!({ "href": Value::Null, "total": 0 });
    if call.caller.scopes.contains("user-read-private") {
        profile["country"] = user.country.as_str().into();
        profile["product"] = if user.premium { "premium" } else { "free" }.into();
        profile["explicit_content"] = json!({ "filter_enabled": false, "filter_locked": false });
    }
    if call.caller.scopes.contains("user-read-email") {
        profile["email"] = format!("{encoded}@sandbox.example").into();
    }
    let fields = call.shared.rules.fields();
    if let Some(profile) = profile.as_object_mut() {
        profile.retain(|field, _| fields.has("user", field));
    }
    Ok(Answer::json(StatusCode::OK, &profile))
}
