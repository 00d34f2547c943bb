//! A callback that comes by hand while the listener waits.

use secrecy::ExposeSecret;

use super::support::{ISSUER, Login, STATE};
use crate::ErrorKind;
use crate::auth::PastedCallback;

fn attached(login: &Login) -> PastedCallback {
    let pasted = PastedCallback::new();
    pasted.attach(&login.pending);
    pasted
}

#[tokio::test]
async fn fault_087_a_paste_completes_the_login() {
    for form in [
        format!("http://127.0.0.1:8080/callback?code=c&state={STATE}"),
        format!("  http://127.0.0.1:8080/callback?code=c&state={STATE}#_=_\r\n"),
        format!("\"http://127.0.0.1:8080/callback?code=c&state={STATE}\""),
        format!("<http://127.0.0.1:8080/callback?code=c&state={STATE}&iss={ISSUER}>"),
        format!("/callback?state={STATE}&code=c"),
        format!("code=c&state={STATE}"),
    ] {
        let login = Login::start().await;
        attached(&login).submit(&form).unwrap();
        let callback = login.outcome().await.unwrap();
        let parsed =
            crate::oauth::AuthorizationCallback::parse(callback.expose_secret(), Some(STATE)).unwrap();
        assert_eq!(parsed.code(), "c", "{form}");
    }
}

#[tokio::test]
async fn fault_087_a_wrong_paste_is_reported_and_can_be_repeated() {
    let login = Login::start().await;
    let pasted = attached(&login);
    for (wrong, kind) in [
        ("", ErrorKind::InvalidCallback),
        ("y", ErrorKind::InvalidCallback),
        ("AQDsomecode", ErrorKind::InvalidCallback),
        ("https://accounts.spotify.com/authorize?client_id=x&response_type=code", ErrorKind::InvalidCallback),
        ("http://127.0.0.1:8080/callback", ErrorKind::InvalidCallback),
        ("http://127.0.0.1:8080/callback?code=a&code=b&state=the-right-state", ErrorKind::InvalidCallback),
        ("http://127.0.0.1:8080/callback?code=CANARY", ErrorKind::StateMismatch),
        ("http://127.0.0.1:8080/callback?code=CANARY&state=wrong", ErrorKind::StateMismatch),
        ("http://127.0.0.1:8080/callback?error=access_denied&state=wrong", ErrorKind::StateMismatch),
        ("code=a&state=the-right-state&iss=https://evil.example", ErrorKind::InvalidCallback),
        // That it is no callback for us at all says more than that its state is not ours.
        ("code=a&state=wrong&iss=https://evil.example", ErrorKind::InvalidCallback),
    ] {
        let error = pasted.submit(wrong).unwrap_err();
        assert_eq!(error.kind(), kind, "{wrong}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
    }
    // Typing errors are not the attacks that a login gives up after.
    for _ in 0..200 {
        pasted.submit("no").unwrap_err();
    }
    pasted.submit(&format!("?code=c&state={STATE}")).unwrap();
    login.outcome().await.unwrap();
}

#[tokio::test]
async fn a_pasted_refusal_ends_the_login() {
    let login = Login::start().await;
    attached(&login).submit(&format!("/callback?error=access_denied&state={STATE}")).unwrap();
    assert_eq!(login.outcome().await.unwrap_err().kind(), ErrorKind::AccessDenied);
}

#[tokio::test]
async fn the_browser_may_be_faster_than_the_paste() {
    let login = Login::start().await;
    let pasted = attached(&login);
    login.succeeds().await;
    assert_eq!(pasted.submit(&format!("code=c&state={STATE}")).unwrap_err().kind(), ErrorKind::Closed);
}

#[test]
fn without_a_login_there_is_nothing_to_paste_into() {
    let pasted = PastedCallback::new();
    let error = pasted.submit("code=CANARY&state=x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert!(!format!("{error:?} {pasted:?}").contains("CANARY"));
}
