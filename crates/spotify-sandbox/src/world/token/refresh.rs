//! Refreshing, the six-month clock, and what a refresh answer says about the refresh token.

use std::time::{Duration, SystemTime};

use super::{GivenRefreshToken, INVALID_SECRET, TokenAnswer, TokenError, TokenRequest, World, given};
use crate::world::authorize::Grant;

/// How long a refresh token lives, counted from the login and not from the last refresh: six months, as half a year of
/// 365 days. <https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration>
pub(crate) const REFRESH_TOKEN_LIFETIME: Duration = Duration::from_secs(365 * 86_400 / 2);

/// What the answer to a refresh says about the refresh token. The first answer after a login always brings one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefreshTokens {
    /// The field is missing and the old token stays good: Spotify since July 2026.
    #[default]
    Omit,
    /// `"refresh_token": null`, and the old token stays good.
    Null,
    /// `"refresh_token": ""`, and the old token stays good.
    Empty,
    /// The same token again.
    Same,
    /// A new token each time; the old one is revoked. Spotify for PKCE until mid-2026.
    Rotate,
    /// As [`Rotate`](Self::Rotate), and using a revoked token again revokes all that descends from the login
    /// (RFC 9700 4.14.2). Spotify does not do this; other servers do.
    RotateReuseDetection,
}

/// A refresh token that was issued.
pub(crate) struct RefreshToken {
    pub(crate) grant: Grant,
    pub(crate) revoked: bool,
}

impl World {
    /// Whether a refresh token works once only.
    pub(crate) fn rotates_refresh_tokens(&self) -> bool {
        matches!(self.refresh_tokens_policy, RefreshTokens::Rotate | RefreshTokens::RotateReuseDetection)
    }

    pub(in crate::world) fn issue_refresh_token(&mut self, grant: Grant) -> String {
        let word = self.secret("sandbox-refresh-");
        self.refresh_tokens.insert(word.clone(), RefreshToken { grant, revoked: false });
        word
    }

    pub(super) fn refresh(
        &mut self,
        now: SystemTime,
        request: &TokenRequest,
    ) -> Result<TokenAnswer, TokenError> {
        let client = self.client(request)?;
        let word = given(&request.refresh_token)
            .ok_or(TokenError::new("invalid_request", "refresh_token must be supplied"))?;
        let token = self.refresh_tokens.get(word).filter(|token| *token.grant.client_id == *client.id);
        let token = token.ok_or(TokenError::new("invalid_grant", "Invalid refresh token"))?;
        if !client.authenticated && !token.grant.public {
            return Err(INVALID_SECRET);
        }
        let grant = token.grant.clone();
        if token.revoked {
            if self.refresh_tokens_policy == RefreshTokens::RotateReuseDetection {
                self.revoke_family(grant.family);
            }
            return Err(TokenError::new("invalid_grant", "Refresh token revoked"));
        }
        if now >= grant.authorized_at + REFRESH_TOKEN_LIFETIME {
            return Err(TokenError::new("invalid_grant", "Refresh token expired"));
        }
        let scope = Some(grant.scopes.clone());
        let access_token = self.issue_access_token(now, grant.caller(), Some(grant.family));
        let refresh_token = match self.refresh_tokens_policy {
            RefreshTokens::Omit => GivenRefreshToken::Omitted,
            RefreshTokens::Null => GivenRefreshToken::Null,
            RefreshTokens::Empty => GivenRefreshToken::Is(String::new()),
            RefreshTokens::Same => GivenRefreshToken::Is(word.to_owned()),
            RefreshTokens::Rotate | RefreshTokens::RotateReuseDetection => {
                self.revoke(word);
                GivenRefreshToken::Is(self.issue_refresh_token(grant))
            }
        };
        Ok(TokenAnswer { access_token, scope, refresh_token })
    }
}
