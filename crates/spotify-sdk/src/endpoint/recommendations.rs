//! Recommendations, and the genres that can be their seeds.

mod attributes;

use super::batch::Batch;
use super::{ApiRequest, Endpoint, options};
use crate::error::{Error, Result};
use crate::id::{ArtistId, IntoId, TrackId};
use crate::model::Recommendations;
use crate::operation::{Availability, Operation};

pub(crate) use attributes::Attributes;

/// How many seeds there may be, of all kinds together.
const MOST_SEEDS: usize = 5;

/// `GET /recommendations`: see [`Recommendations::get`](crate::service::Recommendations::get).
#[derive(Debug, Clone, Default)]
pub struct GetRecommendations {
    seed_artists: Option<Batch>,
    seed_genres: Option<Batch>,
    seed_tracks: Option<Batch>,
    pub(crate) attributes: Attributes,
    market: Option<String>,
    limit: Option<u32>,
}

options!(GetRecommendations: market, limit);

impl GetRecommendations {
    pub(crate) fn set_seed_artists(&mut self, artists: impl IntoIterator<Item: IntoId<ArtistId>>) {
        self.seed_artists = Some(Batch::of_ids(artists));
    }

    pub(crate) fn set_seed_genres<G: Into<String>>(&mut self, genres: impl IntoIterator<Item = G>) {
        self.seed_genres = Some(Batch::of_texts("seed_genres", genres));
    }

    pub(crate) fn set_seed_tracks(&mut self, tracks: impl IntoIterator<Item: IntoId<TrackId>>) {
        self.seed_tracks = Some(Batch::of_ids(tracks));
    }
}

impl Endpoint for GetRecommendations {
    type Output = Recommendations;
    const OPERATION: Operation = Operation::get("get-recommendations", "/recommendations")
        .limited_to(100)
        .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        let seeds = [
            ("seed_artists", &self.seed_artists),
            ("seed_genres", &self.seed_genres),
            ("seed_tracks", &self.seed_tracks),
        ];
        let mut request = ApiRequest::builder(&Self::OPERATION);
        let mut count = 0;
        for (name, seeds) in seeds {
            let Some(seeds) = seeds else { continue };
            count += seeds.len();
            request = request.batch(name, seeds, MOST_SEEDS);
        }
        if !(1..=MOST_SEEDS).contains(&count) {
            request = request.fail(|| {
                Error::invalid_argument(format!(
                    "there are {count} seeds, but there may be 1 to {MOST_SEEDS}"
                ))
                .with_advice("Artists, genres and tracks count together")
            });
        }
        let request = request.market(self.market.as_deref()).limit(self.limit);
        match self.attributes.checked() {
            Err(error) => request.fail(|| error),
            Ok(attributes) => {
                attributes.fold(request, |request, (name, value)| request.query(name, Some(value)))
            }
        }
        .build()
    }
}

/// `GET /recommendations/available-genre-seeds`: see
/// [`Genres::get_available_seeds`](crate::service::Genres::get_available_seeds).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GetAvailableGenreSeeds;

impl Endpoint for GetAvailableGenreSeeds {
    type Output = Vec<String>;
    const OPERATION: Operation =
        Operation::get("get-recommendation-genres", "/recommendations/available-genre-seeds")
            .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}
