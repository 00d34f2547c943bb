"""tekore 6.2.0 logs in to the sandbox and works there. It knows the older operations: playlists' `/tracks`, `/me/tracks`."""

from unittest import mock

import tekore
from peer import PeerTest

SCOPES = tekore.scope.every


class Tekore(PeerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Its addresses are attributes of two modules.
        for name, address in {
            "tekore._auth.expiring.client.OAUTH_AUTHORIZE_URL": cls.sandbox.accounts_base_url + "/authorize",
            "tekore._auth.expiring.client.OAUTH_TOKEN_URL": cls.sandbox.accounts_base_url + "/api/token",
            "tekore._client.base.prefix": cls.sandbox.api_base_url + "/",
        }.items():
            there = mock.patch(name, address)
            there.start()
            cls.addClassCleanup(there.stop)

    def credentials(self, secret=None):
        return self.closed_at_the_end(
            tekore.Credentials(self.sandbox.client_id, secret, self.sandbox.redirect_uri)
        )

    def client(self, token):
        return self.closed_at_the_end(tekore.Spotify(token))

    def closed_at_the_end(self, client):
        self.addCleanup(client.close)
        return client

    def log_in(self):
        """Through the pages, as a person would."""
        login = tekore.UserAuth(self.credentials(self.sandbox.client_secret), SCOPES)
        callback = self.browser.approve(login.url, self.sandbox.redirect_uri)
        return self.client(login.request_token(url=callback))

    def some_tracks(self, spotify, count):
        """Tracks of the user, none twice."""
        return [row.track for row in spotify.saved_tracks(limit=count).items]

    def test_a_login_with_pkce_and_its_refresh(self):
        credentials = self.credentials()
        address, verifier = credentials.pkce_user_authorisation(SCOPES, "a-state")
        callback = self.browser.approve(address, self.sandbox.redirect_uri)
        code = tekore.parse_code_from_url(callback)
        token = credentials.request_pkce_token(code, verifier)
        self.assertEqual(self.sandbox.user, self.client(token).current_user().id)
        renewed = credentials.refresh_pkce_token(token.refresh_token)
        self.assertEqual(self.sandbox.user, self.client(renewed).current_user().id)

    def test_saved_music_by_pages_and_the_catalogue_behind_it(self):
        spotify = self.log_in()
        first = spotify.saved_tracks(limit=7)
        pages = [first, spotify.next(first)]
        pages.append(spotify.next(pages[-1]))
        self.assert_three_pages([[row.track.id for row in page.items] for page in pages])

        everything = list(spotify.all_items(spotify.saved_tracks(limit=50)))
        self.assertEqual(first.total, len(everything))
        ids = [row.track.id for row in everything]
        with spotify.chunked(True):
            self.assertEqual([True] * len(ids), spotify.saved_tracks_contains(ids))
            self.assertEqual(ids, [track.id for track in spotify.tracks(ids)])
        spotify.saved_tracks_delete(ids[:1])
        self.assertEqual([False, True], spotify.saved_tracks_contains(ids[:2]))
        spotify.saved_tracks_add(ids[:1])
        self.assertEqual(ids[0], spotify.saved_tracks(limit=1).items[0].track.id)

        album = spotify.album(everything[0].track.album.id)
        self.assertIn(ids[0], [track.id for track in spotify.all_items(album.tracks)])
        artist = spotify.artist(album.artists[0].id)
        self.assertIn(album.id, [other.id for other in spotify.all_items(spotify.artist_albums(artist.id))])
        spotify.artist_top_tracks(artist.id, "DE")

    def test_search(self):
        spotify = self.log_in()
        [track] = self.some_tracks(spotify, 1)
        (found,) = spotify.search(f'track:"{track.name}" artist:"{track.artists[0].name}"', limit=10)
        self.assertIn(track.id, [other.id for other in found.items])
        word = track.artists[0].name.split()[0]
        artists, albums = spotify.search(word, types=("artist", "album"), limit=5)
        self.assertTrue(artists.items)
        self.assertLessEqual(len(albums.items), 5)
        with self.assertRaises(tekore.BadRequest):
            spotify.search("")

    def test_a_playlist_created_filled_reordered_and_emptied(self):
        spotify = self.log_in()
        uris = [track.uri for track in self.some_tracks(spotify, 4)]

        def in_it():
            rows = spotify.all_items(spotify.playlist_items(playlist.id, limit=2))
            return [row.track.uri for row in rows]

        playlist = spotify.playlist_create(self.sandbox.user, "For tekore", public=False, description="made here")
        self.assertEqual(("For tekore", False), (playlist.name, playlist.public))
        self.assertEqual([], in_it())
        filled = spotify.playlist_add(playlist.id, uris[:3])
        self.assertNotEqual(playlist.snapshot_id, filled)
        spotify.playlist_add(playlist.id, uris[3:], position=0)
        self.assertEqual([uris[3], *uris[:3]], in_it())
        reordered = spotify.playlist_reorder(playlist.id, range_start=0, insert_before=4)
        self.assertEqual(uris, in_it())
        spotify.playlist_remove(playlist.id, uris[:1], snapshot_id=reordered)
        self.assertEqual(uris[1:], in_it())
        spotify.playlist_replace(playlist.id, uris[2:])
        self.assertEqual(uris[2:], in_it())
        spotify.playlist_change_details(playlist.id, name="Renamed")
        self.assertEqual("Renamed", spotify.playlist(playlist.id).name)
        self.assertIn(playlist.id, [other.id for other in spotify.all_items(spotify.followed_playlists())])
        spotify.playlist_clear(playlist.id)
        self.assertEqual([], in_it())
        spotify.playlist_unfollow(playlist.id)
        self.assertNotIn(playlist.id, [other.id for other in spotify.all_items(spotify.followed_playlists())])

    def test_playback_started_moved_and_paused(self):
        spotify = self.log_in()
        device = spotify.playback_devices()[0]
        tracks = self.some_tracks(spotify, 3)
        spotify.playback_start_tracks([track.id for track in tracks], device_id=device.id)
        self.assertEqual(tracks[0].id, spotify.playback_currently_playing().item.id)
        spotify.playback_next()
        self.assertEqual(tracks[1].id, spotify.playback().item.id)
        spotify.playback_seek(30_000)
        self.assertGreaterEqual(spotify.playback().progress_ms, 30_000)
        spotify.playback_volume(40)
        spotify.playback_repeat("track")
        spotify.playback_queue_add(tracks[2].uri)
        self.assertEqual(tracks[2].id, spotify.playback_queue().queue[0].id)
        spotify.playback_pause()
        now = spotify.playback()
        self.assertEqual((False, 40, "track"), (now.is_playing, now.device.volume_percent, now.repeat_state.value))
        with self.assertRaises(tekore.Forbidden):
            spotify.playback_pause()
        spotify.playback_recently_played(limit=5)

    def test_errors_are_its_own(self):
        spotify = self.log_in()
        with self.assertRaises(tekore.NotFound):
            spotify.album("0" * 22)
        spotify.token = "not-a-token"
        with self.assertRaises(tekore.Unauthorised):
            spotify.current_user()
