//! Market lists that were taken out of a text before it is read: each stands there as a number, and is handed out once.
//!
//! How many the reader asked for is known afterwards: a list that was never asked for was read as something else, or passed over.

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};

use super::Markets;

/// Numbers from here on stand for lists: 19 digits, the upper ones chosen at random so that no number in an answer can be taken for
/// one, not even by somebody who tries.
#[derive(Clone, Copy)]
struct Base(u64);

/// Lists that one text may have; that many do not fit into an answer.
const MOST: u64 = 1 << 24;

impl Base {
    fn new() -> Self {
        let random = RandomState::new().hash_one(0);
        Self(1 << 62 | (random >> 2) & !(MOST - 1))
    }
}

/// The lists of one text.
pub(crate) struct Lists {
    base: Base,
    slots: Vec<Option<Markets>>,
}

thread_local! {
    /// The lists of the text that this thread reads.
    static CURRENT: RefCell<Option<Lists>> = const { RefCell::new(None) };
}

impl Lists {
    pub(crate) fn new() -> Self {
        Self { base: Base::new(), slots: Vec::new() }
    }

    /// Takes a list in; gives the number that stands for it. `None` when there are too many.
    pub(crate) fn push(&mut self, markets: Markets) -> Option<u64> {
        let number = self.slots.len() as u64;
        self.slots.push(Some(markets));
        (number < MOST).then_some(self.base.0 + number)
    }

    /// Runs `read`, which finds these lists by their numbers. Gives nothing unless every list was found.
    pub(crate) fn read<T>(self, read: impl FnOnce() -> Option<T>) -> Option<T> {
        /// Puts back what was there, also after a panic.
        struct Restore(Option<Lists>);

        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }

        let restore = Restore(CURRENT.replace(Some(self)));
        let value = read();
        let left = CURRENT.take();
        drop(restore);
        value.filter(|_| left.is_some_and(|lists| lists.slots.iter().all(Option::is_none)))
    }
}

/// Has the text read as it came: called by a reader that keeps JSON in which a number may stand for a list.
pub(in crate::model) fn spoil() {
    CURRENT.with_borrow_mut(|current| {
        if let Some(lists) = current {
            // One that nobody will ask for.
            lists.slots.push(Some(Markets::default()));
        }
    });
}

/// The list that `number` stands for in the text that is being read, the first time it is asked for.
pub(super) fn take(number: u64) -> Option<Markets> {
    CURRENT.with_borrow_mut(|current| {
        let lists = current.as_mut()?;
        let index = usize::try_from(number.checked_sub(lists.base.0)?).ok()?;
        lists.slots.get_mut(index)?.take()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: u64) -> Option<Markets> {
        serde_json::from_str(&number.to_string()).ok()
    }

    #[test]
    fn a_number_is_a_list_once_and_only_while_its_text_is_read() {
        let swedish: Markets = ["SE"].into_iter().collect();
        let mut lists = Lists::new();
        let number = lists.push(swedish.clone()).unwrap();
        assert_eq!(read(number), None, "before");
        let found = lists.read(|| {
            assert_eq!(read(number + 1), None, "a number beyond");
            assert_eq!(read(0), None, "a number before");
            let found = read(number);
            assert_eq!(read(number), None, "twice");
            found
        });
        assert_eq!(found, Some(swedish));
        assert_eq!(read(number), None, "afterwards");
    }

    #[test]
    fn a_list_that_nobody_asked_for_spoils_the_reading() {
        let mut lists = Lists::new();
        lists.push(Markets::default()).unwrap();
        assert_eq!(lists.read(|| Some(())), None);
    }

    #[test]
    fn a_reading_inside_a_reading_leaves_the_outer_lists_alone() {
        let (mut outer, mut inner) = (Lists::new(), Lists::new());
        let outer_number = outer.push(["SE"].into_iter().collect()).unwrap();
        let inner_number = inner.push(["DE"].into_iter().collect()).unwrap();
        let both = outer.read(|| {
            let inner = inner.read(|| read(inner_number))?;
            Some((inner, read(outer_number)?))
        });
        let (inner, outer) = both.unwrap();
        assert!(inner.contains("DE") && outer.contains("SE"));
    }
}
