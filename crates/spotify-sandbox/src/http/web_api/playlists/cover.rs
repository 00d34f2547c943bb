//! `/playlists/{id}/images`

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;

use super::{body, forbidden, found, modify};
use crate::http::web_api::{Answer, ApiError, Call, Outcome};

/// How much a request may bring: about 256 KB, says Spotify. Neither kilobytes of 1,000 nor of 1,024 fit what was seen, a picture
/// of 188 KB taken and one of 191 KB not, if those are the 1,024 bytes that a computer shows. So here 189 KB of picture, as base64.
const MOST: usize = 189 * 1024 / 3 * 4;

/// The images, in an array without anything around it.
pub(in crate::http::web_api) fn cover(call: &Call<'_>) -> Outcome {
    let world = call.shared.world();
    let images = body::images(call, found(&world, &call.id)?);
    Ok(Answer::json(StatusCode::OK, &if images.is_null() { json!([]) } else { images }))
}

/// A JPEG as base64, without a line break or anything before it.
pub(in crate::http::web_api) fn upload(call: &Call<'_>) -> Outcome {
    let unauthorized = || ApiError::new(StatusCode::UNAUTHORIZED, "Unauthorized.");
    if call.request.body.len() > MOST {
        let text = "Payload Too Large";
        return Ok(Answer::new(StatusCode::PAYLOAD_TOO_LARGE, "text/plain; charset=utf-8", text));
    }
    let mut world = call.shared.world();
    let playlist = found(&world, &call.id)?;
    for scope in ["ugc-image-upload", modify(playlist.public)] {
        if !call.caller.scopes.contains(scope) {
            return Err(unauthorized());
        }
    }
    if call.caller.user.as_deref() != Some(&*playlist.owner) {
        return Err(forbidden());
    }
    let jpeg = STANDARD.decode(&call.request.body).ok().filter(|jpeg| jpeg.starts_with(&[0xff, 0xd8, 0xff]));
    let jpeg = jpeg.filter(|_| call.request.is(b"image/jpeg")).ok_or(ApiError::bad_request("Bad request"))?;
    let playlist = world.playlist_mut(&call.id).ok_or_else(forbidden)?;
    playlist.cover = Some(jpeg.into());
    playlist.changed();
    Ok(Answer::empty(StatusCode::ACCEPTED))
}
