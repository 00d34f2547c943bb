//! Access tokens, and whom a bearer token belongs to.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::World;
use super::scope::Scopes;

/// How long an access token lives: an hour, as `expires_in` says.
pub(crate) const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(3600);

/// How long the answer to an old access token is that it has expired; later it is one like any other word.
const REMEMBERED: Duration = Duration::from_secs(7 * 86_400);

/// An access token that was issued.
pub(crate) struct AccessToken {
    pub(crate) caller: Caller,
    pub(crate) expires_at: SystemTime,
    pub(crate) revoked: bool,
    /// The login it descends from; none for client credentials.
    pub(crate) family: Option<u64>,
}

/// On whose behalf a request comes.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) client_id: Arc<str>,
    /// None for client credentials.
    pub(crate) user: Option<Arc<str>>,
    pub(crate) scopes: Scopes,
}

impl World {
    /// Whom `token` belongs to, if it is good at `now`.
    pub(crate) fn bearer(&self, now: SystemTime, token: &str) -> Option<Caller> {
        let token = self.access_tokens.get(token)?;
        (!token.revoked && now < token.expires_at).then(|| token.caller.clone())
    }

    /// Whether `token` was good once, and its hour is over.
    pub(crate) fn has_expired(&self, now: SystemTime, token: &str) -> bool {
        self.access_tokens.get(token).is_some_and(|token| !token.revoked && token.expires_at <= now)
    }

    pub(super) fn issue_access_token(
        &mut self,
        now: SystemTime,
        caller: Caller,
        family: Option<u64>,
    ) -> String {
        let word = self.secret("sandbox-access-");
        self.add_access_token(now, word.clone(), caller, family);
        word
    }

    pub(super) fn add_access_token(
        &mut self,
        now: SystemTime,
        word: String,
        caller: Caller,
        family: Option<u64>,
    ) {
        while self
            .issued
            .front()
            .is_some_and(|(end, _)| now.duration_since(*end).is_ok_and(|age| age > REMEMBERED))
        {
            if let Some((_, old)) = self.issued.pop_front() {
                self.access_tokens.remove(&old);
            }
        }
        let expires_at = now + ACCESS_TOKEN_LIFETIME;
        self.issued.push_back((expires_at, word.clone()));
        self.access_tokens.insert(word, AccessToken { caller, expires_at, revoked: false, family });
    }

    /// Ends the hour of every access token at `now`.
    pub(crate) fn expire_access_tokens(&mut self, now: SystemTime) {
        for token in self.access_tokens.values_mut() {
            token.expires_at = token.expires_at.min(now);
        }
    }

    /// Revokes an access token or a refresh token. False if there is no such token.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        if let Some(access) = self.access_tokens.get_mut(token) {
            access.revoked = true;
            return true;
        }
        match self.refresh_tokens.get_mut(token) {
            Some(refresh) => {
                refresh.revoked = true;
                true
            }
            None => false,
        }
    }

    /// Revokes every token that descends from one login.
    pub(super) fn revoke_family(&mut self, family: u64) {
        for token in self.refresh_tokens.values_mut().filter(|token| token.grant.family == family) {
            token.revoked = true;
        }
        for token in self.access_tokens.values_mut().filter(|token| token.family == Some(family)) {
            token.revoked = true;
        }
    }

    /// What happens when a user removes apps on their account page: approvals, codes and tokens are gone.
    pub(crate) fn user_removes_apps(&mut self, user: &str) {
        self.approvals.retain(|(_, approver), _| approver != user);
        self.codes.retain(|_, code| &*code.grant.user != user);
        for token in self.refresh_tokens.values_mut().filter(|token| &*token.grant.user == user) {
            token.revoked = true;
        }
        for token in self.access_tokens.values_mut() {
            token.revoked |= token.caller.user.as_deref() == Some(user);
        }
    }
}
