"""One token file, used in turns by PyPI's spotify-sdk 0.10.1 and by the command `spotify-sdk`."""

import json
import tempfile
from pathlib import Path

from command import Command
from peer import AN_HOUR, SCOPES
from spotify_sdk.auth import FileTokenCache
from spotify_sdk_peer import SpotifySdkTest

# What 0.10.1 writes.
MEMBERS = ["access_token", "expires_at", "refresh_token", "scope"]


class TokenFile(SpotifySdkTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "token.json")

    def theirs(self):
        """0.10.1, started anew: all it knows of a login is in the file."""
        return self.provider(token_cache=FileTokenCache(str(self.file)))

    def ours(self, with_secret=True):
        return Command(self.sandbox, self.file, with_secret=with_secret)

    def stored(self):
        return json.loads(self.file.read_text(encoding="utf-8"))

    def an_hour_passes(self):
        """For the sandbox and for what is in the file. The clock that the command reads can't be moved."""
        self.sandbox.advance(AN_HOUR)
        stored = self.stored()
        stored["expires_at"] -= AN_HOUR
        self.file.write_text(json.dumps(stored), encoding="utf-8")

    def token_requests(self):
        return self.sandbox.count("POST", "/api/token")

    def assert_ours_works(self, ours):
        """The command says whose login it is, which only Spotify can tell it."""
        status = json.loads(ours.run("auth", "status", "--check", "--json"))
        self.assertTrue(status["logged_in"], status)
        self.assertEqual(self.sandbox.user, status["user"]["id"])
        self.assertEqual(set(SCOPES.split()), set(status["scopes"]))
        return status

    def assert_theirs_works(self, theirs):
        self.assertEqual(self.sandbox.user, self.client(theirs).users.get_current_profile().id)

    def renewed_by(self, renew, login):
        """Lets an hour pass and gives the new access token; the refresh token stays the one of the login."""
        self.an_hour_passes()
        old, before = self.stored(), self.token_requests()
        access_token = renew()
        self.assertEqual(1, self.token_requests() - before)
        self.assertNotEqual(old["access_token"], access_token)
        stored = self.stored()
        self.assertEqual(access_token, stored["access_token"])
        self.assertEqual(login["refresh_token"], stored["refresh_token"])
        self.assertEqual(set(SCOPES.split()), set(stored["scope"].split()))
        return access_token

    def test_fault_063_a_login_of_theirs_is_read_and_renewed_by_ours(self):
        self.logged_in(token_cache=FileTokenCache(str(self.file)))
        login = self.stored()
        self.assertEqual(MEMBERS, list(login))
        ours = self.ours()

        before = self.token_requests()
        status = self.assert_ours_works(ours)
        self.assertTrue(status["can_be_renewed"])
        self.assertEqual(login["expires_at"], status["access_token_expires_at"])
        self.assertEqual(login["access_token"], ours.run("auth", "token").strip())
        self.assertEqual(before, self.token_requests(), "a token that is good needs no renewing")

        access_token = self.renewed_by(lambda: ours.run("auth", "token").strip(), login)
        self.assert_ours_works(ours)

        # And back: what ours has renewed is theirs again.
        theirs = self.theirs()
        self.assertEqual(access_token, theirs.get_access_token())
        self.assert_theirs_works(theirs)
        self.renewed_by(self.theirs().get_access_token, login)

    def test_fault_063_a_login_of_ours_is_read_and_renewed_by_theirs_and_again_by_ours(self):
        for with_secret in (True, False):
            with self.subTest(with_secret=with_secret):
                self.file.unlink(missing_ok=True)
                ours = self.ours(with_secret)
                ours.run("auth", "login", "--scopes", SCOPES)
                login = self.stored()
                self.assertEqual(MEMBERS, [name for name in login if name in MEMBERS])
                self.assertTrue(all(isinstance(login[name], str) for name in MEMBERS if name != "expires_at"))
                self.assertIsInstance(login["expires_at"], float)

                before = self.token_requests()
                theirs = self.theirs()
                self.assertEqual(login["access_token"], theirs.get_access_token())
                self.assert_theirs_works(theirs)
                self.assertEqual(before, self.token_requests(), "a token that is good needs no renewing")

                access_token = self.renewed_by(self.theirs().get_access_token, login)
                self.assertEqual(MEMBERS, list(self.stored()), "0.10.1 keeps only what it knows")

                self.assertEqual(access_token, ours.run("auth", "token").strip())
                self.assert_ours_works(ours)
                self.renewed_by(lambda: ours.run("auth", "token").strip(), login)
                self.assert_ours_works(ours)
                self.assert_theirs_works(self.theirs())

    def test_fault_063_a_logout_of_ours_is_one_for_theirs(self):
        self.logged_in(token_cache=FileTokenCache(str(self.file)))
        self.ours().run("auth", "logout")
        before = self.token_requests()
        with self.assertRaisesRegex(Exception, "No authorization token available"):
            self.theirs().get_access_token()
        self.assertEqual(before, self.token_requests())
