//! Waiting for the callback, whatever else arrives.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use secrecy::SecretString;
use tokio::net::TcpStream;

use super::connection::{Connections, Limits};
use super::listener::Listener;
use super::pending::{Outcome, Pending};
use super::router::Router;
use crate::error::{Error, ErrorKind, Result};

/// How long to leave the socket alone when the operating system can't accept (out of file descriptors,
/// mostly).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Listens until `pending` is settled (by a request, or by a paste), `browser` fails or `time_is_up`
/// completes; then closes everything. Returns the callback that holds the code.
pub(super) async fn receive(
    listener: Listener,
    pending: &Pending,
    browser: impl Future<Output = Error>,
    time_is_up: impl Future<Output = ()>,
    limits: &Limits,
) -> Result<SecretString> {
    let router = Router::new(&listener, pending);
    let mut connections = Connections::new(&router, limits);
    let mut time_is_up = pin!(time_is_up);
    let mut browser = pin!(browser);
    let outcome = loop {
        tokio::select! {
            // In this order: a settled login is not timed out, and no flood of requests holds up the time
            // limit.
            biased;
            outcome = pending.settled() => break outcome,
            () = &mut time_is_up => return Err(timed_out(pending)),
            error = &mut browser => return Err(error),
            _ = connections.served() => {}
            accepted = listener.accept() => admit(accepted, &mut connections).await,
        }
        if pending.outcome().is_none() && pending.rejected() >= limits.rejected {
            return Err(given_up(pending));
        }
    };
    // A browser that was sent on to the last page gets the time to fetch it; nothing else is waited for.
    let mut last_page = pin!(tokio::time::sleep(limits.last_page));
    while router.has_redirected() {
        tokio::select! {
            biased;
            () = &mut last_page => break,
            () = &mut time_is_up => break,
            delivered = connections.served() => if delivered { break },
            accepted = listener.accept() => admit(accepted, &mut connections).await,
        }
    }
    match outcome {
        Outcome::Authorized(callback) => Ok(callback.clone()),
        Outcome::Refused(error) => Err(error.clone()),
    }
}

async fn admit(accepted: io::Result<TcpStream>, connections: &mut Connections<'_>) {
    match accepted {
        Ok(stream) => connections.add(stream),
        // The client was gone before it was accepted; the next one may be there already.
        Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
        Err(error) => {
            tracing::warn!(%error, "the loopback listener can't accept connections; trying again");
            tokio::time::sleep(ACCEPT_PAUSE).await;
        }
    }
}

fn timed_out(pending: &Pending) -> Error {
    let message = match pending.rejected() {
        0 => "the login was not completed in time: no callback came".to_owned(),
        wrong => {
            format!("the login was not completed in time: only {wrong} callback(s) of other logins came")
        }
    };
    Error::new(ErrorKind::LoginTimeout, message)
        .with_advice(
            "If the browser shows an error of Spotify's, compare client id, redirect URI and scopes with the app's page on \
             developer.spotify.com/dashboard; else start it again, with a longer timeout if the user needs one",
        )
}

fn given_up(pending: &Pending) -> Error {
    Error::new(
        ErrorKind::StateMismatch,
        format!("gave up after {} callbacks whose state is not that of this login", pending.rejected()),
    )
    .with_advice(
        "Something on this machine or in the browser sends them; find it, then start the login again",
    )
}
