"""PyPI's spotify-sdk 0.10.1 logs in to the sandbox and calls it."""

import asyncio
import socket
import threading
from urllib.parse import urlsplit

from browser import Browser
from peer import SCOPES
from spotify_sdk import AsyncSpotifyClient
from spotify_sdk.auth import AsyncAuthorizationCode, ClientCredentials
from spotify_sdk.exceptions import AuthenticationError
from spotify_sdk_peer import SpotifySdkTest


def with_a_port(redirect_uri):
    """0.10.1 wants a port in the URI. Where none is registered, any will do."""
    uri = urlsplit(redirect_uri)
    if uri.port is not None:
        return redirect_uri
    with socket.socket() as free:
        free.bind((uri.hostname, 0))
        return uri._replace(netloc=f"{uri.netloc}:{free.getsockname()[1]}").geturl()


class SpotifySdk(SpotifySdkTest):
    def test_authorization_code_through_the_consent_page(self):
        browser = Browser(self.sandbox.newcomer)
        me = self.client(self.logged_in(browser)).users.get_current_profile()
        self.assert_consent_was_given(browser)
        self.assertEqual(self.sandbox.newcomer, me.id)

    def test_authorize_local(self):
        redirect_uri = with_a_port(self.sandbox.redirect_uri)
        person = None

        def show(url):
            nonlocal person
            person = threading.Thread(target=self.browser.open, args=(url, redirect_uri))
            person.start()

        auth = self.provider(redirect_uri=redirect_uri)
        token = auth.authorize_local(open_browser=False, authorization_url_handler=show, timeout=60)
        person.join()
        self.assertTrue(token.refresh_token)
        self.assertEqual(self.sandbox.user, self.client(auth).users.get_current_profile().id)

    def test_a_cancelled_login_comes_back_as_an_error(self):
        auth = self.provider()
        url = auth.get_authorization_url(state="a-state", show_dialog=True)
        callback = self.browser.cancel(url, self.sandbox.redirect_uri)
        with self.assertRaisesRegex(AuthenticationError, "access_denied"):
            auth.parse_response_url(callback, expected_state="a-state")

    def test_client_credentials_and_an_album(self):
        album_id = self.client(self.logged_in()).albums.get_saved(limit=1).items[0].album.id
        auth = ClientCredentials(self.sandbox.client_id, self.sandbox.client_secret, max_retries=0)
        self.addCleanup(auth.close)
        album = self.client(auth).albums.get(album_id)
        self.assertEqual(album_id, album.id)
        self.assertTrue(album.name)
        self.assertTrue(album.artists[0].name)
        self.assertEqual(album.total_tracks, album.tracks.total)

    def test_a_wrong_secret_is_refused(self):
        auth = ClientCredentials(self.sandbox.client_id, "another-secret", max_retries=0)
        self.addCleanup(auth.close)
        with self.assertRaisesRegex(AuthenticationError, "invalid_client|Invalid client"):
            auth.get_access_token()

    def test_three_pages(self):
        client = self.client(self.logged_in())
        pages = [client.tracks.get_saved(limit=7, offset=7 * number) for number in range(3)]
        self.assert_three_pages([[row.track.id for row in page.items] for page in pages])
        albums = [client.albums.get_saved(limit=3, offset=3 * number) for number in range(3)]
        self.assert_three_pages([[row.album.id for row in page.items] for page in albums])

    def test_a_refresh_after_the_hour(self):
        auth = self.logged_in()
        client = self.client(auth)
        before = auth.get_access_token()
        with self.assert_one_refresh():
            for _ in range(3):
                self.assertEqual(self.sandbox.user, client.users.get_current_profile().id)
            after = auth.get_access_token()
        self.assertNotEqual(before, after)

    def test_the_async_client_logs_in_too(self):
        async def log_in():
            auth = AsyncAuthorizationCode(
                self.sandbox.client_id, self.sandbox.client_secret, self.sandbox.redirect_uri, scope=SCOPES
            )
            callback = self.browser.approve(auth.get_authorization_url(state="a-state"), self.sandbox.redirect_uri)
            await auth.exchange_code(auth.parse_response_url(callback, expected_state="a-state"))
            async with AsyncSpotifyClient(auth_provider=auth, max_retries=0) as client:
                return await client.users.get_current_profile()

        self.assertEqual(self.sandbox.user, asyncio.run(log_in()).id)
