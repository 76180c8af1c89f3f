"""Applying without an account: an address is proved first, and nobody learns who has one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from tests.recruitment.conftest import PAGE, answers_as, as_posted
from trellis.common.errors import Refused
from trellis.jobs.actions import run_ready
from trellis.people.models import Person, Skill
from trellis.programs.models import Program, Role
from trellis.recruitment.actions import applying, calls, proofs
from trellis.recruitment.models import Application, Call, Proof
from trellis.recruitment.permissions import Applicant

FORM = f"{PAGE}apply/mentee/"
ADDRESS = "lucia@elsewhere.example"


def link_in(mailoutbox: list[Any]) -> str:
    """The path of the link that was mailed last."""
    run_ready()
    found = re.search(r"(/l/apply/[^\s)\"<]+)", mailoutbox[-1].body)
    assert found
    return found.group(1)


def come_in(client: Client, mailoutbox: list[Any], address: str = ADDRESS) -> None:
    client.post(FORM, {"email": address})
    client.get(link_in(mailoutbox))


def test_the_whole_way_to_an_account(
    client: Client, call: Call, skills: dict[str, Skill], mailoutbox: list[Any]
) -> None:
    assert "E-mail me the link" in client.get(FORM).text

    asked = client.post(FORM, {"email": f" {ADDRESS.upper()} "})
    assert "Look in your mail" in asked.text
    link = link_in(mailoutbox)
    assert mailoutbox[-1].to == [ADDRESS]
    assert client.get(link).headers["Location"] == FORM
    client.post(FORM, {"name": "Lucía Ferrer", "department": "Pharmacy"})
    client.post(f"{FORM}answers/", as_posted("mentee", skills))
    sent = client.post(f"{FORM}check/", follow=True)

    person = Person.objects.get(email=ADDRESS)
    application = Application.objects.get()
    assert (person.name, person.department, person.has_usable_password()) == ("Lucía Ferrer", "Pharmacy", False)
    assert (application.person, application.state) == (person, "submitted")
    assert EmailAddress.objects.get(user=person).verified
    assert "Your application is sent" in sent.text
    assert "To lead a handover without prompts." in sent.text


def test_the_page_is_the_same_for_every_address(client: Client, call: Call, noor: Person) -> None:
    def said(address: str) -> str:
        page = client.post(FORM, {"email": address}).text.replace(address, "ADDRESS")
        return re.sub(r'(once|csrfmiddlewaretoken)" value="[^"]*"', "", page)

    assert said("nobody@elsewhere.example") == said(noor.email)


def test_an_address_with_an_account_signs_in(client: Client, call: Call, noor: Person, mailoutbox: list[Any]) -> None:
    client.post(FORM, {"email": noor.email})

    landed = client.get(link_in(mailoutbox))

    assert landed.headers["Location"] == f"/accounts/login/?next={FORM}"
    assert "E-mail me the link" in client.get(FORM).text
    assert not Application.objects.exists()


def test_nobody_is_signed_in_as_somebody_who_was_there_first(
    client: Client, call: Call, skills: dict[str, Skill], mailoutbox: list[Any]
) -> None:
    come_in(client, mailoutbox)
    client.post(FORM, {"name": "Lucía Ferrer"})
    client.post(f"{FORM}answers/", as_posted("mentee", skills))
    imported = Person.objects.create_user(ADDRESS, name="Lucía Ferrer")

    client.post(f"{FORM}check/")

    assert "_auth_user_id" not in client.session
    assert Application.objects.get().state == "draft"

    client.force_login(imported)
    client.post(FORM)
    assert "To lead a handover without prompts." in client.get(f"{FORM}answers/").text
    client.post(f"{FORM}check/")
    assert Application.objects.get().person == imported


def test_a_link_is_good_for_a_day_and_for_its_program(
    client: Client, call: Call, mailoutbox: list[Any], rui: Person, other_program: Program
) -> None:
    calls.open_recruiting(other_program.cohorts.get(), by=rui)
    client.post(FORM, {"email": ADDRESS})
    link = link_in(mailoutbox)
    client.get(link)
    assert "E-mail me the link" in client.get("/p/ward-leaders/apply/mentee/").text

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert "has expired" in Client().get(link).text
        assert proofs.forget_old() == 1


def test_a_changed_link_is_refused(client: Client, call: Call) -> None:
    page = client.get("/l/apply/abc:def:ghi/")

    assert page.status_code == 409
    assert "isn’t complete" in page.text


def test_an_address_is_not_flooded(client: Client, call: Call, mailoutbox: list[Any]) -> None:
    for _n in range(8):
        assert "Look in your mail" in client.post(FORM, {"email": ADDRESS}).text

    run_ready()
    assert len(mailoutbox) == proofs.MOST_TO_ONE_ADDRESS


def test_one_place_can_not_ask_for_ever(call: Call) -> None:
    for number in range(proofs.MOST_FROM_ONE_PLACE):
        proofs.ask(f"p{number}@elsewhere.example", call.cohort, "mentee", source="", origin="192.0.2.1")

    with pytest.raises(Refused):
        proofs.ask("one.more@elsewhere.example", call.cohort, "mentee", source="", origin="192.0.2.1")
    proofs.ask("one.more@elsewhere.example", call.cohort, "mentee", source="", origin="192.0.2.2")


def test_the_place_is_kept_as_a_hash(call: Call) -> None:
    proofs.ask(ADDRESS, call.cohort, "mentee", source="", origin="192.0.2.1")

    assert "192.0.2.1" not in Proof.objects.get().origin


def test_a_program_may_ask_for_its_own_addresses(client: Client, call: Call, olga: Person) -> None:
    calls.describe(call, by=olga, domains="kestrelbay.example, kb.example")

    refused = client.post(FORM, {"email": ADDRESS})

    assert "This program is for people with an address at kestrelbay.example, kb.example" in refused.text
    assert not Proof.objects.exists()
    assert "Look in your mail" in client.post(FORM, {"email": "x@KB.example"}).text


def test_a_wrong_address_is_named(client: Client, call: Call) -> None:
    assert "Enter the whole address" in client.post(FORM, {"email": "lucia@"}).text


def test_without_a_name_there_is_no_account(call: Call, skills: dict[str, Skill]) -> None:
    draft = applying.begin(call.cohort, Role.MENTEE, Applicant(ADDRESS))
    applying.save_answers(draft, answers_as("mentee", skills))

    with pytest.raises(Refused):
        applying.submit(draft)

    assert not Person.objects.filter(email=ADDRESS).exists()


def test_a_stranger_can_not_look_into_a_draft(client: Client, call: Call, mailoutbox: list[Any]) -> None:
    come_in(client, mailoutbox)
    client.post(FORM, {"name": "Lucía Ferrer"})

    other = Client()

    assert other.get(f"{FORM}answers/").headers["Location"] == FORM
    assert "Lucía" not in other.get(FORM).text
