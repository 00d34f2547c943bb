//! Seeing what plays, and where.

use crate::endpoint::{ApiRequest, Endpoint, options};
use crate::error::Result;
use crate::model::{CurrentlyPlaying, Device, PlaybackState};
use crate::operation::Operation;
use crate::scope;

/// Without it Spotify sends `null` for episodes, for apps that were written before there were any.
const ADDITIONAL_TYPES: &str = "track,episode";

/// `GET /me/player`: see [`Player::get_playback_state`](crate::service::Player::get_playback_state).
#[derive(Debug, Clone, Default)]
pub struct GetPlaybackState {
    market: Option<String>,
}

options!(GetPlaybackState: market);

impl Endpoint for GetPlaybackState {
    type Output = Option<PlaybackState>;
    const OPERATION: Operation =
        Operation::get("get-information-about-the-users-current-playback", "/me/player")
            .of_user(&[scope::USER_READ_PLAYBACK_STATE]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .market(self.market.as_deref())
            .query("additional_types", Some(ADDITIONAL_TYPES))
            .build()
    }
}

/// `GET /me/player/currently-playing`: see
/// [`Player::get_currently_playing`](crate::service::Player::get_currently_playing).
#[derive(Debug, Clone, Default)]
pub struct GetCurrentlyPlaying {
    market: Option<String>,
}

options!(GetCurrentlyPlaying: market);

impl Endpoint for GetCurrentlyPlaying {
    type Output = Option<CurrentlyPlaying>;
    const OPERATION: Operation =
        Operation::get("get-the-users-currently-playing-track", "/me/player/currently-playing")
            .of_user(&[scope::USER_READ_CURRENTLY_PLAYING]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .market(self.market.as_deref())
            .query("additional_types", Some(ADDITIONAL_TYPES))
            .build()
    }
}

/// `GET /me/player/devices`: see
/// [`Player::get_available_devices`](crate::service::Player::get_available_devices).
#[derive(Debug, Clone, Default)]
pub struct GetAvailableDevices;

impl Endpoint for GetAvailableDevices {
    type Output = Vec<Device>;
    const OPERATION: Operation = Operation::get("get-a-users-available-devices", "/me/player/devices")
        .of_user(&[scope::USER_READ_PLAYBACK_STATE]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}
