//! A look at a cache that others can change, while the token in memory is good: did somebody log out, or in, elsewhere?
//!
//! Callers never wait for it and never pay for it but with a comparison; when nobody calls, nobody looks.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Shared;
use super::ownership::{Standing, is_another_login, is_behind, standing, supersedes};
use super::refresh::{Outcome, not_logged_in};
use super::state::State;
use crate::auth::binding::Binding;
use crate::auth::token_info::TokenInfo;
use crate::runtime;
use crate::sync::AtomicU64;

/// From one look to the next: with it, a change is noticed within a second.
const EVERY: Duration = Duration::from_millis(500);

/// A look that has not ended by now never will: it was under way in the process that forked this one.
const LOST: Duration = Duration::from_secs(10);

/// When to look again.
pub(super) struct Due(AtomicU64);

impl Due {
    /// For a cache that others can change, or for one whose only user is this manager.
    pub(super) fn new(is_shared: bool) -> Self {
        Self(AtomicU64::new(if is_shared { 0 } else { u64::MAX }))
    }

    pub(super) fn is_shared(&self) -> bool {
        self.0.load(Ordering::Relaxed) != u64::MAX
    }

    /// Whether a look is due at `now` (monotonic). True for one of all who ask at the same time.
    fn take(&self, now: Duration) -> bool {
        let due = self.0.load(Ordering::Relaxed);
        nanoseconds(now) >= due && {
            let lost = nanoseconds(now + LOST);
            self.0.compare_exchange(due, lost, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        }
    }

    /// The cache was read, or could not be, at `now`.
    pub(super) fn looked(&self, now: Duration) {
        if self.is_shared() {
            self.0.store(nanoseconds(now + EVERY), Ordering::Relaxed);
        }
    }
}

/// Five centuries fit.
fn nanoseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1_000_000_000).saturating_add(time.subsec_nanos().into()).min(u64::MAX - 1)
}

/// What a look at the cache shows.
#[derive(Debug, PartialEq)]
pub(super) enum Noticed {
    /// Nothing that concerns the login in memory: the cache holds it, or somebody else's, or has not held it yet.
    Nothing,
    /// The cache has lost what is in memory: it is empty, or fell back to something older.
    Lost,
    /// Somebody logged out.
    LoggedOut,
    /// Somebody logged in, or renewed this login.
    Newer(TokenInfo),
}

/// Judges what the cache holds beside the login in `memory`. `was_in_cache` says whether the cache has held that one: only then is it
/// later that somebody logged out, and only then can it have been lost. A logout leaves a tombstone, in an empty cache, too: what is gone
/// without one was not meant to go.
pub(super) fn notice(
    stored: Option<TokenInfo>,
    memory: &TokenInfo,
    was_in_cache: bool,
    binding: &Binding,
) -> Noticed {
    match (standing(stored.as_ref(), binding, Some(memory)), stored) {
        (Standing::LoggedOut, _) if was_in_cache => Noticed::LoggedOut,
        // Stored after the one in memory, whatever the clocks said at which they were made.
        (Standing::Ours, Some(stored)) if was_in_cache && is_another_login(&stored, memory) => {
            Noticed::Newer(stored)
        }
        // What does not say whose it is can wait for the next renewal, which finds out.
        (Standing::Ours, Some(stored)) if !supersedes(memory, &stored) => Noticed::Newer(stored),
        (Standing::Ours, Some(stored)) if was_in_cache && is_behind(&stored, memory) => Noticed::Lost,
        (Standing::Vacant, None) if was_in_cache => Noticed::Lost,
        _ => Noticed::Nothing,
    }
}

impl Shared {
    /// Begins a look, in the background, if one is due at `now` (monotonic).
    #[inline]
    pub(super) fn look_if_due(self: &Arc<Self>, now: Duration) {
        if self.look_due.take(now) {
            self.begin_look(now);
        }
    }

    #[cold]
    fn begin_look(self: &Arc<Self>, now: Duration) {
        let Ok(background) = runtime::background() else { return };
        let shared = self.clone();
        background.spawn(async move {
            shared.look().await;
            shared.look_due.looked(now);
        });
    }

    /// The cache shows that the login in memory has been given up.
    pub(super) fn logged_out_elsewhere(self: &Arc<Self>, state: &mut State) {
        tracing::info!("somebody logged out elsewhere: the login is over here too");
        let error = not_logged_in(Standing::LoggedOut);
        // Who asks next hears of it.
        let _ = self.settle(state, Outcome::NoLogin { error, refused: None, given_up: true }, false);
    }

    async fn look(self: &Arc<Self>) {
        let Some(before) = self.published.load_full() else { return };
        // A cache that can't be read says nothing; renewals warn of it.
        let Ok(stored) = self.cache.get().await else { return };
        let clock = &self.settings.attempts.clock;
        let mut state = self.state();
        let is_same = self.published.load().as_ref().is_some_and(|published| Arc::ptr_eq(published, &before));
        if state.is_in_flight() || !is_same {
            // Something was renewed, or the login changed, while the cache was being read: what was read may be older than that.
            return;
        }
        match notice(stored, &before.info, state.in_cache, &self.settings.binding) {
            Noticed::Nothing => {}
            // It is being put back already.
            Noticed::Lost if state.unsaved => {}
            Noticed::Lost => {
                tracing::info!("the token cache has lost the login, which is put back");
                state.unsaved = true;
                self.pay_later(&mut state, Duration::ZERO);
            }
            Noticed::LoggedOut => self.logged_out_elsewhere(&mut state),
            Noticed::Newer(token) if token.is_expired(clock.now(), self.early) => {
                // Whoever asks next renews it.
                self.published.store(None);
            }
            Noticed::Newer(token) => {
                // A token that can't be sent changes nothing.
                let _ = self.settle(&mut state, Outcome::in_cache(token), false);
            }
        }
    }
}
