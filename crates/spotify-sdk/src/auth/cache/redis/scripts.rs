//! What the server does in one step, in its own language.

use redis::{Cmd, cmd};

/// A script. It is sent whole each time: it is short, and one trip always suffices.
pub(super) struct Script(&'static str);

impl Script {
    /// The command that runs it on `keys`; its arguments are added to it.
    pub(super) fn call(&self, keys: &[&str]) -> Cmd {
        let mut command = cmd("EVAL");
        command.arg(self.0).arg(keys.len()).arg(keys);
        command
    }
}

/// How long the numbers of an entry's locks are kept after the last lock, in milliseconds: a week. No save is under way for that long, and
/// users who went away leave nothing behind but their login.
const FENCE_LIVES: u64 = 7 * 24 * 60 * 60 * 1000;

/// Keys: the lock, the numbers of locks. Arguments: who asks, the lease and the life of the numbers in milliseconds. Gives the lock's number,
/// or 0 when somebody else holds it. Who asks again after a lost answer holds it already.
const LOCK: Script = Script(
    "local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
if holder then redis.call('PEXPIRE', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) end
local number = redis.call('HINCRBY', KEYS[2], 'given', 1)
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return number",
);

/// The command that tries to take a lock.
pub(super) fn lock(key: &str, fence: &str, holder: &str, lease: u128) -> Cmd {
    LOCK.call(&[key, fence]).arg(holder).arg(lease.to_string()).arg(FENCE_LIVES).clone()
}

/// Keys: the lock. Arguments: its holder, the lease in milliseconds. Gives 1 while it is still the holder's.
pub(super) const EXTEND: Script = Script(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0",
);

/// Keys: the lock. Arguments: its holder.
pub(super) const RELEASE: Script = Script(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0",
);

/// Keys: the entry, the numbers of locks. Arguments: whether an entry is expected, which, the new one, the number of the lock or nothing.
/// Gives 1 when the new one stands there, also when it was put there by this and the answer was lost.
///
/// A number that is larger than any given out shows that the server lost its memory: counting goes on from it.
pub(super) const SWAP: Script = Script(
    "local current = redis.call('GET', KEYS[1])
if current == ARGV[3] then return 1 end
if ARGV[1] == '1' then
  if current ~= ARGV[2] then return 0 end
elseif current then return 0 end
if ARGV[4] ~= '' then
  local number = tonumber(ARGV[4])
  if number < tonumber(redis.call('HGET', KEYS[2], 'written') or '0') then return 0 end
  if number > tonumber(redis.call('HGET', KEYS[2], 'given') or '0') then redis.call('HSET', KEYS[2], 'given', ARGV[4]) end
  redis.call('HSET', KEYS[2], 'written', ARGV[4])
end
redis.call('SET', KEYS[1], ARGV[3])
return 1",
);

/// Keys: an app's pauses. Arguments: whose pause, how long, and how far clocks may be apart, in milliseconds. A longer one that is under way stays,
/// unless it seems to begin later than now: the server's clock was wrong then. By the server's clock.
pub(super) const PAUSE: Script = Script(
    "local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ending = now + ARGV[2]
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
local began = tonumber(redis.call('HGET', KEYS[1], 'began:' .. ARGV[1]) or '0')
if ending > known or began > now + ARGV[3] then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', ending))
  redis.call('HSET', KEYS[1], 'began:' .. ARGV[1], string.format('%.0f', now))
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1",
);

/// Keys: an app's pauses. Arguments: how long one is at most that does not say when it began, in milliseconds; whose pauses. Gives what is left of
/// each and when it ends, at last when all were cleared. No more is left than a pause is long, although the server's clock was ahead when
/// it began.
pub(super) const LEFT: Script = Script(
    "local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = {}
for number = 2, #ARGV do
  local ending = tonumber(redis.call('HGET', KEYS[1], ARGV[number]) or '0')
  local began = tonumber(redis.call('HGET', KEYS[1], 'began:' .. ARGV[number]) or '0')
  local length = began > 0 and ending - began or tonumber(ARGV[1])
  table.insert(answer, math.max(math.min(ending - now, length), 0))
  table.insert(answer, ending)
end
table.insert(answer, redis.call('HGET', KEYS[1], 'cleared'))
return answer",
);

/// Keys: an app's pauses. Arguments: for how many milliseconds at least it is remembered that they were cleared. Gives when that was: never the
/// same twice, although the server's clock may have been set back.
pub(super) const CLEAR: Script = Script(
    "local time = redis.call('TIME')
local before = tonumber(redis.call('HGET', KEYS[1], 'cleared') or '0')
local now = string.format('%.0f', math.max(time[1] * 1000 + math.floor(time[2] / 1000), before + 1))
local lives = math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[1]))
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'cleared', now)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', lives))
return now",
);
