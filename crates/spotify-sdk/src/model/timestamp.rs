//! Points in time.

use std::time::{Duration, SystemTime};

use super::text_type::text_type;

text_type! {
    /// A point in time as Spotify writes it: ISO 8601, UTC, such as `2026-11-21T10:15:00Z`. Compares as text, which is by time.
    pub struct Timestamp = "a timestamp";
}

impl Timestamp {
    /// The time it stands for. `None` where it is empty, before 1970, or not of the form `YYYY-MM-DDTHH:MM:SS[.fff]Z`.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (date, time) = self.as_str().strip_suffix('Z')?.split_once('T')?;
        let [year, month, day] = numbers(date, '-')?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let [hour, minute, second] = numbers(time, ':')?;
        let is_valid = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !is_valid || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let seconds = (days_since_1970(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
        let fraction: f64 = format!("0.{fraction}").parse().ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds) + Duration::from_secs_f64(fraction))
    }
}

/// To the second. Empty where the time is before 1970 or after 9999, for which Spotify has no timestamps.
impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let Ok(since) = time.duration_since(SystemTime::UNIX_EPOCH) else { return Self::default() };
        let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
        let (year, month, day) = date(days);
        if year > 9999 {
            return Self::default();
        }
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Self::from(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z").as_str())
    }
}

fn numbers(text: &str, separator: char) -> Option<[u64; 3]> {
    let mut parts = text.split(separator).map(|part| {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

/// Days in the Gregorian calendar. Counting years from March puts the leap day at the end of the year.
fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days_before_month = (153 * month + 2) / 5;
    // 719 468 days lie between 1 March of year 0 and 1 January 1970.
    365 * year + leap_days + days_before_month + day - 1 - 719_468
}

/// The reverse of `days_since_1970`: year, month and day.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    // 400 years have 146 097 days.
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> Option<u128> {
        let time = Timestamp::from(text).to_system_time()?;
        Some(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_millis())
    }

    #[test]
    fn timestamps_are_points_in_time() {
        assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(millis("2000-02-29T23:59:59Z"), Some(951_868_799_000));
        assert_eq!(millis("2001-09-09T01:46:40Z"), Some(1_000_000_000_000));
        assert_eq!(millis("2026-11-21T10:15:00.250Z"), Some(1_795_256_100_250));
        for other in
            ["", "2026-11-21", "2026-11-21T10:15:00", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z", "-TZ"]
        {
            assert_eq!(millis(other), None, "{other}");
        }
    }

    #[test]
    fn times_become_timestamps_and_times_again() {
        // Noon of every other day of a thousand years.
        for days in (0..365_250).step_by(2) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400 + 43_200);
            assert_eq!(Timestamp::from(time).to_system_time(), Some(time));
        }
        let at = |seconds| Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_millis(seconds));
        assert_eq!(at(951_868_799_999), "2000-02-29T23:59:59Z");
        assert_eq!(at(1_795_256_100_000), "2026-11-21T10:15:00Z");
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(
            (Timestamp::from(before), at(300_000_000_000_000)),
            (Timestamp::default(), Timestamp::default())
        );
    }
}
