//! `/v1/me/top/artists` and `/v1/me/top/tracks`.

use std::collections::HashSet;

use spotify_sandbox::Sandbox;

use crate::client::{Response, get};
use crate::login::sandbox;

fn top(sandbox: &Sandbox, token: &str, target: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1/me/top/{target}")).bearer(token).send()
}

#[test]
fn each_time_range_has_its_own_list() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-top-read"]).access_token;
    for kind in ["artist", "track"] {
        let ids = |query: &str| -> Vec<String> {
            let page = top(&sandbox, &token, &format!("{kind}s{query}")).json();
            let rows = page["items"].as_array().unwrap();
            assert!(rows.iter().all(|row| row["type"] == kind));
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
        };
        let ranges = ["short_term", "medium_term", "long_term"];
        let lists = ranges.map(|range| ids(&format!("?time_range={range}&limit=50")));
        assert_eq!(lists.iter().collect::<HashSet<_>>().len(), 3);
        assert!(lists.iter().all(|list| list.iter().collect::<HashSet<_>>().len() == list.len()));
        assert_eq!(ids("?limit=50"), lists[1], "medium_term is the default");
        assert_eq!(ids(""), lists[1][..20]);
        let page = top(&sandbox, &token, &format!("{kind}s?time_range=short_term&limit=10")).json();
        let next = page["next"].as_str().unwrap();
        assert!(next.ends_with("?offset=10&limit=10&time_range=short_term"), "{next}");
    }
}

#[test]
fn a_wrong_range_or_scope_is_refused() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-top-read"]).access_token;
    for kind in ["artists", "tracks"] {
        let error = top(&sandbox, &token, &format!("{kind}?time_range=forever")).error();
        assert_eq!(error, (400, "Invalid time range".to_owned()));
        assert_eq!(top(&sandbox, &token, &format!("{kind}?limit=51")).error().1, "Invalid limit");
        let without = sandbox.mint("ada", &["user-library-read"]).access_token;
        assert_eq!(top(&sandbox, &without, kind).error(), (403, "Insufficient client scope".to_owned()));
    }
}
