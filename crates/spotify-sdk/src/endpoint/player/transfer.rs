//! Moving playback to another device.

use serde::Serialize;

use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::scope;

/// `PUT /me/player`: see [`Player::transfer_playback`](crate::service::Player::transfer_playback).
#[derive(Debug, Clone)]
pub struct TransferPlayback {
    device_id: String,
    pub(crate) play: Option<bool>,
}

impl TransferPlayback {
    /// To this device.
    pub fn new(device_id: impl Into<String>) -> Self {
        Self { device_id: device_id.into(), play: None }
    }
}

/// A list, though Spotify takes no more than one.
#[derive(Serialize)]
struct Body<'a> {
    device_ids: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    play: Option<bool>,
}

impl Endpoint for TransferPlayback {
    type Output = ();
    const OPERATION: Operation = Operation::put("transfer-a-users-playback", "/me/player")
        .of_user(&[scope::USER_MODIFY_PLAYBACK_STATE])
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        if self.device_id.is_empty() {
            return request.fail(|| Error::invalid_argument("`device_id` is empty")).build();
        }
        request.json(&Body { device_ids: [&self.device_id], play: self.play }).build()
    }
}
