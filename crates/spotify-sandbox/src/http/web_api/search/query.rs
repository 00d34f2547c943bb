//! What stands in `q`: words, and filters such as `artist:"Miles Davis"` or `year:1955-1960`.

use std::ops::RangeInclusive;

use crate::catalogue::{Query, words_of};

const FIELDS: [&str; 8] = ["artist", "album", "track", "year", "genre", "isrc", "upc", "tag"];

/// Reads a query. Without quotation marks a filter's value goes on until the next filter; a value that can't be anything
/// finds nothing.
pub(super) fn parse(text: &str) -> Query {
    let mut query = Query::default();
    let mut rest = text;
    while let Some((before, field, after)) = next_filter(rest) {
        query.text.extend(words_of(before));
        let after = after.trim_start();
        let value = match after.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                rest = after;
                value
            }
            None => {
                let end = next_filter(after).map_or(after.len(), |(before, ..)| before.len());
                rest = &after[end..];
                &after[..end]
            }
        };
        add(&mut query, field, value.trim());
    }
    query.text.extend(words_of(rest));
    query
}

/// The next filter's name, with what is before and behind it.
fn next_filter(text: &str) -> Option<(&str, &'static str, &str)> {
    let mut is_quoted = false;
    let mut previous = ' ';
    for (place, letter) in text.char_indices() {
        if letter == '"' {
            is_quoted = !is_quoted;
        }
        if !is_quoted && (previous.is_whitespace() || previous == '"') {
            let is_here = |field: &&&str| {
                let end = place + field.len();
                text.get(place..end).is_some_and(|word| word.eq_ignore_ascii_case(field))
                    && text[end..].starts_with(':')
            };
            if let Some(field) = FIELDS.iter().find(is_here) {
                return Some((&text[..place], field, &text[place + field.len() + 1..]));
            }
        }
        previous = letter;
    }
    None
}

fn add(query: &mut Query, field: &str, value: &str) {
    match field {
        "artist" => query.artist.extend(words_of(value)),
        "album" => query.album.extend(words_of(value)),
        "track" => query.track.extend(words_of(value)),
        "genre" => query.genre.extend(words_of(value)),
        "year" => query.years = Some(years(value).unwrap_or(EMPTY)),
        "isrc" => query.isrc = Some(value.replace('-', "").to_ascii_uppercase()),
        "upc" => query.upc = Some(value.to_owned()),
        "tag" if value.eq_ignore_ascii_case("new") => query.is_new = true,
        "tag" if value.eq_ignore_ascii_case("hipster") => query.is_obscure = true,
        _ => query.years = Some(EMPTY),
    }
}

/// No year at all.
const EMPTY: RangeInclusive<u64> = RangeInclusive::new(1, 0);

fn years(value: &str) -> Option<RangeInclusive<u64>> {
    let (first, last) = value.split_once('-').unwrap_or((value, value));
    Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        words_of(text)
    }

    #[test]
    fn words_and_filters_are_told_apart() {
        let miles = Query {
            text: words("remaster"),
            track: words("doxy"),
            artist: words("miles davis"),
            ..Query::default()
        };
        for text in [
            "remaster track:Doxy artist:Miles Davis",
            "track:\"Doxy\" remaster artist:\"Miles Davis\"",
            "artist: \"Miles Davis\"TRACK:\"doxy\"remaster",
        ] {
            assert_eq!(parse(text), miles, "{text}");
        }
        let released = |years| Query { years: Some(years), ..Query::default() };
        assert_eq!(parse("year:1999"), released(1999..=1999));
        assert_eq!(parse("year:1955-1960"), released(1955..=1960));
        assert_eq!(parse("year:soon"), released(EMPTY));
        assert_eq!(parse("tag:loud"), released(EMPTY));
        let coded =
            Query { isrc: Some("ZZ0009912345".to_owned()), upc: Some("1".to_owned()), ..Query::default() };
        assert_eq!(parse("isrc:zz-000-99-12345 upc:1"), coded);
        let tagged = Query { is_new: true, is_obscure: true, ..Query::default() };
        assert_eq!(parse("tag:new tag:hipster"), tagged);
    }

    #[test]
    fn what_only_looks_like_a_filter_is_text() {
        for text in ["the artist", "myartist:x", "\"artist:x\"", "time:out"] {
            assert_eq!(parse(text), Query { text: words(text), ..Query::default() }, "{text}");
        }
        for text in ["", "*", "  ", "artist:", "\"", "\u{301}"] {
            assert!(parse(text).is_empty(), "{text}");
        }
        assert_eq!(parse("album:\"unclosed").album, words("unclosed"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_query(text in ".{0,40}|[a-z:\" ]{0,30}|(artist:|year:|\"| |\u{e9}|-){0,12}") {
            let _ = parse(&text);
        }
    }
}
