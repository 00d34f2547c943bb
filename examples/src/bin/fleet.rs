//! Counts the refreshes of a fleet: many users' logins on one Redis server, renewed by several hosts (processes) at the same moment.
//!
//! `cargo run --release -p spotify-sdk-examples --bin fleet -- [hosts] [tasks] [users] [expiries]`; 4, 16, 1000 and 2 unless given. It needs
//! `redis-server` and starts its own, beside a local Spotify.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::Environment;
use spotify_sdk::auth::{AuthorizationCode, KeyedTokenCache as _, RedisTokenCache};
use spotify_sdk::clock::WallClock;

const HOUR: Duration = Duration::from_secs(3600);

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("host") => host(&arguments[1..]),
        _ => numbers(&arguments)
            .and_then(|[hosts, tasks, users, expiries]| count(hosts, tasks, users, expiries)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn numbers(arguments: &[String]) -> Outcome<[usize; 4]> {
    let mut numbers = [4, 16, 1000, 2];
    for (number, argument) in numbers.iter_mut().zip(arguments) {
        *number = argument.parse().map_err(|_| format!("`{argument}` is no number"))?;
    }
    Ok(numbers)
}

/// A login, as every host of the fleet makes it.
fn login(
    redis: &RedisTokenCache,
    user: usize,
    accounts: &str,
    client: &str,
    ahead: &Arc<AtomicU64>,
) -> Outcome<AuthorizationCode> {
    let [id, secret, redirect_uri] = client.split(' ').collect::<Vec<_>>()[..] else {
        return Err("no client".into());
    };
    let ahead = ahead.clone();
    Ok(AuthorizationCode::builder()
        .client_id(id)
        .client_secret(secret)
        .redirect_uri(redirect_uri)
        .accounts_base_url(accounts)
        .clock(WallClock::new(move || {
            SystemTime::now() + Duration::from_millis(ahead.load(Ordering::SeqCst))
        }))
        .token_cache(redis.for_key(&user.to_string()))
        .environment(Environment::empty())
        .build()?)
}

fn count(hosts: usize, tasks: usize, users: usize, expiries: usize) -> Outcome<()> {
    let server = Server::start()?;
    // Whoever used a refresh token twice would lose the login.
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::RotateReuseDetection);
    let sandbox = sandbox.start()?;
    let client = format!("{} {} {}", sandbox.client_id(), sandbox.client_secret(), sandbox.redirect_uri());
    let redis = RedisTokenCache::new(&server.url, "fleet")?;
    let ahead = Arc::new(AtomicU64::new(milliseconds(
        sandbox.now().duration_since(SystemTime::now()).unwrap_or_default(),
    )));
    for user in 0..users {
        let auth = login(&redis, user, &sandbox.accounts_base_url(), &client, &ahead)?;
        let request = auth.authorization_request()?;
        let callback = sandbox.approve(request.authorization_url())?;
        auth.complete_authorization(request, &callback).wait()?;
    }
    println!("{users} users have logged in");
    let (accounts, now) = (sandbox.accounts_base_url(), ahead.load(Ordering::SeqCst).to_string());
    let given: [&str; 4] = [&server.url, &accounts, &client, &now];
    let mut hosts = (0..hosts).map(|_| Host::start(&given, tasks, users)).collect::<Outcome<Vec<_>>>()?;
    for host in &mut hosts {
        host.line()?;
    }
    let (mut requests, mut foreign) = (0, 0);
    for _ in 0..expiries {
        sandbox.advance(HOUR);
        let before = sandbox.journal().count("POST /api/token");
        let start = Instant::now();
        for host in &mut hosts {
            writeln!(host.orders, "renew")?;
        }
        let said = hosts.iter_mut().map(Host::line).collect::<Outcome<Vec<_>>>()?;
        let tokens: Vec<Vec<&str>> = said.iter().map(|line| line.split(' ').collect()).collect();
        let new = sandbox.journal().count("POST /api/token") - before;
        requests += new;
        // A user's token is the same on all hosts, and no other user's.
        for user in 0..users {
            let token = tokens[0].get(user);
            let is_own = |host: &Vec<&str>| {
                host.get(user) == token && host.iter().filter(|other| Some(*other) == token).count() == 1
            };
            foreign += tokens.iter().filter(|host| !is_own(host)).count();
        }
        println!(
            "an expiry: {new} refresh requests for {users} users, in {:.1} s",
            start.elapsed().as_secs_f64()
        );
    }
    let each = requests as f64 / (users * expiries) as f64;
    println!(
        "refresh requests per expiry for {} hosts x {tasks} tasks x {users} users: {each:.2} each; tokens that differ from the user's: {foreign}",
        hosts.len()
    );
    if requests == users * expiries && foreign == 0 { Ok(()) } else { Err("that is not one each".into()) }
}

/// One host: at each order an hour passes, and then all tasks ask for their user's token at once.
fn host(given: &[String]) -> Outcome<()> {
    let [redis, accounts, client, ahead, tasks, users] = given else {
        return Err("a host is started by the fleet".into());
    };
    let (tasks, users): (usize, usize) = (tasks.parse()?, users.parse()?);
    let ahead = Arc::new(AtomicU64::new(ahead.parse()?));
    let redis = RedisTokenCache::new(redis, "fleet")?;
    let logins =
        (0..users).map(|user| login(&redis, user, accounts, client, &ahead)).collect::<Outcome<Vec<_>>>()?;
    tokio::runtime::Runtime::new()?.block_on(async {
        println!("ready");
        for _ in std::io::stdin().lines() {
            ahead.fetch_add(milliseconds(HOUR), Ordering::SeqCst);
            let asked: Vec<Vec<_>> = logins
                .iter()
                .map(|login| (0..tasks).map(|_| tokio::spawn(login.access_token().into_future())).collect())
                .collect();
            let mut said = Vec::new();
            for user in asked {
                let mut tokens = Vec::new();
                for task in user {
                    tokens.push(task.await?.map_or_else(
                        |error| format!("{:?}", error.kind()),
                        |token| token.expose().to_owned(),
                    ));
                }
                tokens.dedup();
                said.push(tokens.join(","));
            }
            println!("{}", said.join(" "));
        }
        Ok(())
    })
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Another process of this program. It ends with this one, as nobody gives it orders any more.
struct Host {
    process: Child,
    orders: ChildStdin,
    lines: BufReader<ChildStdout>,
}

impl Host {
    fn start(given: &[&str], tasks: usize, users: usize) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("host").args(given).args([tasks.to_string(), users.to_string()]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = process.stdin.take().ok_or("no way to the host")?;
        let lines = BufReader::new(process.stdout.take().ok_or("no way from the host")?);
        Ok(Self { process, orders, lines })
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line)? {
            0 => Err("a host has ended".into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A Redis server without a file.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("redis-server");
        command
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .stdout(Stdio::null());
        let process = command.spawn().map_err(|error| {
            format!("there is no redis-server ({error}): on Debian, apt-get install redis-server")
        })?;
        let server = Self { process, url: format!("redis://127.0.0.1:{port}") };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > Duration::from_secs(10) {
                return Err("redis-server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
