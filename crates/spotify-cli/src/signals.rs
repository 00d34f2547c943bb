//! Being told to stop. Each function listens from when it is called, not from when its future is first polled.

use std::future::Future;
use std::io;

/// Completes when the user presses Ctrl-C (SIGINT).
pub(crate) fn interrupted() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    return signal(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(not(unix))]
    return Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    });
}

/// Completes when another program asks this one to end (SIGTERM). Elsewhere than on Unix nobody can: it never completes.
pub(crate) fn terminated() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    return signal(tokio::signal::unix::SignalKind::terminate());
    #[cfg(not(unix))]
    return Ok(std::future::pending());
}

#[cfg(unix)]
fn signal(kind: tokio::signal::unix::SignalKind) -> io::Result<impl Future<Output = ()>> {
    let mut signal = tokio::signal::unix::signal(kind)?;
    Ok(async move {
        // None would mean that no signal can come any more: then there is nothing to stop for.
        if signal.recv().await.is_none() {
            std::future::pending().await
        }
    })
}
