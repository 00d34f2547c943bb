//! `/authorize` and its pages, walked through by forms.

use spotify_sandbox::{App, AuthorizeError, Sandbox};

use crate::client::{Response, get, post};
use crate::login::*;

/// A sandbox that shows its pages.
fn interactive() -> Sandbox {
    builder().auto_approve(false).start().unwrap()
}

fn nonce(page: &Response) -> String {
    let html = page.text();
    let start = html.find("name=\"nonce\" value=\"").expect("a nonce") + 20;
    html[start..].split('"').next().unwrap().to_owned()
}

/// Follows `/authorize` to the login page and logs `user` in: the answer of the login.
fn log_in(sandbox: &Sandbox, url: &str, user: &str) -> Response {
    let base = sandbox.base_url();
    let hop = get(base, url).send();
    assert_eq!(hop.status, 303);
    assert!(hop.header("location").starts_with(&format!("{base}/en/login?continue=")), "{hop:?}");
    let page = get(base, hop.header("location")).send();
    assert_eq!(page.status, 200);
    post(base, "/en/login", &[("nonce", &nonce(&page)), ("user", user)]).send()
}

/// The consent page for `url`, without cookies.
fn consent(sandbox: &Sandbox, url: &str) -> Response {
    let login = log_in(sandbox, url, "ada");
    assert_eq!(login.status, 303);
    get(sandbox.base_url(), login.header("location")).send()
}

fn decide(sandbox: &Sandbox, nonce: &str, decision: &str) -> Response {
    post(sandbox.base_url(), "/authorize/accept", &[("nonce", nonce), ("decision", decision)]).send()
}

#[test]
fn a_login_by_forms_alone_brings_a_code() {
    let sandbox = interactive();
    let url = authorize_url(&sandbox, &[("scope", "user-library-read playlist-modify-public")]);
    let page = consent(&sandbox, &url);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("See what you saved in your library"), "{}", page.text());
    assert!(page.text().contains("Local sandbox, not Spotify"));
    let answer = decide(&sandbox, &nonce(&page), "approve");
    assert_eq!(answer.status, 303);
    let callback = query(answer.header("location"));
    assert_eq!(callback["state"], "state-of-the-test");
    let tokens = exchange(&sandbox, &callback["code"]);
    assert_eq!(text(&tokens, "scope"), "user-library-read playlist-modify-public");
}

#[test]
fn cancelling_says_access_denied() {
    let sandbox = interactive();
    let page = consent(&sandbox, &authorize_url(&sandbox, &[]));
    let answer = decide(&sandbox, &nonce(&page), "deny");
    let wanted = format!("{CALLBACK}?error=access_denied&state=state-of-the-test");
    assert_eq!(answer.header("location"), wanted);
}

#[test]
fn forms_work_once_and_only_with_their_nonce() {
    let sandbox = interactive();
    let page = consent(&sandbox, &authorize_url(&sandbox, &[]));
    let nonce = nonce(&page);
    assert_eq!(decide(&sandbox, "sandbox-form-guessed", "approve").status, 400);
    assert_eq!(decide(&sandbox, &nonce, "approve").status, 303);
    assert_eq!(decide(&sandbox, &nonce, "approve").status, 400);
    assert_eq!(post(sandbox.base_url(), "/en/login", &[("user", "ada")]).send().status, 400);
}

#[test]
fn a_session_cookie_saves_the_login_and_an_approval_the_consent() {
    let sandbox = interactive();
    let url = authorize_url(&sandbox, &[("scope", "user-library-read")]);
    let login = log_in(&sandbox, &url, "ada");
    let cookie = login.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(login.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
    let open = |more: &[(&str, &str)]| {
        get(sandbox.base_url(), &authorize_url(&sandbox, more)).header("cookie", &cookie).send()
    };
    let page = open(&[("scope", "user-library-read")]);
    assert_eq!(page.status, 200);
    assert_eq!(decide(&sandbox, &nonce(&page), "approve").status, 303);
    let again = open(&[("scope", "user-library-read")]);
    assert!(query(again.header("location")).contains_key("code"));
    assert_eq!(open(&[("scope", "user-library-read"), ("show_dialog", "true")]).status, 200);
    assert_eq!(open(&[("scope", "user-library-read user-top-read")]).status, 200);
    sandbox.user_removes_app("ada");
    assert_eq!(open(&[("scope", "user-library-read")]).status, 200);
}

#[test]
fn a_ticket_serves_one_hop() {
    let sandbox = interactive();
    let login = log_in(&sandbox, &authorize_url(&sandbox, &[]), "bob");
    let first = get(sandbox.base_url(), login.header("location")).send();
    assert!(first.text().contains("Hello, Bob"));
    let second = get(sandbox.base_url(), login.header("location")).send();
    assert_eq!(second.status, 303, "back to the login");
}

#[test]
fn only_users_of_the_sandbox_log_in() {
    let sandbox = interactive();
    assert_eq!(log_in(&sandbox, &authorize_url(&sandbox, &[]), "eve").status, 400);
}

#[test]
fn the_login_goes_on_to_nowhere_else() {
    let sandbox = interactive();
    let base = sandbox.base_url();
    for target in [
        "https://evil.example/authorize?x=1",
        "//evil.example/authorize?x=1",
        "http://127.0.0.1@evil.example/",
    ] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("continue", target).finish();
        let page = get(base, &format!("/en/login?{query}")).send();
        let answer = post(base, "/en/login", &[("nonce", &nonce(&page)), ("user", "ada")]).send();
        assert!(answer.header("location").starts_with(&format!("{base}/?ticket=")), "{answer:?}");
    }
}

#[test]
fn client_and_redirect_uri_are_checked_after_the_login() {
    let sandbox = interactive();
    let page = consent(&sandbox, &authorize_url(&sandbox, &[("client_id", "unknown")]));
    assert_eq!(page.status, 400);
    assert!(page.text().contains("INVALID_CLIENT: Invalid client"));
}

#[test]
fn refusals_are_pages_and_never_redirects() {
    let sandbox = sandbox();
    for (more, words) in [
        (&[("client_id", "unknown")][..], "INVALID_CLIENT: Invalid client"),
        (&[("client_id", "(none)")], "Missing required parameter: client_id"),
        (&[("redirect_uri", "(none)")], "Missing required parameter: redirect_uri"),
        (&[("redirect_uri", "https://your-app.com/callback/")], "INVALID_CLIENT: Invalid redirect URI"),
        (&[("redirect_uri", "https://your-app.com/Callback")], "INVALID_CLIENT: Invalid redirect URI"),
        (&[("redirect_uri", "http://localhost:8080/callback")], "INVALID_CLIENT: Insecure redirect URI"),
        (&[("redirect_uri", "http://your-app.com/callback")], "INVALID_CLIENT: Insecure redirect URI"),
        (&[("scope", "user-read-private user-read-minds")], "Illegal scope"),
        (&[("response_type", "token")], "response_type must be code"),
        (&[("response_type", "(none)")], "Missing required parameter: response_type"),
        (
            &[("code_challenge", CHALLENGE), ("code_challenge_method", "plain")],
            "code_challenge_method must be S256",
        ),
        (&[("code_challenge", CHALLENGE)], "code_challenge_method must be S256"),
        (&[("code_challenge", "short"), ("code_challenge_method", "S256")], "code_challenge must be"),
        (&[("client_id", ID), ("client_id", ID)], "Repeated parameter: client_id"),
    ] {
        let page = get(sandbox.base_url(), &authorize_url(&sandbox, more)).send();
        assert_eq!((page.status, page.header("location")), (400, ""), "{more:?}");
        assert!(page.text().contains(words), "{more:?}: {}", page.text());
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let refused = sandbox.approve(&authorize_url(&sandbox, more));
        assert!(matches!(refused, Err(AuthorizeError::Refused(text)) if text.contains(words)));
    }
}

#[test]
fn a_loopback_uri_without_a_port_takes_any() {
    let sandbox = sandbox();
    for uri in ["http://127.0.0.1:4321/callback", "http://127.0.0.1/callback", "http://127.0.0.1:1/callback"]
    {
        let answer = get(sandbox.base_url(), &authorize_url(&sandbox, &[("redirect_uri", uri)])).send();
        assert!(answer.header("location").starts_with(&format!("{uri}?code=")), "{answer:?}");
        let code = query(answer.header("location")).remove("code").unwrap();
        let form = [("grant_type", "authorization_code"), ("code", &*code), ("redirect_uri", uri)];
        assert_eq!(token_with_secret(&sandbox, &form).status, 200);
    }
}

#[test]
fn the_redirect_keeps_the_query_of_the_uri_and_the_state_as_it_was() {
    let uri = "https://your-app.com/callback?tenant=1";
    let sandbox = Sandbox::builder().app(App::new(ID, SECRET).redirect_uri(uri)).start().unwrap();
    let state = "a b&c=d#é%2F";
    let answer =
        get(sandbox.base_url(), &authorize_url(&sandbox, &[("redirect_uri", uri), ("state", state)])).send();
    assert!(answer.header("location").starts_with(&format!("{uri}&code=")));
    assert_eq!(query(answer.header("location"))["state"], state);
    let stateless = authorize_url(&sandbox, &[("redirect_uri", uri), ("state", "(none)")]);
    let answer = get(sandbox.base_url(), &stateless).send();
    assert!(!query(answer.header("location")).contains_key("state"));
}

#[test]
fn auto_approve_is_the_first_user_at_once() {
    let sandbox = sandbox();
    let answer = get(sandbox.base_url(), &authorize_url(&sandbox, &[("show_dialog", "true")])).send();
    assert_eq!(answer.status, 303);
    let entry = &sandbox.journal().entries()[0].clone();
    assert_eq!((entry.client_id.as_deref(), entry.user.as_deref()), (Some(ID), Some("ada")));
}

#[test]
fn what_a_request_brings_is_escaped_on_every_page() {
    let hostile = "\"><script>alert(1)</script>'";
    let app = App::new(ID, SECRET).redirect_uri(CALLBACK).name(hostile);
    let user = spotify_sandbox::User::premium("ada").display_name(hostile);
    let sandbox = Sandbox::builder().app(app).user(user).auto_approve(false).start().unwrap();
    let base = sandbox.base_url();
    let pages = [
        consent(&sandbox, &authorize_url(&sandbox, &[("state", hostile)])),
        consent(&sandbox, &authorize_url(&sandbox, &[("scope", hostile)])),
        consent(&sandbox, &authorize_url(&sandbox, &[("redirect_uri", hostile)])),
        get(base, "/en/login?continue=%22%3E%3Cscript%3E").send(),
        get(base, "/%3Cscript%3E").send(),
        get(base, "/").send(),
    ];
    for page in pages {
        assert!(!page.text().contains("<script"), "{}", page.text());
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{page:?}");
        assert_eq!(page.header("x-frame-options"), "DENY");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
    }
}
