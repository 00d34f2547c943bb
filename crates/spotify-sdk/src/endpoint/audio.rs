//! Operations on how tracks sound. Spotify has closed them to apps that did not use them before 27 November 2024.

use super::batch::Batch;
use super::{ApiRequest, Endpoint, splits};
use crate::error::Result;
use crate::id::{IntoId, TrackId};
use crate::model::{AudioAnalysis, AudioFeatures};
use crate::operation::{Availability, Operation};

/// `GET /audio-features/{id}`: see [`Tracks::get_audio_features`](crate::service::Tracks::get_audio_features).
#[derive(Debug, Clone)]
pub struct GetAudioFeatures {
    id: Result<TrackId>,
}

impl GetAudioFeatures {
    /// Of one track.
    pub fn new(id: impl IntoId<TrackId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetAudioFeatures {
    type Output = AudioFeatures;
    const OPERATION: Operation =
        Operation::get("get-audio-features", "/audio-features/{id}").available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}

/// `GET /audio-features`: see [`Tracks::get_several_audio_features`](crate::service::Tracks::get_several_audio_features).
#[derive(Debug, Clone)]
pub struct GetSeveralAudioFeatures {
    ids: Batch,
}

impl GetSeveralAudioFeatures {
    /// Of the tracks with these ids, in this order.
    pub fn new<I: IntoId<TrackId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: Batch::of_ids::<TrackId>(ids) }
    }
}

/// How many ids one request takes.
const LARGEST: usize = 100;

splits!(GetSeveralAudioFeatures: ids, at most LARGEST);

impl Endpoint for GetSeveralAudioFeatures {
    type Output = Vec<Option<AudioFeatures>>;
    const OPERATION: Operation = Operation::get("get-several-audio-features", "/audio-features")
        .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }
}

/// `GET /audio-analysis/{id}`: see [`Tracks::get_audio_analysis`](crate::service::Tracks::get_audio_analysis).
#[derive(Debug, Clone)]
pub struct GetAudioAnalysis {
    id: Result<TrackId>,
}

impl GetAudioAnalysis {
    /// Of one track.
    pub fn new(id: impl IntoId<TrackId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetAudioAnalysis {
    type Output = AudioAnalysis;
    const OPERATION: Operation =
        Operation::get("get-audio-analysis", "/audio-analysis/{id}").available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}
