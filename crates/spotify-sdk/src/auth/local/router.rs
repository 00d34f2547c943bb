//! From the head of a request to an answer. Only one kind of request does anything: a GET for the callback's
//! path with the right state.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::{Method, Response};
use http_body_util::Full;

use super::listener::Listener;
use super::page::{Page, see_other};
use super::pending::{Outcome, Pending};

/// Where the browser is sent after the callback.
const DONE: &str = "/done";
/// The same, for a redirect URI whose own path is `/done`.
const DONE_BESIDE_DONE: &str = "/done/";

pub(super) struct Router<'a> {
    pending: &'a Pending,
    hosts: &'a [String],
    path: &'a str,
    done: &'static str,
    redirected: AtomicBool,
}

/// An answer, and whether it is the last page of a login.
pub(super) struct Reply {
    pub(super) response: Response<Full<Bytes>>,
    pub(super) is_last: bool,
}

impl<'a> Router<'a> {
    pub(super) fn new(listener: &'a Listener, pending: &'a Pending) -> Self {
        let path = listener.path();
        let done = if path == DONE { DONE_BESIDE_DONE } else { DONE };
        Self { pending, hosts: listener.hosts(), path, done, redirected: AtomicBool::new(false) }
    }

    /// Whether a browser was sent on to the last page.
    pub(super) fn has_redirected(&self) -> bool {
        self.redirected.load(Ordering::Relaxed)
    }

    pub(super) fn answer(&self, head: &Parts) -> Reply {
        match self.route(head) {
            Ok(reply) => reply,
            Err(page) => {
                // Neither path nor query: the query may hold a code.
                tracing::debug!(method = %head.method, ?page, "the loopback listener turned a request away");
                Reply { response: page.response(), is_last: false }
            }
        }
    }

    fn route(&self, head: &Parts) -> Result<Reply, Page> {
        self.check_host(head)?;
        let is_callback = head.uri.path() == self.path;
        let last_page = match self.pending.outcome() {
            Some(outcome) if head.uri.path() == self.done => Some(match outcome {
                Outcome::Authorized(_) => Page::Authorized,
                Outcome::Refused(_) => Page::NotAuthorized,
            }),
            _ => None,
        };
        if !is_callback && last_page.is_none() {
            return Err(Page::NotFound);
        }
        if head.method != Method::GET {
            return Err(Page::MethodNotAllowed);
        }
        if let Some(page) = last_page {
            return Ok(Reply { response: page.response(), is_last: true });
        }
        let query = head.uri.query().unwrap_or_default();
        // The `?` keeps a query that holds one in a value from being cut there.
        match self.pending.offer(&format!("?{query}")) {
            Ok(()) => {
                self.redirected.store(true, Ordering::Relaxed);
                Ok(Reply { response: see_other(self.done), is_last: false })
            }
            Err(error) => {
                self.pending.reject();
                tracing::debug!(kind = ?error.kind(), "a callback that is not of this login");
                Err(Page::WrongCallback)
            }
        }
    }

    /// A page of another name that was made to resolve to this machine (DNS rebinding) names itself here.
    fn check_host(&self, head: &Parts) -> Result<(), Page> {
        let mut hosts = head.headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Page::BadRequest) };
        let is_ours = |name: &[u8]| self.hosts.iter().any(|ours| name.eq_ignore_ascii_case(ours.as_bytes()));
        let authority = head.uri.authority().map(|authority| authority.as_str().as_bytes());
        if is_ours(host.as_bytes()) && authority.is_none_or(is_ours) {
            Ok(())
        } else {
            Err(Page::Misdirected)
        }
    }
}
