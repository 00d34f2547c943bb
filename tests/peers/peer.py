"""What the tests of every peer have in common."""

import os
import unittest
from contextlib import contextmanager

from browser import AGREE, Browser
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

    def assert_consent_was_given(self, browser):
        """The person saw the page that asks, and pressed the button that agrees."""
        self.assertTrue(any(AGREE.search(words) for words in browser.pressed), browser.pressed)

    @contextmanager
    def assert_one_refresh(self):
        """Inside the block, which begins when the access token is an hour old, exactly one token request is made."""
        with self.sandbox.later(AN_HOUR):
            before = self.sandbox.count("POST", "/api/token")
            yield
            self.assertEqual(1, self.sandbox.count("POST", "/api/token") - before)

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
