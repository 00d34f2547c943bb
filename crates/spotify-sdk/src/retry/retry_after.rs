//! `Retry-After`: seconds or a date (RFC 9110 section 10.2.3), as servers really send it.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// A longer wait is shown as this: a year.
const LONGEST: u64 = 365 * 24 * 60 * 60;

/// What the server asks to wait; `None` when it does not say, or says nothing that is a wait. Of several, the longest.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    headers.get_all(RETRY_AFTER).iter().filter_map(|value| parse(value.to_str().ok()?.trim(), now)).max()
}

fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    let longest = Duration::from_secs(LONGEST);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit are a very long wait, not none.
        return Some(text.parse().map_or(longest, Duration::from_secs).min(longest));
    }
    // `httpdate` reads the three forms of RFC 9110 section 5.6.7; a date in the past asks for no wait.
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default().min(longest))
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::HeaderValue;

    use super::*;

    fn wait(values: &[&str]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(RETRY_AFTER, HeaderValue::from_str(value).unwrap());
        }
        // Sun, 06 Nov 1994 08:49:37 GMT is 784111777.
        retry_after(&headers, UNIX_EPOCH + Duration::from_secs(784_111_777 - 90)).map(|wait| wait.as_secs())
    }

    #[test]
    fn fault_009_all_three_forms_of_a_date_are_read() {
        for date in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(wait(&[date]), Some(90), "{date}");
        }
        assert_eq!(wait(&["Sun, 04 Nov 1984 08:49:37 GMT"]), Some(0));
        assert_eq!(wait(&["Sun, 06 Nov"]), None);
    }

    #[test]
    fn fault_112_odd_values_are_no_wait() {
        for odd in ["", "-5", "1.5", "+7", "soon", "5, 7", "0x10", "NaN", "1e3", &"9 ".repeat(5000)] {
            assert_eq!(wait(&[odd]), None, "{odd:.20}");
        }
        assert_eq!(wait(&["0"]), Some(0));
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn fault_010_huge_and_repeated_values() {
        assert_eq!(wait(&["86400"]), Some(86_400));
        assert_eq!(wait(&["99999999999999999999999999"]), Some(LONGEST));
        assert_eq!(wait(&[&"9".repeat(10_000)]), Some(LONGEST));
        assert_eq!(wait(&["3", "7"]), Some(7));
        assert_eq!(wait(&["soon", "7"]), Some(7));
    }

    proptest::proptest! {
        #[test]
        fn fault_010_no_header_makes_it_panic(value in "[ -~]{0,40}") {
            let wait = wait(&[&value]);
            proptest::prop_assert!(wait.is_none_or(|wait| wait <= LONGEST));
        }
    }
}
