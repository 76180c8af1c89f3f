"""Being together is a reason to find each other."""

from django.db.models import Q

from trellis.people.models import Person
from trellis.people.visibility import also_visible
from trellis.relationships.pairs.models import Party


@also_visible
def partners(person: Person) -> Q:
    """Whoever is or was in a relationship with the person."""
    own = Party.objects.filter(person=person).values("relationship")
    return Q(pk__in=Party.objects.filter(relationship__in=own).values("person"))
