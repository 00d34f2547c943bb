//! What the SDK has to say, for Python's logger `spotify_sdk`.
//!
//! Events come from any thread, and some of those hold locks: none of them may wait for the interpreter. They are kept, and handed
//! over when Python comes by: while a thread waits, when a call's event loop is woken, which its own events see to, and at the latest
//! with the next call.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::clock;
use crate::failure::but_exceptions;
use crate::process::PerProcess;
use crate::task::Caller;

/// As many events are kept while nobody comes by; then the oldest go.
const KEPT: usize = 1_000;

/// Python's number for its level, its text, and when it was, in Unix seconds.
type Kept = (u8, String, f64);

static EVENTS: PerProcess<Mutex<VecDeque<Kept>>> = PerProcess::new();
/// How many there are; a forked child may count its parent's once.
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Whether Python wants to know the details.
static DEBUG: AtomicBool = AtomicBool::new(false);

struct Keeper;

impl Subscriber for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let most = if DEBUG.load(Ordering::Relaxed) { Level::DEBUG } else { Level::INFO };
        metadata.is_event() && *metadata.level() <= most && metadata.target().starts_with("spotify_sdk")
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        // Python's numbers for the levels.
        let level = match *event.metadata().level() {
            Level::ERROR => 40,
            Level::WARN => 30,
            Level::INFO => 20,
            _ => 10,
        };
        {
            let kept = EVENTS.get();
            let mut events = kept.1.lock().unwrap_or_else(PoisonError::into_inner);
            if events.len() == KEPT {
                events.pop_front();
            }
            events.push_back((level, text.finish(), clock::wall()));
            COUNT.store(events.len(), Ordering::Release);
        }
        if let Some(caller) = Caller::current() {
            caller.there_are_events();
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// An event's message, and its fields behind it.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Text {
    fn finish(self) -> String {
        if self.fields.is_empty() { self.message } else { format!("{} ({})", self.message, self.fields) }
    }
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
            return;
        }
        let between = if self.fields.is_empty() { "" } else { ", " };
        // Writing to a text can't fail.
        let _ = write!(self.fields, "{between}{}={value:?}", field.name());
    }
}

/// Begins to keep events.
pub(crate) fn begin() {
    // Somebody else's subscriber can't be there: this copy of `tracing` is this module's own.
    let _ = tracing::subscriber::set_global_default(Keeper);
}

/// Looks how much Python's logger wants to know, at each call: it may change at any time, and the logger remembers the answer. A program
/// that never imported `logging` wants nothing.
pub(crate) fn look(py: Python<'_>) -> PyResult<()> {
    let wants_details = but_exceptions(py, wants_details(py))?.unwrap_or(false);
    if DEBUG.swap(wants_details, Ordering::Relaxed) != wants_details {
        tracing::callsite::rebuild_interest_cache();
    }
    Ok(())
}

fn wants_details(py: Python<'_>) -> PyResult<bool> {
    static MODULES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = match LOGGER.get(py) {
        Some(logger) => logger,
        None => {
            let modules = MODULES
                .get_or_try_init(py, || py.import("sys")?.getattr("modules").map(Bound::unbind))?
                .bind(py);
            if !modules.contains(intern!(py, "logging"))? {
                return Ok(false);
            }
            LOGGER.get_or_try_init(py, || {
                py.import("logging")?.call_method1("getLogger", ("spotify_sdk",)).map(Bound::unbind)
            })?
        }
    };
    logger.bind(py).call_method1(intern!(py, "isEnabledFor"), (10,))?.is_truthy()
}

/// Whether there is something to hand over.
pub(crate) fn has_events() -> bool {
    COUNT.load(Ordering::Acquire) > 0
}

/// Hands over what was kept.
///
/// # Errors
///
/// What a handler raises that ends a program. Anything else must not cost the call its answer.
pub(crate) fn hand_over(py: Python<'_>) -> PyResult<()> {
    if !has_events() {
        return Ok(());
    }
    let kept = EVENTS.get();
    let events = {
        let mut events = kept.1.lock().unwrap_or_else(PoisonError::into_inner);
        COUNT.store(0, Ordering::Release);
        std::mem::take(&mut *events)
    };
    let handed_over =
        py.import("spotify_sdk._bridge").and_then(|bridge| bridge.call_method1("log", (Vec::from(events),)));
    match handed_over {
        Err(error) if error.is_instance_of::<PyException>(py) => error.write_unraisable(py, None),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    Ok(())
}
