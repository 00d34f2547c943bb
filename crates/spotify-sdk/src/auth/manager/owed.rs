//! What a cache is owed: a token or a logout that it did not take, or a login that it has lost.

use std::sync::Arc;
use std::time::SystemTime;

use super::Shared;
use super::ownership::{Standing, standing, supersedes};
use super::refresh::Event;
use super::runner::LOCK_WAIT;
use crate::auth::binding::Flow;
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::Result;

/// Clears the cache of the login. With `at` it is a logout of that time: a later login stays.
pub(super) async fn clear(shared: &Shared, known: Option<&TokenInfo>, at: Option<SystemTime>) -> Result<()> {
    let stored = shared.cache.get().await?;
    let binding = &shared.settings.binding;
    match standing(stored.as_ref(), binding, known) {
        Standing::Ours | Standing::Unbound => {
            let authorized = stored.and_then(|stored| stored.authorized_at());
            match (at, authorized) {
                (Some(at), Some(authorized)) if authorized > unix_seconds(at) => Ok(()),
                _ => shared.cache.delete().await,
            }
        }
        // The cache may have lost the login that other processes still hold, and would put back: they have to find the logout.
        Standing::Vacant
            if stored.is_none()
                && shared.look_due.is_shared()
                && binding.flow() == Flow::AuthorizationCode =>
        {
            shared.cache.delete().await?;
            // Where nothing is, a file's `delete` leaves nothing. If something stands there now, it is that tombstone, or later than this.
            shared.cache.compare_and_set(None, TokenInfo::tombstone()).await?;
            Ok(())
        }
        Standing::Vacant | Standing::LoggedOut => Ok(()),
        Standing::Foreign(whose) => {
            tracing::warn!(whose, "the token cache holds somebody else's token, which was left alone");
            Ok(())
        }
    }
}

/// Tries once more to write what the cache did not take.
pub(super) async fn pay(shared: &Arc<Shared>) {
    log_out_again(shared).await;
    save_again(shared).await;
}

/// Tells the cache of a logout that it could not be told of. True when nothing is owed any more.
pub(super) async fn log_out_again(shared: &Arc<Shared>) -> bool {
    let (owed, epoch) = {
        let state = shared.state();
        (state.owed_logout.clone(), state.epoch)
    };
    let Some(owed) = owed else { return true };
    // Before the lock, as when a token is saved again.
    if shared.cache.get().await.is_err() {
        return false;
    }
    let lock = shared.lock(LOCK_WAIT).await;
    let outcome = {
        let _turn = shared.turn.lock().await;
        // Whoever logged in here meanwhile replaces what is in the cache.
        let is_meant = shared.state().epoch == epoch;
        if is_meant { clear(shared, owed.known.as_ref(), Some(owed.at)).await } else { Ok(()) }
    };
    shared.cache.let_go(lock).await;
    let mut state = shared.state();
    if outcome.is_ok() && state.epoch == epoch {
        state.owed_logout = None;
    }
    outcome.is_ok()
}

/// Tries once more to store a token that the cache did not take, or has lost.
async fn save_again(shared: &Arc<Shared>) {
    let (token, epoch) = {
        let state = shared.state();
        (state.memory.clone().filter(|_| state.unsaved), state.epoch)
    };
    let Some(token) = token else { return };
    // Before the lock, whose failure would be warned of each time that a cache is found to be down still.
    if shared.cache.get().await.is_err() {
        return;
    }
    let lock = shared.lock(LOCK_WAIT).await;
    if let Ok(stored) = shared.cache.get().await {
        let theirs = standing(stored.as_ref(), &shared.settings.binding, Some(&token));
        let is_ours = match theirs {
            Standing::Vacant => true,
            Standing::Ours | Standing::Unbound => {
                stored.as_ref().is_some_and(|stored| supersedes(&token, stored))
            }
            Standing::LoggedOut | Standing::Foreign(_) => false,
        };
        if !is_ours || matches!(shared.save(stored, token.clone(), epoch).await, Event::Saved(Ok(true))) {
            let mut state = shared.state();
            if state.epoch == epoch && state.memory.as_ref() == Some(&token) {
                state.unsaved = false;
                if theirs == Standing::LoggedOut && state.in_cache {
                    shared.logged_out_elsewhere(&mut state);
                }
                state.in_cache |= is_ours;
            }
        }
    }
    shared.cache.let_go(lock).await;
}
