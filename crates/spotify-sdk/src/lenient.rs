//! How a field of a model is read: what Spotify leaves out, nulls or writes differently never fails an answer.
//!
//! [`model!`](crate::model) puts [`field`] on every field, so that leniency is one rule instead of an attribute per field:
//! a missing or null string, list, number or object is the empty one, an `Option` tells absence apart.

mod number;
mod string;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A type that a field of a model may have.
pub(crate) trait Lenient: Sized {
    /// Reads a value that may also be `null`.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Whether there is nothing to write: the key is left out then.
    fn is_absent(&self) -> bool {
        false
    }
}

/// For `#[serde(deserialize_with)]`.
pub(crate) fn field<'de, T: Lenient, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// For `#[serde(skip_serializing_if)]`.
pub(crate) fn is_absent<T: Lenient>(value: &T) -> bool {
    value.is_absent()
}

/// For types whose own `Deserialize` does not take `null`: reads that as the default.
macro_rules! null_is_default {
    ($($Type:ty),+ $(,)?) => {$(
        impl $crate::lenient::Lenient for $Type {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <Option<Self> as serde::Deserialize>::deserialize(deserializer).map(Option::unwrap_or_default)
            }
        }
    )+};
}
/// For types whose own `Deserialize` is lenient already.
macro_rules! lenient_itself {
    ($($Type:ty),+ $(,)?) => {$(
        impl $crate::lenient::Lenient for $Type {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <Self as serde::Deserialize>::deserialize(deserializer)
            }
        }
    )+};
}
pub(crate) use {lenient_itself, null_is_default};

null_is_default!(bool);

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Present<T>(PhantomData<T>);

        impl<'de, T: Lenient> Visitor<'de> for Present<T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: de::Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                T::read(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(Present(PhantomData))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: for<'de> Deserialize<'de>> Lenient for Vec<T> {
    /// Reads a list; `null` is the empty one, and `null` elements are passed over.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut values = Vec::new();
                while let Some(element) = list.next_element::<Option<T>>()? {
                    let Some(element) = element else { continue };
                    if values.is_empty() {
                        // Most lists of a model have one element; the room for four that a list begins with would be
                        // most of its memory.
                        values.reserve_exact(1);
                    }
                    values.push(element);
                }
                Ok(values)
            }
        }

        deserializer.deserialize_any(List(PhantomData))
    }
}
