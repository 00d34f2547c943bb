//! Release dates, which are as precise as Spotify knows them.

use super::open_enum::open_enum;
use super::text_type::text_type;

text_type! {
    /// When something was released: `1981-12-15`, `1981-12` or `1981`, as Spotify sent it. Compares as text, which is by time.
    pub struct ReleaseDate = "a date";
}

impl ReleaseDate {
    /// The year. `None` for `0000` too, by which Spotify says that it does not know.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.part(0)?.parse().ok().filter(|year| *year > 0)
    }

    /// The month, from 1 to 12, where it is known.
    #[must_use]
    pub fn month(&self) -> Option<u8> {
        self.part(1)?.parse().ok().filter(|month| (1..=12).contains(month))
    }

    /// The day of the month, from 1 to 31, where it is known.
    #[must_use]
    pub fn day(&self) -> Option<u8> {
        self.part(2)?.parse().ok().filter(|day| (1..=31).contains(day))
    }

    fn part(&self, index: usize) -> Option<&str> {
        let date = self.as_str().split('T').next()?;
        date.split('-').nth(index)
    }
}

open_enum! {
    /// How much of a [`ReleaseDate`] is known.
    pub enum ReleaseDatePrecision {
        /// The year.
        Year = "year",
        /// Year and month.
        Month = "month",
        /// Year, month and day.
        Day = "day",
        /// The day and the time of it, seen with chapters.
        Minute = "minute",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_are() {
        let parts = |text| {
            let date = ReleaseDate::from(text);
            (date.year(), date.month(), date.day())
        };
        assert_eq!(parts("1981-12-15"), (Some(1981), Some(12), Some(15)));
        assert_eq!(parts("1981-12"), (Some(1981), Some(12), None));
        assert_eq!(parts("1981"), (Some(1981), None, None));
        assert_eq!(parts("2020-01-02T03:04Z"), (Some(2020), Some(1), Some(2)));
        for unknown in ["", "0000", "soon", "0000-00-00"] {
            assert_eq!(parts(unknown), (None, None, None), "{unknown}");
        }
    }
}
