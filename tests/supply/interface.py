"""What programs rely on in the Python package: whether this checkout breaks what they could do with the package at another commit.

`python interface.py COMMIT` lists the breaks and fails when there are some and the version does not announce them.
`python interface.py COMMIT --prove` breaks a copy in five ways and fails unless each is found.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parents[2]

# Their names begin with a line because nobody imports from them; people hold what is in them all the same.
REACHED = ("_async", "_sync", "_models", "_caches", "_local", "_pages", "_options", "_auth_shared")


def shown(package: griffe.Object) -> griffe.Object:
    """The package with those modules public that public names lead into."""
    for name in REACHED:
        module = package.members.get(name)
        if module is not None:
            show(module)
    return package


def show(module: griffe.Object | griffe.Alias) -> None:
    module.public = True
    for member in module.members.values():
        if not member.is_alias and member.is_module:
            show(member)


def breaks(commit: str, folder: Path) -> list[griffe.Breakage]:
    how = {"search_paths": ["python"], "allow_inspection": False, "resolve_aliases": True, "resolve_external": False}
    old = griffe.load_git("spotify_sdk", ref=commit, repo=ROOT, **how)
    new = griffe.load("spotify_sdk", **{**how, "search_paths": [folder]})
    return list(griffe.find_breaking_changes(shown(old), shown(new)))


def version(pyproject: str) -> tuple[int, ...]:
    """The numbers that have to grow with a break: the first, and the second as well while the first is zero."""
    numbers = [int(number) for number in re.search(r'^version = "(\d+)\.(\d+)', pyproject, re.MULTILINE).groups()]
    return tuple(numbers[:2] if numbers[0] == 0 else numbers[:1])


# A file of the package, what stands there, what is put in its place, and how a break's explanation begins.
BROKEN = (
    ("_sync/services/albums.py", "market: str | None = None) -> Album:", "land: str | None = None) -> Album:", "AlbumService.get(market)"),
    ("_async/services/albums.py", "def get_saved(", "def read_saved(", "AsyncAlbumService.get_saved"),
    ("models/album.py", "    label: ", "    mark: ", "Album.label"),
    ("auth.py", "FileTokenCache", "FileOfTokens", "FileTokenCache"),
    ("exceptions.py", "class NotFoundError(", "class MissingError(", "NotFoundError"),
)


def prove(commit: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "spotify_sdk"
        shutil.copytree(ROOT / "python" / "spotify_sdk", copy, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        for file, old, new, _ in BROKEN:
            text = (copy / file).read_text(encoding="utf-8")
            assert old in text, f"{file} has no {old!r} any more"
            (copy / file).write_text(text.replace(old, new), encoding="utf-8")
        found = [explained(one) for one in breaks(commit, Path(folder))]
    missed = [name for *_, name in BROKEN if not any(f": {name}: " in line for line in found)]
    print(f"Python: {len(BROKEN) - len(missed)} of {len(BROKEN)} breaks made by hand found", *missed, sep="\n  missed: ")
    return 1 if missed else 0


def explained(one: griffe.Breakage) -> str:
    """A line without colours."""
    return re.sub(r"\x1b\[\d+m", "", one.explain(griffe.ExplanationStyle.ONE_LINE))


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("commit")
    arguments.add_argument("--prove", action="store_true")
    asked = arguments.parse_args()
    if asked.prove:
        return prove(asked.commit)
    show_old = ["git", "show", f"{asked.commit}:python/pyproject.toml"]
    old = version(subprocess.run(show_old, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    announced = version((ROOT / "python" / "pyproject.toml").read_text(encoding="utf-8")) > old
    found = breaks(asked.commit, ROOT / "python")
    for one in found:
        print(explained(one))
    unflagged = 0 if announced else len(found)
    print(f"Python: {len(found)} breaks, {unflagged} of them not announced by the version")
    return 1 if unflagged else 0


if __name__ == "__main__":
    sys.exit(main())
