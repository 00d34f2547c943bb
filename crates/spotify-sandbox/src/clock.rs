//! The sandbox's time: the real one, moved by as much as the test likes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last instant the clock shows, in microseconds since 1970: the end of the year 9998. An HTTP date cannot say more.
const LATEST: i64 = 253_370_764_799_000_000;

/// The sandbox's virtual clock: the computer's clock plus an offset.
///
/// Every decision of the sandbox (has this token expired, is this code too old) and the `Date` header follow it, so a
/// test can let an hour or half a year pass at once. Clones show and move the same clock.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// use std::time::Duration;
///
/// let sandbox = spotify_sandbox::Sandbox::builder().start()?;
/// let clock = sandbox.clock();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(3600));
/// assert!(sandbox.now().duration_since(before).unwrap() >= Duration::from_secs(3600));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Microseconds to add to the computer's time.
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The sandbox's time. It never leaves the years 1970 to 9998, whatever was asked of the clock.
    pub fn now(&self) -> SystemTime {
        let micros = real().saturating_add(self.offset.load(Ordering::SeqCst)).clamp(0, LATEST);
        UNIX_EPOCH + Duration::from_micros(micros.unsigned_abs())
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(LATEST).min(LATEST);
        let moved = |offset: i64| Some(offset.saturating_add(by).min(LATEST));
        // The closure always answers `Some`, so the update cannot fail.
        let _ = self.offset.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved);
    }

    /// Sets the clock to `time`, earlier or later. From there it runs on at its normal pace.
    pub fn set(&self, time: SystemTime) {
        self.offset.store(micros(time).min(LATEST) - real(), Ordering::SeqCst);
    }
}

/// The only place where the sandbox reads the computer's clock.
fn real() -> i64 {
    micros(SystemTime::now()).min(LATEST)
}

fn micros(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(LATEST)
}

/// `time` as Spotify writes instants: ISO 8601 in UTC, to the second.
pub(crate) fn iso8601(time: SystemTime) -> String {
    let seconds = micros(time) / 1_000_000;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // The civil calendar from a day count, in years that begin in March, so that the leap day comes last.
    let day = days + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day_of_month:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The reverse for what others write: to the second or with a fraction of it, always in UTC. None where it is no time since 1970.
pub(crate) fn parse_iso8601(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = numbers(date, '-')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':')?;
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = hour < 24 && minute < 60 && second < 60 && is_fraction;
    if !is_time || !(1970..=9998).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: u64 = lengths.iter().take(usize::try_from(month).ok()? - 1).sum();
    if day == 0 || day > lengths[usize::try_from(month).ok()? - 1] {
        return None;
    }
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let days = 365 * (year - 1970) + leap_days(year - 1) - leap_days(1969) + before + day - 1;
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
    UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

fn numbers(text: &str, separator: char) -> Option<[u64; 3]> {
    let mut parts = text.split(separator).map(|part| {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_iso_8601() {
        let at = |seconds| iso8601(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_709_567_890), "2024-03-04T15:58:10Z");
        assert_eq!(at(1_798_761_599), "2026-12-31T23:59:59Z");
    }

    #[test]
    fn what_is_written_is_read() {
        for days in 0..40_000 {
            let time = UNIX_EPOCH + Duration::from_secs(days * 86_400 + days);
            assert_eq!(parse_iso8601(&iso8601(time)), Some(time));
        }
        let time = UNIX_EPOCH + Duration::from_millis(1_795_256_100_250);
        assert_eq!(parse_iso8601("2026-11-21T10:15:00.25Z"), Some(time));
        for no_time in [
            "",
            "2026-11-21",
            "2026-11-21T10:15:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(parse_iso8601(no_time), None, "{no_time}");
        }
    }

    #[test]
    fn no_request_moves_the_clock_out_of_range() {
        let clock = Clock::default();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(iso8601(clock.now()), "9998-12-31T23:59:59Z");
        clock.set(UNIX_EPOCH);
        assert!(iso8601(clock.now()).starts_with("1970-01-01T00:0"));
    }
}
