//! Numbers, however Spotify writes them: `4902265`, `4.902265E6`, `null`, and `{"totalMilliseconds": 4902265}`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Lenient, null_is_default};

/// A number type; values beyond its range become its nearest bound.
trait Whole: Sized {
    fn from_unsigned(value: u64) -> Self;
    fn from_signed(value: i64) -> Self;
    fn from_float(value: f64) -> Self;
}

macro_rules! whole {
    ($($Number:ty),+) => {$(
        impl Whole for $Number {
            fn from_unsigned(value: u64) -> Self {
                Self::try_from(value).unwrap_or(Self::MAX)
            }

            fn from_signed(value: i64) -> Self {
                Self::try_from(value).unwrap_or(if value < 0 { Self::MIN } else { Self::MAX })
            }

            fn from_float(value: f64) -> Self {
                // `as` saturates, and makes zero of what is not a number.
                value.round() as Self
            }
        }

        impl Lenient for $Number {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(WholeVisitor(PhantomData))
            }
        }
    )+};
}

whole!(i32, u32, u64);

null_is_default!(f64);

struct WholeVisitor<N>(PhantomData<N>);

impl<'de, N: Whole> Visitor<'de> for WholeVisitor<N> {
    type Value = N;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<N, E> {
        Ok(N::from_unsigned(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<N, E> {
        Ok(N::from_signed(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<N, E> {
        Ok(N::from_float(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<N, E> {
        Ok(N::from_unsigned(0))
    }

    /// The duration of local files has been seen as an object. Its members are not documented: the first number is the value.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<N, A::Error> {
        let mut value = None;
        while object.next_key::<IgnoredAny>()?.is_some() {
            let member: serde_json::Value = object.next_value()?;
            value = value.or(member.as_f64());
        }
        Ok(N::from_float(value.unwrap_or(0.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<N: Lenient>(json: &str) -> serde_json::Result<N> {
        N::read(&mut serde_json::Deserializer::from_str(json))
    }

    #[test]
    fn whole_numbers_come_in_many_forms() {
        for (json, expected) in [
            ("0", 0),
            ("806", 806),
            ("806.0", 806),
            ("4.9022656E7", 49_022_656),
            ("null", 0),
            ("-1", 0),
            ("1e300", u32::MAX),
            ("99999999999", u32::MAX),
            ("{}", 0),
            (r#"{"totalMilliseconds":243000}"#, 243_000),
        ] {
            assert_eq!(read::<u32>(json).expect(json), expected, "{json}");
        }
        assert_eq!(read::<u64>("99999999999").expect("a number"), 99_999_999_999);
    }

    #[test]
    fn numbers_below_zero_and_between() {
        for (json, expected) in
            [("-1", -1), ("-1.0", -1), ("null", 0), ("1e300", i32::MAX), ("-99999999999", i32::MIN)]
        {
            assert_eq!(read::<i32>(json).expect(json), expected, "{json}");
        }
        for (json, expected) in [("-5.883", -5.883), ("0", 0.0), ("-1", -1.0), ("1E-5", 1e-5), ("null", 0.0)]
        {
            assert_eq!(read::<f64>(json).expect(json), expected, "{json}");
        }
    }

    #[test]
    fn other_things_are_no_numbers() {
        for json in ["\"12\"", "[1]", "true"] {
            assert!(read::<u32>(json).is_err(), "{json}");
            assert!(read::<f64>(json).is_err(), "{json}");
        }
    }
}
