"""What the tests of every peer have in common."""

import os
import unittest

from browser import Browser
from sandbox import Sandbox

SCOPES = "user-read-private user-library-read"

# An hour and a little: every access token of before has expired, by any reckoning.
AN_HOUR = 3700


class PeerTest(unittest.TestCase):
    """A test class with a sandbox of its own and a person at a browser."""

    sandbox: Sandbox

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.stop)
        cls.browser = Browser(cls.sandbox.user)

    def assert_three_pages(self, pages):
        """`pages` are lists of ids: three of them, all full, nothing twice."""
        self.assertEqual(3, len(pages))
        self.assertTrue(all(len(page) == len(pages[0]) > 0 for page in pages), pages)
        ids = [id for page in pages for id in page]
        self.assertEqual(len(ids), len(set(ids)))


# No test may depend on what the machine's own Spotify settings are, or send the sandbox's addresses to a proxy.
for name in [name for name in os.environ if name.startswith(("SPOTIPY_", "SPOTIFY_SDK_CLIENT", "SPOTIFY_SDK_REDIRECT"))]:
    del os.environ[name]
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
