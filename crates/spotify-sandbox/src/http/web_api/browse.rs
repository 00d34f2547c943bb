//! `GET /browse/new-releases`, `GET /browse/categories`, and below `/browse/categories/{id}`, `GET /browse/featured-playlists`.

mod category;

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::page::{Range, page};
use super::playlists::simplified;
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Kind, Reference};
use crate::rules::Limit;
use crate::world::Playlist;
use category::{CATEGORIES, Category, Language};

/// How many new releases Spotify lists.
const NEW_RELEASES: usize = 100;

pub(super) fn new_releases(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let view = call.view(None);
    let catalogue = &call.shared.catalogue;
    let mut all = catalogue.latest_albums();
    all.truncate(NEW_RELEASES);
    let row = |album: &Reference| catalogue.simplified_album(*album, &view);
    let rows = range.cut(&all).iter().map(row).collect();
    let albums = page(call, range, all.len(), rows, &[]);
    Ok(Answer::json(StatusCode::OK, &BTreeMap::from([("albums", albums)])))
}

pub(super) fn categories(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let language = language(call)?;
    let rows = range.cut(&CATEGORIES).iter().map(|category| body(call, category, language)).collect();
    let categories = page(call, range, CATEGORIES.len(), rows, &["locale"]);
    Ok(Answer::json(StatusCode::OK, &BTreeMap::from([("categories", categories)])))
}

pub(super) fn category(call: &Call<'_>) -> Outcome {
    let language = language(call)?;
    Ok(Answer::json(StatusCode::OK, &body(call, find(call)?, language)))
}

pub(super) fn category_playlists(call: &Call<'_>) -> Outcome {
    let category = find(call)?;
    let place = CATEGORIES.iter().position(|other| other.id == category.id).unwrap_or_default();
    // Nobody says what playlists are about, so every third is taken for one of a category's.
    playlists(call, category.name(Language::English), &[], |number| number % 3 == place % 3)
}

pub(super) fn featured_playlists(call: &Call<'_>) -> Outcome {
    playlists(call, language(call)?.popular_playlists(), &["locale"], |_| true)
}

/// Public playlists with a message: those of whose numbers that holds.
fn playlists(
    call: &Call<'_>,
    message: &str,
    kept: &[&'static str],
    is_one: impl Fn(usize) -> bool,
) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let world = call.shared.world();
    let public = world.playlists.iter().filter(|playlist| playlist.public);
    let all: Vec<&Playlist> =
        public.enumerate().filter(|(number, _)| is_one(*number)).map(|(_, playlist)| playlist).collect();
    let rows = range.cut(&all).iter().map(|playlist| simplified(call, &world, playlist)).collect();
    let page = page(call, range, all.len(), rows, kept);
    Ok(Answer::json(StatusCode::OK, &json!({ "message": message, "playlists": page })))
}

/// The category that `{id}` names.
fn find(call: &Call<'_>) -> Result<&'static Category, ApiError> {
    let found = CATEGORIES.iter().find(|category| category.id == call.id);
    found.ok_or(ApiError::new(StatusCode::NOT_FOUND, "Specified id doesn't exist"))
}

/// `CategoryObject`. The size of its icon is not known to anybody.
fn body(call: &Call<'_>, category: &Category, language: Language) -> Value {
    let catalogue = &call.shared.catalogue;
    let number = CATEGORIES.iter().position(|other| other.id == category.id).unwrap_or_default();
    let icon = catalogue.picture(catalogue.nth(Kind::Artist, number as u64), &call.view(None));
    json!({
        "href": format!("{}/v1/browse/categories/{}", call.request.origin, category.id),
        "icons": [{ "height": Value::Null, "url": icon, "width": Value::Null }],
        "id": category.id,
        "name": category.name(language),
    })
}

/// The language of a `locale` such as `sv_SE`; English where it is none that categories are named in.
fn language(call: &Call<'_>) -> Result<Language, ApiError> {
    let Some(locale) = call.request.query("locale") else { return Ok(Language::English) };
    let (language, country) = locale.split_once(['_', '-']).unwrap_or((&locale, ""));
    let is_locale =
        [language, country].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if !is_locale || language.len() != 2 || !matches!(country.len(), 0 | 2) {
        return Err(ApiError::bad_request("Invalid locale"));
    }
    Ok(Language::of(language))
}
