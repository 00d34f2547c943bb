//! Every operation with everything that it takes. `cargo xtask conformance` compares them with Spotify's OpenAPI description.
//!
//! A new operation gets its calls here: together they set every option that it has.

mod calls;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Value, json};
use spotify_sdk::endpoint::{Access, Availability, Body, Callable, Operation, QuotaMode, Requests, Step};
use spotify_sdk::{Call, Error, SpotifyClient};

use crate::support;

/// The variable that names the file to write them to, for `cargo xtask conformance`.
const FILE: &str = "SPOTIFY_SDK_OPERATIONS";

/// A request of an operation, as it would be sent.
#[derive(Clone)]
pub(super) struct Example {
    pub(super) operation: Operation,
    request: Value,
    /// Makes the call that the request is of.
    pub(super) call: Arc<MakeCall>,
}

/// Makes a call, whatever it brings.
type MakeCall =
    dyn Fn(SpotifyClient) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> + Send + Sync;

/// The requests that `call` would begin with.
fn example<C, E: Callable>(call: Call<C, E>) -> Vec<Example> {
    let (_, call) = call.into_parts();
    let again = call.clone();
    let make: Arc<MakeCall> = Arc::new(move |client| {
        let call = again.clone();
        Box::pin(async move { client.run(call).await.map(|_| ()) })
    });
    let mut requests = call.requests(&Access::new(Some(QuotaMode::Extended))).unwrap();
    let examples: Vec<Example> =
        std::iter::from_fn(|| requests.next()).map(|(_, step)| prepared(&step, &make)).collect();
    assert!(!examples.is_empty(), "a call that sends nothing shows nothing");
    examples
}

fn prepared(step: &impl Step, call: &Arc<MakeCall>) -> Example {
    let operation = step.describe();
    let id = operation.id;
    let request = step.prepare().unwrap_or_else(|error| panic!("{id}: {error}"));
    let (content_type, body) = match request.body() {
        Body::None => (None, Value::Null),
        Body::Json(json) => (Some("application/json"), serde_json::from_slice(json).unwrap()),
        Body::Bytes { content_type, bytes } => (Some(*content_type), String::from_utf8_lossy(bytes).into()),
        other => panic!("{id}: a body of an unknown kind: {other:?}"),
    };
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(request.query().as_bytes()).into_owned().collect();
    let request = json!({
        "method": request.method().as_str(),
        "path": request.path(),
        "query": query,
        "content_type": content_type,
        "body": body,
    });
    Example { operation, request, call: Arc::clone(call) }
}

pub(super) fn examples() -> Vec<Example> {
    let client = support::raw_client("http://127.0.0.1:9", &support::quick_clock()).build().unwrap();
    calls::all(&client)
}

/// The ids of operations in the code of the module `endpoint`: there no other text has hyphens between small letters.
fn ids_in(path: &Path, ids: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            ids_in(&entry.unwrap().path(), ids);
        }
        return;
    }
    let code = std::fs::read_to_string(path).unwrap();
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let literals = line.split('"').skip(1).step_by(2);
        let is_id = |text: &&str| {
            let mut words = text.split('-');
            text.contains('-') && words.all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        ids.extend(literals.filter(is_id).map(str::to_owned));
    }
}

#[test]
fn every_operation_is_among_the_examples() {
    let mut ids = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/endpoint");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name != "tests") {
            ids_in(&path, &mut ids);
        }
    }
    assert!(ids.len() > 50, "{ids:?}");
    let shown: BTreeSet<&str> = examples().iter().map(|example| example.operation.id).collect();
    let missing: Vec<&String> = ids.iter().filter(|id| !shown.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "add calls of these to every_operation/calls.rs: {missing:?}");
}

#[test]
fn operations_are_written_down_where_somebody_asks_for_them() {
    let mut operations: BTreeMap<&str, Value> = BTreeMap::new();
    for Example { operation, request, .. } in examples() {
        let described = json!({
            "method": operation.method.as_str(),
            "path": operation.path,
            "scopes": operation.scopes,
            "availability": format!("{:?}", operation.availability),
            "limit": operation.limit.map(|limit| [limit.smallest, limit.largest]),
            "requests": [],
        });
        let described = operations.entry(operation.id).or_insert(described);
        assert_eq!(described["path"], operation.path, "two operations have the id {}", operation.id);
        described["requests"].as_array_mut().unwrap().push(request);
    }
    if let Some(path) = std::env::var_os(FILE) {
        std::fs::write(path, serde_json::to_vec_pretty(&operations).unwrap()).unwrap();
    }
}

/// What is written about the methods of a service, by their names: the text as one line, and the id of the operation.
fn documentation(path: &Path, methods: &mut BTreeMap<String, (String, String)>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            documentation(&entry.unwrap().path(), methods);
        }
        return;
    }
    let service = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service")).unwrap();
    let service = service.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
    let (mut text, mut id) = (String::new(), String::new());
    for line in std::fs::read_to_string(path).unwrap().lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("/// ") {
            text = format!("{text} {words}");
        } else if let Some(alias) = line.strip_prefix("#[doc(alias = \"") {
            id = alias.trim_end_matches("\")]").to_owned();
        } else if let Some(name) = line.strip_prefix("pub fn ") {
            let name = name.split(['(', '<']).next().unwrap();
            methods.insert(format!("{service}.{name}"), (std::mem::take(&mut text), std::mem::take(&mut id)));
        } else if !line.starts_with('#') && !line.starts_with("///") {
            text.clear();
        }
    }
}

#[test]
fn every_method_says_what_it_sends_and_to_whom_it_is_closed() {
    let mut methods = BTreeMap::new();
    documentation(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service"), &mut methods);
    let operations: BTreeMap<&str, Operation> =
        examples().iter().map(|example| (example.operation.id, example.operation)).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, (text, id)) in &methods {
        let Some(operation) = operations.get(id.as_str()) else { continue };
        count += 1;
        let path = operation.path.split('?').next().unwrap();
        if !text.contains(&format!("{} {path}", operation.method)) {
            wrong.push(format!("{name} does not name {} {path}", operation.method));
        }
        // What it refers to counts as said. Some name what is called in their place.
        let service = name.split('.').next().unwrap();
        let referred = methods.iter().filter(|(other, _)| {
            other
                .strip_prefix(&format!("{service}."))
                .is_some_and(|other| text.contains(&format!("(Self::{other})")))
        });
        let said: String = referred.map(|(_, (text, _))| text.as_str()).chain([text.as_str()]).collect();
        let says_so = said.contains("ClosedToApp") || said.contains("where this is closed");
        if operation.availability != Availability::Everyone && !says_so {
            wrong.push(format!("{name} does not say to whom it is closed"));
        }
    }
    assert!(count > 90, "{count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
