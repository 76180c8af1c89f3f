"""Kinds of jobs that only tests ask for."""

from django.db import OperationalError
from django.utils.translation import get_language

from trellis.common.errors import Refused
from trellis.jobs.actions import Run, background

told: list[str] = []


@background("tests.tell", title="Tell a word")
def tell(run: Run, word: str) -> None:
    told.append(word)


@background("tests.count", title="Count", long=True)
def count(run: Run, to: int, dies_at: int = 0) -> None:
    """Count on from where it was; at `dies_at` something unforeseen happens, once."""
    for number in range(run.saved.get("reached", 0) + 1, to + 1):
        run.check()
        if number == dies_at and not run.saved.get("died"):
            run.save(died=True)
            raise RuntimeError("a part broke")
        told.append(str(number))
        run.progress(number, to, note=f"{number} counted")
        run.save(reached=number)


@background("tests.patient", title="Try again", waits=(60, 600))
def patient(run: Run) -> None:
    told.append(f"attempt {run.job.attempts}")
    raise ConnectionResetError("the line broke")


@background("tests.locked", title="Meet a locked database")
def locked(run: Run) -> None:
    raise OperationalError("database is locked")


@background("tests.language", title="Say the language")
def language(run: Run) -> None:
    told.append(get_language() or "")


@background("tests.refuse", title="Refuse")
def refuse(run: Run) -> None:
    raise Refused("The program has ended, so nobody is matched.")
