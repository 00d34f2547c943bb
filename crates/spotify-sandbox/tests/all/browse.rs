//! `/v1/browse`, `/v1/markets`, genre seeds and the profiles of others.

use serde_json::Value;
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Response, get};
use crate::login::builder;

fn sandbox(rules: Rules) -> Sandbox {
    builder()
        .rules(rules)
        .user(User::premium("ada").display_name("Ada L."))
        .user(User::free("b#b"))
        .start()
        .unwrap()
}

fn call(sandbox: &Sandbox, target: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1/{target}")).bearer(&sandbox.mint_app_token()).send()
}

fn rows(page: &Value) -> &Vec<Value> {
    page["items"].as_array().unwrap()
}

#[test]
fn new_releases_are_the_newest_albums_of_the_catalogue() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "browse/new-releases?limit=10").json();
    let page = &answer["albums"];
    let dates: Vec<&str> = rows(page).iter().map(|album| album["release_date"].as_str().unwrap()).collect();
    assert!(dates.iter().all(|date| *date > "2025") && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    assert!(page["total"].as_u64() <= Some(100));
    assert_eq!(page["next"].is_string(), page["total"].as_u64() > Some(10));
    assert_eq!(call(&sandbox, "browse/new-releases?limit=51").error(), (400, "Invalid limit".to_owned()));
}

#[test]
fn categories_have_old_ids_and_new_ones() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "browse/categories").json();
    let page = &answer["categories"];
    assert_eq!((rows(page).len(), page["total"].as_u64()), (20, Some(24)));
    let ids: Vec<&str> = rows(page).iter().map(|category| category["id"].as_str().unwrap()).collect();
    assert!(ids.iter().any(|id| id.len() == 22) && ids.iter().any(|id| id.len() < 12));
    for category in rows(page) {
        let one = call(&sandbox, category["href"].as_str().unwrap().split("/v1/").nth(1).unwrap());
        assert_eq!(one.json(), *category);
        assert!(category["icons"][0]["height"].is_null());
        let icon = get(sandbox.base_url(), category["icons"][0]["url"].as_str().unwrap()).send();
        assert_eq!((icon.status, icon.header("content-type")), (200, "image/png"));
    }
    let unknown = call(&sandbox, "browse/categories/unknown");
    assert_eq!(unknown.error(), (404, "Specified id doesn't exist".to_owned()));
}

#[test]
fn categories_are_named_in_the_language_of_the_locale() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let name =
        |locale: &str| call(&sandbox, &format!("browse/categories/at_home{locale}")).json()["name"].clone();
    assert_eq!(name(""), "At Home");
    assert_eq!(name("?locale=sv_SE"), "Hemma");
    assert_eq!(name("?locale=de"), "Zuhause");
    assert_eq!(name("?locale=fi_FI"), "At Home");
    let next = call(&sandbox, "browse/categories?locale=sv_SE&limit=2").json()["categories"]["next"].clone();
    assert!(next.as_str().unwrap().ends_with("?offset=2&limit=2&locale=sv_SE"), "{next}");
    for locale in ["Swedish", "s1_SE", "sv_SWE", "_"] {
        let refused = call(&sandbox, &format!("browse/categories?locale={locale}"));
        assert_eq!(refused.error(), (400, "Invalid locale".to_owned()), "{locale}");
    }
}

#[test]
fn markets_are_those_of_the_catalogue() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "markets").json();
    let markets = answer["markets"].as_array().unwrap();
    assert_eq!(markets.len(), 185);
    assert!(markets.contains(&"SE".into()) && markets.contains(&"XK".into()));
}

#[test]
fn genre_seeds_are_listed_under_the_rules_from_before_november_2024() {
    let answer = call(&sandbox(Rules::BeforeNovember2024), "recommendations/available-genre-seeds").json();
    let genres = answer["genres"].as_array().unwrap();
    assert!(genres.contains(&"dream-pop".into()) && genres.len() == 16);
    let closed = call(&sandbox(Rules::ExtendedQuota), "recommendations/available-genre-seeds");
    assert_eq!(closed.error(), (404, "Not found.".to_owned()));
}

#[test]
fn profiles_of_others_show_what_everybody_may_know() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let ada = call(&sandbox, "users/ada").json();
    let keys: Vec<&String> = ada.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["display_name", "external_urls", "followers", "href", "id", "images", "type", "uri"]);
    assert_eq!((&ada["display_name"], &ada["id"]), (&"Ada L.".into(), &"ada".into()));
    let escaped = call(&sandbox, "users/b%23b").json();
    assert_eq!((&escaped["id"], &escaped["uri"]), (&"b#b".into(), &"spotify:user:b%23b".into()));
    assert_eq!(call(&sandbox, "users/nobody").error(), (404, "User not found".to_owned()));
}
