"""Mia and Noor finished, after four meetings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.pairs import meet, reload
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation
from trellis.recognition import actions
from trellis.recognition.models import Certificate
from trellis.relationships.closure import actions as closure
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairs


@pytest.fixture
def pair(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation) -> Relationship:
    """Mia mentors Noor."""
    return reload(pairs.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None))


@pytest.fixture
def finished(pair: Relationship, olga: Person) -> Relationship:
    """They met four times, 45 minutes each, and ended well."""
    for days in (1, 8, 15, 22):
        meet(pair, timezone.now() - timedelta(days=days), minutes=45)
    closure.close(pair, by=olga, reason=Relationship.Reason.TERM_COMPLETE)
    return reload(pair)


@pytest.fixture
def certificate(finished: Relationship, mia_mentors: Participation, olga: Person) -> Certificate:
    """Mia's."""
    mia_mentors.refresh_from_db()
    return actions.issue(mia_mentors, by=olga)
