//! Work that all processors share, with a line of progress.

use std::{
    io::Write,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::Result;

/// Does `each` for every item, several at once; the results are in the items' order. The first error ends the work.
pub(super) fn shared<T: Sync, R: Send>(
    items: &[T],
    what: &str,
    each: impl Fn(usize, &T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::with_capacity(items.len()), None, Instant::now()));
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return };
            let result = each(index, item).map_err(|error| error.to_string());
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            match result {
                Ok(result) => done.0.push((index, result)),
                Err(error) => {
                    next.store(items.len(), Ordering::Relaxed);
                    done.1.get_or_insert(error);
                }
            }
            if done.2.elapsed() > Duration::from_secs(10) {
                done.2 = Instant::now();
                println!("{} of {} {what}", done.0.len(), items.len());
                let _ = std::io::stdout().flush();
            }
        }
    };
    thread::scope(|scope| {
        // Tests wait as much as they compute.
        for _ in 0..2 * thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
    let (mut results, error, _) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = error {
        return Err(error.into());
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..100).collect();
        let doubled = shared(&items, "numbers", |index, item| Ok((index, item * 2))).unwrap();
        assert!(
            doubled.iter().enumerate().all(|(at, (index, value))| at == *index && *value == 2 * at as u32)
        );
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let started = AtomicUsize::new(0);
        let failed = shared(&[0; 1000], "numbers", |_, _| -> Result {
            started.fetch_add(1, Ordering::Relaxed);
            Err("broken".into())
        });
        assert_eq!(failed.unwrap_err().to_string(), "broken");
        assert!(started.load(Ordering::Relaxed) < 1000);
    }
}
