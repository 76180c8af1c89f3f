"""Act 3: the design is settled, doors open, four people apply, are decided on, and learn what they need."""

from __future__ import annotations

from tests.journeys.season import Season
from tests.journeys.visitor import Answer, Visitor, letters_to, link_for
from trellis.learning.models import Module

FREE: dict[str, Answer] = {"Monday morning": True, "Tuesday afternoon": True, "In person": True, "English": True}
PROMISES: dict[str, Answer] = {"Put my competencies": True, "I can give it the time it takes": True}
COMPETENCY = "Asking good questions"


def settle_the_design(season: Season) -> None:
    ada = season.ada
    ada.follow("Go to the design").follow("Do this step : Purpose and people")
    ada.press(
        "Save and leave",
        {"Why this program exists": "Too many leave.", "Who it is for": "New nurses, and people who know the house."},
    )
    ada.follow("Do this step : Dates").press(
        "Save and go on",
        {
            "Mentees you aim for": "2",
            "Applications open": "2026-09-01",
            "Applications close": "2026-09-14",
            "First day": "2026-10-01",
            "Last day": "2027-07-01",
        },
    )
    ada.press("Save and check", {"What people read": "Somebody from another ward takes time for you."})

    ada.press("Go on to recruiting", twice=True)
    ada.sees("Open applications", "Stage 3 of 8: Recruit.")


def open_the_doors(season: Season) -> None:
    ada = season.ada
    ada.follow("Open applications").press("Open applications", twice=True)
    ada.sees("Applications are open until 14 September 2026.")
    ada.follow("Public page").sees("I’d like a mentor", "I could be a mentor")

    stranger = Visitor().open("/p/")
    stranger.follow("First Steps").sees("Somebody from another ward takes time for you.")
    stranger.sees_no("Ellie Marsh", "Too many leave.")


def apply(season: Season) -> None:
    for visitor in (season.ellie, season.yusuf, season.hana):
        visitor.sign_in().open("/p/").follow("First Steps").follow("I’d like a mentor").press("Next: your answers")
        visitor.press("Next: check and send", as_mentee())
        visitor.sees("Asking good questions, level 4").press("Send my application", twice=True)
        visitor.sees("We have it.")
    luis = season.luis
    luis.open("/p/").follow("First Steps").follow("I could be a mentor")
    luis.press("E-mail me the link", {"Your e-mail address": luis.address}).sees("Look in your mail")
    luis.open(link_for(luis.address, "Go on with your application")).sees("This address has an account here.")
    luis.sign_in().open("/p/").follow("First Steps").follow("I could be a mentor").press("Next: your answers")
    luis.press("Next: check and send", as_mentor()).sees("There is a problem", "Fill this in.")
    luis.press("Next: check and send", {"Why would you like to be a mentor?": "Somebody took time for me."})
    luis.press("Send my application").sees("We have it.")
    luis.follow("Home").sees("We have your application.")
    assert [letter.subject for letter in letters_to(season.ellie.address)][1:] == [
        "We have your application for First Steps"
    ]


def as_mentee() -> dict[str, Answer]:
    return {
        "What would you like to be different": "I would like to speak up sooner.",
        "q-skills-wanted_0": COMPETENCY,
        "q-skills-wanted_1": "4",
        "Talking about careers": True,
        **FREE,
        **PROMISES,
    }


def as_mentor() -> dict[str, Answer]:
    return {
        "q-skills-offered_0": COMPETENCY,
        "q-skills-offered_1": "5",
        "Listen and think along": True,
        "Why would you like to be a mentor?": "",
        "How many mentees": "1",
        **FREE,
        **PROMISES,
    }


def decide(season: Season) -> None:
    ada = season.ada
    ada.follow("My page").sees("4 applications wait for a decision").follow("Decide")
    ada.follow("Decide Yusuf Demir").press("Put on the waiting list", {"A few words": "We hope for a mentor."})
    ada.follow("Recruit").follow("Decide Hana Sato")
    ada.press("Decline kindly", {"Too little time for it now": True, "A few words": "Try again in spring."}, twice=True)
    ada.follow("Recruit").press("Accept the ticked ones", {"Choose Ellie Marsh": True, "Choose Luis Ortega": True})
    ada.sees("Accept 2 people?").press("Accept the ticked people", twice=True)
    ada.follow("Home").sees("2 people are in so far.")

    season.yusuf.open(link_for(season.yusuf.address, "on the waiting list")).sees("We hope for a mentor.")
    season.hana.open(link_for(season.hana.address, "About your application")).sees("Try again in spring.")
    season.hana.sees_no("Too little time")
    season.ellie.open(link_for(season.ellie.address, "You’re in")).sees("one module left before you can be matched")


def train(season: Season) -> None:
    ada = season.ada
    ada.follow("Choose the stage").press("Go on to: Train").sees("2 people still have training to do")
    for visitor in (season.ellie, season.luis):
        visitor.open("/").follow("Open the training").follow("Start")
        while "Next part" in visitor.reads:
            visitor.press("Next part")
        visitor.press("Check yourself")
        visitor.press("See how you did", knows_it_all(visitor)).sees("You’ve finished this module")
        visitor.open("/").sees("Ready to be matched")
    ada.open("/").sees("Go on to matching", "Everybody who is in has finished the training.")


def knows_it_all(visitor: Visitor) -> dict[str, Answer]:
    """The right answers to the questions on the page."""
    module = Module.objects.get(key=visitor.here.split("/")[2])
    return {question["options"][question["right"] - 1]: True for question in module.questions}
