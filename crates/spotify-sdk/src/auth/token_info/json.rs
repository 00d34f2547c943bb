//! The JSON form of [`TokenInfo`]: the auth documents' four members, and `x` for what this crate adds.

use secrecy::zeroize::Zeroize as _;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::TokenInfo;
use super::lineage::Lineage;
use crate::auth::binding::Binding;
use crate::secret::wipe;

/// Version of the `x` object.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Document {
    access_token: String,
    expires_at: Value,
    #[serde(default)]
    refresh_token: Value,
    #[serde(default)]
    scope: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    x: Value,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Extension {
    v: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authorized_at: Option<f64>,
    #[serde(flatten)]
    lineage: Option<Lineage>,
    #[serde(flatten)]
    binding: Option<Binding>,
}

impl Serialize for TokenInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let extension = Extension {
            v: VERSION,
            authorized_at: self.0.authorized_at,
            lineage: self.0.lineage.clone(),
            binding: self.0.binding.clone(),
        };
        let has_extension =
            extension.authorized_at.is_some() || extension.lineage.is_some() || extension.binding.is_some();
        let text = |value: Option<&str>| value.map_or(Value::Null, |text| Value::String(text.to_owned()));
        let mut document = Document {
            access_token: self.access_token().to_owned(),
            expires_at: self.0.expires_at.into(),
            refresh_token: text(self.refresh_token()),
            scope: text(self.scope()),
            x: if has_extension {
                serde_json::to_value(extension).map_err(serde::ser::Error::custom)?
            } else {
                Value::Null
            },
            unknown: self.0.unknown.clone(),
        };
        let outcome = document.serialize(serializer);
        document.access_token.zeroize();
        wipe(&mut document.refresh_token);
        outcome
    }
}

impl<'de> Deserialize<'de> for TokenInfo {
    /// As lenient as 0.10.1: a wrongly typed optional member counts as absent. A time that is no time counts as expired, so that a
    /// damaged entry costs one refresh and not the login.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde's own messages quote what they found, and here that may be a token. By way of a value, so that of members given twice the
        // last one counts, as in Python.
        let document = Document::deserialize(Value::deserialize(deserializer)?).map_err(|_| {
            D::Error::custom("no stored token: that is an object with a text `access_token` and `expires_at`")
        })?;
        let expires_at = match &document.expires_at {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null => return Err(D::Error::custom("expires_at is missing")),
            _ => None,
        };
        let mut token = Self::unchecked(
            document.access_token,
            expires_at.filter(|at| at.is_finite() && *at >= 0.0).unwrap_or(0.0),
        );
        if let Value::String(refresh_token) = document.refresh_token {
            token = token.with_refresh_token(refresh_token);
        }
        if let Value::String(scope) = document.scope {
            token = token.with_scope(scope);
        }
        if let Ok(extension) = Extension::deserialize(document.x)
            && extension.v == VERSION
        {
            let parts = token.parts();
            parts.authorized_at = extension.authorized_at.filter(|at| at.is_finite() && *at >= 0.0);
            parts.lineage = extension.lineage;
            parts.binding = extension.binding;
        }
        token.parts().unknown = document.unknown;
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::binding::Flow;

    #[test]
    fn a_plain_token_is_the_documents_four_members() {
        let token =
            TokenInfo::new("BQD", 1_709_567_890.123).unwrap().with_refresh_token("AQD").with_scope("a b");
        assert_eq!(
            serde_json::to_string(&token).unwrap(),
            r#"{"access_token":"BQD","expires_at":1709567890.123,"refresh_token":"AQD","scope":"a b"}"#
        );
        let bare = TokenInfo::tombstone();
        assert_eq!(
            serde_json::to_string(&bare).unwrap(),
            r#"{"access_token":"","expires_at":0.0,"refresh_token":null,"scope":null}"#
        );
    }

    #[test]
    fn what_we_add_and_what_we_do_not_know_survives() {
        let binding = Binding::new("https://accounts.spotify.com", "id", Flow::AuthorizationCode);
        let token = TokenInfo::new("BQD", 5.0).unwrap().with_authorized_at(4.0).unwrap().bound_to(binding);
        let mut json = serde_json::to_value(&token).unwrap();
        json["theirs"] = 7.into();
        let read: TokenInfo = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(read.binding(), token.binding());
        assert_eq!(serde_json::to_value(&read).unwrap(), json);
    }

    #[test]
    fn wrongly_typed_members_do_not_cost_the_login() {
        for expires_at in ["\"17\"", "1e300", "-4", "true", "\"nan\"", "[]"] {
            let json = format!(
                r#"{{"access_token":"a","expires_at":{expires_at},"refresh_token":"r","scope":3,"x":[1]}}"#
            );
            let token: TokenInfo = serde_json::from_str(&json).unwrap();
            assert_eq!(token.refresh_token(), Some("r"), "{json}");
            assert_eq!(token.scope(), None);
        }
        assert!(serde_json::from_str::<TokenInfo>(r#"{"access_token":"a"}"#).is_err());
    }

    #[test]
    fn fault_054_an_authorization_before_all_time_is_none() {
        let json =
            r#"{"access_token":"a","expires_at":1,"refresh_token":"r","x":{"v":1,"authorized_at":-5}}"#;
        let token: TokenInfo = serde_json::from_str(json).unwrap();
        assert_eq!((token.authorized_at(), token.refresh_token()), (None, Some("r")));
    }

    #[test]
    fn fault_098_what_is_no_stored_token_is_not_repeated() {
        for json in [
            r#""AQD-secret""#,
            r#"["AQD-secret"]"#,
            r#"{"access_token":{"AQD-secret":1},"expires_at":1}"#,
            r#"{"access_token":["AQD-secret"],"expires_at":1}"#,
            r#"{"refresh_token":"AQD-secret"}"#,
        ] {
            let error = serde_json::from_str::<TokenInfo>(json).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        for time in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
            let error = TokenInfo::new("BQD", time).unwrap_err();
            assert!(error.to_string().contains("expires_at"), "{error}");
            let error = TokenInfo::new("BQD", 5.0).unwrap().with_authorized_at(time).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("authorized_at"), "{error}");
        }
    }
}
