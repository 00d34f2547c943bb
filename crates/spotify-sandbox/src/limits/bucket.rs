//! Which requests share a quota.

use serde::{Deserialize, Serialize};

/// Operations that share a daily quota.
///
/// That there are buckets is documented; which operations share one is not. These follow what was seen: albums of artists used
/// up while `GET /me` still answered, a quota for playlists, a quota for searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bucket {
    /// Albums, artists, tracks, shows, episodes, audiobooks, chapters, and what is made of them.
    Catalogue,
    /// `GET /search`.
    Search,
    /// Playlists, anybody's.
    Playlists,
    /// What a user has saved, follows and hears most.
    Library,
    /// `/me/player`.
    Player,
    /// Profiles: `GET /me` and `GET /users/{id}`.
    Profiles,
}

impl Bucket {
    pub(crate) const ALL: [Self; 6] =
        [Self::Catalogue, Self::Search, Self::Playlists, Self::Library, Self::Player, Self::Profiles];

    /// The bucket of a path below `/v1`.
    pub(crate) fn of(path: &str) -> Self {
        let mut segments = path.split('/').skip(1);
        match (segments.next(), segments.next(), segments.next()) {
            (Some("search"), ..) => Self::Search,
            (Some("playlists"), ..) | (Some("me"), Some("playlists"), _) => Self::Playlists,
            (Some("users"), _, Some("playlists")) => Self::Playlists,
            (Some("me"), Some("player"), _) => Self::Player,
            (Some("me"), Some(_), _) => Self::Library,
            (Some("me" | "users"), ..) => Self::Profiles,
            _ => Self::Catalogue,
        }
    }

    /// The name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Search => "search",
            Self::Playlists => "playlists",
            Self::Library => "library",
            Self::Player => "player",
            Self::Profiles => "profiles",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_in_one_bucket() {
        let expected = [
            ("/albums/x/tracks", Bucket::Catalogue),
            ("/artists/x/albums", Bucket::Catalogue),
            ("/browse/categories/x/playlists", Bucket::Catalogue),
            ("/search", Bucket::Search),
            ("/playlists/x/items", Bucket::Playlists),
            ("/me/playlists", Bucket::Playlists),
            ("/users/x/playlists", Bucket::Playlists),
            ("/me/player", Bucket::Player),
            ("/me/player/queue", Bucket::Player),
            ("/me/tracks", Bucket::Library),
            ("/me/top/artists", Bucket::Library),
            ("/me", Bucket::Profiles),
            ("/users/x", Bucket::Profiles),
        ];
        for (path, bucket) in expected {
            assert_eq!(Bucket::of(path), bucket, "{path}");
        }
        for bucket in Bucket::ALL {
            assert_eq!(serde_json::to_value(bucket).unwrap(), bucket.name());
        }
    }
}
