//! The thousand clients.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use spotify_sdk::auth::{
    AuthProvider, AuthorizationCode, AuthorizationCodeBuilder, ClientCredentials, DirectoryTokenCache,
    FileTokenCache, InMemoryKeyedTokenCache, KeyedTokenCache, TokenCache as _, TokenInfo, UserLogins,
};
use spotify_sdk::transport::HttpTransport;
use spotify_sdk::{Environment, SpotifyClient};
use tempfile::TempDir;

use super::sending::{Counted, Sent, VirtualClock};
use crate::Fallible;
use crate::plan::{Plan, SERVICES};
use crate::protocol::{Begin, ServiceAddress};
use crate::roster::{Client, Kind, roster};

/// For one attempt, in real time.
const TIMEOUT: Duration = Duration::from_secs(20);

/// One client.
pub(crate) struct Member {
    pub(crate) client: Client,
    pub(crate) service: Arc<ServiceAddress>,
    access: Access,
}

/// How it calls.
enum Access {
    /// With a client that it has for good.
    Own(SpotifyClient),
    /// With a client made for each call, as a web application does for each request.
    Made { logins: UserLogins, user: String, relative: SpotifyClient },
}

impl Member {
    pub(crate) fn spotify(&self) -> SpotifyClient {
        match &self.access {
            Access::Own(client) => client.clone(),
            Access::Made { logins, user, relative } => relative.with_auth(logins.for_user(user)),
        }
    }
}

/// All of them.
pub(crate) struct Crew {
    pub(crate) members: Vec<Arc<Member>>,
    tables: Vec<UserLogins>,
    _folder: TempDir,
}

impl Crew {
    /// Everybody with their login in place. Nothing is sent yet.
    pub(crate) async fn new(begin: &Begin, logins: &HashMap<&str, &str>, sent: &Arc<Sent>) -> Fallible<Self> {
        let folder = tempfile::tempdir()?;
        let network = HttpTransport::builder().no_proxy().build()?;
        let mut workplaces = Vec::new();
        for (number, address) in begin.services.iter().enumerate() {
            let sending = Counted { network: network.clone(), service: number, sent: sent.clone() };
            workplaces.push(Workplace::new(address, sending, &folder.path().join(number.to_string()))?);
        }
        let mut members = Vec::new();
        for client in roster(&begin.plan) {
            let token = client.user().and_then(|user| logins.get(&*user).copied());
            members.push(Arc::new(workplaces[client.service].member(client, token).await?));
        }
        let tables = workplaces.into_iter().flat_map(|place| place.tables).collect();
        Ok(Self { members, tables, _folder: folder })
    }

    /// Gives everybody up: half of them close, half are simply dropped.
    pub(crate) async fn end(self) {
        for member in self.members.iter().step_by(2) {
            if let Access::Own(client) = &member.access {
                client.close().await;
            }
        }
        for logins in self.tables.iter().step_by(2) {
            // It can't fail.
            let _ = logins.close().await;
        }
    }
}

/// What the clients of one service share.
struct Workplace {
    address: Arc<ServiceAddress>,
    sending: Counted,
    directory: DirectoryTokenCache,
    files: std::path::PathBuf,
    memory: InMemoryKeyedTokenCache,
    /// Two over the directory, one in memory.
    tables: Vec<UserLogins>,
    relative: SpotifyClient,
}

impl Workplace {
    fn new(address: &ServiceAddress, sending: Counted, folder: &Path) -> Fallible<Self> {
        let (directory, memory) =
            (DirectoryTokenCache::new(folder.join("users")), InMemoryKeyedTokenCache::new());
        let relative = SpotifyClient::builder()
            .access_token("of-nobody")
            .api_base_url(&address.api)
            .timeout(TIMEOUT)
            .transport(sending.clone())
            .clock(VirtualClock)
            .environment(Environment::empty())
            .build()?;
        let mut place = Self {
            address: Arc::new(address.clone()),
            sending,
            directory,
            files: folder.join("files"),
            memory,
            tables: Vec::new(),
            relative,
        };
        place.tables = vec![
            place.login().for_users(place.directory.clone()).max_idle(20).build()?,
            place.login().for_users(place.directory.clone()).build()?,
            place.login().for_users(place.memory.clone()).build()?,
        ];
        Ok(place)
    }

    fn login(&self) -> AuthorizationCodeBuilder {
        AuthorizationCode::builder()
            .client_id(&self.address.client_id)
            .client_secret(&self.address.client_secret)
            .redirect_uri(&self.address.redirect_uri)
            .accounts_base_url(&self.address.accounts)
            .timeout(TIMEOUT)
            .transport(self.sending.clone())
            .clock(VirtualClock)
            .environment(Environment::empty())
    }

    fn of(&self, auth: impl AuthProvider) -> Fallible<Access> {
        let client = SpotifyClient::builder()
            .auth(auth)
            .api_base_url(&self.address.api)
            .timeout(TIMEOUT)
            .transport(self.sending.clone())
            .clock(VirtualClock)
            .environment(Environment::empty());
        Ok(Access::Own(client.build()?))
    }

    async fn member(&self, client: Client, refresh_token: Option<&str>) -> Fallible<Member> {
        let user = client.user().unwrap_or_default();
        let stored = || -> Fallible<TokenInfo> {
            // What was stored long ago: the access token has expired, the refresh token is the login.
            Ok(TokenInfo::new("of-yesterday", 1.0)?
                .with_refresh_token(refresh_token.ok_or("a user without a login")?))
        };
        let made = |table: usize| Access::Made {
            logins: self.tables[table].clone(),
            user: user.clone(),
            relative: self.relative.clone(),
        };
        let access = match client.kind {
            Kind::File => {
                let file = FileTokenCache::new(self.files.join(&user).join("token.json"));
                if spotify_sdk::auth::TokenCache::get(&file)
                    .await
                    .map_err(|error| error.to_string())?
                    .is_none()
                {
                    file.set(&stored()?).await.map_err(|error| error.to_string())?;
                }
                self.of(self.login().token_cache(file).build()?)?
            }
            Kind::Directory => {
                self.directory.for_key(&user).set(&stored()?).await.map_err(|error| error.to_string())?;
                made(client.number / SERVICES % 2)
            }
            Kind::Memory => {
                self.memory.for_key(&user).set(&stored()?).await.map_err(|error| error.to_string())?;
                made(2)
            }
            Kind::Alone | Kind::Removed => self
                .of(self.login().refresh_token(refresh_token.ok_or("a user without a login")?).build()?)?,
            Kind::App => {
                let auth = ClientCredentials::builder()
                    .client_id(&self.address.client_id)
                    .client_secret(&self.address.client_secret)
                    .accounts_base_url(&self.address.accounts)
                    .timeout(TIMEOUT)
                    .transport(self.sending.clone())
                    .clock(VirtualClock)
                    .environment(Environment::empty());
                self.of(auth.build()?)?
            }
        };
        Ok(Member { client, service: self.address.clone(), access })
    }
}

/// How many users need a login.
pub(crate) fn users(plan: &Plan) -> Vec<(usize, String)> {
    let mut users: Vec<_> =
        roster(plan).iter().filter_map(|client| Some((client.service, client.user()?))).collect();
    users.sort();
    users.dedup();
    users
}
