//! The queue.

use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoUri, Kind, Uri};
use crate::model::Queue;
use crate::operation::Operation;
use crate::scope;

/// `GET /me/player/queue`: see [`Player::get_queue`](crate::service::Player::get_queue).
#[derive(Debug, Clone, Default)]
pub struct GetQueue;

impl Endpoint for GetQueue {
    type Output = Queue;
    const OPERATION: Operation = Operation::get("get-queue", "/me/player/queue")
        .of_user(&[scope::USER_READ_CURRENTLY_PLAYING, scope::USER_READ_PLAYBACK_STATE]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}

/// `POST /me/player/queue`: see [`Player::add_to_queue`](crate::service::Player::add_to_queue).
#[derive(Debug, Clone)]
pub struct AddToQueue {
    uri: Result<Uri>,
    pub(super) device_id: Option<String>,
}

impl AddToQueue {
    /// One more item to play.
    pub fn new(uri: impl IntoUri) -> Self {
        Self { uri: uri.into_uri(), device_id: None }
    }
}

impl Endpoint for AddToQueue {
    type Output = ();
    const OPERATION: Operation =
        Operation::post("add-to-queue", "/me/player/queue").of_user(&[scope::USER_MODIFY_PLAYBACK_STATE]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .try_query("uri", self.uri.clone().and_then(|uri| item(uri).map(Some)))
            .device_id(self.device_id.as_deref())
            .build()
    }
}

/// Whole albums and playlists can't be queued.
fn item(uri: Uri) -> Result<Uri> {
    match uri.kind() {
        None | Some(Kind::Track | Kind::Episode | Kind::Chapter) => Ok(uri),
        Some(kind) => Err(Error::invalid_argument(format!("`uri` is {}", kind.with_article()))
            .with_advice("Queue its tracks or episodes one by one, or start it as `context_uri`")),
    }
}
