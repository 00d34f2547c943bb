//! Executors that are not tokio's.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::transport::{HttpTransport, Limits, Transport, TransportError};

use super::several::{ALBUM, start};
use crate::support::{authorization_code, client, client_credentials, log_in};

/// The plainest executor there is: polls on this thread, which it parks in between.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);

    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = std::task::Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::park_timeout(Duration::from_secs(60));
    }
}

#[test]
fn calls_and_logins_work_outside_tokio() {
    assert!(tokio::runtime::Handle::try_current().is_err());
    let (sandbox, client) = start();
    block_on(async {
        client.albums().get(ALBUM).await.unwrap();
        let mut pages = client.albums().get_tracks(ALBUM).limit(1).pages();
        pages.next().await.unwrap().unwrap();
        let auth = client_credentials(&sandbox).build().unwrap();
        auth.access_token().await.unwrap();
        let user: AuthorizationCode = authorization_code(&sandbox).build().unwrap();
        log_in(&sandbox, &user).await;
        client.close().await;
        user.close().await.unwrap();
    });
}

#[test]
fn waits_in_the_systems_time_work_outside_tokio() {
    let sandbox = Sandbox::documents().start().unwrap();
    sandbox.fault(Fault::on("/v1/*").status(503).times(1));
    let builder = client(&sandbox).access_token("your-access-token").clock(spotify_sdk::clock::SystemClock);
    let client = builder.build().unwrap();
    block_on(client.albums().get(ALBUM).send()).unwrap();
    assert_eq!(sandbox.journal().entries().len(), 2);
    block_on(spotify_sdk::clock::Clock::sleep(&spotify_sdk::clock::SystemClock, Duration::from_millis(1)));
}

/// Sends from a thread that has no runtime, as a custom transport may.
struct Elsewhere(HttpTransport);

impl Transport for Elsewhere {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        limits: Limits,
    ) -> Result<http::Response<bytes::Bytes>, TransportError> {
        let transport = self.0.clone();
        std::thread::spawn(move || block_on(transport.send(request, limits))).join().unwrap()
    }
}

#[test]
fn a_transport_without_a_runtime_says_so() {
    let sandbox = Sandbox::documents().start().unwrap();
    let transport = Elsewhere(HttpTransport::default());
    let client = client(&sandbox).access_token("your-access-token").transport(transport);
    let error = client.build_blocking().unwrap().albums().get(ALBUM).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.to_string().contains("runtime"), "{error}");
    assert_eq!(sandbox.journal().entries().len(), 0);
}
