//! The user's browser, played by an HTTP client: follows redirects, keeps cookies, sends forms, and has no idea what OAuth is.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::{Position, Url, form_urlencoded};

use super::step;

/// Tells the browser's requests from the program's in the sandbox's journal.
pub(super) const USER_AGENT: &str = "demo-browser";

/// More hops than any login has.
const MOST_HOPS: usize = 20;

/// Against hanging: every page is on this machine.
const PATIENCE: Duration = Duration::from_secs(10);

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A browser in which nobody is logged in yet.
#[derive(Default)]
pub(super) struct Browser {
    cookies: Vec<String>,
    /// Visits to other servers than the first, which are not in the sandbox's journal: the program's own listener.
    pub(super) elsewhere: Vec<step::Request>,
}

/// Where the browser has ended up.
struct Page {
    url: Url,
    status: StatusCode,
    html: String,
}

impl Browser {
    /// Opens an authorization URL, chooses `user` on the login page, agrees on the consent page, and follows the way back to the
    /// program: the status of the last page.
    pub(super) async fn log_in(&mut self, url: &str, user: &str) -> Result<StatusCode, Failed> {
        let home = Url::parse(url)?;
        let login = self.open(&home, Method::GET, home.clone(), String::new()).await?;
        let consent = self.submit(&home, &login, ("user", user)).await?;
        let end = self.submit(&home, &consent, ("decision", "approve")).await?;
        Ok(end.status)
    }

    /// Sends the form of `page` by its button `pressed`.
    async fn submit(&mut self, home: &Url, page: &Page, pressed: (&str, &str)) -> Result<Page, Failed> {
        let action = attribute(&page.html, "<form ", "action").ok_or("the page has no form")?;
        let nonce = attribute(&page.html, r#"name="nonce" "#, "value").ok_or("the form has no nonce")?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("nonce", nonce)
            .append_pair(pressed.0, pressed.1)
            .finish();
        self.open(home, Method::POST, page.url.join(action)?, form).await
    }

    /// Requests a URL, and whatever it redirects to.
    async fn open(&mut self, home: &Url, method: Method, url: Url, form: String) -> Result<Page, Failed> {
        let (mut method, mut url, mut form) = (method, url, form);
        for _ in 0..MOST_HOPS {
            let is_home = url.origin() == home.origin();
            let exchange = exchange(&method, &url, form, if is_home { &self.cookies } else { &[] });
            let (status, headers, html) = tokio::time::timeout(PATIENCE, exchange).await??;
            if is_home {
                let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
                self.cookies.extend(cookies.filter_map(|cookie| cookie.split(';').next()).map(str::to_owned));
            } else {
                self.elsewhere.push(step::Request {
                    by: step::By::Browser,
                    method: method.to_string(),
                    path: url.path().to_owned(),
                    detail: None,
                    status: Some(status.as_u16()),
                    times: 1,
                });
            }
            let Some(location) = headers.get(LOCATION).filter(|_| status.is_redirection()) else {
                return Ok(Page { url, status, html });
            };
            // 303, the only redirect there is here, turns everything into a GET.
            (method, url, form) = (Method::GET, url.join(location.to_str()?)?, String::new());
        }
        Err("redirected in circles".into())
    }
}

/// One request on a connection of its own.
async fn exchange(
    method: &Method,
    url: &Url,
    form: String,
    cookies: &[String],
) -> Result<(StatusCode, HeaderMap, String), Failed> {
    let address = &url[Position::BeforeHost..Position::AfterPort];
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let mut request = Request::builder()
        .method(method)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, address)
        .header(http::header::USER_AGENT, USER_AGENT);
    if !form.is_empty() {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    if !cookies.is_empty() {
        request = request.header(COOKIE, cookies.join("; "));
    }
    let request = request.body(Full::new(Bytes::from(form)))?;
    // Moved in, so that the connection ends when the answer is there.
    let answer = async move {
        let answer = sender.send_request(request).await?;
        let (head, body) = answer.into_parts();
        Ok((head, body.collect().await?.to_bytes()))
    };
    let (answer, _): (Result<_, hyper::Error>, _) = tokio::join!(answer, connection);
    let (head, body) = answer?;
    Ok((head.status, head.headers, String::from_utf8_lossy(&body).into_owned()))
}

/// The value of an attribute, in the first tag that has `mark` in it. The sandbox's pages are of one style, and tested.
fn attribute<'a>(html: &'a str, mark: &str, name: &str) -> Option<&'a str> {
    let (_, tag) = html.split_once(mark)?;
    let (tag, _) = tag.split_once('>')?;
    let (_, value) = tag.split_once(&format!("{name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}
