"""Application forms belong to those who lead the program."""

from django.urls import reverse

from trellis.people.models import Person
from trellis.programs.models import Program
from trellis.questions.models import Questionnaire
from trellis.questions.permissions import register_owner

OWNER = "recruitment"


def may_edit(person: Person, questionnaire: Questionnaire) -> bool:
    program = Program.objects.filter(pk=questionnaire.program_id or 0).first()
    return program is not None and program.is_led_by(person)


def page_above(questionnaire: Questionnaire) -> str:
    """The board of the program's newest cohort."""
    program = Program.objects.get(pk=questionnaire.program_id or 0)
    newest = program.cohorts.order_by("-pk").first()
    return reverse("recruitment:board", args=[program.slug, newest.slug]) if newest else "/"


register_owner(OWNER, may_edit=may_edit, page=page_above)
