//! Browsing, markets, recommendations and the profiles of others.

use spotify_sandbox::{Playlist, Rules, Sandbox, User};
use spotify_sdk::ErrorKind;
use spotify_sdk::model::SeedType;

use super::{client, last_request, sandbox};

fn with_playlists(rules: Rules) -> Sandbox {
    let names = ["One", "Two", "Three", "Four"];
    let user =
        names.into_iter().map(Playlist::new).fold(User::premium("ada").saved_tracks(20), User::playlist);
    Sandbox::builder().rules(rules).user(user).start().unwrap()
}

#[tokio::test]
async fn new_releases_and_categories_are_read_in_pages() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let browse = client(&sandbox).browse();
    let page = browse.get_new_releases().limit(2).await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/browse/new-releases limit=2");
    assert_eq!(page.items.len(), 2);
    let odd: Vec<String> = sandbox.oddities().into_iter().map(|odd| odd.id).collect();
    let mut plain = page.items.iter().filter(|album| !odd.iter().any(|id| album.id == id.as_str()));
    assert!(plain.all(|album| album.release_date.year() == Some(2025)));
    let mut rows = browse.get_new_releases().stream();
    let mut count = 0;
    while let Some(album) = rows.next().await {
        album.unwrap();
        count += 1;
    }
    assert_eq!(count, page.total);

    let categories = browse.get_categories().locale("sv_SE").limit(10).offset(5).await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/browse/categories locale=sv_SE&limit=10&offset=5");
    assert_eq!((categories.items.len(), categories.total), (10, 24));
    for category in &categories.items {
        let one = browse.get_category(&category.id).locale("sv_SE").await.unwrap();
        assert_eq!(&one, category);
        assert!(one.icons[0].height.is_none() && one.icons[0].url.to_string().ends_with(".png"));
    }
    assert_eq!(browse.get_category("at_home").locale("sv").await.unwrap().name, "Hemma");
    assert_eq!(browse.get_category("unknown").await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn featured_playlists_come_with_a_message() {
    let sandbox = with_playlists(Rules::BeforeNovember2024);
    let browse = client(&sandbox).browse();
    let featured = browse.get_featured_playlists().locale("de_DE").limit(3).await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/browse/featured-playlists locale=de_DE&limit=3");
    assert_eq!(featured.message.as_deref(), Some("Beliebte Playlists"));
    assert_eq!((featured.playlists.items.len(), featured.playlists.total), (3, 4));
    let of_category = browse.get_category_playlists("toplists").limit(1).await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/browse/categories/toplists/playlists limit=1");
    assert!(of_category.playlists.total > 0 && of_category.playlists.items[0].owner.id == "ada");
}

#[tokio::test]
async fn markets_and_genres_are_listed() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let client = client(&sandbox);
    let markets = client.markets().get_available().await.unwrap();
    assert!(markets.contains("SE") && markets.contains("XK") && !markets.contains("AQ"));
    let genres = client.genres().get_available_seeds().await.unwrap();
    assert!(genres.contains(&"dream-pop".to_owned()));
}

#[tokio::test]
async fn tracks_are_recommended() {
    let sandbox = with_playlists(Rules::BeforeNovember2024);
    let client = client(&sandbox);
    let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track;
    let recommended = client
        .recommendations()
        .get()
        .seed_artists([&track.artists[0].id])
        .seed_tracks([&track.id])
        .seed_genres(["drone"])
        .min_popularity(5)
        .max_duration_ms(300_000)
        .limit(10)
        .await
        .unwrap();
    let kinds: Vec<&SeedType> = recommended.seeds.iter().map(|seed| &seed.seed_type).collect();
    assert_eq!(kinds, [&SeedType::Artist, &SeedType::Genre, &SeedType::Track]);
    assert!(!recommended.tracks.is_empty() && recommended.tracks.len() <= 10);
    for other in &recommended.tracks {
        assert!(other.popularity >= Some(5) && other.duration_ms <= 300_000 && other.id != track.id);
    }
    let seed = &recommended.seeds[1];
    assert!(seed.href.is_none() && seed.after_filtering_size < seed.initial_pool_size);
}

#[tokio::test]
async fn profiles_of_others_are_read() {
    let user = User::premium("b#b/c").display_name("Bee");
    let sandbox =
        Sandbox::builder().rules(Rules::ExtendedQuota).user(User::free("ada")).user(user).start().unwrap();
    let users = client(&sandbox).users();
    let bee = users.get_profile("b#b/c").await.unwrap();
    assert_eq!((bee.id.as_str(), bee.display_name.as_deref()), ("b#b/c", Some("Bee")));
    assert!(bee.followers.is_some());
    assert_eq!(users.get_profile("nobody").await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn what_is_closed_to_the_app_says_so() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    for error in [
        client.browse().get_new_releases().await.unwrap_err(),
        client.browse().get_categories().await.unwrap_err(),
        client.browse().get_category("party").await.unwrap_err(),
        client.markets().get_available().await.unwrap_err(),
        client.users().get_profile("ada").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::ClosedToApp);
        assert!(error.to_string().contains("Development Mode"), "{error}");
    }
    for error in [
        client.browse().get_featured_playlists().await.unwrap_err(),
        client.browse().get_category_playlists("party").await.unwrap_err(),
        client.genres().get_available_seeds().await.unwrap_err(),
        client.recommendations().get().seed_genres(["drone"]).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::ClosedToApp);
        assert!(error.to_string().contains("27 November 2024"), "{error}");
    }
}

#[tokio::test]
async fn fault_115_browsing_that_cannot_be_sends_nothing() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let client = client(&sandbox);
    for error in [
        client.browse().get_category("").await.unwrap_err(),
        client.browse().get_category("..").await.unwrap_err(),
        client.browse().get_categories().locale("Swedish").await.unwrap_err(),
        client.browse().get_new_releases().limit(51).await.unwrap_err(),
        client.recommendations().get().await.unwrap_err(),
        client.recommendations().get().seed_genres(["drone"]).target_energy(2.0).await.unwrap_err(),
        client.users().get_profile("").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}
