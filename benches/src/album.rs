//! One album, fetched over a kept connection and decoded into the client's own type.

use rspotify::{
    clients::BaseClient,
    model::{AlbumId, Country, Market},
};

use crate::{
    contender::{Async, Blocking, Contender, Flavour},
    model, ours, peers,
    raw::{self, RawSocket},
    server::{ACCESS_TOKEN, ALBUM_ID, Server},
};

/// With a market named Spotify leaves the market lists out.
const MARKET: Country = Country::Sweden;

pub(crate) fn lean(server: &Server) -> Vec<Box<dyn Contender>> {
    contenders(server, Some(MARKET))
}

pub(crate) fn fat(server: &Server) -> Vec<Box<dyn Contender>> {
    contenders(server, None)
}

fn contenders(server: &Server, market: Option<Country>) -> Vec<Box<dyn Contender>> {
    let query = market.map_or_else(String::new, |market| format!("?market={}", <&str>::from(market)));
    let mut contenders = vec![raw_socket(server, &format!("/v1/albums/{ALBUM_ID}{query}"))];
    contenders.push(ours_blocking(server, market));
    for flavour in Flavour::ALL {
        contenders.push(ours(server, market, flavour));
    }
    contenders.push(reqwest_bytes(server, &query));
    for flavour in Flavour::ALL {
        contenders.push(reqwest(server, &query, flavour));
    }
    for flavour in Flavour::ALL {
        contenders.push(rspotify(server, market, flavour));
    }
    contenders
}

fn raw_socket(server: &Server, path: &str) -> Box<dyn Contender> {
    let request = raw::request(server.address(), path, ACCESS_TOKEN);
    let mut socket = RawSocket::connect(server.address());
    let length = socket.exchange(&request);
    println!("GET {path} answers {length} bytes");
    Blocking::boxed("raw socket, nothing decoded", move || assert_eq!(socket.exchange(&request), length))
}

fn ours_blocking(server: &Server, market: Option<Country>) -> Box<dyn Contender> {
    let client = ours::blocking_maker(server)();
    Blocking::boxed("spotify-sdk, blocking", move || {
        let mut call = client.albums().get(ALBUM_ID);
        if let Some(market) = market {
            call = call.market(<&str>::from(market));
        }
        let album = call.send().expect("the server answers with an album");
        assert_eq!(album.tracks.items.len(), album.total_tracks as usize);
    })
}

fn ours(server: &Server, market: Option<Country>, flavour: Flavour) -> Box<dyn Contender> {
    let client = ours::client_maker(server)();
    Async::boxed("spotify-sdk", flavour, async move || {
        let mut call = client.albums().get(ALBUM_ID);
        if let Some(market) = market {
            call = call.market(<&str>::from(market));
        }
        let album = call.await.expect("the server answers with an album");
        assert_eq!(album.tracks.items.len(), album.total_tracks as usize);
    })
}

/// What the HTTP client alone costs, ours too: that much above the floor is no decoder's doing.
fn reqwest_bytes(server: &Server, query: &str) -> Box<dyn Contender> {
    let client = peers::reqwest();
    let url = format!("{}/albums/{ALBUM_ID}{query}", server.api_base_url());
    Async::boxed("reqwest, nothing decoded", Flavour::CurrentThread, async move || {
        let response = client.get(&url).send().await.expect("the server answers");
        assert!(!response.bytes().await.expect("the answer is whole").is_empty());
    })
}

fn reqwest(server: &Server, query: &str, flavour: Flavour) -> Box<dyn Contender> {
    let client = peers::reqwest();
    let url = format!("{}/albums/{ALBUM_ID}{query}", server.api_base_url());
    Async::boxed("reqwest + serde_json", flavour, async move || {
        let response = client.get(&url).send().await.expect("the server answers");
        let body = response.bytes().await.expect("the answer is whole");
        let album: model::Album = serde_json::from_slice(&body).expect("the answer is an album");
        assert_eq!(album.id, ALBUM_ID);
    })
}

fn rspotify(server: &Server, market: Option<Country>, flavour: Flavour) -> Box<dyn Contender> {
    let client = peers::rspotify(server);
    Async::boxed("rspotify", flavour, async move || {
        let id = AlbumId::from_id(ALBUM_ID).expect("the id is well-formed");
        let album =
            client.album(id, market.map(Market::Country)).await.expect("rspotify understands the answer");
        assert_eq!(album.tracks.total, album.tracks.items.len() as u32);
    })
}
