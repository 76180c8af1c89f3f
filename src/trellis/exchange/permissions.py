"""Lists of people go in and out through those who run the installation."""

from django.shortcuts import get_object_or_404

from trellis.exchange.models import PeopleImport
from trellis.people.models import Person
from trellis.people.permissions import require_administrator


def get_import(person: Person, pk: int) -> PeopleImport:
    """Nothing is to be found here for anybody else."""
    require_administrator(person)
    return get_object_or_404(PeopleImport.objects.visible_to(person).select_related("job", "by"), pk=pk)
