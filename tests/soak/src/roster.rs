//! Who the clients are: which service, which login, which cache, async or blocking.

use crate::plan::{Plan, SERVICES};

/// Where a client's login comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A provider of its own over a file that two more clients use, as three processes would.
    File,
    /// One of many users, over a directory that two tables of logins share, as two workers would.
    Directory,
    /// One of many users, in memory.
    Memory,
    /// A provider of its own, in memory, begun with a refresh token.
    Alone,
    /// The same, of a user who removes the app in the middle of the run.
    Removed,
    /// The app's own login.
    App,
}

/// A client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client {
    pub(crate) number: usize,
    pub(crate) service: usize,
    pub(crate) kind: Kind,
    pub(crate) is_blocking: bool,
    /// The user whose login it has; clients over one file have the same.
    user: Option<usize>,
}

impl Client {
    /// The user's id.
    pub(crate) fn user(&self) -> Option<String> {
        self.user.map(|user| format!("user{user}"))
    }
}

/// All clients.
pub(crate) fn roster(plan: &Plan) -> Vec<Client> {
    (0..plan.clients)
        .map(|number| {
            // Dealt so that each service has clients of every kind.
            let (service, place) = (number % SERVICES, number / SERVICES);
            let kind = match place % 50 {
                0..15 => Kind::File,
                15..30 => Kind::Directory,
                30..40 => Kind::Memory,
                40..44 => Kind::Alone,
                44 => Kind::Removed,
                _ => Kind::App,
            };
            let user = match kind {
                Kind::App => None,
                // Three neighbours have the file of the first.
                Kind::File => Some((place - place % 50 % 3) * SERVICES + service),
                _ => Some(number),
            };
            Client { number, service, kind, is_blocking: place % 5 == 1, user }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_service_has_clients_of_every_kind() {
        let clients = roster(&Plan::new(7, true));
        assert_eq!(clients.len(), 1_000);
        for service in 0..SERVICES {
            let of = |kind| {
                clients.iter().filter(|client| client.service == service && client.kind == kind).count()
            };
            let all = [Kind::File, Kind::Directory, Kind::Memory, Kind::Alone, Kind::Removed, Kind::App];
            assert_eq!(all.map(of), [75, 75, 50, 20, 5, 25]);
        }
        assert_eq!(clients.iter().filter(|client| client.is_blocking).count(), 200);
        let mut users: HashMap<String, Vec<&Client>> = HashMap::new();
        for client in &clients {
            if let Some(user) = client.user() {
                users.entry(user).or_default().push(client);
            }
        }
        for clients in users.values() {
            assert_eq!(clients.len(), if clients[0].kind == Kind::File { 3 } else { 1 });
            assert!(clients.iter().all(|client| client.service == clients[0].service));
        }
    }
}
