//! The pauses of apps, in a file beside the tokens.
//!
//! One file for all token files of a directory: pauses are an app's, and an app may have many users there. It is looked at before each
//! request, which costs one question to the file system as long as nothing has changed.

mod document;

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::lock::{self, Attempt, HeldLock};
use super::path::{Files, Location};
use super::permissions::create_private_directory;
use super::write::{commit, prepare};
use crate::clock::unix_seconds;
#[cfg(feature = "client")]
use crate::clock::{Clock as _, SystemClock};
use crate::cool_downs::{Boxed, Failure, Pauses, Store};
#[cfg(feature = "client")]
use crate::runtime;
#[cfg(any(test, fuzzing))]
pub(crate) use document::pauses;
use document::{App, Document, Pause};

/// The file's name.
const NAME: &str = ".spotify-sdk-cool-down.json";
/// A file with some pauses has some hundred bytes.
const SIZE_LIMIT: u64 = 64 << 10;
/// A writer waits for others this often and so long, half a second in all, then goes on without the lock.
const LOCK_ATTEMPTS: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// How long a look may take. Real time: a file system that hangs is not our clock.
#[cfg(feature = "client")]
const LOOK: Duration = Duration::from_millis(500);

pub(super) struct FileCoolDowns(Arc<Shared>);

struct Shared {
    location: Location,
    known: Mutex<Known>,
    /// Looks are one at a time, so that a file system that hangs has one thread. The look itself keeps it, as its caller may go away.
    #[cfg(feature = "client")]
    looking: Arc<tokio::sync::Mutex<()>>,
}

/// What the file held when it was read last.
#[derive(Default)]
struct Known {
    version: Option<Version>,
    document: Document,
}

/// Tells one state of the file from another without reading it.
#[derive(PartialEq)]
struct Version {
    modified: Option<SystemTime>,
    length: u64,
    file: Option<u64>,
}

impl Version {
    fn of(metadata: &Metadata) -> Self {
        Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            file: super::permissions::number(metadata),
        }
    }
}

impl FileCoolDowns {
    pub(super) fn beside(tokens: &Location) -> Self {
        let location = tokens.clone();
        Self(Arc::new(Shared {
            location,
            known: Mutex::default(),
            #[cfg(feature = "client")]
            looking: Arc::default(),
        }))
    }
}

impl Shared {
    fn files(&self) -> crate::error::Result<Files> {
        let tokens = self.location.resolve()?;
        Files::beside(tokens.directory.join(NAME))
    }

    fn look(&self, app: &str, operation: &str, now: f64) -> Result<Pauses, Failure> {
        let files = self.files()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let version = match fs::symlink_metadata(&files.token) {
            Ok(metadata) => Some(Version::of(&metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        if known.version != version {
            // The version that was seen first: should the file change meanwhile, it is read once more.
            *known = Known { document: read(&files), version };
        }
        let Some(app) = known.document.apps.get(app) else { return Ok(Pauses::default()) };
        let told = |operation| app.pause(operation).map(|pause| pause.told(now));
        Ok(Pauses { everything: told(None), operation: told(Some(operation)), cleared: app.cleared })
    }

    fn change(&self, app: &str, now: f64, change: impl FnOnce(&mut App)) -> Result<(), Failure> {
        let files = self.files()?;
        create_private_directory(&files.directory)?;
        let lock = wait_for_lock(&files);
        // Read under the lock, so that no other process's pause gets lost.
        let mut document = read(&files);
        // First, so that an end that is no time outlasts nothing.
        document.tidy(now);
        change(document.apps.entry(app.to_owned()).or_default());
        let temporary = prepare(&files, &document.text()?, lock.is_some())?;
        Ok(commit(&files, temporary, &files.token)?)
    }
}

impl Store for FileCoolDowns {
    #[cfg(not(feature = "client"))]
    fn read<'a>(&'a self, app: &'a str, operation: &'a str, now: SystemTime) -> Boxed<'a, Pauses> {
        Box::pin(std::future::ready(self.0.look(app, operation, unix_seconds(now))))
    }

    #[cfg(feature = "client")]
    fn read<'a>(&'a self, app: &'a str, operation: &'a str, now: SystemTime) -> Boxed<'a, Pauses> {
        let (shared, app, operation) = (self.0.clone(), app.to_owned(), operation.to_owned());
        Box::pin(async move {
            let looking = async {
                let one = shared.looking.clone().lock_owned().await;
                let look = runtime::background()?.spawn_blocking(move || {
                    let _one = one;
                    shared.look(&app, &operation, unix_seconds(now))
                });
                look.await?
            };
            tokio::select! {
                pauses = looking => pauses,
                () = SystemClock.sleep(LOOK) => Err("the file system does not answer".into()),
            }
        })
    }

    fn begin<'a>(
        &'a self,
        app: &'a str,
        operation: Option<&'a str>,
        wait: Duration,
        now: SystemTime,
    ) -> Boxed<'a, ()> {
        let now = unix_seconds(now);
        Box::pin(std::future::ready(
            self.0.change(app, now, |app| app.begin(operation, Pause::new(wait, now), now)),
        ))
    }

    fn clear<'a>(&'a self, app: &'a str, now: SystemTime) -> Boxed<'a, u64> {
        let now = unix_seconds(now);
        let mut cleared = (now * 1000.0) as u64;
        let changed = self.0.change(app, now, |app| {
            // Never the same twice, whatever the clocks say: that it changes is what others go by.
            cleared = app.cleared.map_or(cleared, |before| cleared.max(before.saturating_add(1)));
            *app = App::cleared(cleared);
        });
        Box::pin(std::future::ready(changed.map(|()| cleared)))
    }
}

/// What the file says; nothing, where it says nothing that can be understood.
fn read(files: &Files) -> Document {
    let text = || {
        // Never through a link, and never from a pipe, whose opening would not end.
        if !fs::symlink_metadata(&files.token)?.is_file() {
            return Err(io::Error::other("no regular file"));
        }
        let mut text = Vec::new();
        File::open(&files.token)?.take(SIZE_LIMIT).read_to_end(&mut text)?;
        Ok(text)
    };
    text().map(|text| Document::parse(&text)).unwrap_or_default()
}

fn wait_for_lock(files: &Files) -> Option<HeldLock> {
    for attempt in 0..LOCK_ATTEMPTS {
        if attempt > 0 {
            std::thread::sleep(LOCK_PAUSE);
        }
        match lock::try_lock(&files.lock) {
            Attempt::Held(lock) => return Some(lock),
            Attempt::Busy => {}
            Attempt::Unsupported(_) => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::auth::{KeyedTokenCache as _, TokenCache as _};
    use crate::cool_downs::Told;

    const HOUR: Duration = Duration::from_secs(3600);

    fn beside(folder: &Path, token: &str) -> FileCoolDowns {
        FileCoolDowns::beside(&Location::new(folder.join(token), || None))
    }

    fn left(told: Option<Told>) -> Duration {
        told.map_or(Duration::ZERO, |told| told.left)
    }

    fn everything(cool_downs: &FileCoolDowns) -> Duration {
        left(cool_downs.0.look("app", "get", 1000.0).unwrap().everything)
    }

    fn begin(cool_downs: &FileCoolDowns, operation: Option<&str>, ends: f64) {
        let pause = Pause::new(Duration::from_secs_f64(ends - 1000.0), 1000.0);
        cool_downs.0.change("app", 1000.0, |app| app.begin(operation, pause, 1000.0)).unwrap();
    }

    #[test]
    fn fault_111_a_pause_is_seen_by_all_in_the_directory_and_forgotten_by_all() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (beside(folder.path(), "a.json"), beside(folder.path(), "b.json"));
        assert_eq!(everything(&other), Duration::ZERO);
        begin(&one, None, 1000.0 + 7200.0);
        begin(&one, None, 1000.0 + 3600.0);
        begin(&one, Some("get"), 1000.0 + 60.0);
        assert_eq!(everything(&other), HOUR * 2, "a longer one stays");
        let seen = other.0.look("app", "get", 1000.0).unwrap();
        assert_eq!(left(seen.operation), Duration::from_secs(60));
        assert_eq!(other.0.look("app", "other", 1000.0).unwrap().operation, None);
        assert_eq!(other.0.look("another app", "get", 1000.0).unwrap(), Pauses::default());
        assert_eq!(left(other.0.look("app", "get", 9000.0).unwrap().everything), Duration::ZERO, "over");
    }

    #[cfg(unix)]
    #[test]
    fn fault_050_the_file_is_private_and_whole() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(&folder.path().join("made"), "a.json");
        begin(&cool_downs, None, 5000.0);
        let names: Vec<_> =
            fs::read_dir(folder.path().join("made")).unwrap().map(|entry| entry.unwrap()).collect();
        assert_eq!(names.len(), 2, "the pauses and their lock: {names:?}");
        for file in names {
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
        }
    }

    #[test]
    fn fault_053_what_can_not_be_understood_is_no_pause_and_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let texts = [
            "",
            "[]",
            "{\"v\":2,\"apps\":{\"app\":{\"everything\":5000}}}",
            "{\"v\":1,\"apps\":{\"app\":{\"everything\":\"5000\"}}}",
            "{\"v\":1,\"apps\":{\"app\":{\"everything\":1e300}}}",
            "{\"v\":1,\"apps\":{\"app\":{\"everything\":-1}}}",
            "\u{0}",
        ];
        for text in texts {
            fs::write(&path, text).unwrap();
            let cool_downs = beside(folder.path(), "a.json");
            assert_eq!(everything(&cool_downs), Duration::ZERO, "{text}");
            begin(&cool_downs, None, 4600.0);
            assert_eq!(everything(&cool_downs), HOUR, "{text}");
        }
    }

    #[test]
    fn fault_111_a_pause_that_a_wrong_clock_wrote_is_no_longer_than_it_was_long_and_gives_way_to_a_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(folder.path(), "a.json");
        let seconds = Duration::from_secs;
        let meets = |wait: u64, now: f64| {
            let pause = Pause::new(seconds(wait), now);
            cool_downs.0.change("app", now, |app| app.begin(None, pause, now)).unwrap();
        };
        // By a clock that is two hours ahead.
        meets(2, 8200.0);
        assert_eq!(everything(&cool_downs), seconds(2));
        meets(86_400, 8200.0);
        assert_eq!(everything(&cool_downs), seconds(86_400), "a day is a day");
        meets(60, 1000.0);
        assert_eq!(everything(&cool_downs), seconds(60), "what Spotify said last");
        // By one that is behind: over, and the next request meets it again.
        assert_eq!(left(cool_downs.0.look("app", "get", 9000.0).unwrap().everything), Duration::ZERO);
    }

    #[cfg(feature = "client")]
    #[tokio::test]
    async fn fault_111_a_file_system_that_hangs_has_one_thread_and_delays_a_look_for_a_moment() {
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(folder.path(), "a.json");
        begin(&cool_downs, None, 4600.0);
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        // As a look has it that does not come back.
        let hung = cool_downs.0.looking.clone().lock_owned().await;
        let start = SystemClock.monotonic();
        let error = cool_downs.read("app", "get", now).await.unwrap_err();
        assert!(error.to_string().contains("does not answer"), "{error}");
        assert!(SystemClock.monotonic() - start >= LOOK);
        drop(hung);
        assert_eq!(left(cool_downs.read("app", "get", now).await.unwrap().everything), HOUR);
    }

    #[cfg(feature = "client")]
    #[tokio::test]
    async fn fault_111_no_two_clearings_have_the_same_moment() {
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(folder.path(), "a.json");
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        for (seconds, moment) in [(1000, 1_000_000), (1000, 1_000_001), (900, 1_000_002), (1001, 1_001_000)] {
            assert_eq!(cool_downs.clear("app", at(seconds)).await.unwrap(), moment);
        }
    }

    #[test]
    fn pauses_that_are_over_do_not_stay_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(folder.path(), "a.json");
        let change = |app: &str, now, change: fn(&mut App)| cool_downs.0.change(app, now, change).unwrap();
        change("all", 1000.0, |app| app.begin(None, Pause::new(Duration::from_secs(500), 1000.0), 1000.0));
        change("one", 1000.0, |app| {
            app.begin(Some("get"), Pause::new(Duration::from_secs(600), 1000.0), 1000.0)
        });
        change("cleared", 1000.0, |app| app.cleared = Some(7));
        let apps = |now| {
            change("last", now, |_| {});
            let document = read(&cool_downs.0.files().unwrap());
            document.apps.into_keys().filter(|app| app != "last").collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(apps(1400.0), ["all", "cleared", "one"].map(str::to_owned).into());
        assert_eq!(apps(1550.0), ["cleared", "one"].map(str::to_owned).into());
        assert_eq!(apps(1600.0), ["cleared".to_owned()].into());
    }

    #[test]
    fn fault_111_the_files_of_a_directory_have_one_state_of_their_pauses() {
        let folder = tempfile::tempdir().unwrap();
        let users = crate::auth::DirectoryTokenCache::new(folder.path());
        let of = |user| users.for_key(user).cool_downs().unwrap().identity();
        assert_eq!(of("anna"), of("bert"));
    }

    #[test]
    fn a_file_that_did_not_change_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let cool_downs = beside(folder.path(), "a.json");
        begin(&cool_downs, None, 4600.0);
        assert_eq!(everything(&cool_downs), HOUR);
        cool_downs.0.known.lock().unwrap().document = Document::default();
        assert_eq!(everything(&cool_downs), Duration::ZERO, "what was read counts");
        begin(&cool_downs, None, 8200.0);
        assert_eq!(everything(&cool_downs), HOUR * 2, "until the file is another");
    }
}
