"""PyPI's spotify-sdk 0.10.1, turned to a sandbox."""

from unittest import mock

from peer import SCOPES, PeerTest
from spotify_sdk import SpotifyClient
from spotify_sdk.auth import AuthorizationCode


class SpotifySdkTest(PeerTest):
    """A test class in which 0.10.1 takes the sandbox for Spotify."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where it sends its requests is written into its classes and modules.
        for kind in ("_sync", "_async"):
            client = "BaseClient" if kind == "_sync" else "AsyncBaseClient"
            for place, address in {
                f"{kind}._base_client.{client}.BASE_URL": cls.sandbox.api_base_url,
                f"{kind}.auth.TOKEN_URL": cls.sandbox.accounts_base_url + "/api/token",
                f"{kind}.auth.AUTHORIZE_URL": cls.sandbox.accounts_base_url + "/authorize",
            }.items():
                patch = mock.patch("spotify_sdk." + place, address)
                patch.start()
                cls.addClassCleanup(patch.stop)

    def provider(self, **options):
        auth = AuthorizationCode(
            self.sandbox.client_id,
            self.sandbox.client_secret,
            options.pop("redirect_uri", self.sandbox.redirect_uri),
            scope=SCOPES,
            max_retries=0,
            **options,
        )
        self.addCleanup(auth.close)
        return auth

    def logged_in(self, browser=None, **options):
        """The documents' manual flow, through the pages."""
        auth = self.provider(**options)
        url = auth.get_authorization_url(state="a-state")
        callback = (browser or self.browser).approve(url, self.sandbox.redirect_uri)
        token = auth.exchange_code(auth.parse_response_url(callback, expected_state="a-state"))
        self.assertEqual(set(SCOPES.split()), set(token.scope.split()))
        return auth

    def client(self, auth):
        client = SpotifyClient(auth_provider=auth, max_retries=0)
        self.addCleanup(client.close)
        return client
