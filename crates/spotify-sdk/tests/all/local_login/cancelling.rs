//! Dropping a login is how to cancel it.

use std::future::poll_fn;
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::task::Poll;

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::PastedCallback;

use super::support::{HANG, TOKEN_REQUEST, builder, by_hand, parameter, sandbox, with_browser};

fn address(urls: &mpsc::Receiver<String>) -> SocketAddr {
    let redirect_uri = parameter(&urls.recv_timeout(HANG).unwrap(), "redirect_uri").unwrap();
    url::Url::parse(&redirect_uri).unwrap().socket_addrs(|| None).unwrap()[0]
}

#[tokio::test]
async fn fault_089_a_dropped_login_closes_everything_at_once() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let pasted = PastedCallback::new();
    let mut login = login.pasted_callback(&pasted).into_future();
    // Polled here and dropped here: nothing else runs in between.
    assert!(poll_fn(|context| Poll::Ready(login.as_mut().poll(context).is_pending())).await);
    let address = address(&urls);
    TcpStream::connect(address).unwrap();
    assert_eq!(pasted.submit("nonsense").unwrap_err().kind(), ErrorKind::InvalidCallback);
    drop(login);
    assert!(TcpStream::connect(address).is_err(), "the listener is still open");
    assert_eq!(pasted.submit("nonsense").unwrap_err().kind(), ErrorKind::Closed);
}

/// A free port below those that the system hands out by itself, so that no parallel test gets it between two logins.
fn quiet_port() -> u16 {
    let start = 10_000 + u16::try_from(std::process::id() % 15_000).unwrap();
    (start..30_000).find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

#[tokio::test]
async fn fault_089_a_login_in_a_timeout_or_select_can_be_begun_again() {
    let sandbox = sandbox();
    let redirect_uri = format!("http://127.0.0.1:{}/callback", quiet_port());
    let app = spotify_sandbox::App::new("an-app", "its-secret").redirect_uri(&redirect_uri);
    let sandbox_with_port = spotify_sandbox::Sandbox::builder().app(app).start().unwrap();
    let auth = builder(&sandbox_with_port).redirect_uri(&redirect_uri).build().unwrap();
    for _ in 0..3 {
        let (login, urls) = by_hand(&auth);
        tokio::select! {
            biased;
            _ = login.into_future() => panic!("nobody called back"),
            () = async { tokio::task::yield_now().await } => {}
        }
        let address = address(&urls);
        assert!(TcpStream::connect(address).is_err(), "the listener is still open");
    }
    let (login, browser) = with_browser(&auth);
    login.await.unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 0);
    assert_eq!(sandbox_with_port.journal().count(TOKEN_REQUEST), 1);
}
