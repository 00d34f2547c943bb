//! Files that somebody else holds open.
//!
//! On Windows a virus scanner, a backup or an indexer opens what has just been written, and for that moment the file can be neither replaced nor
//! opened. It passes. Elsewhere it does not happen, and the same numbers mean something else.

use std::io;
use std::time::Duration;

/// Times that it is tried, with pauses that grow: 450 milliseconds in all.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(10);

/// Does `step`, again while others hold the file.
pub(super) fn unhindered<T>(step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let is_passing: fn(&io::Error) -> bool = if cfg!(windows) { is_held_by_others } else { |_| false };
    again_while(is_passing, step, std::thread::sleep)
}

fn again_while<T>(
    is_passing: impl Fn(&io::Error) -> bool,
    mut step: impl FnMut() -> io::Result<T>,
    mut sleep: impl FnMut(Duration),
) -> io::Result<T> {
    let mut attempt = 1;
    loop {
        match step() {
            Err(error) if attempt < ATTEMPTS && is_passing(&error) => sleep(PAUSE * attempt),
            result => return result,
        }
        attempt += 1;
    }
}

/// What Windows says then. A file that the user has no right to is refused with the first of them too: that costs half a second and stays an error.
fn is_held_by_others(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    const DELETE_PENDING: i32 = 303;
    /// Mapped into somebody's memory.
    const USER_MAPPED_FILE: i32 = 1224;
    matches!(
        error.raw_os_error(),
        Some(ACCESS_DENIED | SHARING_VIOLATION | LOCK_VIOLATION | DELETE_PENDING | USER_MAPPED_FILE)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Windows' answers, one a save: how often a scanner is in the way, and as what it shows.
    fn saves(hindrances: &[i32]) -> (io::Result<()>, Vec<Duration>) {
        let mut hindrances = hindrances.iter();
        let mut slept = Vec::new();
        let step = || hindrances.next().map_or(Ok(()), |code| Err(io::Error::from_raw_os_error(*code)));
        let result = again_while(is_held_by_others, step, |pause| slept.push(pause));
        (result, slept)
    }

    #[test]
    fn fault_061_a_scanner_that_holds_the_file_costs_no_save() {
        for save in 0..1000 {
            let code = [5, 32, 33, 303, 1224][save % 5];
            let (result, slept) = saves(&vec![code; save % 10]);
            result.unwrap();
            assert_eq!(slept.len(), save % 10);
            assert!(slept.iter().sum::<Duration>() <= Duration::from_millis(450));
        }
    }

    #[test]
    fn fault_061_one_that_never_lets_go_is_an_error_in_time_and_others_are_at_once() {
        let (result, slept) = saves(&[32; 100]);
        assert_eq!(result.unwrap_err().raw_os_error(), Some(32));
        assert_eq!((slept.len(), slept.iter().sum()), (9, Duration::from_millis(450)));
        // Not found, disk full, write-protected.
        for code in [2, 112, 19] {
            let (result, slept) = saves(&[code, code]);
            assert_eq!((result.unwrap_err().raw_os_error(), slept.len()), (Some(code), 0));
        }
    }

    #[cfg(unix)]
    #[test]
    fn fault_061_elsewhere_the_same_numbers_are_errors_at_once() {
        let mut attempts = 0;
        let result = unhindered(|| -> io::Result<()> {
            attempts += 1;
            Err(io::Error::from_raw_os_error(32))
        });
        assert!(result.is_err());
        assert_eq!(attempts, 1);
    }
}
