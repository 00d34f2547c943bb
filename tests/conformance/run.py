"""Compares what we have with Spotify's OpenAPI description: `run.py DESCRIPTION FOLDER itself|operations|answers|fuzz`.

`cargo xtask conformance` starts it with the right Python. In FOLDER it finds `operations.json`, written by the SDK's
tests, and in `answers` what sandboxes recorded.
"""

import sys
import unittest
from pathlib import Path

import answered
import fuzzed
import sent
from description import Description


def main() -> int:
    description, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    read = Description(description)
    match sys.argv[3]:
        case "itself":
            tests = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
            faults = not unittest.TextTestRunner(stream=sys.stdout).run(tests).wasSuccessful()
        case "operations":
            faults = sent.check(read, folder / "operations.json")
        case "answers":
            faults = answered.check(read, folder / "answers")
        case "fuzz":
            faults = fuzzed.check(description, read.scopes, folder)
        case other:
            print(f"there is nothing called {other}", file=sys.stderr)
            return 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
