//! Token requests: one for each login and round, but for those that a fault made necessary.

use std::collections::HashMap;

use super::{Account, Fact, When};
use crate::protocol::Outcome;

/// A login: its service, and its user if it is not the app's own.
type Login = (usize, Option<String>);

#[derive(Default)]
struct Renewals {
    done: usize,
    /// What made another one necessary: a token that was refused, an answer that did not arrive.
    reasons: usize,
}

impl Account {
    pub(super) fn renewals(&mut self, facts: &[Fact], when: When) {
        let mut of_logins: HashMap<Login, Renewals> = HashMap::new();
        for fact in facts {
            let Some(entry) = &fact.entry else { continue };
            let user = match &fact.attempt.call {
                None => entry.user.clone(),
                Some(call) => self.client_of(call).and_then(|client| client.user()),
            };
            let of_login = of_logins.entry((fact.attempt.service, user)).or_default();
            let is_token_request = fact.attempt.call.is_none();
            // A service that carried a user's request out knows whose it was.
            let is_replaced = entry.by_fault && entry.user.is_none();
            match fact.attempt.outcome {
                Outcome::Answered(200) if is_token_request && !is_replaced => of_login.done += 1,
                _ if is_token_request => of_login.reasons += 1,
                Outcome::Answered(401) => of_login.reasons += 1,
                _ => {}
            }
        }
        for ((service, user), Renewals { done, reasons }) in of_logins {
            self.sums.renewals += done as u64;
            let is_app =
                |client: &&crate::roster::Client| client.service == service && client.user().is_none();
            let logins = if user.is_some() { 1 } else { self.clients.iter().filter(is_app).count() };
            if done > logins + reasons {
                let user = user.as_deref().unwrap_or("the app");
                self.problem(format!(
                    "round {}: {done} renewals of {logins} login(s) of {user} at service {service}, {reasons} with a reason",
                    when.round
                ));
            }
        }
    }
}
