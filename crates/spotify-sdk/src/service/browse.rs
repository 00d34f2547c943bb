//! Browsing.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    GetCategories, GetCategory, GetCategoryPlaylists, GetFeaturedPlaylists, GetNewReleases,
};

service! {
    /// What Spotify shows to people who browse: new releases, categories and their playlists.
    pub struct Browse;
}

impl<C: Clone> Browse<C> {
    /// New albums that Spotify shows: `GET /browse/new-releases`. Any login; apps in Extended Quota Mode only. Pages of 1
    /// to 50, by default 20. For other apps [`Search::albums`](super::Search::albums) with [`tag_new`](Call::tag_new)
    /// comes near to it.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-new-releases")]
    pub fn get_new_releases(&self) -> Call<C, GetNewReleases> {
        self.call(GetNewReleases::default())
    }

    /// The categories of the browse tab: `GET /browse/categories`. Any login; apps in Extended Quota Mode only. Pages of 1
    /// to 50, by default 20.
    ///
    /// Options: [`locale`](Call::locale), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range or `locale` is none,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-categories")]
    pub fn get_categories(&self) -> Call<C, GetCategories> {
        self.call(GetCategories::default())
    }

    /// One category: `GET /browse/categories/{category_id}`. Any login; apps in Extended Quota Mode only. The id is a word
    /// such as `party`, or 22 letters and digits.
    ///
    /// Options: [`locale`](Call::locale).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the id is empty or `locale` is none,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such category,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-a-category")]
    pub fn get_category(&self, category_id: impl Into<String>) -> Call<C, GetCategory> {
        self.call(GetCategory::new(category_id))
    }

    /// The playlists of a category: `GET /browse/categories/{category_id}/playlists`. Any login; only apps that used it
    /// before 27 November 2024. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the id is empty or `limit` is out of range,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such category,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for all other apps.
    #[doc(alias = "get-a-categories-playlists")]
    pub fn get_category_playlists(&self, category_id: impl Into<String>) -> Call<C, GetCategoryPlaylists> {
        self.call(GetCategoryPlaylists::new(category_id))
    }

    /// Playlists that Spotify shows, and what it says about them: `GET /browse/featured-playlists`. Any login; only apps
    /// that used it before 27 November 2024. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`locale`](Call::locale), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range or `locale` is none,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for all other apps.
    #[doc(alias = "get-featured-playlists")]
    pub fn get_featured_playlists(&self) -> Call<C, GetFeaturedPlaylists> {
        self.call(GetFeaturedPlaylists::default())
    }
}
