//! The ways in which Spotify turns a call away, told apart over sockets and in each rule set.

use std::time::Duration;

use spotify_sandbox::{Bucket, DailyQuota, RateLimit, Refusal, RetryAfter, Rules, Sandbox, User, Wording};
use spotify_sdk::endpoint::{ApiRequest, Availability, Endpoint, Operation, RawAnswer, SaveTracks};
use spotify_sdk::{Error, ErrorKind};

use super::{builder, builder_with, client, sandbox};
use crate::support;

const ALL: [Rules; 3] = [Rules::DevelopmentMode, Rules::ExtendedQuota, Rules::BeforeNovember2024];
const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// `GET /recommendations/available-genre-seeds`, which was closed in November 2024.
#[derive(Clone)]
struct GetGenreSeeds;

impl Endpoint for GetGenreSeeds {
    type Output = RawAnswer;
    const OPERATION: Operation =
        Operation::get("get-recommendation-genres", "/recommendations/available-genre-seeds")
            .available_to(Availability::Before2024);

    fn request(&self) -> spotify_sdk::Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}

/// How a call ended.
fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

#[tokio::test]
async fn what_is_closed_since_february_2026_names_what_takes_its_place() {
    for rules in ALL {
        let sandbox = sandbox(rules);
        let client = builder_with(&sandbox, &["user-library-read", "user-library-modify"]).build().unwrap();
        let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track.id;
        // The one request: the service would go on to the replacement by itself.
        let saved = client.run(SaveTracks::new([&track])).await;
        if rules != Rules::DevelopmentMode {
            saved.unwrap();
            continue;
        }
        let error = saved.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::ClosedToApp, Some(403)));
        let replacement = SaveTracks::OPERATION.replacement().unwrap();
        assert!(error.to_string().contains(&replacement.to_string()), "{error}");
        // And that does it.
        client.library().save([track.uri()]).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_closed_since_november_2024_is_no_unknown_path() {
    for rules in ALL {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let seeds = kind(client.run(GetGenreSeeds).await);
        if rules == Rules::BeforeNovember2024 {
            assert_ne!(seeds, Some(ErrorKind::ClosedToApp));
        } else {
            assert_eq!(seeds, Some(ErrorKind::ClosedToApp));
        }
        // An open operation whose thing does not exist is another matter in every rule set.
        let error = client.albums().get(WORD).await.unwrap_err();
        assert_eq!((error.kind(), error.advice()), (ErrorKind::NotFound, None));
    }
}

#[tokio::test]
async fn the_owner_and_the_list_of_users_matter_in_development_mode_only() {
    for rules in ALL {
        let is_gated = rules == Rules::DevelopmentMode;
        let users = [User::premium("ada"), User::free("eve").not_registered()];
        let sandbox = users.into_iter().fold(Sandbox::builder(), |builder, user| builder.user(user));
        let sandbox = sandbox.rules(rules).start().unwrap();
        let eve =
            support::client(&sandbox).access_token(sandbox.mint("eve", &[]).access_token).build().unwrap();
        let refused = eve.users().get_current_profile().await;
        assert_eq!(kind(refused), is_gated.then_some(ErrorKind::UserNotRegistered), "{rules:?}");
        sandbox.set_registered("eve", true);
        eve.users().get_current_profile().await.unwrap();

        sandbox.set_owner_premium(false);
        let refused = client(&sandbox).users().get_current_profile().await;
        if let Err(error) = &refused {
            assert!(error.to_string().contains("owner of the app needs Spotify Premium"), "{error}");
        }
        assert_eq!(kind(refused), is_gated.then_some(ErrorKind::OwnerWithoutPremium), "{rules:?}");
    }
}

#[tokio::test]
async fn every_wording_means_the_same() {
    for wording in [Wording::Current, Wording::Of2021, Wording::Of2025, Wording::OfMay2026] {
        let users = Sandbox::builder().user(User::premium("ada")).user(User::free("eve").not_registered());
        let sandbox = users.wording(wording).start().unwrap();
        let profile = async |token: &str| {
            let client = support::client(&sandbox).access_token(token).build().unwrap();
            kind(client.users().get_current_profile().await)
        };
        let eve = sandbox.mint("eve", &[]).access_token;
        assert_eq!(profile(&eve).await, Some(ErrorKind::UserNotRegistered));
        sandbox.expire_access_tokens();
        for token in [eve.as_str(), "bogus"] {
            assert_eq!(profile(token).await, Some(ErrorKind::Unauthorized), "{wording:?}");
        }
    }
}

#[tokio::test]
async fn a_missing_scope_a_missing_user_and_missing_premium_are_three_things() {
    for rules in ALL {
        let sandbox =
            Sandbox::builder().rules(rules).user(User::free("bob").saved_tracks(1)).start().unwrap();
        let with = |scopes: &[&str]| {
            support::client(&sandbox).access_token(sandbox.mint("bob", scopes).access_token).build().unwrap()
        };
        let error = with(&[]).tracks().get_saved().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::MissingScope, Some(403)));
        assert!(error.to_string().contains("ask for user-library-read"), "{error}");
        let error = with(&[]).player().start_playback().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::MissingScope, Some(401)));
        assert!(error.to_string().contains("ask for user-modify-playback-state"), "{error}");
        let error = with(&["user-modify-playback-state"]).player().start_playback().await.unwrap_err();
        assert_eq!((error.kind(), error.reason()), (ErrorKind::PremiumRequired, Some("PREMIUM_REQUIRED")));
        // A token whose kind the client can't know.
        let app = support::client(&sandbox).access_token(sandbox.mint_app_token()).build().unwrap();
        let error = app.users().get_current_profile().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::UserLoginRequired, Some(403)));
        assert!(error.to_string().contains("AuthorizationCode"), "{error}");
    }
}

#[tokio::test]
async fn fault_110_a_quota_of_the_sandbox_is_told_from_its_rate_limit() {
    let quota = DailyQuota::unlimited().bucket(Bucket::Library, 1);
    let user = User::premium("ada").saved_tracks(5);
    let sandbox = Sandbox::builder().user(user).daily_quota(quota).start().unwrap();
    let client = builder(&sandbox).clock(support::SandboxTime::of(&sandbox)).build().unwrap();
    let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track.id;
    let error = client.tracks().get_saved().limit(1).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::QuotaExceeded, Some("QUOTA_EXCEEDED")));
    let wait = error.retry_after().unwrap();
    assert!(wait > Duration::from_secs(86_000), "{wait:?}");
    assert!(error.to_string().contains("again in 24 h 0 min"), "{error}");
    // Another bucket.
    client.tracks().get(&track).await.unwrap();
    // What is left of the pause is known without asking.
    let requests = sandbox.journal().entries().len();
    assert_eq!(kind(client.tracks().get_saved().limit(1).await), Some(ErrorKind::QuotaExceeded));
    assert_eq!(sandbox.journal().entries().len(), requests);
}

#[tokio::test]
async fn fault_110_a_rate_limit_is_sat_out_or_told_with_its_time_in_every_form() {
    let forms = [
        (RateLimit::requests(1), None),
        (RateLimit::requests(1).refusal(Refusal::Text).retry_after(RetryAfter::Fixed(7)), None),
        (RateLimit::requests(1).refusal(Refusal::Empty).retry_after(RetryAfter::Missing), None),
        (RateLimit::requests(1).penalty(Duration::from_secs(86_400)), Some(86_400)),
        (RateLimit::requests(1).retry_after(RetryAfter::Fixed(86_400)), Some(86_400)),
    ];
    for (limit, told) in forms {
        let sandbox = Sandbox::builder().rate_limit(limit.clone()).start().unwrap();
        let time = support::SandboxTime::of(&sandbox);
        // Thirty seconds of windows need more attempts than three, where nobody says how long they are.
        let client = builder(&sandbox).clock(time.clone()).max_retries(20).build().unwrap();
        client.users().get_current_profile().await.unwrap();
        let result = client.users().get_current_profile().await;
        match told {
            None => {
                result.unwrap();
                assert!(time.slept().iter().sum::<Duration>() >= Duration::from_secs(25), "{limit:?}");
            }
            Some(seconds) => {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::RateLimited, "{limit:?}");
                assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
                assert!(error.to_string().contains("again in 24 h 0 min"), "{error}");
                assert!(time.slept().is_empty());
            }
        }
    }
}
