"""The demo is loaded once and whole; what an interrupted load left is taken away first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from trellis.history.models import Event
from trellis.people.models import Person
from trellis.programs.models import Organization
from trellis.rehearsal import demo, places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def one_scene(monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """The demo's first scene alone, with thirty people."""
    load = demo.load
    monkeypatch.setattr(demo, "load", lambda **more: load(people=30, only="strategy", **more))
    return lambda: call_command("load_demo")


def test_an_interrupted_load_begins_anew(
    one_scene: Callable[[], object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(demo, "have_been_here", interrupt)
        with pytest.raises(KeyboardInterrupt):
            one_scene()
    assert not demo.is_loaded()

    one_scene()
    people = Person.objects.count()
    one_scene()

    assert "beginning anew" in capsys.readouterr().out
    assert (demo.is_loaded(), Organization.objects.count(), Person.objects.count()) == (True, 1, people)
    assert Event.objects.filter(verb=demo.LOADED).count() == 1


def test_real_people_are_never_cleared_away(one_scene: Callable[[], object]) -> None:
    Person.objects.create_user("ruth@hospital.example", name="Ruth")

    with pytest.raises(CommandError, match="folder of its own"):
        one_scene()

    assert not Person.objects.filter(email__endswith=places.DOMAIN).exists()
    assert Person.objects.count() == 1


def interrupt(*_args: object) -> None:
    raise KeyboardInterrupt
