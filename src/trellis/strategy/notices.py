"""What the strategy tells people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.notifications.actions import tell
from trellis.people import links
from trellis.people.models import Person
from trellis.programs.models import TeamMember
from trellis.strategy.models import Charter, Leader

ANSWER = "strategy.answer"
SIGN = "strategy.sign"
DAYS = 60

_PROGRAM = {"program": "First Year Forward"}
ABOUT = _("Strategy and charter")
SAMPLES = {
    "strategy/invited": {**_PROGRAM, "by": "Olga Santangelo", "organization": "Kestrel Bay Health"},
    "strategy/reminded": {**_PROGRAM, "by": "Olga Santangelo"},
    "strategy/all_answered": {**_PROGRAM, "count": 6},
    "strategy/charter_to_sign": {**_PROGRAM, "by": "Olga Santangelo", "version": 1},
    "strategy/charter_returned": {**_PROGRAM, "sponsor": "Adaeze Oyelaran", "version": 1},
    "strategy/charter_signed": {**_PROGRAM, "sponsor": "Adaeze Oyelaran", "version": 1},
}


def answer_link(leader: Leader) -> str:
    """The address under which this leader answers without signing in."""
    return reverse("strategy:answer_by_link", args=[links.sign(ANSWER, leader.person, leader.pk)])


def sign_link(charter: Charter, sponsor: Person) -> str:
    """The address under which the sponsor reads and signs without signing in."""
    return reverse("strategy:sign_by_link", args=[links.sign(SIGN, sponsor, charter.pk)])


def invited(leader: Leader, *, by: Person) -> None:
    program = leader.session.cohort.program
    context = {"program": program.name, "by": by.called_in_full(), "organization": program.organization.name}
    tell(leader.person, "strategy/invited", context, link=answer_link(leader), always=True)


def reminded(leader: Leader, *, by: Person) -> None:
    context = {"program": leader.session.cohort.program.name, "by": by.called_in_full()}
    tell(leader.person, "strategy/reminded", context, link=answer_link(leader))


def all_answered(leader: Leader, *, count: int) -> None:
    """To those who lead the program, when the last leader has answered."""
    cohort = leader.session.cohort
    context = {"program": cohort.program.name, "count": count}
    for person in _leading(cohort.program_id):
        tell(person, "strategy/all_answered", context, link=reverse("strategy:answers", args=cohort.address))


def charter_to_sign(charter: Charter, *, sponsor: Person, by: Person) -> None:
    context = {"program": charter.cohort.program.name, "by": by.called_in_full(), "version": charter.version}
    tell(sponsor, "strategy/charter_to_sign", context, link=sign_link(charter, sponsor), always=True)


def charter_returned(charter: Charter, *, by: Person) -> None:
    """The comment itself stays on the page."""
    _tell_leading(charter, "strategy/charter_returned", by)


def charter_signed(charter: Charter, *, by: Person) -> None:
    _tell_leading(charter, "strategy/charter_signed", by)


def _tell_leading(charter: Charter, name: str, by: Person) -> None:
    cohort = charter.cohort
    context = {"program": cohort.program.name, "sponsor": by.called_in_full(), "version": charter.version}
    for person in _leading(cohort.program_id):
        tell(person, name, context, link=reverse("strategy:overview", args=cohort.address))


def _leading(program_id: int) -> list[Person]:
    members = TeamMember.objects.filter(program=program_id, role__in=TeamMember.LEADING)
    return list(Person.objects.active().filter(pk__in=members.values("person")).order_by("pk"))
