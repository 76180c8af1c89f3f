"""How long “Find a mentor” takes with 20,000 mentors in one cohort, beside an empty page of the same server.

    python -m bench.choosing [--mentors 20000] [--rounds 30]

The page should take under 300 ms on 2 cores.
"""

from __future__ import annotations

import argparse
import random
import time
from statistics import median
from typing import TYPE_CHECKING

from bench.machine import installed
from bench.pages import EMPTY, Visit, Visitor, p95

if TYPE_CHECKING:
    from trellis.people.models import Person
    from trellis.programs.models import Cohort

LOOKS = "mentee"


def main() -> None:
    options = read_options()
    with installed() as installation:
        cohort, mentee = build(options.mentors)
        session = sign_in(mentee)
        server = installation.serve()
        page = f"/programs/{'/'.join(cohort.address)}/mentors/"
        visits = [
            Visit("an empty page", EMPTY, LOOKS),
            Visit("find a mentor", page, LOOKS),
            Visit("… with a free place", f"{page}?free=1", LOOKS),
            Visit("… by words", f"{page}?q=lead", LOOKS),
        ]
        report(Visitor(server.address, {LOOKS: session}), visits, options.rounds)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long it takes to find a mentor among many.")
    parser.add_argument("--mentors", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args()


def build(mentors: int) -> tuple[Cohort, Person]:
    """One cohort in which one mentee may choose among so many."""
    from bench import world as worlds  # noqa: PLC0415  its models need the settings of this run
    from trellis.programs import actions as programs  # noqa: PLC0415  as above
    from trellis.programs.models import Organization, Participation, Role  # noqa: PLC0415  as above

    began, chance = time.perf_counter(), random.Random(1)
    Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")
    everybody = worlds.make_people(mentors + 2, chance)
    worlds.add_skills(everybody, chance)
    program = programs.create_program("Research Bridge", by=everybody[0], manager=everybody[0], preset="research")
    cohort, ready = program.cohorts.get(), Participation.State.READY
    rows = [Participation(cohort=cohort, person=one, role=Role.MENTOR, state=ready) for one in everybody[1:-1]]
    worlds.save(
        Participation, [*rows, Participation(cohort=cohort, person=everybody[-1], role=Role.MENTEE, state=ready)]
    )
    print(f"{mentors:,} mentors made in {time.perf_counter() - began:.0f} s.\n")
    return cohort, everybody[-1]


def sign_in(person: Person) -> str:
    from bench import world as worlds  # noqa: PLC0415  as in `build`

    return worlds.sign_in(person)


def report(visitor: Visitor, visits: list[Visit], rounds: int) -> None:
    """Each page once in every round, so that all of them meet the same machine."""
    taken: dict[str, list[float]] = {visit.title: [] for visit in visits}
    for visit in visits:
        status, _milliseconds = visitor.look(visit)
        if status != 200:
            raise SystemExit(f"{visit.title}: {status}")
    for _round in range(rounds):
        for visit in visits:
            taken[visit.title].append(visitor.look(visit)[1])
    empty = median(taken[visits[0].title])
    for title, times in taken.items():
        print(
            f"{title:24} p50 {median(times):6.0f} ms   p95 {p95(times):6.0f} ms   {median(times) / empty:6.1f} × empty"
        )


if __name__ == "__main__":
    main()
