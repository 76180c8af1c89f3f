"""Act 5: the pair agrees, sets a goal, meets, writes, and says how it goes. Who runs the program sees facts only."""

from __future__ import annotations

import re

from tests.journeys.season import Season
from tests.journeys.visitor import Visitor, letters_to, link_for

PRIVATE = "Ask him about the night shift."
SHARED = "Next time we look at the handover sheet."
MESSAGE = "Thank you for this morning."
DREAM = "I run a shift without looking over my shoulder."


def agree(season: Season) -> None:
    ellie, luis = season.ellie, season.luis
    ellie.open("/").follow("Write your agreement")
    ellie.press("Save and read it through", {"Why we are doing this": "To feel at home here."})
    ellie.press("Sign the agreement", {"Your full name": "Ellie Marsh"}, twice=True)
    ellie.sees("not signed by everybody yet")

    luis.open("/").follow("Read and sign").sees("To feel at home here.")
    luis.press("Sign the agreement", {"Your full name": "Luis Ortega"}).sees("signed by all of you")


def set_a_goal(season: Season) -> None:
    ellie = season.ellie
    ellie.open("/").follow("Set a goal").follow("Change goals").follow("Begin with where you want to be")
    ellie.press("Next: where I want to be", {"Why mentoring": "To feel at home here."})
    ellie.press("Next: what it takes", {"where do you want to be?": DREAM})
    ellie.press("Add", {"Something else I need": "Giving a clear handover"})
    number = re.search(r"have-(\d+)", str(ellie.page))
    assert number
    ellie.press("Next: the gap", {f"have-{number[1]}": "2", f"want-{number[1]}": "5"}).sees("3 to grow")
    ellie.press("Next: goals").follow("Set a goal for this")
    ellie.press("Next: the steps", {"What do you want to reach?": "Lead one handover"})
    for step in ("Watch two handovers", "Write my own checklist"):
        ellie.press("Add the step", {"The next step": step})
    ellie.sees("Watch two handovers", "0 of 2 done")

    season.luis.open("/").follow("Lead one handover").sees("Write my own checklist")
    season.luis.follow("All goals").sees("Where Ellie wants to be", DREAM, "Giving a clear handover", "2 of 5").follow(
        "Add a goal"
    )


def meet(season: Season) -> None:
    ellie, luis = season.ellie, Visitor()
    ellie.open("/").follow("Propose times").press("Send the times", {"Where": "The garden room"}, twice=True)
    ellie.sees("Luis hasn’t answered yet.")

    luis.open(link_for(season.luis.address, "Ellie proposes a meeting")).press("Take this time", twice=True)
    luis.sees("It is settled.")
    invitation = letters_to(ellie.address)[-1]
    assert invitation.subject.startswith("You meet Luis")
    assert any("BEGIN:VEVENT" in str(part) for part in invitation.alternatives)
    ellie.open("/").sees("Your next meeting", "The garden room").follow("Add to the agenda")
    ellie.press("Add to the agenda", {"Something to talk about": "My first month"}).sees("My first month")
    file = ellie.client.get(ellie.links()["Calendar file"])
    assert "BEGIN:VCALENDAR" in file.content.decode()

    season.wait(days=8)
    ellie.open("/").follow("Log the meeting")
    ellie.press("Save the log", {"What you talked about": "My first month"}).sees("Held", "My first month")


def write(season: Season) -> None:
    ellie, luis = season.ellie, season.luis
    ellie.open("/").follow("Luis and you").follow("Notes")
    ellie.press("Keep as private note", {"Note": PRIVATE}, twice=True)
    ellie.press("Share with Luis", {"Note": SHARED, "Luis and I can read this": True}).sees(PRIVATE, SHARED)
    ellie.follow("Messages").press("Send to Luis", {"Your message": MESSAGE}, twice=True)
    assert ellie.reads.count(MESSAGE) == 1

    luis.open("/").follow("Ellie and you").follow("Notes").sees(SHARED).sees_no(PRIVATE)
    luis.follow("Messages").sees(MESSAGE)
    season.ada.follow("Home").follow("Support").follow("Ellie Marsh").sees("Meetings held 1")
    season.ada.sees_no(SHARED, PRIVATE, MESSAGE, DREAM, "My first month", "The garden room")
    assert not any(text in letter.body for letter in letters_to(luis.address) for text in (SHARED, MESSAGE, DREAM))


def answer_check_ins(season: Season) -> None:
    ellie = season.ellie
    season.wait(days=8)
    ellie.open("/").sees("How is it going?").follow("Answer now").sees("Your partner never sees your answers.")
    ellie.press("Send", {"q-worth": "5", "q-next": "4", "q-help": "no"}, twice=True)
    ellie.open("/").sees_no("How is it going?")

    season.wait(days=140)
    ellie.open("/").follow("Answer now").sees("Half way")
    ellie.press("Send", {"One thing that went well": "I asked before I was stuck."}, twice=True)
    season.ada.follow("Evaluate").sees_no("I asked before I was stuck.")
