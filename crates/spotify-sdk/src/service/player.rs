//! The player.

use super::service;
use crate::call::Call;
use crate::endpoint::StartPlayback;

service! {
    /// What plays on the user's devices.
    pub struct Player;
}

impl<C: Clone> Player<C> {
    /// Starts something, or without options resumes what was playing: `PUT /me/player/play`. A user's login with
    /// `user-modify-playback-state`, and the user needs Premium; all apps. Spotify does not promise to execute player
    /// operations in the order in which they are sent.
    ///
    /// Options: [`context_uri`](Call::context_uri) or [`uris`](Call::uris), with `offset` and
    /// [`position_ms`](Call::position_ms); [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when options contradict each other or one is no URI of the
    /// right kind, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`NotFound`](crate::ErrorKind::NotFound) (`NO_ACTIVE_DEVICE`) without a device,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) (`PREMIUM_REQUIRED`, ...) when the user or the device can't do this.
    #[doc(alias = "start-a-users-playback")]
    pub fn start_playback(&self) -> Call<C, StartPlayback> {
        self.call(StartPlayback::default())
    }
}
