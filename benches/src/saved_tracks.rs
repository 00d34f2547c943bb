//! 10,000 saved tracks, fetched page by page over a kept connection and decoded into the client's own type.

use std::cell::Cell;

use rspotify::{
    clients::OAuthClient,
    model::{Country, Market},
};

use crate::{
    contender::{Async, Blocking, Contender, Flavour},
    model, ours, peers,
    raw::{self, RawSocket},
    server::{ACCESS_TOKEN, SAVED_TRACKS, Server},
};

/// With a market named Spotify leaves the market lists out.
pub(crate) const MARKET: Country = Country::Sweden;

/// Rows of a page.
pub(crate) const PAGE: u32 = 50;

/// Pages of the whole library.
pub(crate) const PAGES: u32 = SAVED_TRACKS as u32 / PAGE;

pub(crate) fn lean(server: &Server) -> Vec<Box<dyn Contender>> {
    contenders(server, Some(MARKET))
}

pub(crate) fn fat(server: &Server) -> Vec<Box<dyn Contender>> {
    contenders(server, None)
}

/// Walks through the library, and begins again at its end.
struct Walk(Cell<u32>);

impl Walk {
    fn new() -> Self {
        Self(Cell::new(0))
    }

    fn next_offset(&self) -> u32 {
        let page = self.0.get();
        self.0.set((page + 1) % PAGES);
        page * PAGE
    }
}

/// Path and query of a page, below the base URL.
pub(crate) fn path(offset: u32, market: Option<Country>) -> String {
    let market = market.map_or_else(String::new, |market| format!("&market={}", <&str>::from(market)));
    format!("/me/tracks?limit={PAGE}&offset={offset}{market}")
}

fn contenders(server: &Server, market: Option<Country>) -> Vec<Box<dyn Contender>> {
    let mut contenders = vec![raw_socket(server, market), ours_blocking(server, market)];
    for flavour in Flavour::ALL {
        contenders.push(ours(server, market, flavour));
    }
    for flavour in Flavour::ALL {
        contenders.push(reqwest(server, market, flavour));
    }
    for flavour in Flavour::ALL {
        contenders.push(rspotify(server, market, flavour));
    }
    contenders
}

fn raw_socket(server: &Server, market: Option<Country>) -> Box<dyn Contender> {
    let address = server.address().to_owned();
    let mut socket = RawSocket::connect(&address);
    let walk = Walk::new();
    Blocking::boxed("raw socket, nothing decoded", move || {
        let path = format!("/v1{}", path(walk.next_offset(), market));
        assert!(socket.exchange(&raw::request(&address, &path, ACCESS_TOKEN)) > 10_000);
    })
}

fn ours_blocking(server: &Server, market: Option<Country>) -> Box<dyn Contender> {
    let client = ours::blocking_maker(server)();
    let walk = Walk::new();
    Blocking::boxed("spotify-sdk, blocking", move || {
        let mut call = client.tracks().get_saved().limit(PAGE).offset(walk.next_offset());
        if let Some(market) = market {
            call = call.market(<&str>::from(market));
        }
        assert_eq!(call.send().expect("the server answers with a page").items.len(), PAGE as usize);
    })
}

fn ours(server: &Server, market: Option<Country>, flavour: Flavour) -> Box<dyn Contender> {
    let client = ours::client_maker(server)();
    let walk = Walk::new();
    Async::boxed("spotify-sdk", flavour, async move || {
        let mut call = client.tracks().get_saved().limit(PAGE).offset(walk.next_offset());
        if let Some(market) = market {
            call = call.market(<&str>::from(market));
        }
        assert_eq!(call.await.expect("the server answers with a page").items.len(), PAGE as usize);
    })
}

fn reqwest(server: &Server, market: Option<Country>, flavour: Flavour) -> Box<dyn Contender> {
    let client = peers::reqwest();
    let base = server.api_base_url();
    let walk = Walk::new();
    Async::boxed("reqwest + serde_json", flavour, async move || {
        let url = format!("{base}{}", path(walk.next_offset(), market));
        let response = client.get(&url).send().await.expect("the server answers");
        let body = response.bytes().await.expect("the answer is whole");
        let page: model::Page<model::SavedTrack> =
            serde_json::from_slice(&body).expect("the answer is a page");
        assert_eq!(page.items.len(), PAGE as usize);
    })
}

fn rspotify(server: &Server, market: Option<Country>, flavour: Flavour) -> Box<dyn Contender> {
    let client = peers::rspotify(server);
    let walk = Walk::new();
    Async::boxed("rspotify", flavour, async move || {
        let market = market.map(Market::Country);
        let page = client
            .current_user_saved_tracks_manual(market, Some(PAGE), Some(walk.next_offset()))
            .await
            .expect("rspotify understands the answer");
        assert_eq!(page.items.len(), PAGE as usize);
    })
}
