//! What a process does with the cache besides renewing: it logs out, puts back what is gone, and looks what others have done.

use super::{SKEW, World};
use crate::auth::manager::look::{Noticed, notice};
use crate::auth::manager::ownership::{Standing, standing, supersedes};
use crate::auth::manager::refresh::Outcome;
use crate::auth::token_info::TokenInfo;

impl World {
    /// In one step, as the runner holds the lock all the while; where another process holds it, nothing happens yet.
    pub(super) fn log_out(&mut self, index: usize) {
        if self.kind.has_lock && self.locked_by.is_some_and(|holder| holder != index) {
            return;
        }
        let known = self.processes[index].memory.clone();
        self.change_login(index);
        if self.processes[index].running.take().is_some() && self.locked_by == Some(index) {
            self.locked_by = None;
        }
        match standing(self.cache.as_ref(), &self.binding, known.as_ref()) {
            Standing::Ours | Standing::Unbound => {
                self.cache = Some(TokenInfo::tombstone());
                self.current = None;
                self.ever_logged_out = true;
            }
            Standing::Vacant => {
                // Others may hold the login that was here.
                self.cache = Some(TokenInfo::tombstone());
                self.current = None;
                self.ever_logged_out = true;
            }
            Standing::LoggedOut => self.current = None,
            Standing::Foreign(_) => {}
        }
    }

    /// In one step, under the lock; where another process holds it, nothing happens yet.
    pub(super) fn put_back(&mut self, index: usize) {
        if self.kind.has_lock && self.locked_by.is_some() || self.kind.fails && self.mishap() {
            return;
        }
        let process = &mut self.processes[index];
        let Some(memory) = process.memory.clone().filter(|_| process.unsaved) else { return };
        let stored = self.cache.clone();
        match standing(stored.as_ref(), &self.binding, Some(&memory)) {
            Standing::Vacant => self.cache = Some(memory),
            Standing::Ours | Standing::Unbound
                if stored.as_ref().is_some_and(|stored| supersedes(&memory, stored)) =>
            {
                self.cache = Some(memory);
            }
            Standing::LoggedOut if process.in_cache => {
                process.memory = None;
                process.published = None;
            }
            _ => {}
        }
        self.writes += 1;
        process.unsaved = false;
    }

    pub(super) fn look(&mut self, index: usize) {
        if self.kind.forgets && self.mishap() {
            self.cache = None;
        }
        let is_read = !self.kind.fails || !self.mishap();
        if !is_read || !self.is_given_out(index) {
            return;
        }
        let now = self.now();
        let process = &mut self.processes[index];
        let Some(memory) = process.memory.clone().filter(|_| process.running.is_none()) else { return };
        match notice(self.cache.clone(), &memory, process.in_cache, &self.binding) {
            Noticed::Nothing => {}
            Noticed::Lost => {
                process.unsaved = true;
                self.put_back(index);
            }
            Noticed::LoggedOut => {
                let lives = self.current.is_some_and(|login| self.service.good.contains_key(&login));
                process.false_logouts += u32::from(lives);
                process.memory = None;
                process.published = None;
                process.unsaved = false;
            }
            Noticed::Newer(token) if token.is_expired(now, SKEW) => process.published = None,
            Noticed::Newer(token) => {
                self.land(index, Outcome::in_cache(token), None);
            }
        }
    }
}
