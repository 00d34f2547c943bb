//! Spotify's own ways to say no, as far as they were reported.

use serde_json::json;

use super::Fault;

/// Ready-made faults, for every Web API request unless [`at`](Self::at) aims them elsewhere.
impl Fault {
    /// Spotify's rate limit: `429 API rate limit exceeded` with `Retry-After` in seconds.
    pub fn rate_limited(seconds: u64) -> Self {
        Self::rate_limited_without_header().header("retry-after", &seconds.to_string())
    }

    /// The rate limit as Spotify sometimes sends it: without `Retry-After`.
    pub fn rate_limited_without_header() -> Self {
        Self::on("/v1/*")
            .status(429)
            .json(json!({ "error": { "status": 429, "message": "API rate limit exceeded" } }))
    }

    /// A good token is refused with 401 `Access token missing`, and the next time it is not: seen around July 2026.
    pub fn access_token_missing() -> Self {
        let error = json!({ "status": 401, "message": "Access token missing" });
        Self::on("/v1/*").status(401).json(json!({ "error": error }))
    }

    /// What needs no Premium is refused with 403 `Premium required`, and the next time it is not: seen around July 2026.
    pub fn premium_required() -> Self {
        let error = json!({ "status": 403, "message": "Premium required" });
        Self::on("/v1/*").status(403).json(json!({ "error": error }))
    }

    /// Commands to the player are carried out and answered with 200 and a random word, which is no JSON: seen since August 2024.
    pub fn random_word() -> Self {
        let word = Self::on("PUT|POST /v1/me/player*").status(200).body("oPClBVDzidwlAlSqmFF-zKNO62E");
        word.content_type("application/json; charset=utf-8").after_applying()
    }

    /// The quota of Development Mode is used up: 429 with `reason` `QUOTA_EXCEEDED` and a `Retry-After` that may be hours.
    pub fn quota_exceeded(seconds: u64) -> Self {
        let error = json!({ "status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED" });
        Self::on("/v1/*")
            .status(429)
            .json(json!({ "error": error }))
            .header("retry-after", &seconds.to_string())
    }
}
