//! Tests of what refusals become.

mod wording;

use super::*;
use crate::endpoint::{Endpoint, GetAlbums, GetArtistAlbums, GetSavedTracks, SaveTracks, StartPlayback};
use crate::error::ErrorKind;
use crate::operation::Availability;

fn refusal<E: Endpoint>(status: u16, body: &str) -> Error {
    api_error(status, &HeaderMap::new(), &Bytes::copy_from_slice(body.as_bytes()), &E::OPERATION)
}

fn fixture(name: &str) -> String {
    let path = format!("{}/../../fixtures/error/web_api/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a fixture")
}

#[test]
fn fault_119_every_refusal_of_the_real_service_is_told_apart() {
    for (name, status, kind, reason, message, advice) in [
        ("invalid_id.json", 400, ErrorKind::BadRequest, None, "base62", "22 letters and digits"),
        (
            "invalid_limit.json",
            400,
            ErrorKind::BadRequest,
            None,
            "Invalid limit",
            "at most 50 for apps in Development",
        ),
        ("access_token_unusable.json", 401, ErrorKind::Unauthorized, None, "access token", "get another one"),
        ("access_token_expired.json", 401, ErrorKind::Unauthorized, None, "expired", "get another one"),
        (
            "permissions_missing.json",
            401,
            ErrorKind::MissingScope,
            None,
            "Permissions",
            "ask for user-library-read",
        ),
        ("forbidden.json", 403, ErrorKind::Forbidden, None, "Forbidden", "it needs: user-library-read"),
        ("insufficient_scope.json", 403, ErrorKind::MissingScope, None, "scope", "ask for user-library-read"),
        (
            "user_required.json",
            403,
            ErrorKind::UserLoginRequired,
            None,
            "user authentication",
            "AuthorizationCode",
        ),
        (
            "premium_required.json",
            403,
            ErrorKind::PremiumRequired,
            Some("PREMIUM_REQUIRED"),
            "Premium",
            "Spotify Premium",
        ),
        (
            "owner_not_premium.txt",
            403,
            ErrorKind::OwnerWithoutPremium,
            None,
            "Active premium",
            "owner of the app needs",
        ),
        (
            "user_not_registered.txt",
            403,
            ErrorKind::UserNotRegistered,
            None,
            "not registered",
            "add the user",
        ),
        ("unknown_id.json", 404, ErrorKind::NotFound, None, "Non existing id", ""),
        (
            "no_active_device.json",
            404,
            ErrorKind::NotFound,
            Some("NO_ACTIVE_DEVICE"),
            "device",
            "Open Spotify",
        ),
        ("rate_limited.json", 429, ErrorKind::RateLimited, None, "rate limit", "retry_after"),
        ("rate_limited_text.txt", 429, ErrorKind::RateLimited, None, "Too many requests", "retry_after"),
        ("quota_exceeded.json", 429, ErrorKind::QuotaExceeded, Some("QUOTA_EXCEEDED"), "", "quota"),
        (
            "empty.txt",
            429,
            ErrorKind::RateLimited,
            None,
            "Too Many Requests, with an empty body",
            "retry_after",
        ),
        ("server_error.json", 500, ErrorKind::Server, None, "Server error.", "later"),
        ("bad_gateway.json", 502, ErrorKind::Server, None, "Bad gateway.", "later"),
        ("bad_gateway_page.html", 502, ErrorKind::Server, None, "Bad Gateway, with an HTML page", "later"),
        ("status_differs.json", 503, ErrorKind::Server, None, "", "later"),
        ("upstream_timeout.txt", 504, ErrorKind::Server, None, "upstream request timeout", "later"),
        ("message_only.json", 400, ErrorKind::BadRequest, None, "", ""),
    ] {
        let error = refusal::<GetSavedTracks>(status, &fixture(name));
        assert_eq!((error.kind(), error.status(), error.reason()), (kind, Some(status), reason), "{name}");
        assert!(!error.message().is_empty() && error.message().contains(message), "{name}: {error}");
        assert!(error.advice().unwrap_or_default().contains(advice), "{name}: {error}");
        assert_eq!(error.advice().is_none(), advice.is_empty(), "{name}: {error}");
        assert_eq!(error.operation(), Some("get-users-saved-tracks"));
    }
}

#[test]
fn all_wordings_of_an_unregistered_user_are_known() {
    for text in [
        "User not registered in the Developer Dashboard",
        "Check settings on developer.spotify.com/dashboard, the user may not be registered.",
        "The user is not registered for this application. Please check your settings.",
        "User not approved for app",
    ] {
        let error = refusal::<GetSavedTracks>(403, text);
        assert_eq!((error.kind(), error.message()), (ErrorKind::UserNotRegistered, text));
        assert!(error.advice().expect("advice").contains("add the user"), "{text}");
    }
}

#[test]
fn the_limits_of_an_operation_are_in_the_advice() {
    let error = refusal::<GetArtistAlbums>(400, &fixture("invalid_limit.json"));
    let advice = error.advice().expect("advice");
    assert_eq!(advice, "`limit` may be 1 to 50, and at most 10 for apps in Development Mode");
}

#[test]
fn player_reasons_say_what_to_do() {
    let error = refusal::<StartPlayback>(403, &fixture("restriction_violated.json"));
    assert_eq!(error.reason(), Some("UNKNOWN"));
    assert!(error.advice().expect("advice").contains("already is in that state"));
    let error = refusal::<StartPlayback>(
        404,
        r#"{"error":{"status":404,"message":"Player command failed: Device not found"}}"#,
    );
    assert!(error.advice().expect("advice").contains("Devices come and go"));
    let error =
        refusal::<StartPlayback>(403, r#"{"error":{"status":403,"message":"x","reason":"BRAND_NEW"}}"#);
    assert_eq!(error.reason(), Some("BRAND_NEW"));
}

#[test]
fn every_reason_of_the_player_comes_with_advice() {
    for reason in [
        "NO_PREV_TRACK",
        "NO_NEXT_TRACK",
        "NO_SPECIFIC_TRACK",
        "ALREADY_PAUSED",
        "NOT_PAUSED",
        "NOT_PLAYING_LOCALLY",
        "NOT_PLAYING_TRACK",
        "NOT_PLAYING_CONTEXT",
        "ENDLESS_CONTEXT",
        "CONTEXT_DISALLOW",
        "ALREADY_PLAYING",
        "RATE_LIMITED",
        "REMOTE_CONTROL_DISALLOW",
        "DEVICE_NOT_CONTROLLABLE",
        "VOLUME_CONTROL_DISALLOW",
        "NO_ACTIVE_DEVICE",
        "PREMIUM_REQUIRED",
        "UNKNOWN",
        "UNSUPPORTED_DEVICE",
    ] {
        let body = format!(r#"{{"error":{{"status":403,"message":"Forbidden","reason":"{reason}"}}}}"#);
        let error = refusal::<StartPlayback>(403, &body);
        assert_eq!(error.reason(), Some(reason));
        // What a 403 without a reason is told does not help here.
        let advice = error.advice().expect(reason);
        assert!(!advice.contains("the login lacks a scope"), "{reason}: {advice}");
    }
}

#[test]
fn an_operation_that_is_closed_says_since_when() {
    let forbidden = r#"{"error":{"status":403,"message":"Forbidden"}}"#;
    let not_found = r#"{"error":{"status":404,"message":"Not found."}}"#;
    let page = "<!doctype html><title>Forbidden</title>";
    let unknown = r#"{"error":{"status":404,"message":"Non existing id: 'spotify:track:x'"}}"#;
    use Availability::{Before2024, Everyone, ExtendedQuota};
    for (availability, status, body, kind, advice) in [
        (ExtendedQuota, 403, forbidden, ErrorKind::ClosedToApp, "February 2026"),
        (Before2024, 403, forbidden, ErrorKind::ClosedToApp, "27 November 2024"),
        (Before2024, 404, not_found, ErrorKind::ClosedToApp, "27 November 2024"),
        (
            Before2024,
            404,
            r#"{"error":{"message":"Service not found"}}"#,
            ErrorKind::ClosedToApp,
            "27 November",
        ),
        // Open operations, entities that are missing, pages of somebody else.
        (Everyone, 403, forbidden, ErrorKind::Forbidden, "may not do this"),
        (Everyone, 404, not_found, ErrorKind::NotFound, ""),
        (ExtendedQuota, 404, not_found, ErrorKind::NotFound, ""),
        (ExtendedQuota, 403, page, ErrorKind::Forbidden, "may not do this"),
        // What a proxy answers that lets nothing through.
        (ExtendedQuota, 403, "", ErrorKind::Forbidden, "may not do this"),
        (ExtendedQuota, 403, "Forbidden", ErrorKind::Forbidden, "may not do this"),
        (ExtendedQuota, 403, r#"{"message":"Forbidden"}"#, ErrorKind::Forbidden, "may not do this"),
        (Before2024, 404, "", ErrorKind::NotFound, ""),
        (Before2024, 404, "Not Found", ErrorKind::NotFound, ""),
        (ExtendedQuota, 403, r#"{"error":{"message":"Not yours"}}"#, ErrorKind::Forbidden, "may not do this"),
        (Before2024, 404, unknown, ErrorKind::NotFound, ""),
        (Before2024, 404, page, ErrorKind::NotFound, "check the API base URL"),
    ] {
        let operation = Operation::get("test", "/test").available_to(availability);
        let error = api_error(status, &HeaderMap::new(), &Bytes::from(body), &operation);
        assert_eq!(error.kind(), kind, "{availability:?} {status} {body}");
        assert!(error.advice().unwrap_or_default().contains(advice), "{error}");
        assert_eq!(error.advice().is_none(), advice.is_empty(), "{error}");
    }
}

#[test]
fn what_takes_the_place_of_a_closed_operation_is_named() {
    let error = refusal::<SaveTracks>(403, &fixture("forbidden.json"));
    assert_eq!(error.kind(), ErrorKind::ClosedToApp);
    assert!(
        error.to_string().ends_with("In its place there is PUT /me/library (`save-library-items`)"),
        "{error}"
    );
    let error = refusal::<GetAlbums>(403, &fixture("forbidden.json"));
    assert!(error.to_string().ends_with("there is GET /albums/{id} (`get-an-album`)"), "{error}");
}

/// Every way to say no that was seen, with what it means: a program should be able to act on the kind alone.
#[test]
fn refusals_are_told_apart_by_what_there_is_to_do() {
    let json =
        |status: u16, message: &str| format!(r#"{{"error":{{"status":{status},"message":"{message}"}}}}"#);
    for (status, body, kind) in [
        (401, json(401, "Missing/invalid/expired access token"), ErrorKind::Unauthorized),
        (401, json(401, "The access token expired"), ErrorKind::Unauthorized),
        (401, json(401, "Invalid access token"), ErrorKind::Unauthorized),
        (401, json(401, "No token provided"), ErrorKind::Unauthorized),
        (401, json(401, "Access token missing"), ErrorKind::Unauthorized),
        (401, json(401, "Permissions missing"), ErrorKind::MissingScope),
        (401, json(401, "Unauthorized."), ErrorKind::MissingScope),
        (401, json(401, "Valid user authentication required"), ErrorKind::UserLoginRequired),
        (403, json(403, "Insufficient client scope"), ErrorKind::MissingScope),
        (403, json(403, "This request requires user authentication."), ErrorKind::UserLoginRequired),
        (403, json(403, "Forbidden"), ErrorKind::ClosedToApp),
        (403, json(403, "Premium required"), ErrorKind::PremiumRequired),
        (403, fixture("premium_required.json"), ErrorKind::PremiumRequired),
        (403, fixture("owner_not_premium.txt"), ErrorKind::OwnerWithoutPremium),
        (403, "User not approved for app".to_owned(), ErrorKind::UserNotRegistered),
        (403, fixture("restriction_violated.json"), ErrorKind::Forbidden),
        (404, json(404, "Non existing id: 'spotify:track:x'"), ErrorKind::NotFound),
        (404, fixture("no_active_device.json"), ErrorKind::NotFound),
        (429, json(429, "API rate limit exceeded"), ErrorKind::RateLimited),
        (429, "Too many requests".to_owned(), ErrorKind::RateLimited),
        (429, fixture("quota_exceeded.json"), ErrorKind::QuotaExceeded),
        // The codes of refusals that have another status.
        (400, fixture("quota_exceeded.json"), ErrorKind::BadRequest),
    ] {
        let error = refusal::<SaveTracks>(status, &body);
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{body}");
    }
}

#[test]
fn the_challenge_speaks_where_the_body_does_not() {
    let mut headers = HeaderMap::new();
    let challenge =
        r#"Bearer realm="spotify", error="invalid_token", error_description="Invalid access token""#;
    headers.insert(header::WWW_AUTHENTICATE, challenge.parse().expect("a header"));
    let error = api_error(401, &headers, &Bytes::new(), &GetSavedTracks::OPERATION);
    assert_eq!(error.message(), "Invalid access token");
    headers.insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer realm=\"spotify\""));
    let error = api_error(401, &headers, &Bytes::new(), &GetSavedTracks::OPERATION);
    assert_eq!(error.message(), "Unauthorized, with an empty body");
}

#[test]
fn a_body_of_any_kind_is_a_short_message_without_secrets() {
    let long = format!("{{\"error\":{{\"message\":\"{}\"}}}}", "word ".repeat(1000));
    let deep = "[".repeat(100_000);
    for body in [
        "null",
        "[]",
        "12",
        "{}",
        "\"text\"",
        "{\"error\":null}",
        "{\"error\":[]}",
        "{\"error\":{\"message\":{}}}",
        "{\"error\":{\"message\":\"\",\"reason\":7}}",
        "{\"error\":",
        "\u{feff}{\"error\":{\"message\":\"x\"}}",
        "\u{1b}[31mred",
        "access_token=BQD-secret",
        "{\"error\":\"invalid\",\"error_description\":\"code=BQD-secret\"}",
        &long,
        &deep,
    ] {
        for status in [300, 400, 401, 403, 404, 411, 413, 429, 500, 599, 999] {
            let error = refusal::<GetSavedTracks>(status, body);
            let text = error.to_string();
            assert!(!error.message().is_empty() && text.len() < 1000, "{text}");
            assert!(!text.contains("BQD-secret") && !text.contains('\u{1b}'), "{text}");
            assert_eq!(error.status(), Some(status));
        }
    }
}

#[test]
fn a_page_in_place_of_the_web_api_points_at_the_base_url() {
    let body = Bytes::from_static(b"<!doctype html><title>Not Found</title>");
    let error = api_error(404, &HeaderMap::new(), &body, &Operation::get("get-an-album", "/albums/{id}"));
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("check the API base URL"), "{error}");
}

#[test]
fn fault_119_refusals_of_changes_to_playlists_are_told_apart() {
    use crate::endpoint::{AtItems, RemovePlaylistItems, UploadPlaylistCover};
    for (name, status, kind, message, advice) in [
        ("bad_version_tag.json", 400, ErrorKind::BadRequest, "version tag", "read it again"),
        ("no_uris.json", 400, ErrorKind::BadRequest, "No uris provided", ""),
        ("too_many_removed.json", 400, ErrorKind::BadRequest, "maximum of 100 tracks", ""),
        (
            "forbidden.json",
            403,
            ErrorKind::Forbidden,
            "Forbidden",
            "Only the owner of a playlist may change it, and collaborators what is in it, or the login lacks a scope; it \
             needs: playlist-modify-public or, for what is not public, playlist-modify-private",
        ),
        (
            "unknown_playlist.json",
            404,
            ErrorKind::NotFound,
            "Resource not found",
            "There is no such playlist, or",
        ),
    ] {
        let error = refusal::<RemovePlaylistItems<AtItems>>(status, &fixture(name));
        assert_eq!(error.kind(), kind, "{name}");
        assert!(error.message().contains(message) && error.to_string().contains(advice), "{name}: {error}");
    }
    let error = refusal::<UploadPlaylistCover>(401, &fixture("unauthorized_image.json"));
    assert!(error.to_string().contains("ask for ugc-image-upload, playlist-modify-public or"), "{error}");
    let error =
        refusal::<RemovePlaylistItems<AtItems>>(400, r#"{"error":{"message":"Index out of bounds."}}"#);
    assert!(error.advice().is_some_and(|advice| advice.contains("`total`")), "{error}");
}

#[test]
fn playlists_of_others_say_to_whom_they_are_shown() {
    use crate::endpoint::{AtItems, GetPlaylistItems};
    let error = refusal::<GetPlaylistItems<AtItems>>(403, &fixture("forbidden.json"));
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.to_string().contains("only the owner of a playlist and its collaborators"), "{error}");
    let error = refusal::<GetPlaylistItems<AtItems>>(403, &fixture("insufficient_scope.json"));
    assert_eq!(error.kind(), ErrorKind::MissingScope);
    assert!(
        error.to_string().contains("a user's login: log in (again) and ask for playlist-read-private"),
        "{error}"
    );
}

#[test]
fn the_scopes_asked_for_are_those_of_the_arguments() {
    use crate::endpoint::{
        CheckLibraryContains, CreatePlaylist, FollowPlaylist, HasPlaylistDetails, SaveLibraryItems,
    };
    fn scopes<E: Endpoint>(endpoint: &E) -> String {
        let body = Bytes::from_static(br#"{"error":{"status":403,"message":"Insufficient client scope"}}"#);
        let error = endpoint.error(403, &HeaderMap::new(), &body);
        error.advice().and_then(|advice| advice.split_once("ask for ")).expect("scopes").1.to_owned()
    }
    let create = |public, collaborative| {
        let mut create = CreatePlaylist::new("x");
        let details = create.details_mut();
        (details.public, details.collaborative) = (public, collaborative);
        scopes(&create)
    };
    assert_eq!(create(None, None), "playlist-modify-public");
    assert_eq!(create(Some(false), None), "playlist-modify-private");
    assert_eq!(create(Some(false), Some(true)), "playlist-modify-public, playlist-modify-private");
    let mut follow = FollowPlaylist::new("x");
    assert_eq!(scopes(&follow), "playlist-modify-public");
    follow.public = Some(false);
    assert_eq!(scopes(&follow), "playlist-modify-private");
    let save = |words: &[&str]| {
        let uris: Vec<String> =
            words.iter().map(|word| format!("spotify:{word}:4aawyAB9vmqN3uQ7FjRGTy")).collect();
        scopes(&SaveLibraryItems::new(uris))
    };
    assert_eq!(save(&["track", "show"]), "user-library-modify");
    assert_eq!(save(&["artist"]), "user-follow-modify");
    assert_eq!(save(&["playlist"]), "playlist-modify-public");
    assert_eq!(save(&["user", "episode"]), "user-library-modify, user-follow-modify");
    assert_eq!(save(&["playlist", "user"]), "user-follow-modify, playlist-modify-public");
    assert_eq!(
        save(&["playlist", "album"]),
        "user-library-modify, user-follow-modify, playlist-modify-public"
    );
    assert_eq!(scopes(&CheckLibraryContains::new(["spotify:track:x"])), "user-library-read");
}

#[test]
fn fault_100_a_refusal_is_one_line_without_what_would_work_a_terminal() {
    let body = r#"{"error":{"status":400,"message":"\u001b]0;x\u0007 a\r\nb","reason":"A\nB"}}"#;
    let error = refusal::<GetAlbums>(400, body);
    assert_eq!((error.message(), error.reason()), ("]0;x  a  b", Some("A B")));
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
    let silent = refusal::<GetAlbums>(400, r#"{"error":{"message":"\u007f\u0085"}}"#);
    assert!(silent.message().contains("says nothing"), "{silent}");
}
