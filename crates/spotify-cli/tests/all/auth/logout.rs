//! Logging out.

use crate::home::Home;

#[test]
fn the_tokens_are_gone_and_the_user_knows_what_is_not() {
    let home = Home::new();
    home.log_in(&[]);
    let ended = home.run(&["auth", "logout"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{ended:?}");
    assert!(ended.stderr.contains("no way to revoke"), "{ended:?}");
    assert!(ended.stderr.contains("https://www.spotify.com/account/apps/"), "{ended:?}");
    for entry in std::fs::read_dir(home.token_file().parent().unwrap()).unwrap() {
        home.assert_no_secret(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    assert_eq!(home.run(&["auth", "token"]).code, Some(4));
    assert_eq!(home.run(&["auth", "status"]).code, Some(4));
    let again = home.run(&["auth", "logout"]);
    assert_eq!(again.code, Some(0));
    assert!(again.stderr.contains("Nobody was logged in"), "{again:?}");
}

#[test]
fn nobody_was_logged_in() {
    let home = Home::new();
    let ended = home.run(&["auth", "logout"]);
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.contains("Nobody was logged in"), "{ended:?}");
    assert!(!home.token_file().exists(), "nothing is made to be forgotten");
}

#[test]
fn one_can_log_in_again_without_saying_which_app() {
    let home = Home::new();
    home.log_in(&[]);
    home.run(&["auth", "logout"]);
    let (login, url) = home.begin(&mut home.bare(&["auth", "login", "--no-browser"]));
    assert!(url.contains(home.sandbox.client_id()), "{url}");
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(login.finish().status.code(), Some(0));
}
