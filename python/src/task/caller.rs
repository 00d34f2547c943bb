//! Who waits for a task, as seen from other threads.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

use super::Outcome;
use crate::bell::Rope;
use crate::failure::Failure;
use crate::interpreter::Answer;
use crate::runtime;

tokio::task_local! {
    /// The caller for whom the current code runs.
    static CALLER: Arc<Caller>;
}

/// A thread that waits, or a task of an event loop: what came for it, and how to make it look.
#[derive(Default)]
pub(crate) struct Caller {
    inbox: Mutex<Inbox>,
    /// For an event loop.
    bell: OnceLock<(Arc<Rope>, u64)>,
    /// For a thread that does the work itself.
    notify: Notify,
    /// For a thread that waits while others do the work.
    news: Condvar,
}

#[derive(Default)]
struct Inbox {
    outcome: Option<Outcome>,
    requests: VecDeque<Request>,
    /// The one that the caller is working on.
    current: Option<Reply>,
    /// Whether to ring the bell.
    armed: bool,
    /// Whether there is something for the log.
    events: bool,
    gone: bool,
}

type Reply = oneshot::Sender<Answer>;

/// Something that only Python can do: a callable, whose result an event loop's task awaits if it can be awaited.
struct Request {
    callable: Py<PyAny>,
    reply: Reply,
}

impl Inbox {
    fn has_news(&self) -> bool {
        self.outcome.is_some() || !self.requests.is_empty() || self.events
    }
}

impl Caller {
    /// Who waits for the current code.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CALLER.try_with(Arc::clone).ok()
    }

    /// The work, done on behalf of this caller. Its outcome gets into the inbox whatever happens to it.
    pub(super) fn on_behalf<F>(self: &Arc<Self>, work: F) -> impl Future<Output = ()> + Send + use<F>
    where
        F: Future<Output = Outcome> + Send,
    {
        let finish = Finish(self.clone());
        CALLER.scope(self.clone(), async move {
            let outcome = work.await;
            finish.0.inbox().outcome = Some(outcome);
            drop(finish);
        })
    }

    /// Has the caller do something. The receiver fails when it is gone.
    pub(crate) fn ask(&self, callable: Py<PyAny>) -> oneshot::Receiver<Answer> {
        let (reply, receiver) = oneshot::channel();
        self.post(|inbox| {
            if !inbox.gone {
                inbox.requests.push_back(Request { callable, reply });
            }
        });
        receiver
    }

    /// Whether it can await something, now.
    pub(crate) fn can_await(&self) -> bool {
        let inbox = self.inbox();
        self.is_on_a_loop() && !inbox.gone && inbox.outcome.is_none()
    }

    /// Whether it is an event loop's task, and no thread.
    pub(crate) fn is_on_a_loop(&self) -> bool {
        self.bell.get().is_some()
    }

    /// From now on there is a bell to ring.
    pub(super) fn hear(&self, bell: (Arc<Rope>, u64)) {
        // A task is started once.
        let _ = self.bell.set(bell);
    }

    /// Puts something into the inbox and has the caller look.
    fn post(&self, put: impl FnOnce(&mut Inbox)) {
        let armed = {
            let mut inbox = self.inbox();
            put(&mut inbox);
            std::mem::take(&mut inbox.armed)
        };
        match self.bell.get() {
            Some((rope, call)) if armed => rope.pull(*call),
            Some(_) => {}
            None => {
                self.notify.notify_one();
                self.news.notify_all();
            }
        }
    }

    /// Has an event loop come by for the log. A thread that waits comes by itself. Called where no bell may be rung, as that waits for
    /// the interpreter: somebody else does it.
    pub(crate) fn there_are_events(self: &Arc<Self>) {
        if !self.is_on_a_loop() || std::mem::replace(&mut self.inbox().events, true) {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            let caller = self.clone();
            runtime.spawn(async move { caller.post(|_| ()) });
        }
    }

    /// The log has it.
    pub(super) fn events_are_taken(&self) {
        self.inbox().events = false;
    }

    /// Has the bell rung for the next thing that comes; false when something is there already.
    pub(super) fn arm(&self) -> bool {
        let mut inbox = self.inbox();
        inbox.armed = !inbox.has_news();
        inbox.armed
    }

    pub(super) fn has_news(&self) -> bool {
        self.inbox().has_news()
    }

    /// Ends when something was put into the inbox, or was before.
    pub(super) async fn notified(&self) {
        self.notify.notified().await;
    }

    /// Blocks this thread for a while, unless there is something in the inbox.
    pub(super) fn wait_for_news(&self, limit: Duration) -> bool {
        let waited = self.news.wait_timeout_while(self.inbox(), limit, |inbox| !inbox.has_news());
        waited.unwrap_or_else(PoisonError::into_inner).0.has_news()
    }

    /// What the caller shall do next, if it is something. Once there is an outcome nobody needs it any more.
    pub(super) fn take_request(&self) -> Option<Py<PyAny>> {
        let mut inbox = self.inbox();
        if inbox.outcome.is_some() {
            return None;
        }
        let Request { callable, reply } = inbox.requests.pop_front()?;
        inbox.current = Some(reply);
        Some(callable)
    }

    /// What came of it.
    pub(super) fn reply(&self, result: Answer) {
        let current = self.inbox().current.take();
        if let Some(reply) = current {
            // Whoever asked may have given up.
            let _ = reply.send(result);
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.inbox().outcome.is_some()
    }

    pub(super) fn take_outcome(&self) -> Option<Outcome> {
        self.inbox().outcome.take()
    }

    /// The caller waits no longer. Whoever asked it for something hears so.
    pub(super) fn leave(&self) {
        let dropped = {
            let mut inbox = self.inbox();
            (inbox.gone, inbox.armed) = (true, false);
            (std::mem::take(&mut inbox.requests), inbox.current.take())
        };
        drop(dropped);
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sees to it that there is an outcome, and that the caller looks.
struct Finish(Arc<Caller>);

impl Drop for Finish {
    fn drop(&mut self) {
        self.0.post(|inbox| {
            inbox.outcome.get_or_insert_with(|| Err(Failure::Python(runtime::panicked())));
        });
    }
}
