//! Calls of many users at once: nobody ever gets another's token.

use std::sync::Arc;

use futures_util::future::join_all;
use spotify_sdk::auth::InMemoryKeyedTokenCache;

use super::support::{log_in, name, over, sandbox};
use crate::support::{client, client_credentials, in_time};
use crate::token_manager::support::{HOUR, real_sleeps, token_requests};

const USERS: usize = 50;
const TASKS: usize = 8;
const CALLS: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_users_at_once_never_get_each_others_token() {
    let sandbox = Arc::new(sandbox(USERS));
    // Fewer than users, so that providers come and go as well.
    let logins = over(&sandbox, InMemoryKeyedTokenCache::new()).max_idle(USERS / 2).build().unwrap();
    let app = client_credentials(&sandbox).clock(real_sleeps(&sandbox)).build().unwrap();
    let client = client(&sandbox).auth(app).clock(real_sleeps(&sandbox)).build().unwrap();
    for number in 0..USERS {
        log_in(&sandbox, &logins.for_user(name(number)), &name(number)).await;
    }
    for expiry in 0..3 {
        let tasks = (0..TASKS).map(|task| {
            let (logins, client) = (logins.clone(), client.clone());
            tokio::spawn(async move {
                for call in 0..CALLS {
                    let user = name((call * 7 + task * 13) % USERS);
                    let profile = client.with_auth(logins.for_user(&user)).users().get_current_profile();
                    assert_eq!(profile.await.unwrap().id.as_str(), user, "another's token was sent");
                }
            })
        });
        for task in in_time(join_all(tasks.collect::<Vec<_>>())).await {
            task.unwrap();
        }
        assert_eq!(token_requests(&sandbox), USERS * (1 + expiry), "one refresh for each expiry of a user");
        sandbox.advance(HOUR);
    }
}
