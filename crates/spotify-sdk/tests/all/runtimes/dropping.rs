//! Clients and providers dropped in inconvenient places.

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{ErrorKind, SpotifyClient, blocking};

use super::several::{ALBUM, call, current_thread, multi_thread, start};
use crate::support::{authorization_code, client, client_credentials, eventually, in_time};

#[test]
fn everything_can_be_dropped_inside_async_code() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            let (sandbox, client) = start();
            call(&client).await;
            let face = blocking::SpotifyClient::from(client.clone());
            let auth = client_credentials(&sandbox).build().unwrap();
            auth.access_token().await.unwrap();
            let user = authorization_code(&sandbox).build().unwrap();
            drop(face);
            drop(auth);
            drop(user);
            drop(client);
            drop(sandbox);
        });
    }
}

/// Dropped together with the runtime's tasks; makes a call and closes, as a `Drop` of the user's own may.
struct ClosesWhenDropped(blocking::SpotifyClient);

impl Drop for ClosesWhenDropped {
    fn drop(&mut self) {
        let _ = self.0.albums().get(ALBUM).send();
        self.0.close();
    }
}

#[test]
fn a_runtime_that_shuts_down_drops_clients_without_a_panic() {
    for make in [current_thread, multi_thread] {
        let (sandbox, client) = start();
        let runtime = make();
        runtime.block_on(call(&client));
        let kept = client.clone();
        runtime.spawn(async move {
            let _kept = kept;
            std::future::pending::<()>().await;
        });
        let closing = ClosesWhenDropped(client.clone().into());
        runtime.spawn(async move {
            let _closing = closing;
            std::future::pending::<()>().await;
        });
        runtime.block_on(tokio::task::yield_now());
        drop(runtime);
        assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 2, "the call made while dropping was made");
        let error = current_thread().block_on(client.albums().get(ALBUM).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
    }
}

#[test]
fn a_call_that_is_dropped_midway_leaves_the_client_usable() {
    let (sandbox, client) = start();
    let runtime = current_thread();
    runtime.block_on(async {
        call(&client).await;
        for _ in 0..20 {
            sandbox.fault(Fault::on("/v1/*").delay(std::time::Duration::from_secs(5)).times(1));
            let before = sandbox.journal().entries().len();
            let mut slow = Box::pin(client.albums().get(ALBUM).send());
            while sandbox.journal().entries().len() == before {
                tokio::select! {
                    biased;
                    _ = &mut slow => panic!("it was to be slow"),
                    () = tokio::task::yield_now() => {}
                }
            }
            drop(slow);
            call(&client).await;
        }
    });
}

#[test]
fn a_client_closes_its_provider_when_the_last_one_goes() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    current_thread().block_on(async {
        let first: SpotifyClient = client(&sandbox).auth(auth.clone()).build().unwrap();
        let second = first.with_auth(auth.clone());
        in_time(first.close()).await;
        assert_eq!(first.albums().get(ALBUM).await.unwrap_err().kind(), ErrorKind::Closed);
        call(&second).await;
        drop(second);
    });
    eventually("the provider is closed", || {
        auth.access_token().wait().is_err_and(|error| error.kind() == ErrorKind::Closed)
    });
}
