//! What comes from somewhere else than this app's Accounts service, or would go somewhere else than to its page.

use std::sync::mpsc;

use spotify_sdk::auth::PastedCallback;
use spotify_sdk::auth::local::{can_open_browser, open_browser};
use spotify_sdk::{Environment, ErrorKind};

use super::support::{HANG, builder, by_hand, callback, parameter, sandbox, visit};

/// RFC 9207: a service may say who it is, and then nobody else's code is exchanged.
#[tokio::test]
async fn a_callback_that_names_its_issuer_is_compared_with_ours() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let (person, ours) = (sandbox.browser(), sandbox.accounts_base_url().to_owned());
    let browser = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        for mixed_up in ["https://evil.example", "http://127.0.0.1:1"] {
            assert_eq!(visit(&callback(&url, &format!("code=a&iss={mixed_up}"))).status, 400, "{mixed_up}");
        }
        let redirected = person.approve(&url).unwrap();
        let code = parameter(&redirected, "code").unwrap();
        visit(&callback(&url, &format!("code={code}&iss={ours}")))
    });
    login.await.unwrap();
    let page = browser.join().unwrap();
    assert!(page.body.contains("<h1>Authorized</h1>"), "{page:?}");
}

#[test]
fn a_pasted_callback_that_names_its_issuer_is_compared_with_ours() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let pasted = PastedCallback::new();
    let (person, input) = (sandbox.browser(), pasted.clone());
    let ours = sandbox.accounts_base_url().to_owned();
    let (said, answers) = mpsc::channel();
    let login = auth.authorize_local().open_browser(false).timeout(HANG).pasted_callback(&pasted).on_url(
        move |url| {
            let (url, ours) = (url.to_owned(), ours.clone());
            let (person, input, said) = (person.clone(), input.clone(), said.clone());
            std::thread::spawn(move || {
                let callback = person.approve(&url).unwrap();
                for line in [
                    format!("{callback}&iss=https://evil.example"),
                    // Both are wrong: whose it is comes first.
                    format!("{}&iss=https://evil.example", callback.replace("state=", "state=x")),
                    format!("{callback}&iss={ours}"),
                ] {
                    said.send(input.submit(&line).map_err(|error| error.kind())).unwrap();
                }
            });
        },
    );
    login.wait().unwrap();
    let answers: Vec<_> = (0..3).map(|_| answers.recv_timeout(HANG).unwrap()).collect();
    let wrong = Err(ErrorKind::InvalidCallback);
    assert_eq!(answers, [wrong, wrong, Ok(())]);
}

/// No browser is opened here: none of them is a page of ours.
#[test]
fn fault_088_no_browser_is_opened_for_what_is_no_page_of_ours() {
    for url in ["file:///etc/passwd", "http://example.com/authorize", "--version", ""] {
        assert_eq!(open_browser(url).unwrap_err().kind(), ErrorKind::Configuration, "{url}");
    }
}

#[test]
fn fault_087_whether_a_browser_would_be_seen_goes_by_the_given_environment() {
    let with = |name: &str, value: &str| can_open_browser(&Environment::from_iter([(name, value)]));
    assert!(with("BROWSER", "firefox"));
    assert!(!with("BROWSER", "w3m"));
    assert!(!with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"));
    #[cfg(target_os = "linux")]
    assert!(with("WAYLAND_DISPLAY", "wayland-0") && !can_open_browser(&Environment::empty()));
}
