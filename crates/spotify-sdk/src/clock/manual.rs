//! A clock that only moves when told to.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{Clock, Sleep, SystemClock};

/// A clock for tests: it stands still until [`advance`](ManualClock::advance) moves it, and remembers what was slept.
/// Clones show the same time.
///
/// With [`auto_advance`](ManualClock::auto_advance) a sleep moves the clock itself and is over at once, so that code which waits
/// an hour is tested in a millisecond.
///
/// ```
/// use std::time::Duration;
/// use spotify_sdk::clock::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.now().duration_since(before).unwrap().as_secs(), 3600);
/// ```
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    wall: SystemTime,
    monotonic: Duration,
    auto_advance: bool,
    slept: Vec<Duration>,
    sleepers: Vec<Waker>,
}

impl Default for State {
    fn default() -> Self {
        let wall = SystemClock.now();
        Self {
            wall,
            monotonic: Duration::from_secs(1000),
            auto_advance: false,
            slept: Vec::new(),
            sleepers: Vec::new(),
        }
    }
}

impl ManualClock {
    /// A clock that shows the present moment and stands still.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every sleep move the clock and end at once.
    #[must_use]
    pub fn auto_advance(self) -> Self {
        self.state().auto_advance = true;
        self
    }

    /// Moves both clocks forward and wakes every sleeper whose time has come. A clock that can show no later time stands still.
    pub fn advance(&self, by: Duration) {
        self.change(|state| {
            state.wall = state.wall.checked_add(by).unwrap_or(state.wall);
            state.monotonic = state.monotonic.saturating_add(by);
        });
    }

    /// Sets the wall clock alone, forwards or backwards, as a person or a time server does; the monotonic clock does not move.
    pub fn set_wall(&self, time: SystemTime) {
        self.change(|state| state.wall = time);
    }

    /// Every sleep that was started, in order.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    /// The same for clones, which show the same time.
    pub(super) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).cast::<()>() as usize
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let sleepers = {
            let mut state = self.state();
            change(&mut state);
            std::mem::take(&mut state.sleepers)
        };
        sleepers.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.state().wall
    }

    fn monotonic(&self) -> Duration {
        self.state().monotonic
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (until, auto_advance) = {
            let mut state = self.state();
            state.slept.push(duration);
            (state.monotonic.saturating_add(duration), state.auto_advance)
        };
        if auto_advance {
            self.advance(duration);
        }
        Box::pin(Sleeping { clock: self.clone(), until })
    }
}

struct Sleeping {
    clock: ManualClock,
    until: Duration,
}

impl Future for Sleeping {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.monotonic >= self.until {
            return Poll::Ready(());
        }
        state.sleepers.push(context.waker().clone());
        Poll::Pending
    }
}
