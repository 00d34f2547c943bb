//! The handle: what a test does with a sandbox besides sending requests.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, SystemTime};

use spotify_sandbox::{App, AuthorizeError, Sandbox, User};

use crate::client::get;
use crate::login::*;

#[test]
fn every_sandbox_is_a_world_of_its_own() {
    let (one, two) = (sandbox(), sandbox());
    assert_ne!(one.base_url(), two.base_url());
    let token = one.mint("ada", &[]).access_token;
    assert_eq!((me(&one, &token), me(&two, &token)), (200, 401));
    assert_eq!(one.api_base_url(), format!("{}/v1", one.base_url()));
    assert_eq!(one.accounts_base_url(), one.base_url());
}

#[test]
fn without_an_app_one_is_made_up() {
    let (one, two) = (Sandbox::builder().start().unwrap(), Sandbox::builder().start().unwrap());
    assert_ne!((one.client_id(), one.client_secret()), (two.client_id(), two.client_secret()));
    assert!(one.client_secret().starts_with("sandbox-secret-"));
    assert_eq!(one.client_id().len(), 32);
    assert_eq!(one.redirect_uri(), "http://127.0.0.1/callback");
    assert_eq!(one.users(), ["ada", "bob"]);
}

#[test]
fn dropping_frees_the_port() {
    let sandbox = sandbox();
    let address = sandbox.base_url().trim_start_matches("http://").to_owned();
    let mut open = TcpStream::connect(&address).unwrap();
    drop(sandbox);
    assert_eq!(TcpStream::connect(&address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    assert_eq!(open.read(&mut [0; 1]).unwrap_or(0), 0);
}

#[test]
fn a_port_can_be_chosen_and_may_be_taken() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    assert_eq!(builder().port(port).start().unwrap_err().kind(), ErrorKind::AddrInUse);
    drop(free);
    assert_eq!(builder().port(port).start().unwrap().base_url(), format!("http://127.0.0.1:{port}"));
}

#[test]
fn it_runs_beside_any_runtime_and_moves_between_threads() {
    let sandbox = sandbox();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let inside = runtime.block_on(async { builder().start().unwrap() });
    drop(runtime);
    let token = inside.mint("ada", &[]).access_token;
    std::thread::spawn(move || {
        assert_eq!(me(&inside, &token), 200);
        drop(inside);
    })
    .join()
    .unwrap();
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { drop(sandbox) });
}

#[test]
fn what_spotify_would_not_register_is_refused_with_advice() {
    let refused = |app: App| {
        let error = Sandbox::builder().app(app).start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        error.to_string()
    };
    let with = |uri: &str| refused(App::new(ID, SECRET).redirect_uri(uri));
    assert!(with("http://localhost:8080/callback").contains("write http://127.0.0.1"));
    assert!(with("http://your-app.com/callback").contains("use https"));
    assert!(with("/callback").contains("absolute URL"));
    assert!(with("https://your-app.com/#x").contains("fragment"));
    assert!(refused(App::new("", SECRET)).contains("client id"));
    let twice = builder().app(App::new(ID, "x")).start().unwrap_err().to_string();
    assert!(twice.contains("two apps have the client id"), "{twice}");
}

#[test]
fn impossible_users_are_refused_with_advice() {
    let refused = |user: User| builder().tracks(100).user(user).start().unwrap_err().to_string();
    assert!(refused(User::premium("")).contains("id"));
    assert!(refused(User::premium("ada").country("Sweden")).contains("two capital letters"));
    let many = refused(User::premium("ada").saved_tracks(101));
    assert!(many.contains("saves 101 tracks, but the catalogue has 100"), "{many}");
    let twice = builder().user(User::free("x")).user(User::free("x")).start().unwrap_err().to_string();
    assert!(twice.contains("two users have the id"), "{twice}");
}

#[test]
fn one_of_the_users_that_are_made_up_has_audiobooks_unless_a_country_is_given() {
    let books = |builder: spotify_sandbox::Builder| {
        let sandbox = builder.start().unwrap();
        ["ada", "bob"].map(|user| {
            let token = sandbox.mint(user, &["user-library-read"]).access_token;
            let page = get(sandbox.base_url(), "/v1/me/audiobooks").bearer(&token).send().json();
            page["items"].as_array().unwrap().len()
        })
    };
    assert_eq!(books(builder()), [0, 1], "Sweden has none, Great Britain has");
    assert_eq!(books(builder().country("IE")), [4, 1]);
    assert_eq!(books(builder().country("DE")), [0, 0]);
    let refused = builder().country("Ireland").start().unwrap_err().to_string();
    assert!(refused.contains("two capital letters"), "{refused}");
    let refused = builder().country("IE").user(User::free("x")).start().unwrap_err().to_string();
    assert!(refused.contains("User::country"), "{refused}");
}

#[test]
fn time_moves_as_told_and_answers_are_dated_by_it() {
    let sandbox = sandbox();
    let clock = sandbox.clock();
    let before = sandbox.now();
    sandbox.advance(Duration::from_secs(3_600));
    assert!(clock.now() >= before + Duration::from_secs(3_600));
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
    sandbox.set_time(then);
    let date = get(sandbox.base_url(), "/").send().header("date").to_owned();
    assert!(date.starts_with("Wed, 18 May 2033 03:3"), "{date}");
    sandbox.advance(Duration::MAX);
    assert!(get(sandbox.base_url(), "/").send().header("date").ends_with("9998 23:59:59 GMT"));
}

#[test]
fn approving_gives_the_callback_url() {
    let sandbox = sandbox();
    let callback = sandbox.approve_as("bob", &authorize_url(&sandbox, &[])).unwrap();
    assert!(callback.starts_with(&format!("{CALLBACK}?code=sandbox-code-")), "{callback}");
    let tokens = exchange(&sandbox, &query(&callback)["code"]);
    let profile = get(sandbox.base_url(), "/v1/me").bearer(&text(&tokens, "access_token")).send();
    assert_eq!(profile.json()["id"], "bob");
    let denied = sandbox.deny(&authorize_url(&sandbox, &[])).unwrap();
    assert_eq!(denied, format!("{CALLBACK}?error=access_denied&state=state-of-the-test"));
}

#[test]
fn approving_looks_where_the_url_leads() {
    let sandbox = sandbox();
    let elsewhere = sandbox_url_elsewhere(&sandbox);
    for url in
        ["https://accounts.spotify.com/authorize?client_id=x", "nonsense", &elsewhere, sandbox.base_url()]
    {
        assert_eq!(sandbox.approve(url), Err(AuthorizeError::NotThisSandbox), "{url}");
    }
    let url = authorize_url(&sandbox, &[]);
    assert_eq!(sandbox.approve_as("eve", &url), Err(AuthorizeError::NoSuchUser("eve".to_owned())));
    let unknown = authorize_url(&sandbox, &[("client_id", "unknown")]);
    let page = "INVALID_CLIENT: Invalid client".to_owned();
    assert_eq!(sandbox.deny(&unknown), Err(AuthorizeError::Refused(page)));
}

fn sandbox_url_elsewhere(sandbox: &Sandbox) -> String {
    let other = crate::login::sandbox();
    authorize_url(sandbox, &[]).replace(sandbox.base_url(), other.base_url())
}

#[test]
fn browsing_requests_the_callback() {
    let sandbox = sandbox();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/callback", listener.local_addr().unwrap());
    let visit = sandbox.browser().browse(&authorize_url(&sandbox, &[("redirect_uri", &uri)]));
    let request =
        serve_once(&listener, "HTTP/1.1 303 See Other\r\nLocation: /done\r\ncontent-length: 0\r\n\r\n");
    let after = serve_once(&listener, "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone");
    assert!(after.starts_with("GET /done HTTP/1.1\r\n"), "{after}");
    assert!(request.starts_with("GET /callback?code=sandbox-code-"), "{request}");
    let visited = visit.join().unwrap();
    assert!(visited.answer.ends_with("done"));
    let code = query(&visited.callback_url).remove("code").unwrap();
    let form = [("grant_type", "authorization_code"), ("code", &*code), ("redirect_uri", &*uri)];
    assert_eq!(token_with_secret(&sandbox, &form).status, 200);
}

/// Accepts one connection and answers its request: the request.
fn serve_once(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        let mut byte = [0; 1];
        stream.read_exact(&mut byte).unwrap();
        request.push(byte[0].into());
    }
    stream.write_all(answer.as_bytes()).unwrap();
    request
}

#[test]
fn browsing_tells_why_it_failed() {
    let sandbox = sandbox();
    let refused = sandbox.browse(&authorize_url(&sandbox, &[("client_id", "unknown")])).join().unwrap_err();
    assert!(refused.to_string().contains("INVALID_CLIENT"), "{refused}");
    let remote = sandbox.browse(&authorize_url(&sandbox, &[])).join().unwrap_err();
    assert!(remote.to_string().contains("loopback"), "{remote}");
}

#[test]
#[should_panic(expected = "the sandbox has no user `eve`")]
fn minting_for_nobody_is_a_mistake_in_the_test() {
    sandbox().mint("eve", &[]);
}
