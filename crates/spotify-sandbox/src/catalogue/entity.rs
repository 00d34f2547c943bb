//! What all bodies have in common: heading, images, restrictions, and how a body becomes JSON.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use url::form_urlencoded;

use super::dice::{Dice, Purpose};
use super::market::ListId;
use super::name::Style;
use super::{Alias, Catalogue, Json, Kind, Oddity, Reference, View, image};

/// The five fields by which every body says what it describes. On its own it is a `LinkedTrackObject`.
#[derive(Serialize)]
pub(super) struct Heading {
    external_urls: ExternalUrls,
    pub(super) href: String,
    pub(super) id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    pub(super) uri: String,
}

#[derive(Serialize)]
struct ExternalUrls {
    spotify: String,
}

/// A picture of an entity in one size.
#[derive(Serialize)]
pub(super) struct Image {
    height: u32,
    url: String,
    width: u32,
}

/// The first page of its members inside the body of their owner.
#[derive(Serialize)]
pub(super) struct FirstPage {
    href: String,
    items: Vec<Json>,
    limit: usize,
    next: Option<String>,
    offset: usize,
    previous: Option<String>,
    total: usize,
}

/// Why content does not play in the market.
#[derive(Serialize)]
pub(super) struct Restrictions {
    reason: &'static str,
}

impl Restrictions {
    pub(super) const MARKET: Self = Self { reason: "market" };
}

/// How many members a body carries itself; the others are on further pages.
const FIRST_PAGE: usize = 50;

impl Catalogue {
    pub(super) fn heading(&self, reference: Reference, view: &View<'_>) -> Heading {
        let id = self.id(reference);
        let (kind, word) = (reference.kind, reference.kind.uri_word());
        Heading {
            external_urls: ExternalUrls { spotify: format!("https://open.spotify.com/{word}/{id}") },
            href: format!("{}/v1/{}s/{id}", view.origin, kind.word()),
            uri: format!("spotify:{word}:{id}"),
            id,
            kind: kind.type_word(),
        }
    }

    /// The pictures of an entity, widest first.
    pub(super) fn images(&self, reference: Reference, view: &View<'_>) -> Vec<Image> {
        // Pictures belong to the entity of this catalogue, whatever id it was asked for by.
        let id = self.cipher.encode(reference.kind, reference.index);
        let sizes = image::sizes(reference.kind).iter();
        sizes
            .map(|size| Image {
                height: *size,
                url: format!("{}/_sandbox/images/{}-{size}.png", view.origin, id.as_str()),
                width: *size,
            })
            .collect()
    }

    /// Where the largest picture of an entity is.
    pub(crate) fn picture(&self, reference: Reference, view: &View<'_>) -> String {
        self.images(reference, view).swap_remove(0).url
    }

    /// The first page of the members of an entity, which are called `name` in its path.
    pub(super) fn first_page(
        &self,
        owner: Reference,
        name: &str,
        members: &[Reference],
        view: &View<'_>,
        body: impl Fn(Reference) -> Json,
    ) -> FirstPage {
        let link = |offset: usize| {
            let kind = owner.kind.word();
            let mut link = format!(
                "{}/v1/{kind}s/{}/{name}?offset={offset}&limit={FIRST_PAGE}",
                view.origin,
                self.id(owner)
            );
            if let Some(market) = view.market {
                link.push_str("&market=");
                link.extend(form_urlencoded::byte_serialize(market.as_bytes()));
            }
            link
        };
        FirstPage {
            href: link(0),
            items: members.iter().take(FIRST_PAGE).map(|member| body(*member)).collect(),
            limit: FIRST_PAGE,
            next: (members.len() > FIRST_PAGE).then(|| link(FIRST_PAGE)),
            offset: 0,
            previous: None,
            total: members.len(),
        }
    }

    /// The list of markets as a body shows it: not in Development Mode, and not when a market is given.
    pub(super) fn market_list(&self, kind: Kind, list: ListId, view: &View<'_>) -> Option<&RawValue> {
        let is_shown = view.fields.has(kind.word(), "available_markets") && view.market.is_none();
        is_shown.then(|| self.markets.json(list))
    }

    /// How the name of an entity is written.
    pub(super) fn style(&self, kind: Kind, index: u64) -> Style {
        self.oddity(Reference::new(kind, index)).map_or(Style::Plain, Oddity::style)
    }

    pub(super) fn dice(&self, kind: Kind, index: u64, purpose: Purpose) -> Dice {
        Dice::new(&[self.seed, kind as u64, index, purpose as u64])
    }

    /// The plain entity that a foreign id shows.
    pub(super) fn stand_in(&self, kind: Kind, id: &Alias) -> u64 {
        let mut parts = vec![self.seed, Purpose::StandIn as u64];
        parts.extend(id.as_str().as_bytes().chunks(8).map(|chunk| {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(bytes)
        }));
        Dice::new(&parts).below(self.plain(kind))
    }

    /// The body as JSON, edited when the entity has an oddity.
    pub(super) fn finish(&self, reference: Reference, body: &impl Serialize) -> Json {
        let Some(oddity) = self.oddity(reference) else { return written(body) };
        let mut body = serde_json::to_value(body).expect(IS_JSON);
        oddity.edit(&mut body);
        written(&body)
    }
}

const IS_JSON: &str = "bodies are structs of strings and numbers, which are JSON";

/// A body as JSON.
pub(super) fn written(body: &impl Serialize) -> Json {
    to_raw_value(body).expect(IS_JSON)
}
