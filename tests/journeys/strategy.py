"""Act 2: a program, five questions to leaders, and a charter that its sponsor signs."""

from __future__ import annotations

from tests.journeys.season import Season
from tests.journeys.visitor import Visitor, letters_to, link_for

WHY = "Half of those who begin in oncology leave within nine months."
WORTH = "Everybody who begins here has somebody outside the ward to ask."


def found_a_program(season: Season) -> None:
    ada = season.ada
    ada.follow("All programs").follow("Start a program")
    ada.press(
        "Start the program",
        {
            "Name of the program": "First Steps",
            "In one sentence": WORTH,
            "Name of the first cohort": "Autumn 2026",
            "First year in the job": True,
        },
        twice=True,
    )

    ada.sees("First Steps", "Prepare the charter")
    assert ada.follow("All programs").reads.count(WORTH) == 1


def ask_leaders(season: Season) -> None:
    ada = season.ada
    ada.follow("First Steps").follow("Go to the strategy").follow("Ask the leaders")
    for name in ("Paula", "Tom"):
        ada.press("Find", {"Name, or a whole e-mail address": name}).press(f"Ask {name}")
    ada.sees("Paula Lund", "Tom Okafor", "Take off")

    paula = Visitor().open(link_for(season.paula.address, "Five questions"))
    paula.press("Keep and go on later", {"What could mentoring help with here?": "They leave"})
    paula = Visitor().open(link_for(season.paula.address, "Five questions"))
    paula.sees("They leave")
    paula.press("Send my answers", {"What could mentoring help with here?": WHY}, twice=True)
    paula.sees("Your answers are sent.")

    ada.follow("Strategy").sees("1 of 2 leaders", WHY)


def sign_the_charter(season: Season) -> None:
    ada, paula = season.ada, Visitor()
    ada.follow("Read the answers side by side").press("Save", {"What you agree on": WHY})
    ada.follow("Strategy").follow("Set an objective")
    ada.press(
        "Save the objective",
        {
            "What we want to reach": "Every pair has a signed agreement",
            "Measured by": "Agreements signed within 30 days (% of pairs)",
            "Target": "90",
        },
    )
    ada.press("Build the charter").sees(WHY)
    ada.press("Save the draft", {"What will change": WORTH})
    ada.follow("Send for signature").press("Send for signature", {"E-mail address": season.paula.address})
    ada.sees("Write these parts first: Who it is for.")
    ada.follow("Strategy").follow("Write").press("Save the draft", {"Who it is for": "Whoever begins in oncology."})
    ada.follow("Send for signature").press("Send for signature", {"E-mail address": season.paula.address}, twice=True)
    ada.sees("Version 1 waits for the signature of Paula Lund.")
    assert [letter.subject for letter in letters_to(season.paula.address)].count(
        "The charter of First Steps waits for your signature"
    ) == 1

    paula.open(link_for(season.paula.address, "waits for your signature"))
    paula.sees("A charter to sign", WHY, "Every pair has a signed agreement")
    paula.press("Sign the charter", {"Your full name": "Paula Lund"}, twice=True)
    paula.sees("Version 1, Signed", "Paula Lund")

    ada.follow("Home").sees("Settle the design")
