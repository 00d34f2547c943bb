//! Tests of pages: rows, bad rows, and what comes next.

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;
use crate::model::SavedTrack;

fn page(json: &str) -> Page<u32> {
    serde_json::from_str(json).expect("a page")
}

fn saved(fixture: &str) -> Page<SavedTrack> {
    let path = format!("{}/../../fixtures/saved_track/{fixture}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("a fixture")).expect("a page")
}

#[test]
fn a_bad_row_does_not_fail_its_page() {
    let page = page(r#"{"items":[1,null,"x",2],"total":4,"limit":4,"offset":0,"next":null}"#);
    // `null` is the number nothing in a field, but a row that is not there in a list.
    assert_eq!(page.items, [1, 2]);
    assert_eq!(page.row_count(), 4);
    let rejected: Vec<_> = page.rejected.iter().map(|row| (row.index, row.json())).collect();
    assert_eq!(rejected, [(1, "null"), (2, "\"x\"")]);
    assert_eq!(page.rejected[0].error.kind(), ErrorKind::Decode);
    assert_eq!(page.rejected[0].error.json_path(), Some("items[1]"));
    let rows: Vec<_> = page.rows().map(|row| row.copied().map_err(RejectedRow::json)).collect();
    assert_eq!(rows, [Ok(1), Err("null"), Err("\"x\""), Ok(2)]);
    let rows: Vec<_> = page.clone().into_rows().map(|row| row.map_err(|row| row.index)).collect();
    assert_eq!(rows, [Ok(1), Err(1), Err(2), Ok(2)]);
    let json = serde_json::to_value(&page).expect("JSON");
    assert_eq!(json["items"], serde_json::json!([1, null, "x", 2]));
}

#[test]
fn the_reason_says_where_in_the_row() {
    let page: Page<SavedTrack> = serde_json::from_str(
        r#"{"items":[{"track":{"id":"a"}},{"track":{"album":{"artists":[{"name":"x"},{"name":7}]}}}]}"#,
    )
    .expect("a page");
    assert_eq!((page.items.len(), page.rejected.len()), (1, 1));
    assert_eq!(page.rejected[0].error.json_path(), Some("items[1].track.album.artists[1].name"));
}

#[test]
fn fault_120_pages_of_the_real_service_are_read() {
    for (fixture, good, rejected) in [
        ("first_page", 3, vec![]),
        ("middle_page", 3, vec![]),
        ("null_row", 2, vec![1]),
        ("null_track", 1, vec![1]),
        ("bad_row", 2, vec![1]),
        ("null_total", 2, vec![]),
        ("null_added_at", 1, vec![]),
        ("empty_page", 0, vec![]),
    ] {
        let page = saved(fixture);
        assert_eq!(page.items.len(), good, "{fixture}");
        assert_eq!(page.rejected.iter().map(|row| row.index).collect::<Vec<_>>(), rejected, "{fixture}");
    }
}

#[test]
fn the_next_page_begins_where_next_says() {
    assert_eq!(saved("first_page").next_offset(0), Some(3));
    assert_eq!(saved("last_page").next_offset(6), None);
    assert_eq!(saved("empty_page").next_offset(0), None);
    // Twenty asked for, three came, and yet the next page is not the fourth row.
    let short = page(r#"{"items":[1,2,3],"next":"https://x/?limit=20&offset=20","limit":20,"total":99}"#);
    assert_eq!(short.next_offset(0), Some(20));
}

#[test]
fn paging_goes_on_where_next_leads_nowhere_and_ends_where_nothing_moves() {
    let itself = saved("next_is_itself");
    assert_eq!(itself.next_offset(itself.offset), Some(itself.offset + 3));
    assert_eq!(saved("next_after_the_end").next_offset(9), None);
    // A bad row is a row: the next page begins after it.
    let bad = page(r#"{"items":[1,null],"next":"https://x/?cursor=abc","offset":10}"#);
    assert_eq!(bad.next_offset(10), Some(12));
    // The server stays at its largest offset.
    let stuck = page(r#"{"items":[1],"next":"https://x/?offset=1050","offset":950,"limit":50}"#);
    assert_eq!(stuck.next_offset(1000), None);
    let last = page(r#"{"items":[1],"next":"https://x/?offset=0"}"#);
    assert_eq!(last.next_offset(u32::MAX), None);
}

#[test]
fn fault_116_only_the_offset_is_taken_from_next() {
    let elsewhere = saved("next_elsewhere");
    let next = elsewhere.next.as_deref().expect("the fixture has one");
    assert!(!next.starts_with("https://api.spotify.com/"), "{next}");
    assert_eq!(elsewhere.next_offset(elsewhere.offset), Some(elsewhere.offset + 3));
}

proptest! {
    #[test]
    fn a_page_is_written_as_it_was_read(rows in prop::collection::vec(prop_oneof!["[0-9]{1,5}", "null|\"x\"|\\[1\\]"], 0..20)) {
        let rows: Vec<String> = rows.iter().map(|row| row.trim_start_matches('0').to_owned()).map(|row| {
            if row.is_empty() { "0".to_owned() } else { row }
        }).collect();
        let json = format!(r#"{{"items":[{}],"total":{}}}"#, rows.join(","), rows.len());
        let read = page(&json);
        prop_assert_eq!(read.row_count(), rows.len());
        prop_assert_eq!(read.rows().count(), rows.len());
        let written = serde_json::to_string(&read).expect("JSON");
        let items = format!(r#""items":[{}]"#, rows.join(","));
        prop_assert!(written.contains(&items));
        prop_assert_eq!(page(&written), read);
    }

    #[test]
    fn paging_always_ends_or_moves_forward(offset: u32, reported: u32, rows in 0usize..5, next in "(https://[a-z]{1,5}/[?]offset=[0-9]{1,12}|.{0,20})?") {
        let mut page = Page { items: vec![0; rows], offset: reported, ..Page::default() };
        page.next = Some(next);
        if let Some(next) = page.next_offset(offset) {
            prop_assert!(next > offset);
        }
    }
}
