//! Callbacks: wrong ones, refusals, and two right ones.

use secrecy::ExposeSecret;

use super::support::{HANG, ISSUER, Login, STATE};
use crate::ErrorKind;
use crate::auth::local::connection::Limits;

#[tokio::test]
async fn fault_079_ninety_nine_wrong_states_do_not_end_a_login() {
    let login = Login::start().await;
    for number in 0..99 {
        assert_eq!(login.get(&format!("/callback?code=c&state=wrong-{number}")).await.status, 400);
    }
    login.succeeds().await;
}

#[tokio::test]
async fn fault_079_the_hundredth_does() {
    let login = Login::start().await;
    for _ in 0..100 {
        assert_eq!(login.get("/callback?code=CANARY&state=CANARY").await.status, 400);
    }
    let error = login.outcome().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StateMismatch);
    assert!(error.to_string().contains("100 callbacks"), "{error}");
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[tokio::test]
async fn fault_080_a_forged_error_does_not_end_a_login() {
    let login = Login::start().await;
    for forged in [
        "error=access_denied",
        "error=access_denied&state=",
        "error=server_error&state=wrong",
        "error=x&code=y",
        "",
    ] {
        assert_eq!(login.get(&format!("/callback?{forged}")).await.status, 400, "{forged}");
    }
    assert_eq!(login.get("/callback").await.status, 400);
    login.succeeds().await;
}

#[tokio::test]
async fn fault_081_a_refusal_is_typed_and_the_page_says_so() {
    for (query, kind) in [
        ("error=access_denied", ErrorKind::AccessDenied),
        ("error=invalid_scope", ErrorKind::InvalidScope),
        ("error=server_error&error_description=try+later", ErrorKind::AuthorizationFailed),
        ("error=access_denied&code=nonsense", ErrorKind::AccessDenied),
    ] {
        let login = Login::start().await;
        let page = login.finish_as_a_browser(&format!("{query}&state={STATE}")).await;
        assert!(page.body.contains("<h1>Not authorized</h1>"), "{page:?}");
        assert_eq!(login.outcome().await.unwrap_err().kind(), kind, "{query}");
    }
}

#[tokio::test]
async fn fault_082_the_first_of_two_right_callbacks_wins_and_both_see_the_same() {
    let login = Login::start().await;
    let (one, two) =
        (format!("/callback?code=one&state={STATE}"), format!("/callback?code=two&state={STATE}"));
    let (first, second) = tokio::join!(login.get(&one), login.get(&two));
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.undated(), second.undated());
    // A late refusal changes nothing any more.
    let late = login.finish_as_a_browser(&format!("error=access_denied&state={STATE}")).await;
    assert!(late.body.contains("<h1>Authorized</h1>"), "{late:?}");
    let callback = login.outcome().await.unwrap();
    let callback = callback.expose_secret();
    assert!(callback.starts_with("?code=one&") || callback.starts_with("?code=two&"), "{callback}");
}

#[tokio::test]
async fn fault_083_repeated_parameters_are_refused() {
    let login = Login::start().await;
    for query in [
        format!("code=a&code=b&state={STATE}"),
        format!("code=a&state={STATE}&state={STATE}"),
        format!("code=a&state={STATE}&state=other"),
        format!("code=a&state={STATE}&%73tate=other"),
        format!("error=x&error=y&state={STATE}"),
    ] {
        assert_eq!(login.get(&format!("/callback?{query}")).await.status, 400, "{query}");
    }
    login.succeeds().await;
}

#[tokio::test]
async fn fault_096_a_callback_of_another_issuer_is_refused() {
    let login = Login::start().await;
    let forged = format!("/callback?code=c&state={STATE}&iss=https%3A%2F%2Fevil.example");
    assert_eq!(login.get(&forged).await.status, 400);
    let own = format!("/callback?code=c&state={STATE}&iss={ISSUER}");
    let answer = login.get(&own).await;
    login.completes(answer).await;
}

#[tokio::test]
async fn a_right_state_without_a_code_is_no_end() {
    let login = Login::start().await;
    assert_eq!(login.get(&format!("/callback?state={STATE}")).await.status, 400);
    assert_eq!(login.get(&format!("/callback?code=&state={STATE}")).await.status, 400);
    login.succeeds().await;
}

#[tokio::test]
async fn a_code_may_hold_anything_a_query_can() {
    let login = Login::start().await;
    let answer = login.get(&format!("/callback?x=?&code=a%20b%2Bc+d?e%26&state={STATE}")).await;
    let callback = login.completes(answer).await;
    let parsed = crate::oauth::AuthorizationCallback::parse(&callback, Some(STATE)).unwrap();
    assert_eq!(parsed.code(), "a b+c d?e&");
}

#[tokio::test]
async fn a_redirect_uri_may_have_a_query_of_its_own_or_the_path_of_the_last_page() {
    let login = Login::with("http://127.0.0.1/callback?app=1", Limits::DEFAULT, HANG).await;
    let answer = login.get(&format!("/callback?app=1&code=c&state={STATE}")).await;
    login.completes(answer).await;

    for path in ["/done", "/done/", "/"] {
        let login = Login::with(&format!("http://127.0.0.1{path}"), Limits::DEFAULT, HANG).await;
        let answer = login.get(&format!("{path}?code=c&state={STATE}")).await;
        assert_eq!(answer.status, 303);
        let page = login.get(answer.header("location").unwrap()).await;
        assert!(page.body.contains("<h1>Authorized</h1>"), "{path}: {page:?}");
        login.outcome().await.unwrap();
    }
}
