"""Administrators correct accounts, close them and open them again."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from tests.cast import history_of
from tests.people.conftest import PASSWORD, is_in, sign_in
from trellis.common.errors import Kind, Refused
from trellis.history.models import Event
from trellis.people.actions import accounts
from trellis.people.models import Person


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def typed(person: Person, client: Client, **changes: Any) -> dict[str, Any]:
    """What the form of this account posts, with changes."""
    form = client.get(f"/people/{person.pk}/account/").context["form"]
    return {bound.html_name: bound.value() or "" for bound in form} | changes


def test_it_keeps_what_comes_from_personnel_records(client: Client, ada: Person, noor: Person, mia: Person) -> None:
    client.force_login(ada)

    client.post(
        f"/people/{noor.pk}/account/",
        typed(
            noor, client, title="Ward sister", level="4", external_id="KB-7", manager=mia.email, started_on="2024-02-29"
        ),
    )

    noor.refresh_from_db()
    assert (noor.title, noor.level, noor.external_id, noor.manager) == ("Ward sister", 4, "KB-7", mia)
    assert history_of(noor) == ["people.edited"]
    assert noor in Person.objects.search("ward sister")


def test_the_manager_is_named_by_number_too(client: Client, ada: Person, noor: Person, mia: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(external_id="KB-12")
    client.force_login(ada)

    client.post(f"/people/{noor.pk}/account/", typed(noor, client, manager="KB-12"))
    unknown = client.post(f"/people/{noor.pk}/account/", typed(noor, client, manager="KB-99"))

    noor.refresh_from_db()
    assert noor.manager == mia
    assert "manager" in unknown.context["form"].errors


def test_nobody_becomes_their_own_manager_in_a_circle(client: Client, ada: Person, noor: Person, mia: Person) -> None:
    accounts.edit_account(noor, {"manager": mia}, by=ada)
    client.force_login(ada)

    response = client.post(f"/people/{mia.pk}/account/", typed(mia, client, manager=noor.email))

    mia.refresh_from_db()
    assert (response.status_code, mia.manager) == (422, None)
    assert "circle" in response.content.decode()


def test_a_new_address_replaces_the_old_one_for_signing_in(client: Client, ada: Person, nomvula: Person) -> None:
    old = nomvula.email
    EmailAddress.objects.create(user=nomvula, email=old, verified=True, primary=True)
    accounts.edit_account(nomvula, {"email": "noor.new@kestrelbay.example"}, by=ada)

    sign_in(client, old, PASSWORD)
    with_old = is_in(client)
    sign_in(client, "noor.new@kestrelbay.example", PASSWORD)

    assert (with_old, is_in(client)) == (False, True)


def test_an_address_of_somebody_else_is_refused_at_its_place(
    client: Client, ada: Person, noor: Person, mia: Person
) -> None:
    client.force_login(ada)

    response = client.post(f"/people/{noor.pk}/account/", typed(noor, client, email=mia.email.upper()))

    assert response.status_code == 422
    assert "Somebody has this address" in response.content.decode()


def test_the_second_administrator_is_told(client: Client, ada: Person, noor: Person) -> None:
    client.force_login(ada)
    opened = typed(noor, client, title="Ward sister")
    accounts.edit_account(noor, {"title": "Charge nurse"}, by=ada)

    told = client.post(f"/people/{noor.pk}/account/", opened)

    assert told.status_code == 422
    assert "Charge nurse" in str(told.context["form"].errors["title"])


def test_a_change_that_was_overtaken_between_reading_and_writing_is_refused(ada: Person, noor: Person) -> None:
    accounts.edit_account(noor, {"title": "Charge nurse"}, by=ada, seen=1)

    with pytest.raises(Refused) as refused:
        accounts.edit_account(noor, {"title": "Ward sister"}, by=ada, seen=1)

    assert refused.value.kind == Kind.CONFLICT


def test_closing_signs_out_everywhere_and_undo_opens_again(client: Client, ada: Person, nomvula: Person) -> None:
    theirs = Client()
    sign_in(theirs, nomvula.email, PASSWORD)
    client.force_login(ada)

    page = client.post(f"/people/{nomvula.pk}/close/", follow=True)
    outside = theirs.get("/me/").status_code
    event = Event.objects.get(verb="people.deactivated")
    client.post(f"/history/{event.pk}/undo/")

    nomvula.refresh_from_db()
    assert f"/history/{event.pk}/undo/" in page.content.decode()
    assert (outside, nomvula.is_active) == (302, True)
    assert history_of(nomvula)[:2] == ["people.deactivated", "people.reactivated"]


def test_closing_asks_first_and_happens_once(client: Client, ada: Person, noor: Person) -> None:
    client.force_login(ada)
    asked = client.get(f"/people/{noor.pk}/close/")
    noor.refresh_from_db()
    still_open = noor.is_active

    accounts.deactivate(noor, by=ada)
    with pytest.raises(Refused):
        accounts.deactivate(Person.objects.get(pk=noor.pk), by=ada)

    assert (asked.status_code, still_open) == (200, True)
    assert history_of(noor) == ["people.deactivated"]


def test_a_closed_account_is_opened_again(client: Client, ada: Person, noor: Person) -> None:
    accounts.deactivate(noor, by=ada)
    client.force_login(ada)

    client.post(f"/people/{noor.pk}/reopen/")

    noor.refresh_from_db()
    assert noor.is_active


def test_nobody_closes_themselves_or_the_last_administrator(ada: Person, olga: Person) -> None:
    with pytest.raises(Refused):
        accounts.deactivate(ada, by=ada)
    with pytest.raises(Refused):
        accounts.deactivate(ada, by=olga)
    with pytest.raises(Refused):
        accounts.end_administrator(ada, by=ada)


def test_an_administrator_is_made_and_ended(client: Client, ada: Person, olga: Person) -> None:
    client.force_login(ada)

    client.post(f"/people/{olga.pk}/administrator/")
    olga.refresh_from_db()
    made = olga.is_administrator
    client.post(f"/people/{olga.pk}/administrator/")

    olga.refresh_from_db()
    assert (made, olga.is_administrator) == (True, False)
    assert history_of(olga) == ["people.administrator_made", "people.administrator_ended"]


def test_rights_are_given_only_right_after_signing_in(client: Client, ada: Person, olga: Person) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        client.force_login(ada)
        client.get("/me/")
        clock.shift(16 * 60)
        asked = client.post(f"/people/{olga.pk}/administrator/")
        again = client.post(asked.headers["Location"], {"password": PASSWORD})
        client.post(f"/people/{olga.pk}/administrator/")

    olga.refresh_from_db()
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert again.status_code == 302
    assert olga.is_administrator


def test_without_a_password_one_signs_in_once_more(client: Client, ada: Person, olga: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        client.force_login(ada)
        client.get("/me/")
        clock.shift(16 * 60)
        asked = client.get(f"/people/{olga.pk}/administrator/")
        page = client.get(asked.headers["Location"])

    assert asked.headers["Location"].startswith("/accounts/again/")
    assert f"/people/{olga.pk}/administrator/" in page.content.decode().replace("%252F", "/").replace("%2F", "/")


@pytest.mark.parametrize("door", ["account/", "close/", "reopen/", "administrator/", "invite/"])
def test_others_find_no_such_door(client: Client, olga: Person, sam: Person, noor: Person, door: str) -> None:
    client.force_login(sam)
    stranger = client.post(f"/people/{noor.pk}/{door}").status_code
    client.force_login(noor)
    own = client.post(f"/people/{noor.pk}/{door}").status_code

    assert (stranger, own) == (404, 403)


def test_no_form_raises_ones_own_rights(client: Client, noor: Person) -> None:
    client.force_login(noor)
    stamp = client.get("/me/about/").context["form"]["stamp"].value()

    client.post(
        "/me/about/",
        {
            "communication": "",
            "visibility": "nobody",
            "stamp": stamp,
            "is_administrator": "on",
            "name": "Boss",
            "level": 20,
        },
    )

    noor.refresh_from_db()
    assert (noor.visibility, noor.is_administrator, noor.name, noor.level) == ("nobody", False, "Noor El-Amin", None)
