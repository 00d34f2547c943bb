//! Options of operations on lists of any length.

use super::Call;
use crate::endpoint::{Batched, OneByOne, Splits};

impl<C, E: Splits> Call<C, Batched<E>> {
    /// How many requests may be under way at a time, 1 to 64; by default 4 for reads and 1 for writes. More than 1 for a write
    /// leaves open in which order things enter the library.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.endpoint.concurrency = Some(requests);
        self
    }
}

impl<C, E: OneByOne> Call<C, Batched<E>> {
    /// How many requests this call may make to read one by one, where reading several at once is closed to the app; by default
    /// 50, as Development Mode has a daily quota. 0 for none: it fails there. See [`Batched`].
    pub fn max_singles(mut self, requests: usize) -> Self {
        self.endpoint.max_singles = requests;
        self
    }
}
