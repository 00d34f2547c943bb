//! Whether a stored token is this provider's to use, and to overwrite.

use std::cmp::Ordering;

use crate::auth::binding::{Binding, Flow};
use crate::auth::token_info::TokenInfo;

/// What a provider finds in its cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing, or nothing that anyone could lose.
    Vacant,
    /// Cleared on purpose: a logout, or a login that died.
    LoggedOut,
    /// This provider's own.
    Ours,
    /// Written by a program that does not say whose it is (0.10.1, the documents' Redis cache); of the right sort to be ours.
    Unbound,
    /// Somebody else's: not used, not overwritten, not cleared.
    Foreign(&'static str),
}

/// Judges `stored` for the provider that `binding` describes. `known` is what the provider holds in memory: a cache that keeps only the
/// documents' four members gives a token of ours back without its binding. What the provider only read, and never renewed, has no binding
/// in memory either, and proves nothing.
pub(super) fn standing(stored: Option<&TokenInfo>, binding: &Binding, known: Option<&TokenInfo>) -> Standing {
    let Some(stored) = stored else { return Standing::Vacant };
    if stored.is_tombstone() {
        return Standing::LoggedOut;
    }
    let is_login = stored.refresh_token().is_some();
    match stored.binding() {
        Some(theirs) if theirs == binding => Standing::Ours,
        Some(theirs) if !is_login && theirs.flow() == Flow::ClientCredentials => {
            // An app's token can be had again at any time: nothing is lost with it.
            Standing::Vacant
        }
        Some(theirs) => Standing::Foreign(binding.difference(theirs)),
        None if known.is_some_and(|known| known.binding() == Some(binding) && same_login(known, stored)) => {
            Standing::Ours
        }
        None => match binding.flow() {
            Flow::AuthorizationCode if is_login => Standing::Unbound,
            // An access token that says what it may do is a user's; without scopes it is an app's.
            Flow::AuthorizationCode if stored.scope().is_some_and(|scope| !scope.is_empty()) => {
                Standing::Unbound
            }
            Flow::AuthorizationCode => Standing::Vacant,
            Flow::ClientCredentials if is_login => Standing::Foreign("a user's login"),
            Flow::ClientCredentials if stored.scope().is_some_and(|scope| !scope.is_empty()) => {
                Standing::Foreign("a user's access token")
            }
            Flow::ClientCredentials => Standing::Unbound,
        },
    }
}

/// Whether `memory`, which the cache did not take, is nevertheless what counts beside `stored`: the later login, or of one login the later
/// token.
pub(super) fn supersedes(memory: &TokenInfo, stored: &TokenInfo) -> bool {
    if let Some(is_later) = is_counted_later(memory, stored) {
        return is_later;
    }
    match (memory.authorized_at(), stored.authorized_at()) {
        (Some(ours), Some(theirs)) if are_two_moments(ours, theirs) => ours > theirs,
        _ => memory.expires_at() >= stored.expires_at(),
    }
}

/// Whether `one` was renewed more often than `other`, where that tells which is the later one. Their times do not where the clock was set
/// in between: a token of an hour ago may seem to end long after a new one.
fn is_counted_later(one: &TokenInfo, other: &TokenInfo) -> Option<bool> {
    // Without a lock two may have renewed the same token.
    one.renewals_beside(other).filter(|order| order.is_ne()).map(Ordering::is_gt)
}

/// Whether two authorizations are two. One time that went over a server's clock comes back a little different.
fn are_two_moments(one: f64, other: f64) -> bool {
    (one - other).abs() >= 0.5
}

/// Whether two tokens are known to come of two logins.
pub(super) fn is_another_login(one: &TokenInfo, other: &TokenInfo) -> bool {
    one.authorized_at().zip(other.authorized_at()).is_some_and(|(one, other)| are_two_moments(one, other))
}

/// Whether `stored` is what a cache that has held `memory` can only have fallen back to: an earlier token of the same login. A copy that is behind took over, or a process that had not heard of the newer one put it back after a loss.
pub(super) fn is_behind(stored: &TokenInfo, memory: &TokenInfo) -> bool {
    let is_earlier_token = || {
        // Times are not compared to the second where they went over a server's clock.
        stored.expires_at() + 2.0 < memory.expires_at() && stored.access_token() != memory.access_token()
    };
    if let Some(is_later) = is_counted_later(memory, stored) {
        return is_later;
    }
    match (stored.authorized_at(), memory.authorized_at()) {
        (Some(theirs), Some(ours)) => !are_two_moments(theirs, ours) && is_earlier_token(),
        (None, None) => is_earlier_token(),
        _ => false,
    }
}

fn same_login(known: &TokenInfo, stored: &TokenInfo) -> bool {
    known.refresh_token() == stored.refresh_token()
        && (known.refresh_token().is_some() || known.access_token() == stored.access_token())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn binding(client: &str, flow: Flow) -> Binding {
        Binding::new("https://accounts.spotify.com", client, flow)
    }

    #[test]
    fn fault_036_what_belongs_to_another_app_origin_or_flow_is_foreign() {
        let ours = binding("a", Flow::AuthorizationCode);
        let login = || TokenInfo::new("at", 9e9).unwrap().with_refresh_token("rt");
        assert_eq!(standing(None, &ours, None), Standing::Vacant);
        assert_eq!(standing(Some(&TokenInfo::tombstone()), &ours, None), Standing::LoggedOut);
        assert_eq!(standing(Some(&login().bound_to(ours.clone())), &ours, None), Standing::Ours);
        assert_eq!(standing(Some(&login()), &ours, None), Standing::Unbound);
        for theirs in [
            binding("b", Flow::AuthorizationCode),
            binding("a", Flow::ClientCredentials),
            Binding::new("http://127.0.0.1:1", "a", Flow::AuthorizationCode),
        ] {
            let stored = login().bound_to(theirs);
            assert!(matches!(standing(Some(&stored), &ours, None), Standing::Foreign(_)), "{stored:?}");
        }
    }

    #[test]
    fn an_app_token_gives_way_to_a_login_and_never_the_other_way() {
        let app = binding("a", Flow::ClientCredentials);
        let user = binding("a", Flow::AuthorizationCode);
        let app_token = TokenInfo::new("at", 9e9).unwrap();
        let login = TokenInfo::new("at", 9e9).unwrap().with_refresh_token("rt");
        assert_eq!(standing(Some(&app_token.clone().bound_to(app.clone())), &user, None), Standing::Vacant);
        assert_eq!(standing(Some(&app_token), &user, None), Standing::Vacant);
        assert!(matches!(standing(Some(&login), &app, None), Standing::Foreign(_)));
        assert!(matches!(standing(Some(&login.clone().bound_to(user)), &app, None), Standing::Foreign(_)));
        assert!(matches!(standing(Some(&app_token.with_scope("x")), &app, None), Standing::Foreign(_)));
    }

    #[test]
    fn a_cache_is_behind_with_an_earlier_token_of_the_same_login() {
        let token = |access: &str, expires: f64, authorized: f64| {
            TokenInfo::new(access, expires).unwrap().with_authorized_at(authorized).unwrap()
        };
        let memory = token("at", 10_000.0, 1000.0);
        let before = token("before", 6400.0, 1000.2);
        assert!(is_behind(&before, &memory) && supersedes(&memory, &before));
        // Another login may have been stored later than it was made: which one counts is not for times to say.
        let others = [token("other", 6400.0, 900.0), token("other", 6400.0, 1100.0)];
        let later = [token("after", 13_600.0, 1000.0), token("after", 13_600.0, 1100.0)];
        // By a clock of which one more reading was taken.
        let same = [memory.clone(), token("at", 9999.0, 1000.2), token("other", 9999.0, 1000.0)];
        for stored in others.into_iter().chain(later).chain(same) {
            assert!(!is_behind(&stored, &memory), "{stored:?}");
        }
        assert!(!is_behind(&token("two seconds before", 9998.0, 1000.0), &memory));
        let nobody_knows = TokenInfo::new("before", 6400.0).unwrap();
        assert!(!is_behind(&nobody_knows, &memory));
        assert!(is_behind(&nobody_knows, &TokenInfo::new("at", 10_000.0).unwrap()));
    }

    fn renewed(access: &str, expires: f64, base: &TokenInfo) -> TokenInfo {
        TokenInfo::new(access, expires).unwrap().inherit(base)
    }

    #[test]
    fn fault_045_of_two_tokens_of_one_lineage_the_one_renewed_more_often_is_the_later() {
        // The clock was two hours ahead when the first was stored, and right when the second was.
        let authorized = TokenInfo::new("first", 14_400.0).unwrap().authorized(UNIX_EPOCH);
        let anothers = TokenInfo::new("anothers", 14_400.0).unwrap().with_authorized_at(1000.0).unwrap();
        // The login began with us, or with another program; then counting begins with the first renewal.
        for first in [renewed("second", 14_400.0, &authorized), renewed("second", 14_400.0, &anothers)] {
            let second = renewed("third", 10_800.0, &first);
            assert!(!is_behind(&second, &first) && !supersedes(&first, &second));
            assert!(is_behind(&first, &second) && supersedes(&second, &first));
            // Without a lock two may have renewed the same token: then times are all there is.
            let twin = renewed("twin", 10_000.0, &first);
            assert!(is_behind(&twin, &second) && supersedes(&second, &twin));
        }
    }

    #[test]
    fn fault_063_renewals_are_not_compared_across_what_a_program_stored_that_does_not_count() {
        for authorized_at in [None, Some(1000.0)] {
            // The documents' four members, or what our own earlier versions store.
            let uncounted = |access: &str, expires: f64| {
                let token = TokenInfo::new(access, expires).unwrap();
                authorized_at.map_or(token.clone(), |at| token.with_authorized_at(at).unwrap())
            };
            let first = renewed("first", 7200.0, &uncounted("before", 3600.0));
            let memory = renewed("second", 10_800.0, &first);
            let theirs = uncounted("theirs", 14_400.0);
            let stored = renewed("ours again", 18_000.0, &theirs);
            for later in [&theirs, &stored] {
                assert!(!is_behind(later, &memory) && !supersedes(&memory, later), "{later:?}");
            }
            // What the cache fell back to is told by the times.
            assert!(is_behind(&memory, &stored) && is_behind(&memory, &theirs) && is_behind(&first, &stored));
        }
    }

    #[test]
    fn a_cache_that_drops_the_binding_gives_back_our_own() {
        let ours = binding("a", Flow::AuthorizationCode);
        let saved = TokenInfo::new("at", 9e9).unwrap().with_refresh_token("rt").bound_to(ours.clone());
        let stripped = TokenInfo::new("at", 9e9).unwrap().with_refresh_token("rt");
        assert_eq!(standing(Some(&stripped), &ours, Some(&saved)), Standing::Ours);
        assert_eq!(
            standing(Some(&stripped), &ours, Some(&stripped)),
            Standing::Unbound,
            "read, never renewed"
        );
    }

    #[test]
    fn an_access_token_alone_is_a_users_when_it_says_what_it_may_do() {
        let app = binding("a", Flow::ClientCredentials);
        let user = binding("a", Flow::AuthorizationCode);
        let token = || TokenInfo::new("at", 9e9).unwrap();
        assert_eq!(standing(Some(&token().with_scope("x")), &user, None), Standing::Unbound);
        assert_eq!(standing(Some(&token().with_scope("")), &user, None), Standing::Vacant);
        for an_apps in [token(), token().with_scope("")] {
            assert_eq!(standing(Some(&an_apps), &app, None), Standing::Unbound);
        }
    }

    #[test]
    fn fault_036_what_does_not_say_whose_it_is_is_ours_only_where_it_is_what_we_stored() {
        let ours = binding("a", Flow::AuthorizationCode);
        let token = |access: &str| TokenInfo::new(access, 9e9).unwrap().with_scope("x");
        let login = |access: &str, refresh: &str| token(access).with_refresh_token(refresh);
        let stored = |stored: TokenInfo, known: TokenInfo| {
            standing(Some(&stored), &ours, Some(&known.bound_to(ours.clone())))
        };
        assert_eq!(stored(login("renewed", "rt"), login("at", "rt")), Standing::Ours);
        assert_eq!(stored(login("at", "another"), login("at", "rt")), Standing::Unbound);
        assert_eq!(stored(login("at", "rt"), token("at")), Standing::Unbound);
        assert_eq!(stored(token("at"), token("at")), Standing::Ours);
        assert_eq!(stored(token("another"), token("at")), Standing::Unbound);
    }
}
