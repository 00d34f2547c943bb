//! What a renewal that goes wrong halfway has seen still counts: command by command, what the properties of all interleavings once found.

use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret;

use crate::auth::binding::{Binding, Flow};
use crate::auth::manager::look::{Noticed, notice};
use crate::auth::manager::refresh::{Command, Event, Knowledge, Outcome, Refresh};
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::oauth::{Grant, TokenAnswer};

pub(super) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(super) fn binding() -> Binding {
    Binding::new("https://accounts.spotify.com", "us", Flow::AuthorizationCode)
}

/// An expired login of ours that the user authorized `hours` ago.
pub(super) fn login(refresh_token: &str, hours: f64) -> TokenInfo {
    let authorized = unix_seconds(now()) - hours * 3600.0;
    let login = TokenInfo::new(format!("at-of-{refresh_token}"), unix_seconds(now()) - 1.0).unwrap();
    login.with_refresh_token(refresh_token).with_authorized_at(authorized).unwrap().bound_to(binding())
}

fn renewal(memory: Option<TokenInfo>, unsaved: bool) -> Refresh {
    Refresh::renew(Knowledge {
        binding: binding(),
        memory,
        unsaved,
        configured: None,
        spent: Vec::new(),
        refused: None,
        skew: Duration::from_secs(30),
        requested_scope: None,
    })
}

/// Up to the first look at the cache, alone or not.
pub(super) fn begin(renewal: &mut Refresh, alone: bool) {
    assert!(matches!(renewal.step(Event::Begin, now()), Command::Lock));
    assert!(matches!(renewal.step(Event::Locked(alone), now()), Command::Load));
}

pub(super) fn looks(renewal: &mut Refresh, found: Option<TokenInfo>) -> Command {
    renewal.step(Event::Loaded(Ok(found)), now())
}

fn fails_to_look(renewal: &mut Refresh) -> Command {
    renewal.step(Event::Loaded(Err(cache_error())), now())
}

pub(super) fn cache_error() -> Error {
    Error::new(ErrorKind::Cache, "the cache failed")
}

fn answered(renewal: &mut Refresh, refresh_token: &str) -> Command {
    let answer = TokenAnswer {
        access_token: "at-new".to_owned().into(),
        lifetime: Duration::from_secs(3600),
        refresh_token: Some(refresh_token.to_owned().into()),
        scope: None,
    };
    renewal.step(Event::Answered(Ok(answer)), now())
}

#[track_caller]
pub(super) fn assert_requests(command: &Command, expected: &str) {
    match command {
        Command::Request(Grant::RefreshToken(token)) => assert_eq!(token.expose_secret(), expected),
        _ => panic!("no request"),
    }
}

#[test]
fn fault_026_a_failed_second_look_does_not_bring_the_login_before_back() {
    let mut renewal = renewal(Some(login("rt-before", 2.0)), true);
    begin(&mut renewal, true);
    assert_requests(&looks(&mut renewal, Some(login("rt-of-another-process", 1.0))), "rt-of-another-process");
    let refused = Error::new(ErrorKind::InvalidGrant, "invalid_grant");
    assert!(matches!(renewal.step(Event::Answered(Err(refused)), now()), Command::Load));
    match fails_to_look(&mut renewal) {
        Command::Finish(Outcome::NoLogin { error, refused: Some(refused), .. }) => {
            assert_eq!(error.kind(), ErrorKind::Cache, "nobody knows what the cache holds now");
            assert_eq!(refused.tokens, ["rt-of-another-process"]);
        }
        _ => panic!("the login before was used, or the dead one cleared unseen"),
    }
}

#[test]
fn a_logout_that_was_seen_stays_seen_when_the_next_look_fails() {
    let mut renewal = renewal(Some(login("rt-1", 1.0)), false);
    begin(&mut renewal, false);
    assert_requests(&looks(&mut renewal, Some(login("rt-1", 1.0))), "rt-1");
    assert!(matches!(answered(&mut renewal, "rt-2"), Command::Save { .. }));
    assert!(matches!(renewal.step(Event::Saved(Ok(false)), now()), Command::Load));
    assert!(matches!(looks(&mut renewal, Some(TokenInfo::tombstone())), Command::Pause(_)));
    assert!(matches!(renewal.step(Event::Paused, now()), Command::Load));
    match fails_to_look(&mut renewal) {
        Command::Finish(Outcome::NoLogin { error, given_up, .. }) => {
            assert!(given_up, "memory would bring the login back");
            assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
        }
        _ => panic!("the logout was forgotten"),
    }
}

#[test]
fn fault_045_a_login_that_was_stored_later_is_the_later_one_although_the_clock_was_set_back() {
    let (before, later) = (login("rt-before", 1.0), login("rt-later", 3.0));
    let noticed = |was_in_cache| notice(Some(later.clone()), &before, was_in_cache, &binding());
    assert_eq!(noticed(true), Noticed::Newer(later.clone()));
    assert_eq!(noticed(false), Noticed::Nothing, "it may have been there before");
}
