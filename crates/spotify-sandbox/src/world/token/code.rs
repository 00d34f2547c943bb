//! The authorization code grant, with a client secret or with PKCE or with both.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{GivenRefreshToken, INVALID_SECRET, TokenAnswer, TokenError, TokenRequest, World, given};
use crate::world::authorize::{CODE_LIFETIME, Code};

const INVALID_CODE: TokenError = TokenError::new("invalid_grant", "Invalid authorization code");
const INVALID_VERIFIER: TokenError = TokenError::new("invalid_grant", "code_verifier was incorrect");

impl World {
    pub(super) fn authorization_code(
        &mut self,
        now: SystemTime,
        request: &TokenRequest,
    ) -> Result<TokenAnswer, TokenError> {
        let client = self.client(request)?;
        let word = given(&request.code).ok_or(TokenError::new("invalid_request", "code must be supplied"))?;
        let redirect_uri = given(&request.redirect_uri)
            .ok_or(TokenError::new("invalid_request", "redirect_uri must be supplied"))?;
        let code =
            self.codes.get(word).filter(|code| *code.grant.client_id == *client.id).ok_or(INVALID_CODE)?;
        if now >= code.issued_at + CODE_LIFETIME {
            return Err(TokenError::new("invalid_grant", "Authorization code expired"));
        }
        if redirect_uri != code.redirect_uri {
            return Err(TokenError::new("invalid_grant", "Invalid redirect URI"));
        }
        check_verifier(code, given(&request.code_verifier), client.authenticated)?;
        // Single use: from here on the code is gone, whatever becomes of the answer.
        let code = self.codes.remove(word).ok_or(INVALID_CODE)?;
        let mut grant = code.grant;
        grant.public = !client.authenticated;
        let scope = Some(grant.scopes.clone());
        let access_token = self.issue_access_token(now, grant.caller(), Some(grant.family));
        let refresh_token = GivenRefreshToken::Is(self.issue_refresh_token(grant));
        Ok(TokenAnswer { access_token, scope, refresh_token })
    }
}

/// RFC 7636 4.6. A challenge must be answered, also by a client with a secret; a verifier without a challenge is refused
/// (RFC 9700 2.1.1: otherwise an attacker could strip the challenge).
fn check_verifier(code: &Code, verifier: Option<&str>, authenticated: bool) -> Result<(), TokenError> {
    match (&code.challenge, verifier) {
        (None, None) if authenticated => Ok(()),
        (None, None) => Err(INVALID_SECRET),
        (None, Some(_)) => Err(INVALID_VERIFIER),
        (Some(_), None) => Err(TokenError::new("invalid_request", "code_verifier must be supplied")),
        (Some(challenge), Some(verifier)) => {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            let right = bool::from(hash.as_bytes().ct_eq(challenge.as_bytes()));
            if right && is_verifier(verifier) { Ok(()) } else { Err(INVALID_VERIFIER) }
        }
    }
}

/// RFC 7636 4.1: 43 to 128 letters, digits and `- . _ ~`.
fn is_verifier(word: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&word.len()) && word.bytes().all(allowed)
}
