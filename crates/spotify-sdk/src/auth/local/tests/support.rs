//! A login that waits, and a client that says exactly what it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::auth::local::connection::Limits;
use crate::auth::local::listener::Listener;
use crate::auth::local::pending::Pending;
use crate::auth::local::receive::receive;
use crate::error::Result;
use crate::oauth::RedirectUri;

/// The state that the login in these tests was started with.
pub(super) const STATE: &str = "the-right-state";
pub(super) const ISSUER: &str = "https://accounts.example";
/// Nothing here takes this long unless something hangs.
pub(super) const HANG: Duration = Duration::from_secs(60);

pub(super) struct Login {
    pub(super) address: SocketAddr,
    pub(super) pending: Arc<Pending>,
    pub(super) running: JoinHandle<Result<SecretString>>,
}

impl Login {
    /// A login with the limits that users get.
    pub(super) async fn start() -> Self {
        Self::with("http://127.0.0.1/callback", Limits::DEFAULT, HANG).await
    }

    pub(super) async fn with(redirect_uri: &str, limits: Limits, timeout: Duration) -> Self {
        Self::until(redirect_uri, limits, tokio::time::sleep(timeout)).await
    }

    pub(super) async fn until(
        redirect_uri: &str,
        limits: Limits,
        time_is_up: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        let listener = Listener::bind(&RedirectUri::parse(redirect_uri).unwrap()).await.unwrap();
        let loopback = listener.redirect_uri().loopback().unwrap();
        let address = SocketAddr::new(loopback.addresses[0], loopback.port.unwrap());
        let pending = Arc::new(Pending::new(STATE, Some(ISSUER.into())));
        let waiting = Arc::clone(&pending);
        let running = tokio::spawn(async move {
            let no_browser = std::future::pending();
            receive(listener, &waiting, no_browser, time_is_up, &limits).await
        });
        Self { address, pending, running }
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends these bytes and reads until the listener closes.
    pub(super) async fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect().await;
        // The listener may answer and close before it has read all.
        let _ = stream.write_all(bytes.as_ref()).await;
        read(stream).await
    }

    /// A GET as a browser sends it.
    pub(super) async fn get(&self, target: &str) -> Answer {
        self.send(self.request("GET", target)).await
    }

    pub(super) fn request(&self, method: &str, target: &str) -> String {
        format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\n\r\n",
            self.address
        )
    }

    /// What Spotify makes a browser do, to the last page. Returns that page.
    pub(super) async fn finish_as_a_browser(&self, query: &str) -> Answer {
        let answer = self.get(&format!("/callback?{query}")).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        self.get(answer.header("location").unwrap()).await
    }

    /// The right callback after whatever happened before; the login must end well.
    pub(super) async fn succeeds(self) {
        let page = self.finish_as_a_browser(&format!("code=the-code&state={STATE}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("<h1>Authorized</h1>"), "{page:?}");
        let callback = self.outcome().await.unwrap();
        assert_eq!(callback.expose_secret(), format!("?code=the-code&state={STATE}"));
    }

    /// After a callback that was taken: fetches the last page, so that nothing waits for that. Returns the
    /// callback.
    pub(super) async fn completes(self, answer: Answer) -> String {
        assert_eq!(answer.status, 303, "{answer:?}");
        assert_eq!(self.get(answer.header("location").unwrap()).await.status, 200);
        self.outcome().await.unwrap().expose_secret().to_owned()
    }

    pub(super) async fn outcome(self) -> Result<SecretString> {
        tokio::time::timeout(HANG, self.running).await.expect("the login hangs").unwrap()
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// 0 when the connection was closed without an answer.
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The answer without its date.
    pub(super) fn undated(&self) -> (u16, Vec<&str>, &str) {
        (self.status, self.head.lines().filter(|line| !line.starts_with("date: ")).collect(), &self.body)
    }
}

pub(super) async fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let reading = stream.read_to_end(&mut bytes);
    // A reset after the answer is the end of it, too.
    let _ = tokio::time::timeout(HANG, reading).await.expect("the listener neither answers nor closes");
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).map_or(0, |status| status.parse().unwrap());
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// What is logged on this thread while the guard lives.
#[derive(Clone, Default)]
pub(super) struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    pub(super) fn capture(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
