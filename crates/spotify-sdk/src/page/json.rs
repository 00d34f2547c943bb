//! Pages to and from JSON.
//!
//! Reading row by row costs a second look at every byte, so `decode` first reads a page in one go and comes back only when
//! that fails. Which of the two is on is kept per thread, as serde has no way to hand an option down through derived code.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use super::{Page, RejectedRow};
use crate::error::{Error, ErrorKind};
use crate::lenient::{self, Lenient};

thread_local! {
    static ROW_BY_ROW: Cell<bool> = const { Cell::new(true) };
}

/// Runs `read` with pages read row by row (the default everywhere), or, if `yes` is false, as a whole: faster, and failing
/// at the first bad row.
pub(crate) fn row_by_row<T>(yes: bool, read: impl FnOnce() -> T) -> T {
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            ROW_BY_ROW.set(self.0);
        }
    }

    let _restore = Restore(ROW_BY_ROW.replace(yes));
    read()
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Items,
    Total,
    Limit,
    Offset,
    Next,
    Previous,
    Href,
    #[serde(other)]
    Other,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PageVisitor(PhantomData))
    }
}

impl<T: DeserializeOwned> Lenient for Page<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Option::unwrap_or_default)
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Page<T>, A::Error> {
        let mut page = Page::default();
        while let Some(member) = members.next_key()? {
            match member {
                Member::Items => match members.next_value()? {
                    Items::Whole(items) => page.items = items,
                    Items::Rows(items, rejected) => (page.items, page.rejected) = (items, rejected),
                },
                Member::Total => page.total = members.next_value_seed(Leniently(PhantomData))?,
                Member::Limit => page.limit = members.next_value_seed(Leniently(PhantomData))?,
                Member::Offset => page.offset = members.next_value_seed(Leniently(PhantomData))?,
                Member::Next => page.next = members.next_value_seed(Leniently(PhantomData))?,
                Member::Previous => page.previous = members.next_value_seed(Leniently(PhantomData))?,
                Member::Href => page.href = members.next_value_seed(Leniently(PhantomData))?,
                Member::Other => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(page)
    }
}

pub(super) struct Leniently<T>(pub(super) PhantomData<T>);

impl<'de, T: Lenient> de::DeserializeSeed<'de> for Leniently<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        lenient::field(deserializer)
    }
}

/// The rows of a page, read as a whole or one by one.
pub(super) enum Items<T> {
    Whole(Vec<T>),
    Rows(Vec<T>, Vec<RejectedRow>),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !ROW_BY_ROW.get() {
            return Option::deserialize(deserializer).map(Option::unwrap_or_default).map(Self::Whole);
        }
        let raw: Option<Vec<Box<RawValue>>> = Option::deserialize(deserializer)?;
        let (mut items, mut rejected) = (Vec::new(), Vec::new());
        for (index, raw) in raw.unwrap_or_default().into_iter().enumerate() {
            match read_row(raw.get(), index) {
                Ok(item) => items.push(item),
                Err(error) => rejected.push(RejectedRow { index, error, raw }),
            }
        }
        Ok(Self::Rows(items, rejected))
    }
}

fn read_row<T: DeserializeOwned>(json: &str, index: usize) -> Result<T, Error> {
    serde_json::from_str(json).or_else(|_| {
        // Once more with the path tracked, which the good rows need not pay for.
        serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(json)).map_err(|error| {
            let path = match error.path().to_string().as_str() {
                "." => format!("items[{index}]"),
                path => format!("items[{index}].{path}"),
            };
            Error::new(ErrorKind::Decode, error.into_inner().to_string()).with_json_path(path)
        })
    })
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("Page", 7)?;
        page.serialize_field("href", &self.href)?;
        page.serialize_field("limit", &self.limit)?;
        page.serialize_field("next", &self.next)?;
        page.serialize_field("offset", &self.offset)?;
        page.serialize_field("previous", &self.previous)?;
        page.serialize_field("total", &self.total)?;
        page.serialize_field("items", &Rows(self.row_count(), || self.rows()))?;
        page.end()
    }
}

/// The rows of a page, good and rejected, as a list: how many, and which.
pub(super) struct Rows<F>(pub(super) usize, pub(super) F);

impl<'a, T, F, I> Serialize for Rows<F>
where
    T: Serialize + 'a,
    F: Fn() -> I,
    I: Iterator<Item = Result<&'a T, &'a RejectedRow>>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0))?;
        for row in self.1() {
            match row {
                Ok(item) => list.serialize_element(item)?,
                Err(rejected) => list.serialize_element(&rejected.raw)?,
            }
        }
        list.end()
    }
}
