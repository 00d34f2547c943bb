//! Tests of what operations send.

use super::*;

#[test]
fn an_album_is_asked_for_by_its_id() {
    for id in ["4aawyAB9vmqN3uQ7FjRGTy", "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"] {
        let mut endpoint = GetAlbum::new(id);
        *endpoint.market_mut() = Some("se".to_owned());
        let request = endpoint.request().expect("a request");
        assert_eq!(request.path(), "/albums/4aawyAB9vmqN3uQ7FjRGTy");
        assert_eq!(request.query(), "market=SE");
        assert_eq!((request.method(), request.body()), (Method::Get, &Body::None));
    }
}
