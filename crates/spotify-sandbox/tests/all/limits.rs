//! The rate limit and the daily quota.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_sandbox::{App, Bucket, DailyQuota, RateLimit, Refusal, RetryAfter, Rules, Sandbox, User};

use crate::client::{Response, get, request};
use crate::login::*;

const SECOND: Duration = Duration::from_secs(1);

fn limited(limit: RateLimit) -> (Sandbox, String) {
    let sandbox = builder().rate_limit(limit).start().unwrap();
    let token = sandbox.mint("ada", &[]).access_token;
    (sandbox, token)
}

fn call(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), path).bearer(token).send()
}

fn admin(sandbox: &Sandbox, method: &'static str, name: &str, body: &Value) -> Response {
    let target = format!("/_sandbox/v1/{name}");
    request(sandbox.base_url(), method, &target).header("x-sandbox-admin", "1").json(body).send()
}

#[test]
fn without_a_limit_there_is_none() {
    let (sandbox, token) = (sandbox(), "access-token-of-nobody");
    assert_eq!(call(&sandbox, token, "/v1/me").status, 401);
    let token = sandbox.mint("ada", &[]).access_token;
    assert!((0..300).all(|_| me(&sandbox, &token) == 200));
}

#[test]
fn the_window_of_the_rate_limit_rolls() {
    let (sandbox, token) = limited(RateLimit::requests(3));
    sandbox.advance(SECOND);
    assert_eq!(me(&sandbox, &token), 200);
    sandbox.advance(SECOND * 20);
    assert_eq!((me(&sandbox, &token), me(&sandbox, &token)), (200, 200));
    let refused = call(&sandbox, &token, "/v1/me");
    assert_eq!(refused.error(), (429, "API rate limit exceeded".to_owned()));
    assert_eq!(refused.json()["error"].get("reason"), None);
    // The first request leaves the window thirty seconds after it came. The clock has run on by the moments that this took.
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((5..=10).contains(&wait), "{wait}");
    sandbox.advance(Duration::from_secs(wait));
    assert_eq!(me(&sandbox, &token), 200);
    let refused = call(&sandbox, &token, "/v1/me");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((15..=20).contains(&wait), "what was refused did not count: {wait}");
    sandbox.advance(Duration::from_secs(31));
    assert!((0..3).all(|_| me(&sandbox, &token) == 200));
}

#[test]
fn the_rate_limit_is_each_apps_own() {
    let other = App::new("other-client", "other-secret").redirect_uri(CALLBACK);
    let sandbox = builder().app(other).rate_limit(RateLimit::requests(1)).start().unwrap();
    let basic = |id, secret| {
        let form = [("grant_type", "client_credentials")];
        let answer = request(sandbox.base_url(), "POST", "/api/token").form(&form).basic(id, secret).send();
        answer.json()["access_token"].as_str().unwrap().to_owned()
    };
    let (first, second) = (basic(ID, SECRET), basic("other-client", "other-secret"));
    let path = "/v1/artists/x";
    assert_eq!((call(&sandbox, &first, path).status, call(&sandbox, &first, path).status), (400, 429));
    // A user's token of the same app shares its window; whoever has no token is told that first.
    assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 429);
    assert_eq!(me(&sandbox, "nobody"), 401);
    assert_eq!(call(&sandbox, &second, path).status, 400);
}

#[test]
fn covers_are_uploaded_under_a_limit_of_their_own() {
    let (sandbox, token) = limited(RateLimit::requests(1));
    let upload = || {
        let target = "/v1/playlists/4aawyAB9vmqN3uQ7FjRGTy/images";
        request(sandbox.base_url(), "PUT", target).bearer(&token).body("x").send().status
    };
    assert_eq!((me(&sandbox, &token), me(&sandbox, &token)), (200, 429));
    assert_ne!(upload(), 429);
    assert_eq!(upload(), 429);
}

#[test]
fn a_429_has_been_seen_in_several_forms() {
    let forms = [
        (
            RetryAfter::Missing,
            Refusal::Json,
            "",
            r#"{"error":{"message":"API rate limit exceeded","status":429}}"#,
        ),
        (RetryAfter::Fixed(0), Refusal::Text, "0", "Too many requests"),
        (RetryAfter::Fixed(86_400), Refusal::Empty, "86400", ""),
        (RetryAfter::Fixed(1), Refusal::Text, "1", "Too many requests"),
    ];
    for (retry_after, refusal, header, body) in forms {
        let (sandbox, token) = limited(RateLimit::requests(0).retry_after(retry_after).refusal(refusal));
        let answer = call(&sandbox, &token, "/v1/me");
        assert_eq!((answer.status, answer.header("retry-after")), (429, header));
        match refusal {
            Refusal::Json => assert_eq!(answer.json(), serde_json::from_str::<Value>(body).unwrap()),
            _ => assert_eq!(answer.text(), body),
        }
        assert!(answer.headers.keys().all(|name| !name.starts_with("x-ratelimit")));
    }
}

#[test]
fn calling_on_lengthens_a_penalty() {
    let day = Duration::from_secs(86_400);
    let (sandbox, token) = limited(RateLimit::requests(1).penalty(day));
    assert_eq!(me(&sandbox, &token), 200);
    assert_eq!(call(&sandbox, &token, "/v1/me").header("retry-after"), "86400");
    sandbox.expire_access_tokens();
    sandbox.advance(day - SECOND * 60);
    let token = sandbox.mint("ada", &[]).access_token;
    assert_eq!(call(&sandbox, &token, "/v1/me").header("retry-after"), "86400");
    sandbox.advance(day + SECOND);
    assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 200);
}

#[test]
fn a_quota_is_shared_by_a_bucket_for_a_rolling_day() {
    let sandbox = builder().daily_quota(DailyQuota::requests(2)).start().unwrap();
    let artist = "/v1/artists/4aawyAB9vmqN3uQ7FjRGTy/albums";
    let token = sandbox.mint_app_token();
    assert_eq!(call(&sandbox, &token, artist).status, 404);
    sandbox.advance(SECOND * 1800);
    assert_eq!(call(&sandbox, &token, "/v1/albums/x").status, 400);
    let refused = call(&sandbox, &token, artist);
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.json()["error"],
        json!({ "status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED" })
    );
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((86_400 - 1_860..=86_400 - 1_800).contains(&wait), "{wait}");
    // Other buckets still answer.
    assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 200);
    sandbox.advance(Duration::from_secs(wait));
    let token = sandbox.mint_app_token();
    assert_eq!((call(&sandbox, &token, artist).status, call(&sandbox, &token, artist).status), (404, 429));
}

#[test]
fn a_quota_is_the_developers_over_all_their_apps() {
    let other = App::new("other-client", "other-secret").redirect_uri(CALLBACK);
    let quota = DailyQuota::unlimited().bucket(Bucket::Catalogue, 1).retry_after(RetryAfter::Fixed(48_925));
    let sandbox = builder().app(other).daily_quota(quota).start().unwrap();
    let form = [("grant_type", "client_credentials")];
    let answer = request(sandbox.base_url(), "POST", "/api/token").form(&form);
    let other = answer.basic("other-client", "other-secret").send().json()["access_token"].take();
    assert_eq!(call(&sandbox, &sandbox.mint_app_token(), "/v1/albums/x").status, 400);
    let refused = call(&sandbox, other.as_str().unwrap(), "/v1/albums/x");
    assert_eq!((refused.status, refused.header("retry-after")), (429, "48925"));
    let token = sandbox.mint("ada", &[]).access_token;
    assert!((0..50).all(|_| me(&sandbox, &token) == 200));
}

#[test]
fn only_development_mode_has_a_quota() {
    let refused = builder().rules(Rules::ExtendedQuota).daily_quota(DailyQuota::requests(9)).start();
    assert!(refused.unwrap_err().to_string().contains("Development Mode"));
    let sandbox = builder().rules(Rules::ExtendedQuota).start().unwrap();
    let answer = admin(&sandbox, "POST", "daily-quota", &json!({ "requests": 1 }));
    assert_eq!(answer.status, 400, "{}", answer.text());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        sandbox.set_daily_quota(DailyQuota::requests(1));
    }));
    assert!(panicked.is_err());
    sandbox.set_daily_quota(None);
}

#[test]
fn limits_begin_and_end_while_it_runs() {
    let sandbox = builder().user(User::premium("ada")).start().unwrap();
    let token = sandbox.mint("ada", &[]).access_token;
    let state = |name: &str| admin(&sandbox, "GET", "state", &json!({})).json()[name].take();
    assert_eq!((state("rate_limit"), state("daily_quota")), (Value::Null, Value::Null));
    sandbox.set_rate_limit(RateLimit::requests(0));
    assert_eq!(me(&sandbox, &token), 429);
    sandbox.set_rate_limit(None);
    assert_eq!(me(&sandbox, &token), 200);

    let rate = json!({ "requests": 0, "retry_after": 7, "refusal": "text", "penalty_seconds": 9 });
    assert_eq!(admin(&sandbox, "POST", "rate-limit", &rate).status, 200);
    assert_eq!(state("rate_limit"), json!({ "requests": 0 }));
    let refused = call(&sandbox, &token, "/v1/me");
    assert_eq!((refused.status, refused.header("retry-after")), (429, "7"));
    assert_eq!(refused.text(), "Too many requests");
    assert_eq!(admin(&sandbox, "DELETE", "rate-limit", &json!({})).status, 200);

    let quota = json!({ "requests": 5, "buckets": { "profiles": 1 }, "retry_after": "missing" });
    assert_eq!(admin(&sandbox, "POST", "daily-quota", &quota).status, 200);
    assert_eq!(me(&sandbox, &token), 200);
    let refused = call(&sandbox, &token, "/v1/me");
    assert_eq!((refused.status, refused.header("retry-after")), (429, ""));
    let used = state("daily_quota");
    assert_eq!(used["profiles"], json!({ "used": 1, "of": 1 }));
    assert_eq!(used["search"], json!({ "used": 0, "of": 5 }));
    assert_eq!(admin(&sandbox, "DELETE", "daily-quota", &json!({})).status, 200);
    assert_eq!(me(&sandbox, &token), 200);

    for (name, wrong) in [
        ("rate-limit", json!({})),
        ("rate-limit", json!({ "requests": -1 })),
        ("rate-limit", json!({ "requests": 1, "retry_after": "never" })),
        ("daily-quota", json!({})),
        ("daily-quota", json!({ "buckets": { "nothing": 1 } })),
    ] {
        assert_eq!(admin(&sandbox, "POST", name, &wrong).status, 400, "{wrong}");
    }
}
