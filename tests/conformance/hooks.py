"""What schemathesis is told about the sandbox. It loads this file by itself."""

import schemathesis

from answered import UNBUILT
from description import EVERY_OPERATION


@schemathesis.check
def no_server_error(context, response, case):
    """No answer is a server error, but for what the sandbox says that it does not have yet."""
    is_excused = response.status_code == UNBUILT and not EVERY_OPERATION
    if response.status_code >= 500 and not is_excused:
        raise AssertionError(f"{response.status_code}: {response.text[:200]}")
