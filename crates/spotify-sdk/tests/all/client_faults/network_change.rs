//! Connections that died without a word, because the machine slept or the network changed (row 125).

use std::collections::HashMap;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use spotify_sdk::clock::{Clock as _, ManualClock};
use spotify_sdk::endpoint::CallOptions;
use spotify_sdk::transport::{HttpTransport, HttpTransportBuilder};
use spotify_sdk::{ErrorKind, SpotifyClientBuilder};

use super::tls::Authority;
use crate::support::http2_server::{Http2Server, Reply};
#[cfg(target_os = "linux")]
use crate::support::not_here;
use crate::support::operations::{Append, Read};
use crate::support::raw_server::RawServer;
use crate::support::{HANG, in_time, quick_clock, raw_client};

/// A network that can change: what was connected before hears nothing any more.
#[derive(Clone, Default)]
struct Network(Arc<State>);

#[derive(Default)]
struct State {
    changes: AtomicUsize,
    born: Mutex<HashMap<usize, usize>>,
}

impl Network {
    fn change(&self) {
        self.0.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether this connection is from before a change.
    fn swallows(&self, connection: usize) -> bool {
        let now = self.0.changes.load(Ordering::SeqCst);
        *self.0.born.lock().unwrap().entry(connection).or_insert(now) != now
    }
}

/// One server of each protocol behind a network.
struct World {
    network: Network,
    authority: Authority,
    http1: RawServer,
    http2: Http2Server,
    clock: ManualClock,
}

impl World {
    fn new() -> Self {
        let (network, authority) = (Network::default(), Authority::new());
        let (of_http1, of_http2) = (network.clone(), network.clone());
        let http1 = RawServer::start(move |exchange| {
            let connection = exchange.stream.peer_addr().unwrap().port();
            match of_http1.swallows(connection.into()) {
                true => exchange.wait_for_the_end(),
                false => exchange.answer(200, "", "{}"),
            }
        });
        let http2 = Http2Server::start(&authority, move |asked| {
            // Beyond all ports.
            match of_http2.swallows((1 << 16) + asked.connection) {
                true => Reply::Swallow,
                false => Reply::Answer,
            }
        });
        Self { network, authority, http1, http2, clock: quick_clock() }
    }

    /// A client for each server.
    fn clients(
        &self,
        change: impl Fn(HttpTransportBuilder) -> HttpTransportBuilder,
    ) -> [(&'static str, SpotifyClientBuilder); 2] {
        let root = self.authority.pem();
        [("HTTP/1.1", self.http1.url()), ("HTTP/2", self.http2.url())].map(|(protocol, url)| {
            let transport = HttpTransport::builder().clock(self.clock.clone());
            let transport = change(transport.extra_root_certificate(root.as_bytes()).unwrap());
            let client = raw_client(url, &self.clock).transport(transport.build().unwrap());
            (protocol, client.timeout(HANG).max_retries(0))
        })
    }

    /// Requests and connections that each server has seen.
    fn seen(&self) -> [(usize, usize); 2] {
        [(self.http1.requests(), self.http1.connections()), (self.http2.requests(), self.http2.connections())]
    }
}

/// Waits for what a server's thread brings about.
async fn until(condition: impl Fn() -> bool) {
    in_time(async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn fault_125_after_a_sleep_the_first_call_goes_over_a_new_connection() {
    let world = World::new();
    for (protocol, client) in world.clients(|transport| transport) {
        let client = client.build().unwrap();
        in_time(client.run(Read)).await.unwrap();
        // A time server corrects the clock: nothing happened.
        world.clock.set_wall(world.clock.now() + Duration::from_secs(3));
        in_time(client.run(Read)).await.unwrap();
        for asleep in [Duration::from_secs(10), Duration::from_secs(5 * 60 * 60)] {
            world.network.change();
            world.clock.set_wall(world.clock.now() + asleep);
            // A write: were it sent over the old connection, it could not be sent again.
            in_time(client.run(Append)).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        }
        in_time(client.run(Read)).await.unwrap();
    }
    assert_eq!(world.seen(), [(5, 3), (5, 3)]);
}

#[test]
fn fault_125_after_a_sleep_blocking_calls_have_new_connections_too() {
    let world = World::new();
    for (protocol, client) in world.clients(|transport| transport) {
        let client = client.build_blocking().unwrap();
        client.run(Read).unwrap();
        world.network.change();
        world.clock.set_wall(world.clock.now() + Duration::from_secs(60));
        client.run(Append).unwrap_or_else(|error| panic!("{protocol}: {error}"));
    }
    assert_eq!(world.seen(), [(2, 2), (2, 2)]);
}

#[tokio::test]
async fn fault_125_a_connection_that_died_costs_one_time_limit() {
    let world = World::new();
    for (protocol, client) in world.clients(|transport| transport) {
        let client = client.timeout(Duration::from_secs(2)).max_retries(1).build().unwrap();
        // The first handshake may take long on a busy machine; the limit is for what follows.
        while in_time(client.run(Read)).await.is_err() {}
        world.network.change();
        let before = world.seen();
        in_time(client.run(Read)).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        world.network.change();
        let error = in_time(client.run(Append)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{protocol}: {error}");
        in_time(client.run(Append)).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        assert_ne!(world.seen(), before);
    }
}

#[tokio::test]
async fn fault_125_callers_who_give_up_do_not_leave_a_dead_connection_to_the_next() {
    let world = World::new();
    for (protocol, client) in world.clients(|transport| transport) {
        let client = client.build().unwrap();
        in_time(client.run(Read)).await.unwrap();
        world.network.change();
        let requests = || world.seen().map(|(requests, _)| requests).iter().sum::<usize>();
        let before = requests();
        let call = tokio::spawn(client.run(Append));
        until(|| requests() > before).await;
        world.clock.advance(Duration::from_secs(1));
        call.abort();
        assert!(in_time(call).await.unwrap_err().is_cancelled());
        in_time(client.run(Append)).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
    }
}

#[tokio::test]
async fn fault_125_a_connection_that_answers_no_ping_is_given_up_before_the_time_limit() {
    let world = World::new();
    let [_, (_, client)] = world.clients(|transport| transport.unresponsive_timeout(Duration::from_secs(2)));
    let client = client.max_retries(1).build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    world.network.change();
    // The time limit is as long as the bound against hanging: only pings can tell.
    in_time(client.run(Read)).await.unwrap();
    world.network.change();
    let error = in_time(client.run(Append)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    in_time(client.run(Append)).await.unwrap();
}

#[tokio::test]
async fn fault_125_a_slow_answer_does_not_cost_the_others_their_connection() {
    let authority = Authority::new();
    let server =
        Http2Server::start(&authority, |asked| if asked.is_post { Reply::Nothing } else { Reply::Answer });
    let transport = HttpTransport::builder().extra_root_certificate(authority.pem().as_bytes()).unwrap();
    let transport = transport.unresponsive_timeout(Duration::from_secs(3)).build().unwrap();
    let client =
        raw_client(server.url(), &quick_clock()).transport(transport).max_retries(0).build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    let slow = tokio::spawn(client.run_with(Append, CallOptions::default().timeout(Duration::from_secs(6))));
    until(|| server.writes() == 1).await;
    in_time(client.run(Read)).await.unwrap();
    // Pings are answered, so it is the time limit that ends it.
    let error = in_time(slow).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    assert!(error.to_string().contains("time limit"), "{error}");
    in_time(client.run(Read)).await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn fault_125_an_interface_that_goes_down_and_up_costs_no_call() {
    let in_a_network_of_its_own = || {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net"]);
        command
    };
    let may = in_a_network_of_its_own().args(["ip", "link", "set", "lo", "up"]).output();
    if !may.is_ok_and(|output| output.status.success()) {
        not_here("row 125, an interface that goes down: it takes `unshare`, `ip` and user namespaces");
        return;
    }
    let mut child = in_a_network_of_its_own();
    child.arg(std::env::current_exe().unwrap());
    child.args(["--exact", "client_faults::network_change::goes_down_and_up", "--ignored", "--nocapture"]);
    let output = child.env("NETWORK_OF_ITS_OWN", "1").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("HTTP/1.1 and HTTP/2"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "not a test: what fault_125 starts in a network of its own"]
fn goes_down_and_up() {
    if std::env::var("NETWORK_OF_ITS_OWN").is_err() {
        return;
    }
    let interface = |state| {
        let status = Command::new("ip").args(["link", "set", "lo", state]).status();
        assert!(status.unwrap().success());
    };
    interface("up");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new();
        for (protocol, client) in world.clients(|transport| transport) {
            let client = client.build().unwrap();
            in_time(client.run(Read)).await.unwrap();
            interface("down");
            let call = tokio::spawn(client.run(Append));
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert!(!call.is_finished(), "{protocol}: there is no network");
            interface("up");
            in_time(call).await.unwrap().unwrap_or_else(|error| panic!("{protocol}: {error}"));
        }
        assert_eq!(world.seen(), [(2, 1), (2, 1)]);
    });
    eprintln!("HTTP/1.1 and HTTP/2");
}
