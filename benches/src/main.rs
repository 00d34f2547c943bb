//! spotify-sdk measured beside other clients: `cargo xtask bench [name]`.
//!
//! The figure is **client CPU**, user and system time of this process, per operation. The server is a sandbox in another
//! process, so its work is not counted. In each round every contender has its turn, and the median of the rounds
//! is printed: on a busy machine absolute times drift, and ratios taken in one run hold.

mod album;
mod contender;
mod cpu;
mod first_call;
#[cfg(feature = "count-allocations")]
mod memory;
mod model;
mod ours;
mod peers;
mod prepared;
mod python;
mod raw;
mod sandbox;
mod saved_tracks;
mod server;
mod table;
mod token;
mod users;

use std::process::ExitCode;

use contender::Contender;
use python::PYTHON;
use server::Server;
use table::Table;

/// What the build that counts allocations prints instead of CPU times.
const MEMORY: &str = "memory";

/// What is measured once in a process, of the clients for Python.
const PYTHON_IMPORT: &str = "python-import";
const PYTHON_MEMORY: &str = "python-memory";

/// What a sandbox costs, which has no contenders.
const SANDBOX: &str = "sandbox";

/// The logins of many users, which have no contenders either. A second argument says how many calls are made.
const USERS: &str = "users";

/// How often every contender has its turn.
const ROUNDS: usize = 11;

/// A benchmark: its name, what an operation is, and who competes.
struct Benchmark {
    name: &'static str,
    title: &'static str,
    /// Operations in one turn.
    operations: u32,
    /// The unit that figures are printed in.
    unit: table::Unit,
    /// The first contender is the floor that the others are multiples of.
    contenders: fn(&Server) -> Vec<Box<dyn Contender>>,
}

const BENCHMARKS: [Benchmark; 6] = [
    Benchmark {
        name: "album-lean",
        title: "one album, typed, without market lists; client CPU per call",
        operations: 500,
        unit: table::Unit::Microseconds,
        contenders: album::lean,
    },
    Benchmark {
        name: "album-fat",
        title: "one album, typed, with market lists; client CPU per call",
        operations: 500,
        unit: table::Unit::Microseconds,
        contenders: album::fat,
    },
    Benchmark {
        name: "saved-tracks-lean",
        title: "10,000 saved tracks, typed, without market lists; client CPU per page of 50",
        operations: 100,
        unit: table::Unit::Microseconds,
        contenders: saved_tracks::lean,
    },
    Benchmark {
        name: "saved-tracks-fat",
        title: "10,000 saved tracks, typed, with market lists; client CPU per page of 50",
        operations: 100,
        unit: table::Unit::Microseconds,
        contenders: saved_tracks::fat,
    },
    Benchmark {
        name: "first-call",
        title: "new client and its first call, plain http; client CPU per client",
        operations: 100,
        unit: table::Unit::Microseconds,
        contenders: first_call::contenders,
    },
    Benchmark {
        name: "token",
        title: "cached access token; CPU per call",
        operations: 500_000,
        unit: table::Unit::Nanoseconds,
        contenders: token::contenders,
    },
];

fn main() -> ExitCode {
    let name = std::env::args().nth(1);
    if name.as_deref() == Some(server::ARGUMENT) {
        return server::serve();
    }
    let is_wanted = |known: &str| name.as_deref().is_none_or(|name| known.contains(name));
    // Clients for Python are measured only where one says so: it takes environments to have them.
    let is_python = name.as_deref().is_some_and(|name| name.starts_with(PYTHON));
    let all = if is_python { &python::BENCHMARKS[..] } else { &BENCHMARKS[..] };
    let benchmarks: Vec<_> = all.iter().filter(|benchmark| is_wanted(benchmark.name)).collect();
    let is_python_import = is_python && is_wanted(PYTHON_IMPORT);
    let is_python_memory = is_python && is_wanted(PYTHON_MEMORY);
    let is_sandbox = name.as_deref().is_none_or(|name| name == SANDBOX);
    let is_users = name.as_deref().is_none_or(|name| name == USERS);
    let is_memory = cfg!(feature = "count-allocations") && name.as_deref() == Some(MEMORY);
    if benchmarks.is_empty()
        && !is_memory
        && !is_sandbox
        && !is_users
        && !is_python_import
        && !is_python_memory
    {
        let names: Vec<_> = BENCHMARKS
            .iter()
            .chain(&python::BENCHMARKS)
            .map(|benchmark| benchmark.name)
            .chain([SANDBOX, USERS, MEMORY, PYTHON_IMPORT, PYTHON_MEMORY])
            .collect();
        eprintln!("error: there is no benchmark `{}`, only {}", name.unwrap_or_default(), names.join(", "));
        return ExitCode::from(2);
    }
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("nobody has chosen a provider before main");
    if is_sandbox && !is_memory {
        println!("{}", sandbox::report());
    }
    if is_python_import {
        println!("{}", python::import());
    }
    if is_users && !is_memory {
        let calls = match std::env::args().nth(2).map(|calls| calls.parse()) {
            None => users::CALLS,
            Some(Ok(calls)) => calls,
            Some(Err(_)) => {
                eprintln!("error: the second argument is how many calls are made, such as 1000000");
                return ExitCode::from(2);
            }
        };
        println!("{}", users::report(calls));
    }
    if benchmarks.is_empty() && !is_memory && !is_python_memory {
        return ExitCode::SUCCESS;
    }
    let server = Server::start();
    if is_python_memory {
        println!("{}", python::memory(&server));
    }
    #[cfg(feature = "count-allocations")]
    if name.as_deref() == Some(MEMORY) {
        memory::reports(&server).iter().for_each(|report| println!("{report}"));
        return ExitCode::SUCCESS;
    }
    for benchmark in benchmarks {
        println!("{}", measure(benchmark, &server));
    }
    ExitCode::SUCCESS
}

/// Gives every contender a turn to warm up, then one in each round.
fn measure(benchmark: &Benchmark, server: &Server) -> Table {
    let mut contenders = (benchmark.contenders)(server);
    for contender in &mut contenders {
        contender.work(benchmark.operations.div_ceil(10));
    }
    let mut turns = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for round in 0..ROUNDS {
        for place in 0..contenders.len() {
            // Another one begins each round, so that nobody always has the turn behind the same neighbour.
            let index = (place + round) % contenders.len();
            turns[index].push(contenders[index].turn(benchmark.operations));
        }
    }
    let names = contenders.iter().map(|contender| contender.name());
    let table = Table::new(benchmark.title, benchmark.unit, names.zip(turns).collect());
    // Ours is the second row of those.
    if benchmark.name.starts_with(PYTHON) { table.beside(1) } else { table }
}
