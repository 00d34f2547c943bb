"""A browser for tests: visits one address and follows where it leads, as a person would who agrees to everything."""

import sys
import urllib.request

urllib.request.urlopen(sys.argv[1], timeout=20).read()
