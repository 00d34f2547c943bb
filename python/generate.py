"""Makes what is made from something else: `python generate.py`.

* `spotify_sdk/_sync` of `spotify_sdk/_async`. What is asynchronous only by its words is rewritten; a line that begins with
  `# [sync] ` is code of the synchronous half alone.
* The operations in `spotify_sdk/_native.pyi` of the tables in `src/operations`.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE / "spotify_sdk"

RULES = [
    (r"^(\s*)# \[sync\] ", r"\1"),
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    # What is imported of `_bridge` has a twin for threads that wait.
    (r"(?<=_bridge import )\w+(?:, \w+)*", lambda names: waiting(names[0])),
    (r"\bAsyncGenerator\[(\w+), None\]", r"Generator[\1, None, None]"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\basync_authorize_local\b", "authorize_local"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"asynchronous half", "synchronous half"),
    (r"`_sync` is made from it by `python/generate.py`.", "Made from `_async` by `python/generate.py`: change that."),
]

WAITING = {"aside": "aside_now", "finish": "wait", "run": "wait", "settle": "settle_now"}


def waiting(names: str) -> str:
    """The twins of what is imported, under the names that the code has for them."""
    return ", ".join(sorted(f"{WAITING[name]} as {name}" for name in names.split(", ")))


ROW = re.compile(
    r"^    (?P<name>\w+) = \w+\.\w+\((?P<arguments>[^)]*)\)(?: in \"\w+\")?(?P<options>[^;]*);", re.MULTILINE
)
PARAMETER = re.compile(r"(\w+): (&str|[\w<>]+)")
TYPES = {
    "&str": "str",
    "String": "str",
    "bool": "bool",
    "u32": "int",
    "Count": "int",
    "u64": "int",
    "Vec<String>": "Sequence[str]",
    "Vec<u8>": "bytes",
}
BEGIN = "# Operations, made by generate.py.\n"


def synchronous() -> dict[Path, str]:
    """The synchronous half, by path."""
    source = PACKAGE / "_async"
    files: dict[Path, str] = {}
    for path in sorted(source.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for pattern, replacement in RULES:
            text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
        files[PACKAGE / "_sync" / path.relative_to(source)] = text
    return files


def stub() -> str:
    """The native half's stub, with all operations."""
    lines: list[str] = []
    for path in sorted((HERE / "src" / "operations").rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        # Arguments with types of their own say in the table's file how Python writes them.
        types = TYPES | dict(re.findall(r"^// Python: (\S+) is (.+)$", text, re.MULTILINE))
        for row in ROW.finditer(text):
            arguments = [f"{name}: {types[kind]}" for name, kind in PARAMETER.findall(row["arguments"])]
            options = [f"{name}: {types[kind]} | None = None" for name, kind in PARAMETER.findall(row["options"])]
            lines.append(f"def {row['name']}({', '.join(arguments + options)}) -> Operation: ...\n")
        lines += re.findall(r"^// Python: (def .*\n)", text, re.MULTILINE)
    before = (PACKAGE / "_native.pyi").read_text(encoding="utf-8").split(BEGIN)[0]
    return before + BEGIN + "".join(lines)


def generated() -> dict[Path, str]:
    """Everything that is made, by path."""
    return {**synchronous(), PACKAGE / "_native.pyi": stub()}


def main() -> None:
    """Writes what has changed."""
    files = generated()
    for path in set((PACKAGE / "_sync").rglob("*.py")) - files.keys():
        path.unlink()
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
