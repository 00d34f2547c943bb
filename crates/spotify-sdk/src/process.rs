//! What belongs to one process.
//!
//! A forked child has its parent's memory and neither its threads nor a right to its sockets: whatever depends on these is made anew there.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

/// A value for each process, made when it is first asked for. What a child has of its parent's is neither used there nor dropped, as
/// dropping it could close what the parent uses.
pub(crate) struct PerProcess<T>(Mutex<Option<(u32, Arc<T>)>>);

impl<T> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// This process's value.
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> Arc<T> {
        match self.try_get(|| Ok::<_, Infallible>(make())) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The same where making it may fail; then the next one tries again.
    pub(crate) fn try_get<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let process = crate::sync::process();
        // Made under the lock: nobody makes a second one meanwhile.
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((owner, value)) = &*slot
            && *owner == process
        {
            return Ok(value.clone());
        }
        let value = Arc::new(make()?);
        std::mem::forget(slot.replace((process, value.clone())));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forked_child_makes_its_own_and_leaves_its_parents_alone() {
        struct Closes<'a>(&'a Mutex<Vec<&'static str>>, &'static str);
        impl Drop for Closes<'_> {
            fn drop(&mut self) {
                self.0.lock().unwrap().push(self.1);
            }
        }
        let closed = Mutex::default();
        let kept = PerProcess::new();
        assert!(kept.try_get(|| Err("not yet")).is_err());
        assert_eq!(kept.get(|| Closes(&closed, "first")).1, "first");
        assert_eq!(kept.get(|| Closes(&closed, "second")).1, "first");
        // As a child finds it.
        kept.0.lock().unwrap().as_mut().unwrap().0 += 1;
        assert_eq!(kept.get(|| Closes(&closed, "the child's")).1, "the child's");
        drop(kept);
        assert_eq!(*closed.lock().unwrap(), ["the child's"]);
    }
}
