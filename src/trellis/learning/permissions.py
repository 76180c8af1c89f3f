"""Who may read a module, and who looks after the training of a program."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.learning.models import Choice, Module
from trellis.people.models import Person
from trellis.programs.models import Participation, Program
from trellis.programs.permissions import get_participation


def get_module(person: Person, key: str) -> Module:
    """A module of one's role; those who lead a program may look at each."""
    return get_object_or_404(Module.objects.visible_to(person), key=key)


def is_learning(person: Person, module: Module) -> bool:
    """True when the module is meant for the person; else they only look, and nothing is kept."""
    rows = Participation.objects.filter(person=person, role=module.role)
    hidden = Choice.objects.filter(module=module, use=Choice.Use.HIDDEN)
    taking_part = rows.exclude(state=Participation.State.WITHDRAWN)
    return taking_part.exclude(cohort__program__in=hidden.values("program")).exists()


def get_trainee(person: Person, program: Program, pk: int) -> Participation:
    """Somebody who takes part in this program, which `person` leads."""
    participation = get_participation(person, pk)
    if participation.cohort.program_id != program.pk:
        raise Http404
    return participation
