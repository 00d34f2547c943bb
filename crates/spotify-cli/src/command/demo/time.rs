//! The sandbox's time as the client's, in which a pause that Spotify asks for is over at once.

use std::time::{Duration, SystemTime};

use spotify_sandbox::Sandbox;
use spotify_sdk::clock::{Clock, Sleep};

/// Where the sleep of a client moves the sandbox's clock, so that both agree that the time has passed.
#[derive(Clone)]
pub(super) struct SkippedTime {
    clock: spotify_sandbox::Clock,
    start: SystemTime,
}

impl SkippedTime {
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        let clock = sandbox.clock();
        Self { start: clock.now(), clock }
    }
}

impl Clock for SkippedTime {
    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.now().duration_since(self.start).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.clock.advance(duration);
        Box::pin(std::future::ready(()))
    }
}
