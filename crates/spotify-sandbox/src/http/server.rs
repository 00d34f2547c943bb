//! The accept loop, on a thread and a runtime of its own, so that a sandbox works under any runtime or none.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::connection::Socket;
use super::serve::serve;
use crate::shared::Shared;

/// A running server. Dropping it ends every connection and frees the port.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `listener` until dropped.
    pub(crate) fn start(listener: TcpListener, shared: Arc<Shared>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        listener.set_nonblocking(true)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("spotify-sandbox".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, shared) => {}
                    // Nothing is ever sent: the other half is dropped when the sandbox is.
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A closure of a fault may hold the handle, and be dropped on the server's own thread, which cannot wait for itself.
        let own = |thread: &JoinHandle<()>| thread.thread().id() == std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(|thread| !own(thread)) {
            // A panic on the server's thread has been printed there; a second one here would hide the test's own.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, Arc::clone(&shared)));
            }
            // Out of file descriptors, or the peer gave up while it waited. Try again, without spinning.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let number = shared.connections.accepted.fetch_add(1, Ordering::Relaxed) + 1;
    // Answers are written at once; waiting for more to send would only slow small ones down.
    let _ = stream.set_nodelay(true);
    let (socket, link) = Socket::new(stream, number, Arc::clone(&shared.connections.open));
    let service = service_fn(|request| serve(Arc::clone(&shared), Arc::clone(&link), request));
    let connection = hyper::server::conn::http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(TokioIo::new(socket), service);
    // An error is a client that left, or a fault that cut the connection on purpose.
    let _ = connection.await;
}
