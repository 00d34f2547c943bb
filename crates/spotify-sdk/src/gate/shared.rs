//! The gate between processes: what one of them met stops the others.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use super::Gate;
use crate::clock::{Clock as _, SystemClock};
use crate::cool_downs::{CoolDowns, Failure};
use crate::runtime;

/// How long beginning a pause, or clearing all, is waited for (real time).
const WRITING: Duration = Duration::from_secs(2);

/// The pauses of one app in a place that other processes reach.
#[derive(Clone)]
pub(crate) struct SharedPauses(Arc<Place>);

struct Place {
    cool_downs: CoolDowns,
    app: String,
}

impl SharedPauses {
    pub(crate) fn new(cool_downs: CoolDowns, api_origin: &str, client_id: &str) -> Self {
        let app = CoolDowns::app(api_origin, client_id);
        Self(Arc::new(Place { cool_downs, app }))
    }

    /// Those of the app of `gate`, if `other` is a client's of the same app.
    pub(crate) fn of_same_app(gate: &Gate, other: Option<(&Gate, Option<&Self>)>) -> Option<Self> {
        let (others, pauses) = other?;
        pauses.filter(|_| others.is(gate)).cloned()
    }

    /// Tells `gate` what is known there, unless that takes too long at present; and there what could not be told before.
    pub(super) async fn look(&self, gate: &Gate, operation: &'static str) {
        let Place { cool_downs, app } = &*self.0;
        let read = {
            let Some(_look) = cool_downs.reach().look() else { return };
            cool_downs.store().read(app, operation, gate.0.clock.now()).await
        };
        match read {
            Ok(pauses) => {
                cool_downs.reach().reached();
                gate.learn(cool_downs, operation, pauses);
                for missed in cool_downs.reach().take_missed(app) {
                    let left = gate.left_of(missed);
                    if !left.is_zero() {
                        self.begin(gate, missed, left).await;
                    }
                }
            }
            Err(error) => self.warn("read", &error),
        }
    }

    /// Tells the others of a pause. Done before anyone goes on, and also when the caller goes away.
    pub(super) async fn begin(&self, gate: &Gate, operation: Option<&'static str>, wait: Duration) {
        let (place, now) = (self.0.clone(), gate.0.clock.now());
        let begun = on_a_thread_that_may_block(move |runtime| {
            runtime.block_on(place.cool_downs.store().begin(&place.app, operation, wait, now))
        });
        let Some(begun) = begun else { return };
        let error = tokio::select! {
            begun = begun => match begun {
                Ok(Err(error)) => error,
                // A panic is a bug in a store, of which there are only this crate's.
                Ok(Ok(())) | Err(_) => return,
            },
            () = SystemClock.sleep(WRITING) => "it takes too long".into(),
        };
        self.0.cool_downs.reach().missed(&self.0.app, operation);
        self.warn("written", &error);
    }

    /// Forgets the pauses, here and for the others.
    pub(crate) fn clear(&self, gate: &Gate) {
        let (place, now) = (self.0.clone(), gate.0.clock.now());
        let (sender, receiver) = mpsc::sync_channel(1);
        on_a_thread_that_may_block(move |runtime| {
            // Who asked for it may have given up.
            let _ = sender.send(runtime.block_on(place.cool_downs.store().clear(&place.app, now)));
        });
        match receiver.recv_timeout(WRITING) {
            Ok(Ok(moment)) => gate.clear_at(&self.0.cool_downs, moment),
            Ok(Err(error)) => self.warn("cleared", &error),
            Err(_) => self.warn("cleared", &"it takes too long".into()),
        }
    }

    fn warn(&self, what: &str, error: &Failure) {
        if self.0.cool_downs.reach().says_so() {
            tracing::warn!(%error, "the pauses shared with other processes could not be {what}; this process has its own");
        }
    }
}

/// What must be done to its end, wherever its caller is. Nothing where no thread can be had.
fn on_a_thread_that_may_block<T: Send + 'static>(
    work: impl FnOnce(&tokio::runtime::Handle) -> T + Send + 'static,
) -> Option<tokio::task::JoinHandle<T>> {
    let runtime = runtime::background().ok()?;
    let handle = runtime.clone();
    Some(runtime.spawn_blocking(move || work(&handle)))
}
