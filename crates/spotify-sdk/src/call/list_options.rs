//! What can be said about how a list is read, for streams and iterators alike.

/// Gives a stream or an iterator its options; the closure says where its pages are.
macro_rules! list_options {
    ($Reader:ident, |$reader:ident| $pages:expr) => {
        impl<E: Listed> $Reader<E> {
            /// How many pages may be under way at a time, 1 to 64; 1 unless set. They come in order all the same. The first
            /// page is read alone, as it says how many there are; lists by cursor are read one page after the other
            /// whatever is set, as only a page knows where the next one begins. So many pages are held in memory at most.
            ///
            /// A wrong number is reported instead of the first page.
            pub fn concurrency(mut self, pages: usize) -> Self {
                let $reader = &mut self;
                $pages.paging.set_concurrency(pages);
                self
            }

            /// Goes on after a page that is there already: the tracks that came with an album, or a page read before. What is
            /// in `page` does not come again; if it is the last one, nothing comes and nothing is sent.
            pub fn after_page(mut self, page: &E::Output) -> Self {
                let $reader = &mut self;
                $pages.paging.set_after(page);
                self
            }

            /// Goes on where the `next` of an earlier page says, which may come from a file. Only its offset or cursor and its
            /// limit are taken, and only if it is the address of this very list; nothing is sent to it. Options such as a
            /// market are those of this call.
            ///
            /// An address of something else, or none, is reported instead of the first page:
            /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), before anything is sent.
            pub fn resume(mut self, next: &str) -> Self {
                let $reader = &mut self;
                let base = $pages.client.base_path();
                $pages.paging.set_place(next, &base);
                self
            }
        }
    };
}
pub(super) use list_options;
