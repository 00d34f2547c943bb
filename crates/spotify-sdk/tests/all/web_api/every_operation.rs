//! Every operation with everything that it takes. `cargo xtask conformance` compares them with Spotify's OpenAPI description.
//!
//! A new operation gets its calls here: together they set every option that it has.

mod calls;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spotify_sdk::Call;
use spotify_sdk::endpoint::{Body, Endpoint, Operation};

use crate::support;

/// Where to write them, for `cargo xtask conformance`.
const FILE: &str = "SPOTIFY_SDK_OPERATIONS";

/// What `spotify_sdk::endpoint` exports and what is no operation.
const NO_OPERATIONS: &[&str] = &[
    "ApiRequest",
    "Availability",
    "Body",
    "Decode",
    "HasDeviceId",
    "HasLimit",
    "HasMarket",
    "HasOffset",
    "HasTimeRange",
    "Limit",
    "Login",
    "Method",
    "Operation",
    "Paged",
    "PlaybackOffset",
    "RawAnswer",
    "RawRequest",
    "Repeat",
    "RequestBuilder",
    "TimeRange",
];

/// A call of an operation, as it would be sent.
struct Example {
    /// The name of the operation's type.
    name: &'static str,
    operation: Operation,
    request: Value,
}

/// What `call` would send.
fn example<C, E: Endpoint>(call: Call<C, E>) -> Example {
    let name = std::any::type_name::<E>();
    let name = name.split('<').next().unwrap_or(name);
    let name = name.rsplit("::").next().unwrap_or(name);
    let request = call.endpoint().request().unwrap_or_else(|error| panic!("{name}: {error}"));
    let (content_type, body) = match request.body() {
        Body::None => (None, Value::Null),
        Body::Json(json) => (Some("application/json"), serde_json::from_slice(json).unwrap()),
        Body::Bytes { content_type, bytes } => (Some(*content_type), String::from_utf8_lossy(bytes).into()),
        other => panic!("{name}: a body of an unknown kind: {other:?}"),
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
    Example { name, operation: call.endpoint().operation(), request }
}

fn examples() -> Vec<Example> {
    let client = support::raw_client("http://127.0.0.1:9", &support::quick_clock()).build().unwrap();
    calls::all(&client)
}

/// The names in the `pub use` lines of a module.
fn exported(source: &str) -> impl Iterator<Item = &str> {
    let uses = source.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    uses.flat_map(|names| names.rsplit("::").next().unwrap_or(names).split([',', '{', '}']))
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

#[test]
fn every_operation_is_among_the_examples() {
    let examples = examples();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/endpoint.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let missing: Vec<&str> = exported(&source)
        .filter(|name| !NO_OPERATIONS.contains(name) && !examples.iter().any(|example| example.name == *name))
        .collect();
    assert!(missing.is_empty(), "add calls of these to every_operation/calls.rs: {missing:?}");
    for example in &examples {
        assert!(exported(&source).any(|name| name == example.name), "{}", example.name);
    }
}

#[test]
fn operations_are_written_down_where_somebody_asks_for_them() {
    let mut operations: BTreeMap<&str, Value> = BTreeMap::new();
    for Example { name, operation, request } in examples() {
        let described = json!({
            "name": name,
            "method": operation.method.as_str(),
            "path": operation.path,
            "scopes": operation.scopes,
            "login": format!("{:?}", operation.login),
            "availability": format!("{:?}", operation.availability),
            "limit": operation.limit.map(|limit| [limit.smallest, limit.largest]),
            "requests": [],
        });
        let described = operations.entry(operation.id).or_insert(described);
        assert_eq!(described["name"], name, "two operations have the id {}", operation.id);
        described["requests"].as_array_mut().unwrap().push(request);
    }
    if let Some(path) = std::env::var_os(FILE) {
        std::fs::write(path, serde_json::to_vec_pretty(&operations).unwrap()).unwrap();
    }
}
