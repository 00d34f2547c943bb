//! Lists of any length, in whatever mode the app is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use spotify_sandbox::{Fault, Rules, Sandbox, User};
use spotify_sdk::endpoint::QuotaMode;
use spotify_sdk::id::{ArtistId, TrackId};
use spotify_sdk::transport::{HttpTransport, Limits, Transport, TransportError};
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::{builder_with, sandbox};
use crate::support::in_time;

const SCOPES: &[&str] =
    &["user-library-read", "user-library-modify", "user-follow-read", "user-follow-modify"];

/// Well-formed, and not of the sandbox's catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// The network, with a count of what is under way.
#[derive(Clone)]
struct Counted {
    network: Arc<HttpTransport>,
    under_way: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Counted {
    fn new() -> Self {
        let network = Arc::new(HttpTransport::builder().build().unwrap());
        Self { network, under_way: Arc::default(), most: Arc::default() }
    }
}

impl Transport for Counted {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(under_way, Ordering::SeqCst);
        let answer = self.network.send(request, limits).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        answer
    }
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder_with(sandbox, SCOPES).build().unwrap()
}

/// The 120 saved tracks, the seventh of them replaced by one that is not there.
async fn tracks(client: &SpotifyClient) -> Vec<TrackId> {
    let mut rows = client.tracks().get_saved().stream();
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await {
        ids.push(row.unwrap().track.id);
    }
    ids[6] = TrackId::parse(FOREIGN).unwrap();
    ids
}

fn expected(ids: &[TrackId]) -> Vec<Option<TrackId>> {
    ids.iter().map(|id| (*id != FOREIGN).then(|| id.clone())).collect()
}

#[tokio::test]
async fn a_long_list_is_read_in_as_few_requests_as_it_takes() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let ids = tracks(&client).await;
    let found = client.tracks().get_several(&ids).market("SE").await.unwrap();
    assert_eq!(
        found.into_iter().map(|track| track.map(|track| track.id)).collect::<Vec<_>>(),
        expected(&ids)
    );
    let journal = sandbox.journal();
    let named = |entry: &spotify_sandbox::Entry| entry.query("ids").unwrap().split(',').count();
    let mut sizes: Vec<_> =
        journal.entries().iter().filter(|entry| entry.path == "/v1/tracks").map(named).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [20, 50, 50]);
}

#[tokio::test]
async fn development_mode_reads_one_by_one_and_never_more_at_a_time_than_allowed() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let counted = Counted::new();
    let client = builder_with(&sandbox, SCOPES).transport(counted.clone()).build().unwrap();
    let ids = tracks(&client).await;
    for refusals in [1, 1] {
        let call = client.tracks().get_several(&ids).max_singles(120).concurrency(3);
        let found = call.await.unwrap();
        let found: Vec<_> = found.into_iter().map(|track| track.map(|track| track.id)).collect();
        assert_eq!(found, expected(&ids));
        assert_eq!(sandbox.journal().count("GET /v1/tracks"), refusals, "the client remembers");
    }
    assert_eq!(sandbox.journal().count("GET /v1/tracks/*"), 240);
    assert_eq!(counted.most.load(Ordering::SeqCst), 3);

    let error = client.tracks().get_several(&ids).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ClosedToApp);
    assert!(error.to_string().contains("max_singles"), "{error}");
    assert_eq!(sandbox.journal().count("GET /v1/tracks/*"), 240);
    // Told, not even the first is refused.
    let told = builder_with(&sandbox, SCOPES).quota_mode(QuotaMode::Development).build().unwrap();
    assert_eq!(told.tracks().get_several(&ids[..3]).await.unwrap().len(), 3);
    assert_eq!(sandbox.journal().count("GET /v1/tracks"), 1);
}

#[tokio::test]
async fn every_kind_is_read_one_by_one_in_development_mode() {
    let user = User::premium("ada").country("GB").saved_albums(1).saved_shows(1).saved_episodes(1);
    let sandbox = Sandbox::builder().user(user.saved_audiobooks(1)).start().unwrap();
    let client = client(&sandbox);
    let album = client.albums().get_saved().await.unwrap().items.remove(0).album;
    let show = client.shows().get_saved().await.unwrap().items.remove(0).show.id;
    let episode = client.episodes().get_saved().await.unwrap().items.remove(0).episode.id;
    let audiobook = client.audiobooks().get_saved().await.unwrap().items.remove(0).audiobook;
    let chapter = audiobook.chapters.items[0].id.clone();
    let artist = album.artists[0].id.clone();
    macro_rules! assert_reads {
        ($($service:ident $id:expr;)+) => {$(
            let found = client.$service().get_several([$id.as_str(), FOREIGN]).await.unwrap();
            assert_eq!(found[0].as_ref().unwrap().id, $id);
            assert!(found.len() == 2 && found[1].is_none(), stringify!($service));
        )+};
    }
    assert_reads! { albums album.id; artists artist; audiobooks audiobook.id; chapters chapter; episodes episode; }
    let shows = client.shows().get_several([show.as_str(), FOREIGN]).await.unwrap();
    let whole = client.shows().get(&show).await.unwrap();
    assert!(shows[1].is_none());
    assert_eq!(shows[0].as_ref().unwrap(), &whole.into());
}

#[tokio::test]
async fn a_long_list_is_saved_in_its_order_and_asked_for() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let saved: Vec<_> = {
            let mut ids = tracks(&client).await;
            ids.remove(6);
            ids
        };
        client.tracks().remove_saved(&saved).await.unwrap();
        assert_eq!(client.tracks().check_saved(&saved).await.unwrap(), [false; 119]);
        client.tracks().save(&saved).await.unwrap();
        let uris: Vec<_> = saved.iter().map(TrackId::uri).collect();
        assert_eq!(client.library().contains(&uris).await.unwrap(), [true; 119]);
        let journal = sandbox.journal();
        let is_dev = rules == Rules::DevelopmentMode;
        let (older, library) = if is_dev { (1, 3) } else { (3, 0) };
        for (method, path) in [("DELETE", ""), ("PUT", ""), ("GET", "/contains")] {
            assert_eq!(journal.count(&format!("{method} /v1/me/tracks{path}")), older, "{method}");
            let asked_for = if method == "GET" { library + 3 } else { library };
            assert_eq!(journal.count(&format!("{method} /v1/me/library{path}")), asked_for, "{method}");
        }
        client.library().remove(&uris).await.unwrap();
        let artists: Vec<_> = (0..60).map(|_| ArtistId::parse(FOREIGN).unwrap()).collect();
        assert_eq!(client.users().check_follows_artists(&artists).await.unwrap(), [false; 60]);
    }
}

#[tokio::test]
async fn an_empty_list_sends_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let none: [&str; 0] = [];
    assert_eq!(client.tracks().get_several(none).await.unwrap(), []);
    client.library().save(none).await.unwrap();
    client.users().unfollow_artists(none).await.unwrap();
    assert_eq!(client.albums().check_saved(none).await.unwrap(), [false; 0]);
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn an_error_in_the_middle_says_which_were_done() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let mut ids = tracks(&client).await;
    ids.remove(6);
    let uris: Vec<_> = ids.iter().map(TrackId::uri).collect();
    sandbox.fault(Fault::on("/v1/me/library").nth(2).status(400));
    let error = client.library().remove(&uris).await.unwrap_err();
    let progress = error.progress().unwrap();
    assert_eq!((error.kind(), progress.done(), progress.total()), (ErrorKind::BadRequest, &uris[..40], 119));
    assert_eq!(sandbox.journal().count("/v1/me/library"), 2);
    // A long limit in the middle is an error at once, and says as much.
    sandbox.fault(Fault::rate_limited(3600).at("/v1/me/library").nth(2));
    let error = client.library().remove(&uris).await.unwrap_err();
    assert_eq!((error.kind(), error.progress().unwrap().done().len()), (ErrorKind::RateLimited, 40));
    assert!(error.retry_after().is_some() && error.to_string().contains("40 of 119"), "{error}");
    sandbox.clear_faults();
    client.clear_cool_down();
    // Again with all of them, as removing twice is removing once.
    client.library().remove(&uris).await.unwrap();
    assert_eq!(client.tracks().get_saved().await.unwrap().total, 1, "the one that was not listed");
}

#[tokio::test]
async fn dropping_the_call_ends_it() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let ids = tracks(&client).await;
    sandbox.fault(Fault::on("/v1/tracks").nth(2).delay(std::time::Duration::from_secs(3600)));
    let call = tokio::spawn(client.run(client.tracks().get_several(&ids).concurrency(1).into_parts().1));
    in_time(async {
        while sandbox.journal().count("/v1/tracks") < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(client.tracks().get_several(&ids[..2]).await.unwrap().len(), 2);
    assert_eq!(sandbox.journal().count("/v1/tracks"), 3, "the third part was never sent");
}

#[test]
fn blocking_reads_and_saves_the_same() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = builder_with(&sandbox, SCOPES).build_blocking().unwrap();
        let ids: Vec<_> = client.tracks().get_saved().iter().map(|row| row.unwrap().track.id).collect();
        let found = client.tracks().get_several(&ids).max_singles(120).send().unwrap();
        assert_eq!(found.into_iter().map(|track| track.unwrap().id).collect::<Vec<_>>(), ids);
        client.tracks().remove_saved(&ids).send().unwrap();
        assert_eq!(client.tracks().check_saved(&ids).send().unwrap(), [false; 120]);
        let error = client.tracks().get_several(["../me"]).send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
}
