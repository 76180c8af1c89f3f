"""Taking part in one program is a reason to find somebody."""

from django.db.models import Q

from trellis.people.models import Person
from trellis.people.visibility import also_visible
from trellis.programs.models import Participation, Program, TeamMember


@also_visible
def people_of_led_programs(person: Person) -> Q:
    """Managers and coordinators find everybody in their programs."""
    led = Participation.objects.filter(cohort__program__in=Program.objects.led_by(person))
    return Q(pk__in=led.values("person"))


@also_visible
def fellow_participants(person: Person) -> Q:
    """People of one program find each other, if they said so, and the team that runs it."""
    own = Participation.objects.filter(person=person).values("cohort__program")
    fellows = Participation.objects.filter(cohort__program__in=own, person__visibility=Person.Visibility.PROGRAMS)
    team = TeamMember.objects.filter(program__in=own, role__in=TeamMember.LEADING)
    return Q(pk__in=fellows.values("person")) | Q(pk__in=team.values("person"))
