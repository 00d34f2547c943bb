//! Commands about what plays: pause, skip, seek, repeat, shuffle, volume.

use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::model::RepeatState;
use crate::operation::Operation;
use crate::scope;

const SCOPES: &[&str] = &[scope::USER_MODIFY_PLAYBACK_STATE];

/// `PUT /me/player/pause`: see [`Player::pause`](crate::service::Player::pause).
#[derive(Debug, Clone, Default)]
pub struct PausePlayback {
    pub(super) device_id: Option<String>,
}

impl Endpoint for PausePlayback {
    type Output = ();
    // A second pause is refused, and would stop what somebody has started again.
    const OPERATION: Operation = Operation::put("pause-a-users-playback", "/me/player/pause").of_user(SCOPES);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).device_id(self.device_id.as_deref()).build()
    }
}

/// `POST /me/player/next`: see [`Player::skip_to_next`](crate::service::Player::skip_to_next).
#[derive(Debug, Clone, Default)]
pub struct SkipToNext {
    pub(super) device_id: Option<String>,
}

impl Endpoint for SkipToNext {
    type Output = ();
    const OPERATION: Operation =
        Operation::post("skip-users-playback-to-next-track", "/me/player/next").of_user(SCOPES);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).device_id(self.device_id.as_deref()).build()
    }
}

/// `POST /me/player/previous`: see [`Player::skip_to_previous`](crate::service::Player::skip_to_previous).
#[derive(Debug, Clone, Default)]
pub struct SkipToPrevious {
    pub(super) device_id: Option<String>,
}

impl Endpoint for SkipToPrevious {
    type Output = ();
    const OPERATION: Operation =
        Operation::post("skip-users-playback-to-previous-track", "/me/player/previous").of_user(SCOPES);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).device_id(self.device_id.as_deref()).build()
    }
}

/// `PUT /me/player/seek`: see [`Player::seek`](crate::service::Player::seek).
#[derive(Debug, Clone)]
pub struct SeekToPosition {
    position_ms: u32,
    pub(super) device_id: Option<String>,
}

impl SeekToPosition {
    /// To this place in the item, in milliseconds.
    #[must_use]
    pub fn new(position_ms: u32) -> Self {
        Self { position_ms, device_id: None }
    }
}

impl Endpoint for SeekToPosition {
    type Output = ();
    // Beyond its end the next item is played: a second time it would be the one after that.
    const OPERATION: Operation =
        Operation::put("seek-to-position-in-currently-playing-track", "/me/player/seek").of_user(SCOPES);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .query("position_ms", Some(self.position_ms))
            .device_id(self.device_id.as_deref())
            .build()
    }
}

/// `PUT /me/player/repeat`: see [`Player::set_repeat`](crate::service::Player::set_repeat).
#[derive(Debug, Clone)]
pub struct SetRepeat {
    state: RepeatState,
    pub(super) device_id: Option<String>,
}

impl SetRepeat {
    /// What shall happen at the end.
    pub fn new(state: impl Into<RepeatState>) -> Self {
        Self { state: state.into(), device_id: None }
    }
}

impl Endpoint for SetRepeat {
    type Output = ();
    const OPERATION: Operation = Operation::put("set-repeat-mode-on-users-playback", "/me/player/repeat")
        .of_user(SCOPES)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        let request = match &self.state {
            RepeatState::Other(word) => request.fail(|| {
                Error::invalid_argument(format!("`state` is {word:?}, but may be off, track and context"))
            }),
            state => request.query("state", Some(state)),
        };
        request.device_id(self.device_id.as_deref()).build()
    }
}

/// `PUT /me/player/shuffle`: see [`Player::set_shuffle`](crate::service::Player::set_shuffle).
#[derive(Debug, Clone)]
pub struct SetShuffle {
    state: bool,
    pub(super) device_id: Option<String>,
}

impl SetShuffle {
    /// Whether to play in random order.
    #[must_use]
    pub fn new(state: bool) -> Self {
        Self { state, device_id: None }
    }
}

impl Endpoint for SetShuffle {
    type Output = ();
    const OPERATION: Operation = Operation::put("toggle-shuffle-for-users-playback", "/me/player/shuffle")
        .of_user(SCOPES)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .query("state", Some(self.state))
            .device_id(self.device_id.as_deref())
            .build()
    }
}

/// `PUT /me/player/volume`: see [`Player::set_volume`](crate::service::Player::set_volume).
#[derive(Debug, Clone)]
pub struct SetVolume {
    percent: u32,
    pub(super) device_id: Option<String>,
}

impl SetVolume {
    /// From 0 to 100.
    #[must_use]
    pub fn new(percent: u32) -> Self {
        Self { percent, device_id: None }
    }
}

impl Endpoint for SetVolume {
    type Output = ();
    const OPERATION: Operation =
        Operation::put("set-volume-for-users-playback", "/me/player/volume").of_user(SCOPES).safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        let request = match self.percent {
            0..=100 => request.query("volume_percent", Some(self.percent)),
            percent => request.fail(|| {
                Error::invalid_argument(format!("`volume_percent` is {percent}, but may be 0 to 100"))
            }),
        };
        request.device_id(self.device_id.as_deref()).build()
    }
}
