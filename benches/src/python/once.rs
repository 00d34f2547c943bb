//! What can be measured once in a process: an import, and the memory that the whole library takes. Each round starts every program anew.

use std::{ffi::OsString, process::Stdio};

use super::{ours, peers, worker};
use crate::{ROUNDS, server::Server, table};

/// What is imported: the package's name alone, and what it takes to begin.
const IMPORTS: [(&str, bool, &str); 6] = [
    ("this package, its name alone", true, "import spotify_sdk"),
    ("this package, with a client", true, "from spotify_sdk import SpotifyClient"),
    ("this package, with a client and models", true, "from spotify_sdk import SpotifyClient, models"),
    ("spotify-sdk 0.10.1", false, "from spotify_sdk import SpotifyClient"),
    ("tekore", false, "import tekore"),
    ("spotipy", false, "import spotipy"),
];

const LIBRARIES: [(&str, bool, &str, &str); 6] = [
    ("this package", true, "ours", "saved_fat"),
    ("this package, no field read", true, "ours", "saved_untouched_fat"),
    ("this package, request() by hand", true, "ours", "saved_request_fat"),
    ("spotify-sdk 0.10.1", false, "upstream", "saved_fat"),
    ("tekore", false, "tekore_peer", "saved_fat"),
    ("spotipy (plain data)", false, "spotipy_peer", "saved_fat"),
];

/// What an import costs, in milliseconds of CPU and in memory.
pub(crate) fn import() -> String {
    let mut lines = vec![String::from(
        "\nPython: import; client CPU in ms (median, lowest - highest), and MB that the process grows by",
    )];
    for (name, is_ours, statement) in IMPORTS {
        let mut runs: Vec<_> =
            (0..ROUNDS).map(|_| numbers(python(is_ours), &["import", statement])).collect();
        runs.sort_by_key(|[cpu, _]| *cpu);
        let milliseconds = |run: &[u64; 2]| run[0] as f64 / 1e6;
        let median = &runs[(runs.len() - 1) / 2];
        let (lowest, highest) = (milliseconds(&runs[0]), milliseconds(&runs[runs.len() - 1]));
        lines.push(format!(
            "{name:40}  {:>7.1}  {:>15}  {:>6.1} MB",
            milliseconds(median),
            format!("{lowest:.1} - {highest:.1}"),
            table::megabytes(median[1])
        ));
    }
    lines.join("\n")
}

/// What 10,000 saved tracks with market lists take, their fields read.
pub(crate) fn memory(server: &Server) -> String {
    let mut lines = vec![String::from(
        "\nPython: holding 10,000 saved tracks with market lists, fields read; MB that the process grew by, import and all, and its peak",
    )];
    let api = format!("{}/v1", server.prepared_url());
    for (name, is_ours, client, work) in LIBRARIES {
        let [grown, peak] =
            numbers(python(is_ours), &["memory", client, work, &api, server.accounts_base_url()]);
        let [grown, peak] = [grown, peak].map(table::megabytes);
        lines.push(format!("{name:40}  {grown:>7.1}  {peak:>7.1}"));
    }
    lines.join("\n")
}

fn python(is_ours: bool) -> OsString {
    if is_ours { ours() } else { peers() }
}

/// The two numbers that `python/benches/once.py` prints.
fn numbers(python: OsString, arguments: &[&str]) -> [u64; 2] {
    let output = worker::script(python, "once.py")
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .expect("Python can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    numbers.try_into().unwrap_or_else(|_| panic!("once.py {arguments:?} failed"))
}
