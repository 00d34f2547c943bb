//! How a search is written, and which searches are none.

use super::*;
use crate::model::{Artist, SimplifiedAlbum, SimplifiedPlaylist, Track};

fn query(endpoint: &impl Endpoint) -> Vec<(String, String)> {
    let request = endpoint.request().expect("a request");
    assert_eq!((request.method(), request.path()), (Method::Get, "/search"));
    url::form_urlencoded::parse(request.query().as_bytes()).into_owned().collect()
}

fn q(endpoint: &impl Endpoint) -> String {
    let pairs = query(endpoint);
    assert_eq!(pairs[0].0, "q");
    pairs[0].1.clone()
}

fn tracks(text: &str, change: impl FnOnce(&mut SearchQuery)) -> SearchFor<Track> {
    with(SearchFor::new(text), |endpoint| change(endpoint.search_query_mut()))
}

fn refusal(endpoint: &impl Endpoint) -> String {
    let error = endpoint.request().expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.operation(), Some("search"));
    error.to_string()
}

#[test]
fn words_come_first_and_filters_are_quoted() {
    let all = tracks(" remaster ", |query| {
        query.track = Some("Doxy".to_owned());
        query.artist = Some("Miles  Davis\n".to_owned());
        query.album = Some("\"Bags\" Groove".to_owned());
        query.genre = Some("hard bop".to_owned());
        query.year = Some((1955..=1960).into());
        query.isrc = Some("us-uM7-17-03861".to_owned());
    });
    let text = "remaster artist:\"Miles Davis\" album:\"Bags Groove\" track:\"Doxy\" genre:\"hard bop\" year:1955-1960 isrc:USUM71703861";
    assert_eq!(q(&all), text);
    let albums: SearchFor<SimplifiedAlbum> = with(SearchFor::new(""), |endpoint| {
        let query = endpoint.search_query_mut();
        query.year = Some(987.into());
        query.upc = Some("00602557382433".to_owned());
        (query.tag_new, query.tag_hipster) = (true, true);
    });
    assert_eq!(q(&albums), "year:0987 upc:00602557382433 tag:new tag:hipster");
    assert_eq!(q(&tracks("artist:\"Miles Davis\" track:Doxy", |_| {})), "artist:\"Miles Davis\" track:Doxy");
    assert_eq!(
        q(&tracks("a \"", |_| {})),
        "a \"",
        "what is quoted is the words' own affair where no filter follows"
    );
}

#[test]
fn types_and_options_are_sent() {
    let types = [SearchType::Track, SearchType::Album, SearchType::Track];
    let search = with(SearchItems::new("doxy", types), |endpoint| {
        *endpoint.market_mut() = Some("se".to_owned());
        *endpoint.limit_mut() = Some(10);
        *endpoint.offset_mut() = Some(990);
        endpoint.search_query_mut().include_external = true;
    });
    assert_eq!(
        sent(&search),
        "GET /search?q=doxy&type=album%2Ctrack&market=SE&limit=10&offset=990&include_external=audio"
    );
    assert_eq!(sent(&SearchFor::<Artist>::new("a&b")), "GET /search?q=a%26b&type=artist");
    assert_eq!(sent(&SearchFor::<SimplifiedPlaylist>::new("x")), "GET /search?q=x&type=playlist");
}

#[test]
fn fault_115_searches_that_cannot_be_are_refused_with_the_reason() {
    let changed = |change: fn(&mut SearchQuery)| refusal(&tracks("x", change));
    assert!(
        changed(|query| query.upc = Some("602557382433".to_owned()))
            .contains("no track is found by `upc`, which is for albums")
    );
    assert!(changed(|query| query.tag_new = true).contains("`tag:new`, which is for albums"));
    for isrc in ["", "USUM7170386", "USUM717038611", "US\u{dc}M71703861", "USUM7170386X"] {
        let error = refusal(&tracks("x", |query| query.isrc = Some(isrc.to_owned())));
        assert!(error.contains("`isrc` is not a recording code"), "{isrc}");
    }
    for value in ["", "  ", "\"\"", "\u{0}"] {
        let error = refusal(&tracks("x", |query| query.artist = Some(value.to_owned())));
        assert!(error.contains("`artist` is empty"), "{value:?}");
    }
    for years in
        [SearchYears::from(0), std::ops::RangeInclusive::new(1960, 1955).into(), (1999..=10_000).into()]
    {
        assert!(refusal(&tracks("x", |query| query.year = Some(years))).contains("`year` is"), "{years}");
    }
    let open = refusal(&tracks("\"never closed", |query| query.artist = Some("x".to_owned())));
    assert!(open.contains("quotation mark"), "{open}");
    for text in ["", " \n "] {
        assert!(refusal(&tracks(text, |_| {})).contains("the search is for nothing"));
    }
    assert!(refusal(&SearchItems::new("x", [])).contains("for no type of thing"));
    let albums: SearchFor<SimplifiedAlbum> = with(SearchFor::new("x"), |endpoint| {
        endpoint.search_query_mut().upc = Some("12-34".to_owned());
    });
    assert!(refusal(&albums).contains("`upc` is not a product code"));
    let mixed = with(SearchItems::new("x", [SearchType::Album, SearchType::Show]), |endpoint| {
        endpoint.search_query_mut().year = Some(1999.into());
    });
    assert!(refusal(&mixed).contains("no show is found by `year`, which is for albums, artists and tracks"));
    for (limit, offset) in [(None, 1_001), (Some(50), 951), (Some(1), u32::MAX)] {
        let search = with(SearchFor::<Track>::new("x"), |endpoint| {
            *endpoint.limit_mut() = limit;
            *endpoint.offset_mut() = Some(offset);
        });
        assert!(refusal(&search).contains("a search ends at result 1000"));
    }
}

proptest! {
    #[test]
    fn fault_118_the_value_of_a_filter_stays_in_its_quotation_marks(
        text in "[a-z ]{0,10}",
        artist in ".{1,30}|.{0,5}[\" :&=#%+]{1,3}.{0,5}",
    ) {
        let search = tracks(&text, |query| query.artist = Some(artist.clone()));
        let Ok(request) = search.request() else {
            prop_assert!(artist.chars().all(|letter| letter == '"' || letter.is_whitespace() || letter.is_control()));
            return Ok(());
        };
        prop_assert!(request.query().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'));
        let pairs: Vec<_> = url::form_urlencoded::parse(request.query().as_bytes()).into_owned().collect();
        prop_assert_eq!(pairs.len(), 2);
        let rest = pairs[0].1.strip_prefix(text.trim()).expect("the words come first").trim_start();
        let value = rest.strip_prefix("artist:\"").and_then(|rest| rest.strip_suffix('"')).expect("a quoted value");
        prop_assert!(!value.contains('"') && !value.contains(char::is_control) && value == value.trim());
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control() && *letter != '"').collect::<String>();
        prop_assert_eq!(letters(value), letters(&artist), "nothing else is lost");
    }
}
