"""Compares the answers that sandboxes gave with the description."""

import json
import re
from collections import Counter
from pathlib import Path

from description import EVERY_OPERATION, Description, Operation

BASE = "/v1"
# What the sandbox answers where it does not have an operation, or a part of it.
UNBUILT = 501


class Answers:
    """Recorded answers, each of them once, by operation."""

    def __init__(self, folder: Path, operations: list[Operation]):
        self.seen = 0
        self.outside = 0
        # A path without parameters before one that has them: `/me/albums/contains` is no album.
        self._operations = sorted(operations, key=lambda operation: operation.path.count("{"))
        self.by_operation: dict[str, set[tuple[int, bool, str]]] = {}
        for file in sorted(folder.glob("*.jsonl")):
            with open(file, encoding="utf-8") as lines:
                for line in lines:
                    self._add(json.loads(line))

    def _add(self, answer: dict) -> None:
        self.seen += 1
        path = answer["path"].removeprefix(BASE).rstrip("/")
        operation = next(
            (one for one in self._operations if one.method == answer["method"] and one.matches(path)), None
        )
        if operation is None:
            self.outside += 1
            return
        distinct = self.by_operation.setdefault(operation.id, set())
        distinct.add((answer["status"], answer["fields"], answer["body"]))


class Judge:
    """Finds what is wrong with the answers of one operation."""

    def __init__(self, description: Description, operation: Operation):
        self._operation = operation
        self._schemas = operation.answers
        self._texts = operation.texts
        self._validators = {
            (status, parts): description.validator(schema, parts=parts)
            for status, schema in self._schemas.items()
            if schema is not None
            for parts in (False, True)
        }

    def faults(self, status: int, parts: bool, body: str) -> list[str]:
        if status == UNBUILT and not EVERY_OPERATION:
            return []
        if status not in self._schemas and status not in self._texts:
            return [f"{status} is not described"]
        if self._schemas.get(status) is None and status not in self._texts:
            return [f"{status} has a body: {shortened(body)}"] if body else []
        try:
            value = json.loads(body)
        except ValueError:
            if status in self._texts:
                return []
            return [f"{status} is no JSON: {shortened(body)}"]
        validator = self._validators.get((status, parts))
        if validator is None:
            return [f"{status} is described as text alone: {shortened(body)}"]
        errors = validator.iter_errors(value)
        return [f"{status} {place(error.instance_path)}: {shortened(error.message)}" for error in errors]


def place(path: list) -> str:
    return "".join("[*]" if isinstance(part, int) else f".{part}" for part in path) or "body"


def shortened(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 160 else f"{text[:80]} ... {text[-70:]}"


def check(description: Description, folder: Path) -> int:
    """Prints what is wrong, and says how many kinds of faults there are."""
    answers = Answers(folder, list(description.operations.values()))
    distinct = sum(len(bodies) for bodies in answers.by_operation.values())
    kinds = 0
    for id, bodies in sorted(answers.by_operation.items()):
        judge = Judge(description, description.operations[id])
        faults = Counter(fault for answer in bodies for fault in set(judge.faults(*answer)))
        for fault, count in sorted(faults.items()):
            print(f"  {id}: {fault}" + (f" ({count} times)" if count > 1 else ""))
        kinds += len(faults)
    succeeded = {id for id, bodies in answers.by_operation.items() if any(status < 300 for status, *_ in bodies)}
    missing = sorted(set(description.operations) - succeeded) if EVERY_OPERATION else []
    for id in missing:
        print(f"  {id}: never succeeded")
    print(
        f"{answers.seen} answers recorded, {distinct} of them different, {answers.outside} to what is not described; "
        f"{len(succeeded)} of {len(description.operations)} operations succeeded at least once"
    )
    return kinds
