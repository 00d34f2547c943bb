//! The player.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    AddToQueue, GetAvailableDevices, GetCurrentlyPlaying, GetPlaybackState, GetQueue, GetRecentlyPlayed,
    PausePlayback, SeekToPosition, SetRepeat, SetShuffle, SetVolume, SkipToNext, SkipToPrevious,
    StartPlayback, TransferPlayback,
};
use crate::id::IntoUri;
use crate::model::RepeatState;

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
    /// [`PremiumRequired`](crate::ErrorKind::PremiumRequired) without Premium,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) with a reason when the device or what plays does not allow it.
    #[doc(alias = "start-a-users-playback")]
    pub fn start_playback(&self) -> Call<C, StartPlayback> {
        self.call(StartPlayback::default())
    }

    /// What plays, how and on which device; `None` when nothing does: `GET /me/player`. A user's login with
    /// `user-read-playback-state`; all apps. Also `None` while the user listens in private.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-information-about-the-users-current-playback")]
    pub fn get_playback_state(&self) -> Call<C, GetPlaybackState> {
        self.call(GetPlaybackState::default())
    }

    /// What plays; `None` when nothing does: `GET /me/player/currently-playing`. A user's login with
    /// `user-read-currently-playing`; all apps.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-the-users-currently-playing-track")]
    pub fn get_currently_playing(&self) -> Call<C, GetCurrentlyPlaying> {
        self.call(GetCurrentlyPlaying::default())
    }

    /// The devices that have Spotify open: `GET /me/player/devices`. A user's login with `user-read-playback-state`; all
    /// apps. Not every device is listed: some are known only while they play.
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-a-users-available-devices")]
    pub fn get_available_devices(&self) -> Call<C, GetAvailableDevices> {
        self.call(GetAvailableDevices)
    }

    /// Moves playback to another device: `PUT /me/player`. A user's login with `user-modify-playback-state`, and the user
    /// needs Premium; all apps. `device_id` is the [`id`](crate::model::Device::id) of one of
    /// [`get_available_devices`](Self::get_available_devices).
    ///
    /// Options: [`play`](Call::play).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `device_id` is empty, else as [`pause`](Self::pause).
    #[doc(alias = "transfer-a-users-playback")]
    pub fn transfer_playback(&self, device_id: impl Into<String>) -> Call<C, TransferPlayback> {
        self.call(TransferPlayback::new(device_id))
    }

    /// Pauses: `PUT /me/player/pause`. A user's login with `user-modify-playback-state`, and the user needs Premium; all
    /// apps. [`start_playback`](Self::start_playback) without options resumes.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`NotFound`](crate::ErrorKind::NotFound) (`NO_ACTIVE_DEVICE`) without a device,
    /// [`PremiumRequired`](crate::ErrorKind::PremiumRequired) without Premium,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) with a reason when the device or what plays does not allow it; with
    /// `UNKNOWN` usually because it does not fit the state, such as pausing what is paused.
    #[doc(alias = "pause-a-users-playback")]
    pub fn pause(&self) -> Call<C, PausePlayback> {
        self.call(PausePlayback::default())
    }

    /// Skips to the next item: `POST /me/player/next`. A user's login with `user-modify-playback-state`, and the user needs
    /// Premium; all apps.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// As [`pause`](Self::pause).
    #[doc(alias = "skip-users-playback-to-next-track")]
    pub fn skip_to_next(&self) -> Call<C, SkipToNext> {
        self.call(SkipToNext::default())
    }

    /// Skips to the previous item: `POST /me/player/previous`. A user's login with `user-modify-playback-state`, and the
    /// user needs Premium; all apps.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// As [`pause`](Self::pause).
    #[doc(alias = "skip-users-playback-to-previous-track")]
    pub fn skip_to_previous(&self) -> Call<C, SkipToPrevious> {
        self.call(SkipToPrevious::default())
    }

    /// Goes to a place in the item that plays: `PUT /me/player/seek`. A user's login with `user-modify-playback-state`, and
    /// the user needs Premium; all apps. `position_ms` is in milliseconds from the item's start; beyond its end the next
    /// item is played.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// As [`pause`](Self::pause).
    #[doc(alias = "seek-to-position-in-currently-playing-track")]
    pub fn seek(&self, position_ms: u32) -> Call<C, SeekToPosition> {
        self.call(SeekToPosition::new(position_ms))
    }

    /// Sets what happens at the end of the item or context: `PUT /me/player/repeat`. A user's login with
    /// `user-modify-playback-state`, and the user needs Premium; all apps. Takes a [`RepeatState`] or its word: `"off"`,
    /// `"track"`, `"context"`.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for another word, else as [`pause`](Self::pause).
    #[doc(alias = "set-repeat-mode-on-users-playback")]
    pub fn set_repeat(&self, state: impl Into<RepeatState>) -> Call<C, SetRepeat> {
        self.call(SetRepeat::new(state))
    }

    /// Sets the volume of a device: `PUT /me/player/volume`. A user's login with `user-modify-playback-state`, and the user
    /// needs Premium; all apps. `percent` is 0 to 100.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) above 100, else as [`pause`](Self::pause);
    /// `VOLUME_CONTROL_DISALLOW` for a device without [`supports_volume`](crate::model::Device::supports_volume).
    #[doc(alias = "set-volume-for-users-playback")]
    pub fn set_volume(&self, percent: u32) -> Call<C, SetVolume> {
        self.call(SetVolume::new(percent))
    }

    /// Plays in random order, or no longer: `PUT /me/player/shuffle`. A user's login with `user-modify-playback-state`, and
    /// the user needs Premium; all apps.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// As [`pause`](Self::pause).
    #[doc(alias = "toggle-shuffle-for-users-playback")]
    pub fn set_shuffle(&self, state: bool) -> Call<C, SetShuffle> {
        self.call(SetShuffle::new(state))
    }

    /// The tracks played last, the latest first: `GET /me/player/recently-played`. A user's login with
    /// `user-read-recently-played`; all apps. Spotify tells tracks only, no episodes. As a stream it leads into the past, with
    /// [`after`](Call::after) to that time and no further.
    ///
    /// Options: [`limit`](Call::limit), 1 to 50 (20 by default); [`after`](Call::after) or [`before`](Call::before).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for both `after` and `before` or another `limit`,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-recently-played")]
    pub fn get_recently_played(&self) -> Call<C, GetRecentlyPlayed> {
        self.call(GetRecentlyPlayed::default())
    }

    /// What plays and what comes next: `GET /me/player/queue`. A user's login with `user-read-currently-playing` and
    /// `user-read-playback-state`; all apps.
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without one of the scopes.
    #[doc(alias = "get-queue")]
    pub fn get_queue(&self) -> Call<C, GetQueue> {
        self.call(GetQueue)
    }

    /// Adds a track or an episode to the queue, to be played before the rest of the context: `POST /me/player/queue`. A
    /// user's login with `user-modify-playback-state`, and the user needs Premium; all apps. Takes a URI, a link or a
    /// typed id.
    ///
    /// Options: [`device_id`](Call::device_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a kind that can't be queued, such as an album; else as
    /// [`pause`](Self::pause).
    #[doc(alias = "add-to-queue")]
    pub fn add_to_queue(&self, uri: impl IntoUri) -> Call<C, AddToQueue> {
        self.call(AddToQueue::new(uri))
    }
}
