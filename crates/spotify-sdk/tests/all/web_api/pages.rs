//! Reading lists to their end, whatever the pages say.

use serde_json::json;
use spotify_sandbox::{Fault, Rules};
use spotify_sdk::ErrorKind;

use super::{builder, client, sandbox};

#[tokio::test]
async fn a_stream_reads_every_row_once() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let mut rows = client(&sandbox).tracks().get_saved().stream();
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await {
        ids.push(row.unwrap().track.id);
    }
    assert_eq!(ids.len(), 120);
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 120);
    assert!(rows.next().await.is_none(), "it has ended");
    let journal = sandbox.journal();
    let offsets: Vec<_> = journal.entries().iter().map(|entry| entry.query("offset").unwrap()).collect();
    assert_eq!(offsets, ["0", "50", "100"]);
}

#[tokio::test]
async fn pages_begin_where_the_call_says() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let mut pages = client(&sandbox).tracks().get_saved().limit(30).offset(70).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items.len());
    }
    assert_eq!(sizes, [30, 20]);
}

#[test]
fn blocking_reads_the_same_rows() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = builder(&sandbox).build_blocking().unwrap();
    assert_eq!(client.tracks().get_saved().iter().map(Result::unwrap).count(), 120);
    let pages = client.albums().get_saved().limit(10).pages();
    assert_eq!(pages.map(|page| page.unwrap().items.len()).collect::<Vec<_>>(), [10, 10, 5]);
}

#[tokio::test]
async fn a_stream_is_a_stream_to_other_crates() {
    use futures_util::TryStreamExt;
    let sandbox = sandbox(Rules::DevelopmentMode);
    let albums: Vec<_> = client(&sandbox).albums().get_saved().stream().try_collect().await.unwrap();
    assert_eq!(albums.len(), 25);
}

#[tokio::test]
async fn fault_116_next_is_never_followed_to_another_host() {
    let elsewhere = sandbox(Rules::DevelopmentMode);
    let sandbox = sandbox(Rules::DevelopmentMode);
    let next = format!("{}/me/tracks?offset=50", elsewhere.api_base_url());
    sandbox.fault(Fault::on("/v1/me/tracks").nth(1).patch(move |page| page["next"] = json!(next)));
    let mut rows = client(&sandbox).tracks().get_saved().stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count, 120);
    assert_eq!(elsewhere.journal().entries().len(), 0);
    assert_eq!(sandbox.journal().count("/v1/me/tracks"), 3);
}

#[tokio::test]
async fn a_list_ends_where_its_pages_lead_nowhere() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let count = async || {
        let before = sandbox.journal().entries().len();
        let mut rows = client.tracks().get_saved().stream();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            row.unwrap();
            count += 1;
        }
        (count, sandbox.journal().entries().len() - before)
    };
    // Every page names itself as the next one, and the last one has a next too.
    sandbox.fault(Fault::on("/v1/me/tracks").patch(|page| page["next"] = page["href"].clone()));
    assert_eq!(count().await, (120, 4));
    sandbox.clear_faults();
    // No total, and wrong ones.
    sandbox.fault(Fault::on("/v1/me/tracks").patch(|page| page["total"] = json!(null)));
    assert_eq!(count().await, (120, 3));
    sandbox.clear_faults();
    // An empty page in the middle, with a next.
    sandbox.fault(Fault::on("/v1/me/tracks").nth(2).patch(|page| page["items"] = json!([])));
    assert_eq!(count().await, (50, 2));
    sandbox.clear_faults();
    // The server stays at its first page, whatever is asked for.
    sandbox.fault(Fault::on("/v1/me/tracks").skip(1).patch(|page| page["offset"] = json!(10)));
    assert_eq!(count().await, (100, 2));
}

#[tokio::test]
async fn fault_120_rows_that_cannot_be_read_do_not_fail_the_list() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let spoil = |page: &mut serde_json::Value| {
        page["items"][0] = json!(null);
        page["items"][3]["track"]["artists"] = json!("nobody");
    };
    sandbox.fault(Fault::on("/v1/me/tracks").patch(spoil));
    let page = client.tracks().get_saved().await.unwrap();
    assert_eq!((page.items.len(), page.row_count()), (18, 20));
    assert_eq!((page.rejected[0].index, page.rejected[0].json()), (0, "null"));
    assert_eq!(page.rejected[1].error.json_path(), Some("items[3].track.artists"));
    let mut rows = client.tracks().get_saved().stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count, 120 - 3 * 2);
}

#[tokio::test]
async fn an_error_ends_a_stream() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    sandbox.fault(Fault::on("/v1/me/tracks").nth(2).status(404));
    let mut rows = client(&sandbox).tracks().get_saved().stream();
    for _ in 0..50 {
        rows.next().await.unwrap().unwrap();
    }
    assert_eq!(rows.next().await.unwrap().unwrap_err().kind(), ErrorKind::NotFound);
    assert!(rows.next().await.is_none());
    assert_eq!(sandbox.journal().count("/v1/me/tracks"), 2);
}
