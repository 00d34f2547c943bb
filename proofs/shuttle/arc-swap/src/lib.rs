//! As much of arc-swap as the SDK uses. Each operation is one step of a schedule, as it is one atomic operation there.

use std::sync::Arc;

use shuttle::sync::Mutex;

/// An `Arc`, or none, that is replaced as a whole.
#[derive(Debug)]
pub struct ArcSwapOption<T>(Mutex<Option<Arc<T>>>);

impl<T> ArcSwapOption<T> {
    /// One that holds nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(Mutex::new(None))
    }

    /// What it holds now.
    pub fn load_full(&self) -> Option<Arc<T>> {
        self.0.lock().expect("nothing panics while it is held").clone()
    }

    /// What it holds now. Not borrowed, as with arc-swap, but a copy.
    pub fn load(&self) -> Guard<T> {
        Guard(self.load_full())
    }

    /// Puts `value` in place of what it holds.
    pub fn store(&self, value: Option<Arc<T>>) {
        *self.0.lock().expect("nothing panics while it is held") = value;
    }
}

/// What was loaded.
#[derive(Debug)]
pub struct Guard<T>(Option<Arc<T>>);

impl<T> std::ops::Deref for Guard<T> {
    type Target = Option<Arc<T>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
