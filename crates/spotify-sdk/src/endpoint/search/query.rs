//! What a search looks for: words and filters, and how they are written into one text.

use std::fmt;
use std::ops::RangeInclusive;

use super::SearchType;
use crate::error::{Error, Result};

/// The words and the filters of a search. [`Call`](crate::Call) has a setter for each filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    text: String,
    pub(crate) artist: Option<String>,
    pub(crate) album: Option<String>,
    pub(crate) track: Option<String>,
    pub(crate) year: Option<SearchYears>,
    pub(crate) genre: Option<String>,
    pub(crate) isrc: Option<String>,
    pub(crate) upc: Option<String>,
    pub(crate) tag_new: bool,
    pub(crate) tag_hipster: bool,
    pub(crate) include_external: bool,
}

/// An operation that searches.
pub trait HasSearchQuery {
    /// Its words and filters.
    fn search_query_mut(&mut self) -> &mut SearchQuery;
}

/// One year, or the years from one to another, both included: `1999` or `1955..=1960`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchYears {
    first: u16,
    last: u16,
}

impl From<u16> for SearchYears {
    fn from(year: u16) -> Self {
        Self { first: year, last: year }
    }
}

impl From<RangeInclusive<u16>> for SearchYears {
    fn from(years: RangeInclusive<u16>) -> Self {
        Self { first: *years.start(), last: *years.end() }
    }
}

impl fmt::Display for SearchYears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { first, last } if first == last => write!(f, "{first:04}"),
            Self { first, last } => write!(f, "{first:04}-{last:04}"),
        }
    }
}

/// Albums, artists and tracks: what `artist` and `year` are for.
const MUSIC: &[SearchType] = &[SearchType::Album, SearchType::Artist, SearchType::Track];

impl SearchQuery {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The text of `q` for a search among these types.
    pub(super) fn text_for(&self, types: &[SearchType]) -> Result<String> {
        let filters = self.filters()?;
        for (name, used_for, _) in &filters {
            if let Some(other) = types.iter().find(|kind| !used_for.contains(kind)) {
                return Err(Error::invalid_argument(format!(
                    "no {other} is found by `{name}`, which is for {}",
                    listed(used_for)
                ))
                .with_advice("Search for each type in a call of its own"));
            }
        }
        let text = self.text.trim();
        if !filters.is_empty() && text.matches('"').count() % 2 == 1 {
            return Err(Error::invalid_argument(
                "the text has a quotation mark without another that closes it",
            )
            .with_advice(
                "Spotify would take the filters for a part of what is quoted; close it, or leave it out",
            ));
        }
        let written = filters.iter().map(|(_, _, filter)| filter.as_str());
        let parts: Vec<&str> = std::iter::once(text).chain(written).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            return Err(Error::invalid_argument("the search is for nothing")
                .with_advice("Pass some words, or set a filter such as `artist`"));
        }
        Ok(parts.join(" "))
    }

    /// The name of each filter that is set, for which types it is, and how it is written.
    fn filters(&self) -> Result<Vec<(&'static str, &'static [SearchType], String)>> {
        const TRACKS: &[SearchType] = &[SearchType::Track];
        const ALBUMS: &[SearchType] = &[SearchType::Album];
        let mut filters = Vec::new();
        for (name, value, used_for) in [
            ("artist", &self.artist, MUSIC),
            ("album", &self.album, &[SearchType::Album, SearchType::Track]),
            ("track", &self.track, TRACKS),
            ("genre", &self.genre, &[SearchType::Artist, SearchType::Track]),
        ] {
            if let Some(value) = value {
                filters.push((name, used_for, format!("{name}:\"{}\"", quotable(name, value)?)));
            }
        }
        if let Some(years) = self.year {
            if years.first == 0 || years.first > years.last || years.last > 9_999 {
                return Err(Error::invalid_argument(format!(
                    "`year` is {}, which is no year and no range of years",
                    years
                )));
            }
            filters.push(("year", MUSIC, format!("year:{years}")));
        }
        if let Some(isrc) = &self.isrc {
            filters.push(("isrc", TRACKS, format!("isrc:{}", checked_isrc(isrc)?)));
        }
        if let Some(upc) = &self.upc {
            filters.push(("upc", ALBUMS, format!("upc:{}", checked_upc(upc)?)));
        }
        for (name, is_set) in [("tag:new", self.tag_new), ("tag:hipster", self.tag_hipster)] {
            if is_set {
                filters.push((name, ALBUMS, name.to_owned()));
            }
        }
        Ok(filters)
    }
}

/// A value as it may stand between quotation marks. Spotify has no way to write one inside.
fn quotable(name: &str, value: &str) -> Result<String> {
    let is_left_out = |letter: char| letter == '"' || letter.is_control();
    let words: Vec<&str> = value.split(is_left_out).flat_map(str::split_whitespace).collect();
    if words.is_empty() {
        return Err(Error::invalid_argument(format!("`{name}` is empty")));
    }
    Ok(words.join(" "))
}

/// An International Standard Recording Code without its hyphens.
fn checked_isrc(isrc: &str) -> Result<String> {
    let code: String = isrc.chars().filter(|letter| *letter != '-').collect::<String>().to_ascii_uppercase();
    let is_code = code.len() == 12
        && code.bytes().take(5).all(|byte| byte.is_ascii_alphanumeric())
        && code.bytes().skip(5).all(|byte| byte.is_ascii_digit());
    if is_code {
        return Ok(code);
    }
    Err(Error::invalid_argument("`isrc` is not a recording code")
        .with_advice("Pass five letters and digits and then seven digits, such as USUM71703861"))
}

/// A Universal Product Code, or one of the longer numbers that have taken its place.
fn checked_upc(upc: &str) -> Result<&str> {
    if (8..=14).contains(&upc.len()) && upc.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(upc);
    }
    Err(Error::invalid_argument("`upc` is not a product code").with_advice("Pass its 8 to 14 digits"))
}

/// `albums and tracks`
fn listed(types: &[SearchType]) -> String {
    let names: Vec<String> = types.iter().map(|kind| format!("{kind}s")).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
