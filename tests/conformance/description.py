"""Spotify's OpenAPI description, with what `overlay.yml` corrects in it, as something that bodies can be checked with.

The description is lax: its objects take any member and hardly any member is required. Here an object takes the members
that are described and no others, so that what we make up by mistake is found.
"""

import copy
import re
from dataclasses import dataclass
from pathlib import Path

import jsonschema_rs
import yaml

HERE = Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete")
JSON = "application/json"

# Whether the SDK and the sandbox have all operations, so that a missing one is a fault.
EVERY_OPERATION = True


@dataclass
class Operation:
    """One operation of the description."""

    id: str
    method: str
    path: str
    deprecated: bool
    scopes: list[str]
    # The parameters in the query, by name.
    query: dict[str, dict]
    # The schema of the request's body, by media type.
    bodies: dict[str, dict]
    body_required: bool
    # Status to the schema of the answer's body; None for an empty one.
    answers: dict[int, dict | None]
    # Statuses that also come as plain text.
    texts: set[int]

    def matches(self, path: str) -> bool:
        """Whether a path, from `/` below the base URL on, can be one of this operation."""
        template = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in self.path.split("/"))
        return re.fullmatch(template, path) is not None


class Description:
    """The description with the overlay applied."""

    def __init__(self, path: Path, overlay: Path = HERE / "overlay.yml"):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._file = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        self.overlay = yaml.load(overlay.read_text(encoding="utf-8"), Loader=loader)
        for place, change in self.overlay["schemas"].items():
            self._change(place, change)
        self._definitions = {
            name: self._closed(schema) for name, schema in self._file["components"]["schemas"].items()
        }
        flow = self._file["components"]["securitySchemes"]["oauth_2_0"]["flows"]["authorizationCode"]
        self.scopes = list(flow["scopes"])
        self.operations = {operation.id: operation for operation in self._operations()}

    def _change(self, place: str, change: dict) -> None:
        """Applies one entry of the overlay. Whatever it names has to exist, so that no entry outlives its reason."""
        try:
            whole = self._component(place)
            schema = next((part for part in whole.get("allOf", []) if "$ref" not in part), whole)
            properties = schema.get("properties", {})
            for name in change.pop("optional", []):
                requiring = [part["required"] for part in (whole, schema) if name in part.get("required", [])]
                requiring[0].remove(name)
            for name in change.pop("nullable", []):
                properties[name] = {**properties[name], "nullable": True}
            for name in change.pop("null_among", []):
                properties[name]["items"] = {"nullable": True, "allOf": [properties[name]["items"]]}
            for name in change.pop("any_text", []):
                del properties[name]["enum"]
            for name, replacement in change.pop("instead", {}).items():
                del properties[name]
                properties[name] = replacement
            for name, addition in change.pop("also", {}).items():
                if properties.setdefault(name, addition) is not addition:
                    raise KeyError(name)
            change.pop("why")
        except LookupError as error:
            raise SystemExit(f"overlay.yml: {place} does not fit the description: {error!r}") from error
        if change:
            raise SystemExit(f"overlay.yml: {place} has an entry of an unknown kind: {sorted(change)}")

    def _component(self, name: str) -> dict:
        """A schema, or what an answer's body is."""
        components = self._file["components"]
        return components["schemas"].get(name) or self._body(components["responses"][name])

    def _operations(self):
        for path, item in self._file["paths"].items():
            for method in METHODS:
                if method not in item:
                    continue
                raw = item[method]
                parameters = [self._resolved(raw) for raw in item.get("parameters", []) + raw.get("parameters", [])]
                body = self._resolved(raw.get("requestBody", {}))
                answers = {}
                for status, answer in raw["responses"].items():
                    answers[int(status)] = self._body(self._resolved(answer))
                change = self.overlay["answers"].get(raw["operationId"], {})
                for status, answer in {**self.overlay["every_answer"], **change}.items():
                    component = self._file["components"]["responses"].get(answer)
                    answers[int(status)] = component and self._body(component)
                yield Operation(
                    id=raw["operationId"],
                    method=method.upper(),
                    path=path,
                    deprecated=raw.get("deprecated", False),
                    scopes=[scope for security in raw.get("security", []) for scope in security["oauth_2_0"]],
                    query={raw["name"]: raw for raw in parameters if raw["in"] == "query"},
                    bodies={kind: content["schema"] for kind, content in body.get("content", {}).items()},
                    body_required=body.get("required", False),
                    answers=answers,
                    texts=set(self.overlay["texts"]),
                )

    @staticmethod
    def _body(answer: dict) -> dict | None:
        content = answer.get("content")
        return content[JSON]["schema"] if content else None

    def _resolved(self, raw: dict) -> dict:
        while "$ref" in raw:
            found = self._file
            for part in raw["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            raw = found
        return raw

    def validator(self, schema: dict, *, parts: bool = False):
        """Checks bodies; with `parts` none of their members is required."""
        definitions = self._definitions
        whole = {**self._closed(schema), "$defs": definitions}
        if parts:
            whole = without_required(whole)
        return jsonschema_rs.Draft202012Validator(whole)

    def members(self, schema: dict) -> set[str]:
        """The names of the members that an object can have."""
        return set(self._merged(schema)["properties"])

    def _closed(self, schema: dict) -> dict:
        """The schema as JSON Schema: no null but where it is allowed, no member but those described."""
        if schema.get("nullable"):
            plain = {key: value for key, value in schema.items() if key != "nullable"}
            return {"if": {"not": {"type": "null"}}, "then": self._closed(plain)}
        if "$ref" in schema:
            return {"$ref": schema["$ref"].replace("#/components/schemas/", "#/$defs/")}
        if "allOf" in schema:
            if len(schema["allOf"]) == 1 and "properties" not in schema:
                return self._closed(schema["allOf"][0])
            schema = self._merged(schema)
        if "oneOf" in schema:
            return self._one_of(schema)
        if "anyOf" in schema:
            return {"anyOf": [self._closed(choice) for choice in schema["anyOf"]]}
        closed = {key: schema[key] for key in ("type", "enum", "minimum", "maximum", "required") if key in schema}
        if "items" in schema:
            closed["items"] = self._closed(schema["items"])
        if "properties" in schema:
            closed["properties"] = {name: self._closed(member) for name, member in schema["properties"].items()}
            closed["additionalProperties"] = False
        return closed

    def _one_of(self, schema: dict) -> dict:
        """A choice by the word in `type`, said so that a mistake is reported where it is."""
        choices = {self._merged(choice)["properties"]["type"]["enum"][0]: choice for choice in schema["oneOf"]}
        chosen = [
            {"if": {"properties": {"type": {"const": word}}}, "then": self._closed(choice)}
            for word, choice in choices.items()
        ]
        kind = {"enum": list(choices)}
        return {"type": "object", "properties": {"type": kind}, "required": ["type"], "allOf": chosen}

    def _merged(self, schema: dict) -> dict:
        """An object schema with everything that it is composed of in one place."""
        schema = self._resolved(schema)
        merged = {key: copy.copy(value) for key, value in schema.items() if key != "allOf"}
        merged.setdefault("properties", {})
        for part in schema.get("allOf", []):
            part = self._merged(part)
            merged["properties"] = {**part["properties"], **merged["properties"]}
            merged["required"] = sorted({*merged.get("required", []), *part.get("required", [])})
            merged.setdefault("type", part.get("type", "object"))
        return merged


def without_required(schema):
    """The same schema with nothing required."""
    if isinstance(schema, dict):
        return {
            key: without_required(value)
            for key, value in schema.items()
            if not (key == "required" and isinstance(value, list))
        }
    return [without_required(value) for value in schema] if isinstance(schema, list) else schema
