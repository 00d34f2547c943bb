//! The warning before a login ends.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use tracing::dispatcher::{self, Dispatch};

use crate::auth::Flow;
use crate::auth::cache::SharedTokenCache;
use crate::auth::manager::TokenManager;
use crate::auth::manager::refresh::Outcome;
use crate::auth::options::Options;
use crate::auth::token_info::TokenInfo;
use crate::clock::{Clock, ManualClock, SharedClock, unix_seconds};
use crate::env::Environment;
use crate::scope::Scopes;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn dispatch(log: Log) -> Dispatch {
    let builder = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_ansi(false);
    Dispatch::new(builder.with_writer(move || log.clone()).finish())
}

/// What is logged when a renewed token arrives `days` and a half after the user authorized.
fn warning_after(days: u64) -> String {
    // With a single subscriber tracing remembers for all threads what the first one's thread answered; so there are always two.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| dispatch(Log::default()));
    LazyLock::force(&SECOND);
    let clock = ManualClock::new();
    let options = Options {
        client_id: Some("id".into()),
        clock: SharedClock::new(clock.clone()),
        environment: Environment::empty(),
        ..Options::default()
    };
    let settings = options.into_settings(Flow::AuthorizationCode, false, Scopes::none()).unwrap();
    let manager = TokenManager::new(Arc::new(settings), SharedTokenCache::default(), None);
    let now = unix_seconds(clock.now());
    let token = TokenInfo::new("sandbox-access-x", now + 3600.0)
        .unwrap()
        .with_refresh_token("sandbox-refresh-x")
        .with_authorized_at(now - Duration::from_secs(days * 86_400 + 43_200).as_secs_f64())
        .unwrap();
    let log = Log::default();
    dispatcher::with_default(&dispatch(log.clone()), || {
        let outcome = Outcome::in_cache(token);
        assert!(manager.0.land(outcome, 0, false).is_ok());
    });
    let text = log.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}

#[test]
fn fault_028_two_weeks_before_a_login_ends_there_is_a_warning() {
    assert_eq!(warning_after(0), "");
    assert_eq!(warning_after(166), "");
    for (days, left) in [(168, 12), (180, 0), (200, 0)] {
        let warning = warning_after(days);
        assert!(warning.contains("this login ends soon"), "{days}: {warning}");
        assert!(warning.contains(&format!("days_left={left}")), "{days}: {warning}");
        assert!(!warning.contains("sandbox-"), "no token in a log");
    }
}
