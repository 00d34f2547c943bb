"""Compares what the SDK knows of its operations and what it sends with the description."""

import json
from pathlib import Path

from description import EVERY_OPERATION, JSON, Description, Operation

# Who may call an operation, in the SDK's words, where the description calls it deprecated and where not.
DEPRECATED = {"ExtendedQuota", "Before2024"}
CURRENT = {"Everyone"}


class Checked:
    """What is wrong with one operation of the SDK."""

    def __init__(self, description: Description, operation: Operation, ours: dict):
        self._description = description
        self._operation = operation
        self._ours = ours
        self._exceptions = description.overlay["requests"].get(operation.id, {})
        self._excepted: set[str] = set()
        self.faults: list[str] = []
        # What was sent at least once: parameters of the query, members of the body.
        self._parameters: set[str] = set()
        self._members: set[str] = set()

    def run(self) -> list[str]:
        self._facts()
        for request in self._ours["requests"]:
            self._request(request)
        self._left_out()
        for exception in set(self._exceptions) - self._excepted:
            self.faults.append(f"overlay.yml excepts {exception}, and needs not")
        return self.faults

    def _is_excepted(self, what: str) -> bool:
        self._excepted.add(what)
        return what in self._exceptions

    def _facts(self) -> None:
        operation, ours = self._operation, self._ours
        if (ours["method"], unnamed(ours["path"])) != (operation.method, unnamed(operation.path)):
            self.faults.append(f"it is {operation.method} {operation.path}, not {ours['method']} {ours['path']}")
        if set(ours["scopes"]) != set(operation.scopes) and not self._is_excepted("scopes"):
            self.faults.append(f"its scopes are {operation.scopes}, not {ours['scopes']}")
        if ours["availability"] not in (DEPRECATED if operation.deprecated else CURRENT):
            self.faults.append(f"deprecated: {operation.deprecated}, but available to {ours['availability']}")
        limit = operation.query.get("limit", {}).get("schema")
        described = limit and [limit["minimum"], limit["maximum"]]
        if ours["limit"] != described and not self._is_excepted("limit"):
            self.faults.append(f"its limit is {described}, not {ours['limit']}")

    def _request(self, request: dict) -> None:
        if request["method"] != self._operation.method:
            self.faults.append(f"sends {request['method']}")
        if not self._operation.matches(request["path"]):
            self.faults.append(f"sends to {request['path']}")
        names = [name for name, _ in request["query"]]
        for name in {name for name in names if names.count(name) > 1}:
            self.faults.append(f"sends {name} twice")
        for name, value in request["query"]:
            self._parameters.add(name)
            parameter = self._operation.query.get(name)
            if parameter is None:
                self.faults.append(f"sends {name}, which is not described")
            elif (why := misfit(value, parameter["schema"])) and not self._is_excepted(f"query {name}"):
                self.faults.append(f"sends {name}={value}: {why}")
        for name, parameter in self._operation.query.items():
            if parameter.get("required") and name not in names and not self._is_excepted(f"query {name}"):
                self.faults.append(f"does not send {name}")
        self._body(request["content_type"], request["body"])

    def _body(self, content_type: str | None, body) -> None:
        bodies = self._operation.bodies
        if content_type is None:
            if self._operation.body_required:
                self.faults.append("sends no body")
            return
        if content_type not in bodies:
            self.faults.append(f"sends a body of {content_type}, where {sorted(bodies) or 'none'} is described")
            return
        if content_type != JSON:
            return
        self._members.update(body)
        # A request can have any member by the description; one that it does not name is a mistake all the same.
        schema = {**bodies[JSON], "additionalProperties": False}
        for error in self._description.validator(schema).iter_errors(body):
            self.faults.append(f"sends {json.dumps(body)}: {error.message}")

    def _left_out(self) -> None:
        for name in sorted(set(self._operation.query) - self._parameters):
            if not self._is_excepted(f"query {name}"):
                self.faults.append(f"never sends {name}, which is described")
        if JSON in self._operation.bodies:
            members = self._description.members(self._operation.bodies[JSON])
            for name in sorted(members - self._members):
                if not self._is_excepted(f"body {name}"):
                    self.faults.append(f"never sends {name} in its body, which is described")


def unnamed(path: str) -> str:
    """A template without the names of its parameters, which nobody sends."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def misfit(value: str, schema: dict) -> str | None:
    """Why a parameter cannot have a value, if it can't."""
    kind = schema.get("type")
    if kind in ("integer", "number"):
        try:
            number = int(value) if kind == "integer" else float(value)
        except ValueError:
            return f"no {kind}"
        if number < schema.get("minimum", number) or number > schema.get("maximum", number):
            return f"not between {schema.get('minimum')} and {schema.get('maximum')}"
    elif kind == "boolean" and value not in ("true", "false"):
        return "neither true nor false"
    elif kind == "array":
        return next((why for part in value.split(",") if (why := misfit(part, schema["items"]))), None)
    if "enum" in schema and value not in [str(word) for word in schema["enum"]]:
        return f"none of {schema['enum']}"
    return None


def check(description: Description, path: Path) -> int:
    """Prints what is wrong, and says how many faults there are."""
    with open(path, encoding="utf-8") as file:
        ours = json.load(file)
    found = 0
    for id, operation in ours.items():
        described = description.operations.get(id)
        faults = Checked(description, described, operation).run() if described else ["it is not described"]
        for fault in dict.fromkeys(faults):
            print(f"  {id}: {fault}")
        found += len(faults)
    missing = sorted(set(description.operations) - set(ours))
    for id in missing:
        operation = description.operations[id]
        print(f"  missing: {id} ({operation.method} {operation.path})")
    requests = sum(len(operation["requests"]) for operation in ours.values())
    print(f"{requests} requests compared")
    print(f"{len(description.operations) - len(missing)} of {len(description.operations)}")
    return found + (len(missing) if EVERY_OPERATION else 0)
