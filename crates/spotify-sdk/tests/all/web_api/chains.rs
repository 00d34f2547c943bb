//! Requests of which each needs the answer to the one before.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use serde_json::json;
use spotify_sdk::call::Call;
use spotify_sdk::endpoint::{
    Access, ApiRequest, BoxedStep, Callable, Decode, Endpoint, InOrder, Links, Operation,
};
use spotify_sdk::{Error, ErrorKind, Progress, Result};

use crate::support::operations::Json;
use crate::support::raw_server::{Exchange, RawServer};
use crate::support::{in_time, quick_clock, raw_client};

/// One write, made of the snapshot that the one before answered with.
#[derive(Debug, Clone)]
struct Write {
    row: usize,
    snapshot: Option<String>,
}

impl Endpoint for Write {
    type Output = Snapshot;
    const OPERATION: Operation = Operation::post("test-write", "/write");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .json(&json!({ "row": self.row, "snapshot_id": self.snapshot }))
            .build()
    }
}

struct Snapshot(String);

impl Decode for Snapshot {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let Json(answer) = Json::decode(operation, status, body)?;
        let snapshot = answer["snapshot_id"].as_str();
        snapshot
            .map(|snapshot| Self(snapshot.to_owned()))
            .ok_or_else(|| Error::new(ErrorKind::Decode, "no snapshot"))
    }
}

/// So many writes.
#[derive(Debug, Clone)]
struct Writes(usize);

struct Writing {
    rows: usize,
    done: usize,
    snapshot: Option<String>,
}

impl Callable for Writes {
    type Output = Option<String>;
    type Requests = InOrder<Writing>;

    fn requests(self, _: &Access) -> Result<InOrder<Writing>> {
        Ok(InOrder::new(Writing { rows: self.0, done: 0, snapshot: None }))
    }
}

impl Links for Writing {
    type Answer = Snapshot;
    type Output = Option<String>;

    fn next(&mut self) -> Option<BoxedStep<Snapshot>> {
        let write = Write { row: self.done, snapshot: self.snapshot.clone() };
        (self.done < self.rows).then(|| BoxedStep::new(write, |snapshot| snapshot))
    }

    fn came(&mut self, Snapshot(snapshot): Snapshot) -> Result<()> {
        self.done += 1;
        self.snapshot = Some(snapshot);
        Ok(())
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress::new((0..self.done).map(|row| row.to_string()), self.rows))
    }

    fn finish(self) -> Option<String> {
        self.snapshot
    }
}

/// Takes a write only with the snapshot of the one before, and fails at the write with this number.
fn server(fails_at: usize) -> RawServer {
    let taken = AtomicUsize::new(0);
    RawServer::start(move |exchange: &mut Exchange<'_>| {
        let row = taken.fetch_add(1, Ordering::SeqCst);
        let before = row.checked_sub(1).map(|row| format!("s{row}"));
        let sent: serde_json::Value = serde_json::from_str(exchange.body).unwrap();
        if row == fails_at || sent != json!({ "row": row, "snapshot_id": before }) {
            return exchange.answer(400, "", "{}");
        }
        exchange.answer(201, "", json!({ "snapshot_id": format!("s{row}") }).to_string())
    })
}

#[tokio::test]
async fn a_chain_is_sent_in_order_with_what_the_answers_say() {
    let server = server(usize::MAX);
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    assert_eq!(Call::new(client.clone(), Writes(5)).await.unwrap().as_deref(), Some("s4"));
    assert_eq!(server.requests(), 5);
    assert_eq!(client.run(Writes(0)).await.unwrap(), None);
    assert_eq!(server.requests(), 5, "nothing to do, nothing sent");
}

#[test]
fn blocking_sends_the_same_chain() {
    let server = server(3);
    let client = raw_client(server.url(), &quick_clock()).build_blocking().unwrap();
    let error = Call::new(client, Writes(5)).send().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::BadRequest, Some("test-write")));
    assert_eq!(error.progress().unwrap().done(), ["0", "1", "2"]);
    assert!(error.to_string().contains("when 3 of 5 were done"), "{error}");
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn dropping_a_chain_ends_it() {
    let server = RawServer::start(|exchange| match exchange.index {
        0 => exchange.answer(201, "", r#"{"snapshot_id":"s0"}"#),
        _ => exchange.wait_for_the_end(),
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    let call = tokio::spawn(client.run(Writes(5)));
    in_time(async {
        while server.requests() < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    call.abort();
    assert!(in_time(call).await.unwrap_err().is_cancelled());
    assert_eq!(server.requests(), 2);
}
