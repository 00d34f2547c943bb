//! Who is logged in with which browser, and which pages wait for an answer.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use super::World;
use super::authorize::AuthorizationRequest;

/// How long a page waits for its form.
const FORM_LIFETIME: Duration = Duration::from_secs(3600);

/// How many pages may wait at once; older ones are forgotten, so that no client fills the memory by opening pages.
const FORMS: usize = 1_000;

/// Sessions and open forms. Sessions live as long as the sandbox.
#[derive(Default)]
pub(crate) struct Logins {
    /// Session cookie to user id.
    sessions: HashMap<String, String>,
    /// Open forms, oldest first. The nonce in each one keeps other sites from sending it.
    forms: VecDeque<(String, SystemTime, Form)>,
}

/// What a form will decide.
pub(crate) enum Form {
    /// Who logs in, to go on to this place afterwards.
    Login { next: String },
    /// The one hop from the login back to the authorization, for clients that keep no cookies.
    Ticket { user: String },
    /// Whether `user` approves.
    Consent { request: AuthorizationRequest, user: String },
}

impl World {
    /// Begins a session: the value of its cookie.
    pub(crate) fn log_in(&mut self, user: &str) -> String {
        let session = self.secret("sandbox-session-");
        self.logins.sessions.insert(session.clone(), user.to_owned());
        session
    }

    /// The user of a session.
    pub(crate) fn session(&self, cookie: &str) -> Option<&str> {
        self.logins.sessions.get(cookie).map(String::as_str)
    }

    /// Opens a form: its nonce.
    pub(crate) fn open_form(&mut self, now: SystemTime, form: Form) -> String {
        let nonce = self.secret("sandbox-form-");
        if self.logins.forms.len() >= FORMS {
            self.logins.forms.pop_front();
        }
        self.logins.forms.push_back((nonce.clone(), now, form));
        nonce
    }

    /// Takes the form back; each works once.
    pub(crate) fn close_form(&mut self, now: SystemTime, nonce: &str) -> Option<Form> {
        let index = self.logins.forms.iter().position(|(known, ..)| known == nonce)?;
        let (_, opened, form) = self.logins.forms.remove(index)?;
        let age = now.duration_since(opened).unwrap_or_default();
        (age < FORM_LIFETIME).then_some(form)
    }
}
