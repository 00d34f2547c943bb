//! One renewal or one login, as a state machine without I/O: events in, commands out.
//!
//! The order matters more than anything else here: lock, read again, ask, **keep the old refresh token when none comes back**, store,
//! and only then let anyone see the token. A crash between any two steps loses nothing that the service still accepts.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::ownership::{Standing, standing};
use super::published::LONGEST_LIFETIME;
use crate::auth::binding::{Binding, Flow};
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Grant, TokenAnswer};

/// How often a store that somebody else changes under our hands is tried again.
const CONFLICTS: u32 = 5;

/// What the machine knows when it starts.
#[derive(Clone)]
pub(super) struct Knowledge {
    pub(super) binding: Binding,
    /// What the provider holds in memory: what it stored or read last.
    pub(super) memory: Option<TokenInfo>,
    /// The refresh token that the program configured.
    pub(super) configured: Option<SecretString>,
    /// An access token that the Web API refused: not to be used again, whoever stored it.
    pub(super) rejected: Option<String>,
    /// A refresh token that the service refused for good: not to be tried again.
    pub(super) dead: Option<(String, Error)>,
    /// How long before its end a token is renewed.
    pub(super) skew: Duration,
    /// Scopes that were asked for, where the answer does not say what was granted (RFC 6749 section 5.1).
    pub(super) requested_scope: Option<String>,
}

/// What the runner is told to do.
pub(super) enum Command {
    /// Become the only one to refresh, across processes.
    Lock,
    /// Read the cache.
    Load,
    /// Ask the token endpoint.
    Request(Grant),
    /// Store `token` if the cache still holds `expected`.
    Save { expected: Option<TokenInfo>, token: TokenInfo },
    /// Clear a dead login if the cache still holds it.
    Bury { expected: TokenInfo },
    /// Done.
    Finish(Outcome),
}

/// What came of it.
pub(super) enum Event {
    Begin,
    /// The lock is held, or can't be had and the work goes on without.
    Locked,
    Loaded(Result<Option<TokenInfo>>),
    Answered(Result<TokenAnswer>),
    /// Whether the cache still held what was expected, and now holds the token.
    Saved(Result<bool>),
    Buried,
    /// In this process somebody logged in or out meanwhile.
    Superseded,
}

/// The end of it.
pub(super) enum Outcome {
    /// A token, stored where it could be.
    Token {
        token: TokenInfo,
        /// It is only in memory, and the cache is ours to write: try again later.
        unsaved: bool,
        /// It stays in memory: the cache holds somebody else's.
        foreign: Option<&'static str>,
    },
    /// There is no login, or it has ended.
    NoLogin { error: Error, dead: Option<String> },
    /// It did not work this time.
    Failed(Error),
    /// The login changed meanwhile: look again.
    Superseded,
}

pub(super) struct Refresh {
    knowledge: Knowledge,
    phase: Phase,
    /// The cache's content as last read, when it is ours to replace.
    stored: Option<TokenInfo>,
    standing: Standing,
    cache_failed: Option<Error>,
    tried: Vec<String>,
    refused: Option<Error>,
    /// The login whose refresh token was sent.
    base: Option<TokenInfo>,
    answer: Option<TokenInfo>,
    conflicts: u32,
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

    /// Exchanges an authorization code and stores the login.
    pub(super) fn adopt(knowledge: Knowledge) -> Self {
        Self::new(knowledge, Phase::Adopt)
    }

    fn new(knowledge: Knowledge, phase: Phase) -> Self {
        let tried = knowledge.dead.iter().map(|(token, _)| token.clone()).collect();
        let refused = knowledge.dead.as_ref().map(|(_, error)| error.clone());
        Self {
            knowledge,
            phase,
            stored: None,
            standing: Standing::Vacant,
            cache_failed: None,
            tried,
            refused,
            base: None,
            answer: None,
            conflicts: 0,
        }
    }

    /// The next command. `now` is the wall clock.
    pub(super) fn step(&mut self, event: Event, now: SystemTime) -> Command {
        match event {
            Event::Begin => Command::Lock,
            Event::Locked => Command::Load,
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
            Event::Buried => self.no_login(),
            Event::Superseded => Command::Finish(Outcome::Superseded),
        }
    }

    /// The exchange of a code happens before the lock is taken; its answer enters here.
    pub(super) fn exchanged(&mut self, answer: TokenAnswer, now: SystemTime) {
        self.accept(answer, now);
        self.answer = self.answer.take().map(|token| token.with_authorized_at(unix_seconds(now)));
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
            }
            Err(error) => {
                // Unreadable is not empty: what is there may be a login, so it is not overwritten.
                self.standing = Standing::Vacant;
                self.stored = None;
                self.cache_failed = Some(error);
            }
        }
    }

    fn renew_from_cache(&mut self, now: SystemTime) -> Command {
        if let Some(stored) = self.usable()
            && self.is_fresh(stored, now)
        {
            return Command::Finish(Outcome::Token { token: stored.clone(), unsaved: false, foreign: None });
        }
        if self.knowledge.binding.flow() == Flow::ClientCredentials {
            return Command::Request(Grant::ClientCredentials);
        }
        match self.next_refresh_token() {
            Some((refresh_token, base)) => {
                self.tried.push(refresh_token.expose_secret().to_owned());
                self.base = base;
                Command::Request(Grant::RefreshToken(refresh_token))
            }
            None => self.bury(),
        }
    }

    /// The stored token where it is this provider's to use.
    fn usable(&self) -> Option<&TokenInfo> {
        matches!(self.standing, Standing::Ours | Standing::Unbound).then_some(self.stored.as_ref()).flatten()
    }

    fn is_fresh(&self, token: &TokenInfo, now: SystemTime) -> bool {
        let implausible = token.expires_at() > unix_seconds(now) + LONGEST_LIFETIME.as_secs_f64();
        !token.is_expired(now, self.knowledge.skew)
            && !implausible
            && self.knowledge.rejected.as_deref() != Some(token.access_token())
            && crate::secret::check_visible_ascii("the access token", token.access_token()).is_ok()
    }

    /// The first refresh token that has not been refused: the cache's, then the one in memory, then the configured one. The cache may
    /// hold a newer one than memory, as other processes write it, and either a newer one than the program's configuration.
    fn next_refresh_token(&self) -> Option<(SecretString, Option<TokenInfo>)> {
        let memory = match self.standing {
            // Logged out by another process: what memory holds was given up.
            Standing::LoggedOut => None,
            _ => self.knowledge.memory.as_ref(),
        };
        let logins = [self.usable(), memory].into_iter().flatten();
        let candidates = logins
            .filter_map(|login| Some((SecretString::from(login.refresh_token()?), Some(login.clone()))))
            .chain(self.knowledge.configured.clone().map(|token| (token, None)));
        candidates
            .into_iter()
            .find(|(token, _)| !self.tried.iter().any(|tried| tried == token.expose_secret()))
    }

    fn accept(&mut self, answer: TokenAnswer, now: SystemTime) {
        let expires_at = unix_seconds(now + answer.lifetime);
        // Finite and positive by construction; a token that is not would count as expired.
        let mut token = TokenInfo::new(answer.access_token.expose_secret(), expires_at)
            .unwrap_or_else(|_| TokenInfo::tombstone());
        if let Some(refresh_token) = &answer.refresh_token {
            token = token.with_refresh_token(refresh_token.expose_secret());
        }
        if let Some(scope) = answer.scope {
            token = token.with_scope(scope);
        }
        if let Some(base) = &self.base {
            token = token.inherit(base);
        } else if let (Phase::Renew, Some(sent)) = (self.phase, self.tried.last()) {
            // The configured refresh token: it came with nothing to inherit but itself.
            if token.refresh_token().is_none() && self.knowledge.binding.flow() == Flow::AuthorizationCode {
                token = token.with_refresh_token(sent.clone());
            }
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
            return Command::Finish(Outcome::Failed(Error::new(ErrorKind::Custom, "no token to store")));
        };
        if self.cache_failed.is_some() {
            return self.finish(true);
        }
        match self.standing {
            Standing::Foreign(_) => return self.finish(false),
            _ if self.phase == Phase::Adopt => {}
            Standing::LoggedOut if self.conflicts > 0 => return Command::Finish(Outcome::Superseded),
            Standing::Ours | Standing::Unbound if self.conflicts > 0 && self.is_newer_login() => {
                // Another process logged in meanwhile: its login is the one to use.
                self.phase = Phase::Renew;
                self.answer = None;
                return self.renew_from_cache(now);
            }
            _ => {}
        }
        Command::Save { expected: self.stored.clone(), token }
    }

    /// Whether the cache holds a refresh token that is neither the one that was sent nor the one that came back.
    fn is_newer_login(&self) -> bool {
        let Some(theirs) = self.stored.as_ref().and_then(TokenInfo::refresh_token) else { return false };
        let came_back = self.answer.as_ref().and_then(TokenInfo::refresh_token);
        Some(theirs) != came_back && !self.tried.iter().any(|tried| tried == theirs)
    }

    fn refuse(&mut self, error: Error) -> Command {
        if error.kind() == ErrorKind::InvalidGrant && self.phase == Phase::Renew {
            // Before giving up: another process may have rotated the refresh token, or logged in again.
            self.refused = Some(error);
            return Command::Load;
        }
        Command::Finish(Outcome::Failed(error))
    }

    /// No refresh token is left to try.
    fn bury(&mut self) -> Command {
        let Some(stored) = self.usable() else { return self.no_login() };
        let was_refused =
            stored.refresh_token().is_some_and(|token| self.tried.iter().any(|tried| tried == token));
        let newly = self.tried.len() > usize::from(self.knowledge.dead.is_some());
        // Only what is provably ours is cleared: a wrong client id earns `invalid_grant` for a login that lives.
        if self.standing == Standing::Ours && was_refused && newly {
            return Command::Bury { expected: stored.clone() };
        }
        self.no_login()
    }

    fn no_login(&self) -> Command {
        if let Some(error) = &self.refused {
            let dead = self.tried.last().cloned();
            return Command::Finish(Outcome::NoLogin {
                error: reauthorization_required(error, self.standing),
                dead,
            });
        }
        if let Some(failure) = &self.cache_failed {
            return Command::Finish(Outcome::Failed(failure.clone()));
        }
        let advice =
            "Call authorize_local(), or send the user to authorization_request() and exchange the code";
        let mut error =
            Error::new(ErrorKind::NotLoggedIn, "no authorization token available: nobody has logged in")
                .with_advice(advice);
        if let Standing::Foreign(whose) = self.standing {
            error = error.with_advice(format!(
                "The token cache holds the token of {whose}, which is left alone. {advice}"
            ));
        }
        Command::Finish(Outcome::NoLogin { error, dead: None })
    }

    fn finish(&mut self, unsaved: bool) -> Command {
        let foreign = match self.standing {
            Standing::Foreign(whose) => Some(whose),
            _ => None,
        };
        match self.answer.take() {
            Some(token) => Command::Finish(Outcome::Token { token, unsaved, foreign }),
            None => Command::Finish(Outcome::Superseded),
        }
    }
}

/// The error after `invalid_grant`: what the service said, and what to do.
fn reauthorization_required(error: &Error, standing: Standing) -> Error {
    if error.kind() == ErrorKind::ReauthorizationRequired {
        return error.clone();
    }
    let mut text = "The login has ended (revoked, or six months old) or belongs to another app: the user must authorize again. \
                    Call authorize_local() or ensure_login(), run `spotify-sdk auth login`, or send the user to authorization_request()"
        .to_owned();
    if standing == Standing::Unbound {
        text.push_str(
            ". The stored token does not say whose it is, so it was left in the cache: check the client id and the Accounts base URL",
        );
    }
    error.clone().with_kind(ErrorKind::ReauthorizationRequired).with_advice(text)
}
