//! The web application of many users: several workers, browsers with cookies, a restart in the middle of a login.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use spotify_sandbox::{Sandbox, User};
use tempfile::TempDir;
use ureq::http::header::{COOKIE, LOCATION, SET_COOKIE};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

use crate::redis::Redis;

/// A sandbox with two users, and where the application keeps its logins.
struct Site {
    sandbox: Sandbox,
    folder: TempDir,
    redis: Option<Redis>,
}

impl Site {
    fn new(redis: Option<Redis>) -> Self {
        let users = ["ada", "ben"].map(User::premium);
        let sandbox = users.into_iter().fold(Sandbox::builder(), |builder, user| builder.user(user));
        Self { sandbox: sandbox.start().unwrap(), folder: tempfile::tempdir().unwrap(), redis }
    }

    /// One more worker of the application, on a port of its own.
    fn worker(&self) -> Worker {
        let mut command = Command::new(env!("CARGO_BIN_EXE_many_users"));
        command
            .arg("127.0.0.1:0")
            .env("SPOTIFY_SDK_API_BASE_URL", self.sandbox.api_base_url())
            .env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", self.sandbox.accounts_base_url())
            .env("SPOTIFY_SDK_CLIENT_ID", self.sandbox.client_id())
            .env("SPOTIFY_SDK_CLIENT_SECRET", self.sandbox.client_secret())
            .env("SPOTIFY_SDK_REDIRECT_URI", self.sandbox.redirect_uri())
            .env("SESSION_KEY", "c2Vzc2lvbiBrZXlz".repeat(6))
            .stdout(Stdio::piped());
        match &self.redis {
            Some(redis) => command.env("REDIS_URL", redis.url()).env_remove("TOKEN_DIRECTORY"),
            None => command.env("TOKEN_DIRECTORY", self.folder.path()).env_remove("REDIS_URL"),
        };
        let mut process = command.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Worker { process, address: address.trim().to_owned() }
    }

    fn exchanges(&self) -> usize {
        self.sandbox.journal().count("POST /api/token")
    }
}

/// A process of the application; killed, as by a crash, when dropped.
struct Worker {
    process: Child,
    address: String,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A browser: cookies, and redirects that the test follows itself, to whichever worker it likes.
#[derive(Clone)]
struct Browser {
    agent: Agent,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let agent = Agent::config_builder().max_redirects(0).http_status_as_error(false).proxy(None).build();
        Self { agent: agent.into(), cookies: BTreeMap::new() }
    }

    fn get(&mut self, worker: &Worker, path: &str) -> Response<Body> {
        self.send("GET", worker, path)
    }

    fn post(&mut self, worker: &Worker, path: &str) -> Response<Body> {
        self.send("POST", worker, path)
    }

    fn send(&mut self, method: &str, worker: &Worker, path: &str) -> Response<Body> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().method(method).uri(format!("{}{path}", worker.address));
        let request = request.header(COOKIE, cookies.join("; ")).body(()).unwrap();
        let answer = self.agent.run(request).unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("Path=/"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Begins a login at a worker; gives the callback that Spotify sends the browser to.
    fn leave(&mut self, site: &Site, worker: &Worker, user: &str) -> String {
        let away = self.get(worker, "/login");
        assert_eq!(away.status(), 303);
        let callback = site.sandbox.approve_as(user, &location(&away)).unwrap();
        callback.split_once("/callback").map(|(_, query)| format!("/callback{query}")).unwrap()
    }

    fn home(&mut self, worker: &Worker) -> String {
        text(self.get(worker, "/"))
    }
}

fn text(mut answer: Response<Body>) -> String {
    answer.body_mut().read_to_string().unwrap()
}

fn location(answer: &Response<Body>) -> String {
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// With Redis, as hosts share it, and with a directory, as the workers of one host do.
fn sites() -> Vec<Site> {
    let mut sites = vec![Site::new(None)];
    sites.extend(Redis::start_or_say_so().map(|redis| Site::new(Some(redis))));
    sites
}

#[test]
fn a_login_survives_a_restart_between_redirect_and_callback_and_ends_at_any_worker() {
    for site in sites() {
        let (first, second) = (site.worker(), site.worker());
        let mut ada = Browser::new();
        assert!(ada.home(&first).contains("Log in with Spotify"));
        let callback = ada.leave(&site, &first, "ada");
        drop(first);
        assert_eq!(location(&ada.get(&second, &callback)), "/");
        assert!(ada.home(&second).contains("Hello, Ada"));
        let first = site.worker();
        assert!(ada.home(&first).contains("Hello, Ada"));
        assert_eq!(site.exchanges(), 1, "{}", site.sandbox.journal());
    }
}

#[test]
fn users_at_the_same_workers_never_see_each_other() {
    for site in sites() {
        let workers = [site.worker(), site.worker()];
        let mut browsers = [("ada", "Ada"), ("ben", "Ben")].map(|user| (user, Browser::new()));
        // Both are away at once, and come back in the other order, each to the other worker.
        let callbacks =
            browsers.each_mut().map(|((user, _), browser)| browser.leave(&site, &workers[0], user));
        for ((_, browser), callback) in browsers.iter_mut().zip(&callbacks).rev() {
            assert_eq!(browser.get(&workers[1], callback).status(), 303);
        }
        for worker in workers.iter().cycle().take(4) {
            for ((_, name), browser) in &mut browsers {
                let page = browser.home(worker);
                assert!(page.contains(&format!("Hello, {name}")), "{page}");
            }
        }
    }
}

#[test]
fn a_callback_of_another_browser_or_a_second_time_is_refused() {
    for site in sites() {
        let worker = site.worker();
        let (mut ada, mut ben) = (Browser::new(), Browser::new());
        let callback = ada.leave(&site, &worker, "ada");
        // Ben is tricked into opening Ada's callback: with no login of his own, and with one.
        assert_eq!(ben.get(&worker, &callback).status(), 400);
        ben.leave(&site, &worker, "ben");
        let refused = ben.get(&worker, &callback);
        assert_eq!(refused.status(), 400);
        assert!(text(refused).contains("state"));
        assert!(ben.home(&worker).contains("Log in with Spotify"));
        assert_eq!(site.exchanges(), 0, "{}", site.sandbox.journal());

        let mut again = ada.clone();
        assert_eq!(ada.get(&worker, &callback).status(), 303);
        assert_eq!(ada.get(&worker, &callback).status(), 400);
        // And with the cookies from before, as the back button has them not, but a thief may.
        assert_eq!(again.get(&worker, &callback).status(), 400);
        assert!(ada.home(&worker).contains("Hello, Ada"));
    }
}

#[test]
fn who_puts_cookies_into_a_browser_gets_nothing_of_its_login() {
    for site in sites() {
        let worker = site.worker();
        // The thief has a session, and one more login under way.
        let mut thief = Browser::new();
        let callback = thief.leave(&site, &worker, "ben");
        thief.get(&worker, &callback);
        let away = thief.get(&worker, "/login");
        // All of the thief's cookies are Ada's now, and she logs in where the thief has sent her.
        let mut ada = thief.clone();
        let callback = site.sandbox.approve_as("ada", &location(&away)).unwrap();
        let (_, query) = callback.split_once("/callback").unwrap();
        ada.get(&worker, &format!("/callback{query}"));
        assert!(ada.home(&worker).contains("Hello, Ada"));
        assert!(!thief.home(&worker).contains("Ada"));
        // A login under way is no session, whatever it is called.
        thief.cookies.insert("session".into(), thief.cookies["login"].clone());
        assert!(thief.home(&worker).contains("Log in with Spotify"));
    }
}

#[test]
fn a_logout_reaches_the_other_workers() {
    for site in sites() {
        let (first, second) = (site.worker(), site.worker());
        let mut ada = Browser::new();
        let callback = ada.leave(&site, &first, "ada");
        ada.get(&first, &callback);
        let mut elsewhere = ada.clone();
        assert!(elsewhere.home(&second).contains("Hello, Ada"));
        assert_eq!(location(&ada.post(&first, "/logout")), "/");
        assert!(ada.cookies.is_empty());
        assert!(ada.home(&first).contains("Log in with Spotify"));
        // The other worker holds a token that works for an hour, and notices all the same.
        let began = Instant::now();
        while !elsewhere.home(&second).contains("Log in with Spotify") {
            assert!(began.elapsed() < Duration::from_secs(10), "the logout was not noticed");
            std::thread::sleep(Duration::from_millis(20));
        }
        println!("noticed after {} ms", began.elapsed().as_millis());
    }
}

#[test]
fn what_is_missing_is_said_at_the_start() {
    let run = |address: &str, variables: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_many_users"))
            .arg(address)
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let app = [
        ("SPOTIFY_SDK_CLIENT_ID", "id"),
        ("SPOTIFY_SDK_CLIENT_SECRET", "secret"),
        ("SPOTIFY_SDK_REDIRECT_URI", "https://example.com/callback"),
    ];
    assert!(run("8080", &[]).contains("give one such as 127.0.0.1:8080"));
    assert!(run("127.0.0.1:0", &[]).contains("TOKEN_DIRECTORY"));
    assert!(run("127.0.0.1:0", &[("TOKEN_DIRECTORY", "x")]).contains("SPOTIFY_SDK_CLIENT_ID"));
    let variables = [&app[..], &[("TOKEN_DIRECTORY", "x")]].concat();
    assert!(run("127.0.0.1:0", &variables).contains("openssl rand"));
}
