//! `GET /browse/new-releases`, `GET /browse/categories`, `GET /browse/categories/{id}`.

mod category;

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::page::{Range, page};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Kind, Reference};
use crate::rules::Limit;
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
