//! One renewal or one login, as a state machine without I/O: events in, commands out.
//!
//! The order matters more than anything else here: lock, read again, ask, **keep the old refresh token when none comes back**, store,
//! and only then let anyone see the token. A crash between any two steps loses nothing that the service still accepts.

mod messages;
mod protocol;

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::ownership::{Standing, is_behind, standing, supersedes};
use crate::auth::binding::Flow;
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Grant, TokenAnswer};
pub(super) use messages::not_logged_in;
use messages::{cache_out_of_reach, reauthorization_required};
pub(super) use protocol::{Command, Event, Knowledge, Outcome, Refused};

/// How often a store that somebody else changes under our hands is tried again.
const CONFLICTS: u32 = 5;

/// Without a lock another process may have been given the new refresh token a moment ago, and be about to store it: after
/// `invalid_grant` the cache is read again after each of these pauses before the login is called dead.
const LOOKS: [Duration; 3] =
    [Duration::from_millis(50), Duration::from_millis(150), Duration::from_millis(400)];

/// Whose a stored login is that says nothing about it, and whose refresh token was refused.
const UNPROVEN: &str = "an app that can't be told (it does not say, and its refresh token was refused)";

pub(super) struct Refresh {
    knowledge: Knowledge,
    phase: Phase,
    /// Whether no other process refreshes at the same time.
    alone: bool,
    /// Pauses taken so far.
    looks: usize,
    /// The cache's content as last read successfully, when it is ours to replace.
    stored: Option<TokenInfo>,
    standing: Standing,
    cache_failed: Option<Error>,
    /// Refresh tokens that were sent, or need not be: they were refused before.
    tried: Vec<String>,
    /// How many of them were known at the start.
    known_dead: usize,
    /// The one of them that brought a token.
    accepted: Option<String>,
    refused: Option<Error>,
    /// The login whose refresh token was sent.
    base: Option<TokenInfo>,
    answer: Option<TokenInfo>,
    /// That of the answer.
    lifetime: Option<Duration>,
    conflicts: u32,
    /// Another process logged out or in: what memory held at the start is over, and its refresh token may have been spent on an answer
    /// that was then thrown away.
    given_up: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Renewing, until there is a new token.
    Renew,
    /// A code was exchanged; the new login is on its way into the cache.
    Adopt,
    /// A token is there and has to be stored.
    Store,
}

impl Refresh {
    /// Renews: a fresh token from the cache, or else from the service.
    pub(super) fn renew(knowledge: Knowledge) -> Self {
        Self::new(knowledge, Phase::Renew)
    }

    /// Stores the login that the exchange of an authorization code brought at `now`.
    pub(super) fn adopt(knowledge: Knowledge, answer: TokenAnswer, now: SystemTime) -> Self {
        let mut adopt = Self::new(knowledge, Phase::Adopt);
        adopt.accept(answer, now);
        adopt.answer = adopt.answer.take().map(|token| token.authorized(now));
        adopt
    }

    fn new(knowledge: Knowledge, phase: Phase) -> Self {
        let tried = knowledge.refused.as_ref().map(|refused| refused.tokens.clone()).unwrap_or_default();
        let refused = knowledge.refused.as_ref().map(|refused| refused.error.clone());
        Self {
            knowledge,
            phase,
            alone: false,
            looks: 0,
            stored: None,
            standing: Standing::Vacant,
            cache_failed: None,
            known_dead: tried.len(),
            tried,
            accepted: None,
            refused,
            base: None,
            answer: None,
            lifetime: None,
            conflicts: 0,
            given_up: false,
        }
    }

    /// The next command. `now` is the wall clock.
    pub(super) fn step(&mut self, event: Event, now: SystemTime) -> Command {
        match event {
            Event::Begin => Command::Lock,
            Event::Locked(alone) => {
                self.alone = alone;
                Command::Load
            }
            Event::Paused => Command::Load,
            Event::Loaded(loaded) => {
                self.take_in(loaded);
                match self.phase {
                    Phase::Renew => self.renew_from_cache(now),
                    Phase::Adopt | Phase::Store => self.store(now),
                }
            }
            Event::Answered(Ok(answer)) => {
                self.accept(answer, now);
                self.store(now)
            }
            Event::Answered(Err(error)) => self.refuse(error),
            Event::Saved(Ok(true)) => self.finish(false),
            Event::Saved(Ok(false)) => {
                self.conflicts += 1;
                if self.conflicts > CONFLICTS { self.finish(true) } else { Command::Load }
            }
            Event::Saved(Err(error)) => {
                self.cache_failed = Some(error);
                self.finish(true)
            }
            // Somebody logged in, or renewed without minding the lock, while the login was being called dead.
            Event::Buried(Ok(false)) if self.conflicts < CONFLICTS => {
                self.conflicts += 1;
                Command::Load
            }
            Event::Buried(_) => self.no_login(),
            Event::Superseded => Command::Finish(Outcome::Superseded),
        }
    }

    /// The error of the cache, for a warning.
    pub(super) fn cache_failure(&self) -> Option<&Error> {
        self.cache_failed.as_ref()
    }

    fn take_in(&mut self, loaded: Result<Option<TokenInfo>>) {
        match loaded {
            Ok(stored) => {
                self.standing =
                    standing(stored.as_ref(), &self.knowledge.binding, self.knowledge.memory.as_ref());
                self.stored = stored;
                self.cache_failed = None;
                // A wrong client id earns `invalid_grant` for a login that lives: it is somebody else's as long as nothing shows otherwise.
                if self.standing == Standing::Unbound && self.is_refused(self.stored.as_ref()) {
                    self.standing = Standing::Foreign(UNPROVEN);
                }
            }
            Err(error) => {
                // Unreadable is not empty: what is there may be a login, so it is not overwritten. What an earlier look of this renewal
                // has shown still counts: another process's login does not make way for the one before because of a failed read.
                self.cache_failed = Some(error);
            }
        }
    }

    fn is_refused(&self, login: Option<&TokenInfo>) -> bool {
        let Some(token) = login.and_then(TokenInfo::refresh_token) else { return false };
        self.accepted.as_deref() != Some(token) && self.tried.iter().any(|tried| tried == token)
    }

    fn renew_from_cache(&mut self, now: SystemTime) -> Command {
        if let Some(stored) = self.usable()
            && self.is_fresh(stored, now)
        {
            return Command::Finish(Outcome::in_cache(stored.clone()));
        }
        if self.knowledge.binding.flow() == Flow::ClientCredentials {
            return Command::Request(Grant::ClientCredentials);
        }
        match self.next_refresh_token() {
            Some((refresh_token, base)) => self.request(refresh_token, base),
            None => self.bury(),
        }
    }

    fn request(&mut self, refresh_token: SecretString, base: Option<TokenInfo>) -> Command {
        self.tried.push(refresh_token.expose_secret().to_owned());
        self.base = base;
        Command::Request(Grant::RefreshToken(refresh_token))
    }

    /// The stored token where it is this provider's to use, and not older than what memory holds and the cache did not take, or has lost.
    fn usable(&self) -> Option<&TokenInfo> {
        let stored = match self.standing {
            Standing::Ours | Standing::Unbound => self.stored.as_ref()?,
            Standing::Vacant | Standing::LoggedOut | Standing::Foreign(_) => return None,
        };
        let is_outdated = self.knowledge.memory.as_ref().is_some_and(|memory| match self.knowledge.unsaved {
            true => supersedes(memory, stored),
            false => self.standing == Standing::Ours && is_behind(stored, memory),
        });
        (!is_outdated).then_some(stored)
    }

    fn is_fresh(&self, token: &TokenInfo, now: SystemTime) -> bool {
        // A time more than a day ahead counts as expired: it was written with a wrong clock.
        !token.is_expired(now, self.knowledge.skew)
            && !self.knowledge.spent.iter().any(|spent| spent == token.access_token())
            && crate::secret::check_visible_ascii("the access token", token.access_token()).is_ok()
    }

    /// The first refresh token that has not been refused: the cache's, then the one in memory, then the configured one. The cache may
    /// hold a newer one than memory, as other processes write it, and either a newer one than the program's configuration.
    fn next_refresh_token(&self) -> Option<(SecretString, Option<TokenInfo>)> {
        let stored = self.usable();
        let memory = match self.standing {
            // Logged out by another process: what memory holds was given up.
            Standing::LoggedOut => None,
            // Another process logged in: the login before must not come back when that one ends.
            Standing::Ours if stored.is_some_and(|stored| stored.refresh_token().is_some()) => None,
            _ => self.knowledge.memory.as_ref(),
        };
        let logins = [stored, memory].into_iter().flatten();
        let mut candidates = logins
            .filter_map(|login| Some((SecretString::from(login.refresh_token()?), Some(login.clone()))))
            .chain(self.knowledge.configured.clone().map(|token| (token, None)));
        candidates.find(|(token, _)| !self.tried.iter().any(|tried| tried == token.expose_secret()))
    }

    fn accept(&mut self, answer: TokenAnswer, now: SystemTime) {
        let expires_at = unix_seconds(now + answer.lifetime);
        self.lifetime = Some(answer.lifetime);
        // Finite and positive by construction; a token that is not would count as expired.
        let mut token = TokenInfo::new(answer.access_token.expose_secret(), expires_at)
            .unwrap_or_else(|_| TokenInfo::tombstone());
        if let Some(refresh_token) = &answer.refresh_token {
            token = token.with_refresh_token(refresh_token.expose_secret());
        }
        if let Some(scope) = answer.scope {
            token = token.with_scope(scope);
        }
        if self.phase == Phase::Renew && self.knowledge.binding.flow() == Flow::AuthorizationCode {
            self.accepted = self.tried.last().cloned();
        }
        match (&self.base, &self.accepted) {
            (Some(base), _) => token = token.inherit(base),
            // The configured refresh token: it came with nothing to inherit but itself.
            (None, Some(sent)) if token.refresh_token().is_none() => {
                token = token.with_refresh_token(sent.clone());
            }
            _ => {}
        }
        if token.scope().is_none()
            && let Some(scope) = &self.knowledge.requested_scope
        {
            token = token.with_scope(scope.clone());
        }
        self.answer = Some(token.bound_to(self.knowledge.binding.clone()));
        if self.phase == Phase::Renew {
            self.phase = Phase::Store;
        }
    }

    /// Stores the new token, unless the cache is somebody else's or changed in a way that makes ours the older one.
    fn store(&mut self, now: SystemTime) -> Command {
        let Some(token) = self.answer.clone() else {
            return self.fail(Error::new(ErrorKind::Custom, "no token to store"));
        };
        if self.cache_failed.is_some() {
            return self.finish(true);
        }
        match self.standing {
            Standing::Foreign(_) => return self.finish(false),
            _ if self.phase == Phase::Adopt => {}
            _ if self.conflicts > 0 && (self.standing == Standing::LoggedOut || self.is_newer_login()) => {
                // Another process logged out or in meanwhile: its login is the one to use, if it has any.
                // A login that does not say whose it is may turn out to be another app's: then memory's is still the one to use.
                self.given_up |= self.standing != Standing::Unbound;
                self.phase = Phase::Renew;
                self.answer = None;
                self.accepted = None;
                return self.renew_from_cache(now);
            }
            _ => {}
        }
        Command::Save { expected: self.stored.clone(), token }
    }

    /// Whether the cache holds a usable refresh token that is neither the one that was sent nor the one that came back.
    fn is_newer_login(&self) -> bool {
        let Some(theirs) = self.usable().and_then(TokenInfo::refresh_token) else { return false };
        let came_back = self.answer.as_ref().and_then(TokenInfo::refresh_token);
        Some(theirs) != came_back && !self.tried.iter().any(|tried| tried == theirs)
    }

    fn refuse(&mut self, error: Error) -> Command {
        if error.kind() == ErrorKind::InvalidGrant && self.phase == Phase::Renew {
            // Before giving up: another process may have rotated the refresh token, or logged in again.
            self.refused = Some(error);
            return Command::Load;
        }
        self.fail(error)
    }

    fn fail(&self, error: Error) -> Command {
        Command::Finish(Outcome::Failed { error, given_up: self.given_up })
    }

    /// No refresh token is left to try.
    fn bury(&mut self) -> Command {
        let news = self.tried.len() > self.known_dead;
        if news && !self.alone && self.cache_failed.is_none() && self.looks < LOOKS.len() {
            self.looks += 1;
            return Command::Pause(LOOKS[self.looks - 1]);
        }
        // What the cache holds seems to be older than what memory holds, and that has ended: there is nothing to lose any more, and whatever
        // made it seem so may be wrong. Without a lock the token that memory's was spent for may be about to be stored.
        if self.alone
            && self.cache_failed.is_none()
            && self.standing == Standing::Ours
            && let Some(stored) = self.stored.clone()
            && let Some(refresh_token) = stored.refresh_token().map(SecretString::from)
            && !self.is_refused(Some(&stored))
        {
            return self.request(refresh_token, Some(stored));
        }
        // Only what is provably ours is cleared, and only by the one process that refreshes: without a lock another one may be about to
        // store the token that proves the login alive.
        match &self.stored {
            Some(stored)
                if news
                    && self.alone
                    && self.cache_failed.is_none()
                    && self.standing == Standing::Ours
                    && self.is_refused(Some(stored)) =>
            {
                Command::Bury { expected: stored.clone() }
            }
            _ => self.no_login(),
        }
    }

    fn no_login(&self) -> Command {
        let refused = self.refused.clone().map(|error| Refused { tokens: self.tried.clone(), error });
        let error = match (&refused, &self.cache_failed) {
            // That somebody logged out stays true when a later look fails.
            (None, Some(failure)) if self.standing != Standing::LoggedOut => {
                return self.fail(failure.clone());
            }
            (Some(_), Some(failure)) => cache_out_of_reach(failure),
            (Some(refused), None) => {
                reauthorization_required(&refused.error, self.standing == Standing::Foreign(UNPROVEN))
            }
            (None, _) => not_logged_in(self.standing),
        };
        let given_up = self.given_up || self.standing == Standing::LoggedOut;
        Command::Finish(Outcome::NoLogin { error, refused, given_up })
    }

    fn finish(&mut self, unsaved: bool) -> Command {
        let foreign = match self.standing {
            Standing::Foreign(whose) => Some(whose),
            _ => None,
        };
        match self.answer.take() {
            Some(token) => {
                let lifetime = self.lifetime;
                Command::Finish(Outcome::Token { token, unsaved, foreign, lifetime })
            }
            None => Command::Finish(Outcome::Superseded),
        }
    }
}
