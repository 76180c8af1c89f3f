"""How long the pages used most take with 20,000 people, beside an empty page of the same server.

    python -m bench.pages [--people 20000] [--pairs 5000] [--rounds 40] [--clients 8] [--seconds 10]

First one visitor, page by page; then several at once. A first page of a list should take under 250 ms on 2 cores.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.machine import installed, memory_of, processor_of

if TYPE_CHECKING:
    from bench.world import World

EMPTY = "/bench/empty/"
COORDINATOR, MENTEE = "coordinator", "mentee"


@dataclass(frozen=True)
class Visit:
    """A page, and who looks at it."""

    title: str
    address: str
    who: str


def visits(world: World) -> list[Visit]:
    """Those that people open most."""
    cohort = "/programs/" + "/".join(world.cohort.address)
    pair = f"/pairs/{world.pair.pk}/"
    return [
        Visit("an empty page", EMPTY, MENTEE),
        Visit("mentee: start page", "/mentoring/", MENTEE),
        Visit("mentee: the pair", pair, MENTEE),
        Visit("mentee: meetings", f"{pair}meetings/", MENTEE),
        Visit("mentee: what’s new", "/notices/", MENTEE),
        Visit("coordinator: program home", f"{cohort}/", COORDINATOR),
        Visit("coordinator: applications", f"{cohort}/recruit/", COORDINATOR),
        Visit("coordinator: training", f"{cohort}/train/", COORDINATOR),
        Visit("coordinator: match studio", f"{cohort}/match/", COORDINATOR),
        Visit("coordinator: people", f"{cohort}/people/", COORDINATOR),
        Visit("everyone: directory", "/people/", COORDINATOR),
        Visit("everyone: search “berg”", "/people/?q=berg", COORDINATOR),
        Visit("everyone: a person", f"/people/{world.someone.pk}/", COORDINATOR),
    ]


class Visitor:
    """One browser: a kept line and a session."""

    def __init__(self, address: str, sessions: dict[str, str]) -> None:
        self.line = HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.sessions = sessions

    def look(self, visit: Visit) -> tuple[int, float]:
        """The status and the milliseconds."""
        began = time.perf_counter()
        self.line.request("GET", visit.address, headers={"Cookie": f"sessionid={self.sessions[visit.who]}"})
        answer = self.line.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000


def main() -> None:
    options = read_options()
    with installed() as installation:
        world, sessions = seed(options)
        server = installation.serve()
        pages = visits(world)
        one_by_one(Visitor(server.address, sessions), pages, options.rounds, server.process.pid)
        before = memory_of(server.process.pid)
        together(server.address, sessions, pages[1:], options)
        print(f"Memory of the server: {before:.0f} MB before, {memory_of(server.process.pid):.0f} MB after.")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long pages take with many people.")
    for name, value in (("people", 20_000), ("pairs", 5_000), ("rounds", 40), ("clients", 8), ("seconds", 10)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def seed(options: argparse.Namespace) -> tuple[World, dict[str, str]]:
    from bench import world as worlds  # noqa: PLC0415  its models need the settings of this run

    began = time.perf_counter()
    world = worlds.build(options.people, options.pairs)
    people = {COORDINATOR: world.coordinator, MENTEE: world.mentee}
    print(f"{options.people:,} people and {options.pairs:,} pairs made in {time.perf_counter() - began:.0f} s.\n")
    return world, {who: worlds.sign_in(person) for who, person in people.items()}


def one_by_one(visitor: Visitor, pages: Sequence[Visit], rounds: int, server: int) -> None:
    """One visitor; the ratio is to the empty page, which is asked for in every round too. The processor's time
    of the server, a mean, says more where the machine has other work to do."""
    times: dict[Visit, list[float]] = {visit: [] for visit in pages}
    work = dict.fromkeys(pages, 0.0)
    wrong = {visit: status for visit in pages if (status := visitor.look(visit)[0]) != 200}
    for _round in range(rounds):
        for visit in pages:
            before = processor_of(server)
            times[visit].append(visitor.look(visit)[1])
            work[visit] += (processor_of(server) - before) / rounds
    empty = median(times[pages[0]])
    print(f"{'one visitor':34} {'p50 ms':>8} {'p95 ms':>8} {'÷ empty':>8} {'processor ms':>13}")
    for visit, taken in times.items():
        note = f"  answered {wrong[visit]}" if visit in wrong else ""
        figures = f"{median(taken):8.1f} {p95(taken):8.1f} {median(taken) / empty:8.1f} {work[visit]:13.1f}"
        print(f"{visit.title:34} {figures}{note}")


def together(address: str, sessions: dict[str, str], pages: Sequence[Visit], options: argparse.Namespace) -> None:
    """Several visitors who open pages as fast as they come."""
    until = time.monotonic() + options.seconds
    taken: list[tuple[int, float]] = []

    def wander(first: int) -> None:
        visitor = Visitor(address, sessions)
        number = first
        while time.monotonic() < until:
            taken.append(visitor.look(pages[number % len(pages)]))
            number += 1

    visitors = [threading.Thread(target=wander, args=(number * 5,)) for number in range(options.clients)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    waits = [milliseconds for _status, milliseconds in taken]
    broken = sum(status >= 500 for status, _milliseconds in taken)
    print(
        f"\n{options.clients} visitors for {options.seconds} s: {len(taken) / options.seconds:.0f} pages/s, "
        f"p50 {median(waits):.0f} ms, p95 {p95(waits):.0f} ms, {broken} broken."
    )


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
