//! `--scopes`: names, and words for several of them.

use spotify_sdk::scope::{self, Scopes};

use crate::output;

/// Help of `--scopes`.
pub(super) const HELP: &str = "\
What the login may do: names of scopes, or these words for several, separated by commas or spaces.

  read      see the profile, library and playlists, what is played, and favourites
  library   see and change the library and who is followed
  playlist  see and change playlists and their covers
  playback  see and control what is played (Spotify also asks for Premium)
  all       every scope there is";

/// The words, and what they stand for.
const PRESETS: [(&str, &[&str]); 5] = [
    (
        "read",
        &[
            scope::USER_READ_PRIVATE,
            scope::USER_READ_EMAIL,
            scope::USER_LIBRARY_READ,
            scope::USER_FOLLOW_READ,
            scope::USER_TOP_READ,
            scope::USER_READ_RECENTLY_PLAYED,
            scope::USER_READ_CURRENTLY_PLAYING,
            scope::USER_READ_PLAYBACK_STATE,
            scope::USER_READ_PLAYBACK_POSITION,
            scope::PLAYLIST_READ_PRIVATE,
            scope::PLAYLIST_READ_COLLABORATIVE,
        ],
    ),
    (
        "library",
        &[
            scope::USER_LIBRARY_READ,
            scope::USER_LIBRARY_MODIFY,
            scope::USER_FOLLOW_READ,
            scope::USER_FOLLOW_MODIFY,
        ],
    ),
    (
        "playlist",
        &[
            scope::PLAYLIST_READ_PRIVATE,
            scope::PLAYLIST_READ_COLLABORATIVE,
            scope::PLAYLIST_MODIFY_PUBLIC,
            scope::PLAYLIST_MODIFY_PRIVATE,
            scope::UGC_IMAGE_UPLOAD,
        ],
    ),
    (
        "playback",
        &[
            scope::USER_READ_PLAYBACK_STATE,
            scope::USER_MODIFY_PLAYBACK_STATE,
            scope::USER_READ_CURRENTLY_PLAYING,
            scope::USER_READ_RECENTLY_PLAYED,
            scope::USER_READ_PLAYBACK_POSITION,
        ],
    ),
    ("all", scope::ALL),
];

/// The scopes that `words` stand for. A name that is not known is warned of and kept: Spotify may have invented it since.
pub(super) fn expand(words: &[String]) -> Scopes {
    let words: Scopes = words.iter().collect();
    let preset = |word| PRESETS.iter().find(|(name, _)| *name == word).map(|(_, scopes)| *scopes);
    let mut expanded: Vec<&str> = Vec::new();
    for word in words.iter() {
        match preset(word) {
            Some(scopes) => expanded.extend(scopes),
            None => {
                if !scope::ALL.contains(&word) {
                    output::warning(&format!(
                        "the scope `{word}` is not known here. If Spotify does not know it either, its page says \
                         \"Illegal scope\" and the login does not come back."
                    ));
                }
                expanded.push(word);
            }
        }
    }
    Scopes::from(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_mix() {
        let expand = |words: &[&str]| expand(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(expand(&["user-read-private"]).to_string(), "user-read-private");
        let both = expand(&["library,playlist", "user-library-read streaming"]);
        assert_eq!(both.iter().count(), 10, "nothing is there twice: {both}");
        assert!(both.contains("streaming") && both.contains("ugc-image-upload"));
        assert_eq!(expand(&["all"]).iter().count(), scope::ALL.len());
        assert!(expand(&["read"]).iter().all(|scope| scope.contains("read")), "read changes nothing");
        assert_eq!(expand(&["invented-since"]).to_string(), "invented-since");
    }
}
