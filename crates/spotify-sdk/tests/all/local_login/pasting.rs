//! Logins over SSH: the URL is shown, the callback is pasted.

use std::sync::mpsc;

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::PastedCallback;

use super::support::{HANG, TOKEN_REQUEST, builder, sandbox, with_browser};

#[test]
fn fault_087_without_a_browser_the_url_is_shown_and_the_callback_pasted() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let pasted = PastedCallback::new();
    let (person, input) = (sandbox.browser(), pasted.clone());
    let (said, answers) = mpsc::channel();
    let login = auth.authorize_local().open_browser(false).timeout(HANG).pasted_callback(&pasted).on_url(
        move |url| {
            let url = url.to_owned();
            // What a command line does with the lines that it reads.
            std::thread::spawn(move || {
                let callback = person.approve(&url).unwrap();
                for line in [
                    url.as_str(),
                    "yes",
                    "",
                    &callback.replace("state=", "state=x"),
                    &format!("  {callback} "),
                ] {
                    said.send(input.submit(line).map_err(|error| error.kind())).unwrap();
                }
            });
        },
    );
    login.wait().unwrap();
    let answers: Vec<_> = answers.iter().collect();
    let (wrong, other) = (Err(ErrorKind::InvalidCallback), Err(ErrorKind::StateMismatch));
    assert_eq!(answers, [wrong, wrong, wrong, other, Ok(())]);
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1);
    // Over is over.
    assert_eq!(pasted.submit("code=x&state=y").unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn fault_087_a_browser_may_still_be_faster() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let pasted = PastedCallback::new();
    let (login, browser) = with_browser(&auth);
    login.pasted_callback(&pasted).await.unwrap();
    assert_eq!(browser.join().unwrap().status, 200);
}

#[tokio::test]
async fn one_handle_serves_one_login_after_the_other() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let pasted = PastedCallback::new();
    for _ in 0..2 {
        let (person, input) = (sandbox.browser(), pasted.clone());
        let login = auth.authorize_local().open_browser(false).timeout(HANG).pasted_callback(&pasted);
        let login = login.on_url(move |url| input.submit(&person.approve(url).unwrap()).unwrap());
        login.await.unwrap();
    }
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 2);
}
