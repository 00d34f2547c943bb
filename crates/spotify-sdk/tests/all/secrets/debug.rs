//! No public type shows a secret when it is printed.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use spotify_sdk::auth::{
    AuthorizationCode, ClientCredentials, DirectoryTokenCache, FileTokenCache, InMemoryKeyedTokenCache,
    InMemoryTokenCache, KeyedTokenCache as _, PastedCallback, StaticToken, TokenCache as _, TokenInfo,
};
use spotify_sdk::clock::{ManualClock, SystemClock, WallClock};
use spotify_sdk::oauth::AuthorizationCallback;
use spotify_sdk::transport::{HttpTransport, TransportError, TransportErrorKind};
use spotify_sdk::{AccessToken, Environment, Error, ErrorKind, SpotifyClient, blocking};

use crate::support::quick_clock;

/// What every secret here contains.
const CANARY: &str = "CANARY";
const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// Types that hold nothing secret, nor anything that does: names, numbers and what Spotify's public answers say. They are looked at
/// by a person when they are added here.
const HARMLESS: [&str; 28] = [
    "Aftermath",
    "ApiRequest",
    "Availability",
    "Body",
    "CacheLock",
    "CoolDowns",
    "CursorPage",
    "Cursors",
    "ErrorKind",
    "Flow",
    "IdKind",
    "Kind",
    "Limit",
    "Limits",
    "Login",
    "Method",
    "Operation",
    "Page",
    "Progress",
    "QuotaMode",
    "RedirectUri",
    "RejectedRow",
    "Repeat",
    "Replacement",
    "RequestBuilder",
    "Scopes",
    "TransportErrorKind",
    "AuthorizeLocal",
];

struct Seen(BTreeSet<&'static str>);

impl Seen {
    #[track_caller]
    fn look(&mut self, name: &'static str, value: &impl Debug) {
        for text in [format!("{value:?}"), format!("{value:#?}")] {
            assert!(!text.contains(CANARY), "{name}: {text}");
            assert!(!text.is_empty());
        }
        self.0.insert(name);
    }
}

fn environment() -> Environment {
    Environment::from_iter(
        ["CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN"]
            .map(|name| (format!("SPOTIFY_SDK_{name}"), "CANARY-from-env")),
    )
}

fn look_at_values(seen: &mut Seen) {
    seen.look("AccessToken", &AccessToken::new("CANARY").unwrap());
    seen.look("AccessToken", &AccessToken::new("CANARY").unwrap().authorization());
    seen.look("StaticToken", &StaticToken::new("CANARY").unwrap());
    seen.look("Action", &StaticToken::new("CANARY").unwrap().access_token());
    let token = TokenInfo::new("CANARY-access", 1e9).unwrap().with_refresh_token("CANARY-refresh");
    seen.look("TokenInfo", &token);
    let unknown = r#"{"access_token":"CANARY","expires_at":1,"refresh_token":"CANARY","id_token":"CANARY","x":{"y":"CANARY"}}"#;
    seen.look("TokenInfo", &serde_json::from_str::<TokenInfo>(unknown).unwrap());
    let memory = InMemoryTokenCache::default();
    futures_util::FutureExt::now_or_never(memory.set(&token)).unwrap().unwrap();
    seen.look("InMemoryTokenCache", &memory);
    seen.look("FileTokenCache", &FileTokenCache::new("token.json"));
    seen.look("DirectoryTokenCache", &DirectoryTokenCache::new("tokens"));
    let keyed = InMemoryKeyedTokenCache::new();
    futures_util::FutureExt::now_or_never(keyed.for_key("CANARY-key").set(&token)).unwrap().unwrap();
    seen.look("InMemoryKeyedTokenCache", &keyed);
    let callback = AuthorizationCallback::parse("?code=CANARY-code&state=CANARY-state", None).unwrap();
    seen.look("AuthorizationCallback", &callback);
    let pasted = PastedCallback::new();
    let _ = pasted.submit("http://127.0.0.1/?code=CANARY&state=CANARY");
    seen.look("PastedCallback", &pasted);
    seen.look("Environment", &environment());
    let clock = ManualClock::new();
    seen.look("ManualClock", &clock);
    seen.look("SystemClock", &SystemClock);
    seen.look("WallClock", &WallClock::new(std::time::SystemTime::now));
    seen.look("Error", &Error::new(ErrorKind::Custom, "x"));
    seen.look("TransportError", &TransportError::new(TransportErrorKind::NotSent));
}

fn look_at_providers(seen: &mut Seen) {
    let builder =
        || ClientCredentials::builder().client_id("id").client_secret("CANARY").environment(environment());
    seen.look("ClientCredentialsBuilder", &builder());
    let app = builder().build().unwrap();
    seen.look("ClientCredentials", &app);
    seen.look("Action", &app.access_token());
    let builder = || {
        AuthorizationCode::builder()
            .client_id("id")
            .client_secret("CANARY-secret")
            .redirect_uri("https://your-app.com/callback")
            .refresh_token("CANARY-refresh")
            .environment(environment())
    };
    seen.look("AuthorizationCodeBuilder", &builder());
    // Keys are people's names, and not for logs either.
    let users = AuthorizationCode::builder()
        .client_id("id")
        .client_secret("CANARY-secret")
        .redirect_uri("https://your-app.com/callback")
        .environment(environment())
        .for_users(InMemoryKeyedTokenCache::new());
    seen.look("UserLoginsBuilder", &users);
    let users = users.build().unwrap();
    seen.look("AuthorizationCode", &users.for_user("CANARY-key"));
    seen.look("UserLogins", &users);
    let user = builder().build().unwrap();
    seen.look("AuthorizationCode", &user);
    seen.look("AuthorizationUrlBuilder", &user.authorization_url().state("CANARY-state"));
    seen.look("Action", &user.exchange_code("CANARY-code"));
    let request = user.authorization_request().unwrap();
    let shown = format!("{request:?} {request:#?}");
    let secrets: serde_json::Value = serde_json::to_value(&request).unwrap();
    for secret in ["state", "code_verifier", "authorization_url"] {
        assert!(!shown.contains(secrets[secret].as_str().unwrap()), "{shown}");
    }
    seen.look("AuthorizationRequest", &request);
    let other: AuthorizationCode = user.clone();
    seen.look("Action", &other.complete_authorization(request, "?code=CANARY&state=CANARY"));
}

#[cfg(feature = "redis")]
fn look_at_redis(seen: &mut Seen) {
    let url = "redis://CANARY-user:CANARY-password@127.0.0.1:1/0";
    seen.look("RedisTokenCache", &spotify_sdk::auth::RedisTokenCache::new(url, "key").unwrap());
}

#[cfg(not(feature = "redis"))]
fn look_at_redis(seen: &mut Seen) {
    seen.0.insert("RedisTokenCache".to_owned());
}

#[cfg(feature = "keyring")]
fn look_at_keyring(seen: &mut Seen) {
    seen.look("KeyringTokenCache", &spotify_sdk::auth::KeyringTokenCache::new("service", "user"));
}

#[cfg(not(feature = "keyring"))]
fn look_at_keyring(seen: &mut Seen) {
    seen.0.insert("KeyringTokenCache".to_owned());
}

fn look_at_clients(seen: &mut Seen) {
    let proxy = "http://user:CANARY-password@127.0.0.1:1";
    let transport = HttpTransport::builder().proxy(proxy).unwrap();
    seen.look("HttpTransportBuilder", &transport);
    seen.look("HttpTransport", &transport.build().unwrap());
    let builder = || {
        SpotifyClient::builder()
            .access_token("CANARY")
            .proxy(proxy)
            .clock(quick_clock())
            .environment(environment())
    };
    seen.look("SpotifyClientBuilder", &builder());
    seen.look("SpotifyClientBuilder", &SpotifyClient::builder().client_id("id").client_secret("CANARY"));
    let client = builder().build().unwrap();
    seen.look("SpotifyClient", &client);
    seen.look("SpotifyClient", &blocking::SpotifyClient::from(client.clone()));
    seen.look("Call", &client.albums().get(ALBUM));
    seen.look("Pages", &client.albums().get_saved().pages());
    seen.look("Rows", &client.albums().get_saved().stream());
    let face = blocking::SpotifyClient::from(client.clone());
    seen.look("Pages", &face.albums().get_saved().pages());
    seen.look("Rows", &face.albums().get_saved().iter());
    seen.look("Albums", &client.albums());
}

/// The names of all public types of the crate that are neither models, ids, operations nor services.
fn public_types(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !matches!(name, "model" | "id" | "service" | "endpoint") {
            public_types(&path, found);
        } else if name.ends_with(".rs") {
            let source = fs::read_to_string(&path).unwrap();
            let declared = source.lines().filter_map(|line| {
                line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))
            });
            let names =
                declared.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned());
            found.extend(names);
        }
    }
}

#[test]
fn fault_098_no_public_type_prints_a_secret() {
    let mut seen = Seen(BTreeSet::new());
    look_at_values(&mut seen);
    look_at_providers(&mut seen);
    look_at_redis(&mut seen);
    look_at_keyring(&mut seen);
    look_at_clients(&mut seen);
    let mut all = BTreeSet::new();
    public_types(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 30, "{all:?}");
    let missing: Vec<_> = all
        .iter()
        .map(String::as_str)
        .filter(|name| !seen.0.contains(name) && !HARMLESS.contains(name))
        .collect();
    assert!(missing.is_empty(), "look at these too, or say that they are harmless: {missing:?}");
}

#[test]
fn fault_098_a_secret_that_is_printed_would_be_noticed() {
    let careless = std::panic::catch_unwind(|| Seen(BTreeSet::new()).look("Careless", &"CANARY"));
    assert!(careless.is_err());
}
