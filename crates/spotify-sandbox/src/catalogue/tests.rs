//! The catalogue as the routes see it: ids, relations and bodies through the interface above.

mod bodies;
mod fixtures;
mod ids;
mod oddities;
mod search;
mod spoken;

use serde_json::Value;

use super::{Catalogue, Fields, Ids, Json, Kind, OddEntity, Oddity, Positions, Reference, View};

/// The kinds that carry oddities.
const KINDS: [Kind; 7] = Kind::ALL;
const ORIGIN: &str = "http://127.0.0.1:4321";
const EVERYTHING: View<'static> =
    View { origin: ORIGIN, market: None, fields: Fields::All, positions: None, previews: false };
const DEVELOPMENT: View<'static> =
    View { origin: ORIGIN, market: None, fields: Fields::Development, positions: None, previews: false };

fn catalogue() -> Catalogue {
    Catalogue::new(7, 1_000, Ids::Strict)
}

fn every(catalogue: &Catalogue, kind: Kind) -> impl Iterator<Item = Reference> {
    (0..catalogue.count(kind)).map(move |index| Reference::new(kind, index))
}

fn parse(json: &Json) -> Value {
    serde_json::from_str(json.get()).expect("bodies are JSON")
}

/// The full body of an entity.
fn body(catalogue: &Catalogue, reference: Reference, view: &View<'_>) -> Value {
    parse(&match reference.kind {
        Kind::Album => catalogue.album(reference, view),
        Kind::Artist => catalogue.artist(reference, view),
        Kind::Track => catalogue.track(reference, view),
        Kind::Show => catalogue.show(reference, view),
        Kind::Episode => catalogue.episode(reference, view),
        Kind::Audiobook => catalogue.audiobook(reference, view),
        Kind::Chapter => catalogue.chapter(reference, view),
    })
}

/// The ids of the entities that a list in a body names.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|entry| entry["id"].as_str().expect("an id")).collect()
}
