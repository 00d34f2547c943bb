"""rspotify 0.16 logs in to the sandbox and works there: `rspotify/` is the program."""

import os
import subprocess
import unittest

from peer import PeerTest
from sandbox import PATIENCE

PROGRAM = os.environ.get("RSPOTIFY_PEER")


@unittest.skipUnless(PROGRAM, "RSPOTIFY_PEER does not say where the program is")
class Rspotify(PeerTest):
    def do(self, task):
        """Starts the program, takes the address it prints through the pages, hands it the callback, and sees it end well."""
        settings = {
            "PEER_API_BASE_URL": self.sandbox.api_base_url,
            "PEER_ACCOUNTS_BASE_URL": self.sandbox.accounts_base_url,
            "PEER_CLIENT_ID": self.sandbox.client_id,
            "PEER_CLIENT_SECRET": self.sandbox.client_secret,
            "PEER_REDIRECT_URI": self.sandbox.redirect_uri,
            "NO_PROXY": "127.0.0.1,localhost",
        }
        with subprocess.Popen(
            [PROGRAM, task],
            env=settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as program:
            self.addCleanup(program.kill)
            address = program.stdout.readline().strip()
            callback = self.browser.approve(address, self.sandbox.redirect_uri) if address else ""
            _, words = program.communicate(callback + "\n", timeout=PATIENCE)
        self.assertEqual((0, ""), (program.returncode, words))

    def test_saved_music_and_the_catalogue_behind_it(self):
        self.do("library")

    def test_search(self):
        self.do("search")

    def test_a_playlist_created_filled_reordered_and_emptied(self):
        self.do("playlist")

    def test_playback_started_moved_and_paused(self):
        self.do("player")
