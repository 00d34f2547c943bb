//! What an id can be the id of.

use std::fmt;

/// The kind of thing an id names, as `spotify:` URIs spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// An album, single or compilation.
    Album,
    /// An artist.
    Artist,
    /// A track (a song).
    Track,
    /// A playlist.
    Playlist,
    /// A show (a podcast).
    Show,
    /// An episode of a show.
    Episode,
    /// An audiobook.
    Audiobook,
    /// A chapter of an audiobook.
    Chapter,
    /// A user.
    User,
}

impl Kind {
    pub(crate) const ALL: [Self; 9] = [
        Self::Album,
        Self::Artist,
        Self::Track,
        Self::Playlist,
        Self::Show,
        Self::Episode,
        Self::Audiobook,
        Self::Chapter,
        Self::User,
    ];

    /// The word in URIs and links: `album`, `track`, ...
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Track => "track",
            Self::Playlist => "playlist",
            Self::Show => "show",
            Self::Episode => "episode",
            Self::Audiobook => "audiobook",
            Self::Chapter => "chapter",
            Self::User => "user",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// With its article, for sentences: `an album`.
    pub(crate) fn with_article(self) -> String {
        let article = if self.as_str().starts_with(['a', 'e']) { "an" } else { "a" };
        format!("{article} {self}")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
