"""The comparison finds what it is there to find. Its own tests, on a description of two operations."""

import json
import tempfile
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import answered
import sent
from description import Description

DESCRIPTION = """
components:
  securitySchemes: {oauth_2_0: {flows: {authorizationCode: {scopes: {a-scope: x}}}}}
  responses:
    Refused:
      content:
        application/json:
          schema: {type: object, required: [error], properties: {error: {type: string}}}
  schemas:
    Base:
      type: object
      required: [id, rows]
      properties: {id: {type: string}, rows: {type: array, items: {type: integer}}}
    Thing:
      allOf:
      - $ref: "#/components/schemas/Base"
      - {type: object, properties: {type: {type: string, enum: [thing]}, next: {type: string}}}
    Other: {type: object, properties: {type: {type: string, enum: [other]}, at: {type: integer}}}
paths:
  /things/{id}:
    get:
      operationId: get-thing
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
      - {name: kind, in: query, required: true, schema: {type: string, enum: [a, b]}}
      responses:
        "200":
          content:
            application/json:
              schema:
                type: object
                properties:
                  item:
                    oneOf:
                    - $ref: "#/components/schemas/Thing"
                    - $ref: "#/components/schemas/Other"
      security: [{oauth_2_0: [a-scope]}]
  /things:
    put:
      operationId: put-thing
      deprecated: true
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: true
              required: [name]
              properties: {name: {type: string}, public: {type: boolean}}
      responses: {"204": {description: nothing}}
"""

OVERLAY = """
schemas:
  Base: {why: a test, optional: [rows]}
  Thing: {why: a test, nullable: [next]}
every_answer: {"400": Refused}
texts: [403]
answers: {}
requests: {}
"""


class Comparison(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "description.yml").write_text(DESCRIPTION, encoding="utf-8")

    def description(self, overlay: str = OVERLAY) -> Description:
        (self.folder / "overlay.yml").write_text(overlay, encoding="utf-8")
        return Description(self.folder / "description.yml", self.folder / "overlay.yml")


class Answers(Comparison):
    def faults(self, status: int, body: str, id: str = "get-thing", parts: bool = False) -> list[str]:
        description = self.description()
        return answered.Judge(description, description.operations[id]).faults(status, parts, body)

    def item(self, **members) -> str:
        return json.dumps({"item": members})

    def test_what_is_described_is_no_fault(self):
        self.assertEqual(self.faults(200, self.item(type="thing", id="x", rows=[1, 2.0], next=None)), [])
        self.assertEqual(self.faults(200, self.item(type="other", at=1)), [])
        self.assertEqual(self.faults(400, '{"error": "no"}'), [])
        self.assertEqual(self.faults(403, "not you"), [])
        self.assertEqual(self.faults(204, "", id="put-thing"), [])

    def test_what_is_not_described_is_one(self):
        for status, body, where in [
            (200, self.item(type="thing", id="x", brand_new=1), "brand_new"),
            (200, self.item(type="thing"), ".item: \"id\""),
            (200, self.item(type="thing", id=None), ".item.id"),
            (200, self.item(type="thing", id="x", rows=["y"]), ".item.rows[*]"),
            (200, self.item(type="other", id="x"), "'id' was unexpected"),
            (200, self.item(type="nobody"), ".item.type"),
            (200, "<html>", "no JSON"),
            (400, '{"error": {}}', ".error"),
            (403, '{"error": "no"}', "text alone"),
            (500, "{}", "500 is not described"),
        ]:
            self.assertIn(where, " ".join(self.faults(status, body)), body)
        self.assertIn("has a body", self.faults(204, "OK", id="put-thing")[0])

    def test_parts_of_an_answer_may_lack_the_rest(self):
        self.assertEqual(self.faults(200, self.item(type="thing"), parts=True), [])
        self.assertNotEqual(self.faults(200, self.item(type="thing", brand_new=1), parts=True), [])

    def test_recorded_answers_are_found_by_their_path(self):
        (self.folder / "answers.jsonl").write_text(
            "\n".join(
                json.dumps({"method": method, "path": path, "fields": False, "status": status, "body": body})
                for method, path, status, body in [
                    ("GET", "/v1/things/x", 200, self.item(type="nobody")),
                    ("GET", "/v1/things/y/", 200, self.item(type="nobody")),
                    ("PUT", "/v1/things", 204, ""),
                    ("GET", "/v1/elsewhere", 404, ""),
                ]
            ),
            encoding="utf-8",
        )
        with redirect_stdout(StringIO()) as printed:
            faults = answered.check(self.description(), self.folder)
        self.assertEqual(faults, 1)
        self.assertIn("4 answers recorded, 2 of them different, 1 to what is not described; 2 of 2", printed.getvalue())


class Requests(Comparison):
    GET = {
        "name": "GetThing",
        "method": "GET",
        "path": "/things/{thing}",
        "scopes": ["a-scope"],
        "availability": "Everyone",
        "limit": [1, 50],
        "requests": [
            {
                "method": "GET",
                "path": "/things/x",
                "query": [["kind", "a"], ["limit", "50"]],
                "content_type": None,
                "body": None,
            }
        ],
    }
    PUT = {
        **GET,
        "method": "PUT",
        "path": "/things",
        "scopes": [],
        "availability": "ExtendedQuota",
        "limit": None,
        "requests": [
            {
                "method": "PUT",
                "path": "/things",
                "query": [],
                "content_type": "application/json",
                "body": {"name": "x", "public": True},
            }
        ],
    }

    def faults(self, id: str, ours: dict, overlay: str = OVERLAY) -> str:
        description = self.description(overlay)
        return " | ".join(sent.Checked(description, description.operations[id], ours).run())

    def test_what_is_described_is_no_fault(self):
        self.assertEqual(self.faults("get-thing", self.GET), "")
        self.assertEqual(self.faults("put-thing", self.PUT), "")

    def test_what_is_not_described_is_one(self):
        for change, fault in [
            ({"method": "PUT"}, "it is GET /things/{id}"),
            ({"path": "/thing/{id}"}, "it is GET /things/{id}"),
            ({"scopes": []}, "its scopes are"),
            ({"availability": "Before2024"}, "deprecated: False"),
            ({"limit": [1, 100]}, "its limit is"),
        ]:
            self.assertIn(fault, self.faults("get-thing", {**self.GET, **change}))

    def test_requests_that_cannot_be_are_found(self):
        def get(**change) -> str:
            return self.faults("get-thing", {**self.GET, "requests": [{**self.GET["requests"][0], **change}]})

        self.assertIn("sends POST", get(method="POST"))
        self.assertIn("sends to /things/x/y", get(path="/things/x/y"))
        self.assertIn("does not send kind", get(query=[["limit", "1"]]))
        self.assertIn("never sends limit", get(query=[["kind", "a"]]))
        self.assertIn("sends limit=51", get(query=[["kind", "a"], ["limit", "51"]]))
        self.assertIn("sends kind=c", get(query=[["kind", "c"], ["limit", "1"]]))
        self.assertIn("sends kind twice", get(query=[["kind", "a"], ["kind", "b"], ["limit", "1"]]))
        self.assertIn("sends x, which is not described", get(query=[["kind", "a"], ["limit", "1"], ["x", "1"]]))
        self.assertIn("where none is described", get(content_type="text/plain", body="x"))

    def test_bodies_that_cannot_be_are_found(self):
        def put(body, content_type="application/json") -> str:
            request = {**self.PUT["requests"][0], "body": body, "content_type": content_type}
            return self.faults("put-thing", {**self.PUT, "requests": [request]})

        self.assertIn("sends no body", put(None, None))
        self.assertIn("'x' was unexpected", put({"name": "n", "public": True, "x": 1}))
        self.assertIn("never sends public", put({"name": "n"}))
        self.assertIn("required property", put({"public": True}))
        self.assertIn("image/jpeg", put("x", "image/jpeg"))

    def test_exceptions_are_kept_until_nobody_needs_them(self):
        overlay = OVERLAY.replace("requests: {}", "requests: {get-thing: {limit: why not}}")
        self.assertEqual(self.faults("get-thing", {**self.GET, "limit": [1, 100]}, overlay), "")
        self.assertIn("needs not", self.faults("get-thing", self.GET, overlay))


class Overlay(Comparison):
    def test_entries_name_what_is_there_and_say_why(self):
        for entry in [
            "Thing: {nullable: [next]}",
            "Thing: {why: x, nullable: [nothing]}",
            "Thing: {why: x, optional: [nothing]}",
            "Thing: {why: x, also: {next: {}}}",
            "Thing: {why: x, instead: {nothing: {}}}",
            "Nothing: {why: x}",
        ]:
            with self.assertRaisesRegex(SystemExit, "overlay.yml: ", msg=entry):
                self.description(OVERLAY.replace("Thing: {why: a test, nullable: [next]}", entry))
