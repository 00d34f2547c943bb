//! Tests of walking through pages, without any I/O.

use proptest::prelude::*;

use super::*;
use crate::endpoint::{
    Endpoint, GetArtistAlbums, GetFollowedArtists, GetSavedTracks, HasLimit, HasOffset, QuotaMode, SearchFor,
};
use crate::error::ErrorKind;
use crate::model::{SavedTrack, Track};
use crate::page::Page;

fn query<E: Listed>(endpoint: &E) -> String {
    endpoint.request().expect("a request").query().to_owned()
}

fn saved() -> GetSavedTracks {
    GetSavedTracks::default()
}

/// The offset that a request asks for.
fn offset_of(endpoint: &GetSavedTracks) -> u32 {
    endpoint.clone().offset_mut().unwrap_or_default()
}

/// A page of rows whose ids are numbers.
fn page(rows: std::ops::Range<u32>, total: u32, next: Option<String>) -> Page<SavedTrack> {
    let items: Vec<_> = rows.clone().map(|id| serde_json::json!({"track": {"id": id.to_string()}})).collect();
    let json = serde_json::json!({"items": items, "total": total, "offset": rows.start, "next": next});
    serde_json::from_value(json).expect("a page")
}

fn next(offset: u32) -> Option<String> {
    Some(format!("https://api.spotify.com/v1/me/tracks?offset={offset}&limit=50"))
}

/// Spotify's answer for a list of so many rows.
fn answer(endpoint: &GetSavedTracks, total: u32) -> Result<Page<SavedTrack>> {
    let limit = endpoint.clone().limit_mut().expect("a limit");
    let begin = offset_of(endpoint);
    let end = begin.saturating_add(limit).min(total);
    let is_last = end >= total;
    Ok(page(begin.min(end)..end, total, if is_last { None } else { next(end) }))
}

fn ids(pages: &[Page<SavedTrack>]) -> Vec<String> {
    pages.iter().flat_map(|page| &page.items).map(|row| row.track.id.to_string()).collect()
}

/// Reads to the end; `choose` says which of the requests under way is answered next.
fn walk(
    mut paging: Paging<GetSavedTracks>,
    mut choose: impl FnMut(usize) -> usize,
    mut answer: impl FnMut(&GetSavedTracks) -> Result<Page<SavedTrack>>,
) -> (Vec<Page<SavedTrack>>, Option<Error>, usize, usize) {
    let (mut pages, mut under_way, mut sent, mut most) = (Vec::new(), Vec::new(), 0, 0);
    loop {
        while let Some(request) = paging.next() {
            under_way.push(request);
            sent += 1;
        }
        most = most.max(under_way.len());
        if let Some(page) = paging.ready() {
            if paging.has_abandoned() {
                under_way.clear();
            }
            match page {
                Ok(page) => pages.push(page),
                Err(error) => return (pages, Some(error), sent, most),
            }
        } else if under_way.is_empty() {
            return (pages, None, sent, most);
        } else {
            let place = choose(under_way.len()) % under_way.len();
            let (number, endpoint) = under_way.remove(place);
            paging.came(number, answer(&endpoint));
        }
        assert!(sent < 10_000, "it never ends");
    }
}

#[test]
fn pages_follow_each_other_to_the_last() {
    let mut paging = Paging::new(saved(), None);
    let came = |paging: &mut Paging<_>, answer| {
        let (number, endpoint) = paging.next().expect("a request");
        assert!(paging.next().is_none(), "one after the other");
        paging.came(number, Ok(answer));
        assert!(paging.ready().is_some());
        query(&endpoint)
    };
    let elsewhere = Some("https://evil.example/?offset=50".to_owned());
    assert_eq!(came(&mut paging, page(0..50, 75, elsewhere)), "limit=50&offset=0");
    assert_eq!(came(&mut paging, page(50..70, 75, next(50))), "limit=50&offset=50");
    assert_eq!(came(&mut paging, page(70..75, 75, None)), "limit=50&offset=70");
    assert!(paging.next().is_none() && paging.ready().is_none());
}

#[test]
fn paging_begins_and_counts_as_the_call_says() {
    let mut endpoint = saved();
    *endpoint.limit_mut() = Some(7);
    *endpoint.offset_mut() = Some(21);
    assert_eq!(query(&Paging::new(endpoint, None).next().expect("a request").1), "limit=7&offset=21");
    let (_, albums) = Paging::new(GetArtistAlbums::new("x"), None).next().expect("a request");
    assert_eq!(query(&albums), "limit=10&offset=0");
    for (mode, limit) in [(None, 10), (Some(QuotaMode::Development), 10), (Some(QuotaMode::Extended), 50)] {
        let (_, albums) = Paging::new(GetArtistAlbums::new("x"), mode).next().expect("a request");
        assert_eq!(query(&albums), format!("limit={limit}&offset=0"), "{mode:?}");
    }
}

#[test]
fn an_error_comes_in_its_turn_and_ends_it() {
    for concurrency in [1, 4] {
        let mut paging = Paging::new(saved(), None);
        paging.set_concurrency(concurrency);
        // The last one under way is answered first, so the error is there before the pages in front of it.
        let (pages, error, ..) = walk(
            paging,
            |count| count - 1,
            |endpoint| match offset_of(endpoint) {
                150 => Err(Error::new(ErrorKind::Network, "lost")),
                _ => answer(endpoint, 1000),
            },
        );
        assert_eq!((pages.len(), error.map(|error| error.kind())), (3, Some(ErrorKind::Network)));
    }
}

#[test]
fn pages_are_asked_for_ahead_where_the_first_promises_them() {
    let mut paging = Paging::new(saved(), None);
    paging.set_concurrency(4);
    let (pages, error, sent, most) = walk(paging, |_| 0, |endpoint| answer(endpoint, 500));
    assert!(error.is_none());
    assert_eq!((ids(&pages).len(), sent, most), (500, 10, 4));
    // Nobody knows how many there are: one after the other.
    let mut paging = Paging::new(saved(), None);
    paging.set_concurrency(4);
    let no_total = |endpoint: &GetSavedTracks| answer(endpoint, 500).map(|page| Page { total: 0, ..page });
    let (pages, _, sent, most) = walk(paging, |_| 0, no_total);
    assert_eq!((ids(&pages).len(), sent, most), (500, 10, 1));
}

#[test]
fn a_list_that_shrinks_or_grows_is_read_to_its_end() {
    for (before, after) in [(500, 220), (220, 500)] {
        let mut paging = Paging::new(saved(), None);
        paging.set_concurrency(4);
        let mut answered = 0;
        let (pages, error, ..) = walk(
            paging,
            |_| 0,
            |endpoint| {
                answered += 1;
                answer(endpoint, if answered > 2 { after } else { before })
            },
        );
        assert!(error.is_none());
        assert_eq!(ids(&pages), (0..after).map(|id| id.to_string()).collect::<Vec<_>>());
    }
}

#[test]
fn pages_ahead_count_only_where_the_page_before_leads_to_them() {
    let mut paging = Paging::new(saved(), None);
    paging.set_concurrency(3);
    let (pages, _, sent, _) = walk(
        paging,
        |_| 0,
        |endpoint| {
            // The second page is short, and the one after it begins where it ends.
            if offset_of(endpoint) == 50 { Ok(page(50..60, 200, next(60))) } else { answer(endpoint, 200) }
        },
    );
    assert_eq!(ids(&pages), (0..200).map(|id| id.to_string()).collect::<Vec<_>>());
    assert_eq!(sent, 1 + 3 + 1 + 2, "the pages from 100 and 150 were asked for in vain");
}

#[test]
fn no_more_is_asked_for_than_is_wanted() {
    for (wanted, limit, requests) in [(0, 50, 0), (1, 1, 1), (50, 50, 1), (51, 50, 2), (230, 50, 5)] {
        let mut paging = Paging::new(saved(), None);
        paging.set_concurrency(8);
        let mut collected = Collected::new(wanted, Vec::<SavedTrack>::new().into_iter());
        let (mut under_way, mut limits) = (Vec::new(), Vec::new());
        while let Some(left) = collected.wanted() {
            paging.set_wanted(left);
            under_way.extend(std::iter::from_fn(|| paging.next()));
            if let Some(page) = paging.ready() {
                collected.take(paging.rows(page.expect("a page")));
            } else {
                let (number, endpoint) = under_way.remove(0);
                limits.push(endpoint.clone().limit_mut().expect("a limit"));
                paging.came(number, answer(&endpoint, 10_000));
            }
        }
        assert_eq!(collected.rows.len(), wanted);
        assert_eq!(limits, vec![limit; requests], "{wanted}");
        assert!(under_way.is_empty(), "{wanted}");
    }
}

#[test]
fn a_list_goes_on_after_a_page_or_an_address() {
    let mut paging = Paging::new(saved(), None);
    paging.set_after(&page(100..120, 500, next(120)));
    assert_eq!(query(&paging.next().expect("a request").1), "limit=50&offset=120");
    let mut paging = Paging::new(saved(), None);
    paging.set_after(&page(480..500, 500, None));
    assert!(paging.next().is_none() && paging.ready().is_none());
    let mut paging = Paging::new(saved(), None);
    paging.set_place("https://api.spotify.com/v1/me/tracks?offset=120&limit=20", "/");
    assert_eq!(query(&paging.next().expect("a request").1), "limit=20&offset=120");
    let mut paging = Paging::new(saved(), None);
    paging.set_place("https://api.spotify.com/v1/me/albums?offset=120&limit=20", "/");
    assert!(paging.next().is_none());
    let error = paging.ready().expect("an error").expect_err("another list");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidArgument, Some("get-users-saved-tracks"))
    );
    assert!(paging.next().is_none() && paging.ready().is_none());
}

#[test]
fn a_wrong_number_of_pages_at_a_time_is_said_at_the_beginning() {
    for concurrency in [0, 65] {
        let mut paging = Paging::new(saved(), None);
        paging.set_concurrency(concurrency);
        let (_, error, sent, _) = walk(paging, |_| 0, |endpoint| answer(endpoint, 500));
        assert_eq!((error.expect("an error").kind(), sent), (ErrorKind::InvalidArgument, 0));
    }
}

#[test]
fn cursors_that_lead_nowhere_or_in_circles_end_a_list() {
    for (circle, requests) in [(&["a"][..], 2), (&["a", "b", "c"][..], 4), (&["a", ""][..], 2)] {
        let mut paging = Paging::new(GetFollowedArtists::default(), None);
        let mut cursors = circle.iter().cycle();
        let mut sent = 0;
        while let Some((number, _)) = paging.next() {
            sent += 1;
            let after = cursors.next();
            let json = serde_json::json!({"items": [{"id": "x"}], "next": "https://x/", "cursors": {"after": after}});
            paging.came(number, Ok(serde_json::from_value(json).expect("a page")));
            assert!(paging.ready().is_some_and(|page| page.is_ok()));
            assert!(sent < 100, "it never ends");
        }
        assert_eq!(sent, requests, "{circle:?}");
    }
}

#[test]
fn rows_come_without_the_rejected_ones_which_are_counted() {
    let page = r#"{"items":[{"track":{"id":"a"}},null,{"track":{"id":"b"}}]}"#;
    let (rows, count) = Paging::new(saved(), None).rows(serde_json::from_str(page).expect("a page"));
    assert_eq!(rows.iter().map(|row| row.track.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(count, 3);
}

proptest! {
    #[test]
    fn every_row_comes_once_and_in_order(
        total in 0u32..600, limit in 1u32..51, begin in 0u32..100, concurrency in 1usize..9,
        choices in prop::collection::vec(any::<usize>(), 1..20),
    ) {
        let mut endpoint = saved();
        *endpoint.limit_mut() = Some(limit);
        *endpoint.offset_mut() = Some(begin);
        let mut paging = Paging::new(endpoint, None);
        paging.set_concurrency(concurrency);
        let mut choices = choices.into_iter().cycle();
        let (pages, error, sent, most) =
            walk(paging, |_| choices.next().unwrap_or_default(), |endpoint| answer(endpoint, total));
        prop_assert!(error.is_none());
        prop_assert_eq!(ids(&pages), (begin..total.max(begin)).map(|id| id.to_string()).collect::<Vec<_>>());
        prop_assert_eq!(sent, total.saturating_sub(begin).div_ceil(limit).max(1) as usize);
        prop_assert!(most <= concurrency);
    }

    /// Whatever a server says, reading with several requests at a time gives what reading page by page gives.
    #[test]
    fn concurrency_changes_nothing_but_the_time(
        pages in prop::collection::vec((0u32..5, prop::option::of(0u32..40), 0u32..60), 1..30),
        concurrency in 2usize..9, choices in prop::collection::vec(any::<usize>(), 1..20),
    ) {
        let answer = |endpoint: &GetSavedTracks| {
            let begin = offset_of(endpoint);
            let (rows, next_offset, total) = pages[begin as usize % pages.len()];
            let next = next_offset.and_then(|offset| next(begin.saturating_add(offset)));
            if begin > 200 { answer(endpoint, begin) } else { Ok(page(begin..begin + rows, total, next)) }
        };
        let (expected, ..) = walk(Paging::new(saved(), None), |_| 0, answer);
        let mut paging = Paging::new(saved(), None);
        paging.set_concurrency(concurrency);
        let mut choices = choices.into_iter().cycle();
        let (read, ..) = walk(paging, |_| choices.next().unwrap_or_default(), answer);
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn a_list_that_can_be_read_only_so_far_ends_there() {
    let searching = |offset| {
        let mut endpoint = SearchFor::<Track>::new("x");
        *endpoint.offset_mut() = Some(offset);
        Paging::new(endpoint, None)
    };
    let full = |offset: u32, rows: usize| {
        let next = Some("?offset=1".to_owned());
        Page { items: vec![Track::default(); rows], offset, next, total: 5_000, limit: 10, ..Page::default() }
    };
    for concurrency in [1, 8] {
        let mut paging = searching(975);
        paging.set_concurrency(concurrency);
        let mut sent = Vec::new();
        while let Some((number, mut endpoint)) = paging.next() {
            sent.push(query(&endpoint));
            let (offset, rows) = (endpoint.offset_mut().unwrap(), endpoint.limit_mut().unwrap());
            paging.came(number, Ok(full(offset, rows as usize)));
            while paging.ready().is_some() {}
        }
        let all = ["limit=10&offset=975", "limit=10&offset=985", "limit=5&offset=995"];
        assert_eq!(sent, all.map(|rest| format!("q=x&type=track&{rest}")));
    }
    let (_, first) = searching(995).next().expect("a page");
    assert_eq!(query(&first), "q=x&type=track&limit=5&offset=995");
    let (_, beyond) = searching(1_001).next().expect("a page");
    assert_eq!(beyond.request().expect_err("a refusal").kind(), ErrorKind::InvalidArgument);
}

#[test]
fn a_playlist_is_read_on_from_either_of_its_paths() {
    use crate::endpoint::{AtItems, AtTracks, GetPlaylistItems};
    fn resumed<E: Listed>(endpoint: E, next: &str) -> Option<String> {
        let mut paging = Paging::new(endpoint, None);
        paging.set_place(next, "/v1");
        paging.next().map(|(_, endpoint)| endpoint.request().expect("a request").path().to_owned())
    }
    for path in ["items", "tracks"] {
        let next = format!("https://api.spotify.com/v1/playlists/a/{path}?offset=50&limit=50");
        assert_eq!(
            resumed(GetPlaylistItems::<AtItems>::new("a"), &next).as_deref(),
            Some("/playlists/a/items")
        );
        assert_eq!(
            resumed(GetPlaylistItems::<AtTracks>::new("a"), &next).as_deref(),
            Some("/playlists/a/tracks")
        );
        assert_eq!(resumed(GetPlaylistItems::<AtItems>::new("b"), &next), None, "another list");
    }
}

#[test]
fn a_page_that_has_lost_its_place_is_not_the_end() {
    let after = |page: serde_json::Value| {
        let mut paging = Paging::new(saved(), None);
        paging.set_after(&serde_json::from_value(page).expect("a page"));
        let next = paging.next().map(|(_, endpoint)| query(&endpoint));
        (next, paging.ready())
    };
    let row = serde_json::json!({ "added_at": "2026-01-01T00:00:00Z", "track": { "id": "a" } });
    let (next, error) = after(serde_json::json!({ "items": [row] }));
    assert!(next.is_none());
    let error = error.expect("an error").expect_err("nobody knows what comes next");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("`next`"), "{error}");
    for last in [
        serde_json::json!({ "items": [row], "next": null, "total": 1 }),
        serde_json::json!({ "items": [row], "next": null, "limit": 20 }),
        serde_json::json!({ "items": [] }),
    ] {
        let (next, end) = after(last.clone());
        assert!(next.is_none() && end.is_none(), "{last}");
    }
}
