//! JSON from any bytes: what is no JSON by itself is taken as directions for making some. A parser that sees broken brackets most of the time is
//! never looked at from inside.

use std::fmt::Write as _;

use serde_json::Value;

/// Names of members that mean something somewhere.
const NAMES: [&str; 48] = [
    "available_markets",
    "items",
    "track",
    "album",
    "albums",
    "tracks",
    "artists",
    "artist",
    "show",
    "shows",
    "episode",
    "episodes",
    "audiobook",
    "audiobooks",
    "chapter",
    "chapters",
    "item",
    "id",
    "name",
    "type",
    "uri",
    "href",
    "total",
    "limit",
    "offset",
    "next",
    "previous",
    "cursors",
    "after",
    "images",
    "release_date",
    "release_date_precision",
    "duration_ms",
    "external_ids",
    "external_urls",
    "spotify",
    "followers",
    "restrictions",
    "reason",
    "is_local",
    "album_type",
    "added_at",
    "added_by",
    "playlists",
    "owner",
    "linked_from",
    "\"available_markets",
    "device",
];

/// Text that means something somewhere.
const TEXTS: [&str; 24] = [
    "track",
    "episode",
    "album",
    "chapter",
    "show",
    "audiobook",
    "artist",
    "ad",
    "spotify:local:a:b:c:12",
    "spotify:track:11dFghVXANMlKmJXsNCbNl",
    "11dFghVXANMlKmJXsNCbNl",
    "",
    "2024",
    "2024-02",
    "2024-02-29",
    "0000",
    "year",
    "day",
    "2024-02-29T12:00:00Z",
    "2024-02-29T12:00:00.120Z",
    "SE",
    "\"available_markets\":[\"SE\"]",
    "https://api.spotify.com/v1/x?offset=50&limit=50",
    "compilation",
];

/// Numbers that are easily got wrong.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1",
    "1.5",
    "640.0",
    "4.9E6",
    "1e300",
    "-0.0",
    "4294967296",
    "18446744073709551615",
    "4611686018427387904",
    "5e-324",
];

/// The input itself, where it begins like JSON; else what it directs.
pub(super) fn text(input: &[u8]) -> String {
    if matches!(input.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'"' | b'<')) {
        return String::from_utf8_lossy(input).into_owned();
    }
    let mut maker = Maker { directions: input, text: String::new(), left: 200 };
    maker.object(0);
    maker.text
}

struct Maker<'a> {
    directions: &'a [u8],
    text: String,
    /// How many values may still be made.
    left: usize,
}

impl Maker<'_> {
    fn next(&mut self) -> usize {
        let Some((first, rest)) = self.directions.split_first() else { return 0 };
        self.directions = rest;
        usize::from(*first)
    }

    fn value(&mut self, depth: usize) {
        self.left = self.left.saturating_sub(1);
        let may_nest = depth < 12 && self.left > 0;
        match self.next() % 16 {
            0 => self.text.push_str("null"),
            1 => self.text.push_str("true"),
            2 => self.text.push_str("false"),
            3 | 4 => {
                let number = NUMBERS[self.next() % NUMBERS.len()];
                self.text.push_str(number);
            }
            5 => {
                let number = self.next();
                let _ = write!(self.text, "{number}");
            }
            6..=8 => {
                let text = TEXTS[self.next() % TEXTS.len()];
                self.string(text);
            }
            9 => {
                let length = (self.next() % 32).min(self.directions.len());
                let (text, rest) = self.directions.split_at(length);
                self.directions = rest;
                self.string(&String::from_utf8_lossy(text));
            }
            10 => self.markets(),
            11 | 12 if may_nest => self.list(depth),
            _ if may_nest => self.object(depth),
            _ => self.text.push_str("{}"),
        }
    }

    fn string(&mut self, text: &str) {
        let _ = write!(self.text, "{}", Value::from(text));
    }

    fn markets(&mut self) {
        let odd = self.next();
        let codes = ["\"SE\"", "\"DE\"", "\"AD\"", "\"ZZ\"", "\"US\""].into_iter().cycle().skip(odd % 5);
        let mut list: Vec<&str> = codes.take(odd % 7).collect();
        // Now and then what no market is.
        if odd > 200 {
            list.push(["null", "\"419\"", "\"se\"", "1", "\"\"", "\"S\\u0045\"", "[\"SE\"]"][odd % 7]);
        }
        let between = if odd.is_multiple_of(2) { "," } else { " ,\n" };
        let _ = write!(self.text, "[{}]", list.join(between));
    }

    fn list(&mut self, depth: usize) {
        self.text.push('[');
        for index in 0..self.next() % 5 {
            self.text.push_str(if index > 0 { "," } else { "" });
            self.value(depth + 1);
        }
        self.text.push(']');
    }

    fn object(&mut self, depth: usize) {
        self.text.push('{');
        for index in 0..self.next() % 10 {
            self.text.push_str(if index > 0 { "," } else { "" });
            let name = NAMES[self.next() % NAMES.len()];
            self.string(name);
            self.text.push_str(if self.left.is_multiple_of(3) { " :\t" } else { ":" });
            self.value(depth + 1);
        }
        self.text.push('}');
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn any_directions_make_json() {
        for seed in 0..=255_u8 {
            let directions: Vec<u8> =
                (0..600_u16).map(|n| (n as u8).wrapping_mul(seed).wrapping_add(seed / 3)).collect();
            let text = super::text(&[&[200, seed], &directions[..]].concat());
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        }
        assert_eq!(super::text(b"{broken"), "{broken");
    }
}
