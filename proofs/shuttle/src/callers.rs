//! Callers of a provider, and how they go away.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use shuttle::rand::Rng as _;
use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::{AccessToken, ErrorKind, Result};
use tokio::task::JoinHandle;

use crate::world::{World, chance, pause};

/// A caller's future: dropped after so many polls.
struct GoesAway<F> {
    future: Option<Pin<Box<F>>>,
    polls: u32,
}

impl<F: Future> Future for GoesAway<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(future) = &mut self.future else { return Poll::Ready(None) };
        if let Poll::Ready(outcome) = future.as_mut().poll(context) {
            return Poll::Ready(Some(outcome));
        }
        self.polls -= 1;
        if self.polls > 0 {
            return Poll::Pending;
        }
        self.future = None;
        Poll::Ready(None)
    }
}

/// What `future` brings, or nothing: one caller in two goes away, at any of its points of waiting.
pub async fn perhaps<F: Future>(future: F) -> Option<F::Output> {
    if chance(2) {
        return Some(future.await);
    }
    let polls = shuttle::rand::thread_rng().gen_range(1..6);
    GoesAway { future: Some(Box::pin(future)), polls }.await
}

/// Someone who asks for a token, and perhaps goes away.
pub fn caller(world: &World, auth: &AuthorizationCode) -> JoinHandle<Option<Result<AccessToken>>> {
    let (world, auth) = (world.clone(), auth.clone());
    let present = world.caller();
    tokio::spawn(async move {
        let _present = present;
        let given = perhaps(auth.access_token()).await;
        if let Some(Ok(token)) = &given {
            world.check_given(token);
        }
        given
    })
}

/// Ends one caller in three from outside, whenever the schedule has it. Gives those who stay.
pub async fn leave_some<T>(callers: Vec<JoinHandle<T>>) -> Vec<JoinHandle<T>> {
    let mut stay = Vec::new();
    for caller in callers {
        pause().await;
        if chance(3) {
            caller.abort();
        } else {
            stay.push(caller);
        }
    }
    stay
}

/// What the callers were given who waited for it.
pub async fn outcomes(callers: Vec<JoinHandle<Option<Result<AccessToken>>>>) -> Vec<Result<AccessToken>> {
    let mut given = Vec::new();
    for caller in callers {
        given.extend(caller.await.expect("nobody ended it"));
    }
    given
}

/// What one caller after another is told, by somebody who asks several times: the login of each token, or none.
pub fn observer(world: &World, auth: &AuthorizationCode, times: usize) -> JoinHandle<Vec<Option<u32>>> {
    let (world, auth) = (world.clone(), auth.clone());
    tokio::spawn(async move {
        let mut seen = Vec::new();
        for _ in 0..times {
            seen.push(match auth.access_token().await {
                Ok(token) => {
                    world.check_given(&token);
                    Some(crate::world::login(token.expose()))
                }
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::NotLoggedIn, "{error}");
                    None
                }
            });
        }
        seen
    })
}

/// Nobody sees a login again after another one, or after a logout.
pub fn check_order(seen: &[Option<u32>]) {
    for (index, one) in seen.iter().enumerate() {
        let left = seen[..index].iter().position(|before| before == one);
        let came_back = left.is_some_and(|left| seen[left..index].iter().any(|between| between != one));
        assert!(!came_back, "a login came back: {seen:?}");
    }
}
