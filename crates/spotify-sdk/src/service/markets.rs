//! Markets.

use super::service;
use crate::call::Call;
use crate::endpoint::GetAvailableMarkets;

service! {
    /// The markets in which Spotify is.
    pub struct Markets;
}

impl<C: Clone> Markets<C> {
    /// Where Spotify is: `GET /markets`. Any login; apps in Extended Quota Mode only.
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for apps in Development Mode.
    #[doc(alias = "get-available-markets")]
    pub fn get_available(&self) -> Call<C, GetAvailableMarkets> {
        self.call(GetAvailableMarkets)
    }
}
