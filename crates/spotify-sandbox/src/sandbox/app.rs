//! The handle's part for what an app is allowed: limits, the list of users, Premium.

use super::Sandbox;
use crate::builder::NO_QUOTA;
use crate::limits::{DailyQuota, RateLimit};
use crate::shared::lock;

/// What Spotify allows the app. Each of these also begins and ends while requests are under way.
impl Sandbox {
    /// Puts a rate limit in force, or with `None` lifts it. What was counted is forgotten.
    pub fn set_rate_limit(&self, limit: impl Into<Option<RateLimit>>) {
        lock(&self.shared.limits).set_rate(limit.into());
    }

    /// Puts a daily quota in force, or with `None` lifts it. What was counted is forgotten.
    ///
    /// # Panics
    ///
    /// For a quota outside [`Rules::DevelopmentMode`](crate::Rules::DevelopmentMode), which would do nothing: a mistake in the
    /// test itself.
    #[track_caller]
    pub fn set_daily_quota(&self, quota: impl Into<Option<DailyQuota>>) {
        let quota = quota.into();
        assert!(quota.is_none() || self.shared.rules.set().is_gated, "{NO_QUOTA}");
        lock(&self.shared.limits).set_quota(quota);
    }

    /// Whether the owner of the apps has Premium, which Development Mode asks for: without, every Web API request is answered
    /// with 403 and a line of plain text.
    pub fn set_owner_premium(&self, has_premium: bool) {
        self.shared.world().owner_has_premium = has_premium;
    }

    /// Puts `user` on the app's list of users, or takes them off it. Only Development Mode asks.
    ///
    /// # Panics
    ///
    /// If the sandbox has no such user, or five are on the list of an app in Development Mode: a mistake in the test itself.
    #[track_caller]
    pub fn set_registered(&self, user: &str, registered: bool) {
        if let Err(why) = self.shared.set_registered(user, registered) {
            panic!("{why}");
        }
    }

    /// Lets `user` begin Premium, or end it: the player's commands then answer 403 `PREMIUM_REQUIRED`.
    ///
    /// # Panics
    ///
    /// If the sandbox has no such user: a mistake in the test itself.
    #[track_caller]
    pub fn set_premium(&self, user: &str, premium: bool) {
        if let Err(why) = self.shared.set_premium(user, premium) {
            panic!("{why}");
        }
    }
}
