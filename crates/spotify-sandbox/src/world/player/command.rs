//! What a user can tell the player to do.

use std::time::SystemTime;

use super::{Item, Player, Repeat};

/// Why a command is not obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NoActiveDevice,
    DeviceNotFound,
    DeviceNotControllable,
    VolumeNotControllable,
    /// It does not fit the state, and Spotify does not say how.
    Restricted,
}

/// What to start.
#[derive(Debug)]
pub(crate) struct Play {
    pub(crate) context: Option<String>,
    /// Not none.
    pub(crate) items: Vec<Item>,
    pub(crate) first: Option<usize>,
}

type Obeyed = Result<(), Refusal>;

impl Player {
    /// The device that a command is for: the one named, else the active one.
    fn target(&self, device_id: Option<&str>) -> Result<usize, Refusal> {
        let index = match device_id {
            None => self.active.ok_or(Refusal::NoActiveDevice)?,
            // The id of a restricted device is not told, so nobody can name it.
            Some(id) => (self.devices.iter())
                .position(|device| device.id == id && !device.restricted)
                .ok_or(Refusal::DeviceNotFound)?,
        };
        if self.devices[index].restricted { Err(Refusal::DeviceNotControllable) } else { Ok(index) }
    }

    /// Lets time pass until `now`, and moves playback to the device that the command is for.
    fn begin(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.settle(now);
        self.active = Some(self.target(device_id)?);
        self.changed = Some(now);
        Ok(())
    }

    /// As `begin`, for commands that need something to be loaded.
    fn begin_loaded(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.settle(now);
        self.target(device_id)?;
        if self.current.is_none() { Err(Refusal::Restricted) } else { self.begin(device_id, now) }
    }

    /// Plays something else.
    pub(crate) fn play(&mut self, device_id: Option<&str>, play: Play, now: SystemTime) -> Obeyed {
        self.begin(device_id, now)?;
        self.remember(now);
        self.list.load(play.context, play.items, play.first);
        self.is_playing = true;
        self.enter();
        Ok(())
    }

    /// Plays on. What plays already on this device can't be resumed.
    pub(crate) fn resume(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.settle(now);
        let target = self.target(device_id)?;
        if self.is_playing && self.active == Some(target) {
            return Err(Refusal::Restricted);
        }
        if self.current.is_none() && self.queue.is_empty() {
            return Err(Refusal::Restricted);
        }
        self.begin(device_id, now)?;
        self.is_playing = true;
        if self.current.is_none() {
            self.advance(now);
            self.is_playing = true;
        }
        Ok(())
    }

    /// Whether there is nothing to resume.
    pub(crate) fn is_empty(&self) -> bool {
        self.current.is_none() && self.queue.is_empty()
    }

    /// Stops, to be resumed. What does not play can't be paused.
    pub(crate) fn pause(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.settle(now);
        self.target(device_id)?;
        if !self.is_playing {
            return Err(Refusal::Restricted);
        }
        self.begin_loaded(device_id, now)?;
        self.is_playing = false;
        Ok(())
    }

    /// The next item. It plays, unless there was none.
    pub(crate) fn next(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.begin_loaded(device_id, now)?;
        self.is_playing = true;
        self.advance(now);
        Ok(())
    }

    /// The item before. From the queue it goes back to where the list was left, and the first item begins anew.
    pub(crate) fn previous(&mut self, device_id: Option<&str>, now: SystemTime) -> Obeyed {
        self.begin_loaded(device_id, now)?;
        self.remember(now);
        if self.current.as_ref().is_some_and(|current| !current.from_queue) {
            self.list.step_back(self.repeat != Repeat::Off);
        }
        self.is_playing = true;
        self.enter();
        Ok(())
    }

    /// To this place in the item; beyond its end to the next one.
    pub(crate) fn seek(&mut self, device_id: Option<&str>, position_ms: u64, now: SystemTime) -> Obeyed {
        self.begin_loaded(device_id, now)?;
        self.set_position(position_ms, now);
        Ok(())
    }

    pub(crate) fn set_position(&mut self, position_ms: u64, now: SystemTime) {
        if let Some(current) = &mut self.current {
            current.progress_ms = position_ms.min(current.item.duration_ms);
            self.pass(0, now);
        }
    }

    pub(crate) fn set_repeat(&mut self, device_id: Option<&str>, repeat: Repeat, now: SystemTime) -> Obeyed {
        self.begin(device_id, now)?;
        self.repeat = repeat;
        Ok(())
    }

    pub(crate) fn set_shuffle(&mut self, device_id: Option<&str>, shuffle: bool, now: SystemTime) -> Obeyed {
        self.begin(device_id, now)?;
        self.list.set_shuffled(shuffle);
        Ok(())
    }

    /// Sets the volume of a device, which need not be the one that plays.
    pub(crate) fn set_volume(&mut self, device_id: Option<&str>, percent: u8, now: SystemTime) -> Obeyed {
        self.settle(now);
        let target = self.target(device_id)?;
        if !self.devices[target].supports_volume {
            return Err(Refusal::VolumeNotControllable);
        }
        self.devices[target].volume_percent = percent;
        self.changed = Some(now);
        Ok(())
    }

    /// Puts an item at the end of the queue.
    pub(crate) fn add_to_queue(&mut self, device_id: Option<&str>, item: Item, now: SystemTime) -> Obeyed {
        self.begin(device_id, now)?;
        self.queue.push(item);
        Ok(())
    }

    /// Goes on elsewhere; with `play` it plays there, without it stays as it is.
    pub(crate) fn transfer(&mut self, device_id: &str, play: bool, now: SystemTime) -> Obeyed {
        self.begin(Some(device_id), now)?;
        self.is_playing |= play && self.current.is_some();
        Ok(())
    }
}
