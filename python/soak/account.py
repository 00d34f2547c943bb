"""Every request in the sandbox's journal beside the calls that were made, the SDK's log, and what callers got."""

from __future__ import annotations

import logging
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from calls import HEADER, Call, RollCall, Round
from measures import Measures

from spotify_sdk import SpotifyClient
from spotify_sdk.testing import Request, Sandbox

PAUSE = 1_800 + 300
"""Seconds for which callers may be told to wait after a 429: the longest pause that is asked for, and a while."""


class Log(logging.Handler):
    """Counts what the SDK says of its attempts: by status, and how many had no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: Counter[int] = Counter()
        self.unanswered = 0

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith("attempt ("):
            status = re.search(r"\bstatus=(\d+)", message)
            if status:
                self.answered[int(status[1])] += 1
            else:
                self.unanswered += 1
        elif message.startswith("the server had closed the connection"):
            self.unanswered += 1


def _call_of(request: Request) -> str | None:
    """The name of the call that a request belongs to: what creates a playlist has it there."""
    return request.headers.get(HEADER) or (request.json or {}).get("name")


class Account:
    """What was seen so far, and what must hold and does not."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self.sandbox, self.seed = sandbox, seed
        self.log = Log()
        self.passed = 0.0
        self.problems: list[str] = []
        self.holds: list[Measures] = []
        self.calls: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.journal: Counter[int | None] = Counter()
        self.faults = self.renewals = self.logged_in = self.twice = 0
        self.limited_at = float("-inf")
        self.token_trouble_in = -9
        self.written: dict[str, dict[str, str]] = defaultdict(dict)
        self.left: tuple[Measures, Measures] | None = None
        self.seconds = 0.0

    def round(self, round: Round, calls: list[Call]) -> None:
        """Judges a round."""
        of_calls = self._journal(round, calls)
        for call in calls:
            self._call(round, call, of_calls[call.name])

    def _journal(self, round: Round, calls: list[Call]) -> dict[str, list[Request]]:
        names = {call.name for call in calls}
        answered = {call.name for call in calls if call.outcome == "answered"}
        of_calls: dict[str, list[Request]] = defaultdict(list)
        renewed: Counter[str] = Counter()
        reasons: Counter[str] = Counter()

        def all_there(requests: list[Request]) -> bool:
            return answered <= {_call_of(request) for request in requests if request.status in range(200, 300)}

        for request in self._requests(all_there):
            self.journal[request.status] += 1
            self.faults += request.by_fault
            if request.by_fault and request.status == 429:
                self.limited_at = self.passed
            if request.path == "/api/token":
                if request.by_fault:
                    self.token_trouble_in = round.number
                if request.status == 200 and request.user:
                    renewed[request.user] += 1
                self.renewals += request.status == 200
                continue
            name = _call_of(request)
            if name is None or name not in names:
                # A call that was dropped in an earlier round may have arrived since.
                if name is None or int(name.split("-")[0]) >= round.number:
                    self.problems.append(f"a request belongs to no call: {request.method} {request.path} {name}")
                continue
            of_calls[name].append(request)
            if request.status == 401:
                reasons[f"user{name.rsplit('-', 1)[1]}"] += 1
        for user, times in renewed.items():
            if times > 1 + reasons[user]:
                self.problems.append(f"round {round.number}: {user} was renewed {times} times, {reasons[user]} with a reason")
        return of_calls

    def _requests(self, all_there: Callable[[list[Request]], bool]) -> list[Request]:
        """Those that are over. The journal gives none that began after the oldest that is still under way: those that must be there are
        waited for, and missed after ten seconds."""
        began = time.monotonic()
        requests = self.sandbox.take_requests()
        while not all_there(requests) and time.monotonic() - began < 10:
            time.sleep(0.01)
            requests += self.sandbox.take_requests()
        # And those of callers who went away, if they are over a moment later.
        time.sleep(0.05)
        return requests + self.sandbox.take_requests()

    def _call(self, round: Round, call: Call, requests: list[Request]) -> None:
        self.calls[call.outcome] += 1
        by_fault = bool(requests) and requests[-1].by_fault
        if call.doing == "creating" and call.user:
            self.written[call.user][call.name] = call.outcome
        if call.outcome == "foreign":
            self.problems.append(f"{call.name}: {call.text}")
        elif call.outcome == "answered":
            self.logged_in += isinstance(round, RollCall)
            if not requests or requests[-1].status not in range(200, 300):
                self.problems.append(f"{call.name} was answered, and its requests were {[r.status for r in requests]}")
        elif call.outcome == "failed":
            self.errors[call.error] += 1
            limited = self.passed - self.limited_at < PAUSE
            # Without a request of its own, or after a 401, it was the renewal that failed.
            renewal = not requests or requests[-1].status == 401
            explained = {
                "RateLimitError": limited,
                "ReauthorizationRequired": False,
            }.get(call.error, by_fault or renewal and round.number <= self.token_trouble_in + 1)
            if not explained or isinstance(round, RollCall):
                statuses = [request.status for request in requests]
                self.problems.append(f"{call.name} got {call.error}, which {statuses} do not explain: {call.text}")

    def compare_written(self) -> None:
        """What stands in the sandbox beside what callers of writes were told."""
        for user, told in self.written.items():
            with SpotifyClient(self.sandbox.access_token(user, "playlist-read-private")) as client:
                found = Counter(playlist.name for playlist in client.playlists.get_for_current_user(limit=50).items)
            for name, outcome in told.items():
                self.twice += found[name] > 1
                if found[name] > 1 or found[name] == 0 and outcome == "answered":
                    self.problems.append(f"{user} has playlist {name} {found[name]} times, and the caller was told: {outcome}")
            for name in found.keys() - told.keys():
                self.problems.append(f"{user} has a playlist {name} that nobody wanted")

        def as_in_the_log(requests: list[Request]) -> bool:
            found = self.journal + Counter(request.status for request in requests)
            return all(times <= found[status] for status, times in self.log.answered.items())

        self.journal.update(request.status for request in self._requests(as_in_the_log))

    def over(self, before: Measures, after: Measures, seconds: float) -> None:
        """Judges the whole, and what is left of it."""
        self.left, self.seconds = (before, after), seconds
        if too_many := after.more_than(before):
            self.problems.append(f"the clients are gone and have left {too_many}")
        early, late = self.quarters("objects")
        if late > early * 1.05:
            self.problems.append(f"from the second quarter to the last, {early} Python objects became {late}")
        early, late = self.quarters("sockets")
        if late > early * 1.25 + 8:
            self.problems.append(f"from the second quarter to the last, {early} connections (both ends) became {late}")
        early, late = self.quarters("memory")
        # The sandbox is in this process too, and remembers what it issued.
        if late > early * 1.25 + 32 * 1024:
            self.problems.append(f"from the second quarter to the last, {early} KiB of memory became {late}")
        self._compare_log()

    def _compare_log(self) -> None:
        """The SDK's own count: each answer that it tells of is in the journal, and the journal has no more than it sent."""
        total, answered = sum(self.journal.values()), sum(self.log.answered.values())
        open_ends = self.log.unanswered + self.calls["dropped"]
        for status, times in self.log.answered.items():
            if times > self.journal[status]:
                self.problems.append(f"{times} answers of status {status} in the log, {self.journal[status]} in the journal")
        if not answered <= total <= answered + open_ends:
            self.problems.append(f"{total} requests in the journal; in the log {answered} answered, {open_ends} perhaps sent")

    def quarters(self, what: str) -> tuple[int, int]:
        """The median of the second quarter of the rounds, and of the last."""
        values = [getattr(holds, what) for holds in self.holds]
        quarter = len(values) // 4
        return int(statistics.median(values[quarter : 2 * quarter])), int(statistics.median(values[3 * quarter :]))

    def progress(self) -> str:
        return (
            f"day {self.passed / 86_400:.1f}: {sum(self.calls.values())} calls, {sum(self.journal.values())} requests, "
            f"{self.renewals} renewals, {self.faults} faults, {len(self.problems)} problems"
        )

    def figures(self) -> dict[str, Any]:
        before, after = self.left or (None, None)
        return {
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "virtual_days": round(self.passed / 86_400, 2),
            "calls": dict(self.calls),
            "errors": dict(self.errors),
            "requests": sum(self.journal.values()),
            "answers_in_the_log": sum(self.log.answered.values()),
            "without_answer_in_the_log": self.log.unanswered,
            "renewals": self.renewals,
            "faults": self.faults,
            "at_work_at_the_end": self.logged_in,
            "writes": sum(len(told) for told in self.written.values()),
            "writes_applied_twice": self.twice,
            "python_objects": self.quarters("objects"),
            "memory": self.quarters("memory"),
            "before": before and asdict(before),
            "after": after and asdict(after),
            "problems": self.problems,
        }

    def told(self) -> str:
        """The figures for people."""
        all = self.figures()
        errors = ", ".join(f"{name} {times}" for name, times in sorted(self.errors.items()))
        (objects_early, objects_late), (early, late) = all["python_objects"], all["memory"]
        lines = [
            f"seed {self.seed}: 300 clients on threads, asyncio and trio at once, {all['virtual_days']} virtual days in {self.seconds:.0f} s: "
            f"{sum(self.calls.values())} calls, {all['requests']} requests, {self.renewals} renewals, {self.faults} faults",
            f"at the end {self.logged_in} clients at work; of what must hold, {len(self.problems)} did not",
            f"callers with an error: {self.calls['failed']} ({errors}); callers who went away: {self.calls['dropped']}",
            f"requests in the journal: {all['requests']}; in the log {all['answers_in_the_log']} answered and "
            f"{self.log.unanswered} not; writes {all['writes']}, applied twice {self.twice}",
            f"held in the second quarter and in the last: {objects_early} and {objects_late} Python objects, "
            f"{early / 1024:.1f} and {late / 1024:.1f} MiB resident (with the sandbox)",
        ]
        if self.left:
            before, after = self.left
            lines.append(
                f"left of the clients: {after.clients} clients and logins, {after.threads} threads and {after.files} files (before them "
                f"{before.threads} and {before.files}); connections {self.quarters('sockets')[0]} and {self.quarters('sockets')[1]}, both ends"
            )
        return "\n".join(lines)
