//! Times for people.

use std::time::{Duration, SystemTime};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `in 42 minutes (Sun, 22 Nov 2026 01:02:03 GMT)`, or `3 days ago (…)`.
pub(super) fn when(time: SystemTime, now: SystemTime) -> String {
    // An HTTP date can't say years beyond 9999.
    let date = if time < SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800)
        && time >= SystemTime::UNIX_EPOCH
    {
        format!(" ({})", httpdate::fmt_http_date(time))
    } else {
        String::new()
    };
    match time.duration_since(now) {
        Ok(left) => format!("in {}{date}", roughly(left)),
        Err(past) => format!("{} ago{date}", roughly(past.duration())),
    }
}

/// The time that Unix seconds name, if they name one.
pub(super) fn from_unix(seconds: f64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(seconds).ok()?)
}

/// Whole Unix seconds.
pub(super) fn unix(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// In the largest unit of which there are two or more, rounded down.
fn roughly(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        1 => "1 second".to_owned(),
        0..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / MINUTE),
        7_200..172_800 => format!("{} hours", seconds / HOUR),
        _ => format!("{} days", seconds / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let at = |seconds: u64| when(now + Duration::from_secs(seconds), now);
        assert_eq!(at(2520), "in 42 minutes (Tue, 14 Nov 2023 22:55:20 GMT)");
        for (seconds, expected) in
            [(0, "0 seconds"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes")]
        {
            assert!(at(seconds).starts_with(&format!("in {expected} ")), "{}", at(seconds));
        }
        for (seconds, expected) in [(7_199, "119 minutes"), (7_200, "2 hours"), (172_800, "2 days")] {
            assert!(at(seconds).starts_with(&format!("in {expected} ")), "{}", at(seconds));
        }
        assert!(when(now - Duration::from_secs(300), now).starts_with("5 minutes ago (Tue, "));
        assert_eq!(when(from_unix(1e12).unwrap(), now), "in 11554398 days");
        assert_eq!(from_unix(f64::NAN), None);
        assert_eq!(from_unix(-1.0), None);
    }
}
