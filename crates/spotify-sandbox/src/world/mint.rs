//! Tokens and codes without a login, for tests that are about something else.

use std::fmt;
use std::time::SystemTime;

use super::World;
use super::access::Caller;
use super::authorize::{Code, Grant};
use super::scope::Scopes;

/// Tokens for a user who did not need to log in: what [`Sandbox::mint`](crate::Sandbox::mint) gives.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Minted {
    /// Good for an hour of the sandbox's clock.
    pub access_token: String,
    /// Good for six months. It may be refreshed with the client secret or without one.
    pub refresh_token: String,
}

impl fmt::Debug for Minted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Minted").finish_non_exhaustive()
    }
}

impl World {
    /// Tokens of the first app for `user`; none if there is no such user.
    pub(crate) fn mint(&mut self, now: SystemTime, user: &str, scopes: Scopes) -> Option<Minted> {
        let grant = self.grant_of_first_app(now, user, scopes)?;
        let access_token = self.issue_access_token(now, grant.caller(), Some(grant.family));
        Some(Minted { access_token, refresh_token: self.issue_refresh_token(grant) })
    }

    /// An app-only access token of the first app.
    pub(crate) fn mint_app_token(&mut self, now: SystemTime) -> String {
        let client_id = self.first_client_id().into();
        self.issue_access_token(now, Caller { client_id, user: None, scopes: Scopes::none() }, None)
    }

    /// Makes `word` an access token of the first app and user, with every scope.
    pub(crate) fn seed_access_token(&mut self, now: SystemTime, word: &str) {
        let Some(user) = self.people.first().map(|person| person.profile.id.clone()) else { return };
        if let Some(grant) = self.grant_of_first_app(now, &user, Scopes::all()) {
            self.note_secret(word);
            self.add_access_token(now, word.to_owned(), grant.caller(), Some(grant.family));
        }
    }

    /// Makes `word` an authorization code of the first app and user, with every scope and without PKCE.
    pub(crate) fn seed_code(&mut self, now: SystemTime, word: &str, redirect_uri: &str) {
        let Some(user) = self.people.first().map(|person| person.profile.id.clone()) else { return };
        if let Some(grant) = self.grant_of_first_app(now, &user, Scopes::all()) {
            self.note_secret(word);
            let code = Code { grant, redirect_uri: redirect_uri.to_owned(), challenge: None, issued_at: now };
            self.codes.insert(word.to_owned(), code);
        }
    }

    fn first_client_id(&self) -> String {
        self.apps.first().map(|app| app.client_id.clone()).unwrap_or_default()
    }

    fn grant_of_first_app(&mut self, now: SystemTime, user: &str, scopes: Scopes) -> Option<Grant> {
        let user = self.person(user)?.profile.id.as_str().into();
        let client_id = self.first_client_id().into();
        let family = self.next_family();
        Some(Grant { client_id, user, scopes, authorized_at: now, family, public: true })
    }
}
