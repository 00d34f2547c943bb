//! A new client and its first call: what a short-lived command pays.

use rspotify::{clients::BaseClient, model::AlbumId};

use crate::{
    contender::{Async, Blocking, Contender, Flavour},
    model, ours, peers,
    raw::{self, RawSocket},
    server::{ACCESS_TOKEN, ALBUM_ID, Server},
};

pub(crate) fn contenders(server: &Server) -> Vec<Box<dyn Contender>> {
    vec![raw_socket(server), ours_blocking(server), ours(server), reqwest(server), rspotify(server)]
}

fn raw_socket(server: &Server) -> Box<dyn Contender> {
    let address = server.address().to_owned();
    let request = raw::request(&address, &format!("/v1/albums/{ALBUM_ID}?market=SE"), ACCESS_TOKEN);
    Blocking::boxed("raw socket, nothing decoded", move || {
        assert!(RawSocket::connect(&address).exchange(&request) > 0);
    })
}

fn ours_blocking(server: &Server) -> Box<dyn Contender> {
    let new_client = ours::blocking_maker(server);
    Blocking::boxed("spotify-sdk, blocking", move || {
        let album = new_client()
            .albums()
            .get(ALBUM_ID)
            .market("SE")
            .send()
            .expect("the server answers with an album");
        assert!(!album.name.is_empty());
    })
}

fn ours(server: &Server) -> Box<dyn Contender> {
    let new_client = ours::client_maker(server);
    Async::boxed("spotify-sdk", Flavour::CurrentThread, async move || {
        let album =
            new_client().albums().get(ALBUM_ID).market("SE").await.expect("the server answers with an album");
        assert!(!album.name.is_empty());
    })
}

fn reqwest(server: &Server) -> Box<dyn Contender> {
    let url = format!("{}/albums/{ALBUM_ID}?market=SE", server.api_base_url());
    Async::boxed("reqwest + serde_json", Flavour::CurrentThread, async move || {
        let response = peers::reqwest().get(&url).send().await.expect("the server answers");
        let body = response.bytes().await.expect("the answer is whole");
        let album: model::Album = serde_json::from_slice(&body).expect("the answer is an album");
        assert_eq!(album.id, ALBUM_ID);
    })
}

fn rspotify(server: &Server) -> Box<dyn Contender> {
    let new_client = peers::rspotify_maker(server);
    Async::boxed("rspotify without TLS", Flavour::CurrentThread, async move || {
        let id = AlbumId::from_id(ALBUM_ID).expect("the id is well-formed");
        let market = rspotify::model::Market::Country(rspotify::model::Country::Sweden);
        let album = new_client().album(id, Some(market)).await.expect("rspotify understands the answer");
        assert!(!album.name.is_empty());
    })
}
