"""How the matching is explained, and what went along with good pairs."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_participation
from trellis.matching import learning
from trellis.matching.models import MatchSettings, Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.relationships.pairs.models import Relationship


def end_pairs(cohort: Cohort, number: int) -> None:
    """Pairs of which those with more goals covered lasted longer; everybody shares the same site."""
    now = timezone.now()
    for at in range(number):
        mentor, mentee = (make_participation(cohort, role) for role in (Role.MENTOR, Role.MENTEE))
        began = now - timedelta(days=300)
        relationship = Relationship.objects.create(
            cohort=cohort,
            state="closed",
            started_at=began,
            ends_on=began.date() + timedelta(days=200),
            closed_at=began + timedelta(days=20 + 5 * at),
        )
        goals = {"key": "goals", "points": 1000 * at, "maximum": 40_000, "code": "goals", "facts": {}}
        site = {"key": "site", "points": 5000, "maximum": 5000, "code": "site_same", "facts": {}}
        Proposal.objects.create(
            cohort=cohort, mentee=mentee, mentor=mentor, state="declined", held_until=now, expires_on=now.date(),
            points=50_000 + 1000 * at, reasons=[goals, site], relationship=relationship,
        )  # fmt: skip


def test_too_few_say_nothing(cohort: Cohort) -> None:
    end_pairs(cohort, 29)

    found = learning.learned(cohort.program)

    assert (found.ended, found.links, found.missing) == (29, [], 1)


def test_what_went_along_is_said_and_no_weight_changes(cohort: Cohort, client: Client, olga: Person) -> None:
    end_pairs(cohort, 32)
    client.force_login(olga)

    shown = client.get(reverse("matching:model_card", args=cohort.address)).content.decode()

    links = {link.title: link for link in learning.learned(cohort.program).links}
    assert links["Goals covered"].lasted == 1.0
    assert links["Goals covered"].is_clear
    assert (links["Place"].lasted, links["Place"].is_clear) == (None, False)
    assert "Hardly chance" in shown
    assert not MatchSettings.objects.exists()


def test_the_card_says_what_counts_here(cohort: Cohort, client: Client, olga: Person, mia: Person) -> None:
    address = reverse("matching:model_card", args=cohort.address)
    client.force_login(olga)
    shown = client.get(address).content.decode()

    assert "Goals covered: 35" in shown
    assert "Nobody mentors themselves" in shown
    client.force_login(mia)
    assert client.get(address).status_code == 404
