"""An administrator invites somebody, whose link lets them in once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import history_of, mail_sent, notices_to
from tests.people.conftest import is_in
from trellis.common.errors import Refused
from trellis.people import links
from trellis.people.actions import invitations
from trellis.people.models import Invitation, Person

TYPED = {"name": "Thu-Trang Pham", "email": "Trang@KestrelBay.example", "department": "Renal"}


def link_of(invitation: Invitation) -> str:
    return f"/l/welcome/{links.sign(invitations.WELCOME, invitation.person, invitation.pk)}/"


@pytest.fixture
def invitation(ada: Person) -> Invitation:
    return invitations.invite("trang@kestrelbay.example", "Thu-Trang Pham", by=ada)


def test_it_makes_an_account_records_and_sends_the_link(
    client: Client, ada: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(ada)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/people/invite/", TYPED)

    trang = Person.objects.get(email="trang@kestrelbay.example")
    assert (trang.department, trang.has_usable_password(), trang.last_login) == ("Renal", False, None)
    assert history_of(trang) == ["people.added", "people.invited"]
    assert notices_to(trang) == ["people/invitation"]
    assert mail_sent(mailoutbox) == [(trang.email, "Come and join mentoring at Kestrel Bay Health")]
    assert re.search(r"http://127\.0\.0\.1:8000/l/welcome/\S+/", mailoutbox[0].body)


def test_the_search_finds_the_invited(ada: Person, invitation: Invitation) -> None:
    assert [found.name for found in Person.objects.search("trang pham")] == ["Thu-Trang Pham"]


def test_an_address_is_invited_once(client: Client, ada: Person, invitation: Invitation) -> None:
    client.force_login(ada)

    response = client.post("/people/invite/", TYPED)

    assert response.status_code == 422
    assert "Somebody has this address" in response.content.decode()
    assert Invitation.objects.count() == 1


def test_only_administrators_invite(client: Client, olga: Person, noor: Person) -> None:
    client.force_login(olga)

    answers = [client.get("/people/invite/"), client.post("/people/invite/", TYPED)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Person.objects.filter(email="trang@kestrelbay.example")


def test_looking_at_the_link_changes_nothing(client: Client, invitation: Invitation) -> None:
    for _ in range(2):
        response = client.get(link_of(invitation))

    assert (response.status_code, is_in(client)) == (200, False)
    assert Invitation.objects.get().welcomed_at is None


def test_coming_in_keeps_the_name_and_signs_in(client: Client, invitation: Invitation) -> None:
    response = client.post(link_of(invitation), {"name": "Trang Pham", "password": "a lantern of my own"})

    trang = Person.objects.get(pk=invitation.person_id)
    assert (response.headers["Location"], is_in(client)) == ("/me/", True)
    assert (trang.name, trang.check_password("a lantern of my own")) == ("Trang Pham", True)
    assert history_of(trang)[-1] == "people.welcomed"
    assert [found.pk for found in Person.objects.search("trang pham")] == [trang.pk]


def test_a_password_is_not_needed_and_a_weak_one_is_not_taken(client: Client, invitation: Invitation) -> None:
    weak = client.post(link_of(invitation), {"name": "Trang Pham", "password": "short"})
    none = client.post(link_of(invitation), {"name": "Trang Pham", "password": ""})

    assert (weak.status_code, none.status_code) == (422, 302)
    assert not Person.objects.get(pk=invitation.person_id).has_usable_password()


def test_the_link_works_once(client: Client, invitation: Invitation) -> None:
    client.post(link_of(invitation), {"name": "Trang Pham"})
    stranger = Client()

    page, again = stranger.get(link_of(invitation)), stranger.post(link_of(invitation), {"name": "Somebody Else"})

    assert (page.status_code, again.status_code, is_in(stranger)) == (410, 410, False)
    assert Person.objects.get(pk=invitation.person_id).name == "Trang Pham"


def test_pressing_twice_welcomes_once(invitation: Invitation) -> None:
    invitations.welcome(invitation, name="Trang Pham")

    with pytest.raises(Refused):
        invitations.welcome(Invitation.objects.get(), name="Trang Pham")


def test_after_two_weeks_it_offers_a_new_link(client: Client, ada: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        invitation = invitations.invite("trang@kestrelbay.example", "Thu-Trang Pham", by=ada)
        link = link_of(invitation)
        clock.shift(timedelta(days=15))

        old = client.get(link)
        new = client.post(f"{link}new/")

    assert (old.status_code, new.status_code) == (410, 200)
    assert notices_to(invitation.person) == ["people/invitation", "people/invitation"]


def test_an_invitation_is_sent_again_but_not_at_once(client: Client, ada: Person, invitation: Invitation) -> None:
    client.force_login(ada)
    again = f"/people/{invitation.person_id}/invite/"

    client.post(again)
    at_once = Invitation.objects.count()
    Invitation.objects.update(created_at="2026-01-01T00:00:00Z")
    client.post(again)

    assert (at_once, Invitation.objects.count()) == (1, 2)


def test_who_is_inside_or_closed_is_not_invited(client: Client, ada: Person, mia: Person, sam: Person) -> None:
    client.force_login(mia)
    mia.refresh_from_db()
    sam.is_active = False
    sam.save()

    for person in (mia, sam):
        with pytest.raises(Refused):
            invitations.invite_again(person, by=ada)


@pytest.mark.parametrize("token", ["x", "W1sx:broken:signature", "%00", "../../etc/passwd"])
def test_a_made_up_link_leads_nowhere(client: Client, organization: object, token: str) -> None:
    assert client.get(f"/l/welcome/{token}/").status_code in (404, 409)


def test_the_link_of_a_closed_account_leads_nowhere(client: Client, invitation: Invitation) -> None:
    Person.objects.filter(pk=invitation.person_id).update(is_active=False)

    assert client.post(link_of(invitation), {"name": "Trang"}).status_code == 410
    assert not is_in(client)
