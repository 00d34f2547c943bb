//! Programs that store tokens in the same cache without what this one adds: 0.10.1 with its four members, our own earlier versions, whoever
//! sets a token by hand. They renew, and they log other users in.

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache, InMemoryTokenCache, TokenCache, TokenInfo};

use super::support::{HOUR, in_time, seconds, unbound_login};
use crate::support::{authorization_code, log_in};

const POLICIES: [RefreshTokens; 3] =
    [RefreshTokens::Omit, RefreshTokens::Rotate, RefreshTokens::RotateReuseDetection];

/// What only the other user's login may do.
const OTHER_SCOPE: &str = "user-top-read";

/// What a program keeps of a token.
type Keeps = fn(&TokenInfo) -> TokenInfo;

fn four_members(token: &TokenInfo) -> TokenInfo {
    without(token, |token| drop(token.remove("x")))
}

/// As we did before renewals were counted.
fn without_counting(token: &TokenInfo) -> TokenInfo {
    without(token, |token| {
        if let Some(x) = token.get_mut("x").and_then(|x| x.as_object_mut()) {
            x.retain(|name, _| name != "lineage" && name != "renewals");
        }
    })
}

fn without(token: &TokenInfo, forget: impl Fn(&mut serde_json::Map<String, serde_json::Value>)) -> TokenInfo {
    let mut json = serde_json::to_value(token).unwrap();
    forget(json.as_object_mut().unwrap());
    serde_json::from_value(json).unwrap()
}

struct Shared<C> {
    sandbox: Sandbox,
    cache: C,
}

impl<C: TokenCache + Clone> Shared<C> {
    fn new(policy: RefreshTokens, cache: C) -> Self {
        Self { sandbox: Sandbox::builder().refresh_tokens(policy).start().unwrap(), cache }
    }

    fn process(&self) -> AuthorizationCode {
        authorization_code(&self.sandbox).token_cache(self.cache.clone()).build().unwrap()
    }

    async fn stored(&self) -> TokenInfo {
        self.cache.get().await.map_err(|_| "unreadable").unwrap().unwrap()
    }

    async fn store(&self, token: &TokenInfo) {
        self.cache.set(token).await.map_err(|_| "unwritable").unwrap();
    }

    /// A process that has read a login renewed twice, which began with another program or with us.
    async fn reader(&self, is_ours: bool) -> AuthorizationCode {
        let (writer, reader) = (self.process(), self.process());
        if is_ours {
            log_in(&self.sandbox, &writer).await;
            self.sandbox.advance(HOUR);
        } else {
            self.store(&unbound_login(&self.sandbox, &self.sandbox.users()[0], -1.0)).await;
        }
        writer.token_info().await.unwrap();
        self.sandbox.advance(HOUR);
        let token = writer.token_info().await.unwrap();
        assert_eq!(reader.token_info().await.unwrap().access_token(), token.access_token());
        reader
    }

    /// A program renews that keeps so much of what it reads and of what it stores.
    async fn renew_elsewhere(&self, keeps: Keeps) {
        let cache = InMemoryTokenCache::new();
        cache.set(&keeps(&self.stored().await)).await.unwrap();
        let program = authorization_code(&self.sandbox).token_cache(cache).build().unwrap();
        self.store(&keeps(&program.token_info().await.unwrap())).await;
    }

    /// A program logs the last user in, which shows in what may be done, and stores four members.
    async fn log_in_elsewhere(&self, lifetime: f64) {
        let minted = self.sandbox.mint(self.sandbox.users().last().unwrap(), &[OTHER_SCOPE]);
        let token = TokenInfo::new(minted.access_token, seconds(&self.sandbox) + lifetime).unwrap();
        self.store(&token.with_refresh_token(minted.refresh_token).with_scope(OTHER_SCOPE)).await;
    }
}

#[tokio::test]
async fn fault_063_a_login_that_a_program_renewed_without_counting_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = 0;
    for policy in POLICIES {
        for keeps in [four_members as Keeps, without_counting] {
            for is_ours in [false, true] {
                file += 1;
                let path = folder.path().join(format!("token-{file}.json"));
                let shared = Shared::new(policy, FileTokenCache::new(path));
                let reader = shared.reader(is_ours).await;
                shared.sandbox.advance(HOUR);
                shared.renew_elsewhere(keeps).await;
                shared.sandbox.advance(HOUR);
                shared.process().token_info().await.unwrap();
                shared.sandbox.advance(HOUR);
                reader.token_info().await.unwrap_or_else(|error| {
                    panic!("{policy:?}, began with us: {is_ours}: {error}");
                });
                shared.sandbox.advance(HOUR);
                shared.process().token_info().await.expect("whoever comes next has the login");
            }
        }
    }
}

#[tokio::test]
async fn fault_036_a_login_that_another_program_stored_is_not_overwritten_by_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = 0;
    for policy in POLICIES {
        for is_ours in [false, true] {
            for lifetime in [-1.0, 3600.0] {
                file += 1;
                let path = folder.path().join(format!("token-{file}.json"));
                let shared = Shared::new(policy, FileTokenCache::new(path));
                let reader = shared.reader(is_ours).await;
                shared.sandbox.advance(HOUR);
                shared.log_in_elsewhere(lifetime).await;
                shared.sandbox.advance(HOUR);
                let renewed = shared.process().token_info().await.unwrap();
                shared.sandbox.advance(HOUR);
                let read = reader.token_info().await.unwrap();
                assert_eq!(shared.stored().await, read);
                assert_eq!(read.scope(), Some(OTHER_SCOPE), "{policy:?}, began with us: {is_ours}");
                if matches!(policy, RefreshTokens::Omit) {
                    assert_eq!(read.refresh_token(), renewed.refresh_token());
                }
            }
        }
    }
}

#[tokio::test]
async fn fault_036_a_look_puts_no_login_back_over_one_that_another_program_stored() {
    let folder = tempfile::tempdir().unwrap();
    for (number, policy) in POLICIES.into_iter().enumerate() {
        for is_ours in [false, true] {
            let path = folder.path().join(format!("token-{number}-{is_ours}.json"));
            let shared = Shared::new(policy, FileTokenCache::new(path));
            let reader = shared.reader(is_ours).await;
            shared.log_in_elsewhere(-1.0).await;
            let renewed = shared.process().token_info().await.unwrap();
            // Its token is good for a while, so that it takes a look to hear of the other login.
            in_time(async {
                while reader.token_info().await.unwrap().access_token() != renewed.access_token() {
                    shared.sandbox.advance(std::time::Duration::from_secs(1));
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            })
            .await;
            reader.close().await.unwrap();
            assert_eq!(shared.stored().await, renewed, "{policy:?}, began with us: {is_ours}");
        }
    }
}
