//! What an app may do on Spotify depends on how far Spotify has approved it, and since when. Here as data: a rule set is one
//! [`RuleSet`], and what sets it apart is read off it.

mod closed;

#[cfg(test)]
pub(crate) use closed::{CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024};
pub(crate) use closed::{Closing, Names};

/// Which of Spotify's rule sets holds for every app of the sandbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rules {
    /// An app created since February 2026 that Spotify has not approved: what every newcomer gets. Answers lack fields
    /// (an artist's `followers`, a user's `product`), searches and artist albums come in tens, 40 operations answer `403
    /// Forbidden`, and the 8 that were closed in November 2024 answer 404.
    #[default]
    DevelopmentMode,
    /// An app with extended quota: all fields, limits of 50, and all operations but the 8 that were closed in November 2024.
    ExtendedQuota,
    /// An app with extended quota that used the 8 operations before 27 November 2024 and so has kept them: audio features,
    /// recommendations and the like. Everything is open, and tracks, episodes and chapters have their 30-second previews.
    BeforeNovember2024,
}

/// The rules as they stand for one kind of app.
#[derive(Debug)]
pub(crate) struct RuleSet {
    /// As `GET /_sandbox/v1/state` and the command name it.
    pub(crate) name: &'static str,
    /// What answers with an error.
    pub(crate) closings: &'static [Closing],
    /// What answers carry.
    pub(crate) fields: Fields,
    /// Whether `preview_url` and `audio_preview_url` lead to a preview; else they are null.
    pub(crate) previews: bool,
    /// `limit` of `GET /artists/{id}/albums`.
    pub(crate) artist_albums: Limit,
    /// `limit` of `GET /search`, for each type.
    pub(crate) search: Limit,
    /// How much a user can have.
    pub(crate) capacity: Capacity,
    /// Whether the users are five at most, on the app's list, the owner has to have Premium, and there may be a daily quota.
    pub(crate) is_gated: bool,
}

static DEVELOPMENT_MODE: RuleSet = RuleSet {
    name: "development-mode",
    closings: &[closed::FEBRUARY_2026, closed::NOVEMBER_2024],
    fields: Fields::Development,
    previews: false,
    artist_albums: Limit::OF_2026,
    search: Limit::OF_2026,
    capacity: Capacity::USUAL,
    is_gated: true,
};

static EXTENDED_QUOTA: RuleSet = RuleSet {
    name: "extended-quota",
    closings: &[closed::NOVEMBER_2024],
    fields: Fields::All,
    previews: false,
    artist_albums: Limit::BEFORE_2026,
    search: Limit::BEFORE_2026,
    capacity: Capacity::USUAL,
    is_gated: false,
};

static BEFORE_NOVEMBER_2024: RuleSet = RuleSet {
    name: "before-november-2024",
    closings: &[],
    fields: Fields::All,
    previews: true,
    artist_albums: Limit::BEFORE_2026,
    search: Limit::BEFORE_2026,
    capacity: Capacity::USUAL,
    is_gated: false,
};

/// Which fields an app may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fields {
    /// Everything (extended quota).
    All,
    /// Without what Development Mode lost.
    Development,
}

/// What Development Mode lost in February 2026, by object. `external_ids` was among it, and came back in March; that artists
/// also lack `genres` is on no list of Spotify's, but was seen.
/// <https://developer.spotify.com/documentation/web-api/references/changes/february-2026>
const LOST_IN_DEVELOPMENT: &[(&str, &[&str])] = &[
    ("album", &["album_group", "available_markets", "label", "popularity"]),
    ("artist", &["followers", "genres", "popularity"]),
    ("track", &["available_markets", "linked_from", "popularity"]),
    ("show", &["available_markets", "publisher"]),
    ("audiobook", &["available_markets", "publisher"]),
    ("chapter", &["available_markets"]),
    ("user", &["country", "email", "explicit_content", "followers", "product"]),
];

impl Fields {
    /// What is missing, by object.
    pub(crate) fn lost(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::All => &[],
            Self::Development => LOST_IN_DEVELOPMENT,
        }
    }

    /// Whether an object (`artist`, say) has a field.
    pub(crate) fn has(self, object: &str, field: &str) -> bool {
        let is_lost = |(of, fields): &(&str, &[&str])| *of == object && fields.contains(&field);
        !self.lost().iter().any(is_lost)
    }
}

impl Rules {
    /// The rules as data.
    pub(crate) fn set(self) -> &'static RuleSet {
        match self {
            Self::DevelopmentMode => &DEVELOPMENT_MODE,
            Self::ExtendedQuota => &EXTENDED_QUOTA,
            Self::BeforeNovember2024 => &BEFORE_NOVEMBER_2024,
        }
    }

    /// What answers with an error.
    pub(crate) fn closings(self) -> &'static [Closing] {
        self.set().closings
    }

    /// The fields that answers carry.
    pub(crate) fn fields(self) -> Fields {
        self.set().fields
    }

    /// `limit` of `GET /artists/{id}/albums`.
    pub(crate) fn artist_albums(self) -> Limit {
        self.set().artist_albums
    }

    /// The name in `GET /_sandbox/v1/state`.
    pub(crate) fn name(self) -> &'static str {
        self.set().name
    }
}

/// How many rows an operation gives at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) least: u64,
    pub(crate) most: u64,
    pub(crate) default: u64,
}

impl Limit {
    /// What most operations allow.
    pub(crate) const USUAL: Self = Self { least: 1, most: 50, default: 20 };

    /// Searches and artist albums, until Development Mode was cut.
    const BEFORE_2026: Self = Self { least: 0, most: 50, default: 20 };

    /// Searches and artist albums in Development Mode.
    const OF_2026: Self = Self { least: 0, most: 10, default: 5 };
}

/// How much a user can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capacity {
    /// Things saved, of each kind.
    pub(crate) saved: usize,
    /// Playlists of their own and of others.
    pub(crate) playlists: usize,
}

impl Capacity {
    /// What was seen of libraries, and what the OpenAPI description says of playlists.
    const USUAL: Self = Self { saved: 10_000, playlists: 11_000 };
}
