//! The covers of playlists.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::endpoint::{ApiRequest, Body, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, PlaylistId};
use crate::model::Image;
use crate::operation::Operation;
use crate::scope;

/// `GET /playlists/{playlist_id}/images`: see
/// [`Playlists::get_cover_image`](crate::service::Playlists::get_cover_image).
#[derive(Debug, Clone)]
pub struct GetPlaylistCover {
    id: Result<PlaylistId>,
}

impl GetPlaylistCover {
    /// The cover of one playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetPlaylistCover {
    type Output = Vec<Image>;
    const OPERATION: Operation = Operation::get("get-playlist-cover", "/playlists/{playlist_id}/images");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}

/// How large the body of the request may be: 256 KB, says Spotify. It is the picture as base64, which has four characters for
/// three bytes. Kilobytes of 1,000: a picture of 191 KB has been seen refused, which of those of 1,024 would have fitted.
const LARGEST_BODY: usize = 256_000;

/// The largest picture that fits.
const LARGEST: usize = LARGEST_BODY / 4 * 3;

/// `PUT /playlists/{playlist_id}/images`: see
/// [`Playlists::upload_cover_image`](crate::service::Playlists::upload_cover_image).
#[derive(Debug, Clone)]
pub struct UploadPlaylistCover {
    id: Result<PlaylistId>,
    jpeg: Bytes,
}

impl UploadPlaylistCover {
    /// A picture for one playlist.
    pub fn new(id: impl IntoId<PlaylistId>, jpeg: impl Into<Bytes>) -> Self {
        Self { id: id.into_id(), jpeg: jpeg.into() }
    }
}

impl Endpoint for UploadPlaylistCover {
    type Output = ();
    const OPERATION: Operation =
        Operation::put("upload-custom-playlist-cover", "/playlists/{playlist_id}/images")
            .of_user(&[
                scope::UGC_IMAGE_UPLOAD,
                scope::PLAYLIST_MODIFY_PUBLIC,
                scope::PLAYLIST_MODIFY_PRIVATE,
            ])
            .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        match check(&self.jpeg) {
            Err(error) => request.fail(|| error),
            Ok(()) => request
                .body(Body::Bytes { content_type: "image/jpeg", bytes: STANDARD.encode(&self.jpeg).into() }),
        }
        .build()
    }
}

/// Spotify answers a picture it can't take with a status and no word, or takes it and shows nothing.
fn check(jpeg: &[u8]) -> Result<()> {
    let wrong = |what: String| Err(Error::invalid_argument(format!("the picture {what}")));
    if jpeg.is_empty() {
        return wrong("is empty".to_owned());
    }
    if jpeg.starts_with(b"/9j/") || jpeg.starts_with(b"data:") {
        return wrong("is text already (base64)".to_owned())
            .map_err(|error| error.with_advice("Pass the bytes of the JPEG file; they are encoded here"));
    }
    // The marker that begins a JPEG, and the first byte of the marker that must follow.
    if !jpeg.starts_with(&[0xff, 0xd8, 0xff]) {
        return wrong("is not a JPEG".to_owned())
            .map_err(|error| error.with_advice("Spotify takes no other kind"));
    }
    match jpeg.len() {
        0..=LARGEST => Ok(()),
        length => wrong(format!("has {length} bytes, but may have {LARGEST}"))
            .map_err(|error| error.with_advice("Make it smaller, or compress it more")),
    }
}
