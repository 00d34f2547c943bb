//! Options, and the order of things: whatever is wrong is said before a socket, a handler or a browser is
//! opened.

use std::net::TcpListener;
use std::time::Duration;

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{AuthorizeLocal, PastedCallback};
use spotify_sdk::clock::ManualClock;

use super::support::{HANG, TOKEN_REQUEST, builder, by_hand, parameter, sandbox, visit};

/// A login whose handler must never be called.
fn never_shown(login: AuthorizeLocal) -> AuthorizeLocal {
    login.open_browser(false).on_url(|_| panic!("the handler was called"))
}

#[tokio::test]
async fn what_cannot_work_is_said_before_anything_is_opened() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let with_state = |state: &str| never_shown(auth.authorize_local()).state(state);
    for (login, kind, text) in [
        (
            never_shown(auth.authorize_local()).timeout(Duration::ZERO),
            ErrorKind::InvalidArgument,
            "more than zero",
        ),
        (with_state(""), ErrorKind::InvalidArgument, "printable ASCII"),
        (with_state("a\r\nb"), ErrorKind::InvalidArgument, "printable ASCII"),
        (with_state("ü"), ErrorKind::InvalidArgument, "printable ASCII"),
        (auth.authorize_local().open_browser(false), ErrorKind::InvalidArgument, "on_url"),
    ] {
        let error = login.await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().contains(text), "{error}");
    }
    let elsewhere = builder(&sandbox).redirect_uri("https://your-app.com/callback").build().unwrap();
    let error = never_shown(elsewhere.authorize_local()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("http://127.0.0.1:8080/callback"), "{error}");
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn fault_074_a_busy_port_is_an_error_before_the_url_is_shown() {
    let occupied = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = occupied.local_addr().unwrap().port();
    let sandbox = sandbox();
    let auth = builder(&sandbox).redirect_uri(format!("http://127.0.0.1:{port}/callback")).build().unwrap();
    let error = never_shown(auth.authorize_local()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains(&format!("port {port}")), "{error}");
}

#[tokio::test]
async fn the_listener_is_ready_when_the_handler_is_called() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let login = auth.authorize_local().open_browser(false).timeout(HANG).on_url(|url| {
        let address =
            url::Url::parse(&parameter(url, "redirect_uri").unwrap()).unwrap().socket_addrs(|| None).unwrap();
        std::net::TcpStream::connect(address.as_slice()).unwrap();
        let url = url.to_owned();
        std::thread::spawn(move || visit(&url));
    });
    login.await.unwrap();
}

#[tokio::test]
async fn show_dialog_is_the_providers_unless_set() {
    let sandbox = sandbox();
    for (provider, login, shown) in
        [(false, None, false), (true, None, true), (false, Some(true), true), (true, Some(false), false)]
    {
        let auth = builder(&sandbox).show_dialog(provider).build().unwrap();
        let (mut local, urls) = by_hand(&auth);
        if let Some(show_dialog) = login {
            local = local.show_dialog(show_dialog);
        }
        let local = tokio::spawn(local.into_future());
        let url = tokio::task::spawn_blocking(move || urls.recv_timeout(HANG).unwrap()).await.unwrap();
        local.abort();
        assert_eq!(
            parameter(&url, "show_dialog").as_deref(),
            shown.then_some("true"),
            "{provider} {login:?}"
        );
    }
}

#[tokio::test]
async fn a_state_of_the_callers_own_is_sent_and_required() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let browser = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        assert_eq!(parameter(&url, "state").as_deref(), Some("my own & only = state"));
        visit(&url)
    });
    login.state("my own & only = state").await.unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
}

#[tokio::test]
async fn fault_089_the_time_limit_is_that_of_the_clock() {
    let sandbox = sandbox();
    let clock = ManualClock::new();
    let auth = builder(&sandbox).clock(clock.clone()).build().unwrap();
    let (sender, shown) = tokio::sync::oneshot::channel();
    let login = auth.authorize_local().open_browser(false).on_url(move |_| sender.send(()).unwrap());
    let login = tokio::spawn(login.into_future());
    shown.await.unwrap();
    clock.advance(Duration::from_secs(299));
    tokio::task::yield_now().await;
    assert!(!login.is_finished());
    clock.advance(Duration::from_secs(1));
    let error = tokio::time::timeout(HANG, login).await.unwrap().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginTimeout);
}

#[tokio::test]
async fn a_user_may_take_an_hour_if_the_caller_says_so() {
    let sandbox = sandbox();
    let clock = ManualClock::new();
    let auth = builder(&sandbox).clock(clock.clone()).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let browser = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        clock.advance(Duration::from_secs(3500));
        visit(&url)
    });
    // Ten minutes is the age at which a request that was put away is refused; this one never was.
    login.timeout(Duration::from_secs(3600)).await.unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1);
}

#[test]
fn a_login_is_printed_without_its_secrets() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let login = auth.authorize_local().state("CANARY").pasted_callback(&PastedCallback::new());
    let text = format!("{login:?}");
    assert!(text.contains("timeout: 300s") && !text.contains("CANARY"), "{text}");
    assert!(!text.contains(sandbox.client_secret()), "{text}");
}
