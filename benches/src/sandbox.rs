//! What a sandbox costs by the size of its catalogue: memory, time to start, to answer and to search. A catalogue is computed, so the
//! rows should hardly differ.
//!
//! Unlike elsewhere the server is this process, and the figures are wall times of everything between two sockets.

use std::{
    fmt, fs,
    time::{Duration, Instant},
};

use spotify_sandbox::{Rules, Sandbox, User};
use spotify_sdk::SpotifyClient;

use crate::raw::{RawSocket, request};

/// How many tracks, and of them saved by the user.
const SIZES: [(u64, u64); 4] = [(1_000, 0), (100_000, 0), (1_000_000, 0), (1_000_000, 1_000_000)];

/// How often a sandbox is started.
const STARTS: usize = 21;

/// How many entities are asked for, each once: what was answered before is kept.
const REQUESTS: usize = 2_000;

/// How often each kind of search is made, each time another one as far as the cache of answers can tell.
const SEARCHES: usize = 25;

/// Searches for words that many names have, and for what few tracks have, beside the words of one track's own name.
const FREQUENT: &str = "q=the&type=track,album,artist";
const FILTERED: &str = "q=genre:%22dream%20pop%22%20year:1990-1999&type=track";

/// One size of catalogue.
struct Row {
    tracks: u64,
    saved: u64,
    start: Duration,
    /// Median and 99th percentile of one track by id.
    track: [Duration; 2],
    /// Medians of a search for a track by its name, for a frequent word, and by filters.
    searches: [Duration; 3],
    /// KiB that the process grew by; none where the system does not tell.
    memory: [Option<u64>; 2],
}

/// The figures of all sizes.
pub(crate) struct Report(Vec<Row>);

pub(crate) fn report() -> Report {
    Report(SIZES.into_iter().map(|(tracks, saved)| row(tracks, saved)).collect())
}

fn row(tracks: u64, saved: u64) -> Row {
    let before = resident();
    let start = || {
        let user = User::premium("ada").saved_tracks(saved);
        let sandbox = Sandbox::builder().seed(7).tracks(tracks).rules(Rules::ExtendedQuota).user(user);
        sandbox.start().expect("a sandbox starts")
    };
    let sandbox = start();
    let grown = |now: Option<u64>| Some(now?.saturating_sub(before?));
    let started = grown(resident());
    let address = sandbox.base_url().trim_start_matches("http://").to_owned();
    let token = sandbox.mint("ada", &[]).access_token;
    let mut socket = RawSocket::connect(&address);
    let ids = sandbox.oddities();
    let ids = ids.iter().filter(|odd| odd.kind == "track").cycle().take(REQUESTS);
    let track = sorted(ids.enumerate().map(|(n, odd)| {
        // Where there are fewer, the query makes another request of it.
        let request = request(&address, &format!("/v1/tracks/{}?n={n}", odd.id), &token);
        timed(|| {
            socket.exchange(&request);
        })
    }));
    let answered = grown(resident());
    let named = format!("q={}&type=track", name_of_a_track(&sandbox, &token));
    let searches = [&named, FREQUENT, FILTERED].map(|query| {
        let times = (0..SEARCHES).map(|n| {
            let request = request(&address, &format!("/v1/search?{query}&n={n}"), &token);
            timed(|| {
                socket.exchange(&request);
            })
        });
        sorted(times)[SEARCHES / 2]
    });
    drop(sandbox);
    let starts = sorted((0..STARTS).map(|_| timed(|| drop(start()))));
    Row {
        tracks,
        saved,
        start: starts[STARTS / 2],
        track: [track[REQUESTS / 2], track[REQUESTS * 99 / 100]],
        searches,
        memory: [started, answered],
    }
}

/// Words of the name of a track that there is, as a query writes them.
fn name_of_a_track(sandbox: &Sandbox, token: &str) -> String {
    let client = SpotifyClient::builder().access_token(token).api_base_url(sandbox.api_base_url());
    let client = client.build_blocking().expect("a client");
    let found = client.search().tracks("the").limit(1).send().expect("a search answers");
    let name = &found.items.first().expect("a track is called The something").name;
    name.split(' ').filter(|word| word.chars().all(char::is_alphanumeric)).collect::<Vec<_>>().join("+")
}

fn timed(work: impl FnOnce()) -> Duration {
    let before = Instant::now();
    work();
    before.elapsed()
}

fn sorted(times: impl Iterator<Item = Duration>) -> Vec<Duration> {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times
}

/// What of this process is in memory, in KiB, as Linux tells it.
pub(crate) fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\na sandbox by the size of its catalogue; wall time, and what the process grew by")?;
        writeln!(
            f,
            "{:>9}  {:>9}  {:>8}  {:>8}  {:>8}  {:>7}  {:>8}  {:>8}  {:>7}  {:>7}",
            "tracks",
            "saved",
            "start ms",
            "track us",
            "99 % us",
            "name ms",
            "word ms",
            "genre ms",
            "MB",
            "used MB"
        )?;
        for Row { tracks, saved, start, track, searches, memory } in &self.0 {
            let [track, slow] = track.map(|time| time.as_secs_f64() * 1e6);
            let [started, answered] =
                memory.map(|kib| kib.map_or("-".to_owned(), |kib| format!("{:.1}", kib as f64 / 1024.0)));
            let start = start.as_secs_f64() * 1e3;
            let [name, word, genre] = searches.map(|time| time.as_secs_f64() * 1e3);
            writeln!(
                f,
                "{tracks:>9}  {saved:>9}  {start:>8.2}  {track:>8.1}  {slow:>8.1}  {name:>7.2}  {word:>8.2}  {genre:>8.2}  {started:>7}  {answered:>7}"
            )?;
        }
        Ok(())
    }
}
