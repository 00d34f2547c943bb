//! What every connection of one sandbox shares.

use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::builder::{MOST_USERS, Wording};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::fault::{Faults, RandomFaults, RandomFaultsHandle};
use crate::http::Cache;
use crate::journal::{Recorder, Recording};
use crate::limits::Limits;
use crate::rules::Rules;
use crate::world::World;

/// One sandbox, as its server and its handle see it.
pub(crate) struct Shared {
    /// `http://127.0.0.1:PORT`.
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) rules: Rules,
    pub(crate) auto_approve: bool,
    pub(crate) wording: Wording,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) world: Mutex<World>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) recorder: Mutex<Recorder>,
    /// None unless the environment asks for one.
    pub(crate) recording: Option<Mutex<Recording>>,
    pub(crate) cache: Mutex<Cache>,
    pub(crate) connections: Connections,
}

/// Connections, counted.
#[derive(Default)]
pub(crate) struct Connections {
    pub(crate) accepted: AtomicU64,
    pub(crate) open: Arc<AtomicUsize>,
}

impl Shared {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Puts a user on the app's list or takes them off it; else says why not.
    pub(crate) fn set_registered(&self, user: &str, registered: bool) -> Result<(), String> {
        let mut world = self.world();
        let others =
            world.people.iter().filter(|person| person.profile.registered && person.profile.id != user);
        if registered && self.rules.set().is_gated && others.count() >= MOST_USERS {
            return Err(format!("the list of an app in Development Mode has room for {MOST_USERS} users"));
        }
        let person = world.person_mut(user).ok_or_else(|| no_user(user))?;
        person.profile.registered = registered;
        Ok(())
    }

    /// Begins a user's Premium or ends it; else says why not.
    pub(crate) fn set_premium(&self, user: &str, premium: bool) -> Result<(), String> {
        self.world().person_mut(user).ok_or_else(|| no_user(user))?.profile.premium = premium;
        // A profile tells it.
        lock(&self.cache).outdate();
        Ok(())
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// Adds faults at random, all of them or those that no login is lost by.
    pub(crate) fn add_random_faults(&self, random: RandomFaults) -> RandomFaultsHandle {
        let plan = random.plan(!self.world().rotates_refresh_tokens());
        let mut faults = self.faults();
        RandomFaultsHandle::new(plan.into_iter().map(|(name, fault)| (name, faults.add(fault))).collect())
    }

    pub(crate) fn recorder(&self) -> MutexGuard<'_, Recorder> {
        lock(&self.recorder)
    }
}

fn no_user(user: &str) -> String {
    format!("the sandbox has no user `{user}`")
}

/// Locks even after a panic elsewhere: one failed request must not take the whole server with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
