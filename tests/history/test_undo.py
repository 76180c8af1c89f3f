"""What was done can be taken back once, by who did it, for a while."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from trellis.common.errors import Refused
from trellis.history import actions
from trellis.history.models import Event
from trellis.people.models import Person

undone: list[int] = []


@pytest.fixture(autouse=True)
def painted() -> Iterator[None]:
    """A verb of this test alone."""

    @actions.undoes("test.painted", within=timedelta(hours=1))
    def unpaint(event: Event, by: Person) -> None:
        undone.append(event.pk)

    yield
    undone.clear()
    actions._UNDOERS.pop("test.painted")


def test_it_takes_it_back_and_records_that(olga: Person) -> None:
    event = actions.record("test.painted", olga, by=olga)

    actions.undo(event, by=olga)

    assert undone == [event.pk]
    assert list(Event.objects.about(olga).order_by("pk").values_list("verb", flat=True)) == [
        "test.painted",
        "history.undone",
    ]


def test_twice_is_refused(olga: Person) -> None:
    event = actions.record("test.painted", olga, by=olga)
    actions.undo(event, by=olga)

    with pytest.raises(Refused):
        actions.undo(event, by=olga)

    assert undone == [event.pk]


def test_too_late_is_refused(olga: Person) -> None:
    event = actions.record("test.painted", olga, by=olga)
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(hours=2))
    event.refresh_from_db()

    with pytest.raises(Refused):
        actions.undo(event, by=olga)


def test_the_button_undoes(client: Client, olga: Person) -> None:
    event = actions.record("test.painted", olga, by=olga)
    client.force_login(olga)

    assert client.post(f"/history/{event.pk}/undo/").status_code == 302
    assert undone == [event.pk]


def test_a_stranger_finds_nothing(client: Client, olga: Person, sam: Person) -> None:
    event = actions.record("test.painted", olga, by=olga)
    client.force_login(sam)

    assert client.post(f"/history/{event.pk}/undo/").status_code == 404
    assert undone == []


def test_the_outbox_reads_each_event_once_and_in_order(olga: Person) -> None:
    first, second = (actions.record("test.painted", olga, by=olga) for _ in range(2))
    Event.objects.update(at=timezone.now() - timedelta(minutes=1))

    assert [event.pk for event in actions.read_outbox("calendar")] == [first.pk, second.pk]
    assert list(actions.read_outbox("calendar")) == []
    assert len(list(actions.read_outbox("slack"))) == 2


def test_the_outbox_waits_for_events_that_may_still_be_overtaken(olga: Person) -> None:
    actions.record("test.painted", olga, by=olga)

    assert list(actions.read_outbox("calendar")) == []
