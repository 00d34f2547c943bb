//! Logins that come to a good end.

use std::net::TcpStream;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use spotify_sandbox::{App, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::authorize_local;

use super::support::{
    HANG, TOKEN_REQUEST, builder, by_hand, callback, parameter, sandbox, visit, with_browser,
};

#[tokio::test]
async fn a_browser_login_ends_with_a_stored_token() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, browser) = with_browser(&auth);
    let token = login.await.unwrap();
    assert_eq!(token.scope(), Some("user-library-read"));
    assert!(token.refresh_token().is_some());
    assert_eq!(auth.access_token().await.unwrap().expose(), token.access_token());
    let page = browser.join().unwrap();
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<h1>Authorized</h1>"), "{page:?}");
    assert!(page.url.ends_with("/done"), "the code stays in the address bar: {}", page.url);
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1);
}

#[test]
fn it_can_be_waited_for_on_a_plain_thread() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    for logins in 1..=3 {
        let (login, browser) = with_browser(&auth);
        let token = login.wait().unwrap();
        assert_eq!(auth.access_token().wait().unwrap().expose(), token.access_token());
        assert_eq!(browser.join().unwrap().status, 200);
        assert_eq!(sandbox.journal().count(TOKEN_REQUEST), logins);
    }
}

#[tokio::test]
async fn it_can_be_waited_for_inside_tokio() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, browser) = with_browser(&auth);
    login.wait().unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
}

/// Another executor than tokio's: one future, one thread.
fn run<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[test]
fn it_can_be_awaited_outside_tokio() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, browser) = with_browser(&auth);
    run(login.into_future()).unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
}

#[test]
fn dropping_it_outside_tokio_closes_the_listener() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let waker = Waker::noop();
    // Its own time limit is not what closes it.
    let mut login = login.timeout(HANG * 10).into_future();
    assert!(login.as_mut().poll(&mut Context::from_waker(waker)).is_pending());
    let url = urls.recv_timeout(HANG).unwrap();
    let address = parameter(&url, "redirect_uri").unwrap();
    let address = url::Url::parse(&address).unwrap().socket_addrs(|| None).unwrap()[0];
    drop(login);
    // It ran on the SDK's own runtime, which lets go of it in a moment.
    let started = std::time::Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(started.elapsed() < HANG, "the listener is still open");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn fault_072_ipv6_end_to_end() {
    if tokio::net::TcpListener::bind("[::1]:0").await.is_err() {
        return;
    }
    let app = App::new("an-app", "its-secret").redirect_uri("http://[::1]/callback");
    let sandbox = Sandbox::builder().app(app).start().unwrap();
    let auth = builder(&sandbox).redirect_uri("http://[::1]/callback").build().unwrap();
    let (login, browser) = with_browser(&auth);
    login.await.unwrap();
    assert!(browser.join().unwrap().url.starts_with("http://[::1]:"));
}

#[tokio::test]
async fn fault_081_a_user_who_declines_is_an_error_of_its_own() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let denying = sandbox.browser();
    let browser =
        std::thread::spawn(move || visit(&denying.deny(&urls.recv_timeout(HANG).unwrap()).unwrap()));
    let error = login.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    assert!(browser.join().unwrap().body.contains("<h1>Not authorized</h1>"));
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 0);
    assert_eq!(auth.access_token().await.unwrap_err().kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn fault_082_a_double_tap_makes_one_token_request() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let person = sandbox.browser();
    let taps = std::thread::spawn(move || {
        let callback = person.approve(&urls.recv_timeout(HANG).unwrap()).unwrap();
        // Both connections are open before either speaks, so that the first can't end the login before the
        // second is there.
        let url = url::Url::parse(&callback).unwrap();
        let connect = || TcpStream::connect(url.socket_addrs(|| None).unwrap().as_slice()).unwrap();
        [connect(), connect()].map(|mut stream| {
            use std::io::{Read as _, Write as _};
            let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
            let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
            write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer.lines().next().unwrap_or_default().to_owned()
        })
    });
    login.await.unwrap();
    assert_eq!(taps.join().unwrap(), ["HTTP/1.1 303 See Other"; 2]);
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1);
}

#[tokio::test]
async fn fault_091_every_login_sends_a_challenge_and_its_verifier() {
    let sandbox = sandbox();
    for auth in [builder(&sandbox).build().unwrap(), builder(&sandbox).pkce().build().unwrap()] {
        sandbox.journal().clear();
        let (sender, urls) = mpsc::channel();
        let login = auth.authorize_local().open_browser(false).timeout(HANG).on_url(move |url| {
            let url = url.to_owned();
            sender.send(url.clone()).unwrap();
            std::thread::spawn(move || visit(&url));
        });
        login.await.unwrap();
        let url = urls.recv().unwrap();
        assert_eq!(parameter(&url, "code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(parameter(&url, "code_challenge").map(|challenge| challenge.len()), Some(43));
        let journal = sandbox.journal();
        let exchange = journal.entries().iter().find(|entry| entry.path == "/api/token").unwrap();
        // The sandbox checks the verifier against the challenge: this exchange would have failed without the
        // right one.
        assert!(exchange.form.iter().any(|(name, _)| name == "code_verifier"), "{exchange}");
        assert_eq!(exchange.status, Some(200));
    }
}

#[tokio::test]
async fn fault_091_a_stolen_code_is_worth_nothing_without_the_verifier() {
    let sandbox = sandbox();
    let (auth, thief) = (builder(&sandbox).build().unwrap(), builder(&sandbox).build().unwrap());
    let (login, urls) = by_hand(&auth);
    let login = tokio::spawn(login.into_future());
    let url = tokio::task::spawn_blocking(move || urls.recv_timeout(HANG).unwrap()).await.unwrap();
    let stolen = sandbox.approve(&url).unwrap();
    // The same app, the same redirect URI, the right code: but another login's verifier, or none.
    let code = parameter(&stolen, "code").unwrap();
    assert_eq!(thief.exchange_code(&code).await.unwrap_err().kind(), ErrorKind::InvalidGrant);
    login.abort();
}

#[tokio::test]
async fn logins_side_by_side_do_not_mix() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let ((one, urls_one), (two, urls_two)) = (by_hand(&auth), by_hand(&auth));
    let (one, two) = (tokio::spawn(one.into_future()), tokio::spawn(two.into_future()));
    let shown = move || (urls_one.recv_timeout(HANG).unwrap(), urls_two.recv_timeout(HANG).unwrap());
    let (first, second) = tokio::task::spawn_blocking(shown).await.unwrap();
    let redirect_uri = |url: &str| parameter(url, "redirect_uri").unwrap();
    assert_ne!(redirect_uri(&first), redirect_uri(&second));
    // The callback of one login at the port of the other.
    let strayed = callback(&first, "code=x").replace(&redirect_uri(&first), &redirect_uri(&second));
    // Begun first, completed last.
    for (login, url, strayed) in [(two, second, Some(strayed)), (one, first, None)] {
        let browsing = tokio::task::spawn_blocking(move || {
            assert!(strayed.is_none_or(|strayed| visit(&strayed).status == 400));
            visit(&url).status
        });
        assert!(login.await.unwrap().is_ok());
        assert_eq!(browsing.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn the_free_function_does_the_same() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let login = authorize_local(&auth).open_browser(false).on_url(|url| {
        let url = url.to_owned();
        std::thread::spawn(move || visit(&url));
    });
    assert!(login.await.unwrap().refresh_token().is_some());
}
