//! `GET /artists/{id}`, `GET /artists/{id}/albums`, `GET /artists/{id}/top-tracks`, `GET /artists/{id}/related-artists`.

use std::collections::BTreeMap;

use http::StatusCode;

use super::page::{Range, page};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Kind, Reference};

/// What `include_groups` may name.
const GROUPS: [&str; 4] = ["album", "single", "appears_on", "compilation"];

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let artist = call.shared.catalogue.artist(call.find(Kind::Artist)?, &call.view(None));
    Ok(Answer::json(StatusCode::OK, &artist))
}

pub(super) fn albums(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, call.shared.rules.artist_albums())?;
    let groups = call.request.query("include_groups");
    let wanted: Vec<&str> = match &groups {
        Some(groups) => groups.split(',').map(str::trim).filter(|group| !group.is_empty()).collect(),
        None => GROUPS.to_vec(),
    };
    if wanted.is_empty() || wanted.iter().any(|group| !GROUPS.contains(group)) {
        return Err(ApiError::bad_request("Invalid album_type"));
    }
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let catalogue = &call.shared.catalogue;
    let mut all = catalogue.artist_albums(call.find(Kind::Artist)?);
    all.retain(|(_, group)| wanted.contains(group));
    let row = |(album, group): &(Reference, &'static str)| catalogue.discography_album(*album, group, &view);
    let rows = range.cut(&all).iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &["include_groups", "market"])))
}

/// In the market of the user or else of the request; without either wherever they play.
pub(super) fn top_tracks(call: &Call<'_>) -> Outcome {
    let market = call.market()?.or_else(|| call.country());
    let view = call.view(market.as_deref());
    let catalogue = &call.shared.catalogue;
    let tracks = catalogue.top_tracks(call.find(Kind::Artist)?, market.as_deref());
    let tracks: Vec<_> = tracks.into_iter().map(|track| catalogue.track(track, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &BTreeMap::from([("tracks", tracks)])))
}

pub(super) fn related(call: &Call<'_>) -> Outcome {
    let view = call.view(None);
    let catalogue = &call.shared.catalogue;
    let artists = catalogue.related_artists(call.find(Kind::Artist)?);
    let artists: Vec<_> = artists.into_iter().map(|artist| catalogue.artist(artist, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &BTreeMap::from([("artists", artists)])))
}
