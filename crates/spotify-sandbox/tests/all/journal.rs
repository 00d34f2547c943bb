//! The journal tells what happened and gives no secret away.

use spotify_sandbox::{App, Sandbox};

use crate::client::{get, post, request};
use crate::login::*;

/// A login and a few calls, with every secret there is on the wire.
fn busy() -> Sandbox {
    let sandbox = builder().auto_approve(true).start().unwrap();
    let pkce =
        [("code_challenge", CHALLENGE), ("code_challenge_method", "S256"), ("scope", "user-library-read")];
    let hop = get(sandbox.base_url(), &authorize_url(&sandbox, &pkce))
        .header("cookie", "a=sandbox-session-x")
        .send();
    let code = query(hop.header("location")).remove("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", ID),
        ("client_secret", SECRET),
    ];
    let tokens = token(&sandbox, &form);
    let (access, refresh_token) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    refresh(&sandbox, &refresh_token);
    get(sandbox.base_url(), "/v1/me/albums?limit=1").bearer(&access).send();
    // Secrets where they do not belong.
    get(sandbox.base_url(), &format!("/v1/{access}?x={access}&{access}=x")).header("x-token", &access).send();
    get(sandbox.base_url(), "/v1/me").bearer("a-token-of-somebody-else").send();
    sandbox
}

#[test]
fn requests_are_told_in_order() {
    let sandbox = busy();
    let journal = sandbox.journal();
    let told: Vec<_> = journal.entries().iter().map(|entry| (entry.method.as_str(), entry.status)).collect();
    let wanted = [("GET", 303), ("POST", 200), ("POST", 200), ("GET", 200), ("GET", 401), ("GET", 401)];
    assert_eq!(told, wanted.map(|(method, status)| (method, Some(status))));
    assert_eq!((journal.count("POST /api/token"), journal.count("/v1/*"), journal.count("GET *")), (2, 3, 4));
    assert_eq!(journal.count_where(|entry| entry.user.as_deref() == Some("ada")), 4);
    let albums = &journal.entries()[3];
    assert_eq!(albums.query("limit"), Some("1"));
    assert_eq!((albums.client_id.as_deref(), albums.user.as_deref()), (Some(ID), Some("ada")));
    assert_eq!(albums.header("Authorization"), Some("Bearer [redacted]"));
    assert!(albums.at <= sandbox.now());
    assert_eq!(journal.entries()[1].form("grant_type"), Some("authorization_code"));
    assert_eq!(journal.entries()[1].form("code"), Some("[redacted]"));
    assert_eq!(journal.entries()[2].header("authorization"), Some("Basic [redacted]"));
    assert_eq!(journal.to_string().lines().count(), 6);
}

#[test]
fn no_secret_is_in_it() {
    let sandbox = busy();
    let secrets = sandbox.secrets();
    let kinds = [
        "sandbox-access-",
        "sandbox-refresh-",
        "sandbox-code-",
        SECRET,
        VERIFIER,
        "state-of-the-test",
        "a-token-of",
    ];
    for kind in kinds {
        assert!(secrets.iter().any(|secret| secret.starts_with(kind)), "{kind} is a secret");
    }
    let journal = sandbox.journal();
    let texts =
        [journal.to_string(), format!("{journal:?}"), format!("{sandbox:?}"), admin_journal(&sandbox)];
    for text in texts {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
        assert!(!text.contains("Y2xpZW50"), "the credentials in base64: {text}");
    }
}

fn admin_journal(sandbox: &Sandbox) -> String {
    get(sandbox.base_url(), "/_sandbox/v1/journal").header("x-sandbox-admin", "1").send().text()
}

#[test]
fn debug_shows_no_secret() {
    let app = App::new("id", "canary-secret").redirect_uri(CALLBACK);
    let builder =
        Sandbox::builder().app(app.clone()).access_token("canary-token").code("canary-code", CALLBACK);
    let sandbox = builder.clone().start().unwrap();
    let minted = sandbox.mint("ada", &[]);
    for text in [format!("{app:?}"), format!("{builder:?}"), format!("{sandbox:?}"), format!("{minted:?}")] {
        assert!(!text.contains("canary-") && !text.contains("sandbox-access-"), "{text}");
    }
}

#[test]
fn clearing_empties_the_sandboxs_journal_and_no_snapshot() {
    let sandbox = busy();
    let journal = sandbox.journal();
    journal.clear();
    assert_eq!((journal.entries().len(), sandbox.journal().entries().len()), (6, 0));
    get(sandbox.base_url(), "/").send();
    assert_eq!(sandbox.journal().entries()[0].status, Some(200));
}

#[test]
fn a_journal_that_is_taken_begins_anew_and_says_what_faults_did() {
    let sandbox = sandbox();
    sandbox.fault(spotify_sandbox::Fault::on("/v1/*").status(500).nth(2));
    std::thread::scope(|scope| {
        // Requests go on arriving while the journal is taken, and each is in exactly one.
        let client = scope.spawn(|| (0..200).for_each(|_| drop(get(sandbox.base_url(), "/v1/me").send())));
        let (mut taken, mut faulty) = (0, 0);
        let mut take = || {
            let journal = sandbox.take_journal();
            taken += journal.entries().len();
            faulty += journal.count_where(|entry| entry.by_fault);
        };
        while !client.is_finished() {
            take();
        }
        take();
        assert_eq!((taken, faulty, sandbox.journal().entries().len()), (200, 1, 0));
    });
}

#[test]
fn connections_have_numbers() {
    let sandbox = sandbox();
    let mut kept = crate::client::connect(sandbox.base_url()).unwrap();
    for _ in 0..2 {
        get(sandbox.base_url(), "/").send_on(&mut kept).unwrap();
    }
    get(sandbox.base_url(), "/").send();
    let numbers: Vec<u64> = sandbox.journal().entries().iter().map(|entry| entry.connection).collect();
    assert_eq!(numbers, [1, 1, 2]);
    assert_eq!(sandbox.connections(), 2);
}

#[test]
fn json_bodies_of_the_web_api_are_kept() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-modify-playback-state"]).access_token;
    let body = serde_json::json!({ "position_ms": 5 });
    request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(&token).json(&body).send();
    assert_eq!(sandbox.journal().entries()[0].json, Some(body));
}

#[test]
fn control_characters_do_not_reach_a_terminal() {
    let sandbox = sandbox();
    post(sandbox.base_url(), "/api/token?x=%1b%5d0%3b%0a", &[("client_id", "\u{1b}]0;")]).send();
    let line = sandbox.journal().to_string();
    assert!(!line.trim_end().chars().any(char::is_control), "{line:?}");
}

#[test]
fn a_secret_in_a_json_body_is_blacked_out_and_the_rest_is_told() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-modify-playback-state"]).access_token;
    let body = serde_json::json!({
        "uris": ["spotify:track:4iV5W9uYEdYUVa79Axb7Rh", format!("of {token}")],
        "offset": { "position": 1, "refresh_token": "x", &*token: true },
    });
    request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(&token).json(&body).send();
    let told = sandbox.journal().entries()[0].json.clone().unwrap();
    let wanted = serde_json::json!({
        "uris": ["spotify:track:4iV5W9uYEdYUVa79Axb7Rh", "[redacted]"],
        "offset": { "position": 1, "refresh_token": "[redacted]", "[redacted]": true },
    });
    assert_eq!(told, wanted);
}
