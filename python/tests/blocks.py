"""The Python code of the package's own pages, `README.md` and `docs/*.md`: one place that finds it, for whoever runs or checks it.

Every block stands for itself: with its imports, ready to be copied. What a block is follows from what is in it:

* functions named `test_...`: a file of tests, for pytest;
* `await` outside of a function: a notebook's cell;
* anything else: a program.

A block that begins with "```python 0.10.1" shows code for that release and is neither run nor checked.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Literal

PACKAGE = Path(__file__).resolve().parents[1]

_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_BLOCK = re.compile(r"^```python[ ]*([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code on a page.

    Attributes:
        page: the page's name without its ending, such as `README`.
        heading: the last heading above it.
        line: the number of the code's first line on the page.
        code: the code.
        kind: what it is, as the module says.
    """

    page: str
    heading: str
    line: int
    code: str
    kind: Literal["cell", "program", "tests"]

    @property
    def name(self) -> str:
        """Where it is, such as `guide, Paging, line 17`."""
        return f"{self.page}, {self.heading}, line {self.line}"

    @property
    def module(self) -> str:
        """The code as a module that a type checker accepts, on the lines that it has on the page: a cell becomes a function."""
        code = self.code
        if self.kind == "cell":
            return "\n" * (self.line - 2) + "async def cell() -> None:\n" + indent(code, "    ")
        return "\n" * (self.line - 1) + code


def blocks() -> list[Block]:
    """Every block of every page that is to run, in the order of the pages."""
    pages = [PACKAGE / "README.md", *sorted((PACKAGE / "docs").glob("*.md"))]
    return [block for page in pages for block in blocks_of(page)]


def blocks_of(page: Path) -> list[Block]:
    """The blocks of one page that are to run."""
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    for match in _BLOCK.finditer(text):
        mark, code = match.groups()
        if mark == "0.10.1":
            continue
        if mark:
            raise ValueError(f"{page.name}: nobody knows what `python {mark}` means")
        # A comment in code looks like a heading.
        headings = _HEADING.findall(_BLOCK.sub("", text[: match.start()]))
        found.append(Block(page.stem, headings[-1] if headings else "", _line(text, match.start(2)), code, _kind(code)))
    return found


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _kind(code: str) -> Literal["cell", "program", "tests"]:
    tree = compile(code, "<block>", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    if any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in tree.body):
        return "tests"
    try:
        compile(code, "<block>", "exec")
    except SyntaxError:
        return "cell"
    return "program"
