//! Operations made by hand, as a user would make one that the crate does not have.

use bytes::Bytes;
use spotify_sdk::Result;
use spotify_sdk::endpoint::{ApiRequest, Decode, Endpoint, Operation};

/// The answer, as JSON of whatever shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json(pub(crate) serde_json::Value);

impl Decode for Json {
    fn decode(_: &Operation, _: u16, body: &Bytes) -> Result<Self> {
        let json = serde_json::from_slice(body);
        json.map(Self).map_err(|error| {
            spotify_sdk::Error::new(spotify_sdk::ErrorKind::InvalidResponse, "no JSON").with_source(error)
        })
    }
}

macro_rules! operations {
    ($($(#[$documentation:meta])* $Name:ident -> $Output:ty = $operation:expr;)+) => {$(
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $Name;

        impl Endpoint for $Name {
            type Output = $Output;
            const OPERATION: Operation = $operation;

            fn request(&self) -> Result<ApiRequest> {
                ApiRequest::builder(&Self::OPERATION).build()
            }
        }
    )+};
}

operations! {
    /// A read.
    Read -> Json = Operation::get("test-read", "/read");
    /// Another read, with a quota of its own.
    ReadOther -> Json = Operation::get("test-read-other", "/other");
    /// A write that adds: twice is not once.
    Append -> () = Operation::post("test-append", "/append");
    /// A write by an idempotent method whose effect is not: moving rows twice moves them elsewhere.
    Move -> () = Operation::put("test-move", "/move");
    /// A removal by position: twice removes two rows.
    Remove -> () = Operation::delete("test-remove", "/remove");
    /// A write that sets: twice is once.
    Replace -> () = Operation::put("test-replace", "/replace").safe_to_repeat();
    /// A `POST` that sets: the method does not decide.
    ReplaceByPost -> () = Operation::post("test-replace-by-post", "/replace").safe_to_repeat();
    /// About a user.
    ReadMine -> Json = Operation::get("test-read-mine", "/me/things").of_user(&["user-library-read", "user-top-read"]);
    /// A path that a careless join would take for another host.
    ReadElsewhere -> Json = Operation::get("test-read-elsewhere", "//evil.example/read");
    /// A path that climbs.
    ReadAbove -> Json = Operation::get("test-read-above", "/a/../../read");
}
