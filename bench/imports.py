"""How long an import of 20,000 people takes, beside a plain csv and bulk_create of the same rows.

    python -m bench.imports [--rows 20000]

Read, checked, written and taken back as the workers of a server do it. It should take under 120 s and 400 MB.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.machine import Watch, installed

if TYPE_CHECKING:
    from trellis.exchange.models import PeopleImport

HEADER = ["Employee number", "E-mail", "Name", "Job title", "Department", "Site", "Level", "Manager", "Start date"]


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a large import takes.")
    parser.add_argument("--rows", type=int, default=20_000)
    rows = list_of(parser.parse_args().rows)
    with installed():
        from trellis.common.spreadsheets import write_csv, write_xlsx  # noqa: PLC0415  needs the settings of this run

        files = {"CSV": write_csv(HEADER, rows), "XLSX": write_xlsx(HEADER, rows)}
        whole = {kind: import_and_undo(kind, content) for kind, content in files.items()}
        plain = measured(f"{len(rows):,} rows by csv and bulk_create", lambda: plainly(files["CSV"])).processor
        for kind, processor in whole.items():
            print(f"{kind}: {processor / plain:.1f} times the processor time of csv and bulk_create.")


def list_of(count: int) -> list[list[str]]:
    """A list as personnel systems write it: everybody but the first has a manager, most of them further up."""
    chance = random.Random(1)
    return [
        [
            f"KB-{number}",
            f"person.{number}@kestrelbay.example",
            f"Person Number {number}",
            "Senior nurse" if number % 3 else "Team lead",
            f"Department {chance.randrange(40)}",
            f"Site {chance.randrange(9)}",
            str(1 + number % 7),
            f"KB-{(number - 1) // 8}" if number else "",
            f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        ]
        for number in range(count)
    ]


def measured(title: str, work: Callable[[], object]) -> Watch:
    with Watch() as watch:
        work()
    print(f"{title:44} {watch.seconds:6.1f} s  {watch.processor:6.1f} s of processor  +{watch.peak:4.0f} MB")
    return watch


def plainly(content: bytes) -> None:
    """What the same rows cost without a question: no check, no managers, no way back."""
    from django.db import transaction  # noqa: PLC0415  needs the settings of this run

    from trellis.people.models import Person  # noqa: PLC0415  as above

    columns = ["external_id", "email", "name", "title", "department", "site", "level", None, "started_on"]
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    next(rows)
    people = [Person(**{key: cell for key, cell in zip(columns, row, strict=True) if key}) for row in rows]
    with transaction.atomic():
        Person.objects.bulk_create(people, batch_size=500)
        transaction.set_rollback(True)


def import_and_undo(kind: str, content: bytes) -> float:
    """Every step by itself. Returns the processor seconds until everybody is in."""
    from trellis.exchange.actions import checks, commits, files, undoing  # noqa: PLC0415  as above
    from trellis.jobs.actions import run_ready  # noqa: PLC0415  as above
    from trellis.people.models import Person  # noqa: PLC0415  as above

    by, _made = Person.objects.get_or_create(email="ada@kestrelbay.example", name="Ada", is_administrator=True)
    made: list[PeopleImport] = []

    def then(step: Callable[[], object]) -> None:
        """Ask for it, do what that asks for in the background, and see what came of it."""
        step()
        run_ready()
        made[0].refresh_from_db()

    def match() -> None:
        checks.match_columns(made[0], made[0].columns, date_order="", by=by)

    whole = Watch()
    with whole:
        measured(f"{kind}: read", lambda: then(lambda: made.append(files.upload(f"list.{kind}", content, by=by))))
        measured(f"{kind}: check", lambda: then(match))
        measured(f"{kind}: import", lambda: then(lambda: commits.commit(made[0], by=by)))
    print(
        f"{kind + ': all three, ' + made[0].get_state_display():44} {whole.seconds:6.1f} s  "
        f"{whole.processor:6.1f} s of processor  +{whole.peak:4.0f} MB"
    )
    measured(f"{kind}: undo", lambda: then(lambda: undoing.undo(made[0], by=by)))
    return whole.processor


if __name__ == "__main__":
    main()
