//! Answers that are not what they should be.

use spotify_sandbox::{Fault, Rules};
use spotify_sdk::ErrorKind;

use super::{client, sandbox};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[tokio::test]
async fn fault_119_a_success_that_is_none_is_a_typed_error() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    for (fault, kind) in [
        (Fault::on("/v1/albums/*").status(200).html(), ErrorKind::InvalidResponse),
        (Fault::on("/v1/albums/*").status(200).empty(), ErrorKind::InvalidResponse),
        (Fault::on("/v1/albums/*").status(200).body("OK"), ErrorKind::InvalidResponse),
        (Fault::on("/v1/albums/*").status(200).json(serde_json::json!([])), ErrorKind::Decode),
        (Fault::on("/v1/albums/*").status(200).json(serde_json::json!({})), ErrorKind::Decode),
        (Fault::on("/v1/albums/*").status(200).json(serde_json::json!({"error": "x"})), ErrorKind::Decode),
    ] {
        sandbox.fault(fault);
        let error = client.albums().get(ALBUM).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(200)), "{error}");
        assert_eq!(error.operation(), Some("get-an-album"));
        sandbox.clear_faults();
    }
}

#[tokio::test]
async fn fault_119_a_label_of_another_type_does_not_matter() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album.id;
    sandbox.fault(Fault::on("/v1/albums/*").content_type("text/html"));
    assert_eq!(client.albums().get(&album).await.unwrap().id, album);
}

#[tokio::test]
async fn commands_do_not_read_their_answers() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    sandbox.fault(Fault::on("PUT /v1/me/player/*").status(200).body("oPClBVDzidwlAlSqmFF-zKNO62E"));
    client(&sandbox).player().start_playback().await.unwrap();
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let not_registered = "User not registered in the Developer Dashboard";
    let no_device = serde_json::json!({"error": {
        "status": 404, "message": "Player command failed: No active device found", "reason": "NO_ACTIVE_DEVICE"
    }});
    sandbox.fault(Fault::on("/v1/me").status(403).body(not_registered).content_type("text/plain"));
    sandbox.fault(Fault::on("/v1/me/player/play").status(404).json(no_device));
    let error = client.users().get_current_profile().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::UserNotRegistered, not_registered));
    assert!(error.to_string().contains("add the user"), "{error}");
    let error = client.player().start_playback().await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::NotFound, Some("NO_ACTIVE_DEVICE")));
    assert!(error.to_string().contains("device_id"), "{error}");
    // Too many for this app's mode, which the SDK can't know: the sandbox refuses as Spotify does.
    let artist = client.tracks().get_saved().limit(1).await.unwrap().items[0].track.artists[0].id.clone();
    let error = client.artists().get_albums(artist).limit(50).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.to_string().contains("at most 10 for apps in Development Mode"), "{error}");
}
