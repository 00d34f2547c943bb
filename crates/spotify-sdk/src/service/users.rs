//! Users.

use super::service;
use crate::call::Call;
use crate::endpoint::GetCurrentProfile;

service! {
    /// The user who is logged in.
    pub struct Users;
}

impl<C: Clone> Users<C> {
    /// The user who is logged in: `GET /me`. A user's login; `user-read-private` and `user-read-email` unlock further
    /// fields; all apps.
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login.
    #[doc(alias = "get-current-users-profile")]
    pub fn get_current_profile(&self) -> Call<C, GetCurrentProfile> {
        self.call(GetCurrentProfile)
    }
}
