# pyright: standard
"""What Spotify really sends, one oddity each."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from pydantic import ValidationError
from support import fixture, playlist, search_result

from spotify_sdk import models as m
from spotify_sdk.exceptions import ResponseDecodeError, SpotifyError
from spotify_sdk.models._fill import build


def test_a_local_file_has_an_empty_id() -> None:
    track = build(m.Track, fixture("track/local"))
    assert (track.id, track.href, track.album.id, track.album.release_date, track.artists[0].uri) == ("", "", "", "", "")
    assert track.uri.startswith("spotify:local:")
    assert track.external_urls.spotify == ""
    assert track.is_local


def test_development_mode_leaves_out_what_is_none() -> None:
    assert build(m.Track, fixture("track/development")).popularity is None
    artist = build(m.Artist, fixture("artist/development"))
    assert (artist.followers, artist.popularity, artist.genres) == (None, None, [])
    album = build(m.Album, fixture("album/development"))
    assert (album.label, album.popularity, album.available_markets) == (None, None, None)
    assert build(m.Show, fixture("show/development")).publisher is None


@pytest.mark.parametrize(("value", "expected"), [(4.9022656e7, 49022656), (7.5, 8), ({"totalMilliseconds": 183000}, 183000), ("12", 12), (-3.5, -3)])
def test_whole_numbers_are_read_however_they_are_written(value: Any, expected: int) -> None:
    assert build(m.Track, {"duration_ms": value}).duration_ms == expected


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "long", [], {"a": "b"}])
def test_what_is_no_number_is_zero(value: Any) -> None:
    track = build(m.Track, {"duration_ms": value})
    assert track.duration_ms == 0
    assert "duration_ms" not in track.model_fields_set


def test_text_that_is_an_object_is_its_name() -> None:
    assert build(m.Show, fixture("show/publisher_object")).publisher == fixture("show/publisher_object")["publisher"]["name"]
    assert build(m.Track, {"name": ["x"]}).name == ""
    assert build(m.Track, {"name": 7}).name == "7"


def test_points_in_time_are_aware_or_none() -> None:
    assert build(m.SavedTrack, {"added_at": "2026-03-10T00:20:31Z", "track": {}}).added_at == datetime(2026, 3, 10, 0, 20, 31, tzinfo=timezone.utc)
    for nothing in (None, "", "yesterday", {}):
        assert build(m.SavedTrack, {"added_at": nothing, "track": {}}).added_at is None


def test_rows_that_are_none_are_rejected_with_place_and_reason() -> None:
    page = build(m.Page[m.SavedShow], fixture("saved_show/null_row"))
    assert [row.show.name for row in page.items] == ["Broma Stasos"]
    assert [(row.index, row.reason) for row in page.rejected] == [(0, "expected an object, got null"), (2, "no show")]
    assert page.rejected[1].row == {"added_at": "2026-02-03T18:02:00Z", "show": None}
    assert page.total == 3
    assert "rejected" in page.model_dump()
    ordinary = build(m.Page[m.SavedShow], fixture("saved_show/page"))
    assert ordinary.rejected == []
    assert "rejected" not in ordinary.model_dump()


@pytest.mark.parametrize("name", ["null_row", "null_track", "bad_row"])
def test_no_bad_row_fails_a_page(name: str) -> None:
    body = fixture(f"saved_track/{name}")
    page = build(m.Page[m.SavedTrack], fixture(f"saved_track/{name}"))
    assert page.rejected
    assert len(page.items) + len(page.rejected) == len(body["items"])
    assert all(body["items"][row.index] == row.row for row in page.rejected)


def test_nulls_among_search_results_are_rejected() -> None:
    found = build(m.SearchResult, search_result())
    assert found.albums is None
    assert found.playlists is not None
    assert [(found_playlist.name, found_playlist.items and found_playlist.items.total) for found_playlist in found.playlists.items] == [("Everything", 8)]
    assert [row.index for row in found.playlists.rejected] == [0, 2]


def test_cursors_that_are_null_are_empty() -> None:
    assert build(m.RecentlyPlayedPage, fixture("recently_played/nothing")).cursors == m.Cursor()
    assert build(m.CursorPage[m.Artist], {"cursors": None, "items": None, "next": None}).items == []


def test_rows_of_a_playlist_are_told_apart_by_their_type() -> None:
    page = build(m.Playlist, playlist()).items
    assert page is not None
    kinds = [type(row.item) for row in page.items]
    assert kinds == [m.Track, m.Episode, m.Track, type(None), m.PlaylistEpisode, m.UnknownItem, m.UnknownItem]
    unknown = page.items[5].item
    assert isinstance(unknown, m.UnknownItem)
    assert (unknown.type_, unknown.name) == ("hologram", "Nobody")
    assert [row.index for row in page.rejected] == [7]
    episode = page.items[4].item
    assert isinstance(episode, m.PlaylistEpisode)
    assert episode.album is not None


def test_a_type_that_is_missing_is_found_out() -> None:
    for item, kind in (
        ({"name": "x", "uri": "spotify:track:1"}, m.Track),
        ({"name": "x", "artists": []}, m.Track),
        ({"name": "x", "uri": "spotify:episode:1"}, m.Episode),
        ({"name": "x", "show": {}}, m.Episode),
        ({"type": "Track"}, m.Track),
        ({"type": "chapter"}, m.Chapter),
        ({"type": "episode", "audiobook": {}}, m.Chapter),
        ({"name": "x", "audiobook": {}}, m.Chapter),
        ({"type": "audiobook", "audiobook": {}}, m.UnknownItem),
    ):
        assert type(build(m.PlaylistItem, {"item": item}).item) is kind


def test_both_names_of_items_work_both_ways() -> None:
    for names in (("items", "item"), ("tracks", "track")):
        body = {"name": "x", names[0]: {"total": 1, "items": [{names[1]: {"type": "track", "name": "y"}}]}}
        read = build(m.Playlist, body)
        assert read.items is not None
        assert read.tracks is read.items
        assert read.items.items[0].track is read.items.items[0].item
        item = read.items.items[0].item
        assert item is not None
        assert item.name == "y"
    both = build(m.PlaylistItem, {"item": {"type": "track", "name": "new"}, "track": {"type": "track", "name": "old"}})
    assert both.item is not None
    assert both.item.name == "new"
    assert both.model_extra == {"track": {"type": "track", "name": "old"}}
    # `track` also says whether a row is one.
    assert build(m.PlaylistItem, {"item": None, "track": True}).item is None
    # A playlist whose items Spotify does not show is no empty one.
    assert build(m.Playlist, {"name": "x"}).items is None


def test_something_else_plays() -> None:
    assert build(m.PlaybackState, fixture("playback_state/ad")).item is None
    chapter = build(m.PlaybackState, fixture("playback_state/chapter")).item
    assert isinstance(chapter, m.Chapter)
    assert chapter.name == fixture("playback_state/chapter")["item"]["name"]
    body = fixture("queue/mixed")
    kinds = [type(item) for item in build(m.PlaybackQueue, fixture("queue/mixed")).queue]
    known = {"track": m.Track, "episode": m.Episode, "chapter": m.Chapter}
    assert kinds == [known.get(item["type"], m.UnknownItem) for item in body["queue"] if item is not None]
    assert None in body["queue"]


def test_lists_and_optional_answers() -> None:
    shows = fixture("several/shows")["shows"]
    present = [show is not None for show in shows]
    assert False in present
    assert [show is not None for show in build(list[m.Show | None], list(shows))] == present
    assert len(build(list[m.Show], list(shows))) == sum(present)
    assert build(m.PlaybackState | None, None) is None
    playing = build(m.PlaybackState | None, fixture("playback_state/development"))
    assert playing.is_playing
    assert build(list[m.Show], []) == []


@pytest.mark.parametrize(("target", "data"), [(m.Album, []), (m.Album, None), (m.Album, "x"), (m.Page[m.Track], 7), (list[m.Image], {}), (m.SavedTrack, {"track": None})])
def test_another_shape_is_an_error_that_carries_the_answer(target: Any, data: Any) -> None:
    with pytest.raises(ResponseDecodeError) as caught:
        build(target, data)
    assert caught.value.raw_body == data
    assert isinstance(caught.value, (SpotifyError, ValueError))
    assert caught.value.message.startswith("Spotify's answer is no ")


def test_only_models_can_be_built() -> None:
    for target in (int, dict, m.Track | m.Album):
        with pytest.raises(TypeError):
            build(target, {})


def test_validation_refuses_wrong_types() -> None:
    for wrong in ({"name": 7}, {"duration_ms": "long"}, {"artists": "nobody"}, {"type": "album"}, {"album": []}):
        with pytest.raises(ValidationError):
            m.Track.model_validate(wrong)
    with pytest.raises(ValidationError):
        m.Track().name = 7  # type: ignore[assignment]
    with pytest.raises(ValidationError):
        m.SavedTrack.model_validate({"added_at": None})
    with pytest.raises(ValidationError):
        m.PlaylistItem.model_validate({"item": 7})


def test_field_names_and_json_names_both_work() -> None:
    assert m.Copyright(type="C") == m.Copyright(type_="C") == m.Copyright.model_validate({"type": "C", "text": ""})  # type: ignore[call-arg]


def test_things_with_a_uri_can_be_in_sets() -> None:
    tracks = [build(m.Track, fixture("track/development")) for _ in range(3)]
    assert len(set(tracks)) == 1
    assert hash(tracks[0]) == hash(m.Track.model_validate(fixture("track/development")))
    for cls in (m.Image, m.Page, m.SavedTrack, m.PlaybackState):
        assert cls.__hash__ is None  # type: ignore[comparison-overlap]
