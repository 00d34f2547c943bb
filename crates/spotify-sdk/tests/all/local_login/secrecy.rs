//! What a login says about itself, at the most talkative level, holds none of its secrets.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

use super::support::{HANG, builder, by_hand, callback, parameter, sandbox, visit};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn fault_094_neither_log_nor_error_holds_state_code_or_verifier() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let mut secrets = Vec::new();

    let (login, urls) = by_hand(&auth);
    let person = sandbox.browser();
    let browser = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        let answered = person.approve(&url).unwrap();
        visit(&callback(&url, "code=CANARY&code=CANARY"));
        visit(&answered.replace("state=", "state=CANARY"));
        visit(&format!("{answered}&error_description=CANARY"));
        [parameter(&url, "state"), parameter(&url, "code_challenge"), parameter(&answered, "code")]
    });
    let token = login.await.unwrap();
    secrets.extend(browser.join().unwrap().map(Option::unwrap));
    secrets.extend([token.access_token().to_owned(), token.refresh_token().unwrap().to_owned()]);

    let (login, urls) = by_hand(&auth);
    let error = login.timeout(Duration::from_millis(1)).await.unwrap_err();
    let url = urls.recv().unwrap();
    secrets.extend([parameter(&url, "state"), parameter(&url, "code_challenge")].map(Option::unwrap));
    secrets.extend(["CANARY".to_owned(), sandbox.client_secret().to_owned()]);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("turned a request away"), "nothing was logged: {log}");
    let said = format!("{log} {error} {error:?}");
    for secret in secrets {
        assert!(secret.len() > 5 && !said.contains(&secret), "{secret} in {said}");
    }
}
