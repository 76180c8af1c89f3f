"""People hear of a program, apply, are decided on, and learn what they need to be matched."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from trellis.common.dates import at
from trellis.common.types import JSON
from trellis.learning import actions as learning
from trellis.learning import queries as lessons
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.recruitment.actions import applying, calls, deciding
from trellis.recruitment.models import Application
from trellis.recruitment.permissions import Applicant
from trellis.recruitment.profiles import known
from trellis.recruitment.questionnaires import Code
from trellis.rehearsal import clock

WHY = (
    "Somebody took time for me in my second year. I would like to pass that on.",
    "I learn a lot when somebody asks me why we do things this way.",
    "I have changed direction twice and know how it feels to begin again.",
    "My own mentor said I should try. She is usually right.",
)
PATHS = (
    "Trained abroad, came here with two suitcases, needed a year to feel at home.",
    "Went into leadership too early, stepped back, and came again.",
    "Returned after two years of leave and found everything renamed.",
    "",
)
WISHES = (
    "I would like to speak up sooner and worry less afterwards.",
    "To know what I want to do next, and who could help me there.",
    "To lead my part of the work without looking over my shoulder.",
    "To write my first application and not stop half way.",
    "To feel that I belong here.",
)
HELP = ("career", "skill", "information", "sounding", "sponsor")
HEARD = ("colleague", "manager", "email", "poster", "intranet", "event")


def open_doors(cohort: Cohort, *, by: Person, on: date, closes_on: date | None = None) -> None:
    """From this day on people can apply, for five weeks unless said otherwise."""
    with clock.at(at(on, 8)):
        calls.open_recruiting(cohort, by=by, closes_on=closes_on or on + timedelta(weeks=5))


def close_doors(cohort: Cohort, *, by: Person, on: date) -> None:
    with clock.at(at(on, 18)):
        calls.close_recruiting(cohort, by=by)


def apply(cohort: Cohort, person: Person, role: Role, *, chance: Random, on: date, send: bool = True) -> Application:
    """Fill in the form as this person would, and send it."""
    with clock.at(at(on, chance.randint(7, 21), chance.randint(0, 59))):
        application = applying.begin(cohort, role, Applicant(person.email, person))
        applying.save_answers(application, known(person) | _answers(cohort, person, role, chance))
        if send:
            applying.submit(application)
    return application


def accept(application: Application, *, by: Person, on: date) -> Participation:
    """Let them in; returns their participation."""
    with clock.at(at(on, 11)):
        deciding.accept(application, by=by)
    return Participation.objects.get(cohort=application.cohort, person=application.person, role=application.role)


def decline(application: Application, *, by: Person, on: date) -> None:
    with clock.at(at(on, 11)):
        words = "We had many more wishes than mentors this time. Try again in spring, I would be glad."
        deciding.decline(application, by=by, reason=Application.Reason.values[1], words=words)


def put_on_list(application: Application, *, by: Person, on: date) -> None:
    with clock.at(at(on, 11)):
        deciding.wait(application, by=by)


def train(participation: Participation, *, on: date, chance: Random) -> None:
    """Read every module that is needed and answer its questions; who finishes the last one is ready."""
    with clock.at(at(on, chance.randint(8, 20))):
        for module in lessons.left_for(participation):
            learning.read_part(module, len(module.parts), person=participation.person)
            right = {number: question["right"] for number, question in enumerate(module.questions, start=1)}
            learning.answer(module, right, person=participation.person)


def _answers(cohort: Cohort, person: Person, role: Role, chance: Random) -> dict[str, JSON]:
    common: dict[str, JSON] = {
        Code.TIMES: chance.sample(["mon-pm", "tue-am", "wed-pm", "thu-am", "fri-am"], 2),
        "mode": chance.sample(["in-person", "video", "phone"], 2),
        Code.LANGUAGES: person.languages or ["en"],
        Code.HEARD: chance.choice(HEARD),
        Code.PROFILE: True,
        "commitment": True,
    }
    if role == Role.MENTOR:
        return common | {
            "help-offered": chance.sample(HELP, 3),
            "path": chance.choice(PATHS),
            "why": chance.choice(WHY),
            Code.CAPACITY: _places(cohort, chance),
        }
    return common | {"goals": chance.choice(WISHES), "help-wanted": chance.sample(HELP, 2)}


def _places(cohort: Cohort, chance: Random) -> int:
    """One or two mentees; who leads a circle takes one whole."""
    one_or_two = chance.choices([1, 2], [3, 1])[0]
    return 6 if cohort.program.format == Program.Format.GROUP else one_or_two
