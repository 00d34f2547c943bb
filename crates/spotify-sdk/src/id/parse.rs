//! From text to kind and id: the forms in which people and Spotify write them.

use std::borrow::Cow;

use super::Kind;
use crate::error::{Error, Result, excerpt};

/// Longest id accepted, in characters. Spotify's have 22 of base 62, but that is not checked: user names are
/// any words, examples and tests have ids such as `album-id`, and Spotify alone knows which it will make next. To what is none of
/// its it answers 400 (`Invalid base62 id`), and the advice says why. Here it is enough that no id leads to another path.
const LONGEST: usize = 256;

/// Hosts of links to things on Spotify.
const HOSTS: [&str; 2] = ["open.spotify.com/", "play.spotify.com/"];

/// What a text refers to, before it is known whether that is of any use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference<'a> {
    /// No URI and no link: an id, or nonsense.
    Bare(&'a str),
    /// A URI or link that names its kind.
    Named(Kind, Cow<'a, str>),
    /// A URI or link of a kind that has no ids here, such as `spotify:local:...`.
    Foreign,
}

impl<'a> Reference<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("spotify:") {
            return Self::from_words(rest.split(':'));
        }
        let without_scheme = strip_prefix_ignoring_case(text, "https://")
            .or_else(|| strip_prefix_ignoring_case(text, "http://"))
            .unwrap_or(text);
        match HOSTS.iter().find_map(|host| strip_prefix_ignoring_case(without_scheme, host)) {
            Some(path) => Self::from_link_path(path),
            None if without_scheme.len() < text.len() => Self::Foreign,
            None => Self::Bare(text),
        }
    }

    fn from_link_path(path: &'a str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let words = path.trim_end_matches('/').split('/');
        // `intl-de` names the language of the page, `embed` the player for other sites.
        match Self::from_words(words.skip_while(|word| word.starts_with("intl-") || *word == "embed")) {
            // Users have names with signs that no link can have as they are.
            Self::Named(Kind::User, Cow::Borrowed(id)) => {
                let name = percent_encoding::percent_decode_str(id).decode_utf8();
                Self::Named(Kind::User, name.unwrap_or(Cow::Borrowed(id)))
            }
            other => other,
        }
    }

    fn from_words(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.take(5).collect();
        match words[..] {
            // The old form of playlists still stands in many files: spotify:user:NAME:playlist:ID.
            ["user", _, "playlist", id] => Self::Named(Kind::Playlist, Cow::Borrowed(id)),
            [word, id] => {
                Kind::from_word(word).map_or(Self::Foreign, |kind| Self::Named(kind, Cow::Borrowed(id)))
            }
            _ => Self::Foreign,
        }
    }
}

/// The id in `text`, if it is one of a kind in `accepted` (the first of which is the kind wanted).
pub(super) fn id_in<'a>(text: &'a str, accepted: &[Kind]) -> Result<Cow<'a, str>> {
    let wanted = accepted[0];
    match Reference::of(text) {
        Reference::Bare(id) => Ok(Cow::Borrowed(id)),
        Reference::Named(kind, id) if accepted.contains(&kind) => Ok(id),
        Reference::Named(kind, _) => Err(Error::invalid_argument(format!(
            "{} is {}, but {} is needed",
            quote(text),
            kind.with_article(),
            wanted.with_article()
        ))),
        Reference::Foreign => Err(not_an_id(text, wanted)),
    }
}

/// Whether an id of Spotify's own making may look like this. The length is left open: Spotify never promised 22.
fn is_base62(id: &str) -> bool {
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a user may have this id: anything that survives as one segment of a path once it is percent-encoded.
fn is_user_id(id: &str) -> bool {
    (1..=LONGEST).contains(&id.len()) && !matches!(id, "." | "..") && !id.contains(char::is_control)
}

/// Whether something of this kind may have this id.
pub(super) fn is_valid(kind: Kind, id: &str) -> bool {
    match kind {
        Kind::User => is_user_id(id),
        _ => is_base62(id),
    }
}

pub(super) fn not_an_id(text: &str, wanted: Kind) -> Error {
    if text.trim().is_empty() {
        return Error::invalid_argument(format!("the {wanted} id is empty"));
    }
    let error =
        Error::invalid_argument(format!("{} is not the id of {}", quote(text), wanted.with_article()));
    if text.contains("spotify.link/") {
        return error.with_advice("Open the short link in a browser and pass the address it leads to");
    }
    error.with_advice(format!(
        "Pass an id of letters and digits, a URI such as spotify:{wanted}:ID, or a link such as https://open.spotify.com/{wanted}/ID"
    ))
}

pub(super) fn quote(text: &str) -> String {
    let excerpt = excerpt(text.as_bytes()).unwrap_or_default();
    let short: String = excerpt.chars().take(80).collect();
    format!("`{short}{}`", if short.len() < excerpt.len() { "..." } else { "" })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}
