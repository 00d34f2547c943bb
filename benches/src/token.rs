//! An access token that is there already: what every request pays before it is sent.

use std::{
    hint::black_box,
    sync::Arc,
    thread,
    time::{Instant, SystemTime},
};

use rspotify::clients::BaseClient;
use spotify_sdk::auth::ClientCredentials;

use crate::{
    contender::{Contender, Flavour},
    ours, peers,
    server::Server,
};

/// How many threads ask at once.
const THREADS: [u32; 2] = [1, 4];

pub(crate) fn contenders(server: &Server) -> Vec<Box<dyn Contender>> {
    let rspotify = peers::rspotify(server);
    let provider = ours::client_credentials(server);
    let askers: [(&'static str, Ask); 3] = [
        ("wall and monotonic clock, read once each", Arc::new(read_the_clocks)),
        ("spotify-sdk, client credentials", Arc::new(move |times| ask_ours(&provider, times))),
        ("rspotify", Arc::new(move |times| ask_rspotify(&rspotify, times))),
    ];
    let rows =
        askers.into_iter().flat_map(|(name, ask)| THREADS.map(|threads| (name, threads, Arc::clone(&ask))));
    rows.map(|(name, threads, ask)| Box::new(Threads { name, threads, ask }) as Box<dyn Contender>).collect()
}

/// Asks for the token so many times, on the calling thread.
type Ask = Arc<dyn Fn(u32) + Send + Sync>;

/// Whether a token has expired is told by these two; nobody who looks can be faster.
pub(crate) fn read_the_clocks(times: u32) {
    for _ in 0..times {
        black_box((SystemTime::now(), Instant::now()));
    }
}

fn ask_ours(provider: &ClientCredentials, times: u32) {
    for _ in 0..times {
        black_box(provider.access_token().wait().expect("the token is there"));
    }
}

fn ask_rspotify(client: &rspotify::AuthCodeSpotify, times: u32) {
    Flavour::CurrentThread.runtime().block_on(async {
        for _ in 0..times {
            black_box(client.auth_headers().await.expect("the token is there"));
        }
    });
}

/// Several threads that ask at the same time, each as often as one would.
struct Threads {
    name: &'static str,
    threads: u32,
    ask: Ask,
}

impl Contender for Threads {
    fn name(&self) -> String {
        let threads = if self.threads == 1 { "thread" } else { "threads" };
        format!("{}, {} {threads}", self.name, self.threads)
    }

    fn work(&mut self, times: u32) {
        thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| (self.ask)(times));
            }
        });
    }

    fn operations(&self, times: u32) -> u32 {
        times * self.threads
    }
}
