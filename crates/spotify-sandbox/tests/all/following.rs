//! `/v1/me/following`: artists and users whom somebody follows.

use serde_json::{Value, json};
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Response, request};
use crate::login::builder;

const SCOPES: &[&str] = &["user-follow-read", "user-follow-modify"];

fn sandbox(rules: Rules) -> (Sandbox, String) {
    let ada = User::premium("ada").followed_artists(25);
    let sandbox = builder().rules(rules).user(ada).user(User::free("bob b")).start().unwrap();
    let token = sandbox.mint("ada", SCOPES).access_token;
    (sandbox, token)
}

fn call(sandbox: &Sandbox, token: &str, method: &'static str, query: &str) -> Response {
    request(sandbox.base_url(), method, &format!("/v1/me/following{query}")).bearer(token).send()
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_follow_each_other_by_cursor() {
    let (sandbox, token) = sandbox(Rules::DevelopmentMode);
    let mut next = Some("?type=artist&limit=10".to_owned());
    let (mut seen, mut sizes) = (Vec::new(), Vec::new());
    while let Some(query) = next {
        let page = call(&sandbox, &token, "GET", &query).json()["artists"].take();
        assert_eq!((&page["total"], &page["limit"]), (&json!(25), &json!(10)));
        let ids = ids(&page);
        sizes.push(ids.len());
        seen.extend(ids);
        next = page["next"].as_str().map(|next| {
            assert_eq!(page["cursors"]["after"], *seen.last().unwrap());
            next.split_once("/me/following").unwrap().1.to_owned()
        });
        if next.is_none() {
            assert_eq!(page["cursors"]["after"], Value::Null);
        }
    }
    assert_eq!(sizes, [10, 10, 5]);
    assert!(seen.is_sorted_by(|left, right| left < right), "in the order of ids, each once");
    assert_eq!(ids(&call(&sandbox, &token, "GET", "?type=artist").json()["artists"]).len(), 20);
}

#[test]
fn what_cannot_be_listed_is_refused() {
    let (sandbox, token) = sandbox(Rules::DevelopmentMode);
    let error = |query| call(&sandbox, &token, "GET", query).error();
    assert_eq!(error(""), (400, "Invalid type".to_owned()));
    assert_eq!(error("?type=user"), (400, "Invalid type".to_owned()));
    assert_eq!(error("?type=artist&limit=51"), (400, "Invalid limit".to_owned()));
    assert_eq!(error("?type=artist&after=x"), (400, "Invalid base62 id".to_owned()));
    let without = sandbox.mint("ada", &["user-follow-modify"]).access_token;
    let refused = call(&sandbox, &without, "GET", "?type=artist");
    assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
}

#[test]
fn artists_and_users_are_followed_and_unfollowed() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let all = ids(&call(&sandbox, &token, "GET", "?type=artist&limit=50").json()["artists"]);
    let two = format!("type=artist&ids={},{}", all[0], all[1]);
    let ask = |query: &str| call(&sandbox, &token, "GET", &format!("/contains?{query}")).json();
    assert_eq!(ask(&two), json!([true, true]));
    let gone = call(&sandbox, &token, "DELETE", &format!("?type=artist&ids={}", all[0]));
    assert_eq!((gone.status, gone.body), (204, Vec::new()));
    assert_eq!(ask(&two), json!([false, true]));
    assert_eq!(ids(&call(&sandbox, &token, "GET", "?type=artist&limit=50").json()["artists"]), all[1..]);
    let back = call(&sandbox, &token, "PUT", &format!("?{two}"));
    assert_eq!((back.status, back.body), (204, Vec::new()));
    assert_eq!(ids(&call(&sandbox, &token, "GET", "?type=artist&limit=50").json()["artists"]), all);

    let users = "type=user&ids=bob%20b,nobody";
    assert_eq!(ask(users), json!([false, false]));
    assert_eq!(call(&sandbox, &token, "PUT", "?type=user&ids=bob%20b").status, 204);
    assert_eq!(ask(users), json!([true, false]));
    assert_eq!(call(&sandbox, &token, "DELETE", "?type=user&ids=bob%20b").status, 204);
    assert_eq!(ask(users), json!([false, false]));
}

#[test]
fn whom_to_follow_must_be_said_rightly() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let all = ids(&call(&sandbox, &token, "GET", "?type=artist&limit=50").json()["artists"]);
    for (method, path, scope) in [
        ("PUT", "", "user-follow-modify"),
        ("DELETE", "", "user-follow-modify"),
        ("GET", "/contains", "user-follow-read"),
    ] {
        let error = |query: &str| call(&sandbox, &token, method, &format!("{path}?{query}")).error();
        assert_eq!(error(&format!("ids={}", all[0])), (400, "Invalid type".to_owned()));
        assert_eq!(error("type=artist"), (400, "Missing required field: ids".to_owned()));
        assert_eq!(error("type=artist&ids=x"), (400, "Invalid base62 id".to_owned()));
        let many = vec![&*all[0]; 51].join(",");
        assert_eq!(error(&format!("type=artist&ids={many}")), (400, "too many ids requested".to_owned()));
        let other = SCOPES.iter().copied().find(|other| *other != scope).unwrap();
        let without = sandbox.mint("ada", &[other]).access_token;
        let refused = call(&sandbox, &without, method, &format!("{path}?type=artist&ids={}", all[0]));
        assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
    }
    let nobody = call(&sandbox, &token, "PUT", "?type=user&ids=nobody").error();
    assert_eq!(nobody, (404, "Non existing id: 'spotify:user:nobody'".to_owned()));
}
