//! The operations of the Web API that the sandbox has.

use http::Method;

use super::{
    Call, Outcome, albums, artists, audiobooks, browse, episodes, following, library, markets, player,
    playlists, recommendations, saved, search, several, shows, top, tracks, users,
};

/// One operation: the router's table, and the whole of it.
pub(super) struct Operation {
    pub(super) method: Method,
    /// Below `/v1`.
    pub(super) path: &'static str,
    pub(super) access: Access,
    pub(super) run: fn(&Call<'_>) -> Outcome,
}

impl Operation {
    /// Whether its answers stay the same until something is changed. What the player answers changes with time alone.
    pub(super) fn is_cacheable(&self) -> bool {
        self.method == Method::GET && !self.path.starts_with("/me/player")
    }
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
    Operation { method: Method::GET, path: "/albums", access: Access::Anyone, run: several::albums },
    Operation { method: Method::GET, path: "/artists/{id}", access: Access::Anyone, run: artists::get },
    Operation {
        method: Method::GET,
        path: "/artists/{id}/albums",
        access: Access::Anyone,
        run: artists::albums,
    },
    Operation {
        method: Method::GET,
        path: "/artists/{id}/top-tracks",
        access: Access::Anyone,
        run: artists::top_tracks,
    },
    Operation {
        method: Method::GET,
        path: "/artists/{id}/related-artists",
        access: Access::Anyone,
        run: artists::related,
    },
    Operation { method: Method::GET, path: "/artists", access: Access::Anyone, run: several::artists },
    Operation {
        method: Method::GET,
        path: "/audio-analysis/{id}",
        access: Access::Anyone,
        run: tracks::audio_analysis,
    },
    Operation {
        method: Method::GET,
        path: "/audio-features/{id}",
        access: Access::Anyone,
        run: tracks::audio_features,
    },
    Operation {
        method: Method::GET,
        path: "/audio-features",
        access: Access::Anyone,
        run: several::audio_features,
    },
    Operation { method: Method::GET, path: "/audiobooks/{id}", access: Access::Anyone, run: audiobooks::get },
    Operation {
        method: Method::GET,
        path: "/audiobooks/{id}/chapters",
        access: Access::Anyone,
        run: audiobooks::chapters,
    },
    Operation { method: Method::GET, path: "/audiobooks", access: Access::Anyone, run: several::audiobooks },
    Operation {
        method: Method::GET,
        path: "/chapters/{id}",
        access: Access::Anyone,
        run: audiobooks::chapter,
    },
    Operation { method: Method::GET, path: "/chapters", access: Access::Anyone, run: several::chapters },
    Operation { method: Method::GET, path: "/episodes/{id}", access: Access::Anyone, run: episodes::get },
    Operation { method: Method::GET, path: "/episodes", access: Access::Anyone, run: several::episodes },
    Operation { method: Method::GET, path: "/shows/{id}", access: Access::Anyone, run: shows::get },
    Operation {
        method: Method::GET,
        path: "/shows/{id}/episodes",
        access: Access::Anyone,
        run: shows::episodes,
    },
    Operation { method: Method::GET, path: "/shows", access: Access::Anyone, run: several::shows },
    Operation { method: Method::GET, path: "/tracks/{id}", access: Access::Anyone, run: tracks::get },
    Operation { method: Method::GET, path: "/tracks", access: Access::Anyone, run: several::tracks },
    Operation { method: Method::GET, path: "/users/{id}", access: Access::Anyone, run: users::get },
    Operation { method: Method::GET, path: "/search", access: Access::Anyone, run: search::search },
    Operation {
        method: Method::GET,
        path: "/browse/new-releases",
        access: Access::Anyone,
        run: browse::new_releases,
    },
    Operation {
        method: Method::GET,
        path: "/browse/categories",
        access: Access::Anyone,
        run: browse::categories,
    },
    Operation {
        method: Method::GET,
        path: "/browse/categories/{id}",
        access: Access::Anyone,
        run: browse::category,
    },
    Operation { method: Method::GET, path: "/markets", access: Access::Anyone, run: markets::available },
    Operation {
        method: Method::GET,
        path: "/browse/categories/{id}/playlists",
        access: Access::Anyone,
        run: browse::category_playlists,
    },
    Operation {
        method: Method::GET,
        path: "/browse/featured-playlists",
        access: Access::Anyone,
        run: browse::featured_playlists,
    },
    Operation {
        method: Method::GET,
        path: "/recommendations",
        access: Access::Anyone,
        run: recommendations::get,
    },
    Operation {
        method: Method::GET,
        path: "/recommendations/available-genre-seeds",
        access: Access::Anyone,
        run: markets::genre_seeds_available,
    },
    Operation { method: Method::GET, path: "/me", access: Access::User, run: users::me },
    Operation {
        method: Method::GET,
        path: "/me/albums",
        access: Access::Scope("user-library-read"),
        run: albums::saved,
    },
    Operation {
        method: Method::GET,
        path: "/me/audiobooks",
        access: Access::Scope("user-library-read"),
        run: audiobooks::saved,
    },
    Operation {
        method: Method::GET,
        path: "/me/episodes",
        access: Access::Scope("user-library-read"),
        run: episodes::saved,
    },
    Operation {
        method: Method::GET,
        path: "/me/shows",
        access: Access::Scope("user-library-read"),
        run: shows::saved,
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
        path: "/me/audiobooks",
        access: Access::Scope("user-library-modify"),
        run: saved::save_audiobooks,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/audiobooks",
        access: Access::Scope("user-library-modify"),
        run: saved::remove_audiobooks,
    },
    Operation {
        method: Method::GET,
        path: "/me/audiobooks/contains",
        access: Access::Scope("user-library-read"),
        run: saved::check_audiobooks,
    },
    Operation {
        method: Method::PUT,
        path: "/me/episodes",
        access: Access::Scope("user-library-modify"),
        run: saved::save_episodes,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/episodes",
        access: Access::Scope("user-library-modify"),
        run: saved::remove_episodes,
    },
    Operation {
        method: Method::GET,
        path: "/me/episodes/contains",
        access: Access::Scope("user-library-read"),
        run: saved::check_episodes,
    },
    Operation {
        method: Method::PUT,
        path: "/me/shows",
        access: Access::Scope("user-library-modify"),
        run: saved::save_shows,
    },
    Operation {
        method: Method::DELETE,
        path: "/me/shows",
        access: Access::Scope("user-library-modify"),
        run: saved::remove_shows,
    },
    Operation {
        method: Method::GET,
        path: "/me/shows/contains",
        access: Access::Scope("user-library-read"),
        run: saved::check_shows,
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
    Operation { method: Method::GET, path: "/playlists/{id}", access: Access::Anyone, run: playlists::get },
    Operation { method: Method::PUT, path: "/playlists/{id}", access: Access::User, run: playlists::change },
    Operation {
        method: Method::GET,
        path: "/playlists/{id}/items",
        access: Access::Anyone,
        run: playlists::items,
    },
    Operation {
        method: Method::POST,
        path: "/playlists/{id}/items",
        access: Access::User,
        run: playlists::add,
    },
    Operation {
        method: Method::PUT,
        path: "/playlists/{id}/items",
        access: Access::User,
        run: playlists::update,
    },
    Operation {
        method: Method::DELETE,
        path: "/playlists/{id}/items",
        access: Access::User,
        run: playlists::remove,
    },
    Operation {
        method: Method::GET,
        path: "/playlists/{id}/tracks",
        access: Access::Anyone,
        run: playlists::tracks,
    },
    Operation {
        method: Method::POST,
        path: "/playlists/{id}/tracks",
        access: Access::User,
        run: playlists::add,
    },
    Operation {
        method: Method::PUT,
        path: "/playlists/{id}/tracks",
        access: Access::User,
        run: playlists::update,
    },
    Operation {
        method: Method::DELETE,
        path: "/playlists/{id}/tracks",
        access: Access::User,
        run: playlists::remove,
    },
    Operation {
        method: Method::GET,
        path: "/playlists/{id}/images",
        access: Access::Anyone,
        run: playlists::cover,
    },
    Operation {
        method: Method::PUT,
        path: "/playlists/{id}/images",
        access: Access::User,
        run: playlists::upload,
    },
    Operation {
        method: Method::PUT,
        path: "/playlists/{id}/followers",
        access: Access::User,
        run: playlists::follow,
    },
    Operation {
        method: Method::DELETE,
        path: "/playlists/{id}/followers",
        access: Access::User,
        run: playlists::unfollow,
    },
    Operation {
        method: Method::GET,
        path: "/playlists/{id}/followers/contains",
        access: Access::User,
        run: playlists::check,
    },
    Operation { method: Method::GET, path: "/me/playlists", access: Access::User, run: playlists::mine },
    Operation { method: Method::POST, path: "/me/playlists", access: Access::User, run: playlists::create },
    Operation {
        method: Method::GET,
        path: "/users/{id}/playlists",
        access: Access::Anyone,
        run: playlists::of_user,
    },
    Operation {
        method: Method::POST,
        path: "/users/{id}/playlists",
        access: Access::User,
        run: playlists::create_for,
    },
    Operation {
        method: Method::GET,
        path: "/me/player",
        access: Access::Player("user-read-playback-state"),
        run: player::state,
    },
    Operation {
        method: Method::GET,
        path: "/me/player/currently-playing",
        access: Access::Player("user-read-currently-playing"),
        run: player::currently_playing,
    },
    Operation {
        method: Method::GET,
        path: "/me/player/devices",
        access: Access::Player("user-read-playback-state"),
        run: player::devices,
    },
    Operation {
        method: Method::GET,
        path: "/me/player/queue",
        access: Access::Player("user-read-playback-state"),
        run: player::queue,
    },
    Operation {
        method: Method::GET,
        path: "/me/player/recently-played",
        access: Access::Player("user-read-recently-played"),
        run: player::recently_played,
    },
    command(Method::PUT, "/me/player", player::transfer),
    command(Method::PUT, "/me/player/pause", player::pause),
    command(Method::PUT, "/me/player/play", player::play),
    command(Method::PUT, "/me/player/repeat", player::repeat),
    command(Method::PUT, "/me/player/seek", player::seek),
    command(Method::PUT, "/me/player/shuffle", player::shuffle),
    command(Method::PUT, "/me/player/volume", player::volume),
    command(Method::POST, "/me/player/next", player::next),
    command(Method::POST, "/me/player/previous", player::previous),
    command(Method::POST, "/me/player/queue", player::add_to_queue),
];

const fn command(method: Method, path: &'static str, run: fn(&Call<'_>) -> Outcome) -> Operation {
    Operation { method, path, access: Access::Player("user-modify-playback-state"), run }
}
