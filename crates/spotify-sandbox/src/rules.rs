//! What an app may do on Spotify depends on how far Spotify has approved it. Here as data.

use crate::catalogue::Fields;

/// Which of Spotify's rule sets holds for every app of the sandbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rules {
    /// An app created since February 2026 that Spotify has not approved: what every newcomer gets. Answers lack fields
    /// (an artist's `followers`, a user's `product`), artist albums come in tens, and 40 operations answer `403 Forbidden`.
    #[default]
    DevelopmentMode,
    /// An app with extended quota: all operations, all fields, and limits of 50.
    ExtendedQuota,
}

impl Rules {
    /// The fields that answers carry.
    pub(crate) fn fields(self) -> Fields {
        match self {
            Self::DevelopmentMode => Fields::Development,
            Self::ExtendedQuota => Fields::All,
        }
    }

    /// `limit` of `GET /artists/{id}/albums`.
    pub(crate) fn artist_albums(self) -> Limit {
        match self {
            Self::DevelopmentMode => Limit { least: 0, most: 10, default: 5 },
            Self::ExtendedQuota => Limit { least: 0, most: 50, default: 20 },
        }
    }

    /// The name in `GET /_sandbox/v1/state`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DevelopmentMode => "development-mode",
            Self::ExtendedQuota => "extended-quota",
        }
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
}
