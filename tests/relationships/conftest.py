"""Mia and Noor, together."""

import pytest

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation
from trellis.relationships.pairs import actions
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import can_read, get_relationship


@pytest.fixture
def pair(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, noor: Person) -> Relationship:
    """Mia mentors Noor."""
    started = actions.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None)
    return get_relationship(noor, started.pk, may=can_read)
