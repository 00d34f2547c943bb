//! `Retry-After`, and what is decided by it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue};

use crate::retry::{self, Decision, Outcome, RetryPolicy, decide};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Sun, 06 Nov 1994 08:48:07 GMT: ninety seconds before the RFC's example.
const NOW: u64 = 784_111_687;

/// A header's values, one a line. The first eight bytes are a moment, too.
pub fn retry_after(input: &[u8]) {
    let now = UNIX_EPOCH + Duration::from_secs(NOW);
    let values: Vec<HeaderValue> =
        input.split(|byte| *byte == b'\n').filter_map(|line| HeaderValue::from_bytes(line).ok()).collect();
    let wait = wait(&values, now);
    assert!(wait.is_none_or(|wait| wait <= YEAR));
    // Of several the longest counts, and their order does not.
    let single = values.iter().map(|value| self::wait(std::slice::from_ref(value), now));
    assert_eq!(wait, single.flatten().max());
    let backwards: Vec<HeaderValue> = values.iter().rev().cloned().collect();
    assert_eq!(wait, self::wait(&backwards, now));
    for value in &values {
        check_value(value, now);
    }
    check_decision(input, wait);
    if let Some(Ok(moment)) = input.get(..8).map(<[u8; 8]>::try_from) {
        check_date(u64::from_le_bytes(moment), now);
    }
}

fn wait(values: &[HeaderValue], now: SystemTime) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(RETRY_AFTER, value.clone());
    }
    retry::retry_after(&headers, now)
}

/// Digits are seconds; whatever else is no date says nothing.
fn check_value(value: &HeaderValue, now: SystemTime) {
    let read = wait(std::slice::from_ref(value), now);
    let Ok(text) = value.to_str() else { return assert_eq!(read, None) };
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        let seconds = text.trim_start_matches('0');
        // Nine digits are thirty years.
        let seconds = if seconds.len() > 9 { u64::MAX } else { seconds.parse().unwrap_or(0) };
        assert_eq!(read, Some(Duration::from_secs(seconds).min(YEAR)));
    } else if read.is_some() {
        let has_time = text.split(' ').any(|word| word.split(':').count() == 3);
        assert!(has_time, "{text}");
    }
}

/// No wait is longer than was allowed, and no end of attempts is put off.
fn check_decision(input: &[u8], asked: Option<Duration>) {
    let [first, second, ..] = *input else { return };
    let status = 400 + u16::from(first);
    let attempt = u32::from(second);
    let policy = RetryPolicy { max_retries: 3, max_wait: Duration::from_secs(60) };
    for repeatable in [false, true] {
        let outcome = Outcome::Answer { status, retry_after: asked, quota_exceeded: false };
        let decision = decide(policy, attempt, repeatable, outcome, || f64::from(first) / 256.0);
        if let Decision::Wait(wait) = decision {
            assert!(attempt < policy.max_retries && wait <= policy.max_wait);
            assert!(wait >= asked.unwrap_or_default(), "never sooner than was asked");
            assert!(repeatable || status == 429);
        }
    }
}

/// A date is read in all three forms (RFC 9110 section 5.6.7), as the moment that it was made of.
fn check_date(moment: u64, now: SystemTime) {
    // Years of four digits, and for the old form, which has two, those that it can mean.
    let seconds = moment % 253_402_300_800;
    let Civil { year, month, day, hour, minute, second, weekday } = Civil::of(seconds);
    let expected = Duration::from_secs(seconds.saturating_sub(NOW)).min(YEAR);
    let (short, long) = (&WEEKDAYS[weekday][..3], WEEKDAYS[weekday]);
    let name = MONTHS[month];
    let mut forms = vec![
        format!("{short}, {day:02} {name} {year:04} {hour:02}:{minute:02}:{second:02} GMT"),
        format!("{short} {name} {day:>2} {hour:02}:{minute:02}:{second:02} {year:04}"),
    ];
    if (1970..2070).contains(&year) {
        forms
            .push(format!("{long}, {day:02}-{name}-{:02} {hour:02}:{minute:02}:{second:02} GMT", year % 100));
    }
    for form in forms {
        let value = HeaderValue::from_str(&form).expect("a date is plain text");
        assert_eq!(wait(&[value], now), Some(expected), "{form}");
    }
}

const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

struct Civil {
    year: u64,
    month: usize,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
    weekday: usize,
}

impl Civil {
    /// Counted year by year and month by month: slow, and plainly right.
    fn of(seconds: u64) -> Self {
        let is_leap =
            |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let (mut days, rest) = (seconds / 86_400, seconds % 86_400);
        // 1 January 1970 was a Thursday.
        let weekday = (days % 7) as usize;
        let mut year = 1970;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if days < length {
                break;
            }
            days -= length;
            year += 1;
        }
        let february = if is_leap(year) { 29 } else { 28 };
        let mut month = 0;
        for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if days < length {
                break;
            }
            days -= length;
            month += 1;
        }
        Self {
            year,
            month,
            day: days + 1,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday,
        }
    }
}
