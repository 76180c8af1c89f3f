"""Offer, book, call off, log: one conversation for one question."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.matching.flash.conftest import home
from trellis.common.errors import Refused
from trellis.history.actions import undo
from trellis.matching.flash import actions, queries
from trellis.matching.models import FlashBooking, FlashSlot
from trellis.notifications.models import Delivery
from trellis.people.models import Person
from trellis.programs.models import Participation, Program
from trellis.relationships.models import Relationship

State = FlashBooking.State


def test_a_mentor_offers_times_for_some_weeks(client: Client, mia_offers: Participation, mia: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(time_zone="Europe/Lisbon")
    day = (timezone.now() + timedelta(days=5)).date()
    client.force_login(mia)
    typed = {
        "day": day.isoformat(),
        "clock": "14:00",
        "minutes": 30,
        "weeks": 3,
        "mode": "video",
        "where": "",
        "topics": "ethics",
    }
    client.post(f"{home(mia_offers.cohort)}/flash/offer/", typed)
    slots = FlashSlot.objects.order_by("starts_at")

    assert [slot.minutes for slot in slots] == [30, 30, 30]
    assert slots[1].starts_at - slots[0].starts_at in (
        timedelta(days=7),
        timedelta(days=7, hours=1),
        timedelta(days=7, hours=-1),
    )
    assert history_of(mia_offers)[-1] == "matching.flash_offered"


def test_times_do_not_overlap_and_lie_ahead(mia_offers: Participation, slot: FlashSlot, mia: Person) -> None:
    for at, why in ((slot.starts_at + timedelta(minutes=15), "overlaps"), (timezone.now(), "still to come")):
        with pytest.raises(Refused, match=why):
            actions.offer(mia_offers, times=[at], by=mia, minutes=30, mode="video")


def test_a_mentee_books_and_both_get_it_for_their_calendars(
    client: Client,
    slot: FlashSlot,
    noor_books: Participation,
    noor: Person,
    mia: Person,
) -> None:
    client.force_login(noor)
    client.post(f"/flash/times/{slot.pk}/", {"question": "How do I begin?"})
    made = FlashBooking.objects.get()

    assert made.texts(made.key) == {"question": "How do I begin?"}
    assert b"begin" not in bytes(made.sealed)
    assert history_of(made) == ["matching.flash_booked"]
    assert [notices_to(noor)[-1], notices_to(mia)[-1]] == ["matching/flash_booked"] * 2
    entries = calendars("REQUEST")
    assert len(entries) == 2
    assert all("METHOD:REQUEST" in entry and "LOCATION:Room 4" in entry for entry in entries)
    assert {who for entry in entries for who in (noor.email, mia.email) if who in entry} == {noor.email, mia.email}
    assert not Relationship.objects.exists()


def calendars(method: str) -> list[str]:
    """The entries that left by e-mail, unfolded."""
    sent = Delivery.objects.filter(calendar_method=method).order_by("pk").values_list("calendar", flat=True)
    return [bytes(entry or b"").decode().replace("\r\n ", "") for entry in sent]


def test_two_people_never_get_the_same_time(booked: FlashBooking, slot: FlashSlot, lea_books: Participation) -> None:
    with pytest.raises(Refused, match="Somebody has just taken this time"):
        actions.book(slot, lea_books, by=lea_books.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        FlashBooking.objects.create(slot=slot, mentee=lea_books)

    assert FlashBooking.objects.count() == 1
    assert list(queries.offered_to(lea_books, "")) == []


def test_so_often_a_month_as_the_program_says(
    mia_offers: Participation, noor_books: Participation, noor: Person, mia: Person, olga: Person
) -> None:
    actions.change_settings(noor_books.cohort, by=olga, per_month=1)
    first = (timezone.now() + timedelta(days=40)).replace(day=10, hour=9, minute=0, second=0, microsecond=0)
    times = [first, first + timedelta(days=2), first + timedelta(days=40)]
    slots = actions.offer(mia_offers, by=mia, times=times, minutes=30, mode="video")
    actions.book(slots[0], noor_books, by=noor)
    with pytest.raises(Refused, match="as many as there may be"):
        actions.book(slots[1], noor_books, by=noor)

    assert actions.book(slots[2], noor_books, by=noor).state == State.BOOKED


def test_the_rules_hold_here_too(slot: FlashSlot, noor_books: Participation, noor: Person, mia: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(manager=noor)
    with pytest.raises(Refused, match="the other’s manager"):
        actions.book(slot, noor_books, by=noor)

    assert list(queries.offered_to(noor_books, "")) == []


def test_a_full_mentor_can_still_talk_with_somebody(
    slot: FlashSlot, noor_books: Participation, noor: Person, mia_offers: Participation
) -> None:
    Participation.objects.filter(pk=mia_offers.pk).update(taken=1)

    assert actions.book(slot, noor_books, by=noor).state == State.BOOKED


def test_a_mentee_calls_it_off_and_the_time_is_free_again(
    client: Client,
    booked: FlashBooking,
    lea_books: Participation,
    noor: Person,
    mia: Person,
) -> None:
    client.force_login(noor)
    assert "Mia is told" in client.get(f"/flash/{booked.pk}/cancel/").text
    client.post(f"/flash/{booked.pk}/cancel/")

    assert FlashBooking.objects.get().state == State.CANCELED
    assert notices_to(mia)[-1] == "matching/flash_canceled"
    assert [slot.pk for slot in queries.offered_to(lea_books, "ethics")] == [booked.slot_id]
    assert len(calendars("CANCEL")) == 2


def test_when_a_mentor_calls_it_off_the_time_is_gone(
    booked: FlashBooking, lea_books: Participation, mia: Person
) -> None:
    actions.cancel(booked, by=mia)

    assert list(queries.offered_to(lea_books, "")) == []


def test_withdrawing_a_free_time_can_be_undone(slot: FlashSlot, mia: Person, lea_books: Participation) -> None:
    event = actions.withdraw(slot, by=mia)
    assert list(queries.offered_to(lea_books, "")) == []
    undo(event, by=mia)

    assert list(queries.offered_to(lea_books, "")) == [slot]


def test_withdrawing_a_booked_time_calls_it_off(
    client: Client, booked: FlashBooking, noor: Person, mia: Person
) -> None:
    client.force_login(mia)
    client.post(f"/flash/times/{booked.slot_id}/withdraw/")

    assert FlashBooking.objects.get().state == State.CANCELED
    assert notices_to(noor)[-1] == "matching/flash_canceled"


def test_afterwards_it_is_logged_once_for_the_two(
    client: Client, booked: FlashBooking, noor: Person, mia: Person
) -> None:
    with pytest.raises(Refused, match="still to come"):
        actions.log(booked, by=noor, held=True)
    with time_machine.travel(booked.slot.ends_at + timedelta(hours=2), tick=False):
        assert [actions.ask_for_logs(), actions.ask_for_logs()] == [1, 0]
        client.force_login(noor)
        client.post(f"/flash/{booked.pk}/log/", {"held": "yes", "text": "I know where to begin."})
        with pytest.raises(Refused):
            actions.log(booked, by=mia, held=False)
        client.force_login(mia)
        shown = client.get(f"/flash/{booked.pk}/").text

    assert FlashBooking.objects.get().state == State.HELD
    assert "I know where to begin." in shown
    assert notices_to(mia)[-1] == "matching/flash_log"


def test_both_are_reminded_once_the_day_before(booked: FlashBooking, noor: Person, mia: Person) -> None:
    assert actions.remind() == 0
    with time_machine.travel(booked.slot.starts_at - timedelta(hours=20), tick=False):
        assert [actions.remind(), actions.remind()] == [1, 0]

    assert [notices_to(noor)[-1], notices_to(mia)[-1]] == ["matching/flash_reminder"] * 2


def test_the_page_shows_free_times_with_their_topics(
    client: Client, slot: FlashSlot, noor_books: Participation, noor: Person
) -> None:
    client.force_login(noor)
    page = f"{home(noor_books.cohort)}/flash/"

    assert "first ethics form" in client.get(page).text
    assert "Room 4" not in client.get(page).text
    assert "No free time for this" in client.get(f"{page}?q=xyz").text


def test_who_runs_the_program_sees_counts_and_no_question(client: Client, booked: FlashBooking, olga: Person) -> None:
    client.force_login(olga)
    page = f"{home(booked.slot.mentor.cohort)}/match/flash/"
    shown = client.get(page).text
    client.post(page, {"per_month": 4})

    assert "How do I begin" not in shown
    assert booked.slot.mentor.cohort.flash.per_month == 4
    assert client.get(f"/flash/{booked.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["sam", "olga"])
def test_a_stranger_finds_nothing(
    client: Client, booked: FlashBooking, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/flash/times/{booked.slot_id}/").status_code == 404
    assert client.post(f"/flash/{booked.pk}/cancel/").status_code == 404
    assert client.get(f"{home(booked.slot.mentor.cohort)}/flash/").status_code == 404


def test_elsewhere_there_is_no_such_page(
    client: Client, slot: FlashSlot, noor_books: Participation, noor: Person
) -> None:
    Program.objects.update(format=Program.Format.ONE_TO_ONE)
    client.force_login(noor)

    assert client.get(f"{home(noor_books.cohort)}/flash/").status_code == 404
