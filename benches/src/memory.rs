//! What 10,000 saved tracks cost in memory: allocations for each page, and the bytes that the decoded tracks hold.
//!
//! Counted by an allocator of its own, so only in a build for it (the feature `count-allocations`): counting takes time.

use std::fmt;

use allocation_counter::measure;
use rspotify::{
    clients::OAuthClient,
    model::{Country, Market},
};

use crate::{
    contender::Flavour,
    model, ours, peers,
    saved_tracks::{MARKET, PAGE, PAGES, path},
    server::Server,
};

/// A client and what it took.
struct Row {
    name: &'static str,
    allocations_per_page: u64,
    live_bytes: i64,
}

/// The figures of all clients, with market lists or without.
pub(crate) struct Report {
    title: &'static str,
    rows: Vec<Row>,
}

/// Everything on this thread: the counter sees no other.
pub(crate) fn reports(server: &Server) -> [Report; 2] {
    [
        report("10,000 saved tracks without market lists: memory", server, Some(MARKET)),
        report("10,000 saved tracks with market lists: memory", server, None),
    ]
}

fn report(title: &'static str, server: &Server, market: Option<Country>) -> Report {
    let client = ours::client_maker(server)();
    let ours = async |offset| {
        let mut call = client.tracks().get_saved().limit(PAGE).offset(offset);
        if let Some(market) = market {
            call = call.market(<&str>::from(market));
        }
        call.await.expect("the server answers with a page").items
    };
    let (http, base) = (peers::reqwest(), server.api_base_url());
    let reqwest = async |offset| {
        let url = format!("{base}{}", path(offset, market));
        let response = http.get(&url).send().await.expect("the server answers");
        let body = response.bytes().await.expect("the answer is whole");
        let page: model::Page<model::SavedTrack> =
            serde_json::from_slice(&body).expect("the answer is a page");
        page.items
    };
    let peer = peers::rspotify(server);
    let rspotify = async |offset| {
        let market = market.map(Market::Country);
        let page = peer.current_user_saved_tracks_manual(market, Some(PAGE), Some(offset)).await;
        page.expect("rspotify understands the answer").items
    };
    let rows =
        vec![row("spotify-sdk", ours), row("reqwest + serde_json", reqwest), row("rspotify", rspotify)];
    Report { title, rows }
}

fn row<T>(name: &'static str, page: impl AsyncFn(u32) -> Vec<T>) -> Row {
    let runtime = Flavour::CurrentThread.runtime();
    // The connection, and what is built once.
    drop(runtime.block_on(page(0)));
    let mut tracks = Vec::with_capacity((PAGES * PAGE) as usize);
    let counted = measure(|| {
        for index in 0..PAGES {
            tracks.extend(runtime.block_on(page(index * PAGE)));
        }
    });
    let vector = i64::try_from(tracks.capacity() * size_of::<T>()).expect("a vector that fits into memory");
    Row {
        name,
        allocations_per_page: counted.count_total / u64::from(PAGES),
        live_bytes: counted.bytes_current + vector,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
        writeln!(formatter, "\n{}", self.title)?;
        writeln!(formatter, "{:width$}  allocations per page  live MB", "")?;
        for Row { name, allocations_per_page, live_bytes } in &self.rows {
            let megabytes = *live_bytes as f64 / 1e6;
            writeln!(formatter, "{name:width$}  {allocations_per_page:>20}  {megabytes:>7.1}")?;
        }
        Ok(())
    }
}
