"""How long the review board takes with 5,000 pairs, beside an empty page of the same server.

    python -m bench.studio [--mentees 5000] [--mentors 2500] [--rounds 40]

The first page should take under 500 ms and the cost of a drag under 300 ms on 2 cores. What a fresh server
pays once, when it reads the plan of a run, is printed apart.
"""

from __future__ import annotations

import argparse
import random
import time
from statistics import median
from typing import TYPE_CHECKING

from bench.machine import installed, memory_of, processor_of
from bench.pages import COORDINATOR, EMPTY, Visit, Visitor, p95

if TYPE_CHECKING:
    from trellis.matching.models import MatchRun


def main() -> None:
    options = read_options()
    with installed() as installation:
        run, session = seed(options)
        server = installation.serve()
        visitor = Visitor(server.address, {COORDINATOR: session})
        visitor.look(Visit("an empty page", EMPTY, COORDINATOR))
        board, drags = f"{run.get_absolute_url()}", drags_of(run, options.rounds)
        for title, address in (("first look at the board", board), ("first drag of a fresh server", drags[-1])):
            status, taken = visitor.look(Visit(title, address, COORDINATOR))
            print(f"{title}: {taken:.0f} ms{'' if status == 200 else f', answered {status}'}")
        measure(visitor, board, drags, options.rounds, server.process.pid)
        print(f"Memory of the server: {memory_of(server.process.pid):.0f} MB.")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long the review board takes with many pairs.")
    for name, value in (("mentees", 5_000), ("mentors", 2_500), ("rounds", 40)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def seed(options: argparse.Namespace) -> tuple[MatchRun, str]:
    """Everybody ready in one cohort, and the plan that a search found for them."""
    from bench import world as worlds  # noqa: PLC0415  its models need the settings of this run
    from trellis.jobs.actions import run_ready  # noqa: PLC0415  as above
    from trellis.matching import actions  # noqa: PLC0415  as above
    from trellis.matching.models import MatchRun  # noqa: PLC0415  as above

    coordinator, cohort = worlds.crowd_to_match(options.mentees, options.mentors)
    began = time.perf_counter()
    actions.start_run(cohort, by=coordinator)
    run_ready()
    run = MatchRun.objects.select_related("cohort__program").get(state=MatchRun.State.REVIEW)
    print(f"{run.placed:,} of {run.mentees:,} mentees placed in {time.perf_counter() - began:.0f} s.")
    return run, worlds.sign_in(coordinator)


def drags_of(run: MatchRun, count: int) -> list[str]:
    """Mentees anywhere in the plan, each held over the mentors of the first page."""
    rows = list(run.suggestions.placed().order_by("-points", "pk").values_list("pk", "mentor"))
    over = "&".join(f"mentor={mentor}" for _pk, mentor in rows[:25])
    chosen = random.Random(1).sample(rows, count)
    return [f"/match/suggestions/{pk}/costs/?{over}" for pk, _mentor in chosen]


def measure(visitor: Visitor, board: str, drags: list[str], rounds: int, server: int) -> None:
    pages = {
        "an empty page": [EMPTY],
        "board: first page": [board],
        "board: fits under 60": [f"{board}?under=60"],
        "board: search “berg”": [f"{board}?q=berg"],
        "cost of a drag": drags,
        "list of other mentors": [one.replace("/costs/?", "/options/?few=1&") for one in drags],
    }
    empty = 0.0
    print(f"{'':34} {'p50 ms':>8} {'p95 ms':>8} {'÷ empty':>8} {'processor ms':>13}")
    for title, addresses in pages.items():
        before = processor_of(server)
        times = [visitor.look(Visit(title, addresses[at % len(addresses)], COORDINATOR))[1] for at in range(rounds)]
        work = (processor_of(server) - before) / rounds
        empty = empty or median(times)
        print(f"{title:34} {median(times):8.1f} {p95(times):8.1f} {median(times) / empty:8.1f} {work:13.1f}")


if __name__ == "__main__":
    main()
