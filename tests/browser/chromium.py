"""A person with a real browser: `chromium.py [--notes FILE] [--pictures FOLDER] [--deny] URL`, for the variable `BROWSER`.

Opens the URL in a headless Chromium with an empty profile, logs in as the first user, agrees (or cancels), with a mouse, and goes
where that leads. `--notes` gets a JSON list of the pages seen, with `url`, `title`, `heading` and `text`; it is written whole, at the
end. `--pictures` gets a picture of each page. Nothing beyond this machine can be reached.

Needs Python's standard library only, so that tests in any language can start it. Exits with 77 where there is no Chromium, and with 1
where something does not work.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import json
import os
import select
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MISSING = 77

# Seconds for all of it. A machine with much to do starts Chromium in ten.
PATIENCE = 90

# More pages than a login has: a loop of redirects ends here.
PAGES = 5

OPTIONS = (
    "--headless=new",
    "--remote-debugging-pipe",
    # Administrators, which is what containers run as, get no sandbox of Chromium's; and it sees nothing but our own pages.
    "--no-sandbox",
    # Containers have little of /dev/shm.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
    "--window-size=800,700",
)

# What a page says, for the notes.
READ = """JSON.stringify({
    url: location.href, title: document.title, heading: document.querySelector("h1")?.textContent ?? "",
    text: document.body?.innerText ?? ""})"""

# The middle of the first button that a selector finds.
MIDDLE = """(() => {
    const button = document.querySelector(%s);
    if (!button) return "null";
    button.scrollIntoView({block: "center"});
    const box = button.getBoundingClientRect();
    return JSON.stringify({x: box.x + box.width / 2, y: box.y + box.height / 2});
})()"""


class Chromium:
    """A page of a running Chromium, told what to do over the DevTools protocol on two pipes."""

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = reads, writes
        self._deadline = time.monotonic() + PATIENCE
        self._received = b""
        self._number = 0
        self._loads = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Sends a command; its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writes, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def visit(self, url: str) -> None:
        """Opens a URL, until the page is there."""
        loads = self._loads
        failure = self.call("Page.navigate", url=url).get("errorText")
        if failure:
            raise RuntimeError(f"the page can't be opened: {failure}")
        self._wait_for_load(loads)

    def press(self, selector: str) -> bool:
        """Clicks a button, until the page behind it is there. False where there is no such button."""
        place = json.loads(self._evaluate(MIDDLE % json.dumps(selector)))
        if place is None:
            return False
        loads = self._loads
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)
        self._wait_for_load(loads)
        return True

    def read(self) -> dict[str, str]:
        """What the page says."""
        page: dict[str, str] = json.loads(self._evaluate(READ))
        return page

    def picture(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        """Tells Chromium to end."""
        self._session = None
        self.call("Browser.close")

    def _evaluate(self, script: str) -> Any:
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"]["value"]

    def _wait_for_load(self, loads: int) -> None:
        while self._loads == loads:
            self._next()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            left = self._deadline - time.monotonic()
            if left <= 0 or not select.select([self._reads], [], [], left)[0]:
                raise TimeoutError(f"Chromium did not get there within {PATIENCE} seconds")
            some = os.read(self._reads, 1 << 16)
            if not some:
                raise RuntimeError("Chromium has ended")
            self._received += some
        message, _, self._received = self._received.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        self._loads += decoded.get("method") == "Page.loadEventFired"
        return decoded


def pipe() -> tuple[int, int]:
    """A pipe whose ends are out of the way of the five numbers that Chromium's have to have."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


@contextmanager
def started(program: str) -> Iterator[Chromium]:
    """A Chromium with a profile of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        (its_commands, commands), (answers, its_answers) = pipe(), pipe()
        silence = os.open(os.devnull, os.O_RDWR)
        streams = ((silence, 0), (silence, 1), (silence, 2), (its_commands, 3), (its_answers, 4))
        actions = [(os.POSIX_SPAWN_DUP2, source, there) for source, there in streams]
        arguments = [program, *OPTIONS, f"--user-data-dir={profile}"]
        pid = os.posix_spawnp(program, arguments, {**os.environ, "HOME": profile}, file_actions=actions)
        for ours in (its_commands, its_answers, silence):
            os.close(ours)
        try:
            chromium = Chromium(answers, commands)
            yield chromium
            chromium.close()
        except BaseException:
            os.kill(pid, 9)
            raise
        finally:
            os.close(commands)
            os.waitpid(pid, 0)
            os.close(answers)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--notes", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--deny", action="store_true")
    arguments = parser.parse_args()
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        print("there is no Chromium here; Debian's package is `chromium`", file=sys.stderr)
        return MISSING
    pages: list[dict[str, str]] = []
    buttons = ("button[name=user]", f"button[value={'deny' if arguments.deny else 'approve'}]")
    with started(program) as chromium:
        chromium.visit(arguments.url)
        while len(pages) < PAGES:
            pages.append(chromium.read())
            if arguments.pictures:
                arguments.pictures.mkdir(parents=True, exist_ok=True)
                (arguments.pictures / f"{len(pages)}.png").write_bytes(chromium.picture())
            if not any(chromium.press(button) for button in buttons):
                break
    if arguments.notes:
        unfinished = arguments.notes.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(pages), encoding="utf-8")
        unfinished.replace(arguments.notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
