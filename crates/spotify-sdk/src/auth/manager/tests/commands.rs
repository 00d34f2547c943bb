//! A renewal command by command: each decision by itself, where the properties of all interleavings show only that no login is lost.

use std::time::Duration;

use super::looks::{assert_requests, begin, binding, cache_error, login, looks, now};
use crate::auth::binding::{Binding, Flow};
use crate::auth::manager::refresh::{Command, Event, Knowledge, Outcome, Refresh, Refused};
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::oauth::TokenAnswer;

/// More often than anything is tried again.
const OFTEN: usize = 50;

fn knowledge() -> Knowledge {
    Knowledge {
        binding: binding(),
        memory: None,
        unsaved: false,
        configured: None,
        spent: Vec::new(),
        refused: None,
        skew: Duration::from_secs(30),
        requested_scope: None,
    }
}

/// A renewal that has the lock.
fn alone(knowledge: Knowledge) -> Refresh {
    let mut renewal = Refresh::renew(knowledge);
    begin(&mut renewal, true);
    renewal
}

fn configured(refresh_token: &str) -> Knowledge {
    Knowledge { configured: Some(refresh_token.to_owned().into()), ..knowledge() }
}

/// A login that does not say whose it is.
fn unbound(refresh_token: &str) -> TokenInfo {
    TokenInfo::new("at", unix_seconds(now()) - 1.0).unwrap().with_refresh_token(refresh_token)
}

fn of_another_app() -> TokenInfo {
    unbound("rt-theirs").bound_to(Binding::new(
        "https://accounts.spotify.com",
        "they",
        Flow::AuthorizationCode,
    ))
}

fn answer(refresh_token: Option<&str>) -> TokenAnswer {
    TokenAnswer {
        access_token: "at-new".to_owned().into(),
        lifetime: Duration::from_secs(3600),
        refresh_token: refresh_token.map(|token| token.to_owned().into()),
        scope: None,
    }
}

fn answers(renewal: &mut Refresh, refresh_token: Option<&str>) -> Command {
    renewal.step(Event::Answered(Ok(answer(refresh_token))), now())
}

fn fails(renewal: &mut Refresh, kind: ErrorKind) -> Command {
    renewal.step(Event::Answered(Err(Error::new(kind, "no"))), now())
}

#[track_caller]
fn saved(command: Command) -> (Option<TokenInfo>, TokenInfo) {
    match command {
        Command::Save { expected, token } => (expected, token),
        _ => panic!("nothing is saved"),
    }
}

#[track_caller]
fn no_login(command: Command) -> (Error, Option<Refused>, bool) {
    match command {
        Command::Finish(Outcome::NoLogin { error, refused, given_up }) => (error, refused, given_up),
        _ => panic!("there is a login"),
    }
}

#[track_caller]
fn failed(command: Command) -> (ErrorKind, bool) {
    match command {
        Command::Finish(Outcome::Failed { error, given_up }) => (error.kind(), given_up),
        _ => panic!("it did not fail"),
    }
}

#[test]
fn a_token_in_the_cache_is_used_while_it_is_good() {
    let fresh = || {
        let token = TokenInfo::new("at", unix_seconds(now()) + 600.0).unwrap();
        token.with_refresh_token("rt").bound_to(binding())
    };
    match looks(&mut alone(knowledge()), Some(fresh())) {
        Command::Finish(Outcome::Token { token, unsaved: false, foreign: None, .. }) => {
            assert_eq!(token, fresh());
        }
        _ => panic!("a good token was not used"),
    }
    let refused = Knowledge { spent: vec!["at".to_owned()], ..knowledge() };
    assert_requests(&looks(&mut alone(refused), Some(fresh())), "rt");
    let soon = Knowledge { skew: Duration::from_secs(600), ..knowledge() };
    assert_requests(&looks(&mut alone(soon), Some(fresh())), "rt");
}

#[test]
fn fault_035_the_configured_refresh_token_is_kept_unless_another_comes_back() {
    for (comes_back, kept) in [(None, "rt-configured"), (Some("rt-new"), "rt-new")] {
        let mut renewal = alone(configured("rt-configured"));
        assert_requests(&looks(&mut renewal, None), "rt-configured");
        let (expected, token) = saved(answers(&mut renewal, comes_back));
        assert_eq!((expected, token.refresh_token()), (None, Some(kept)));
    }
}

#[test]
fn fault_035_the_configured_refresh_token_logs_in_again_after_a_logout() {
    let mut renewal = alone(configured("rt-configured"));
    assert_requests(&looks(&mut renewal, Some(TokenInfo::tombstone())), "rt-configured");
    assert_eq!(saved(answers(&mut renewal, None)).0, Some(TokenInfo::tombstone()));
}

#[test]
fn fault_029_a_new_login_does_not_take_over_a_refresh_token_that_was_refused() {
    let refused =
        Refused { tokens: vec!["rt-dead".to_owned()], error: Error::new(ErrorKind::InvalidGrant, "no") };
    let mut adopt = Refresh::adopt(Knowledge { refused: Some(refused), ..knowledge() }, answer(None), now());
    begin(&mut adopt, true);
    assert_eq!(saved(looks(&mut adopt, None)).1.refresh_token(), None);
}

#[test]
fn fault_036_a_login_of_somebody_else_stays_and_the_new_one_is_in_memory() {
    let mut renewal = alone(configured("rt-configured"));
    assert_requests(&looks(&mut renewal, Some(of_another_app())), "rt-configured");
    match answers(&mut renewal, None) {
        Command::Finish(Outcome::Token { token, unsaved: false, foreign: Some(whose), .. }) => {
            assert_eq!((token.refresh_token(), whose), (Some("rt-configured"), "another client id"));
        }
        _ => panic!("not kept in memory alone"),
    }
    let (error, refused, given_up) = no_login(looks(&mut alone(knowledge()), Some(of_another_app())));
    assert!(refused.is_none() && !given_up);
    assert!(
        error.advice().is_some_and(|advice| advice.contains("the token of another client id")),
        "{error}"
    );
}

#[test]
fn fault_025_a_login_of_ours_that_is_refused_is_cleared() {
    let mut renewal = alone(knowledge());
    assert_requests(&looks(&mut renewal, Some(login("rt", 1.0))), "rt");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    match looks(&mut renewal, Some(login("rt", 1.0))) {
        Command::Bury { expected } => assert_eq!(expected, login("rt", 1.0)),
        _ => panic!("the dead login was not cleared"),
    }
    let (error, refused, given_up) = no_login(renewal.step(Event::Buried(Ok(true)), now()));
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    assert!(error.advice().is_some_and(|advice| !advice.contains("does not say whose it is")), "{error}");
    assert_eq!(refused.map(|refused| refused.tokens), Some(vec!["rt".to_owned()]));
    assert!(!given_up);
}

#[test]
fn fault_036_a_refused_login_that_does_not_say_whose_it_is_stays() {
    let mut renewal = alone(knowledge());
    assert_requests(&looks(&mut renewal, Some(unbound("rt"))), "rt");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    let (error, ..) = no_login(looks(&mut renewal, Some(unbound("rt"))));
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    assert!(error.advice().is_some_and(|advice| advice.contains("does not say whose it is")), "{error}");
}

#[test]
fn fault_036_a_refresh_token_of_somebody_else_is_not_called_refused() {
    let mut renewal = alone(configured("rt-configured"));
    assert_requests(&looks(&mut renewal, Some(of_another_app())), "rt-configured");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    let (_, refused, _) = no_login(looks(&mut renewal, Some(of_another_app())));
    assert_eq!(refused.unwrap().tokens, ["rt-configured"]);
}

#[test]
fn a_login_that_brought_a_token_is_ours_although_it_does_not_say_so() {
    let mut renewal = alone(knowledge());
    assert_requests(&looks(&mut renewal, Some(unbound("rt"))), "rt");
    saved(answers(&mut renewal, Some("rt-2")));
    assert!(matches!(renewal.step(Event::Saved(Ok(false)), now()), Command::Load));
    assert_eq!(saved(looks(&mut renewal, Some(unbound("rt")))).0, Some(unbound("rt")));
}

#[test]
fn a_cache_that_has_fallen_back_is_renewed_from_memory_and_what_it_holds_ends_with_it() {
    let memory = {
        let token =
            TokenInfo::new("at-later", unix_seconds(now()) + 10.0).unwrap().with_refresh_token("rt-later");
        token.with_authorized_at(unix_seconds(now()) - 3600.0).unwrap().bound_to(binding())
    };
    let mut renewal = alone(Knowledge { memory: Some(memory), ..knowledge() });
    let before = || login("rt-before", 1.0);
    assert_requests(&looks(&mut renewal, Some(before())), "rt-later");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    // Nothing is cleared that was not sent: it may be the later one after all.
    assert_requests(&looks(&mut renewal, Some(before())), "rt-before");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    match looks(&mut renewal, Some(before())) {
        Command::Bury { expected } => assert_eq!(expected, before()),
        _ => panic!("what the cache fell back to was not cleared"),
    }
    let (_, refused, _) = no_login(renewal.step(Event::Buried(Ok(true)), now()));
    assert_eq!(refused.unwrap().tokens, ["rt-later", "rt-before"]);
}

#[test]
fn another_login_is_used_once_it_is_in_the_cache_and_what_memory_held_is_over() {
    for (theirs, given_up) in [(login("rt-other", 0.5), true), (unbound("rt-other"), false)] {
        let mut renewal = alone(knowledge());
        assert_requests(&looks(&mut renewal, Some(login("rt", 1.0))), "rt");
        saved(answers(&mut renewal, Some("rt-2")));
        assert!(matches!(renewal.step(Event::Saved(Ok(false)), now()), Command::Load));
        assert_requests(&looks(&mut renewal, Some(theirs)), "rt-other");
        assert_eq!(failed(fails(&mut renewal, ErrorKind::Network)), (ErrorKind::Network, given_up));
    }
}

#[test]
fn a_store_that_changes_all_the_time_is_given_up_and_the_token_used() {
    let mut renewal = alone(knowledge());
    assert_requests(&looks(&mut renewal, Some(login("rt", 1.0))), "rt");
    let mut command = answers(&mut renewal, Some("rt-2"));
    let mut stores = 0;
    while let Command::Save { .. } = command {
        stores += 1;
        assert!(stores < OFTEN);
        command = match renewal.step(Event::Saved(Ok(false)), now()) {
            // The refresh token is still the one that was sent: nobody has a newer login.
            Command::Load => looks(&mut renewal, Some(login("rt", 1.0))),
            end => end,
        };
    }
    assert_eq!(stores, 6, "once, and five times again");
    assert!(matches!(command, Command::Finish(Outcome::Token { unsaved: true, foreign: None, .. })));
}

#[test]
fn a_dead_login_that_cannot_be_cleared_is_given_up_all_the_same() {
    let mut renewal = alone(knowledge());
    assert_requests(&looks(&mut renewal, Some(login("rt", 1.0))), "rt");
    assert!(matches!(fails(&mut renewal, ErrorKind::InvalidGrant), Command::Load));
    let mut command = looks(&mut renewal, Some(login("rt", 1.0)));
    let mut tries = 0;
    while let Command::Bury { .. } = command {
        tries += 1;
        assert!(tries < OFTEN);
        command = match renewal.step(Event::Buried(Ok(false)), now()) {
            Command::Load => looks(&mut renewal, Some(login("rt", 1.0))),
            end => end,
        };
    }
    assert_eq!(tries, 6, "once, and five times again");
    assert_eq!(no_login(command).0.kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn without_a_login_nothing_is_asked_and_nothing_waited_for() {
    let mut renewal = Refresh::renew(knowledge());
    begin(&mut renewal, false);
    let (error, refused, given_up) = no_login(looks(&mut renewal, None));
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    assert!(refused.is_none() && !given_up);
    let (error, _, given_up) = no_login(looks(&mut alone(knowledge()), Some(TokenInfo::tombstone())));
    assert_eq!((error.kind(), given_up), (ErrorKind::NotLoggedIn, true));
    let unread = alone(knowledge()).step(Event::Loaded(Err(cache_error())), now());
    assert_eq!(failed(unread), (ErrorKind::Cache, false));
}
