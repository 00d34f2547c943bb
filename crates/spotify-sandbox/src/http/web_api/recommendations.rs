//! `GET /recommendations`: tracks that go with seeds, the same at every request.

use http::StatusCode;
use serde_json::json;

use super::page::Range;
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{ATTRIBUTES, Kind, Missing, Reference, Seed, Wish, genre_seeds};
use crate::rules::Limit;

const LIMIT: Limit = Limit { least: 1, most: 100, default: 20 };
const MOST_SEEDS: usize = 5;

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, LIMIT)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let (seeds, wishes) = (seeds(call)?, wishes(call)?);
    let catalogue = &call.shared.catalogue;
    let is_seed = |track: &Reference| seeds.iter().any(|named| named.is(*track));
    let mut shown = Vec::new();
    let mut found: Vec<(f64, String, Reference)> = Vec::new();
    for named in &seeds {
        let pool = catalogue.pool(named.seed);
        let fitting: Vec<_> = pool
            .iter()
            .filter_map(|track| Some((catalogue.distance(*track, &wishes, &view)?, *track)))
            .collect();
        let plays = |track| market.as_deref().is_none_or(|market| catalogue.plays(track, market));
        let playable: Vec<_> = fitting.iter().filter(|(_, track)| plays(*track)).collect();
        shown.push(json!({
            "initialPoolSize": pool.len(),
            "afterFilteringSize": fitting.len(),
            "afterRelinkingSize": playable.len(),
            "id": named.id,
            "type": named.kind,
            "href": named.href,
        }));
        let others = playable.into_iter().filter(|(_, track)| !is_seed(track));
        // Among equals the id decides, so that not all are of one artist.
        found.extend(others.map(|(distance, track)| (*distance, catalogue.id(*track), *track)));
    }
    found.sort_by(|(a, first, _), (b, second, _)| a.total_cmp(b).then_with(|| first.cmp(second)));
    found.dedup_by_key(|(_, _, track)| *track);
    let best = found.iter().take(range.limit());
    let tracks: Vec<_> = best.map(|(_, _, track)| catalogue.track(*track, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &json!({ "seeds": shown, "tracks": tracks })))
}

/// A seed as the request names it.
struct Named {
    id: String,
    kind: &'static str,
    href: Option<String>,
    seed: Seed,
}

impl Named {
    fn is(&self, track: Reference) -> bool {
        matches!(self.seed, Seed::Track(seed) if seed == track)
    }
}

/// The seeds: 1 to 5, of all kinds together.
fn seeds(call: &Call<'_>) -> Result<Vec<Named>, ApiError> {
    let list = |name: &str| {
        let list = call.request.query(name).unwrap_or_default();
        list.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect::<Vec<_>>()
    };
    let find = |kind: Kind, id: &str| {
        let href = format!("{}/v1/{}s/{id}", call.request.origin, kind.word());
        match call.shared.catalogue.find(kind, id) {
            Ok(found) => Ok((Some(href), found)),
            Err(Missing::Malformed) => Err(ApiError::bad_request("Invalid base62 id")),
            Err(Missing::Unknown) => Err(invalid()),
        }
    };
    let mut seeds = Vec::new();
    for id in list("seed_artists") {
        let (href, found) = find(Kind::Artist, &id)?;
        seeds.push(Named { id, kind: "ARTIST", href, seed: Seed::Artist(found) });
    }
    for id in list("seed_genres") {
        let number = genre_seeds().iter().position(|genre| *genre == id).ok_or_else(invalid)?;
        seeds.push(Named { id, kind: "GENRE", href: None, seed: Seed::Genre(number) });
    }
    for id in list("seed_tracks") {
        let (href, found) = find(Kind::Track, &id)?;
        seeds.push(Named { id, kind: "TRACK", href, seed: Seed::Track(found) });
    }
    if (1..=MOST_SEEDS).contains(&seeds.len()) { Ok(seeds) } else { Err(invalid()) }
}

/// What is wished of the tracks' attributes.
fn wishes(call: &Call<'_>) -> Result<Vec<Wish>, ApiError> {
    let mut wishes = Vec::new();
    for attribute in &ATTRIBUTES {
        let number = |which: &str| {
            let Some(text) = call.request.query(&format!("{which}_{}", attribute.name)) else {
                return Ok(None);
            };
            let number =
                text.parse().ok().filter(|number| (attribute.least..=attribute.most).contains(number));
            number.map(Some).ok_or_else(invalid)
        };
        let wish = Wish { attribute, least: number("min")?, most: number("max")?, ideal: number("target")? };
        if wish.least.or(wish.most).or(wish.ideal).is_some() {
            wishes.push(wish);
        }
    }
    Ok(wishes)
}

fn invalid() -> ApiError {
    ApiError::bad_request("invalid request")
}
