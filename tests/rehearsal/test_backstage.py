"""Behind the scenes of a made-up season: nobody is written to, and haste ends with the work."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from trellis.notifications.actions import tell
from trellis.notifications.models import Delivery
from trellis.people.models import Person
from trellis.rehearsal import backstage


def test_what_is_told_stays_in_the_product_also_when_a_job_tells_it(
    noor: Person, mia: Person, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = iter([mia, None])

    def run_next() -> Person | None:
        if person := next(jobs):
            tell(person, "learning/ready", {"program": "First Year Forward"}, link="/")
        return person

    monkeypatch.setattr(backstage, "run_next", run_next)
    tell(noor, "learning/ready", {"program": "First Year Forward"}, link="/")

    backstage.do_jobs()

    assert list(Delivery.objects.values_list("state", flat=True)) == [Delivery.State.SKIPPED] * 2
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_haste_ends_with_the_work_however_that_ends() -> None:
    before, during = _synchronous(), []

    def work() -> None:
        with backstage.in_a_hurry():
            during.append(_synchronous())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()

    assert (during, _synchronous()) == (["0" if connection.vendor == "sqlite" else before], before)


def _synchronous() -> str:
    if connection.vendor != "sqlite":
        return "on"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return str(cursor.fetchone()[0])
