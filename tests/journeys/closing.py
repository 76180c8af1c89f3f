"""Act 6: the term ends well, a certificate that anyone can check, and the report."""

from __future__ import annotations

from tests.journeys.season import Season
from tests.journeys.visitor import Visitor, letters_to, link_for


def say_goodbye(season: Season) -> None:
    ellie = season.ellie
    season.wait(days=135)
    ellie.sees("Your time with Luis comes to its end").follow("End it well").sees("For a good ending")
    ellie.follow("Answer the questions").press("Send your answers", {"q-recommend": "9"}, twice=True)
    ellie.open("/").follow("End it well").follow("Close it now").press("Close it now", twice=True)

    ellie.open("/pairs/").follow("Luis Ortega and you").follow("Notes").sees("Ask him about the night shift.")
    assert "Keep as private note" not in ellie.reads
    season.luis.open("/").sees_no("comes to its end")


def get_a_certificate(season: Season) -> None:
    ada, ellie = season.ada, season.ellie
    ada.open("/").follow("Celebrate").follow("What a certificate takes").press("Keep this", {"Meetings": "1"})
    ada.sees("2 people have earned a certificate").press("Issue 2 certificates", twice=True)
    assert len([letter for letter in letters_to(ellie.address) if "certificate" in letter.subject]) == 1

    ellie.open(link_for(ellie.address, "certificate")).sees("In recognition of Ellie Marsh", "1 meeting")
    paper = ellie.client.get(ellie.links()["PDF, A4"])
    assert paper.content.startswith(b"%PDF-")
    code = ellie.here.split("/")[2]
    stranger = Visitor().open("/check/")
    stranger.press("Check", {"code": code}).sees("This certificate is real", "Ellie Marsh", "First Steps")


def read_the_report(season: Season) -> None:
    ada, paula = season.ada, season.paula
    ada.open("/").follow("Evaluate").sees("Is First Steps working?", "Every pair has a signed agreement", "1 of 1")
    ada.sees("Under 5").sees_no("Ellie Marsh", "Luis Ortega")
    paula.sign_in().sees("First Steps").sees_no("Ellie", "Luis").follow("Report").sees("Is First Steps working?")
