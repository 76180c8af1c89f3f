"""Act 1: one command, an administrator, and people from a file that has a mistake in it."""

from __future__ import annotations

from io import BytesIO, StringIO

import pytest

from tests.journeys.season import HOME, PASSWORD, Season
from trellis.config.command import main

PEOPLE = f"""Employee number,First name,Last name,E-mail,Job title,Department,Site,Level,Manager
1,Paula,Lund,paula.lund@{HOME},Chief nurse,Board,Harbour,6,
2,Luis,Ortega,luis.ortega@{HOME},Pharmacist,Pharmacy,Harbour,4,paula.lund@{HOME}
3,Tom,Okafor,tom.okafor@{HOME},Ward manager,Oncology,Harbour,4,paula.lund@{HOME}
4,Ellie,Marsh,ellie.marsh@{HOME},Staff nurse,Oncology,Harbour,1,tom.okafor@{HOME}
5,Yusuf,Demir,yusuf.demir@{HOME},Staff nurse,Oncology,Moorside,1,tom.okafor@{HOME}
6,Hana,Sato,hana.sato@oncology,Staff nurse,Oncology,Moorside,1,tom.okafor@{HOME}
"""


def install(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    assert main(["createadmin", "--email", season.ada.address, "--name", "Ada Brightwater", "--password-stdin"]) == 0

    season.ada.open("/").press("Sign in", {"E-mail address": season.ada.address, "Password": PASSWORD})

    season.ada.sees("No programs yet")
    season.ada.follow("Settings").press("Save", {"Name": "Oncology Trust"})
    season.ada.follow("All programs").sees("Oncology Trust")


def bring_people(season: Season) -> None:
    ada, file = season.ada, BytesIO(PEOPLE.encode())
    file.name = "people.csv"
    ada.follow("Everyone").follow("Import a list").press("Upload", {"File": file}).press("Check the rows")
    ada.sees("5 are ready", "Hana Sato: Add the ending")

    ada.press("Check", {"E-mail address": f"hana.sato@{HOME}"})
    ada.sees("6 new, 0 already here")
    ada.press("Import 6 people", twice=True)
    ada.sees("6 new, 0 brought up to date")
    ada.follow("See everyone").sees("Ellie Marsh", "Staff nurse", "Not invited")
