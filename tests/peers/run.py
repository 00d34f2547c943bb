"""Runs the peers: `run.py [part of a name]`.

Needs the variable SPOTIFY_SDK_COMMAND: where the command `spotify-sdk` is. `cargo xtask test` sets it and starts this with
the right Python.
"""

import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Result(unittest.TextTestResult):
    """One line a test, name and verdict together, as `cargo xtask faults` reads it."""

    def startTest(self, test):
        unittest.TestResult.startTest(self, test)

    def _say(self, test, verdict):
        self.stream.writeln(f"{test} ... {verdict}")
        self.stream.flush()

    def addSuccess(self, test):
        unittest.TestResult.addSuccess(self, test)
        self._say(test, "ok")

    def addError(self, test, err):
        unittest.TestResult.addError(self, test, err)
        self._say(test, "ERROR")

    def addFailure(self, test, err):
        unittest.TestResult.addFailure(self, test, err)
        self._say(test, "FAIL")

    def addSkip(self, test, reason):
        unittest.TestResult.addSkip(self, test, reason)
        self._say(test, f"skipped {reason!r}")


def main() -> int:
    if "SPOTIFY_SDK_COMMAND" not in os.environ:
        print("SPOTIFY_SDK_COMMAND does not say where the command spotify-sdk is", file=sys.stderr)
        return 2
    wanted = sys.argv[1] if len(sys.argv) > 1 else None
    loader = unittest.TestLoader()
    if wanted:
        loader.testNamePatterns = [f"*{wanted}*"]
    tests = loader.discover(str(HERE), top_level_dir=str(HERE))
    if tests.countTestCases() == 0:
        print(f"no peer has {wanted!r} in its name" if wanted else "there are no peers to run")
        return 0 if wanted else 1
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result, warnings="default")
    return 0 if runner.run(tests).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
