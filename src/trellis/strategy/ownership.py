"""Who edits the five questions: those who lead the program they belong to."""

from django.urls import reverse

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program
from trellis.questions.models import Questionnaire
from trellis.questions.permissions import register_owner

OWNER = "strategy"


def may_edit(person: Person, questionnaire: Questionnaire) -> bool:
    return Program.objects.led_by(person).filter(pk=questionnaire.program_id or 0).exists()


def page_of(questionnaire: Questionnaire) -> str:
    """The strategy page of the newest cohort."""
    cohort = Cohort.objects.filter(program=questionnaire.program_id).select_related("program").order_by("-pk").first()
    return reverse("strategy:overview", args=cohort.address) if cohort else "/"


register_owner(OWNER, may_edit=may_edit, page=page_of)
