//! What stands in the services at the end, beside what the callers of writes were told.

use std::collections::HashMap;

use spotify_sdk::{Environment, SpotifyClient};

use super::account::{Account, Wanted};
use super::services::Services;
use crate::Fallible;

/// Writes that may not be repeated: how they were told of, and how often they were carried out.
#[derive(Default)]
pub(super) struct Written {
    pub(super) made: u64,
    pub(super) perhaps: u64,
    pub(super) perhaps_and_made: u64,
    pub(super) not_made: u64,
    pub(super) twice: u64,
}

impl Written {
    /// Whether what was told and what stands there agree.
    fn note(&mut self, wanted: Wanted, times: usize) -> bool {
        match wanted {
            Wanted::Made => self.made += 1,
            Wanted::Perhaps => self.perhaps += 1,
            Wanted::NotMade => self.not_made += 1,
        }
        self.perhaps_and_made += u64::from(wanted == Wanted::Perhaps && times > 0);
        self.twice += u64::from(times > 1);
        match wanted {
            Wanted::Made => times == 1,
            Wanted::Perhaps => times <= 1,
            Wanted::NotMade => times == 0,
        }
    }
}

/// A playlist that its caller knows of stands there once; one that may or may not, at most once; and no other.
pub(super) fn compare(account: &mut Account, services: &Services) -> Fallible<Written> {
    let mut written = Written::default();
    for (service, user) in services.users() {
        let Some(wanted) = account.playlists.remove(&(*service, user.clone())) else { continue };
        let sandbox = &services.sandboxes[*service];
        let spotify = SpotifyClient::builder()
            .access_token(sandbox.mint(user, &["playlist-read-private"]).access_token)
            .api_base_url(sandbox.api_base_url())
            .environment(Environment::empty())
            .build_blocking()?;
        let mut found: HashMap<String, usize> = HashMap::new();
        for playlist in spotify.playlists().get_for_current_user().limit(50).iter() {
            *found.entry(playlist?.name).or_default() += 1;
        }
        for (name, wanted) in wanted {
            let times = found.remove(&name).unwrap_or_default();
            if !written.note(wanted, times) {
                account.problem(format!(
                    "{user} has playlist {name} {times} times, and the caller was told {wanted:?}"
                ));
            }
        }
        for name in found.keys() {
            account.problem(format!("{user} has a playlist {name} that nobody wanted"));
        }
    }
    Ok(written)
}
