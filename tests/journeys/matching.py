"""Act 4: the best pairs are found, reviewed with their reasons, proposed, and both sides say yes."""

from __future__ import annotations

from tests.journeys.season import Season
from tests.journeys.visitor import Visitor, letters_to, link_for


def find_pairs(season: Season) -> None:
    ada = season.ada
    ada.follow("Home").follow("Choose the stage").press("Go on to: Match").sees("Find the best pairs")
    ada.follow("Go to the match studio").press("Find the best pairs", twice=True)
    ada.follow("Match").sees("Mentees: 1. Mentors: 1", "Ellie Marsh", "Luis Ortega", "Asking good questions")
    ada.sees("No better set of pairs exists under these rules.")
    ada.follow("Home").sees("1 suggested pair to review")


def publish(season: Season) -> None:
    ada = season.ada
    ada.follow("Review them").follow("Publish 1 pair").press("Publish 1 pair", twice=True)
    ada.sees("Not sent yet 1")
    assert [letter for letter in letters_to(season.ellie.address) if "A mentor for you" in letter.subject] == []

    season.wait(minutes=11)

    for visitor in (season.ellie, season.luis):
        assert [letter.subject.startswith("A ment") for letter in letters_to(visitor.address)].count(True) == 1
    ada.follow("Home").sees("1 proposal waits for answers")


def say_yes(season: Season) -> None:
    ellie, luis = season.ellie, Visitor()
    ellie.open("/").follow("Read and answer").sees("You and Luis Ortega?", "You asked for: Asking good questions")
    ellie.press("Yes, I’d like to work with Luis", twice=True).sees("You said yes.")

    luis.open(link_for(season.luis.address, "A mentee for you")).sees("Ellie said yes.", "You can help with:")
    luis.press("Yes, I’d like to work with Ellie", twice=True).sees("You both said yes.")

    ellie.open("/").sees("Agree with Luis how you work together", "Meet Luis for the first time")
    season.ada.follow("Home").follow("Choose the stage").press("Go on to: Support")
    season.ada.follow("Support").sees("Ellie Marsh", "Luis Ortega")
