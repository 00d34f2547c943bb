"""Every operation against the sandbox, from code that waits and from event loops."""

from __future__ import annotations

import base64
import inspect
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError, models
from spotify_sdk.exceptions import Aftermath
from spotify_sdk.testing import Sandbox

SCOPES = (
    "user-read-private user-read-email user-library-read user-library-modify user-follow-read user-follow-modify "
    "user-top-read user-read-recently-played user-read-playback-state user-read-currently-playing "
    "user-modify-playback-state user-read-playback-position playlist-read-private playlist-modify-public "
    "playlist-modify-private playlist-read-collaborative ugc-image-upload"
).split()


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch):
    """A user who has kept a few of everything."""
    user = {
        "id": "ada",
        "country": "US",
        "saved_tracks": 120,
        "saved_albums": 60,
        "saved_shows": 3,
        "saved_episodes": 4,
        "saved_audiobooks": 2,
        "followed_artists": 70,
    }
    with Sandbox(users=[user], extended_quota=True, tracks=6000) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox


@pytest.fixture
def token(sandbox: Sandbox) -> str:
    return sandbox.access_token("ada", *SCOPES)


def the_ids(client: SpotifyClient) -> dict[str, Any]:
    """Things that the sandbox's catalogue has."""
    album = client.albums.get_saved(limit=1).items[0].album
    return {
        "album": album.id,
        "track": client.tracks.get_saved(limit=1).items[0].track.id,
        "artist": album.artists[0].id,
        "show": client.shows.get_saved(limit=1).items[0].show.id,
        "episode": client.episodes.get_saved(limit=1).items[0].episode.id,
        "audiobook": client.audiobooks.get_saved(limit=1).items[0].audiobook.id,
    }


#: What is called, and the model that comes.
READS: list[tuple[str, Any, Any]] = [
    ("albums.get", lambda c, i: c.albums.get(i["album"], "SE"), models.Album),
    ("albums.get_tracks", lambda c, i: c.albums.get_tracks(i["album"], limit=2), models.Page[models.SimplifiedTrack]),
    ("albums.get_saved", lambda c, i: c.albums.get_saved(2, 1, "SE"), models.Page[models.SavedAlbum]),
    ("artists.get", lambda c, i: c.artists.get(i["artist"]), models.Artist),
    (
        "artists.get_albums",
        lambda c, i: c.artists.get_albums(i["artist"], ["album", "single"], limit=1, offset=0),
        models.Page[models.SimplifiedAlbum],
    ),
    ("audiobooks.get", lambda c, i: c.audiobooks.get(i["audiobook"]), models.Audiobook),
    (
        "audiobooks.get_chapters",
        lambda c, i: c.audiobooks.get_chapters(i["audiobook"]),
        models.Page[models.SimplifiedChapter],
    ),
    ("audiobooks.get_saved", lambda c, i: c.audiobooks.get_saved(), models.Page[models.SavedAudiobook]),
    ("episodes.get", lambda c, i: c.episodes.get(i["episode"]), models.Episode),
    ("episodes.get_saved", lambda c, i: c.episodes.get_saved(), models.Page[models.SavedEpisode]),
    ("player.get_playback_state", lambda c, i: c.player.get_playback_state("SE", ["track"]), object),
    ("player.get_currently_playing", lambda c, i: c.player.get_currently_playing(), object),
    ("player.get_recently_played", lambda c, i: c.player.get_recently_played(limit=1), models.RecentlyPlayedPage),
    ("player.get_queue", lambda c, i: c.player.get_queue(), models.PlaybackQueue),
    ("playlists.get_for_current_user", lambda c, i: c.playlists.get_for_current_user(2, 0), models.Page[models.SimplifiedPlaylist]),
    ("search.search", lambda c, i: c.search.search("a", ["track", "album"], "US", 2, 0, "audio"), models.SearchResult),
    ("shows.get", lambda c, i: c.shows.get(i["show"]), models.Show),
    ("shows.get_episodes", lambda c, i: c.shows.get_episodes(i["show"], limit=2), models.Page[models.SimplifiedEpisode]),
    ("shows.get_saved", lambda c, i: c.shows.get_saved(), models.Page[models.SavedShow]),
    ("tracks.get", lambda c, i: c.tracks.get(i["track"]), models.Track),
    ("tracks.get_saved", lambda c, i: c.tracks.get_saved(), models.Page[models.SavedTrack]),
    ("users.get_current_profile", lambda c, i: c.users.get_current_profile(), models.CurrentUser),
    ("users.get_top_artists", lambda c, i: c.users.get_top_artists("short_term", 2, 1), models.Page[models.Artist]),
    ("users.get_top_tracks", lambda c, i: c.users.get_top_tracks(), models.Page[models.Track]),
    ("users.get_followed_artists", lambda c, i: c.users.get_followed_artists(limit=2), models.CursorPage[models.Artist]),
]


@pytest.mark.parametrize(("name", "call", "model"), READS, ids=[name for name, _, _ in READS])
def test_an_operation_that_reads(sandbox: Sandbox, token: str, run, name: str, call: Any, model: Any) -> None:
    with SpotifyClient(token) as client:
        ids = the_ids(client)
        sandbox.clear_requests()
        answer = call(client, ids)
    assert isinstance(answer, model)
    (request,) = sandbox.requests()
    sandbox.clear_requests()

    async def main() -> Any:
        async with AsyncSpotifyClient(token) as client:
            return await call(client, ids)

    again = run(main)
    assert type(again) is type(answer)
    (same,) = sandbox.requests()
    assert (same.method, same.path, dict(same.query)) == (request.method, request.path, dict(request.query))


def test_several_at_once(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        ids = the_ids(client)
        for service, kind in (("albums", "album"), ("tracks", "track"), ("shows", "show"), ("episodes", "episode")):
            found = getattr(client, service).get_several([ids[kind], "0" * 22])
            assert found[0].id == ids[kind] and found[1] is None
        assert client.artists.get_several([ids["artist"]])[0].id == ids["artist"]
        assert client.audiobooks.get_several([ids["audiobook"]])[0].id == ids["audiobook"]
        chapter = client.audiobooks.get_chapters(ids["audiobook"]).items[0].id
        assert client.chapters.get(chapter).id == chapter
        assert client.chapters.get_several([chapter])[0].id == chapter


def test_the_library(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        ids = the_ids(client)
        uris = [f"spotify:track:{ids['track']}", f"spotify:album:{ids['album']}"]
        assert client.library.check_contains(uris) == [True, True]
        client.library.remove_items(uris)
        assert client.library.check_contains(uris) == [False, False]
        client.library.save_items(uris)
        assert client.library.check_contains(uris) == [True, True]
        client.tracks.remove_saved([ids["track"]])
        assert client.tracks.check_saved([ids["track"]]) == [False]
        client.tracks.save([ids["track"]])
        client.albums.remove_saved([ids["album"]])
        assert client.albums.check_saved([ids["album"]]) == [False]
        client.albums.save([ids["album"]])
        client.users.unfollow_artists([ids["artist"]])
        assert client.users.check_follows_artists([ids["artist"]]) == [False]
        client.users.follow_artists([ids["artist"]])
        assert client.users.check_follows_artists([ids["artist"]]) == [True]
        client.users.follow_users(["ada"])
        assert client.users.check_follows_users(["ada"]) == [True]
        client.users.unfollow_users(["ada"])


def test_playlists(sandbox: Sandbox, token: str, run) -> None:
    with SpotifyClient(token) as client:
        tracks = [f"spotify:track:{row.track.id}" for row in client.tracks.get_saved(limit=5).items]
        made = client.playlists.create("Mine", public=False, description="of songs")
        assert isinstance(made, models.SimplifiedPlaylist) and made.name == "Mine"
        first = client.playlists.add_items(made.id, tracks[:3])
        second = client.playlists.add_items(made.id, [tracks[3]], position=0)
        assert first and second and first != second
        page = client.playlists.get_items(made.id, limit=2, offset=1)
        assert [row.item.uri for row in page.items] == tracks[:2]
        assert [row.item.uri for row in client.playlists.iter_items(made.id)] == [tracks[3], *tracks[:3]]
        client.playlists.reorder_or_replace_items(made.id, range_start=0, insert_before=4, snapshot_id=second)
        assert [row.item.uri for row in client.playlists.iter_items(made.id)] == tracks[:4]
        client.playlists.remove_items(made.id, uris=[tracks[0]])
        client.playlists.remove_items(made.id, items=[{"uri": tracks[1]}])
        assert [row.item.uri for row in client.playlists.iter_items(made.id)] == tracks[2:4]
        client.playlists.reorder_or_replace_items(made.id, tracks)
        assert len(list(client.playlists.iter_items(made.id))) == 5
        client.playlists.change_details(made.id, name="Ours", public=True)
        whole = client.playlists.get(made.id)
        assert isinstance(whole, models.Playlist) and whole.name == "Ours" and len(whole.items.items) == 5
        assert client.playlists.get(made.id, fields="name").name == "Ours"
        assert made.id in [row.id for row in client.playlists.iter_for_current_user()]
        jpeg = base64.b64encode(bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")).decode()
        client.playlists.upload_cover_image(made.id, jpeg)
        assert isinstance(client.playlists.get_cover_image(made.id), list)
        assert client.playlists.check_follows(made.id) is True
        client.playlists.unfollow(made.id)
        client.playlists.follow(made.id, public=False)

    async def main() -> str:
        async with AsyncSpotifyClient(token) as client:
            await client.playlists.add_items(made.id, tracks[:1])
            return (await client.playlists.get(made.id)).name

    assert run(main) == "Ours"


def test_fault_113_the_state_of_the_playlist_tells_whether_a_lost_write_was_made(sandbox: Sandbox, token: str, run) -> None:
    with SpotifyClient(token) as client:
        tracks = [f"spotify:track:{row.track.id}" for row in client.tracks.get_saved(limit=5).items]
        made = client.playlists.create("Mine", public=False)
        known = client.playlists.add_items(made.id, tracks)
        path = f"/v1/playlists/{made.id}/items"

        def lost(call: Any) -> SpotifyError:
            with pytest.raises(SpotifyError) as raised:
                call()
            return raised.value

        def add(**options: Any) -> SpotifyError:
            return lost(lambda: client.playlists.add_items(made.id, tracks[:1], **options))

        # Gone before it was carried out.
        sandbox.fault(f"POST {path}", times=1, reset=True)
        sandbox.clear_requests()
        error = add(known_snapshot_id=known)
        assert error.aftermath == Aftermath("unchanged") and error.aftermath.snapshot_id is None
        assert "most likely not carried out" in " ".join(error.__notes__)
        (request,) = sandbox.requests("POST")
        assert request.json == {"uris": tracks[:1]}, "Spotify is not told"

        # Carried out, and the answer gone.
        sandbox.fault(f"POST {path}", times=1, after_applying=True, status=502)
        error = add(known_snapshot_id=known)
        known = client.playlists.get(made.id).snapshot_id
        assert error.aftermath == Aftermath("changed", known)
        assert len(list(client.playlists.iter_items(made.id))) == 6

        # Nothing to compare with.
        for options in ({}, {"known_snapshot_id": None}, {"known_snapshot_id": ""}):
            sandbox.fault(f"POST {path}", times=1, reset=True)
            assert add(**options).aftermath is None

        # A move and a removal that are meant for a state.
        sandbox.fault(f"PUT {path}", times=1, reset=True)
        move = {"range_start": 0, "insert_before": 3, "snapshot_id": known}
        assert lost(lambda: client.playlists.reorder_or_replace_items(made.id, **move)).aftermath == Aftermath("unchanged")

    async def main() -> SpotifyError:
        async with AsyncSpotifyClient(token) as client:
            known = (await client.playlists.get(made.id)).snapshot_id
            sandbox.fault(f"POST {path}", times=1, after_applying=True, reset=True)
            with pytest.raises(SpotifyError) as raised:
                await client.playlists.add_items(made.id, tracks[:1], known_snapshot_id=known)
            return raised.value

    found = run(main).aftermath
    assert found is not None and found.kind == "changed" and found.snapshot_id


def test_what_search_finds(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        track = client.tracks.get_saved(limit=1).items[0].track
        found = client.search.search(track.name, ["track", "artist"])
        assert track.id in [row.id for row in found.tracks.items]
        assert found.albums is None and found.artists is not None
    assert dict(sandbox.requests("GET", "/v1/search")[0].query) == {
        "q": track.name,
        "type": "artist,track",
        "limit": "5",
        "offset": "0",
    }


def test_a_playlist_by_the_older_operation(sandbox: Sandbox, token: str, run) -> None:
    with SpotifyClient(token) as client:
        sandbox.clear_requests()
        playlist = client.playlists.create_for_user("ada", "Mine", False, True, "ours")
        assert (playlist.name, playlist.public, playlist.collaborative) == ("Mine", False, True)
        with pytest.raises(ValueError, match="public must be False"):
            client.playlists.create_for_user("ada", "Mine", collaborative=True)
        with pytest.raises(ValueError, match="name cannot be empty"):
            client.playlists.create_for_user("ada", "")
        with pytest.raises(ValueError, match="id cannot be empty"):
            client.playlists.create_for_user("", "Mine")
    (request,) = sandbox.requests("POST", "/v1/users/ada/playlists")
    assert request.json == {"name": "Mine", "public": False, "collaborative": True, "description": "ours"}

    async def main() -> models.SimplifiedPlaylist:
        async with AsyncSpotifyClient(token) as client:
            return await client.playlists.create_for_user("spotify:user:ada", "Another")

    assert run(main).name == "Another"
    assert len(sandbox.requests("POST", "/v1/users/ada/playlists")) == 2


def test_tracks_saved_at_times_of_their_own(sandbox: Sandbox, token: str, run) -> None:
    early = datetime(2015, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    late = "2040-05-06T07:08:09Z"
    with SpotifyClient(token) as client:
        first, second = (saved.track.id for saved in client.tracks.get_saved(limit=2).items)
        # What is saved already stays as it is.
        client.tracks.remove_saved([first, second])
        client.tracks.save_timestamped([(f"spotify:track:{second}", late), (first, early)])
        rows = list(client.tracks.iter_saved())
        assert (rows[0].track.id, rows[-1].track.id) == (second, first)
        assert rows[-1].added_at == datetime(2015, 1, 2, 2, 4, 5, tzinfo=timezone.utc)
        for refused in ([], [("", late)], [(first, "yesterday")], [(first, datetime(2015, 1, 2))], [("../me", late)]):
            with pytest.raises(ValueError):
                client.tracks.save_timestamped(refused)
        sandbox.clear_requests()
        # However many.
        client.tracks.save_timestamped((row.track.id, late) for row in rows[:60])
    sent = [len(request.json["timestamped_ids"]) for request in sandbox.requests("PUT", "/v1/me/tracks")]
    assert sent == [50, 10]

    async def main() -> None:
        async with AsyncSpotifyClient(token) as client:
            await client.tracks.remove_saved([second])
            await client.tracks.save_timestamped([(second, early)])

    run(main)
    with SpotifyClient(token) as client:
        assert {row.track.id for row in client.tracks.iter_saved() if row.added_at and row.added_at.year == 2015} == {first, second}


def test_lists_of_any_length(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        ids = [row.track.id for row in client.tracks.iter_saved()]
        sandbox.clear_requests()
        assert [track.id for track in client.tracks.get_several(ids)] == ids
        assert client.tracks.check_saved(ids) == [True] * 120
        assert len(sandbox.requests("GET", "/v1/tracks")) == 3


def test_several_at_once_where_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(users=[{"id": "ada", "saved_tracks": 3}]) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        with SpotifyClient(sandbox.access_token("ada", *SCOPES)) as client:
            ids = [row.track.id for row in client.tracks.get_saved().items]
            found = client.tracks.get_several([*ids, "0" * 22])
            assert [track and track.id for track in found] == [*ids, None]
            assert client.tracks.check_saved(ids) == [True] * 3


def test_what_apps_in_extended_quota_mode_have(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        ids = the_ids(client)
        assert isinstance(client.browse.get_new_releases(limit=2), models.Page[models.SimplifiedAlbum])
        categories = client.browse.get_categories(locale="sv_SE", limit=2)
        assert isinstance(categories.items[0], models.Category)
        assert client.browse.get_category(categories.items[0].id).id == categories.items[0].id
        assert "SE" in client.browse.get_available_markets()
        assert isinstance(client.artists.get_top_tracks(ids["artist"], "US")[0], models.Track)
        assert client.users.get_profile("ada").id == "ada"
        assert isinstance(client.playlists.get_for_user("ada"), models.Page)
        with pytest.raises(SpotifyError):
            client.tracks.get_audio_features(ids["track"])


def test_what_apps_from_before_2024_have(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(users=[{"id": "ada", "saved_tracks": 2}], before_2024=True) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        with SpotifyClient(sandbox.access_token("ada", *SCOPES)) as client:
            track = client.tracks.get_saved().items[0].track
            features = client.tracks.get_audio_features(track.id)
            assert isinstance(features, models.AudioFeatures) and features.id == track.id
            assert client.tracks.get_several_audio_features([track.id])[0] == features
            assert isinstance(client.tracks.get_audio_analysis(track.id), models.AudioAnalysis)
            assert isinstance(client.artists.get_related_artists(track.artists[0].id)[0], models.Artist)
            featured = client.browse.get_featured_playlists()
            assert isinstance(featured, models.FeaturedPlaylists)
            category = client.browse.get_categories().items[0]
            assert isinstance(client.browse.get_category_playlists(category.id), models.FeaturedPlaylists)
            genre = client.browse.get_available_genre_seeds()[0]
            found = client.browse.get_recommendations(
                seed_genres=[genre], seed_tracks=[track.id], limit=3, min_energy=0, max_key=11
            )
            assert isinstance(found, models.Recommendations) and isinstance(found.tracks[0], models.Track)
            assert dict(sandbox.requests("GET", "/v1/recommendations")[0].query)["max_key"] == "11"
            with pytest.raises(TypeError, match="max_hue"):
                client.browse.get_recommendations(seed_genres=[genre], max_hue=1)
            with pytest.raises(ValueError, match="whole number"):
                client.browse.get_recommendations(seed_genres=[genre], max_key=1.5)


def test_the_player(sandbox: Sandbox, token: str) -> None:
    with SpotifyClient(token) as client:
        ids = the_ids(client)
        devices = client.player.get_devices()
        assert devices and isinstance(devices[0], models.PlayerDevice)
        device = devices[0].id
        track = f"spotify:track:{ids['track']}"
        client.player.transfer_playback(device, True)
        client.player.start_playback(device, uris=[track], position_ms=1000)
        state = client.player.get_playback_state()
        assert state is not None and state.is_playing and state.item.id == ids["track"]
        client.player.start_playback(context_uri=f"spotify:album:{ids['album']}", offset=0)
        client.player.add_to_queue(track)
        assert client.player.get_queue().queue[0].id == ids["track"]
        client.player.seek(5000)
        client.player.set_repeat_mode("context")
        client.player.set_shuffle(True)
        client.player.set_volume(30)
        client.player.skip_to_next()
        client.player.skip_to_previous()
        client.player.pause_playback()
        assert client.player.get_playback_state().is_playing is False
        assert client.player.get_currently_playing() is not None


def test_nothing_plays(sandbox: Sandbox, token: str) -> None:
    sandbox.fault("GET /v1/me/player", status=204, body="")
    with SpotifyClient(token) as client:
        assert client.player.get_playback_state() is None


def test_all_rows_of_all_pages(sandbox: Sandbox, token: str, run) -> None:
    with SpotifyClient(token) as client:
        tracks = list(client.tracks.iter_saved())
        assert len(tracks) == 120 and len({row.track.id for row in tracks}) == 120
        assert len(sandbox.requests("GET", "/v1/me/tracks")) == 3
        assert len(list(client.albums.iter_saved())) == 60
        assert len(list(client.users.iter_followed_artists())) == 70
        assert len(list(client.shows.iter_saved())) == 3
        assert len(list(client.episodes.iter_saved())) == 4
        assert len(list(client.audiobooks.iter_saved())) == 2
        ids = the_ids(client)
        assert len(list(client.artists.iter_albums(ids["artist"]))) == client.artists.get_albums(ids["artist"]).total
        assert list(client.albums.iter_tracks(ids["album"]))
        assert list(client.audiobooks.iter_chapters(ids["audiobook"]))
        assert list(client.shows.iter_episodes(ids["show"]))
        assert list(client.users.iter_top_tracks()) and list(client.users.iter_top_artists())

    async def main() -> tuple[int, int]:
        async with AsyncSpotifyClient(token) as client:
            tracks = [row async for row in client.tracks.iter_saved()]
            artists = [row async for row in client.users.iter_followed_artists()]
            return len(tracks), len(artists)

    assert run(main) == (120, 70)


def test_both_halves_have_the_same_methods() -> None:
    waits, loops = SpotifyClient("x"), AsyncSpotifyClient("x")
    names = [name for name in vars(waits) if not name.startswith("_")]
    assert names == [name for name in vars(loops) if not name.startswith("_")]
    for name in names:
        mine, theirs = type(getattr(waits, name)), type(getattr(loops, name))
        assert theirs.__name__ == f"Async{mine.__name__}"
        methods = {m for m, _ in inspect.getmembers(mine, inspect.isfunction)}
        assert methods == {m for m, _ in inspect.getmembers(theirs, inspect.isfunction)}
        for method in methods - {"__init__"}:
            assert inspect.getdoc(getattr(mine, method)), f"{name}.{method} has no documentation"
