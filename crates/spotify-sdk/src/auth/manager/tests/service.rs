//! The token endpoint as a plain value.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::oauth::TokenAnswer;

/// What the service does with the refresh token that it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    Keep,
    Rotate,
    /// And a spent one that is shown again ends the login.
    RotateReuseDetection,
    /// A new one each time, and the old ones go on working.
    RotateKeepsOld,
}

pub(super) struct Service {
    policy: Policy,
    /// The refresh token that is good, by login.
    pub(super) good: HashMap<u32, String>,
    /// The login that a refresh token belongs to which was shown or came with an answer.
    families: HashMap<String, u32>,
    /// Logins that reuse detection ended.
    pub(super) revoked: HashSet<u32>,
    issued: u32,
    logins: u32,
    /// Refreshes that were answered with a token, and those that were refused.
    pub(super) refreshes: u32,
    pub(super) refusals: u32,
}

impl Service {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            policy,
            good: HashMap::new(),
            families: HashMap::new(),
            revoked: HashSet::new(),
            issued: 0,
            logins: 0,
            refreshes: 0,
            refusals: 0,
        }
    }

    fn issue(&mut self, what: &str) -> String {
        self.issued += 1;
        format!("{what}-{}", self.issued)
    }

    fn answer(&mut self, refresh_token: Option<String>) -> TokenAnswer {
        TokenAnswer {
            access_token: self.issue("at").into(),
            lifetime: Duration::from_secs(3600),
            refresh_token: refresh_token.map(Into::into),
            scope: None,
        }
    }

    pub(super) fn log_in(&mut self) -> (u32, TokenAnswer) {
        self.logins += 1;
        let refresh_token = self.issue("rt");
        self.good.insert(self.logins, refresh_token.clone());
        (self.logins, self.answer(Some(refresh_token)))
    }

    pub(super) fn keeps_old(&self) -> bool {
        self.policy == Policy::RotateKeepsOld
    }

    pub(super) fn refresh(&mut self, shown: &str) -> Result<TokenAnswer, Error> {
        let answer = self.judge(shown);
        match &answer {
            Ok(_) => self.refreshes += 1,
            Err(_) => self.refusals += 1,
        }
        answer
    }

    fn judge(&mut self, shown: &str) -> Result<TokenAnswer, Error> {
        let login = self.good.iter().find(|(_, good)| *good == shown).map(|(login, _)| *login);
        let old = self
            .families
            .get(shown)
            .copied()
            .filter(|login| self.keeps_old() && self.good.contains_key(login));
        let login = login.or(old);
        match (login, self.policy) {
            (Some(_), Policy::Keep) => Ok(self.answer(None)),
            (Some(login), Policy::Rotate | Policy::RotateReuseDetection | Policy::RotateKeepsOld) => {
                let next = self.issue("rt");
                self.families.insert(shown.to_owned(), login);
                self.families.insert(next.clone(), login);
                self.good.insert(login, next.clone());
                Ok(self.answer(Some(next)))
            }
            (None, policy) => {
                if let (Policy::RotateReuseDetection, Some(login)) = (policy, self.families.get(shown)) {
                    self.good.remove(login);
                    self.revoked.insert(*login);
                }
                Err(Error::new(ErrorKind::InvalidGrant, "invalid_grant"))
            }
        }
    }
}
