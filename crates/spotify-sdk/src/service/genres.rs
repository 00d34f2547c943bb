//! Genres.

use super::service;
use crate::call::Call;
use crate::endpoint::GetAvailableGenreSeeds;

service! {
    /// Genres from which recommendations can begin.
    pub struct Genres;
}

impl<C: Clone> Genres<C> {
    /// The genres that [`seed_genres`](Call::seed_genres) takes: `GET /recommendations/available-genre-seeds`. Any login;
    /// only apps that used it before 27 November 2024.
    ///
    /// # Errors
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for all other apps.
    #[doc(alias = "get-recommendation-genres")]
    pub fn get_available_seeds(&self) -> Call<C, GetAvailableGenreSeeds> {
        self.call(GetAvailableGenreSeeds)
    }
}
