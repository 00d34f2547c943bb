//! Recommendations.

use super::service;
use crate::call::Call;
use crate::endpoint::GetRecommendations;

service! {
    /// Tracks that go with artists, genres and tracks.
    pub struct Recommendations;
}

impl<C: Clone> Recommendations<C> {
    /// Tracks that go with 1 to 5 seeds: `GET /recommendations`. Any login; only apps that used it before 27 November
    /// 2024. 1 to 100 tracks, by default 20; there are no pages.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let calm = client
    ///     .recommendations()
    ///     .get()
    ///     .seed_artists(["4NHQUGzhtTLFvgF5SZesLK"])
    ///     .seed_genres(["jazz"])
    ///     .max_tempo(90.0)
    ///     .target_energy(0.2)
    ///     .await?;
    /// # let _ = calm;
    /// # Ok(()) }
    /// ```
    ///
    /// Options: [`seed_artists`](Call::seed_artists), [`seed_genres`](Call::seed_genres),
    /// [`seed_tracks`](Call::seed_tracks), [`market`](Call::market), [`limit`](Call::limit), and for each attribute of a
    /// track its least, its most and its ideal: [`min_energy`](Call::min_energy), [`max_energy`](Call::max_energy),
    /// [`target_energy`](Call::target_energy) and so on.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there are no seeds or more than five, or when an
    /// attribute or `limit` is out of range or contradicts another,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for all other apps.
    #[doc(alias = "get-recommendations")]
    pub fn get(&self) -> Call<C, GetRecommendations> {
        self.call(GetRecommendations::default())
    }
}
