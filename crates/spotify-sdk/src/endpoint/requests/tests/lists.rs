//! Lists of any length.

use proptest::prelude::*;

use super::*;
use crate::endpoint::{
    CheckSavedTracks, Endpoint as _, FollowArtistsOrUsers, GetAlbums, GetTracks, HasMarket as _, QuotaMode,
    SaveAlbums, SaveLibraryItems, SaveTracks,
};
use crate::id::UserId;
use crate::operation::Method;

const CLOSED: &str = r#"{"error":{"status":403,"message":"Forbidden"}}"#;

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:022}")).collect()
}

/// Spotify's answer about tracks: each as asked for, those with an odd number are not there.
fn tracks(request: &ApiRequest) -> (u16, String) {
    let is_there = |id: &str| id.ends_with(['0', '2', '4', '6', '8']);
    match request.path().strip_prefix("/tracks/") {
        Some(id) if is_there(id) => (200, format!(r#"{{"id":"{id}"}}"#)),
        Some(_) => (404, r#"{"error":{"status":404,"message":"Resource not found"}}"#.to_owned()),
        None => {
            let rows = named(request)
                .into_iter()
                .map(|id| if is_there(&id) { format!(r#"{{"id":"{id}"}}"#) } else { "null".to_owned() });
            (200, format!(r#"{{"tracks":[{}]}}"#, rows.collect::<Vec<_>>().join(",")))
        }
    }
}

fn found(count: usize) -> Vec<Option<String>> {
    ids(count).into_iter().enumerate().map(|(number, id)| (number % 2 == 0).then_some(id)).collect()
}

fn as_ids(tracks: Vec<Option<crate::model::Track>>) -> Vec<Option<String>> {
    tracks.into_iter().map(|track| track.map(|track| track.id.to_string())).collect()
}

fn begin<E: Splits>(call: Batched<E>, access: &Access) -> Driver<Parts<E>> {
    Driver::new(call.requests(access).expect("requests"))
}

fn open() -> Access {
    Access::new(Some(QuotaMode::Extended))
}

#[test]
fn an_empty_list_is_answered_without_a_request() {
    let (answer, sent) = begin(Batched::new(GetTracks::new(ids(0))), &open()).run(|_| 0, tracks);
    assert_eq!((answer.expect("nothing"), sent.len()), (Vec::new(), 0));
    let (answer, sent) = begin(Batched::new(SaveAlbums::new(ids(0))), &Access::default()).run(|_| 0, tracks);
    assert_eq!((answer.expect("nothing"), sent.len()), ((), 0));
}

#[test]
fn what_cannot_work_is_said_before_anything_is_sent() {
    let mut bad = ids(120);
    bad[119] = "../me".to_owned();
    let refused = Batched::new(GetTracks::new(bad)).requests(&open()).expect_err("a bad id");
    assert!(refused.to_string().starts_with("get-several-tracks: `../me`"), "{refused}");
    let mut users: Vec<String> = vec!["x".to_owned(); 60];
    users.push("a,b".to_owned());
    let refused = Batched::new(FollowArtistsOrUsers::<UserId>::users(users)).requests(&open());
    assert!(refused.expect_err("a comma").to_string().contains("comma"));
    let mut somewhere = Batched::new(GetTracks::new(ids(2)));
    *somewhere.market_mut() = Some("nowhere".to_owned());
    assert!(somewhere.requests(&open()).expect_err("no market").to_string().contains("`market`"));
    for concurrency in [0, 65] {
        let mut call = Batched::new(GetTracks::new(ids(2)));
        call.concurrency = Some(concurrency);
        let refused = call.requests(&open()).expect_err("no such number");
        assert_eq!(refused.kind(), ErrorKind::InvalidArgument);
    }
}

#[test]
fn the_first_request_alone_finds_out_whether_the_operation_is_open() {
    let access = Access::default();
    let mut driver = begin(Batched::new(GetTracks::new(ids(500))), &access);
    assert_eq!(driver.under_way.len(), 1);
    driver.answer(0, tracks);
    assert_eq!(driver.under_way.len(), 4, "it is open");
    assert_eq!(access.is_open(&GetTracks::OPERATION), Some(true));
    assert_eq!(access.is_open(&GetAlbums::OPERATION), None, "of another operation that says nothing");
    let (answer, sent) = driver.run(|_| 0, tracks);
    assert_eq!((as_ids(answer.expect("tracks")), sent.len()), (found(500), 10));
}

#[test]
fn a_closed_operation_is_done_one_by_one_from_then_on() {
    let access = Access::default();
    let closed = |request: &ApiRequest| match request.path() {
        "/tracks" => (403, CLOSED.to_owned()),
        _ => tracks(request),
    };
    let mut call = Batched::new(GetTracks::new(ids(120)));
    call.max_singles = 120;
    call.concurrency = Some(3);
    *call.market_mut() = Some("SE".to_owned());
    for refusals in [1, 0] {
        let mut driver = begin(call.clone(), &access);
        while !driver.under_way.is_empty() {
            driver.answer(driver.under_way.len() - 1, closed);
        }
        assert_eq!(driver.most_under_way, 3);
        assert_eq!(driver.sent.len(), refusals + 120);
        assert!(driver.sent.iter().all(|request| request.query().contains("market=SE")));
        assert_eq!(as_ids(driver.requests.finish().expect("tracks")), found(120));
    }
    // Whoever was told that the operation is open takes the refusal for one.
    let (answer, sent) = begin(call, &open()).run(|_| 0, closed);
    assert_eq!(answer.expect_err("a refusal").status(), Some(403));
    assert_eq!(sent.len(), 3);
}

#[test]
fn nobody_is_surprised_by_thousands_of_requests() {
    let access = Access::default();
    for (sends, status) in [(1, Some(403)), (0, None)] {
        let call = Batched::new(GetTracks::new(ids(51)));
        let (error, sent) = match call.requests(&access) {
            Ok(requests) => {
                let (answer, sent) = Driver::new(requests).run(|_| 0, |_| (403, CLOSED.to_owned()));
                (answer.expect_err("too many"), sent.len())
            }
            Err(error) => (error, 0),
        };
        assert_eq!((error.kind(), error.status(), sent), (ErrorKind::ClosedToApp, status, sends));
        assert!(error.to_string().contains("max_singles"), "{error}");
        assert!(error.progress().is_none_or(|progress| progress.done().is_empty()));
    }
    let (answer, sent) = begin(Batched::new(GetTracks::new(ids(50))), &access).run(|_| 0, tracks);
    assert_eq!((as_ids(answer.expect("tracks")), sent.len()), (found(50), 50));
}

#[test]
fn other_refusals_are_refusals() {
    let access = Access::default();
    for (body, kind) in [
        (r#"{"error":{"status":403,"message":"Insufficient client scope"}}"#, ErrorKind::MissingScope),
        ("User not registered in the Developer Dashboard", ErrorKind::UserNotRegistered),
        ("Active premium subscription required for the owner of the app.", ErrorKind::OwnerWithoutPremium),
        // Anybody between here and Spotify can say this much.
        ("", ErrorKind::Forbidden),
        ("Forbidden", ErrorKind::Forbidden),
    ] {
        let call = Batched::new(GetTracks::new(ids(60)));
        let (answer, sent) = begin(call, &access).run(|_| 0, |_| (403, body.to_owned()));
        assert_eq!((answer.expect_err(body).kind(), sent.len()), (kind, 1), "{body}");
        assert_eq!(access.is_open(&GetTracks::OPERATION), None, "{body}");
    }
}

#[test]
fn closed_writes_go_to_the_library() {
    let access = Access::new(Some(QuotaMode::Development));
    let (answer, sent) =
        begin(Batched::new(SaveTracks::new(ids(90))), &access).run(|_| 0, |_| (200, String::new()));
    answer.expect("they were saved");
    assert!(sent.iter().all(|request| request.path() == "/me/library" && request.method() == Method::Put));
    let saved: Vec<String> = sent.iter().flat_map(named).collect();
    assert_eq!(saved, ids(90).iter().map(|id| format!("spotify:track:{id}")).collect::<Vec<_>>());
    assert_eq!(sent.len(), 3);
    let users = Batched::new(FollowArtistsOrUsers::<UserId>::users(["bob #1"]));
    let (_, sent) = begin(users, &access).run(|_| 0, |_| (200, String::new()));
    assert_eq!(named(&sent[0]), ["spotify:user:bob #1"]);
    let check = Batched::new(CheckSavedTracks::new(ids(2)));
    let (answer, sent) = begin(check, &access).run(|_| 0, |_| (200, "[true,false]".to_owned()));
    assert_eq!((answer.expect("answers"), sent[0].path()), (vec![true, false], "/me/library/contains"));
}

#[test]
fn an_error_in_the_middle_says_how_far_it_came() {
    let uris: Vec<String> = ids(100).iter().map(|id| format!("spotify:track:{id}")).collect();
    let mut call = Batched::new(SaveLibraryItems::new(&uris));
    let answer = |driver: &mut Driver<_>, status| driver.answer(0, |_| (status, String::new()));
    let mut one_by_one = begin(call.clone(), &open());
    assert_eq!(one_by_one.under_way.len(), 1, "writes keep their order");
    answer(&mut one_by_one, 200);
    answer(&mut one_by_one, 500);
    assert_eq!((one_by_one.under_way.len(), one_by_one.sent.len()), (0, 2));
    let error = one_by_one.requests.finish().expect_err("the second failed");
    let progress = error.progress().expect("how far");
    assert_eq!((progress.done(), progress.total()), (&uris[..40], 100));
    assert!(error.to_string().contains("when 40 of 100 were done"), "{error}");

    // What is under way when a write fails may be applied, so it is waited for.
    call.concurrency = Some(3);
    let mut together = begin(call.clone(), &open());
    answer(&mut together, 500);
    assert_eq!((together.is_over, together.under_way.len()), (false, 2));
    answer(&mut together, 200);
    answer(&mut together, 200);
    let error = together.requests.finish().expect_err("the first failed");
    assert_eq!(error.progress().expect("how far").done(), &uris[40..]);

    // Of a read nothing is left to be known.
    let mut read = begin(Batched::new(GetTracks::new(ids(200))), &open());
    read.answer(1, tracks);
    read.answer(0, |_| (500, String::new()));
    assert!(read.is_over);
    let error = read.requests.finish().expect_err("one failed");
    assert_eq!(error.progress().expect("how far").done(), &ids(200)[50..100]);

    // Nothing is known to be done, and yet it was not one request.
    call.concurrency = Some(2);
    let mut failing = begin(Batched { endpoint: SaveLibraryItems::new(&uris[..80]), ..call }, &open());
    answer(&mut failing, 500);
    answer(&mut failing, 500);
    let error = failing.requests.finish().expect_err("both failed");
    assert_eq!(error.progress().map(|progress| (progress.done().len(), progress.total())), Some((0, 80)));
    let mut read = begin(Batched::new(GetTracks::new(ids(100))), &open());
    read.answer(0, |_| (500, String::new()));
    let error = read.requests.finish().expect_err("one failed");
    assert_eq!(error.progress().map(|progress| (progress.done().len(), progress.total())), Some((0, 100)));

    let whole = begin(Batched::new(GetTracks::new(ids(20))), &open()).run(|_| 0, |_| (500, String::new()));
    assert!(whole.0.expect_err("all failed").progress().is_none());
}

#[test]
fn fault_119_an_answer_about_another_number_is_refused() {
    for rows in ["", r#"{"id":"a"},{"id":"b"},{"id":"c"}"#] {
        let call = Batched::new(GetTracks::new(ids(2)));
        let (answer, _) = begin(call, &open()).run(|_| 0, |_| (200, format!(r#"{{"tracks":[{rows}]}}"#)));
        let error = answer.expect_err(rows);
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("get-several-tracks")));
    }
    // A page of HTML does not say that there is no such track.
    let access = Access::new(Some(QuotaMode::Development));
    let (answer, _) = begin(Batched::new(GetTracks::new(ids(1))), &access)
        .run(|_| 0, |_| (404, "<html>not here</html>".to_owned()));
    assert_eq!(answer.expect_err("a page").kind(), ErrorKind::NotFound);
}

#[test]
fn whoever_finishes_too_early_gets_no_half_an_answer() {
    let mut driver = begin(Batched::new(GetTracks::new(ids(120))), &open());
    driver.answer(0, tracks);
    assert!(driver.requests.finish().is_err());
}

proptest! {
    #[test]
    fn every_entry_is_sent_once_and_answered_in_its_place(
        count in 0usize..400, concurrency in 1usize..9, choices in prop::collection::vec(any::<usize>(), 1..20),
        mode in prop_oneof![Just(None), Just(Some(QuotaMode::Development)), Just(Some(QuotaMode::Extended))],
        is_closed: bool,
    ) {
        let is_closed = is_closed && mode != Some(QuotaMode::Extended);
        let mut call = Batched::new(GetTracks::new(ids(count)));
        call.concurrency = Some(concurrency);
        call.max_singles = 400;
        let mut refusals = 0;
        let mut driver = begin(call, &Access::new(mode));
        let mut choices = choices.into_iter().cycle();
        while !driver.under_way.is_empty() {
            let place = choices.next().unwrap_or_default() % driver.under_way.len();
            driver.answer(place, |request| {
                let is_refused = is_closed && request.path() == "/tracks";
                refusals += usize::from(is_refused);
                if is_refused { (403, CLOSED.to_owned()) } else { tracks(request) }
            });
        }
        prop_assert!(driver.most_under_way <= concurrency);
        prop_assert!(refusals <= 1);
        let mut sent: Vec<String> = driver.sent.iter().skip(refusals).flat_map(|request| {
            request.path().strip_prefix("/tracks/").map_or_else(|| named(request), |id| vec![id.to_owned()])
        }).collect();
        sent.sort();
        prop_assert_eq!(sent, ids(count));
        prop_assert_eq!(as_ids(driver.requests.finish().expect("tracks")), found(count));
    }

    #[test]
    fn no_request_names_more_than_it_may(count in 1usize..300) {
        let uris: Vec<String> = ids(count).iter().map(|id| format!("spotify:album:{id}")).collect();
        let (_, sent) = begin(Batched::new(SaveLibraryItems::new(&uris)), &open()).run(|_| 0, |_| (200, String::new()));
        prop_assert!(sent.iter().all(|request| named(request).len() <= 40));
        prop_assert_eq!(sent.len(), count.div_ceil(40));
        prop_assert_eq!(sent.iter().flat_map(named).collect::<Vec<_>>(), uris);
    }
}
