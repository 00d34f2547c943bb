//! What happens at once, and what must hold whatever the order.

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::AuthorizationCode;

use crate::callers::{caller, check_order, leave_some, observer, outcomes, perhaps};
use crate::world::{World, chance, login, pause};

/// One scenario: its name, and one schedule of it.
pub struct Scenario {
    pub name: &'static str,
    pub run: fn(),
}

macro_rules! scenarios {
    ($($name:ident)*) => {
        pub const SCENARIOS: &[Scenario] = &[$(Scenario {
            name: stringify!($name),
            run: || shuttle::future::block_on($name(World::new())),
        }),*];
    };
}

scenarios! { expiry shared_failure invalidate logout logins login_and_logout close failing_cache two_processes logout_elsewhere everything }

/// Many at the expiry, most of whom go away: one request, one token.
async fn expiry(world: World) {
    let auth = world.expired_login().await;
    for expiry in 1..=2 {
        let callers = (0..5).map(|_| caller(&world, &auth)).collect();
        let given = outcomes(leave_some(callers).await).await;
        let last = auth.access_token().await.expect("the service answers");
        world.check_given(&last);
        assert!(given.iter().all(|given| given.as_ref().is_ok_and(|given| *given == last)), "{given:?}");
        assert_eq!(world.requests(), 1 + expiry, "token requests");
        world.expire().await;
    }
    assert!(!world.is_revoked());
}

/// Whoever waits is told of a failure like everybody else, and the next one may try again.
async fn shared_failure(world: World) {
    let auth = world.expired_login().await;
    world.lose_answers();
    let callers = (0..3).map(|_| caller(&world, &auth)).collect();
    for given in outcomes(leave_some(callers).await).await {
        if let Err(error) = given {
            assert!(error.is_transient(), "{error}");
        }
    }
    while let Err(error) = auth.access_token().await {
        assert!(error.is_transient(), "{error}");
    }
    assert!(!world.is_revoked());
}

/// Several complain of one token, one of a token from before: one request.
async fn invalidate(world: World) {
    let auth = world.process();
    auth.exchange_code("code").await.expect("nobody disturbs it");
    let old = auth.access_token().await.expect("just logged in");
    world.expire().await;
    let current = auth.access_token().await.expect("the service answers");
    let complaints = [&current, &current, &old, &current].map(|token| {
        let (world, auth, token) = (world.clone(), auth.clone(), token.clone());
        tokio::spawn(async move {
            auth.invalidate(&token);
            if let Some(next) = perhaps(auth.access_token()).await {
                let next = next.expect("the service answers");
                world.check_given(&next);
                assert_ne!(next, token, "it was given up");
            }
            // Late, when there may be a new one already.
            auth.invalidate(&token);
        })
    });
    for complaint in complaints {
        complaint.await.expect("nobody ends it");
    }
    auth.access_token().await.expect("the service answers");
    assert_eq!(world.requests(), 3, "token requests");
}

/// A logout while a refresh is in flight: nothing brings the login back.
async fn logout(world: World) {
    world.perhaps_without_lock();
    let auth = world.expired_login().await;
    let callers: Vec<_> = (0..2).map(|_| observer(&world, &auth, 3)).collect();
    let gone = caller(&world, &auth);
    if perhaps(auth.logout()).await.is_none() {
        auth.logout().await.expect("the cache works");
    }
    is_logged_out(&world, &auth).await;
    for caller in callers {
        check_order(&caller.await.expect("nobody ends it"));
    }
    gone.await.expect("nobody ends it");
    is_logged_out(&world, &auth).await;
}

async fn is_logged_out(world: &World, auth: &AuthorizationCode) {
    let error = auth.access_token().await.expect_err("logged out");
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn, "{error}");
    assert!(world.stored().is_some_and(|stored| stored.is_tombstone()), "{:?}", world.stored());
}

/// Two users log in while the login before is being renewed: one of the two counts, everywhere.
async fn logins(world: World) {
    world.perhaps_without_lock();
    let auth = world.expired_login().await;
    let observers: Vec<_> = (0..2).map(|_| observer(&world, &auth, 4)).collect();
    let others: Vec<_> = (0..2)
        .map(|_| {
            let auth = auth.clone();
            tokio::spawn(async move {
                // Who goes away has sent the code nevertheless, and is logged in.
                perhaps(auth.exchange_code("code")).await.is_none_or(|login| login.is_ok())
            })
        })
        .collect();
    for other in others {
        assert!(other.await.expect("nobody ends it"), "each is told of its own login");
    }
    for observer in observers {
        check_order(&observer.await.expect("nobody ends it"));
    }
    auth.exchange_code("code").await.expect("the last one");
    let token = auth.access_token().await.expect("logged in");
    assert_eq!(Some(login(token.expose())), world.stored_login());
    assert_ne!(world.stored_login(), Some(1), "the login before");
}

/// A login and a logout at once, while the login before is being renewed: one of the two counts, everywhere.
async fn login_and_logout(world: World) {
    world.perhaps_without_lock();
    let auth = world.expired_login().await;
    let observer = observer(&world, &auth, 4);
    let code = {
        let auth = auth.clone();
        tokio::spawn(async move { auth.exchange_code("code").await.map(drop) })
    };
    pause().await;
    auth.logout().await.expect("the cache works");
    let exchanged = code.await.expect("nobody ends it");
    observer.await.expect("nobody ends it");
    match auth.access_token().await {
        Ok(token) => {
            world.check_given(&token);
            assert_eq!((login(token.expose()), world.stored_login()), (2, Some(2)));
        }
        Err(_) => is_logged_out(&world, &auth).await,
    }
    if let Err(error) = exchanged {
        assert_eq!(error.kind(), ErrorKind::NotLoggedIn, "{error}");
        is_logged_out(&world, &auth).await;
    }
}

/// Closing during a refresh, by two at once: what the service gave is stored, and then there is nothing more.
async fn close(world: World) {
    let auth = world.expired_login().await;
    let callers = (0..3).map(|_| caller(&world, &auth)).collect();
    let other = {
        let auth = auth.clone();
        tokio::spawn(async move { drop(perhaps(auth.close()).await) })
    };
    if chance(2) {
        pause().await;
    }
    auth.close().await.expect("it never fails");
    let error = auth.access_token().await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(world.keeps_what_the_service_accepts(), "a token was lost by closing");
    let requests = world.requests();
    for given in outcomes(leave_some(callers).await).await {
        if let Err(error) = given {
            assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
        }
    }
    other.await.expect("nobody ends it");
    assert_eq!(world.requests(), requests, "a request after closing");
    assert!(requests <= 2);
}

/// A cache that fails now and then: still one request for each expiry, and nobody is logged out.
async fn failing_cache(world: World) {
    let auth = world.expired_login().await;
    world.cache_fails();
    for expiry in 1..=2 {
        let callers = (0..3).map(|_| caller(&world, &auth)).collect();
        for given in outcomes(leave_some(callers).await).await {
            given.expect("the service answers");
        }
        auth.access_token().await.expect("the service answers");
        assert_eq!(world.requests(), 1 + expiry, "token requests");
        world.expire().await;
    }
    assert!(!world.is_revoked(), "a spent refresh token was sent");
}

/// Two processes at the expiry, a service that ends logins whose refresh token comes twice: one request, one token.
async fn two_processes(world: World) {
    let first = world.expired_login().await;
    let second = world.process();
    for expiry in 1..=2 {
        let callers = [&first, &second, &first, &second].map(|auth| caller(&world, auth)).into();
        let given = outcomes(leave_some(callers).await).await;
        let last = first.access_token().await.expect("the service answers");
        assert_eq!(second.access_token().await.expect("it is in the cache"), last);
        assert!(given.iter().all(|given| given.as_ref().is_ok_and(|given| *given == last)), "{given:?}");
        assert_eq!(world.requests(), 1 + expiry, "token requests");
        world.expire().await;
    }
    assert!(!world.is_revoked());
}

/// Another process logs out while this one renews: that is final for both.
async fn logout_elsewhere(world: World) {
    let first = world.expired_login().await;
    let second = world.process();
    let callers = (0..2).map(|_| caller(&world, &first)).collect();
    if chance(2) {
        pause().await;
    }
    second.logout().await.expect("the cache works");
    outcomes(leave_some(callers).await).await;
    is_logged_out(&world, &second).await;
    // At the latest at its next renewal.
    world.expire().await;
    is_logged_out(&world, &first).await;
}

/// Two processes and all that can be done, in any order, with answers that get lost: nobody waits for ever, and the login that comes
/// last counts.
async fn everything(world: World) {
    let first = world.expired_login().await;
    let second = world.process();
    world.lose_answers();
    let busy: Vec<_> = [&first, &second, &first, &second]
        .into_iter()
        .map(|auth| {
            let (world, auth) = (world.clone(), auth.clone());
            tokio::spawn(async move {
                for _ in 0..2 {
                    if chance(6) {
                        drop(perhaps(auth.logout()).await);
                    } else if chance(5) {
                        drop(perhaps(auth.exchange_code("code")).await);
                    } else if let Some(Ok(token)) = perhaps(auth.access_token()).await {
                        world.check_given(&token);
                        if chance(3) {
                            auth.invalidate(&token);
                        }
                    }
                }
            })
        })
        .collect();
    for busy in leave_some(busy).await {
        busy.await.expect("nobody ends it");
    }
    // A code whose answer is lost may have been used.
    while let Err(error) = first.exchange_code("code").await {
        assert!(matches!(error.kind(), ErrorKind::RequestMaybeApplied | ErrorKind::NotLoggedIn), "{error}");
    }
    let token = loop {
        match first.access_token().await {
            Ok(token) => break token,
            Err(error) => assert!(error.is_transient(), "{error}"),
        }
    };
    world.check_given(&token);
    assert!(!world.is_revoked());
}
