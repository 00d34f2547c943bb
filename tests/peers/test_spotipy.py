"""spotipy 2.26.0 logs in to the sandbox and calls it."""

from urllib.parse import parse_qs, urlsplit

import spotipy
from browser import Browser
from peer import AN_HOUR, SCOPES, PeerTest
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOAuth, SpotifyOauthError, SpotifyPKCE


class Spotipy(PeerTest):
    def at_the_sandbox(self, auth):
        """Turns a spotipy login to the sandbox: its addresses are attributes of the class."""
        auth.OAUTH_AUTHORIZE_URL = self.sandbox.accounts_base_url + "/authorize"
        auth.OAUTH_TOKEN_URL = self.sandbox.accounts_base_url + "/api/token"
        return auth

    def oauth(self):
        return self.at_the_sandbox(
            SpotifyOAuth(
                client_id=self.sandbox.client_id,
                client_secret=self.sandbox.client_secret,
                redirect_uri=self.sandbox.redirect_uri,
                scope=SCOPES,
                state="a-state",
                cache_handler=MemoryCacheHandler(),
            )
        )

    def pkce(self):
        return self.at_the_sandbox(
            SpotifyPKCE(
                client_id=self.sandbox.client_id,
                redirect_uri=self.sandbox.redirect_uri,
                scope=SCOPES,
                state="a-state",
                cache_handler=MemoryCacheHandler(),
            )
        )

    def log_in(self, auth, browser=None):
        """Through the pages, as a person would. Gives a client that calls the sandbox."""
        callback = (browser or self.browser).approve(auth.get_authorize_url(), self.sandbox.redirect_uri)
        state, code = auth.parse_auth_response_url(callback)
        self.assertEqual("a-state", state)
        auth.get_access_token(code, check_cache=False, **self.as_a_string(auth))
        return self.client(auth)

    @staticmethod
    def as_a_string(auth):
        """Two of spotipy's three logins warn unless they are asked for a string; the third does not know the question."""
        return {} if isinstance(auth, SpotifyPKCE) else {"as_dict": False}

    def client(self, auth):
        client = spotipy.Spotify(auth_manager=auth, retries=0)
        client.prefix = self.sandbox.api_base_url + "/"
        return client

    def test_authorization_code_through_the_consent_page(self):
        browser = Browser(self.sandbox.newcomer)
        spotify = self.log_in(self.oauth(), browser)
        self.assert_consent_was_given(browser)
        self.assertEqual(self.sandbox.newcomer, spotify.current_user()["id"])

    def test_authorization_code_with_pkce_and_no_secret(self):
        spotify = self.log_in(self.pkce())
        self.assertEqual(self.sandbox.user, spotify.current_user()["id"])

    def test_a_wrong_verifier_is_refused(self):
        auth = self.pkce()
        callback = self.browser.approve(auth.get_authorize_url(), self.sandbox.redirect_uri)
        auth.code_verifier = "x" * 64
        with self.assertRaises(SpotifyOauthError) as refusal:
            auth.get_access_token(auth.parse_response_code(callback), check_cache=False)
        self.assertEqual("invalid_grant", refusal.exception.error)

    def test_a_cancelled_login_comes_back_as_an_error(self):
        # The page must be shown even to somebody who has agreed before.
        url = self.oauth().get_authorize_url() + "&show_dialog=true"
        callback = self.browser.cancel(url, self.sandbox.redirect_uri)
        self.assertEqual({"error": ["access_denied"], "state": ["a-state"]}, parse_qs(urlsplit(callback).query))

    def test_client_credentials_and_an_album(self):
        album_id = self.log_in(self.oauth()).current_user_saved_albums(limit=1)["items"][0]["album"]["id"]
        app = self.client(
            self.at_the_sandbox(
                SpotifyClientCredentials(
                    self.sandbox.client_id, self.sandbox.client_secret, cache_handler=MemoryCacheHandler()
                )
            )
        )
        album = app.album(album_id)
        self.assertEqual(album_id, album["id"])
        # spotipy writes this path with a slash at its end.
        tracks = app.album_tracks(album_id, limit=1)
        self.assertEqual(album["tracks"]["items"][0]["id"], tracks["items"][0]["id"])
        with self.assertLogs("spotipy"), self.assertRaises(spotipy.SpotifyException) as refusal:
            app.current_user()
        self.assertIn(refusal.exception.http_status, (401, 403))

    def test_three_pages_by_their_next_links(self):
        spotify = self.log_in(self.oauth())
        pages = [spotify.current_user_saved_tracks(limit=7)]
        for _ in range(2):
            pages.append(spotify.next(pages[-1]))
        self.assert_three_pages([[row["track"]["id"] for row in page["items"]] for page in pages])
        self.assertEqual([0, 7, 14], [page["offset"] for page in pages])

    def test_a_refresh_after_the_hour(self):
        for auth in (self.oauth(), self.pkce()):
            with self.subTest(type(auth).__name__):
                spotify = self.log_in(auth)
                before = auth.cache_handler.get_cached_token().copy()
                with self.assert_one_refresh():
                    for _ in range(3):
                        self.assertEqual(self.sandbox.user, spotify.current_user()["id"])
                after = auth.cache_handler.get_cached_token()
                self.assertNotEqual(before["access_token"], after["access_token"])
                self.assertTrue(after["refresh_token"])

    def test_an_expired_access_token_is_refused(self):
        spotify = self.log_in(self.oauth())
        self.sandbox.advance(AN_HOUR)
        with self.assertLogs("spotipy"), self.assertRaises(spotipy.SpotifyException) as refusal:
            spotify.current_user()
        self.assertEqual(401, refusal.exception.http_status)

    def test_pages_end(self):
        spotify = self.log_in(self.oauth())
        page = spotify.current_user_saved_albums(limit=50)
        seen = list(page["items"])
        while page := spotify.next(page):
            seen += page["items"]
        self.assertEqual(len(seen), spotify.current_user_saved_albums(limit=1)["total"])
