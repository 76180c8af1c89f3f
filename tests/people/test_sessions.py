"""Sessions end by themselves, and by the hand of their owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people.conftest import PASSWORD, sign_in
from trellis.people.actions import letters, sessions
from trellis.people.models import FailedSignIn, Letter, Person

PAGE = "/me/sign-in/"


def test_the_page_names_each_device(client: Client, nomvula: Person) -> None:
    agent = "Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0"
    sign_in(Client(headers={"User-Agent": agent}), nomvula.email, PASSWORD)
    sign_in(client, nomvula.email, PASSWORD)

    devices = client.get(PAGE).context["sessions"]

    assert [device.name for device in devices] == ["A device that doesn’t say what it is", "Firefox on Android"]


def test_one_device_is_signed_out_from_another(client: Client, nomvula: Person) -> None:
    lost = Client()
    sign_in(lost, nomvula.email, PASSWORD)
    theirs = UserSession.objects.get()
    sign_in(client, nomvula.email, PASSWORD)

    client.post(f"{PAGE}{theirs.pk}/end/")

    assert (lost.get(PAGE).status_code, client.get(PAGE).status_code) == (302, 200)


def test_all_others_are_signed_out_at_once(client: Client, nomvula: Person) -> None:
    others = [Client(), Client()]
    for other in [*others, client]:
        sign_in(other, nomvula.email, PASSWORD)

    client.post(f"{PAGE}others/end/")

    assert [other.get(PAGE).status_code for other in others] == [302, 302]
    assert client.get(PAGE).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: Client, nomvula: Person, sam: Person) -> None:
    sign_in(Client(), nomvula.email, PASSWORD)
    client.force_login(sam)

    response = client.post(f"{PAGE}{UserSession.objects.get(user=nomvula).pk}/end/")

    assert response.status_code == 404
    assert UserSession.objects.filter(user=nomvula).count() == 1


@pytest.mark.parametrize(
    ("administrator", "idle", "stays"),
    [
        (False, timedelta(hours=11), 200),
        (False, timedelta(hours=13), 302),
        (True, timedelta(minutes=29), 200),
        (True, timedelta(minutes=31), 302),
    ],
)
def test_who_was_idle_too_long_is_signed_out(
    client: Client, sam: Person, administrator: bool, idle: timedelta, stays: int
) -> None:
    sam.is_administrator = administrator
    sam.save()
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        client.force_login(sam)
        client.get(PAGE)
        clock.shift(idle)

        assert client.get(PAGE).status_code == stays


def test_what_signing_in_leaves_behind_is_forgotten(client: Client, nomvula: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        sign_in(client, nomvula.email, PASSWORD)
        sign_in(Client(), nomvula.email, "wrong wrong wrong wrong")
        letters.write("login_code", nomvula.email, {"code": "X"}, to=nomvula)
        clock.shift(timedelta(days=15))

        sessions.forget_old()

    assert [rows.objects.count() for rows in (Session, FailedSignIn, Letter)] == [0, 0, 0]


@pytest.mark.parametrize(("administrator", "hours"), [(False, 14 * 24), (True, 12)])
def test_however_busy_nobody_stays_for_ever(client: Client, sam: Person, administrator: bool, hours: int) -> None:
    sam.is_administrator = administrator
    sam.save()
    step = timedelta(minutes=20) if administrator else timedelta(hours=8)
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        client.force_login(sam)
        busy_until = 0.0
        while client.get(PAGE).status_code == 200:
            clock.shift(step)
            busy_until += step / timedelta(hours=1)

    assert hours <= busy_until <= hours + 8
