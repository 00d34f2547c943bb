//! Answers that are none, or odd ones.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{Error, ErrorKind};

use super::support::{RawServer, provider, read_request, send};
use crate::support::{authorization_code, client_credentials, log_in};
use crate::token_manager::support::seconds;

const TOKEN: &str = "POST /api/token";

async fn error_of(fault: Fault) -> Error {
    let sandbox = Sandbox::builder().start().unwrap();
    sandbox.fault(fault);
    let auth = client_credentials(&sandbox).build().unwrap();
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(sandbox.journal().count(TOKEN), 1, "{error}");
    error
}

#[tokio::test]
async fn fault_011_what_is_no_token_is_said_so_whatever_its_label() {
    let html = "<html><body>Sign in to the network. access_token=abcdef</body></html>";
    let long = "x ".repeat(5000);
    for body in [html, "", "not json", "\u{0}\u{1}\u{2}", "{\"access_token\":", &long] {
        for label in ["text/html", "application/json", "text/plain; charset=x", "nonsense"] {
            let error = error_of(Fault::on(TOKEN).body(body).content_type(label)).await;
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{body:.20} {label}: {error}");
            let excerpt = error.body_excerpt().unwrap_or_default();
            assert!(excerpt.chars().count() <= 200, "{excerpt}");
            assert!(!format!("{error} {error:?}").contains("abcdef"));
        }
    }
}

#[tokio::test]
async fn fault_011_a_token_is_read_whatever_its_label() {
    let sandbox = Sandbox::builder().start().unwrap();
    for label in ["text/html", "text/plain", "nonsense"] {
        sandbox.clear_faults();
        sandbox.fault(Fault::on(TOKEN).content_type(label));
        client_credentials(&sandbox).build().unwrap().access_token().await.unwrap();
    }
}

#[tokio::test]
async fn fault_012_json_of_another_shape_is_typed() {
    let deep = "[".repeat(60_000);
    for body in ["[]", "null", "\"token\"", "7", "true", "{}", &deep] {
        let error = error_of(Fault::on(TOKEN).body(body)).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{body:.20}");
    }
}

/// The lifetime in seconds of a token whose answer says `expires_in`, or the error.
async fn lifetime(expires_in: Option<Value>) -> spotify_sdk::Result<f64> {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    sandbox.fault(Fault::on(TOKEN).patch(move |answer| match &expires_in {
        Some(value) => answer["expires_in"] = value.clone(),
        None => drop(answer.as_object_mut().unwrap().remove("expires_in")),
    }));
    let token = auth.complete_authorization(request, &callback).await?;
    Ok(token.expires_at() - seconds(&sandbox))
}

#[tokio::test]
async fn fault_013_a_token_without_a_lifetime_lives_an_hour() {
    for form in [None, Some(Value::Null)] {
        assert!((3590.0..=3600.0).contains(&lifetime(form).await.unwrap()));
    }
}

#[tokio::test]
async fn fault_014_a_lifetime_may_be_text_or_have_a_fraction() {
    for form in [json!("3600"), json!(3600.0), json!(" 3600.0 "), json!(3600)] {
        assert!((3590.0..=3600.0).contains(&lifetime(Some(form)).await.unwrap()));
    }
}

#[tokio::test]
async fn fault_015_no_lifetime_is_longer_than_a_day() {
    for form in [json!(1e300), json!("1e30"), json!(86_401), json!(u64::MAX)] {
        assert!(lifetime(Some(form)).await.unwrap() <= 86_400.0);
    }
    for form in [json!("NaN"), json!("Infinity"), json!(true), json!([]), json!("soon")] {
        assert_eq!(lifetime(Some(form)).await.unwrap_err().kind(), ErrorKind::InvalidResponse);
    }
}

#[tokio::test]
async fn fault_017_an_unusable_access_token_never_becomes_a_header() {
    for token in [json!(null), json!(""), json!(7), json!("a b"), json!("a\r\nX-Evil: 1"), json!("naïve")] {
        let error =
            error_of(Fault::on(TOKEN).patch(move |answer| answer["access_token"] = token.clone())).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
    }
    let error = error_of(Fault::on(TOKEN).json(json!({ "expires_in": 3600 }))).await;
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
}

#[tokio::test]
async fn fault_018_a_token_of_another_type_is_not_used() {
    let typed = |kind: &'static str| Fault::on(TOKEN).patch(move |answer| answer["token_type"] = kind.into());
    assert_eq!(error_of(typed("mac")).await.kind(), ErrorKind::InvalidResponse);
    let sandbox = Sandbox::builder().start().unwrap();
    sandbox.fault(typed("BEARER"));
    client_credentials(&sandbox).build().unwrap().access_token().await.unwrap();
}

#[tokio::test]
async fn fault_019_members_that_nobody_knows_are_ignored() {
    let sandbox = Sandbox::builder().start().unwrap();
    sandbox.fault(Fault::on(TOKEN).patch(|answer| {
        for number in 0..50 {
            answer[format!("extra_{number}")] = json!([number, null, {}]);
        }
    }));
    client_credentials(&sandbox).build().unwrap().access_token().await.unwrap();
}

#[tokio::test]
async fn fault_020_scopes_that_were_not_granted_are_named_and_no_error() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox)
        .scopes("user-library-read user-read-private user-top-read")
        .build()
        .unwrap();
    sandbox.fault(Fault::on(TOKEN).patch(|answer| answer["scope"] = "user-read-private".into()));
    let token = log_in(&sandbox, &auth).await;
    assert_eq!(token.scope(), Some("user-read-private"));
    assert_eq!(auth.missing_scopes().to_string(), "user-library-read user-top-read");
    // An answer that says nothing means what was granted before (RFC 6749 section 6).
    sandbox.clear_faults();
    sandbox.fault(Fault::on(TOKEN).patch(|answer| drop(answer.as_object_mut().unwrap().remove("scope"))));
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(auth.token_info().await.unwrap().scope(), Some("user-read-private"));
}

#[tokio::test]
async fn fault_016_a_server_that_hands_out_dead_tokens_is_not_hammered() {
    let server = RawServer::start(|stream, requests| {
        while read_request(&stream).is_some() {
            requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let body = r#"{"access_token":"at","token_type":"Bearer","expires_in":0}"#;
            send(&stream, &format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
        }
    });
    let auth = provider(&server.base_url).build().unwrap();
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        auth.access_token().await.unwrap();
    }
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    assert!(server.requests() <= 1 + seconds, "{} requests in {seconds} s", server.requests());
}
