//! What Spotify shows to people who browse: new releases, categories and their playlists.

use bytes::Bytes;

use super::{ApiRequest, Endpoint, Paged, RequestBuilder, options};
use crate::decode::member;
use crate::error::{Error, Result};
use crate::model::{Category, FeaturedPlaylists, SimplifiedAlbum};
use crate::operation::{Availability, Operation};
use crate::page::Page;

/// An operation that takes a `locale`.
pub trait HasLocale {
    /// The locale, `None` for Spotify's default: American English.
    fn locale_mut(&mut self) -> &mut Option<String>;
}

macro_rules! has_locale {
    ($($Endpoint:ty),+) => {$(
        impl HasLocale for $Endpoint {
            fn locale_mut(&mut self) -> &mut Option<String> {
                &mut self.locale
            }
        }
    )+};
}

has_locale!(GetCategories, GetCategory, GetFeaturedPlaylists);

impl RequestBuilder {
    /// Adds `locale`: a language, or a language and a country.
    #[must_use]
    fn locale(self, locale: Option<&str>) -> Self {
        let Some(locale) = locale else { return self };
        let is_code = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let spelling = match locale.split_once(['_', '-']) {
            Some((language, country)) if is_code(language) && is_code(country) => {
                format!("{}_{}", language.to_ascii_lowercase(), country.to_ascii_uppercase())
            }
            None if is_code(locale) => locale.to_ascii_lowercase(),
            _ => {
                return self.fail(|| {
                    Error::invalid_argument("`locale` is no language and country").with_advice(
                        "Pass a language (ISO 639-1) and a country (ISO 3166-1 alpha-2), such as sv_SE",
                    )
                });
            }
        };
        self.query("locale", Some(spelling))
    }
}

/// `GET /browse/new-releases`: see [`Browse::get_new_releases`](crate::service::Browse::get_new_releases).
#[derive(Debug, Clone, Default)]
pub struct GetNewReleases {
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetNewReleases: limit, offset);

impl Endpoint for GetNewReleases {
    type Output = Page<SimplifiedAlbum>;
    const OPERATION: Operation = Operation::get("get-new-releases", "/browse/new-releases")
        .limited_to(50)
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).limit(self.limit).offset(self.offset).build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        member("albums", &Self::OPERATION, status, body)
    }
}

impl Paged for GetNewReleases {
    type Row = SimplifiedAlbum;
}

/// `GET /browse/categories`: see [`Browse::get_categories`](crate::service::Browse::get_categories).
#[derive(Debug, Clone, Default)]
pub struct GetCategories {
    locale: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetCategories: limit, offset);

impl Endpoint for GetCategories {
    type Output = Page<Category>;
    const OPERATION: Operation = Operation::get("get-categories", "/browse/categories")
        .limited_to(50)
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .locale(self.locale.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        member("categories", &Self::OPERATION, status, body)
    }
}

impl Paged for GetCategories {
    type Row = Category;
}

/// `GET /browse/categories/{category_id}`: see [`Browse::get_category`](crate::service::Browse::get_category).
#[derive(Debug, Clone)]
pub struct GetCategory {
    category_id: String,
    locale: Option<String>,
}

impl GetCategory {
    /// One category.
    pub fn new(category_id: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), locale: None }
    }
}

impl Endpoint for GetCategory {
    type Output = Category;
    const OPERATION: Operation = Operation::get("get-a-category", "/browse/categories/{category_id}")
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .segment("category_id", &self.category_id)
            .locale(self.locale.as_deref())
            .build()
    }
}

/// `GET /browse/categories/{category_id}/playlists`: see
/// [`Browse::get_category_playlists`](crate::service::Browse::get_category_playlists).
#[derive(Debug, Clone)]
pub struct GetCategoryPlaylists {
    category_id: String,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetCategoryPlaylists: limit, offset);

impl GetCategoryPlaylists {
    /// The playlists of one category.
    pub fn new(category_id: impl Into<String>) -> Self {
        Self { category_id: category_id.into(), limit: None, offset: None }
    }
}

impl Endpoint for GetCategoryPlaylists {
    type Output = FeaturedPlaylists;
    const OPERATION: Operation =
        Operation::get("get-a-categories-playlists", "/browse/categories/{category_id}/playlists")
            .limited_to(50)
            .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .segment("category_id", &self.category_id)
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

/// `GET /browse/featured-playlists`: see
/// [`Browse::get_featured_playlists`](crate::service::Browse::get_featured_playlists).
#[derive(Debug, Clone, Default)]
pub struct GetFeaturedPlaylists {
    locale: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetFeaturedPlaylists: limit, offset);

impl Endpoint for GetFeaturedPlaylists {
    type Output = FeaturedPlaylists;
    const OPERATION: Operation = Operation::get("get-featured-playlists", "/browse/featured-playlists")
        .limited_to(50)
        .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .locale(self.locale.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}
