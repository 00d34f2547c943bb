//! The operations of the Web API that the sandbox has.

use http::Method;

use super::{Call, Outcome, albums, artists, following, library, player, saved, top, tracks, users};

/// One operation: the router's table, and the whole of it.
pub(super) struct Operation {
    pub(super) method: Method,
    /// Below `/v1`.
    pub(super) path: &'static str,
    pub(super) access: Access,
    pub(super) run: fn(&Call<'_>) -> Outcome,
}

/// Who may call an operation.
pub(super) enum Access {
    /// Any token, also an app's own.
    Anyone,
    /// Any token of a user.
    User,
    /// A user's token with this scope; without it 403.
    Scope(&'static str),
    /// The same for the player, which answers 401.
    Player(&'static str),
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation { method: Method::GET, path: "/albums/{id}", access: Access::Anyone, run: albums::get },
    Operation {
        method: Method::GET,
        path: "/albums/{id}/tracks",
        access: Access::Anyone,
        run: albums::tracks,
    },
    Operation { method: Method::GET, path: "/artists/{id}", access: Access::Anyone, run: artists::get },
    Operation {
        method: Method::GET,
        path: "/artists/{id}/albums",
        access: Access::Anyone,
        run: artists::albums,
    },
    Operation { method: Method::GET, path: "/tracks/{id}", access: Access::Anyone, run: tracks::get },
    Operation { method: Method::GET, path: "/me", access: Access::User, run: users::me },
    Operation {
        method: Method::GET,
        path: "/me/albums",
        access: Access::Scope("user-library-read"),
        run: albums::saved,
    },
    Operation {
        method: Method::GET,
        path: "/me/tracks",
        access: Access::Scope("user-library-read"),
        run: tracks::saved,
    },
    Operation { method: Method::PUT, path: "/me/library", access: Access::User, run: library::save },
    Operation { method: Method::DELETE, path: "/me/library", access: Access::User, run: library::remove },
    Operation {
        method: Method::GET,
        path: "/me/library/contains",
        access: Access::User,
        run: library::contains,
    },
    Operation {
        method: Method::PUT,
        path: "/me/albums",
        access: Access::Scope("user-library-modify"),
        run: saved::save_albums,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/albums",
        access: Access::Scope("user-library-modify"),
        run: saved::remove_albums,
    },
    Operation {
        method: Method::GET,
        path: "/me/albums/contains",
        access: Access::Scope("user-library-read"),
        run: saved::check_albums,
    },
    Operation {
        method: Method::PUT,
        path: "/me/tracks",
        access: Access::Scope("user-library-modify"),
        run: saved::save_tracks,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/tracks",
        access: Access::Scope("user-library-modify"),
        run: saved::remove_tracks,
    },
    Operation {
        method: Method::GET,
        path: "/me/tracks/contains",
        access: Access::Scope("user-library-read"),
        run: saved::check_tracks,
    },
    Operation {
        method: Method::GET,
        path: "/me/following",
        access: Access::Scope("user-follow-read"),
        run: following::list_artists,
    },
    Operation {
        method: Method::PUT,
        path: "/me/following",
        access: Access::Scope("user-follow-modify"),
        run: following::follow,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/following",
        access: Access::Scope("user-follow-modify"),
        run: following::unfollow,
    },
    Operation {
        method: Method::GET,
        path: "/me/following/contains",
        access: Access::Scope("user-follow-read"),
        run: following::check,
    },
    Operation {
        method: Method::GET,
        path: "/me/top/artists",
        access: Access::Scope("user-top-read"),
        run: top::artists,
    },
    Operation {
        method: Method::GET,
        path: "/me/top/tracks",
        access: Access::Scope("user-top-read"),
        run: top::tracks,
    },
    Operation {
        method: Method::PUT,
        path: "/me/player/play",
        access: Access::Player("user-modify-playback-state"),
        run: player::play,
    },
];
