//! Programs that use the same cache and keep less of what stands there: the Python 0.10.1, our own earlier versions, a file copied by hand.

use super::World;
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::oauth::TokenAnswer;
use secrecy::ExposeSecret;

/// What such a program does.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum OtherProgram {
    /// Renews what the cache holds, and stores four members.
    Renews,
    /// Logs another user in, and stores four members.
    LogsIn,
    /// The same with a token that has ended already, as in a file that is copied.
    StoresAnExpiredLogin,
    /// An earlier version of ours renews: everything but what tells how often it was renewed is kept.
    RenewsWithoutCounting,
}

impl World {
    /// In one step, and only while nobody holds the lock: a program without it would lose logins by that already.
    pub(super) fn other_program(&mut self, program: OtherProgram) {
        if self.locked_by.is_some() {
            return;
        }
        let (now, stored) = (unix_seconds(self.now()), self.cache.clone());
        let four_members = |answer: &TokenAnswer, refresh_token: &str, lifetime: f64| {
            TokenInfo::new(answer.access_token.expose_secret(), now + lifetime)
                .expect("a finite time")
                .with_refresh_token(refresh_token)
        };
        let token = match program {
            OtherProgram::LogsIn | OtherProgram::StoresAnExpiredLogin => {
                let (login, answer) = self.service.log_in();
                self.time.issued(&answer);
                self.current = Some(login);
                let lifetime = if matches!(program, OtherProgram::LogsIn) { 3600.0 } else { -1.0 };
                let refresh_token = answer.refresh_token.as_ref().expect("a login has one");
                four_members(&answer, refresh_token.expose_secret(), lifetime)
            }
            OtherProgram::Renews | OtherProgram::RenewsWithoutCounting => {
                let Some(stored) = stored else { return };
                let Some(spent) = stored.refresh_token() else { return };
                let Ok(answer) = self.service.refresh(spent) else { return };
                self.time.issued(&answer);
                let next = answer.refresh_token.as_ref().map_or(spent, |next| next.expose_secret());
                let token = four_members(&answer, next, 3600.0);
                match (program, stored.binding()) {
                    (OtherProgram::RenewsWithoutCounting, Some(binding)) => {
                        let token = token.bound_to(binding.clone());
                        match stored.authorized_at() {
                            Some(at) => token.with_authorized_at(at).expect("a finite time"),
                            None => token,
                        }
                    }
                    _ => token,
                }
            }
        };
        self.cache = Some(token);
        self.writes += 1;
    }

    /// Whether the cache holds the refresh token that the service accepts for the login that was stored last.
    pub(in super::super) fn cache_holds_the_current_login(&self) -> bool {
        let good = self.current.and_then(|login| self.service.good.get(&login));
        good.is_some() && self.cache.as_ref().and_then(TokenInfo::refresh_token) == good.map(String::as_str)
    }
}
