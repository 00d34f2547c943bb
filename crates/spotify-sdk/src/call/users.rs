//! Options of operations on users.

use super::Call;
use crate::endpoint::{GetFollowedArtists, HasTimeRange, TimeRange};
use crate::id::{ArtistId, IntoId};

impl<C> Call<C, GetFollowedArtists> {
    /// Where the page begins: after this artist, which [`CursorPage::next_after`](crate::CursorPage::next_after) of the page
    /// before names.
    pub fn after(mut self, artist: impl IntoId<ArtistId>) -> Self {
        self.endpoint.after = Some(artist.into_id());
        self
    }
}

impl<C, E: HasTimeRange> Call<C, E> {
    /// How far back the listening goes that is counted; by default about six months.
    pub fn time_range(mut self, range: TimeRange) -> Self {
        *self.endpoint.time_range_mut() = Some(range);
        self
    }
}
