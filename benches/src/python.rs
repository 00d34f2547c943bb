//! Clients written for Python, each in a process of its own: `cargo xtask bench python`.
//!
//! The figures are the processes' own: their CPU time, or the time on the wall. The floor is the same socket as everywhere, in this process.

mod once;
mod worker;

use std::{ffi::OsString, thread};

use crate::{
    Benchmark,
    contender::{Blocking, Contender, Wall},
    raw::{self, RawSocket},
    saved_tracks::{self, MARKET, PAGE, PAGES},
    server::{self, ACCESS_TOKEN, ALBUM_ID, Server},
    table::Unit,
    token,
};

pub(crate) use once::{import, memory};
use worker::Worker;

/// The argument that has the clients for Python measured, and how all their benchmarks' names begin.
pub(crate) const PYTHON: &str = "python";

/// The Python that has this package, and the one that has the others: its namesake on PyPI, tekore and spotipy.
const OURS: &str = "SPOTIFY_SDK_BENCH_PYTHON";
const PEERS: &str = "SPOTIFY_SDK_BENCH_PEERS";

/// Requests under way at any time.
const AT_ONCE: usize = 32;

pub(crate) const BENCHMARKS: [Benchmark; 8] = [
    Benchmark {
        name: "python-album-lean",
        title: "Python: one album, typed, without market lists; client CPU per call",
        operations: 100,
        unit: Unit::Microseconds,
        contenders: |server| album(server, Some("SE")),
    },
    Benchmark {
        name: "python-album-fat",
        title: "Python: one album, typed, with market lists; client CPU per call",
        operations: 100,
        unit: Unit::Microseconds,
        contenders: |server| album(server, None),
    },
    Benchmark {
        name: "python-saved-tracks-lean",
        title: "Python: 10,000 saved tracks without market lists, fields read; client CPU per page of 50",
        operations: 20,
        unit: Unit::Microseconds,
        contenders: |server| saved(server, true),
    },
    Benchmark {
        name: "python-saved-tracks-fat",
        title: "Python: 10,000 saved tracks with market lists, fields read; client CPU per page of 50",
        operations: 20,
        unit: Unit::Microseconds,
        contenders: |server| saved(server, false),
    },
    Benchmark {
        name: "python-dump",
        title: "Python: 10,000 saved tracks without market lists, each dumped; client CPU per page of 50",
        operations: 10,
        unit: Unit::Microseconds,
        contenders: dumped,
    },
    Benchmark {
        name: "python-at-once",
        title: "Python: 10,000 saved tracks with market lists, fields read, 32 pages at a time, 20 ms away; wall time per page",
        operations: 96,
        unit: Unit::Microseconds,
        contenders: at_once,
    },
    Benchmark {
        name: "python-first-call",
        title: "Python: new client and its first call, plain http; client CPU per client",
        operations: 5,
        unit: Unit::Microseconds,
        contenders: first_call,
    },
    Benchmark {
        name: "python-token",
        title: "Python: cached access token; CPU per call",
        operations: 20_000,
        unit: Unit::Nanoseconds,
        contenders: cached_token,
    },
];

/// The interpreter that this package is installed for.
fn ours() -> OsString {
    interpreter(OURS)
}

/// The interpreter that the other clients are installed for.
fn peers() -> OsString {
    interpreter(PEERS)
}

fn interpreter(variable: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| {
        panic!("{variable} says which Python to measure: `cargo xtask bench python` sets it")
    })
}

/// A contender near the server.
fn near(
    server: &Server,
    name: &'static str,
    python: OsString,
    client: &str,
    work: &str,
) -> Box<dyn Contender> {
    let accounts = server.accounts_base_url();
    Box::new(Worker::start(name, python, client, work, &format!("{}/v1", server.prepared_url()), accounts))
}

fn album(server: &Server, market: Option<&str>) -> Vec<Box<dyn Contender>> {
    let query = market.map_or_else(String::new, |market| format!("?market={market}"));
    let fat = if market.is_some() { "" } else { "_fat" };
    let near = |name, python, client, work: &str| near(server, name, python, client, &format!("{work}{fat}"));
    vec![
        raw_socket(server, move || format!("/v1/albums/{ALBUM_ID}{query}")),
        near("this package", ours(), "ours", "album"),
        near("this package, async", ours(), "ours", "album_async"),
        near("this package, request() by hand", ours(), "ours", "album_request"),
        near("spotify-sdk 0.10.1", peers(), "upstream", "album"),
        near("spotify-sdk 0.10.1, async", peers(), "upstream", "album_async"),
        near("tekore", peers(), "tekore_peer", "album"),
        near("spotipy (plain data)", peers(), "spotipy_peer", "album"),
    ]
}

fn saved(server: &Server, is_lean: bool) -> Vec<Box<dyn Contender>> {
    let fat = if is_lean { "" } else { "_fat" };
    let next_path = pages(is_lean);
    let near = |name, python, client, work: &str| near(server, name, python, client, &format!("{work}{fat}"));
    vec![
        raw_socket(server, next_path),
        near("this package", ours(), "ours", "saved"),
        near("this package, async", ours(), "ours", "saved_async"),
        near("this package, no field read", ours(), "ours", "saved_untouched"),
        near("this package, request() by hand", ours(), "ours", "saved_request"),
        near("spotify-sdk 0.10.1", peers(), "upstream", "saved"),
        near("tekore", peers(), "tekore_peer", "saved"),
        near("spotipy (plain data)", peers(), "spotipy_peer", "saved"),
    ]
}

fn dumped(server: &Server) -> Vec<Box<dyn Contender>> {
    let next_path = pages(true);
    vec![
        raw_socket(server, next_path),
        near(server, "this package", ours(), "ours", "dumped"),
        near(server, "spotify-sdk 0.10.1", peers(), "upstream", "dumped"),
    ]
}

fn first_call(server: &Server) -> Vec<Box<dyn Contender>> {
    let address = server::address(server.prepared_url()).to_owned();
    let request = raw::request(&address, &format!("/v1/albums/{ALBUM_ID}?market=SE"), ACCESS_TOKEN);
    let floor = Blocking::boxed("raw socket, nothing decoded", move || {
        assert!(RawSocket::connect(&address).exchange(&request) > 0);
    });
    vec![
        floor,
        near(server, "this package", ours(), "ours", "first_call"),
        near(server, "spotify-sdk 0.10.1", peers(), "upstream", "first_call"),
        near(server, "tekore", peers(), "tekore_peer", "first_call"),
        near(server, "spotipy (plain data)", peers(), "spotipy_peer", "first_call"),
    ]
}

fn cached_token(server: &Server) -> Vec<Box<dyn Contender>> {
    vec![
        Blocking::boxed("wall and monotonic clock, read once each", || token::read_the_clocks(1)),
        near(server, "this package", ours(), "ours", "token"),
        near(server, "spotify-sdk 0.10.1", peers(), "upstream", "token"),
    ]
}

fn at_once(server: &Server) -> Vec<Box<dyn Contender>> {
    let far = |name, python, client| {
        let api = format!("{}/v1", server.far_url());
        let worker = Worker::start(name, python, client, "at_once", &api, server.accounts_base_url());
        Box::new(worker.by_the_clock()) as Box<dyn Contender>
    };
    vec![
        Box::new(Wall::new("raw sockets in 32 threads", Crowd::connect(server::address(server.far_url())))),
        far("this package, async", ours(), "ours"),
        far("spotify-sdk 0.10.1, async", peers(), "upstream"),
        far("tekore, async", peers(), "tekore_peer"),
        far("spotipy in 32 threads (plain data)", peers(), "spotipy_peer"),
    ]
}

/// The paths of the library's pages, for ever.
fn pages(is_lean: bool) -> impl FnMut() -> String {
    let mut page = 0;
    move || {
        let offset = page * PAGE;
        page = (page + 1) % PAGES;
        format!("/v1{}", saved_tracks::path(offset, is_lean.then_some(MARKET)))
    }
}

fn raw_socket(server: &Server, mut path: impl FnMut() -> String + 'static) -> Box<dyn Contender> {
    let address = server::address(server.prepared_url()).to_owned();
    let mut socket = RawSocket::connect(&address);
    Blocking::boxed("raw socket, nothing decoded", move || {
        assert!(socket.exchange(&raw::request(&address, &path(), ACCESS_TOKEN)) > 0);
    })
}

/// Sockets that ask for pages at the same time.
struct Crowd {
    address: String,
    sockets: Vec<RawSocket>,
}

impl Crowd {
    fn connect(address: &str) -> Self {
        let sockets = (0..AT_ONCE).map(|_| RawSocket::connect(address)).collect();
        Self { address: address.to_owned(), sockets }
    }
}

impl Contender for Crowd {
    fn name(&self) -> String {
        String::new()
    }

    fn work(&mut self, times: u32) {
        let requests: Vec<_> = (0..times)
            .zip((0..PAGES).cycle())
            .map(|(_, page)| {
                raw::request(
                    &self.address,
                    &format!("/v1{}", saved_tracks::path(page * PAGE, None)),
                    ACCESS_TOKEN,
                )
            })
            .collect();
        let shares = self.sockets.iter_mut().enumerate();
        thread::scope(|scope| {
            for (number, socket) in shares {
                let share = requests.iter().skip(number).step_by(AT_ONCE);
                scope.spawn(move || share.for_each(|request| assert!(socket.exchange(request) > 0)));
            }
        });
    }
}
