//! The local Spotifys, their time and their faults.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use spotify_sandbox::{Entry, RandomFaults, RandomFaultsHandle, RefreshTokens, Rules, Sandbox, User};
use spotify_sdk::SpotifyClient;

use crate::Fallible;
use crate::clients::users;
use crate::plan::{Plan, SERVICES};
use crate::protocol::{Begin, ServiceAddress};
use crate::time::{Beginning, Time};

/// What the logins may do.
const SCOPES: &[&str] = &[
    "user-read-private",
    "user-library-read",
    "user-library-modify",
    "playlist-read-private",
    "playlist-modify-public",
];

/// How often the services' clocks are set.
const TICK: Duration = Duration::from_millis(2);

/// How long closing may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Services {
    pub(crate) sandboxes: Arc<Vec<Sandbox>>,
    users: Vec<(usize, String)>,
    addresses: Vec<ServiceAddress>,
    faults: Vec<RandomFaultsHandle>,
    beginning: Beginning,
    time: Arc<Time>,
    is_over: Arc<AtomicBool>,
    pacemaker: Option<JoinHandle<()>>,
}

impl Services {
    pub(crate) fn start(plan: &Plan) -> Fallible<Self> {
        let users = users(plan);
        let mut sandboxes = Vec::new();
        for service in 0..SERVICES {
            let mut builder = Sandbox::builder()
                .seed(plan.seed ^ service as u64)
                .rules(Rules::ExtendedQuota)
                .refresh_tokens(if rotates(service) {
                    RefreshTokens::RotateReuseDetection
                } else {
                    RefreshTokens::Omit
                });
            for (_, user) in users.iter().filter(|(of, _)| *of == service) {
                builder = builder.user(User::premium(user).saved_tracks(60));
            }
            sandboxes.push(builder.start()?);
        }
        let addresses = sandboxes.iter().map(address).collect::<Fallible<_>>()?;
        let faults = sandboxes.iter().zip(0..);
        let faults =
            faults.map(|(sandbox, number)| sandbox.random_faults(RandomFaults::new(plan.seed + number)));
        let faults = faults.collect();
        let beginning = Beginning::now();
        let (sandboxes, time) = (Arc::new(sandboxes), Arc::new(Time::new(beginning)));
        let is_over = Arc::new(AtomicBool::new(false));
        let pacemaker = {
            let (sandboxes, time, is_over) = (sandboxes.clone(), time.clone(), is_over.clone());
            thread::spawn(move || {
                while !is_over.load(Ordering::SeqCst) {
                    let now = time.now();
                    sandboxes.iter().for_each(|sandbox| sandbox.set_time(now));
                    thread::sleep(TICK);
                }
            })
        };
        for sandbox in sandboxes.iter() {
            // What the addresses took is not the clients'.
            drop(sandbox.take_journal());
        }
        Ok(Self { sandboxes, users, addresses, faults, beginning, time, is_over, pacemaker: Some(pacemaker) })
    }

    /// What the clients have to know.
    pub(crate) fn begin(&self, plan: Plan) -> Begin {
        let logins = self
            .users
            .iter()
            .map(|(service, user)| (user.clone(), self.sandboxes[*service].mint(user, SCOPES).refresh_token));
        Begin { plan, beginning: self.beginning, services: self.addresses.clone(), logins: logins.collect() }
    }

    pub(crate) fn users(&self) -> &[(usize, String)] {
        &self.users
    }

    /// Lets time pass at once, for the services; the clients are told.
    pub(crate) fn jump(&self, by: Duration) {
        self.time.jump(by);
        self.sandboxes.iter().for_each(|sandbox| sandbox.set_time(self.time.now()));
    }

    pub(crate) fn passed(&self) -> Duration {
        self.time.passed()
    }

    pub(crate) fn remove_apps<'a>(&self, users: impl IntoIterator<Item = (usize, &'a str)>) {
        users.into_iter().for_each(|(service, user)| self.sandboxes[service].user_removes_app(user));
    }

    /// The requests that are over, with the service that got them.
    pub(crate) fn journal(&self) -> Vec<(usize, Entry)> {
        let of = |(service, sandbox): (usize, &Sandbox)| {
            let entries = sandbox.take_journal().entries().to_vec();
            entries.into_iter().map(move |entry| (service, entry))
        };
        self.sandboxes.iter().enumerate().flat_map(of).collect()
    }

    /// From here on everything goes well. How often each kind of trouble was met.
    pub(crate) fn end_faults(&self) -> BTreeMap<&'static str, u64> {
        self.sandboxes.iter().for_each(Sandbox::clear_faults);
        self.faults()
    }

    pub(crate) fn faults(&self) -> BTreeMap<&'static str, u64> {
        let mut all = BTreeMap::new();
        for (name, hits) in self.faults.iter().flat_map(RandomFaultsHandle::hits) {
            *all.entry(name).or_default() += hits;
        }
        all
    }

    /// How often a service has asked for a pause that nobody sits out.
    pub(crate) fn long_pauses(&self, service: usize) -> u64 {
        let hits = self.faults[service].hits();
        hits.into_iter().filter(|(name, _)| name.ends_with("429, long")).map(|(_, hits)| hits).sum()
    }

    /// Connections that stay open although the clients are gone; a service hears of that a moment later.
    pub(crate) fn connections_left(&self) -> usize {
        let open = || self.sandboxes.iter().map(Sandbox::open_connections).sum();
        let start = Instant::now();
        while open() > 0 && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        open()
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        if let Some(pacemaker) = self.pacemaker.take() {
            // It does nothing that could panic.
            let _ = pacemaker.join();
        }
    }
}

/// Whether a service gives a new refresh token each time and ends a login whose old one comes back.
pub(crate) fn rotates(service: usize) -> bool {
    service.is_multiple_of(2)
}

/// Where it is, and what there is to ask for: what its first user has saved.
fn address(sandbox: &Sandbox) -> Fallible<ServiceAddress> {
    let user = sandbox.users().swap_remove(0);
    let spotify = SpotifyClient::builder()
        .access_token(sandbox.mint(&user, &["user-library-read"]).access_token)
        .api_base_url(sandbox.api_base_url())
        // Connections of its own, which go with it.
        .no_proxy()
        .environment(spotify_sdk::Environment::empty())
        .build_blocking()?;
    let saved = spotify.tracks().get_saved().limit(50).send()?.items;
    let tracks: Vec<String> = saved.iter().map(|saved| saved.track.id.to_string()).collect();
    let mut albums: Vec<String> = saved.iter().map(|saved| saved.track.album.id.to_string()).collect();
    albums.dedup();
    spotify.close();
    Ok(ServiceAddress {
        api: sandbox.api_base_url(),
        accounts: sandbox.accounts_base_url(),
        client_id: sandbox.client_id().to_owned(),
        client_secret: sandbox.client_secret().to_owned(),
        redirect_uri: sandbox.redirect_uri().to_owned(),
        albums,
        tracks,
    })
}
