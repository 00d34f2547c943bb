//! What searching and browsing answer with.

use bytes::Bytes;

use super::*;
use crate::endpoint::{
    Endpoint, GetAvailableGenreSeeds, GetAvailableMarkets, GetCategories, GetCategory, GetFeaturedPlaylists,
    GetNewReleases, GetRecommendations, SearchFor, SearchItems, SearchType,
};
use crate::error::ErrorKind;

fn body(name: &str) -> Bytes {
    let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("a fixture").into()
}

#[test]
fn fault_120_what_is_found_survives_whatever_is_left_out_nulled_or_new() {
    survives::<SearchResults>("search_results", "");
}

#[test]
fn fault_120_what_is_browsed_survives_whatever_is_left_out_nulled_or_new() {
    survives::<Category>("category", "");
    survives::<FeaturedPlaylists>("featured_playlists", "");
    survives::<Recommendations>("recommendations", "");
    survives::<PublicUser>("public_user", "");
}

#[test]
fn ordinary_results_are_written_as_they_came() {
    for mode in ["extended", "development"] {
        let original: Value = serde_json::from_slice(&body(&format!("search_results/{mode}"))).expect("JSON");
        let written =
            serde_json::to_value(fixture::<SearchResults>(&format!("search_results/{mode}"))).expect("JSON");
        assert_nothing_lost(&original, &written, mode);
    }
}

#[test]
fn nulls_among_what_is_found_fail_nothing() {
    let all = [SearchType::Playlist, SearchType::Show, SearchType::Audiobook];
    let found = SearchItems::new("x", all).decode(200, &body("search_results/null_rows")).expect("results");
    let playlists = found.playlists.expect("a page");
    assert_eq!((playlists.items.len(), playlists.rejected.len(), playlists.row_count()), (1, 2, 3));
    assert_eq!(playlists.items[0].items.as_ref().map(|items| items.total), Some(12));
    assert_eq!(found.shows.expect("a page").rejected[0].index, 0);
    assert_eq!(found.audiobooks.expect("a page").row_count(), 1);
    assert!(found.tracks.is_none() && found.albums.is_none());

    let playlists = SearchFor::<SimplifiedPlaylist>::new("x").decode(200, &body("search_results/null_rows"));
    assert_eq!(playlists.expect("a page").rejected.len(), 2);
    let tracks =
        SearchFor::<Track>::new("x").decode(200, &body("search_results/tracks_only")).expect("a page");
    assert_eq!((tracks.items.len(), tracks.rejected.len(), tracks.total), (1, 1, 1_000));
    assert!(
        !SearchFor::<Track>::new("x")
            .decode(200, &body("search_results/boolean_null"))
            .expect("a page")
            .items[0]
            .explicit
    );
    let odd = SearchItems::new("x", [SearchType::Artist])
        .decode(200, &body("search_results/page_null"))
        .expect("results");
    assert!(odd.albums.is_none() && odd.tracks.is_some_and(|page| page.items.is_empty()));
    let new = SearchItems::new("x", [SearchType::Artist])
        .decode(200, &body("search_results/new_type"))
        .expect("results");
    assert_eq!(new.artists.expect("a page").items.len(), 1);
}

#[test]
fn market_lists_of_what_is_found_are_read() {
    let body = body("search_results/extended");
    let found = SearchItems::new("x", [SearchType::Track]).decode(200, &body).expect("results");
    let plain: SearchResults = serde_json::from_slice(&body).expect("results");
    assert_eq!(found, plain);
    let markets = |album: &SimplifiedAlbum| album.available_markets.as_ref().map(Markets::len);
    assert!(markets(&found.albums.expect("a page").items[0]) > Some(0));
}

#[test]
fn wrapped_answers_are_unwrapped() {
    let albums = GetNewReleases::default().decode(200, &body("browse/new_releases")).expect("a page");
    assert_eq!((albums.items.len(), albums.total, &albums.items[1].album_type), (2, 100, &AlbumType::Single));
    let categories = GetCategories::default().decode(200, &body("browse/categories")).expect("a page");
    assert_eq!(categories.items[0].id, "party");
    assert_eq!(categories.items[1].icons[0].height, None);
    let markets = GetAvailableMarkets.decode(200, &body("browse/markets")).expect("markets");
    assert!(markets.contains("XK") && !markets.contains("US") && markets.len() == 3);
    let genres = GetAvailableGenreSeeds.decode(200, &body("browse/genre_seeds")).expect("genres");
    assert_eq!(genres, ["ambient", "dream-pop", "math-rock"]);
}

#[test]
fn quirks_of_what_is_browsed_are_read_as_what_they_mean() {
    let featured: FeaturedPlaylists = fixture("featured_playlists/playlists");
    assert_eq!(featured.message.as_deref(), Some("Popular Playlists"));
    let odd: FeaturedPlaylists = fixture("featured_playlists/owner_null");
    assert!(odd.message.is_none() && odd.playlists.items[0].owner.id.is_empty());
    assert_eq!(odd.playlists.rejected.len(), 1);
    let recommended: Recommendations = fixture("recommendations/extended");
    let kinds: Vec<&SeedType> = recommended.seeds.iter().map(|seed| &seed.seed_type).collect();
    assert_eq!(kinds, [&SeedType::Artist, &SeedType::Genre, &SeedType::Track]);
    assert!(recommended.seeds[1].href.is_none() && recommended.seeds[0].href.is_some());
    let nothing: Recommendations = fixture("recommendations/nothing");
    assert!(nothing.tracks.is_empty() && nothing.seeds[0].seed_type == SeedType::Other("mixtape".to_owned()));
    assert!(fixture::<Category>("category/icons_null").icons.is_empty());
    let bare: PublicUser = fixture("public_user/bare");
    assert!(bare.display_name.is_none() && bare.followers.is_none() && bare.images.is_empty());
}

#[test]
fn json_of_another_shape_is_no_answer() {
    let other = Bytes::from_static(br#"{"hello": [1]}"#);
    let kinds = [
        SearchItems::new("x", [SearchType::Track]).decode(200, &other).err(),
        SearchFor::<Track>::new("x").decode(200, &other).err(),
        GetNewReleases::default().decode(200, &other).err(),
        GetCategories::default().decode(200, &Bytes::from_static(br#"{"categories": {}}"#)).err(),
        GetCategory::new("x").decode(200, &other).err(),
        GetFeaturedPlaylists::default().decode(200, &other).err(),
        GetRecommendations::default().decode(200, &other).err(),
        GetAvailableMarkets.decode(200, &other).err(),
        GetAvailableGenreSeeds.decode(200, &other).err(),
    ];
    for error in kinds {
        assert_eq!(error.expect("no answer").kind(), ErrorKind::Decode);
    }
}
