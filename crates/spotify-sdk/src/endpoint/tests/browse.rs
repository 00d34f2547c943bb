//! What browsing and recommendations send.

use super::*;
use crate::Call;

fn refused(request: Result<ApiRequest>) -> String {
    let error = request.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    error.to_string()
}

fn recommendations() -> Call<(), GetRecommendations> {
    crate::service::Recommendations::new(()).get()
}

#[test]
fn browsing_sends_what_its_description_says() {
    let categories = with(GetCategories::default(), |endpoint| {
        *endpoint.locale_mut() = Some("SV-se".to_owned());
        *endpoint.limit_mut() = Some(50);
    });
    let dinner = with(GetCategory::new("dinner"), |endpoint| *endpoint.locale_mut() = Some("de".to_owned()));
    let playlists = with(GetCategoryPlaylists::new("a/b"), |endpoint| *endpoint.offset_mut() = Some(3));
    for (sent, expected) in [
        (sent(&GetNewReleases::default()), "GET /browse/new-releases"),
        (sent(&categories), "GET /browse/categories?locale=sv_SE&limit=50"),
        (sent(&dinner), "GET /browse/categories/dinner?locale=de"),
        (sent(&playlists), "GET /browse/categories/a%2Fb/playlists?offset=3"),
        (sent(&GetFeaturedPlaylists::default()), "GET /browse/featured-playlists"),
        (sent(&GetAvailableMarkets), "GET /markets"),
        (sent(&GetAvailableGenreSeeds), "GET /recommendations/available-genre-seeds"),
        (sent(&GetUserProfile::new("a#b")), "GET /users/a%23b"),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn fault_115_browsing_that_cannot_be_is_refused_with_the_reason() {
    for id in ["", " ", ".", "..", "a\nb"] {
        assert!(refused(GetCategory::new(id).request()).contains("`category_id`"), "{id:?}");
        assert!(refused(GetCategoryPlaylists::new(id).request()).contains("`category_id`"), "{id:?}");
    }
    for locale in ["", "s", "swe", "sv_", "sv_SWE", "sv SE", "s\u{e9}"] {
        let endpoint = with(GetFeaturedPlaylists::default(), |endpoint| {
            *endpoint.locale_mut() = Some(locale.to_owned())
        });
        assert!(refused(endpoint.request()).contains("`locale`"), "{locale}");
    }
    assert!(refused(GetUserProfile::new("").request()).contains("user id is empty"));
}

#[test]
fn seeds_and_attributes_are_sent() {
    let call = recommendations()
        .seed_artists([format!("spotify:artist:{WORD}")])
        .seed_genres(["dream-pop", "math rock"])
        .seed_tracks([WORD])
        .min_energy(0.4)
        .max_tempo(120.0)
        .target_key(0)
        .min_duration_ms(1)
        .min_duration_ms(90_000)
        .target_loudness(-7.5)
        .market("se")
        .limit(100);
    let expected = format!(
        "GET /recommendations?seed_artists={WORD}&seed_genres=dream-pop%2Cmath+rock&seed_tracks={WORD}&market=SE&limit=100\
         &max_tempo=120&min_duration_ms=90000&min_energy=0.4&target_key=0&target_loudness=-7.5"
    );
    assert_eq!(sent(&call.endpoint), expected);
}

#[test]
fn fault_115_recommendations_that_cannot_be_are_refused_with_the_reason() {
    let refusal = |call: Call<(), GetRecommendations>| refused(call.endpoint.request());
    let seeded = || recommendations().seed_tracks([WORD]);
    assert!(refusal(recommendations()).contains("there are 0 seeds"));
    assert!(refusal(seeded().seed_genres(["a"; 5])).contains("there are 6 seeds"));
    assert!(refusal(seeded().seed_genres(Vec::<String>::new())).contains("`seed_genres` is empty"));
    assert!(refusal(seeded().seed_genres([" "])).contains("without anything in it"));
    assert!(refusal(seeded().seed_genres(["a,b"])).contains("a comma in it"));
    assert!(refusal(seeded().seed_artists(["spotify:track:x"])).contains("artist"));
    assert!(refusal(seeded().limit(101)).contains("`limit` is 101"));
    assert!(refusal(seeded().min_energy(1.5)).contains("`min_energy` is 1.5, but may be 0 to 1"));
    assert!(refusal(seeded().target_key(12)).contains("`target_key` is 12, but may be 0 to 11"));
    assert!(refusal(seeded().max_tempo(-1.0)).contains("`max_tempo` is -1, but may be 0 or more"));
    for nothing in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(refusal(seeded().min_loudness(nothing)).contains("which is no number"));
        assert!(refusal(seeded().max_valence(nothing)).contains("`max_valence` is"));
    }
    let contradictory = seeded().min_popularity(60).target_popularity(80).max_popularity(70);
    assert!(
        refusal(contradictory).contains("`target_popularity` is 80, which is more than `max_popularity`, 70")
    );
    assert!(
        refusal(seeded().min_mode(1).max_mode(0))
            .contains("`min_mode` is 1, which is more than `max_mode`, 0")
    );
}

/// Each of the three setters of an attribute sets its own parameter.
macro_rules! each_attribute {
    ($($parameter:ident $value:literal,)+) => {$(
        let call = recommendations().seed_tracks([WORD]).$parameter($value);
        let expected = concat!("&", stringify!($parameter), "=", stringify!($value));
        assert!(sent(&call.endpoint).ends_with(expected), "{expected}");
    )+};
}

#[test]
fn every_attribute_has_three_parameters() {
    each_attribute! {
        min_acousticness 0.5, max_acousticness 0.5, target_acousticness 0.5,
        min_danceability 0.5, max_danceability 0.5, target_danceability 0.5,
        min_duration_ms 5, max_duration_ms 5, target_duration_ms 5,
        min_energy 0.5, max_energy 0.5, target_energy 0.5,
        min_instrumentalness 0.5, max_instrumentalness 0.5, target_instrumentalness 0.5,
        min_key 5, max_key 5, target_key 5,
        min_liveness 0.5, max_liveness 0.5, target_liveness 0.5,
        min_loudness 0.5, max_loudness 0.5, target_loudness 0.5,
        min_mode 1, max_mode 1, target_mode 1,
        min_popularity 5, max_popularity 5, target_popularity 5,
        min_speechiness 0.5, max_speechiness 0.5, target_speechiness 0.5,
        min_tempo 0.5, max_tempo 0.5, target_tempo 0.5,
        min_time_signature 5, max_time_signature 5, target_time_signature 5,
        min_valence 0.5, max_valence 0.5, target_valence 0.5,
    }
}
