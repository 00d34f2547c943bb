//! Answers with what their models do not have.

use serde::Serialize;

use super::Call;
use crate::endpoint::{Endpoint, ExtraOf};

impl<C, E: Endpoint<Output: Serialize>> Call<C, E> {
    /// Answers with [`WithExtra`](crate::WithExtra): the answer as ever, and beside it everything that Spotify sent and the
    /// model does not have. Also for rows of streams and pages. Comparing costs as much again as reading the answer, which
    /// nobody else pays for.
    ///
    /// It is for single answers, pages and rows. Calls of several requests have none of it (`get_several` and its like, changes
    /// to playlists of any length): what such a call answers with is joined of several answers, which may be those of another
    /// operation. Read what is wanted one by one.
    ///
    /// The last option: after it, only a market, limit and offset can be set.
    pub fn with_extra(self) -> Call<C, ExtraOf<E>> {
        Call { client: self.client, endpoint: ExtraOf(self.endpoint), options: self.options }
    }
}
